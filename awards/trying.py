"""Trying other rules on a sealed run: what they would recommend, beside what was sealed. Nothing is written.

What is tried is a criteria document, changed as it would be changed for good, and judged by the check of
every other document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from awards.run_columns import RunColumns, TypeRun
from awards.states import States, states_of
from criteria.document import Finding, judge
from criteria.yaml_source import Source
from scoring.columns import Bools, Ints
from scoring.recommendation import Recommendation, recommend
from scoring.rubric import ParticipantType, Rubric
from scoring.scenario import Applied, Change, apply, moved


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what was tried: the control that it has most to do with, and the finding; None
    where the document has no such control.
    """

    at: str | None
    finding: Finding | None


class FaultyChangesError(Exception):
    """What was tried is no document that could be used; `problems` are all that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True)
class TriedType:
    """One type under the changed rules, beside what was sealed."""

    kind: ParticipantType
    was: TypeRun
    result: Recommendation
    states: States

    @cached_property
    def entered(self) -> Ints:
        """Who wins some award now and did not before, as the ranking lists them now."""
        return self._listed(self.states.won & ~self.was.states.won)

    @cached_property
    def left(self) -> Ints:
        """Who won some award and does not now, nor waits for a ballot on one."""
        return self._listed(self.was.states.won & ~self.states.won & ~self.states.waiting)

    @cached_property
    def waiting(self) -> Ints:
        """Who waits for a ballot now and did not before, whether it won till now or not."""
        return self._listed(self._waits)

    @property
    def _waits(self) -> Bools:
        return self.states.waiting & ~self.was.states.waiting

    @cached_property
    def moved(self) -> Ints:
        """Whose award or its state is another, without entering, leaving or coming to a ballot."""
        same_side = (self.states.won == self.was.states.won) & ~self._waits
        return self._listed(same_side & self.states.differs(self.was.states))

    @property
    def changes_rank(self) -> int:
        """How many have another rank."""
        return int((self.result.standing.rank != self.was.sealed.standing.rank).sum())

    def _listed(self, who: Bools) -> Ints:
        order = self.result.standing.order
        return order[who[order]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What comes of some changes. `types` are those that they concern; all others stay as sealed.
    `warnings` are findings that the document as it was did not have.
    """

    changes: tuple[Change, ...]
    rubric: Rubric
    applied: Applied
    types: Mapping[str, TriedType]
    warnings: tuple[Finding, ...]

    @property
    def entered(self) -> int:
        """How many enter, of all types."""
        return sum(len(one.entered) for one in self.types.values())

    @property
    def left(self) -> int:
        """How many leave."""
        return sum(len(one.left) for one in self.types.values())

    @property
    def waiting(self) -> int:
        """How many come to wait for a ballot."""
        return sum(len(one.waiting) for one in self.types.values())


def try_changes(columns: RunColumns, changes: Iterable[Change]) -> Trial:
    """What the run would recommend under these changes. Raises FaultyChangesError with everything wrong."""
    real = moved(changes, columns.content)
    applied = apply(real, columns.content)
    reading = judge(Source(applied.content, {}, []))
    problems = [Problem(at, None) for at in applied.unknown]
    problems += [Problem(applied.control_at(one.fault.path), one) for one in reading.faults]
    if reading.rubric is None or problems:
        raise FaultyChangesError(problems)
    rubric = reading.rubric
    concerned = concerned_types(columns.rubric, real)
    types = {code: _try(rubric, was) for code, was in columns.types.items() if code in concerned}
    warnings = tuple(one for one in reading.warnings if _is_new(one, columns.warned))
    return Trial(tuple(real), rubric, applied, types, warnings)


def concerned_types(rubric: Rubric, changes: Iterable[Change]) -> set[str]:
    """The types of the document whose outcome some changes may touch."""
    found: set[str] = set()
    for change in changes:
        part, code = change.at.split("/")[:2]
        rules = [rule for rule in rubric.awards if rule.code == code]
        found |= {code} if part == "types" else {kind for rule in rules for kind in rule.types}
    return found


def _try(rubric: Rubric, was: TypeRun) -> TriedType:
    kind = rubric.type(was.kind.code)
    if kind is None:  # no change takes a type away
        raise LookupError(was.kind.code)
    result = recommend(rubric, kind, was.whole.under(rubric, kind))
    return TriedType(kind, was, result, states_of(result, was.whole.excluded))


def _is_new(finding: Finding, known: Iterable[Finding]) -> bool:
    same = (finding.fault.code, finding.fault.path)
    return same not in [(one.fault.code, one.fault.path) for one in known]


def sealed_type(was: TypeRun) -> TriedType:
    """A type that no change concerns: as it was sealed."""
    return TriedType(was.kind, was, was.sealed, was.states)


def count_by(codes: Ints, who: Bools, size: int) -> Ints:
    """How many of these have each of `size` numbers; -1 counts for nothing."""
    return np.bincount(codes[who & (codes >= 0)], minlength=size)
