"""The reading model of a scorecard: what every page, form and paper shows of it, in document order.

`build_sheet` runs the engine once for each level shown. A line carries what was entered and given at every
level, side by side; words (`line.rule`, `line.work`, …) are made when they are asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _

from criteria.entry_cells import applies
from scorecards.entering import part_at_fault, raw_below, unread_text
from scorecards.gauges import Gauge, gauge_of
from scorecards.labels import is_whole, label_of, part_label, unit_of
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.oddities import oddity_of
from scorecards.rule_words import band_words, brief_of, days_words, rule_of, steps_of, yes_points
from scorecards.scorers import scorer_of
from scorecards.sums import Sums, sums_of
from scorecards.to_scoring import LEVELS, LOWEST_LEVEL, Facts, Known, Raw, TypeScorer, Unread
from scorecards.typed import DASH, NO, YES, in_words, same, to_shown
from scorecards.wording import PointsWording
from scoring.conditions import Condition
from scoring.engine import Scorecard as Scored
from scoring.engine import floor_points
from scoring.exact import ZERO
from scoring.figures import Thresholds, thresholds_for
from scoring.nodes import MISSING, NA, NOT_CLAIMED, SCORED, NodeResult
from scoring.reading import is_asked, is_counted, may_be_not_applicable, parts_of
from scoring.reasons import Reason
from scoring.rubric import Criterion, ParticipantType, Role, Section, maximum_of
from scoring.scales import Amount, DaysLate, Levels, Target, YesNo

Figures = dict[AssessmentLevel, Mapping[str, Raw]]
Unreads = Mapping[tuple[str, str], Unread]
UNREAD, DERIVED, OTHER = "unread", "derived", "other"
# Reasons that say no more than the state beside them.
_PLAIN = frozenset({"missing", "not_claimed", "section_not_applicable"})


class Run(NamedTuple):
    """What one level's figures give, together with all below it."""

    known: Known
    scored: Scored


@dataclass(frozen=True, slots=True)
class LevelEntry:
    """What one level entered of one criterion, and the points it gives. `current` says that what it judged
    still stands below it; `fault` says why the entry cannot be read.
    """

    level: AssessmentLevel
    raw: Raw | None
    words: str
    points: Decimal | None
    reason: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None
    fault: str = ""
    fault_part: str = ""
    current: bool = True

    @property
    def entered(self) -> bool:
        """Whether this level entered anything."""
        return self.raw is not None


