"""Whether bands cover what may occur exactly once: gaps and overlaps, each naming its bands."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from scoring.faults import Fault, Path
from scoring.scales import Band


class Edge(NamedTuple):
    """A place on the line just below (side 0) or just above (side 1) a value; edges compare in order."""

    value: Decimal
    side: int


class _Span(NamedTuple):
    """From where to where a band reaches, and which band it is."""

    start: Edge
    end: Edge
    band: int


_LOWEST, _HIGHEST = Edge(Decimal("-Infinity"), 0), Edge(Decimal("Infinity"), 0)


def check_bands(
    bands: list[Band], path: Path, *, whole: bool, least: Decimal | None, most: Decimal | None
) -> list[Fault]:
    """Faults of a list of bands over the figures from `least` to `most` (None: without end)."""
    low = _LOWEST if least is None else Edge(least, 0)
    high = _HIGHEST if most is None else Edge(most, 1)
    spans = sorted(_Span(_start(band, whole), _end(band, whole), index) for index, band in enumerate(bands))
    faults: list[Fault] = []
    reached, last = low, None
    for span in spans:
        here = (*path, span.band)
        if span.start >= span.end:
            faults.append(Fault("band_empty", here, {"band": span.band + 1}))
            continue
        if span.end <= low or span.start >= high:
            faults.append(Fault("band_beyond", here, {"band": span.band + 1}, "warning"))
        elif span.start > reached:
            faults.append(_gap(here, last, span, reached, whole=whole))
        if last is not None and span.start < last.end:
            faults.append(Fault("band_overlap", here, {"before": last.band + 1, "after": span.band + 1}))
        if last is None or span.end > last.end:
            last = span
        reached = max(reached, span.end)
    if last is not None and reached < high:
        facts = {"value": last.end.value - whole, "band": last.band + 1}
        faults.append(Fault("band_gap_above", (*path, last.band), facts))
    return faults


def _start(band: Band, whole: bool) -> Edge:
    if band.lower is None:
        return _LOWEST
    if not whole:
        return Edge(band.lower, 0 if band.at_least is not None else 1)
    first = band.lower.to_integral_value(ROUND_CEILING)
    return Edge(first + 1 if band.above is not None and first == band.lower else first, 0)


def _end(band: Band, whole: bool) -> Edge:
    """The edge right after the band; for whole numbers, the edge before the next whole number."""
    if band.upper is None:
        return _HIGHEST
    if not whole:
        return Edge(band.upper, 1 if band.at_most is not None else 0)
    last = band.upper.to_integral_value(ROUND_FLOOR)
    return Edge(last if band.below is not None and last == band.upper else last + 1, 0)


def _gap(path: Path, before: _Span | None, after: _Span, left: Edge, *, whole: bool) -> Fault:
    right = after.start
    if before is None:
        return Fault("band_gap_below", path, {"value": right.value, "band": after.band + 1})
    facts = {"from": left.value, "to": right.value, "before": before.band + 1, "after": after.band + 1}
    if whole:
        return Fault("band_gap_whole", path, facts | {"to": right.value - 1})
    return Fault("band_gap_point" if left.value == right.value else "band_gap", path, facts)
