"""Periods of which both ends count: what they share, where nothing holds, and what follows them."""

from dataclasses import dataclass
from datetime import date

import pytest

from authorities.entry_form import read_day
from authorities.rules import Days, gaps, has_successor, shared


@dataclass(frozen=True)
class Period:
    valid_from: date
    valid_to: date | None = None


def days(first: int, last: int | None = None) -> Period:
    """Days of July 2025."""
    return Period(date(2025, 7, first), date(2025, 7, last) if last else None)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        (days(1, 10), days(11, 20), None),
        (days(1, 10), days(10, 20), Days(date(2025, 7, 10), date(2025, 7, 10))),
        (days(1), days(5, 8), Days(date(2025, 7, 5), date(2025, 7, 8))),
        (days(1), days(5), Days(date(2025, 7, 5), None)),
    ],
)
def test_periods_share_the_days_of_both(one, other, common):
    assert shared(one, other) == common
    assert shared(other, one) == common


def test_a_gap_is_told_with_its_first_and_last_day():
    assert list(gaps([days(20), days(1, 10)])) == [Days(date(2025, 7, 11), date(2025, 7, 19))]


def test_periods_that_touch_or_overlap_leave_no_gap():
    assert list(gaps([days(1, 10), days(11, 15), days(2, 20), days(21)])) == []


def test_what_ends_has_a_successor_only_where_another_goes_on():
    first = days(1, 10)
    assert has_successor(first, [first, days(11)])
    assert has_successor(days(1), [])
    assert not has_successor(first, [first, days(12)])
    assert not has_successor(first, [first, days(2, 10)])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-12-20", date(2024, 12, 20)),
        ("20/12/2024", date(2024, 12, 20)),
        ("31/02/2024", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_browsers_and_people_write_it(text, day):
    assert read_day(text) == day
