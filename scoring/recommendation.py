"""Grades and awards: gates, quotas, precedence, ties at the line; for all participants of a type at once.

Nothing here decides: the outcome is a recommendation, and each part of it can be explained
(`explain.py`).
"""

from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from math import ceil, floor

import numpy as np

from scoring.award_rules import AwardRule, Gate, Grade, Grading, Quota, TiePolicy
from scoring.columns import Bools, Columns, Groups, Ints, concerns
from scoring.decided import (
    Decided,
    Decisions,
    Settled,
    beside_placed,
    decided_on,
    grade_key,
    places_ahead,
    settled_of,
)
from scoring.ranking import Standing, rank
from scoring.rubric import ParticipantType, Rubric


class Status(IntEnum):
    """What an award rule says of a participant, from furthest to nearest.

    `HAS_AWARD`: got a form for the same achievement this year already; `REFUSED` and `GRANTED`: the council
    decided.
    """

    BARRED = 0
    BELOW = 1
    TOO_SOON = 2
    HAS_HIGHER = 3
    HAS_AWARD = 4
    REFUSED = 5
    OUTSIDE = 6
    BALLOT = 7
    HELD = 8
    RECOMMENDED = 9
    GRANTED = 10


@dataclass(frozen=True, slots=True)
class Places:
    """The quota of each group: its base, the exact number before rounding, and the places."""

    base: Ints
    exact: list[Fraction]
    places: Ints


@dataclass(frozen=True, slots=True)
class Line:
    """Who found a place, given an order: for each participant whether inside, and the place it starts at.

    `start` and `run` are the place (from 0) where one's set of equals begins among the candidates, and its
    size; both are 0 for those who are no candidates.
    """

    inside: Bools
    straddling: Bools
    start: Ints
    run: Ints


@dataclass(frozen=True, slots=True)
class AwardOutcome:
    """What one award rule recommends, with everything needed to explain it; `won`: who finds a place by the
    rule, or was granted one.
    """

    rule: AwardRule
    standing: Standing
    places: Places | None
    passed: list[Bools]
    candidates: Bools
    line: Line
    status: Ints
    won: Bools


@dataclass(frozen=True, slots=True)
class GradeOutcome:
    """The grade of each participant (index into the list, -1 for none), each grade's quota and line, and what
    a council decided on it.
    """

    grading: Grading
    grade: Ints
    qualified: list[Bools]
    places: list[Places | None]
    lines: list[Line]
    decided: list[Decided]

    def status(self, number: int) -> Ints:
        """What is said of everybody and one grade: granted, refused, recommended (has it), ballot (equal at
        the line of its quota, has a lower one until the council chose) or outside.
        """
        status = np.full(len(self.grade), Status.OUTSIDE, dtype=np.int64)
        status[self.grade == number] = Status.RECOMMENDED
        if self.grading.ties == "ballot":
            status[self.lines[number].straddling] = Status.BALLOT
        status[self.decided[number].refused] = Status.REFUSED
        status[self.decided[number].granted] = Status.GRANTED
        return status


@dataclass(slots=True)
class Recommendation:
    """Everything that follows from the scores of one participant type."""

    kind: ParticipantType
    columns: Columns
    standing: Standing
    grades: GradeOutcome | None
    awards: list[AwardOutcome] = field(default_factory=list)


def recommend(
    rubric: Rubric, kind: ParticipantType, columns: Columns, decided: Decisions | None = None
) -> Recommendation:
    """Rank, grade and recommend for one participant type, after what a council has `decided`."""
    own_grouping = tuple(kind.ranking.group)
    standings = {grouping: rank(columns, groups) for grouping, groups in columns.groups.items()}
    standing = standings[own_grouping]
    grades = _grade(columns, standing, kind.grading, decided or {}) if kind.grading else None
    result = Recommendation(kind, columns, standing, grades)
    taken: dict[str, Bools] = {}
    for rule in rubric.awards:
        if kind.code not in rule.types:
            continue
        grouping = own_grouping if rule.group is None else tuple(rule.group)
        nobody = np.zeros(columns.size, dtype=bool)
        has_higher = taken.setdefault(rule.achievement, nobody)
        settled = settled_of(columns, rule.code, decided or {})
        outcome = _award(columns, standing, standings[grouping], grades, rule, has_higher, settled)
        taken[rule.achievement] = has_higher | outcome.won
        result.awards.append(outcome)
    return result


