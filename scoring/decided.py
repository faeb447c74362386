"""What stands before anything is recommended: awards and grades that a council decided on, awards already
had.

Whoever was granted an award or a grade takes one of its places first, whatever the rules said of them;
whoever was refused it is no candidate. Places that a refusal leaves go to the next in line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.columns import Bools, Columns, Ints
from scoring.ranking import Standing


@dataclass(frozen=True, slots=True)
class Decided:
    """Whom a council granted one award, and whom it refused it; one entry a participant."""

    granted: Bools
    refused: Bools


Decisions = Mapping[str, Decided]
"""By the code of the award, or the key of the grade."""

GRADE = "grade:"


def grade_key(code: str) -> str:
    """The key under which decisions on a grade stand beside those on awards; no code has a colon in it."""
    return GRADE + code


def is_grade_key(key: str) -> bool:
    """Whether this names a grade, not an award."""
    return key.startswith(GRADE)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is settled of one award: decided on, or had this year already (`given`)."""

    granted: Bools
    refused: Bools
    given: Bools

    @property
    def placed(self) -> Bools:
        """Who has a place of the quota, so that no rule gives it away again."""
        return self.granted | self.given

    @property
    def out(self) -> Bools:
        """Who is no candidate any more."""
        return self.granted | self.given | self.refused


def settled_of(columns: Columns, award: str, decisions: Decisions) -> Settled:
    """What is settled of one award before its rule is applied."""
    nobody = np.zeros(columns.size, dtype=bool)
    decided = decided_on(columns, award, decisions)
    given = columns.given.get(award, nobody) & ~decided.granted
    return Settled(decided.granted, decided.refused, given)


def decided_on(columns: Columns, key: str, decisions: Decisions) -> Decided:
    """What was decided on one award or grade; of both rulings on one participant the grant counts."""
    nobody = np.zeros(columns.size, dtype=bool)
    decided = decisions.get(key, Decided(nobody, nobody))
    return Decided(decided.granted, decided.refused & ~decided.granted)


def places_ahead(standing: Standing, placed: Bools) -> Ints:
    """How many places of each group are taken before its first candidate."""
    groups = standing.groups
    return np.bincount(groups.codes[placed], minlength=len(groups.labels)).astype(np.int64)


def beside_placed(
    standing: Standing, candidates: Bools, placed: Bools, start: Ints, places: Ints | None
) -> Bools:
    """Candidates equal to somebody who has a place, where the first of these equals found one by the quota:
    a rule that takes equals whole takes them with it.
    """
    if places is None or not placed.any():
        return np.zeros(len(candidates), dtype=bool)
    equals = np.bincount(standing.tie[placed], minlength=int(standing.tie.max()) + 1)[standing.tie]
    return candidates & (equals > 0) & (start - equals < places[standing.groups.codes])
