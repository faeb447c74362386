"""What a trial changes, as the page shows it: who enters, who leaves, who moves, and how many of each kind.

Of what an attribute counts only sums are shown, and none that would tell fewer than five.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from flask_babel import gettext as _

from awards.board import place_of
from awards.effect_words import Whys, state_words
from awards.run_columns import RunColumns
from awards.trying import Trial, TriedType, count_by, sealed_type
from foundation.formats import number
from scoring.columns import Ints
from scoring.recommendation import AwardOutcome, Status
from scoring.rubric import Rubric

LISTED_WHOLE = 60
LISTED_AT_MOST = 60
NAMED = 3
FEW = 5
WON = (Status.RECOMMENDED, Status.HELD, Status.GRANTED)


@dataclass(frozen=True, slots=True)
class Row:
    """One participant under the rules tried, beside what was sealed. `side` is in, out, wait, moved or empty;
    `heading` stands above the row, `line` below it.
    """

    participant_id: int
    name: str
    group: str
    place: str
    total: Decimal
    was_place: str
    was_total: Decimal
    status: str
    side: str
    before: str
    why: str
    heading: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many win of one kind, and how many wait for a ballot: as sealed, and as tried."""

    code: str
    name: str
    before: int
    after: int
    waited: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """How much of what an attribute counts lies with those who win: as sealed and as tried, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything that the page says of one type. `rows` are all of it, or only those that change; `hidden`
    are those that change and are not listed.
    """

    trial: Trial
    tried: TriedType
    decimals: int
    size: int
    entered: Sequence[Row]
    left: Sequence[Row]
    waiting: Sequence[Row]
    entered_count: int
    left_count: int
    waiting_count: int
    moved_count: int
    ranks_changed: int
    rows: Sequence[Row]
    whole: bool
    hidden: int
    types: Sequence[Tally]
    communes: Sequence[Tally]
    shares: Sequence[Share]

    @property
    def unchanged(self) -> int:
        """How many are recommended, or not, as sealed."""
        return self.size - self.entered_count - self.left_count - self.waiting_count - self.moved_count


def effect_of(columns: RunColumns, trial: Trial, type_code: str) -> Effect:
    """The effect of a trial on one type of its run."""
    tried = trial.types.get(type_code) or sealed_type(columns.types[type_code])
    rows = _Rows(trial.rubric, tried)
    whole = tried.was.whole.size <= LISTED_WHOLE
    listed = tried.result.standing.order if whole else _changed(tried)
    return Effect(
        trial=trial,
        tried=tried,
        decimals=trial.rubric.decimals,
        size=tried.was.whole.size,
        entered=[rows.row(index) for index in tried.entered[:NAMED].tolist()],
        left=[rows.row(index) for index in tried.left[:NAMED].tolist()],
        waiting=[rows.row(index) for index in tried.waiting[:NAMED].tolist()],
        entered_count=len(tried.entered),
        left_count=len(tried.left),
        waiting_count=len(tried.waiting),
        moved_count=len(tried.moved),
        ranks_changed=tried.changes_rank,
        rows=rows.whole(listed) if whole else [rows.row(index) for index in listed[:LISTED_AT_MOST].tolist()],
        whole=whole,
        hidden=0 if whole else max(0, len(listed) - LISTED_AT_MOST),
        types=list(_types(columns, trial)),
        communes=_communes(tried),
        shares=list(_shares(trial.rubric, tried)),
    )


def _changed(tried: TriedType) -> Ints:
    """Who enters, leaves, comes to a ballot or moves, as the ranking lists them."""
    changed = np.zeros(tried.was.whole.size, dtype=bool)
    for some in (tried.entered, tried.left, tried.waiting, tried.moved):
        changed[some] = True
    order = tried.result.standing.order
    return order[changed[order]]


