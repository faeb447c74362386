"""Bonus money: the figures of Decree 152/2025, and rounding once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authorities.bonus import Rounding, bonus

FACTORS = {"individual": Decimal(1), "household": Decimal("1.5"), "collective": Decimal(2)}
UP, HALF_UP = Rounding.UP, Rounding.HALF_UP


@pytest.mark.parametrize(
    ("base", "who", "exact", "up", "half_up"),
    [
        (2_340_000, "individual", 702_000, 710_000, 700_000),
        (2_340_000, "collective", 1_404_000, 1_410_000, 1_400_000),
        (2_340_000, "household", 1_053_000, 1_060_000, 1_050_000),
        (2_530_000, "individual", 759_000, 760_000, 760_000),
        (2_530_000, "collective", 1_518_000, 1_520_000, 1_520_000),
        (2_530_000, "household", 1_138_500, 1_140_000, 1_140_000),
    ],
)
def test_giay_khen_brings_what_the_decree_says(base, who, exact, up, half_up):
    money = bonus(Decimal("0.3"), FACTORS[who], base, UP)
    assert (money.exact, money.amount) == (exact, up)
    assert bonus(Decimal("0.3"), FACTORS[who], base, HALF_UP).amount == half_up


@pytest.mark.parametrize(("factor", "amount"), [(1, 220_000), (2, 450_000)])
def test_half_up_agrees_with_the_published_answer(factor, amount):
    assert bonus(Decimal("0.15"), Decimal(factor), 1_490_000, HALF_UP).amount == amount


def test_all_factors_are_multiplied_before_rounding():
    rounded_first = 2 * bonus(Decimal("0.3"), Decimal(1), 2_340_000, UP).amount
    assert rounded_first == 1_420_000
    assert bonus(Decimal("0.3"), Decimal(2), 2_340_000, UP).amount == 1_410_000


def test_what_is_a_multiple_already_is_not_rounded_up():
    assert bonus(Decimal("1.5"), Decimal(1), 2_340_000, UP).amount == 3_510_000


def test_money_says_where_it_comes_from():
    money = bonus(Decimal("0.3"), Decimal("1.5"), 2_340_000, UP)
    assert money.working == "0,3 × 1,5 × 2.340.000 = 1.053.000"
    assert money.rate == Decimal("0.45")
    assert (money.figures, money.words) == ("1.060.000", "Một triệu không trăm sáu mươi nghìn đồng")


@given(
    st.decimals("0.01", "20", places=2),
    st.sampled_from(sorted(FACTORS.values())),
    st.integers(100_000, 10_000_000),
    st.sampled_from(Rounding),
)
def test_rounding_moves_less_than_one_step(coefficient, factor, base, rounding):
    money = bonus(coefficient, factor, base, rounding)
    assert money.amount % 10_000 == 0
    distance = money.amount - money.exact
    assert (0 <= distance < 10_000) if rounding is UP else (-5_000 < distance <= 5_000)