def places_for(quota: Quota, groups: Groups, eligible: Bools) -> Places:
    """How many places each group has; the percentage is exact before it is rounded as the quota says."""
    base = groups.sizes if quota.of == "group" else groups.count(eligible)
    cached: dict[int, tuple[Fraction, int]] = {}
    for size in np.unique(base).tolist():
        exact = (
            Fraction(quota.count) if quota.count is not None else Fraction(quota.percent or 0) * size / 100
        )
        cached[size] = (exact, _whole_places(quota, exact))
    return Places(
        base,
        [cached[size][0] for size in base.tolist()],
        np.array([cached[size][1] for size in base.tolist()], dtype=np.int64),
    )


def _whole_places(quota: Quota, exact: Fraction) -> int:
    rounded = {"floor": floor(exact), "ceiling": ceil(exact), "half_up": floor(exact + Fraction(1, 2))}
    places = max(rounded[quota.rounding], quota.minimum)
    return places if quota.maximum is None else min(places, quota.maximum)


def allocate(standing: Standing, candidates: Bools, places: Ints | None, ahead: Ints | None = None) -> Line:
    """Walk each group's candidates from the best; sets of equals are taken whole or straddle the line.

    `ahead` counts the places of each group that are taken before its first candidate.
    """
    size = len(candidates)
    inside, straddling = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    start, run = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    who = standing.order[candidates[standing.order]]
    if not len(who):
        return Line(inside, straddling, start, run)
    group, tie = standing.groups.codes[who], standing.tie[who]
    new_set = np.append(True, tie[1:] != tie[:-1])
    starts = np.flatnonzero(new_set)
    sizes = np.diff(np.append(starts, len(who)))
    set_of = np.cumsum(new_set) - 1
    first_of_group = np.searchsorted(group, group)
    start[who] = starts[set_of] - first_of_group + (0 if ahead is None else ahead[group])
    run[who] = sizes[set_of]
    if places is None:
        inside[who] = True
        return Line(inside, straddling, start, run)
    room = places[group]
    inside[who] = start[who] + run[who] <= room
    straddling[who] = (start[who] < room) & ~inside[who]
    return Line(inside, straddling, start, run)


def _settle(line: Line, ties: TiePolicy) -> tuple[Bools, Bools]:
    """Who is in, and who waits for a ballot, once the rule for straddling ties is applied."""
    nobody = np.zeros(len(line.inside), dtype=bool)
    if ties == "all":
        return line.inside | line.straddling, nobody
    return line.inside, line.straddling if ties == "ballot" else nobody


def gate_passes(columns: Columns, standing: Standing, grades: GradeOutcome | None, gate: Gate) -> Bools:
    """Whom one gate lets pass; those it does not concern pass."""
    return ~concerns(columns, gate) | _meets(columns, standing, grades, gate)


def _meets(columns: Columns, standing: Standing, grades: GradeOutcome | None, gate: Gate) -> Bools:
    if gate.attribute_holds is not None:
        return columns.conditions[gate.attribute_holds.key]
    if gate.rank_at_most is not None:
        return (standing.rank > 0) & (standing.rank <= gate.rank_at_most)
    if gate.grade is not None:
        wanted = (
            [i for i, grade in enumerate(grades.grading.grades) if grade.code in gate.grade] if grades else []
        )
        return np.isin(grades.grade, wanted) if grades else np.zeros(columns.size, dtype=bool)
    points = columns.points[gate.points or "total"]
    passed = np.ones(columns.size, dtype=bool)
    if gate.at_least is not None:
        passed &= points >= ceil(columns.scaled(gate.at_least))
    if gate.above is not None:
        passed &= points > floor(columns.scaled(gate.above))
    if gate.at_most is not None:
        passed &= points <= floor(columns.scaled(gate.at_most))
    if gate.below is not None:
        passed &= points < ceil(columns.scaled(gate.below))
    if gate.percent_at_least is not None:
        share = Fraction(gate.percent_at_least) / 100
        maxima, which = np.unique(columns.maxima[gate.points or "total"], return_inverse=True)
        passed &= points >= np.array([ceil(maximum * share) for maximum in maxima.tolist()])[which]
    return passed


