"""Numbers and dates of papers."""

from datetime import date
from decimal import Decimal

import pytest

from foundation.papers.wording import blank_date, joined, long_date, number_line, points, roman


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2025, 9, 5), "ngày 05 tháng 9 năm 2025"),
        (date(2024, 12, 12), "ngày 12 tháng 12 năm 2024"),
        (date(2025, 1, 31), "ngày 31 tháng 01 năm 2025"),
    ],
)
def test_long_date_pads_days_and_the_first_two_months(day: date, text: str) -> None:
    assert long_date(day) == text


def test_blank_date_keeps_the_year() -> None:
    assert blank_date(2024) == "ngày … tháng … năm 2024"


@pytest.mark.parametrize(
    ("value", "text"),
    [("94.7", "94,70"), ("9", "9,00"), ("87.125", "87,13"), ("1234.5", "1.234,50"), ("-2", "−2,00")],
)
def test_points_have_a_comma_and_two_decimals_rounded_half_up(value: str, text: str) -> None:
    assert points(Decimal(value)) == text


def test_points_that_do_not_exist_are_a_dash() -> None:
    assert points(None) == "–"


def test_number_line_pads_below_ten_and_leaves_room_for_the_register() -> None:
    assert number_line(5, "DS-HĐTĐKT") == "Số: 05/DS-HĐTĐKT"
    assert number_line(118, "DS-HĐTĐKT") == "Số: 118/DS-HĐTĐKT"
    assert number_line(None, "DS-HĐTĐKT").replace("\u00a0", " ") == "Số:      /DS-HĐTĐKT"


def test_roman_and_joined_words() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
    assert [joined(["a"]), joined(["a", "b", "c"]), joined([])] == ["a", "a, b và c", ""]
