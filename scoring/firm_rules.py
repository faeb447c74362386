"""The rules of one type, made ready to be applied to many totals at once.

Only totals differ from one weighting to the next. Everything else that a rule reads is read here once: who is
open to an award, which conditions hold whatever the total, between which totals one must lie, how many places
each group has. A group's places are walked as `recommendation.allocate` does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np

from scoring.award_rules import AwardRule, Gate, Grade, Quota, TiePolicy
from scoring.columns import Bools, Columns, Ints, concerns
from scoring.decided import places_ahead, settled_of
from scoring.ranking import Standing, rank
from scoring.recommendation import gate_passes, places_for
from scoring.rubric import ParticipantType, Rubric

NO_LEAST, NO_MOST = -(2**62), 2**62


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which of `size` groups each row is in."""

    codes: Ints
    size: int

    def of(self, rows: Ints) -> "Grouping":
        """The grouping of these rows."""
        return Grouping(self.codes[rows], self.size)


@dataclass(frozen=True, slots=True)
class Gates:
    """The conditions of one rule. `fixed` says who meets those that no total touches; a total must lie from
    `least` to `most`; `ranks` and `grades` are the conditions on rank and grade, each with whom it concerns.
    """

    fixed: Bools
    least: Ints
    most: Ints
    ranks: tuple[tuple[int, Bools], ...]
    grades: tuple[tuple[tuple[int, ...], Bools], ...]

    def of(self, rows: Ints) -> "Gates":
        """The conditions as they concern these rows."""
        return Gates(
            self.fixed[rows],
            self.least[rows],
            self.most[rows],
            tuple((bound, concerned[rows]) for bound, concerned in self.ranks),
            tuple((wanted, concerned[rows]) for wanted, concerned in self.grades),
        )


@dataclass(frozen=True, slots=True)
class GradeStep:
    """One grade: its conditions, and how many of each group may have it (None: all)."""

    gates: Gates
    rooms: Ints | None
    ties: TiePolicy


