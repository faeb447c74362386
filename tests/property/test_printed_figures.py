"""Whoever checks a paper with a calculator finds what it says: differences are of printed figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from documents.kinds.movement_report import change_row
from documents.year_reading import Fall
from foundation.formats import as_printed, number, printed_difference

FIGURES = st.fractions(0, 2_000).map(lambda one: Decimal(one.numerator) / one.denominator)


def read(text):
    return Decimal(text.replace(".", "").replace(",", ".").replace("−", "-").replace("+", ""))


@given(FIGURES, FIGURES, st.sampled_from([0, 2]))
def test_a_change_in_a_report_is_the_difference_of_the_printed_figures(before, now, decimals):
    _name, first, second, change = change_row("UBND xã", before, now, decimals)
    assert read(second) - read(first) == read(change)


@given(FIGURES, FIGURES)
def test_a_fall_in_percentage_points_is_the_difference_of_the_printed_rates(before, after):
    fall = Fall("Xã An Ninh", before, after)
    assert read(number(before, 2)) - read(number(after, 2)) == read(number(fall.points, 2))


def test_the_means_of_the_year_2024_add_up():
    before, now = Decimal("93.73375"), Decimal("87.18875")
    assert (number(before, 2), number(now, 2)) == ("93,73", "87,19")
    assert number(now - before, 2) == "−6,55"
    assert number(printed_difference(now, before, 2), 2) == "−6,54"
    assert as_printed(now, 2) == Decimal("87.19")
