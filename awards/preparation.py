"""What stands ready for evaluating a year: shown before one seals, because a seal cannot be undone."""

from collections.abc import Mapping
from dataclasses import dataclass

from awards.run_queries import count_scorecards, find_last_number
from criteria.models import CriteriaSet
from criteria.queries import find_published
from movements.models import MovementYear
from scorecards.models import ScorecardStatus

READY = (ScorecardStatus.VERIFIED, ScorecardStatus.SEALED)


@dataclass(frozen=True, slots=True)
class SealPage:
    """The year, the criteria that will count, the scorecards by state, and the number of the next run."""

    year: MovementYear
    criteria: CriteriaSet | None
    scorecards: Mapping[str, int]
    number: int

    @property
    def total(self) -> int:
        """How many scorecards there are."""
        return sum(self.scorecards.values())

    @property
    def ready(self) -> int:
        """How many of them are verified."""
        return sum(self.scorecards.get(status.value, 0) for status in READY)


def prepare_seal(year: MovementYear) -> SealPage:
    """What a seal of this year would rest on."""
    return SealPage(year, find_published(year.id), count_scorecards(year.id), find_last_number(year.id) + 1)
