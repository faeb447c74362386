"""The verifying page as values: what is to be judged of one scorecard, and the criterion on the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from evidence.queries import Elsewhere
from foundation.errors import NotFound
from foundation.formats import number
from scorecards.entering import raw_below, unread_text
from scorecards.level_entries import LevelEntry
from scorecards.lines import Line
from scorecards.models import AssessmentLevel, Citation, Scorecard
from scorecards.oddities import oddity_of
from scorecards.scorers import scorer_of
from scorecards.sheet import Sheet
from scorecards.sheet_building import build_sheet
from scorecards.to_scoring import LEVELS, Raw
from scorecards.typed import same, to_shown, to_stored, typing_convention
from scorecards.wording import PointsWording
from verification.doubts import Doubt, doubts_of, read_grounds
from verification.plan import Desk, Item, concerned, is_judged, plan_of
from verification.reason_choices import Choice, choices_for

ZERO = Decimal(0)
WANTING = frozenset({Doubt.UNREADABLE, Doubt.EVIDENCE, Doubt.UNCLAIMED})


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of the list: what was claimed, what counts so far, and whether it is judged. One that
    nobody enters follows the criterion `taken_from`.
    """

    line: Line
    judged: bool
    doubts: tuple[Doubt, ...]
    taken_from: str = ""

    @property
    def code(self) -> str:
        """The code of the criterion."""
        return self.line.code

    @property
    def claimed(self) -> Decimal | None:
        """The points of the claim."""
        return self.line.claim.points if self.line.claim is not None else None

    @property
    def flagged(self) -> bool:
        """Whether something is wanting that the unit itself has to bring."""
        return not WANTING.isdisjoint(self.doubts)

    @property
    def changed(self) -> bool:
        """Whether it counts for other points than were claimed."""
        return self.judged and self.line.corrected


@dataclass(frozen=True, slots=True)
class Chain:
    """The points of one level in the chain over the levels; `now` is the level at work."""

    level: AssessmentLevel
    points: Decimal | None
    now: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """What criteria give together, out of the sum of their maxima; `extra` is bonus and penalty."""

    count: int
    points: Decimal
    most: Decimal
    extra: Decimal

    @property
    def all(self) -> Decimal:
        """Bonus and penalty included."""
        return self.points + self.extra


