"""The totals of many weightings, some at a time, and between which bounds they lie."""

from collections.abc import Iterator
from math import lcm
from typing import Any

import numpy as np

from scoring.columns import Ints
from scoring.firm_bounds import Bounds
from scoring.parts import FITS, PartColumns
from scoring.weighted_sums import total_points
from scoring.weightings import Weightings

# About as many totals at a time as a core keeps at hand.
AT_ONCE = 2**17


def tables_of(parts: PartColumns, weightings: Weightings) -> Iterator[Ints]:
    """The totals of all weightings, some rows at a time."""
    step = max(1, AT_ONCE // max(1, parts.size))
    for start in range(0, weightings.count if parts.size else 0, step):
        end = min(start + step, weightings.count)
        totals = total_points(parts, weightings.columns(start, end), weightings.per)
        yield np.broadcast_to(totals, (end - start, parts.size))


def bounds_of(parts: PartColumns, weightings: Weightings) -> Bounds:
    """Between which totals each lies under all weightings; wider than need be, where that is quicker.

    Where every part counts with its whole weight and nothing is capped, a total moves by the sum of what each
    weight moves times the share of the part's maximum that was reached. As the weights keep their sum, only
    the differences of these shares matter. All others are looked at one by one.
    """
    total = total_points(parts, list(weightings.own), weightings.per)
    easy = parts.simple & (sum(weightings.own) <= int(parts.limit * weightings.per)) & parts.bounded
    least, most = total.copy(), total.copy()
    if easy.any():
        down, up = _moves(parts.of(easy), weightings)
        # Each part may be rounded the other way, and so may the whole.
        slack = len(parts.parts) + 1
        least[easy], most[easy] = total[easy] - down - slack, total[easy] + up + slack
    hard = np.flatnonzero(~easy)
    if len(hard):
        tables = list(tables_of(parts.of(hard), weightings))
        least[hard] = np.min([table.min(axis=0) for table in tables], axis=0)
        most[hard] = np.max([table.max(axis=0) for table in tables], axis=0)
    return Bounds(np.maximum(least, 0), most)


def _moves(parts: PartColumns, weightings: Weightings) -> tuple[Ints, Ints]:
    """By how much totals may fall and rise at most, in the smallest points, before any rounding."""
    maxima = [int(part.maximum * weightings.per) for part in parts.parts]
    common = lcm(*maxima)
    changes = weightings.table - np.array(weightings.own, dtype=np.int64)
    ends = list(zip(changes.min(axis=0).tolist(), changes.max(axis=0).tolist(), strict=True))
    shares = _shares(parts, maxima, common, max(high - low for low, high in ends))
    over = parts.over * common
    down = up = None
    for reference in shares:
        apart = [share - reference for share in shares]
        rise = sum(np.maximum(one * low, one * high) for one, (low, high) in zip(apart, ends, strict=True))
        fall = -sum(np.minimum(one * low, one * high) for one, (low, high) in zip(apart, ends, strict=True))
        up = rise if up is None else np.minimum(up, rise)
        down = fall if down is None else np.minimum(down, fall)
    return _whole(down, parts.unit, over), _whole(up, parts.unit, over)


def _shares(parts: PartColumns, maxima: list[int], common: int, change: int) -> list[Any]:
    """What each part reached of its maximum, over `over` × `common`."""
    steps = parts.over // parts.unit
    points = [part.points * steps if part.settled else part.points for part in parts.parts]
    greatest = [
        int(np.max(one, initial=0)) * (common // own) for one, own in zip(points, maxima, strict=True)
    ]
    kind = np.int64 if sum(greatest) * change * parts.unit * 4 < FITS else object
    return [one.astype(kind) * (common // own) for one, own in zip(points, maxima, strict=True)]


def _whole(moves: Any, unit: int, over: Any) -> Ints:
    up: Ints = (-(-moves * unit // over)).astype(np.int64)
    return up
