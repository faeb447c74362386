"""Whether bands cover what may occur exactly once: gaps and overlaps, each naming its bands."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from scoring.faults import Fault, Path
from scoring.scales import Band


class Edge(NamedTuple):
    """A place on the line just below (side 0), at (side 1 belongs to the left part) or above a value.

    Edges compare in order; None as a value stands for an end without bound.
    """

    value: Decimal
    side: int


def check_bands(
    bands: list[Band], path: Path, *, whole: bool, least: Decimal | None, most: Decimal | None
) -> list[Fault]:
    """Faults of a list of bands over the figures from `least` to `most` (None: without end)."""
    spans = sorted(
        ((_start(band, whole), _end(band, whole), index) for index, band in enumerate(bands)),
        key=lambda span: (span[0] is not None, span[0] or Edge(Decimal(0), 0)),
    )
    faults: list[Fault] = []
    reached: Edge | None = None if least is None else Edge(least, 0)
    reached_is_open = least is None
    previous = -1
    for start, end, index in spans:
        here = (*path, index)
        if reached_is_open and previous < 0:
            if start is not None:
                faults.append(Fault("band_gap_below", here, {"value": start.value, "band": index + 1}))
        elif previous >= 0 and reached is None:
            faults.append(_overlap(here, previous, index, start))
            continue
        elif start is not None and reached is not None and start > reached:
            faults.append(_gap(here, previous, index, reached, start, whole=whole))
        elif previous >= 0 and (start is None or (reached is not None and start < reached)):
            faults.append(_overlap(here, previous, index, start))
        if end is None or reached is None or end > reached or previous < 0:
            reached = end
        previous = index
    if reached is not None and (most is None or reached < Edge(most, 1)):
        faults.append(
            Fault("band_gap_above", (*path, previous), {"value": reached.value, "band": previous + 1})
        )
    return faults


def _start(band: Band, whole: bool) -> Edge | None:
    if band.lower is None:
        return None
    if not whole:
        return Edge(band.lower, 0 if band.at_least is not None else 1)
    first = band.lower.to_integral_value(ROUND_CEILING)
    return Edge(first + 1 if band.above is not None and first == band.lower else first, 0)


def _end(band: Band, whole: bool) -> Edge | None:
    """The edge right after the band; for whole numbers, the edge before the next whole number."""
    if band.upper is None:
        return None
    if not whole:
        return Edge(band.upper, 1 if band.at_most is not None else 0)
    last = band.upper.to_integral_value(ROUND_FLOOR)
    return Edge(last if band.below is not None and last == band.upper else last + 1, 0)


def _gap(path: Path, before: int, after: int, left: Edge, right: Edge, *, whole: bool) -> Fault:
    facts = {"from": left.value, "to": right.value, "before": before + 1, "after": after + 1}
    if whole:
        return Fault("band_gap_whole", path, facts | {"to": right.value - 1})
    return Fault("band_gap_point" if left.value == right.value else "band_gap", path, facts)


def _overlap(path: Path, before: int, after: int, start: Edge | None) -> Fault:
    value = start.value if start is not None else None
    return Fault("band_overlap", path, {"value": value, "before": before + 1, "after": after + 1})