class Step(NamedTuple):
    """One band: its points, its interval in words, and whether the figure lies in it."""

    points: Decimal
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion. `state` is of the sheet's level: scored, missing, not_claimed, not_applicable, unread,
    derived (taken from another criterion) or other (entered by somebody else). `applies` is None where an
    attribute that decides it is not known.
    """

    criterion: Criterion
    path: tuple[str, ...]
    role: Role | None
    state: str
    points: Decimal | None
    applies: bool | None
    decided_by: tuple[str, ...]
    owned: bool
    limits: Thresholds | None
    reasons: tuple[Reason, ...]
    levels: Mapping[AssessmentLevel, LevelEntry]
    level: AssessmentLevel
    wording: PointsWording
    is_section: bool = False

    @property
    def code(self) -> str:
        """The code of the criterion."""
        return self.criterion.code

    @property
    def name(self) -> str:
        """What is asked."""
        return self.criterion.name

    @property
    def depth(self) -> int:
        """How many sections stand around it."""
        return len(self.path) - 1

    @property
    def max(self) -> Decimal | None:
        """The maximum; only bonus and penalty may lack one."""
        return self.criterion.max

    @property
    def asked(self) -> bool:
        """Whether anybody enters it."""
        return is_asked(self.criterion)

    @property
    def own(self) -> LevelEntry:
        """What the sheet's own level entered."""
        return self.levels[self.level]

    @property
    def claim(self) -> LevelEntry | None:
        """What the participant itself entered."""
        return self.levels.get(AssessmentLevel.SELF)

    @property
    def todo(self) -> bool:
        """Whether this level still has to enter it, or to write it so that it can be read."""
        return self.owned and self.state in (MISSING, UNREAD)

    @property
    def done(self) -> bool:
        """Whether nothing is left to do here."""
        return self.owned and self.state in (SCORED, NA)

    @property
    def rule(self) -> str:
        """How points arise, exactly."""
        return rule_of(self.criterion, penalty=self.role == "penalty", limits=self.limits)

    @property
    def brief(self) -> str:
        """What has to be known while entering, beside choices, bands or a gauge."""
        return brief_of(self.criterion, limits=self.limits, penalty=self.role == "penalty")

    @property
    def owner(self) -> str:
        """Who enters it, where that is somebody else."""
        if not self.asked:
            return ""
        return {
            "unit": _("Đơn vị tự chấm."),
            "group": _(
                "Xã hoặc cụm, khối thi đua nhập sau khi nộp phiếu; nơi không có ai nhập thì cơ quan thẩm "
                "định nhập. Đơn vị không phải nhập."
            ),
            "verifier": _("Cơ quan thẩm định nhập khi thẩm định; đơn vị không phải nhập."),
            "office": _("Thường trực Hội đồng nhập; đơn vị không phải nhập."),
        }[self.criterion.entered_by]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the two figures that are asked for; none where it is one figure."""
        names = parts_of(self.criterion) or ()
        if (
            isinstance(self.criterion.scale, Amount)
            and self.limits is not None
            and self.limits.plan is not None
        ):
            return names[:1]
        return names

    @property
    def may_be_not_applicable(self) -> bool:
        """Whether "not applicable" may be entered."""
        return may_be_not_applicable(self.criterion)

    @property
    def not_applicable_entered(self) -> bool:
        """Whether this level entered "not applicable"."""
        return self.own.raw == DASH

    @property
    def shown(self) -> str | dict[str, str]:
        """How the fields of this level read."""
        return to_shown(self.criterion, self.own.raw)

    @property
    def oddity(self) -> str:
        """What is strange about this level's figure though it counts; empty where nothing is."""
        return oddity_of(self.criterion, self.own.raw)

    @property
    def work(self) -> tuple[str, ...]:
        """How the figure became points, as sentences."""
        return tuple(self.wording.working(reason) for reason in self.reasons if reason.code not in _PLAIN)

    @property
    def gauge(self) -> Gauge | None:
        """The picture of a target."""
        scale = self.criterion.scale
        if not isinstance(scale, Target) or self.limits is None:
            return None
        return gauge_of(scale, self.limits, self.reasons[0] if self.state in (SCORED, DERIVED) else None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The bands, with the one that holds the figure."""
        scale = self.criterion.scale
        facts = self.reasons[0].facts if self.reasons else {}
        ends = ("at_least", "above", "at_most", "below")
        here = {name: facts[name] for name in ends if name in facts}
        steps = []
        for band in steps_of(self.criterion):
            words = days_words(band) if isinstance(scale, DaysLate) else band_words(band, _short_unit(scale))
            own = {name: getattr(band, name) for name in ends if getattr(band, name) is not None}
            current = self.points is not None and self.state in (SCORED, DERIVED) and own == here
            steps.append(Step(band.points, words, current and "value" in facts))
        return tuple(steps)

    @property
    def choices(self) -> list[tuple[str, str, Decimal]]:
        """What may be chosen: value, words and points; nothing where a figure is entered."""
        scale = self.criterion.scale
        if isinstance(scale, YesNo):
            return [(YES, _("Có"), yes_points(scale, self.criterion)), (NO, _("Không"), scale.no_points)]
        if isinstance(scale, Levels):
            return [(level.code, level.name, level.points) for level in scale.levels]
        return []

    def has_choice(self, value: str) -> bool:
        """Whether this may be chosen."""
        return any(value == one for one, _words, _points in self.choices)

    @property
    def label(self) -> str:
        """What the one field is called."""
        return label_of(self.criterion, signed=self.signed)

    def part_label(self, part: str) -> str:
        """What one of two fields is called."""
        return part_label(self.criterion, part)

    @property
    def unit(self) -> str:
        """The unit that stands behind the field."""
        return unit_of(self.criterion)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are entered, so that a phone offers digits and steps of one."""
        return is_whole(self.criterion)

    @property
    def counted(self) -> bool:
        """Whether both of two figures are whole numbers."""
        return is_counted(self.criterion)

    @property
    def signed(self) -> bool:
        """Whether its points are taken off."""
        return self.role == "penalty"

    @property
    def corrected(self) -> bool:
        """Whether the last level that judged it gave other points than were claimed."""
        claim, last = self.claim, self.last
        return claim is not None and claim.entered and last is not claim and last.points != claim.points

    @property
    def last(self) -> LevelEntry:
        """What counts so far: the entry of the highest level that made one."""
        entered = [one for one in self.levels.values() if one.entered]
        return entered[-1] if entered else self.own


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section with its points so far. `floor` is in points; `reached` is None while that is open."""

    section: Section
    depth: int
    role: Role | None
    points: Decimal | None
    max: Decimal | None
    floor: Decimal | None
    reached: bool | None
    reasons: tuple[Reason, ...]
    by_level: Mapping[AssessmentLevel, Decimal | None]
    wording: PointsWording
    is_section: bool = True

    @property
    def code(self) -> str:
        """The code of the section."""
        return self.section.code

    @property
    def name(self) -> str:
        """Its heading."""
        return self.section.name

    @property
    def work(self) -> tuple[str, ...]:
        """What was done to the sum of its criteria: caps, rescaling, rounding."""
        return tuple(self.wording.working(reason) for reason in self.reasons if reason.code not in _PLAIN)


@dataclass(frozen=True)
class Sheet:
    """The whole scorecard as one level sees it."""

    scorecard: Scorecard
    scorer: TypeScorer
    level: AssessmentLevel
    wording: PointsWording
    rows: tuple[Line | SectionLine, ...]
    scored: Scored
    totals: Mapping[AssessmentLevel, Decimal]
    remarks: tuple[Reason, ...] = field(default=())

    @property
    def lines(self) -> Iterator[Line]:
        """Every criterion."""
        return (row for row in self.rows if isinstance(row, Line))

    @property
    def sections(self) -> Iterator[SectionLine]:
        """Every section, each before its own."""
        return (row for row in self.rows if isinstance(row, SectionLine))

    @property
    def top(self) -> list[Line | SectionLine]:
        """What stands at the first depth."""
        return [row for row in self.rows if row.depth == 0]

    def line(self, code: str) -> Line | None:
        """The line of a criterion."""
        return next((line for line in self.lines if line.code == code), None)

    @property
    def decimals(self) -> int:
        """How many places points have."""
        return self.wording.rubric.decimals

    @property
    def total(self) -> Decimal:
        """What the figures give so far."""
        return self.scored.total

    @property
    def entered_max(self) -> Decimal:
        """What the total so far is out of."""
        return self.scored.entered_max

    @property
    def sums(self) -> Sums:
        """The total in its parts: the one truth for every page and paper."""
        return sums_of(self.scored, self.decimals)

    @property
    def missing(self) -> list[Line]:
        """What this level still has to enter; what cannot be read is among `unread`."""
        return [line for line in self.lines if line.owned and line.state == MISSING]

    @property
    def unread(self) -> list[Line]:
        """What this level entered and nobody can read."""
        return [line for line in self.lines if line.state == UNREAD]

    @property
    def others(self) -> list[Line]:
        """Ordinary criteria that somebody else enters and that are open."""
        return [
            line for line in self.lines if line.state == OTHER and line.role is None and line.points is None
        ]

    @property
    def missing_points(self) -> Decimal:
        """The maxima of what is missing or cannot be read."""
        return sum((line.max or ZERO for line in (*self.missing, *self.unread) if line.role is None), ZERO)

    @property
    def others_points(self) -> Decimal:
        """The maxima of what somebody else enters."""
        return sum((line.max or ZERO for line in self.others), ZERO)


def build_sheet(
    scorecard: Scorecard,
    level: AssessmentLevel = AssessmentLevel.SELF,
    levels: Sequence[AssessmentLevel] | None = None,
    trial: Mapping[str, Raw | None] | None = None,
) -> Sheet:
    """The scorecard as a level sees it, beside the other levels that have entered something (or `levels`).

    `trial` are entries of this level that are tried and stored nowhere.
    """
    scorer = scorer_of(scorecard)
    begun = {one.level: one for one in scorecard.assessments}
    figures: Figures = {one.level: one.entries for one in scorecard.assessments}
    if trial:
        tried = {**figures.get(level, {}), **trial}
        figures[level] = {code: raw for code, raw in tried.items() if raw is not None}
    wanted = begun.keys() if levels is None else levels
    shown = [one for one in LEVELS if one is level or one in wanted]
    runs = {one: _run(scorer, scorecard, figures, one) for one in shown}
    builder = _Builder(scorer, scorecard, level, begun, figures, runs)
    kind = scorer.reader.kind
    return Sheet(
        scorecard=scorecard,
        scorer=scorer,
        level=level,
        wording=builder.wording,
        rows=tuple(builder.rows(kind, _Around())),
        scored=runs[level].scored,
        totals={one: run.scored.total for one, run in runs.items()},
        remarks=runs[level].scored.reasons,
    )


def _run(
    scorer: TypeScorer,
    scorecard: Scorecard,
    figures: Figures,
    level: AssessmentLevel,
) -> Run:
    unit = scorecard.participant
    upto = LEVELS[: LEVELS.index(level) + 1]
    known = scorer.reader.read(
        Facts(
            code=unit.code,
            name=unit.name,
            cluster="",
            parent="",
            attributes=unit.attributes,
            entries={one: figures[one] for one in upto if one in figures},
            exclusions=scorecard.exclusions,
            holds=scorecard.holds,
            past_awards=scorecard.past_awards,
            targets=scorecard.targets,
        )
    )
    return Run(known, scorer.engine.score(known.evidence))


class _Around(NamedTuple):
    """What stands around a node: the sections, their conditions, the role they give."""

    path: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    role: Role | None = None


@dataclass(frozen=True)
class _Builder:
    scorer: TypeScorer
    scorecard: Scorecard
    level: AssessmentLevel
    begun: Mapping[AssessmentLevel, Assessment]
    figures: Figures
    runs: Mapping[AssessmentLevel, Run]

    @property
    def wording(self) -> PointsWording:
        return PointsWording(self.scorer.engine.rubric, self.scorer.reader.kind)

    def rows(self, parent: ParticipantType | Section, around: _Around) -> Iterator[Line | SectionLine]:
        wording = self.wording
        unread = {(one.level, one.subject): one for run in self.runs.values() for one in run.known.unread}
        yield from self._rows(parent, around, wording, unread)

    def _rows(
        self, parent: ParticipantType | Section, around: _Around, wording: PointsWording, unread: Unreads
    ) -> Iterator[Line | SectionLine]:
        for node in parent.children:
            here = _Around(
                (*around.path, node.code),
                around.conditions if node.applies_if is None else (*around.conditions, node.applies_if),
                around.role or node.role,
            )
            if isinstance(node, Section):
                inner = list(self._rows(node, here, wording, unread))
                yield self._section(node, here, inner, wording)
                yield from inner
            else:
                yield self._line(node, here, wording, unread)

    def _line(self, criterion: Criterion, here: _Around, wording: PointsWording, unread: Unreads) -> Line:
        run = self.runs[self.level]
        node = run.scored.nodes[criterion.code]
        evidence = run.known.evidence
        scale, year = criterion.scale, self.scorer.engine.rubric.year
        limits = None
        if isinstance(scale, Target | Amount):
            limits = thresholds_for(scale, criterion.code, year, evidence)
        levels = {one: self._entry(one, criterion, unread) for one in self.runs}
        owned = is_asked(criterion) and LOWEST_LEVEL[criterion.entered_by] is self.level
        if self.level is not AssessmentLevel.SELF:
            owned = is_asked(criterion) and not _is_below(self.level, LOWEST_LEVEL[criterion.entered_by])
        rubric = self.scorer.engine.rubric
        return Line(
            criterion=criterion,
            path=here.path,
            role=here.role,
            state=_state(criterion, node, owned, levels[self.level]),
            points=node.points,
            applies=applies(here.conditions, evidence.attributes) if here.conditions else True,
            decided_by=tuple(
                sorted(
                    rubric.attributes[code].name if code in rubric.attributes else code
                    for condition in here.conditions
                    for code in condition.attributes()
                )
            ),
            owned=owned,
            limits=limits,
            reasons=node.reasons,
            levels=levels,
            level=self.level,
            wording=wording,
        )

    def _entry(self, level: AssessmentLevel, criterion: Criterion, unread: Unreads) -> LevelEntry:
        assessment, code = self.begun.get(level), criterion.code
        raw = self.figures.get(level, {}).get(code)
        mark = assessment.marks.get(code, {}) if assessment else {}
        fault = unread.get((level, code))
        counted = raw is not None or not is_asked(criterion)
        points = self.runs[level].scored.nodes[code].points if counted else None
        below = raw_below(self.scorecard, level, code)
        judged_now = "judged" not in mark or same(mark["judged"], below)
        return LevelEntry(
            level=level,
            raw=raw,
            words=in_words(criterion, raw),
            points=points,
            reason=assessment.reasons.get(code, "") if assessment else "",
            note=assessment.notes.get(code, "") if assessment else "",
            by=mark.get("by", ""),
            at=datetime.fromisoformat(mark["at"]) if mark.get("at") else None,
            fault=unread_text(fault) if fault is not None and raw is not None else "",
            fault_part=part_at_fault(fault) if fault is not None else "",
            current=judged_now,
        )

    def _section(
        self, section: Section, here: _Around, inner: list[Line | SectionLine], wording: PointsWording
    ) -> SectionLine:
        node = self.runs[self.level].scored.nodes[section.code]
        lines = [row for row in inner if isinstance(row, Line)]
        any_scored = any(line.points is not None for line in lines)
        floor = floor_points(section, node.max) if section.floor is not None else None
        open_still = any(line.points is None and line.state in (MISSING, UNREAD, OTHER) for line in lines)
        reached: bool | None = None
        if floor is not None and node.points is not None:
            reached = True if node.exact >= floor else (None if open_still else False)
        return SectionLine(
            section=section,
            depth=len(here.path) - 1,
            role=here.role,
            points=node.points if any_scored else None,
            max=node.max if node.max is not None else maximum_of(section) or None,
            floor=floor,
            reached=reached,
            reasons=node.reasons,
            by_level={one: run.scored.nodes[section.code].points for one, run in self.runs.items()},
            wording=wording,
        )


def _short_unit(scale: object) -> str | None:
    """The per cent sign, which belongs to the number; other units stand in the rule."""
    unit = getattr(scale, "unit", None)
    return "%" if unit and unit.startswith("%") else None


def _state(criterion: Criterion, node: NodeResult, owned: bool, own: LevelEntry) -> str:
    if not is_asked(criterion):
        return DERIVED if node.state == SCORED else node.state
    if own.fault:
        return UNREAD
    if not owned:
        return OTHER if node.state in (MISSING, NOT_CLAIMED, SCORED) else node.state
    return node.state


def _is_below(level: AssessmentLevel, other: AssessmentLevel) -> bool:
    return LEVELS.index(level) < LEVELS.index(other)
