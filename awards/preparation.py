"""What stands ready for evaluating a year: shown before one seals, because a seal cannot be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from awards.models import EvaluationRun
from awards.run_facts import rubric_of
from awards.run_queries import count_scorecards, count_under_older, find_last_number
from criteria.models import CriteriaSet
from criteria.queries import find_published
from foundation.formats import grouped_code, number
from movements.models import MovementYear
from scorecards.models import ScorecardStatus
from scorecards.queries import count_without_scorecard
from verification.objection_queries import count_waiting_objections
from verification.second_check_queries import count_differences

READY = (ScorecardStatus.VERIFIED, ScorecardStatus.SEALED)


@dataclass(frozen=True, slots=True)
class SealPage:
    """The year, the criteria that will count, the scorecards by state, and the number of the next run;
    `without` counts those who have no scorecard, `objections` those that the office has not answered,
    `differences` the second checks that it has not settled, and `older` the scorecards that stand under an
    earlier version of the criteria, by version.
    """

    year: MovementYear
    criteria: CriteriaSet | None
    scorecards: Mapping[str, int]
    number: int
    without: int
    objections: int = 0
    differences: int = 0
    older: Sequence[tuple[int, int]] = ()

    @property
    def total(self) -> int:
        """How many scorecards there are."""
        return sum(self.scorecards.values())

    @property
    def ready(self) -> int:
        """How many of them are verified."""
        return sum(self.scorecards.get(status.value, 0) for status in READY)


def refusal_of_unverified(page: SealPage) -> str:
    """What is said to who seals and did not tick that scorecards are not verified; "" where all are."""
    if page.criteria is None or page.total == page.ready:
        return ""
    waiting = number(page.total - page.ready)
    return _("Còn %(n)s phiếu chưa thẩm định: đánh dấu ô này nếu vẫn chốt.", n=waiting)


def sealed_words(run: EvaluationRun) -> str:
    """What is said when a run is sealed."""
    code = grouped_code(run.result_sha256)
    return _("Đã chốt lần đánh giá %(n)s. Mã kết quả %(code)s.", n=run.number, code=code)


def prepare_seal(year: MovementYear) -> SealPage:
    """What a seal of this year would rest on."""
    criteria = find_published(year.id)
    return SealPage(
        year,
        criteria,
        count_scorecards(year.id),
        find_last_number(year.id) + 1,
        count_missing_scorecards(year),
        count_waiting_objections(year.id),
        count_differences(year.id),
        count_under_older(year.id, criteria.version) if criteria else (),
    )


def count_missing_scorecards(year: MovementYear) -> int:
    """How many whom the year's criteria judge have no scorecard; 0 while no criteria are published."""
    criteria = find_published(year.id)
    if criteria is None:
        return 0
    return count_without_scorecard(year, [kind.code for kind in rubric_of(criteria.document).types])
