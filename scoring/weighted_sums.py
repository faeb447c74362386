"""From parts and weights to totals in whole numbers, as `sections` does it for one participant.

A weight is a whole number over a common `per`, or a column of them, one for each of many weightings; totals
then are a table with a row for each weighting. Rows of which every part counts with its whole weight only
need adding; the others are rescaled and capped as the engine does it.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any, NamedTuple

import numpy as np

from scoring.columns import Ints
from scoring.parts import FITS, Part, PartColumns, Wholes

Weight = int | Wholes


def total_points(columns: PartColumns, weights: Sequence[Weight], per: int) -> Ints:
    """The totals in the smallest points under weights of `per` to the point, one for each part.

    `per` times each part's maximum must be whole.
    """
    simple = columns.simple & _adds_up(columns, weights, per)
    if simple.all():
        return _totals(columns, weights, per, plain=True)
    odd = _totals(columns.of(~simple), weights, per, plain=False)
    if not simple.any():
        return odd
    totals = np.empty((*odd.shape[:-1], columns.size), dtype=np.int64)
    totals[..., ~simple] = odd
    totals[..., simple] = _totals(columns.of(simple), weights, per, plain=True)
    return totals


def rounded(numerator: Any, denominator: Any, mode: str) -> Any:
    """The whole numbers that quotients are rounded to; no numerator is below zero."""
    if mode == "floor":
        return numerator // denominator
    if mode == "ceiling":
        return -(-numerator // denominator)
    if mode == "half_up" and isinstance(denominator, int) and denominator % 2 == 0:
        return (numerator + denominator // 2) // denominator
    doubled = 2 * numerator + denominator
    whole = doubled // (2 * denominator)
    if mode == "half_even":
        whole = whole - ((doubled == whole * 2 * denominator) & (whole % 2 == 1))
    return whole


def _adds_up(columns: PartColumns, weights: Sequence[Weight], per: int) -> bool:
    """Whether ordinary points can never pass the maximum of the whole."""
    return columns.bounded and bool(np.all(sum(weights) <= int(columns.limit * per)))


class _Weighed(NamedTuple):
    """A part under a weight: `points` over the document's unit where `settled`, else over `over` × `by`."""

    part: Part
    weight: Weight
    points: Any
    settled: bool
    by: int


def _weigh(columns: PartColumns, part: Part, weight: Weight, per: int) -> _Weighed:
    maximum = int(part.maximum * per)
    if isinstance(weight, int) and weight == maximum:
        return _Weighed(part, weight, part.points, part.settled, 1)
    points: Any = part.points
    times: Any = weight
    if part.settled and not isinstance(weight, int) and _is_short(points, weight, maximum):
        points, times = points.astype(np.int32), weight.astype(np.int32)
    product = points * times
    if part.settled:
        return _Weighed(part, weight, rounded(product, maximum, columns.rounding), True, 1)
    return _Weighed(part, weight, product, False, maximum)


def _is_short(points: Wholes, weight: Wholes, maximum: int) -> bool:
    """Whether products and what rounds them fit into 32 bits, which are quicker."""
    return 2 * (int(np.max(points, initial=0)) * int(np.max(weight, initial=0)) + maximum) < 2**31


def _totals(columns: PartColumns, weights: Sequence[Weight], per: int, *, plain: bool) -> Ints:
    """The totals, in 64-bit numbers where nothing can pass them, else in Python's own."""
    if _largest(columns, weights, per, plain=plain) >= FITS:
        columns = _unbounded(columns)
        weights = [one if isinstance(one, int) else one.astype(object) for one in weights]
    weighed = [
        _weigh(columns, part, weight, per) for part, weight in zip(columns.parts, weights, strict=True)
    ]
    add = _added if plain else partial(_reckoned, per=per)
    return np.asarray(add(columns, weighed)).astype(np.int64)


def _largest(columns: PartColumns, weights: Sequence[Weight], per: int, *, plain: bool) -> int:
    """More than any number that occurs on the way."""
    most = [int(np.max(weight, initial=0)) for weight in weights]
    over, keeps = int(np.max(columns.over, initial=1)), lcm(*(part.keeps for part in columns.parts))
    by = lcm(*(int(part.maximum * per) for part in columns.parts if not part.settled), 1)
    by *= Fraction(columns.limit).denominator
    whole = sum(int(np.max(part.points, initial=0)) for part in columns.parts) + over
    whole += int(np.max(columns.bonus, initial=0)) + over * (int(columns.limit) + 1)
    largest = 8 * whole * by * max(most, default=1) * columns.unit
    if not plain:
        largest *= per * keeps * (sum(most) * keeps + 1)
    return largest


