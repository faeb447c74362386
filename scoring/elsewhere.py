"""What would become of one participant with other points, everybody else staying as they are.

Everything is answered by `recommend` itself, for many cases at once: each case is a world of its own, in
which those who matter stand beside the participant.
"""

from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TypeVar

import numpy as np

from scoring.award_rules import Gate, TieBreak
from scoring.columns import Columns, Ints, points_of, tie_value
from scoring.engine import Engine, Scorecard
from scoring.evidence import Evidence
from scoring.exact import ZERO, Exact
from scoring.recommendation import Status, recommend
from scoring.rivals import Keys, Rivals, Stand
from scoring.sides import Matter, Side, side_of, who_matters, worlds
from scoring.whole_columns import WholeColumns, awards_of, conditions_of, gates_of, groupings_of

ROWS_AT_ONCE = 200_000
FIRST_BATCH = 32
# How many rows are judged for one participant before the rest of a way is leapt over.
PATIENCE = 3_000_000
Found = TypeVar("Found")
Search = Generator[list[Stand], None, Found]
"""What is sought step by step: it says of which stands it wants to know next, and is gone on with then."""


class Elsewhere:
    """One participant (`index` of the columns) and one award rule, with those who matter to both.

    `leapt` says that so many matter that not every total on the way could be looked at: a change found then
    alters the outcome, and one step less does not, but a smaller one further back is not ruled out.
    """

    def __init__(self, engine: Engine, whole: WholeColumns, index: int, award: str) -> None:
        rules = awards_of(engine.rubric, engine.kind)
        last = next(number for number, rule in enumerate(rules) if rule.code == award)
        self.engine, self.whole, self.index = engine, whole, index
        self.rubric = engine.rubric.model_copy(update={"awards": rules[: last + 1]})
        self._ties = engine.kind.ranking.tie_break
        self._values = [whole.tie_values[tie.key] for tie in self._ties]
        gates = gates_of(self.rubric, engine.kind)
        self.codes = tuple(sorted({gate.points for gate in gates if gate.points} - {"total"}))
        self.columns = self._read_by_rules()
        self._bounds = [
            (self.codes.index(gate.points), bound)
            for gate in gates
            if gate.points and gate.points != "total"
            for bound in self._bounds_of(gate)
        ]
        self._known: dict[tuple[object, ...], Status] = {}
        self._asked = 0
        self.leapt = False

    def stand(self, evidence: Evidence, card: Scorecard) -> Stand:
        """Where such a scorecard would stand."""
        return Stand(
            self._units(card.total),
            tuple(
                _key(tie, values, tie_value(tie, self.engine, evidence, card))
                for tie, values in zip(self._ties, self._values, strict=True)
            ),
            tuple(self._units(points_of(card, code) or ZERO) for code in self.codes),
            not card.eligible,
        )

    def status(self, stand: Stand) -> Status:
        """What the award rule would say there."""
        return self.statuses([stand])[0]

    def side(self, stand: Stand) -> Side:
        """On which side that is."""
        return side_of(self.status(stand))

    def statuses(self, stands: Sequence[Stand]) -> list[Status]:
        """What the award rule would say of each of these."""
        new = {self._name(stand): stand for stand in stands if not stand.barred}
        unknown = [(name, stand) for name, stand in new.items() if name not in self._known]
        at_once = max(1, ROWS_AT_ONCE // (len(self.matter.rows) + 1))
        for first in range(0, len(unknown), at_once):
            part = unknown[first : first + at_once]
            found = self._ask([stand for _, stand in part])
            self._known.update(zip((name for name, _ in part), found, strict=True))
        return [Status.BARRED if one.barred else self._known[self._name(one)] for one in stands]

    def checked(self, stands: Sequence[Stand]) -> list[tuple[Status, int]]:
        """The same asked of everybody of the type, nobody left out, with the rank there (0 for none)."""
        others = np.delete(np.arange(self.columns.size), self.index)
        found: list[tuple[Status, int]] = []
        at_once = max(1, ROWS_AT_ONCE // self.columns.size)
        for first in range(0, len(stands), at_once):
            part = stands[first : first + at_once]
            columns, here = self._worlds(others, part)
            columns.barred[here] = [stand.barred for stand in part]
            result = recommend(self.rubric, self.engine.kind, columns)
            ranks = result.standing.rank[here].tolist()
            found += zip(_statuses(result.awards[-1].status[here]), ranks, strict=True)
        return found

    def bounds_met(self, stand: Stand) -> tuple[bool, ...]:
        """Which bounds on points, other than on the total, are reached there."""
        return tuple(stand.points[place] >= bound for place, bound in self._bounds)

    def settled_until(self, stand: Stand, end: int) -> Search[int | None]:
        """The furthest total towards `end` up to which the side stays, whatever the tie-break keys; None
        where they may decide already at the total of `stand`.
        """
        yield [stand]
        side, step = self.side(stand), 1 if end >= stand.total else -1
        reached: int | None = None
        for batch in self._batches([stand.total, *self.rivals.stretches(stand.total, end)]):
            if reached is not None and self._asked > PATIENCE:
                rest = list(self.rivals.stretches(reached, end))
                return (yield from self._leap(stand, rest, end, step))
            stands = [list(self.rivals.relations(stand._replace(total=total))) for total in batch]
            yield [one for part in stands for one in part]
            for total, part in zip(batch, stands, strict=True):
                if any(side_of(status) is not side for status in self.statuses(part)):
                    return None if reached is None else total - step
                reached = total
        return end

    def _read_by_rules(self) -> Columns:
        """The columns that these rules read, and no others: they are copied often."""
        kind, codes = self.engine.kind, ("total", *self.codes)
        columns = self.whole.under(self.rubric, kind)
        keys = {condition.key for condition in conditions_of(gates_of(self.rubric, kind))}
        groupings = groupings_of(self.rubric, kind)
        return replace(
            columns,
            points={code: columns.points[code] for code in codes},
            maxima={code: columns.maxima[code] for code in codes},
            conditions={key: columns.conditions[key] for key in keys},
            groups={grouping: columns.groups[grouping] for grouping in groupings},
        )

    def _batches(self, totals: Sequence[int]) -> Iterator[Sequence[int]]:
        """The totals a few at a time, then more and more: what is sought is mostly near."""
        most = max(FIRST_BATCH // 4, ROWS_AT_ONCE // (len(self.matter.rows) + 1))
        first, size = 0, min(FIRST_BATCH, most)
        while first < len(totals):
            yield totals[first : first + size]
            first, size = first + size, min(size * 4, most)

    def _leap(self, stand: Stand, totals: Sequence[int], end: int, step: int) -> Search[int]:
        """The same where too many would have to be asked about: it is taken that the side, once another, is
        never the first again.
        """
        self.leapt = True
        side, before, after = self.side(stand), -1, len(totals)
        while after - before > 1:
            middle = (before + after) // 2
            there = stand._replace(total=totals[middle])
            yield [there]
            before, after = (middle, after) if self.side(there) is side else (before, middle)
        return end if after == len(totals) else totals[after] - step

    @cached_property
    def matter(self) -> Matter:
        """Who decides what becomes of the participant: seen from below everybody."""
        total, barred = self.columns.points["total"].copy(), self.columns.barred.copy()
        total[self.index], barred[self.index] = -1, False
        foot = replace(self.columns, points=self.columns.points | {"total": total}, barred=barred)
        return who_matters(recommend(self.rubric, self.engine.kind, foot), self.index)

    @cached_property
    def rivals(self) -> Rivals:
        """Those among them who may stand before it, with the thresholds of the total."""
        rows = self.matter.rivals
        totals: list[int] = self.columns.points["total"][rows].tolist()
        return Rivals(zip(totals, self._keys_of(rows), strict=True), self._bounds_of_total())

    def _keys_of(self, rows: Ints) -> Iterable[Keys]:
        if not self._ties:
            return [()] * len(rows)
        keys = zip(self._ties, self.columns.tie_keys, strict=True)
        columns = [
            [0] * len(rows) if tie.points == "total" else (2 * key[rows]).tolist() for tie, key in keys
        ]
        return zip(*columns, strict=True)

    def _name(self, stand: Stand) -> tuple[object, ...]:
        return (stand.total, stand.keys, self.bounds_met(stand))

    def _ask(self, stands: Sequence[Stand]) -> list[Status]:
        columns, here = self._worlds(self.matter.rows, stands)
        self._asked += columns.size
        outcome = recommend(self.rubric, self.engine.kind, columns).awards[-1]
        return _statuses(outcome.status[here])

    def _worlds(self, others: Ints, stands: Sequence[Stand]) -> tuple[Columns, Ints]:
        """A world for each stand, with these others, and where the participant is in each, not barred."""
        columns = worlds(self.columns, others, self.index, len(stands))
        here = np.arange(1, len(stands) + 1) * (len(others) + 1) - 1
        columns.barred[here] = False
        columns.points["total"][here] = [stand.total for stand in stands]
        for place, code in enumerate(self.codes):
            columns.points[code][here] = [stand.points[place] for stand in stands]
        for place, column in enumerate(columns.tie_keys):
            column[here] = [stand.keys[place] for stand in stands]
            if self._ties[place].points == "total":
                column[:] = 0
        return columns, here

    def _units(self, points: Decimal) -> int:
        return int(points.scaleb(self.whole.decimals))

    def _bounds_of(self, gate: Gate) -> Iterator[int]:
        """The whole numbers at which a gate on points begins to say otherwise."""
        scaled = self.columns.scaled
        yield from (ceil(scaled(bound)) for bound in (gate.at_least, gate.below) if bound is not None)
        yield from (floor(scaled(bound)) + 1 for bound in (gate.above, gate.at_most) if bound is not None)
        if gate.percent_at_least is not None:
            maximum = int(self.columns.maxima[gate.points or "total"][self.index])
            yield ceil(maximum * Fraction(gate.percent_at_least) / 100)

    def _bounds_of_total(self) -> Iterator[int]:
        kind, scaled = self.engine.kind, self.columns.scaled
        for gate in gates_of(self.rubric, kind):
            if gate.points == "total":
                yield from self._bounds_of(gate)
        for grade in kind.grading.grades if kind.grading else ():
            if grade.at_least is not None:
                yield ceil(scaled(grade.at_least))
            if grade.above is not None:
                yield floor(scaled(grade.above)) + 1


def _key(tie: TieBreak, values: Sequence[Exact], value: Exact | None) -> int:
    """The doubled place of a value among those of everybody; equals in total are equal in it too."""
    if tie.points == "total":
        return 0
    if value is None:
        return 2 * (-len(values) - 1)
    place = bisect_left(values, value)
    met = place < len(values) and values[place] == value
    return (2 * place if met else 2 * place - 1) * (1 if tie.order == "high" else -1)


def _statuses(column: Ints) -> list[Status]:
    return [Status(status) for status in column.tolist()]
