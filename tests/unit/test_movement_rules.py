from datetime import UTC, date, datetime

from movements.models import Movement, StageCode
from movements.rules import DisorderKind, find_disorder, is_year_within, list_disorders


def day(number: int) -> datetime:
    return datetime(2024, 1, number, tzinfo=UTC)


def test_stages_in_order_may_overlap_and_leave_gaps():
    calendar = {
        StageCode.VERIFICATION: (day(8), day(20)),
        StageCode.REGISTRATION: (day(1), day(5)),
        StageCode.SELF_SCORING: (day(7), day(10)),
    }
    assert find_disorder(calendar) is None


def test_a_stage_that_closes_before_it_opens_is_named():
    assert find_disorder({StageCode.COUNCIL: (day(5), day(5))}) is StageCode.COUNCIL


def test_a_stage_that_opens_before_the_stage_ahead_of_it_is_named():
    calendar = {StageCode.COUNCIL: (day(5), day(9)), StageCode.DECISION: (day(4), day(9))}
    assert find_disorder(calendar) is StageCode.DECISION


def test_a_year_lies_within_the_period_at_both_ends():
    movement = Movement(period_from=date(2021, 1, 1), period_to=date(2025, 12, 31))
    assert [year for year in range(2019, 2028) if is_year_within(movement, year)] == [
        2021,
        2022,
        2023,
        2024,
        2025,
    ]


def test_all_disorders_are_found_at_once():
    calendar = {
        StageCode.SELF_SCORING: (day(9), day(8)),
        StageCode.VERIFICATION: (day(5), day(4)),
        StageCode.COUNCIL: (day(6), day(7)),
    }
    assert [(one.stage, one.kind, one.previous) for one in list_disorders(calendar)] == [
        (StageCode.SELF_SCORING, DisorderKind.CLOSES_TOO_EARLY, None),
        (StageCode.VERIFICATION, DisorderKind.CLOSES_TOO_EARLY, None),
        (StageCode.VERIFICATION, DisorderKind.OPENS_BEFORE_PREVIOUS, StageCode.SELF_SCORING),
    ]
