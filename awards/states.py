"""What a recommendation says of everybody at once: the state of each, as a run seals it one by one."""

from dataclasses import dataclass

import numpy as np

from awards.models import AwardStatus
from awards.sealing import STATUSES
from scoring.columns import Bools, Ints
from scoring.recommendation import Recommendation, Status

WINNING = (Status.RECOMMENDED, Status.HELD, Status.GRANTED)
NOBODY = -1


@dataclass(frozen=True, slots=True)
class States:
    """Of each participant the award rule that goes furthest (its number among the type's rules, -1 for
    none), the state of it, and whether some award is won.
    """

    award: Ints
    status: Ints
    won: Bools
    incomplete: Bools

    def at(self, index: int) -> AwardStatus:
        """The state of one participant."""
        if self.status[index] == NOBODY:
            return AwardStatus.NONE
        if self.status[index] == Status.BARRED and self.incomplete[index]:
            return AwardStatus.INCOMPLETE
        return STATUSES[Status(int(self.status[index]))]

    @property
    def waiting(self) -> Bools:
        """Who wins nothing yet and waits for the council's ballot."""
        waiting: Bools = self.status == Status.BALLOT
        return waiting

    def differs(self, other: "States") -> Bools:
        """Whose award or state is not the same."""
        differs: Bools = (self.award != other.award) | (self.status != other.status)
        return differs


def states_of(result: Recommendation, excluded: Bools) -> States:
    """The states of everybody, by the rule of `sealing.award_of`."""
    size = result.columns.size
    missing = result.columns.incomplete
    incomplete = np.zeros(size, dtype=bool) if missing is None else missing & ~excluded
    if not result.awards:
        none = np.full(size, NOBODY, dtype=np.int64)
        return States(none, none, np.zeros(size, dtype=bool), incomplete)
    every = np.stack([outcome.status for outcome in result.awards])
    furthest = every.max(axis=0)
    as_far = every == furthest
    first, last = as_far.argmax(axis=0), len(every) - 1 - as_far[::-1].argmax(axis=0)
    award = np.where(furthest >= Status.BALLOT, first, last)
    award[furthest == Status.BARRED] = NOBODY
    won = np.logical_or.reduce(np.isin(every, WINNING))
    return States(award, furthest, won, incomplete)
