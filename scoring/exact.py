"""Exact arithmetic: a number is a Decimal while it ends, and a Fraction where it would not.

No figure passes through a binary float. Points are rounded by what `rounding` gives, once, at the place
that the criteria document names; everything else here is exact.
"""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
)
from fractions import Fraction

Exact = Decimal | Fraction

ZERO = Decimal(0)
HUNDRED = Decimal(100)

# Entered figures have at most 18 digits and a document's at most 18, so that no product reaches 60.
CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)
_EXACT = Context(prec=60, traps=[Inexact])

_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}


def quotient(numerator: Exact, denominator: Exact) -> Exact:
    """`numerator / denominator` without loss: a Decimal if it ends, else a Fraction."""
    if isinstance(numerator, Decimal) and isinstance(denominator, Decimal):
        try:
            return _EXACT.divide(numerator, denominator)
        except Inexact:
            (a, b), (c, d) = numerator.as_integer_ratio(), denominator.as_integer_ratio()
            return Fraction(a * d, b * c)
    return Fraction(numerator) / Fraction(denominator)


def share(value: Exact, part: Decimal, whole: Decimal) -> Exact:
    """`value × part / whole` without loss: a Decimal if it ends, else a Fraction."""
    if isinstance(value, Decimal):
        try:
            return _EXACT.divide(_EXACT.multiply(value, part), whole)
        except Inexact:
            pass
    return Fraction(value) * Fraction(part) / Fraction(whole)


def times(left: Exact, right: Exact) -> Exact:
    """The product, exact."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return CONTEXT.multiply(left, right)
    return Fraction(left) * Fraction(right)


def plus(left: Exact, right: Exact) -> Exact:
    """The sum, exact."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return CONTEXT.add(left, right)
    return Fraction(left) + Fraction(right)


def minus(left: Exact, right: Exact) -> Exact:
    """The difference, exact."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return CONTEXT.subtract(left, right)
    return Fraction(left) - Fraction(right)


def between(value: Exact, low: tuple[Decimal, Decimal], high: tuple[Decimal, Decimal]) -> Exact:
    """The height at `value` of the straight line through the points `low` and `high` (x, y)."""
    (x0, y0), (x1, y1) = low, high
    rise = times(CONTEXT.subtract(y1, y0), minus(value, x0))
    return plus(y0, quotient(rise, CONTEXT.subtract(x1, x0)))


def whole_steps(value: Exact, step: Decimal) -> int:
    """How many full steps fit into `value`; negative values give none."""
    (a, b), (c, d) = value.as_integer_ratio(), step.as_integer_ratio()
    return max(0, a * d // (b * c))


def rounding(decimals: int, mode: str) -> Callable[[Exact], Decimal]:
    """The rounding of a document: a function from an exact number to one with `decimals` places.

    `mode` is half_up (half away from zero), half_even, floor or ceiling.
    """
    step = Decimal(1).scaleb(-decimals)
    decimal_mode, scale = _MODES[mode], 10**decimals
    quantize, scaleb = CONTEXT.quantize, CONTEXT.scaleb

    def apply(value: Exact) -> Decimal:
        if isinstance(value, Decimal):
            return value.quantize(step, decimal_mode, CONTEXT)
        whole = _whole(value.numerator * scale, value.denominator, mode)
        return quantize(scaleb(Decimal(whole), -decimals), step)

    return apply


def _whole(numerator: int, denominator: int, mode: str) -> int:
    """The whole number that the fraction is rounded to; the denominator is above zero."""
    if mode == "floor":
        return numerator // denominator
    if mode == "ceiling":
        return -(-numerator // denominator)
    if mode == "half_even":
        return round(Fraction(numerator, denominator))
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size