def _grade(columns: Columns, standing: Standing, grading: Grading, decisions: Decisions) -> GradeOutcome:
    grade_of = np.full(columns.size, -1, dtype=np.int64)
    open_to = ~columns.barred
    finished = columns.barred if columns.incomplete is None else columns.barred & ~columns.incomplete
    decided = [decided_on(columns, grade_key(grade.code), decisions) for grade in grading.grades]
    qualified, all_places, lines = [], [], []
    for index, (grade, settled) in enumerate(zip(grading.grades, decided, strict=True)):
        reaches = _reaches(columns, standing, grade)
        granted = settled.granted & (grade_of < 0)
        grade_of[granted] = index
        candidates = reaches & open_to & ~settled.refused & (grade_of < 0)
        places = places_for(grade.quota, standing.groups, ~columns.barred) if grade.quota else None
        ahead = places_ahead(standing, granted) if granted.any() else None
        line = allocate(standing, candidates, places.places if places else None, ahead)
        won, _ = _settle(line, grading.ties)
        grade_of[won] = index
        if grading.barred and grade.quota is None:
            grade_of[reaches & finished & (grade_of < 0)] = index
        qualified.append(reaches)
        all_places.append(places)
        lines.append(line)
    return GradeOutcome(grading, grade_of, qualified, all_places, lines, decided)


def _reaches(columns: Columns, standing: Standing, grade: Grade) -> Bools:
    total = columns.points["total"]
    reaches = np.ones(columns.size, dtype=bool)
    if grade.at_least is not None:
        reaches &= total >= ceil(columns.scaled(grade.at_least))
    if grade.above is not None:
        reaches &= total > floor(columns.scaled(grade.above))
    for gate in grade.conditions:
        reaches &= gate_passes(columns, standing, None, gate)
    return reaches


def _award(
    columns: Columns,
    own_standing: Standing,
    standing: Standing,
    grades: GradeOutcome | None,
    rule: AwardRule,
    has_higher: Bools,
    settled: Settled,
) -> AwardOutcome:
    nobody = np.zeros(columns.size, dtype=bool)
    passed = [gate_passes(columns, own_standing, grades, gate) for gate in rule.conditions]
    meets = np.logical_and.reduce(passed) if passed else np.ones(columns.size, dtype=bool)
    too_soon, has_award = columns.blocked.get(rule.code, nobody), columns.taken.get(rule.achievement, nobody)
    candidates = ~columns.barred & meets & ~too_soon & ~has_higher & ~has_award & ~settled.out
    places = places_for(rule.quota, standing.groups, ~columns.barred) if rule.quota else None
    room = places.places if places else None
    line = allocate(standing, candidates, room, places_ahead(standing, settled.placed))
    won, ballot = _settle(line, rule.ties)
    if rule.ties == "all":
        won = won | beside_placed(standing, candidates, settled.placed, line.start, room)
    status = np.full(columns.size, Status.OUTSIDE, dtype=np.int64)
    status[ballot] = Status.BALLOT
    status[won] = Status.RECOMMENDED
    status[(won | ballot) & columns.on_hold] = Status.HELD
    status[has_higher] = Status.HAS_HIGHER
    status[too_soon] = Status.TOO_SOON
    status[~meets] = Status.BELOW
    status[has_award] = Status.HAS_AWARD
    status[columns.barred] = Status.BARRED
    status[settled.refused] = Status.REFUSED
    status[settled.granted] = Status.GRANTED
    won = (won & candidates) | settled.granted
    return AwardOutcome(rule, standing, places, passed, candidates, line, status, won)
