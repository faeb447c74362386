"""Bonus money: coefficient × base salary of the day of the decision, rounded once.

Decree 152/2025, Articles 49–54: a household gets 1.5 times, a collective twice what an individual gets;
"làm tròn số lên hàng chục nghìn đồng". All factors are multiplied first, exactly. No database, no clock.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from authorities.amounts_in_words import in_words
from foundation.formats import plain_number


class Recipient(StrEnum):
    """Who is awarded, as sealed results name them."""

    INDIVIDUAL = "individual"
    HOUSEHOLD = "household"
    COLLECTIVE = "collective"


class Rounding(StrEnum):
    """Always up, as the decree reads; or to the nearest, half up, as some published answers do."""

    UP = "up"
    HALF_UP = "half_up"


_MODES = {Rounding.UP: ROUND_CEILING, Rounding.HALF_UP: ROUND_HALF_UP}


@dataclass(frozen=True, slots=True)
class Money:
    """The bonus of one award: what it was made from, `exact` before and `amount` after rounding, in đồng."""

    coefficient: Decimal
    factor: Decimal
    base: int
    exact: Decimal
    amount: int

    @property
    def rate(self) -> Decimal:
        """How many base salaries: 0.3 × 2 = 0.6."""
        return self.coefficient * self.factor

    @property
    def figures(self) -> str:
        """The amount as papers write it: 1.410.000."""
        return plain_number(self.amount)

    @property
    def words(self) -> str:
        """The amount in words, as papers write it after the figures."""
        return in_words(self.amount)

    @property
    def working(self) -> str:
        """Where it comes from: 0,3 × 2 × 2.340.000 = 1.404.000."""
        factors = [self.coefficient, *([self.factor] if self.factor != 1 else []), Decimal(self.base)]
        return f"{' × '.join(plain_number(one) for one in factors)} = {plain_number(self.exact)}"


def bonus(coefficient: Decimal, factor: Decimal, base: int, rounding: Rounding, unit: int = 10_000) -> Money:
    """What an award brings: coefficients without unit, `base` and `unit` in đồng. Rounds once, at the end."""
    exact = coefficient * factor * base
    steps = (exact / unit).to_integral_value(_MODES[rounding])
    return Money(coefficient, factor, base, exact, int(steps) * unit)