@dataclass(frozen=True, slots=True)
class AwardStep:
    """One award: its conditions, who is open to it at all, the places left in each group (None: for all), and
    who has one of its places already (`placed`).
    """

    code: str
    achievement: str
    gates: Gates
    open: Bools
    grouping: int
    rooms: Ints | None
    ties: TiePolicy
    placed: Bools


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything about one type's rules but the totals. `tie` orders those of equal totals, greater being
    better; `groupings` begins with the ranking's own. `ranked` are those who have a rank.
    """

    tie: Ints
    ranked: Bools
    groupings: tuple[Grouping, ...]
    grades: tuple[GradeStep, ...]
    awards: tuple[AwardStep, ...]

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.tie)

    def around(self, group: int) -> Ints:
        """The rows whose outcome hangs together with that of a group of the ranking: the group, and every
        group in which one of them competes for the places of an award, and so on.
        """
        competing = {0, *(step.grouping for step in self.awards if step.rooms is not None)}
        rows = self.groupings[0].codes == group
        while True:
            touched = rows
            for number in competing:
                codes = self.groupings[number].codes
                touched = touched | np.isin(codes, np.unique(codes[touched]))
            if (touched == rows).all():
                return np.flatnonzero(rows)
            rows = touched

    def of(self, rows: Ints) -> "Rules":
        """The rules as they concern these rows; groups keep their numbers, and their places."""
        return Rules(
            self.tie[rows],
            self.ranked[rows],
            tuple(grouping.of(rows) for grouping in self.groupings),
            tuple(replace(step, gates=step.gates.of(rows)) for step in self.grades),
            tuple(
                replace(step, gates=step.gates.of(rows), open=step.open[rows], placed=step.placed[rows])
                for step in self.awards
            ),
        )


def read_rules(rubric: Rubric, kind: ParticipantType, columns: Columns) -> Rules:
    """The rules of a type for these participants. What reads a total is left open; grades after the last that
    an award asks for are left out.
    """
    own = tuple(kind.ranking.group)
    names = [own, *(grouping for grouping in columns.groups if grouping != own)]
    standings = {grouping: rank(columns, columns.groups[grouping]) for grouping in names}
    awards = [rule for rule in rubric.awards if kind.code in rule.types]
    reader = _Reader(columns, kind, standings[own])
    grading, asked = kind.grading, reader.last_grade(awards)
    return Rules(
        tie=tie_rank(kind, columns),
        ranked=~columns.barred,
        groupings=tuple(
            Grouping(columns.groups[name].codes, len(columns.groups[name].labels)) for name in names
        ),
        grades=tuple(reader.grade(grade, grading.ties) for grade in grading.grades[:asked])
        if grading
        else (),
        awards=tuple(reader.award(rule, names, standings) for rule in awards),
    )


def tie_rank(kind: ParticipantType, columns: Columns) -> Ints:
    """The order that the tie-break keys give those of equal totals: from 0, greater being better."""
    keys = [
        key
        for tie, key in zip(kind.ranking.tie_break, columns.tie_keys, strict=True)
        if tie.points != "total"
    ]
    if not keys or not columns.size:
        return np.zeros(columns.size, dtype=np.int64)
    order = np.lexsort(keys[::-1])
    steps = np.zeros(columns.size, dtype=np.int64)
    for key in keys:
        steps[1:] |= key[order][1:] != key[order][:-1]
    places = np.empty(columns.size, dtype=np.int64)
    places[order] = np.cumsum(steps)
    return places


class _Reader:
    """Reads rules for one type's columns."""

    def __init__(self, columns: Columns, kind: ParticipantType, standing: Standing) -> None:
        self.columns, self.kind, self.standing = columns, kind, standing

    def last_grade(self, awards: Sequence[AwardRule]) -> int:
        """How many grades must be found, so that everyone is known that an award asks for."""
        wanted = [code for rule in awards for gate in rule.conditions for code in gate.grade or []]
        return max((number + 1 for number in self._grades(wanted)), default=0)

    def grade(self, grade: Grade, ties: TiePolicy) -> GradeStep:
        """One grade; its own threshold is one more condition on the total."""
        gates = self.gates(grade.conditions)
        least = np.maximum(gates.least, self._least(grade.at_least, grade.above))
        return GradeStep(replace(gates, least=least), self._rooms(grade.quota, self.standing), ties)

    def award(
        self, rule: AwardRule, names: Sequence[tuple[str, ...]], standings: dict[tuple[str, ...], Standing]
    ) -> AwardStep:
        """One award, with what was settled of it before: had too recently, had this year, taken otherwise."""
        columns, nobody = self.columns, np.zeros(self.columns.size, dtype=bool)
        grouping = names[0] if rule.group is None else tuple(rule.group)
        settled, standing = settled_of(columns, rule.code, {}), standings[grouping]
        closed = columns.barred | columns.blocked.get(rule.code, nobody) | settled.out
        rooms = self._rooms(rule.quota, standing)
        return AwardStep(
            code=rule.code,
            achievement=rule.achievement,
            gates=self.gates(rule.conditions),
            open=~closed & ~columns.taken.get(rule.achievement, nobody),
            grouping=names.index(grouping),
            rooms=None if rooms is None else rooms - places_ahead(standing, settled.placed),
            ties=rule.ties,
            placed=settled.placed,
        )

    def _rooms(self, quota: Quota | None, standing: Standing) -> Ints | None:
        if quota is None:
            return None
        return places_for(quota, standing.groups, ~self.columns.barred).places

    def gates(self, gates: Sequence[Gate]) -> Gates:
        """The conditions of one rule, sorted by what they read."""
        size = self.columns.size
        fixed = np.ones(size, dtype=bool)
        least = np.full(size, NO_LEAST, dtype=np.int64)
        most = np.full(size, NO_MOST, dtype=np.int64)
        ranks, grades = [], []
        for gate in gates:
            concerned = concerns(self.columns, gate)
            if gate.points == "total":
                low, high = self._bounds(gate)
                least = np.where(concerned, np.maximum(least, low), least)
                most = np.where(concerned, np.minimum(most, high), most)
            elif gate.rank_at_most is not None:
                ranks.append((gate.rank_at_most, concerned))
            elif gate.grade is not None:
                grades.append((self._grades(gate.grade), concerned))
            else:
                fixed &= gate_passes(self.columns, self.standing, None, gate)
        return Gates(fixed, least, most, tuple(ranks), tuple(grades))

    def _bounds(self, gate: Gate) -> tuple[int, int]:
        """Between which totals a gate lets pass."""
        scaled = self.columns.scaled
        least, most = self._least(gate.at_least, gate.above), NO_MOST
        if gate.percent_at_least is not None:
            maximum = int(self.columns.maxima["total"].max(initial=0))
            least = max(least, ceil(maximum * Fraction(gate.percent_at_least) / 100))
        if gate.at_most is not None:
            most = floor(scaled(gate.at_most))
        if gate.below is not None:
            most = min(most, ceil(scaled(gate.below)) - 1)
        return least, most

    def _least(self, at_least: Decimal | None, above: Decimal | None) -> int:
        if at_least is not None:
            return ceil(self.columns.scaled(at_least))
        return floor(self.columns.scaled(above)) + 1 if above is not None else NO_LEAST

    def _grades(self, wanted: Sequence[str]) -> tuple[int, ...]:
        grades = self.kind.grading.grades if self.kind.grading else []
        return tuple(number for number, grade in enumerate(grades) if grade.code in wanted)