@dataclass(frozen=True)
class VerifyingPage:
    """All that the page shows."""

    scorecard: Scorecard
    desk: Desk
    sheet: Sheet
    rows: Sequence[Row]
    current: Row | None
    citations: Sequence[Citation]
    same_elsewhere: Mapping[int, Sequence[Elsewhere]]
    choices: Sequence[Choice]
    derived: Sequence[Row] = ()

    @property
    def listed(self) -> list[Row]:
        """What is judged and what follows from it, in the order of the document."""
        order = {line.code: place for place, line in enumerate(self.sheet.lines)}
        return sorted([*self.rows, *self.derived], key=lambda row: order[row.code])

    @property
    def whole(self) -> bool:
        """Whether this desk judges all of the scorecard, so that its total is the scorecard's."""
        return self.desk.mine is None

    @property
    def claimed_points(self) -> Decimal | None:
        """The total of the scorecard as claimed, as every other page shows it."""
        return self.sheet.totals.get(AssessmentLevel.SELF)

    @property
    def found_points(self) -> Decimal:
        """The total of the scorecard with what this level found, as the record keeps it."""
        return self.sheet.total

    @property
    def judged(self) -> list[Row]:
        """What is done."""
        return [row for row in self.rows if row.judged]

    @property
    def left(self) -> list[Row]:
        """What is left."""
        return [row for row in self.rows if not row.judged]

    @property
    def claimed_total(self) -> Sum:
        """What was claimed of this desk's criteria."""
        return _sum([(row.line, row.claimed) for row in self.listed if row.claimed is not None])

    @property
    def judged_total(self) -> Sum:
        """What is judged so far."""
        return _sum([(row.line, row.line.points or ZERO) for row in self.listed if row.judged])

    def line(self, code: str) -> Line:
        """A criterion that this desk judges; NotFound for any other."""
        found = next((row.line for row in self.rows if row.code == code), None)
        if found is None:
            raise NotFound(_("Bộ tiêu chí không có tiêu chí này."))
        return found

    def neighbour(self, step: int) -> Row | None:
        """The row before (-1) or after (1) the current one."""
        if self.current is None:
            return None
        place = self.rows.index(self.current) + step
        return self.rows[place] if 0 <= place < len(self.rows) else None

    @property
    def next_left(self) -> Row | None:
        """The next criterion to judge after the current one, going round."""
        if self.current is None:
            return self.left[0] if self.left else None
        place = self.rows.index(self.current)
        around = [*self.rows[place + 1 :], *self.rows[:place]]
        return next((row for row in around if not row.judged), None)

    @property
    def below(self) -> Raw | None:
        """What stands below the desk's level of the current criterion."""
        return raw_below(self.scorecard, self.desk.level, self.current.code) if self.current else None

    @property
    def below_oddity(self) -> str:
        """What is strange about it; empty where nothing is."""
        return oddity_of(self.current.line.criterion, self.below) if self.current else ""

    @property
    def below_shown(self) -> str | dict[str, str]:
        """The same as fields show it."""
        return to_shown(self.current.line.criterion, self.below) if self.current else ""

    @property
    def below_level(self) -> LevelEntry | None:
        """The level whose entry stands below."""
        if self.current is None:
            return None
        below = [one for level, one in self.current.line.levels.items() if level is not self.desk.level]
        reached = LEVELS.index(self.desk.level)
        entered = [one for one in below if one.entered and LEVELS.index(one.level) < reached]
        return entered[-1] if entered else None

    @property
    def chain(self) -> list[Chain]:
        """The current criterion's points over the levels."""
        if self.current is None:
            return []
        levels = self.current.line.levels
        return [
            Chain(level, levels[level].points if level in levels else None, level is self.desk.level)
            for level in LEVELS
            if level is not AssessmentLevel.GROUP or level in levels or level is self.desk.level
        ]


def build_page(scorecard: Scorecard, desk: Desk, code: str | None = None) -> VerifyingPage:
    """The page with a criterion on the desk: the one asked for, else the first left, else the first."""
    plan = plan_of(scorecard)
    assessments = scorecard.assessments
    items = list(concerned(plan, desk, assessments, scorecard.participant.attributes)) if plan else []
    if plan is not None and code is not None and code not in {item.code for item in items}:
        items = [item for item in plan.items if item in items or (item.code == code and desk.holds(item))]
    grounds = read_grounds([scorecard.id])
    waiting = [item for item in items if not is_judged(assessments, desk.level, item.code)]
    doubts = doubts_of(scorecard, desk, items, grounds)
    sheet = build_sheet(scorecard, desk.level)
    lines = {line.code: line for line in sheet.lines}
    open_codes = {item.code for item in waiting}
    rows = [_row(lines[item.code], item.code not in open_codes, doubts.get(item.code, ())) for item in items]
    current = _current(rows, code)
    return VerifyingPage(
        scorecard=scorecard,
        desk=desk,
        sheet=sheet,
        rows=rows,
        current=current,
        citations=grounds.citations.get(scorecard.id, ()),
        same_elsewhere=grounds.same_elsewhere,
        choices=choices_for(_scale(items, current)),
        derived=_derived(rows, lines),
    )


def _derived(rows: Sequence[Row], lines: Mapping[str, Line]) -> list[Row]:
    """The criteria that take their figure from one of these; a bonus that gives nothing is left out."""
    known = {row.code: row for row in rows}
    found = []
    for line in lines.values():
        source = getattr(line.criterion.scale, "origin", None)
        origin = known.get(source.criterion) if source is not None else None
        if origin is None:
            continue
        row = Row(line, origin.judged, (), taken_from=origin.code)
        if line.points or row.claimed or (line.role is None and line.points is not None):
            found.append(row)
    return found