class _Rows:
    """Draws rows of one type."""

    def __init__(self, rubric: Rubric, tried: TriedType) -> None:
        self.tried, self.whys, self.words = tried, Whys(rubric, tried), state_words()
        self.side = np.full(tried.was.whole.size, "", dtype="<U5")
        sides = {"in": tried.entered, "out": tried.left, "wait": tried.waiting, "moved": tried.moved}
        for name, who in sides.items():
            self.side[who] = name

    def row(self, index: int, heading: str = "", line: str = "") -> Row:
        """The row of one participant."""
        tried = self.tried
        was, now = tried.was.sealed, tried.result
        side = str(self.side[index])
        return Row(
            participant_id=int(tried.was.participant_ids[index]),
            name=tried.was.names[index],
            group=tried.was.groups[int(now.standing.groups.codes[index])],
            place=_place(now.standing.rank, now.standing.tied, index),
            total=_points(now.columns.points["total"], now.columns.decimals, index),
            was_place=_place(was.standing.rank, was.standing.tied, index),
            was_total=_points(was.columns.points["total"], was.columns.decimals, index),
            status=tried.states.at(index).value,
            side=side,
            before=self._before(index) if side else "",
            why=self.whys.of(index) if side else "",
            heading=heading,
            line=line,
        )

    def whole(self, order: Ints) -> list[Row]:
        """Everybody, group by group, with the line of each quota."""
        groups = self.tried.result.standing.groups
        lines = dict(_quota_lines(self.tried))
        rows, last = [], -1
        for index in order.tolist():
            group = int(groups.codes[index])
            heading = self.tried.was.groups[group] if group != last and len(groups.labels) > 1 else ""
            rows.append(self.row(index, heading, lines.get(index, "")))
            last = group
        return rows

    def _before(self, index: int) -> str:
        was = self.tried.was.states
        now = self.tried.states
        word = self.words[was.at(index)]
        if was.award[index] != now.award[index] and was.won[index]:
            word = f"{word}: {self.tried.was.sealed.awards[int(was.award[index])].rule.name}"
        return word


def _place(rank: Ints, tied: Ints, index: int) -> str:
    return place_of(int(rank[index]) or None, int(tied[index]))


def _points(column: Ints, decimals: int, index: int) -> Decimal:
    return Decimal(int(column[index])).scaleb(-decimals)


def _quota_lines(tried: TriedType) -> Iterator[tuple[int, str]]:
    """After whom the line of a quota stands: of the last award that is counted within the ranking group."""
    own = tried.kind.ranking.group
    outcome = next(
        (one for one in reversed(tried.result.awards) if one.rule.group in (None, own) and one.places), None
    )
    if outcome is None or outcome.places is None:
        return
    for group, places in enumerate(outcome.places.places.tolist()):
        last = _last_inside(tried, outcome, group, places)
        if last is not None:
            yield last, _("Vạch chỉ tiêu: %(n)s suất", n=places)


def _last_inside(tried: TriedType, outcome: AwardOutcome, group: int, places: int) -> int | None:
    order = tried.result.standing.order
    members = order[outcome.standing.groups.codes[order] == group]
    tied = members[outcome.line.straddling[members]]
    if len(tied):
        left = max(1, places - int(outcome.line.start[tied[0]]))
        return int(tied[min(left, len(tied)) - 1])
    inside = members[np.isin(outcome.status[members], WON)]
    return int(inside[-1]) if len(inside) else None


def _types(columns: RunColumns, trial: Trial) -> Iterator[Tally]:
    for code, was in columns.types.items():
        tried = trial.types.get(code)
        now = tried.states if tried else was.states
        counts = (int(who.sum()) for who in (was.states.won, now.won, was.states.waiting, now.waiting))
        yield Tally(code, was.kind.name, *counts)


def _communes(tried: TriedType) -> list[Tally]:
    """How many win or wait in each commune; nothing where each is a unit of this type itself."""
    was = tried.was
    if len(was.communes) >= was.whole.size:
        return []
    old, new = was.states, tried.states
    counted = zip(
        *(
            count_by(was.commune, who, len(was.communes)).tolist()
            for who in (old.won, new.won, old.waiting, new.waiting)
        ),
        strict=True,
    )
    return [
        Tally(str(number), name, *counts)
        for (number, name), counts in zip(was.communes, counted, strict=True)
        if any(counts)
    ]


def _shares(rubric: Rubric, tried: TriedType) -> Iterator[Share]:
    for code, counts in tried.was.counts.items():
        known = np.maximum(counts, 0)
        whole = int(known.sum())
        before, after = (int(known[who].sum()) for who in (tried.was.states.won, tried.states.won))
        if whole < FEW:
            continue
        near = 0 < abs(after - before) < FEW
        name = rubric.attributes[code].name
        yield Share(name, _share(before, whole), _("khác chưa đến 5") if near else _share(after, whole))


def _share(part: int, whole: int) -> str:
    if 0 < part < FEW:
        return _("dưới 5")
    if whole - part < FEW and part != whole:
        return _("gần như tất cả")
    percent = number(Decimal(part * 100) / Decimal(whole), 1)
    return _(
        "%(part)s trong %(whole)s (%(percent)s%%)", part=number(part), whole=number(whole), percent=percent
    )