def _unbounded(columns: PartColumns) -> PartColumns:
    parts = tuple(
        replace(part, points=part.points.astype(object), kept=part.kept.astype(object))
        for part in columns.parts
    )
    bonus, penalty, over = (one.astype(object) for one in (columns.bonus, columns.penalty, columns.over))
    return replace(columns, parts=parts, bonus=bonus, penalty=penalty, over=over)


def _common(columns: PartColumns, weighed: Sequence[_Weighed]) -> int:
    """By what `over` must be multiplied so that all points, and the maximum of the whole, are whole."""
    return lcm(*(one.by for one in weighed), Fraction(columns.limit).denominator)


def _points(columns: PartColumns, one: _Weighed, by: int) -> Any:
    """Points over `over` × `by`."""
    if not one.settled:
        return one.points * (by // one.by)
    return one.points * (columns.over // columns.unit * by)


def _added(columns: PartColumns, weighed: Sequence[_Weighed]) -> Any:
    if all(one.settled for one in weighed) and not columns.bonus_within_max and _whole_units(columns):
        return _floored(columns, sum(one.points for one in weighed) + columns.bonus - columns.penalty)
    by = _common(columns, weighed)
    return _finished(columns, sum(_points(columns, one, by) for one in weighed), by, 1)


def _whole_units(columns: PartColumns) -> bool:
    return bool(np.all(columns.over == columns.unit))


def _floored(columns: PartColumns, whole: Any) -> Any:
    return np.maximum(whole, 0) if columns.extras else whole


def _finished(columns: PartColumns, whole: Any, by: int, times: Any) -> Any:
    """Bonus, what it may pass, penalty, the floor at zero, and the last rounding.

    `whole`, what the ordinary parts give, is over `over` × `by` × `times`.
    """
    whole = whole + columns.bonus * by * times
    if columns.bonus_within_max:
        whole = np.minimum(whole, _limit(columns, by) * times)
    whole = _floored(columns, whole - columns.penalty * by * times)
    return rounded(whole * columns.unit, columns.over * by * times, columns.rounding)


def _limit(columns: PartColumns, by: int) -> Any:
    """The maximum of the whole, over `over` × `by`."""
    return int(columns.limit * by) * columns.over


def _reckoned(columns: PartColumns, weighed: Sequence[_Weighed], per: int) -> Any:
    """The totals of rows of which parts are taken out, stand above their maximum, or may pass the whole."""
    keeps = lcm(*(one.part.keeps for one in weighed))
    shares = [_share(one, keeps) for one in weighed]
    counted, full = sum(shares), sum(one.weight for one in weighed) * keeps
    rescaled = (counted > 0) & (counted < full)
    whole, part = np.where(rescaled, full, 1), np.where(rescaled, counted, 1)
    by = _common(columns, weighed) * per * keeps
    step = columns.over * (by // (per * keeps))
    points = [
        np.where(one.part.full, share * step, _points(columns, one, by))
        for one, share in zip(weighed, shares, strict=True)
    ]
    above = [
        np.maximum(own - share * step, 0) if one.part.section else 0 * own
        for one, own, share in zip(weighed, points, shares, strict=True)
    ]
    base = sum(own - more for own, more in zip(points, above, strict=True))
    base = np.minimum(base * whole, _limit(columns, by) * part)
    totals = _finished(columns, base + sum(above) * part, by, part)
    if not columns.plainly or not any(one.part.full.any() for one in weighed):
        return totals
    taken = sum(one.part.gone | (one.part.kept != one.part.keeps) for one in weighed) > 0
    return np.where(taken | (sum(above) > 0), totals, _shown(columns, weighed, per, totals))


def _share(one: _Weighed, keeps: int) -> Any:
    """How much of the weight counts, over `per` × `keeps`."""
    return np.where(one.part.gone, 0, one.part.kept * (keeps // one.part.keeps) * one.weight)


def _shown(columns: PartColumns, weighed: Sequence[_Weighed], per: int, otherwise: Any) -> Any:
    """Where every criterion is rounded and nothing but adding happens, what is shown is added."""
    ordinary = sum(
        np.where(one.part.full, rounded(one.weight * columns.unit, per, columns.rounding), one.points)
        for one in weighed
    )
    whole = ordinary + columns.bonus - columns.penalty
    plain = ordinary <= int(columns.limit * per) * columns.unit // per
    if columns.extras:
        plain = plain & (whole >= 0) & (not columns.bonus_within_max)
    return np.where(plain, whole, otherwise)