def list_optional(scorecard: Scorecard, desk: Desk, shown: Sequence[Row]) -> list[Item]:
    """Bonus and penalty criteria that nobody entered and this desk may."""
    plan = plan_of(scorecard)
    if plan is None:
        return []
    optional = plan.silence(scorecard.participant.attributes).optional
    known = {row.code for row in shown}
    return [item for item in plan.items if item.code in optional - known and desk.holds(item)]


@dataclass(frozen=True, slots=True)
class Trial:
    """What an entry would give, in words: for the page while somebody types."""

    points: str | None
    work: tuple[str, ...]
    differs: bool
    difference: str
    rises: bool
    fault: str
    warning: str = ""

    def as_data(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            "points": self.points,
            "work": list(self.work),
            "differs": self.differs,
            "difference": self.difference,
            "rises": self.rises,
            "fault": self.fault,
            "warning": self.warning,
        }


def try_out(scorecard: Scorecard, desk: Desk, code: str, typed: Raw | None) -> Trial:
    """The points that an entry of this desk's level would give, by the engine that scores the record."""
    scorer = scorer_of(scorecard)
    raw = to_stored(scorer.reader.criteria[code], typed, typing_convention())
    below = raw_below(scorecard, desk.level, code)
    unread = scorer.reader.fault(desk.level, code, raw) if raw is not None else None
    if unread is not None:
        return Trial(None, (), True, "", False, unread_text(unread))
    was, _reasons = _points(scorecard, desk, code, None)
    points, reasons = _points(scorecard, desk, code, raw)
    decimals = scorer.engine.rubric.decimals
    wording = PointsWording(scorer.engine.rubric, scorer.reader.kind)
    change = (points or ZERO) - (was or ZERO)
    differs = raw is not None and below is not None and not same(raw, below)
    return Trial(
        points=None if points is None else number(points, decimals),
        work=tuple(wording.working(reason) for reason in reasons) if raw is not None else (),
        differs=differs,
        difference=_difference(change, decimals) if differs else "",
        rises=change > 0,
        fault="",
        warning=oddity_of(scorer.reader.criteria[code], raw),
    )


def _points(scorecard: Scorecard, desk: Desk, code: str, raw: Raw | None) -> tuple[Decimal | None, Any]:
    """The points and reasons of a criterion with this entry at the desk's level, or without one."""
    place = LEVELS.index(desk.level)
    entries: dict[AssessmentLevel, dict[str, Any]] = {
        one.level: dict(one.entries) for one in scorecard.assessments if LEVELS.index(one.level) <= place
    }
    own = entries.setdefault(desk.level, {})
    own.pop(code, None)
    if raw is not None:
        own[code] = raw
    unit = scorecard.participant
    node = scorer_of(scorecard).score(unit.code, unit.attributes, entries, scorecard.targets).nodes[code]
    return node.points, node.reasons


def _difference(change: Decimal, decimals: int) -> str:
    if not change:
        return _("số liệu khác, điểm không đổi")
    amount = number(abs(change), decimals)
    return _("tăng %(n)s", n=amount) if change > 0 else _("giảm %(n)s", n=amount)


def _row(line: Line, judged: bool, doubts: Sequence[Doubt]) -> Row:
    """What a level judged before a claim changed is a doubt only until it is judged again."""
    return Row(line, judged, tuple(one for one in doubts if not (judged and one is Doubt.CHANGED)))


def _current(rows: Sequence[Row], code: str | None) -> Row | None:
    asked = next((row for row in rows if row.code == code), None)
    first_left = next((row for row in rows if not row.judged), None)
    return asked or first_left or (rows[0] if rows else None)


def _scale(items: Sequence[Item], current: Row | None) -> str:
    return next((item.scale for item in items if current is not None and item.code == current.code), "")


def _sum(lines: Sequence[tuple[Line, Decimal]]) -> Sum:
    return Sum(
        count=len(lines),
        points=sum((points for line, points in lines if line.role is None), ZERO),
        most=sum((line.max or ZERO for line, _points in lines if line.role is None), ZERO),
        extra=sum((points for line, points in lines if line.role is not None), ZERO),
    )
