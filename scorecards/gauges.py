"""The scale of a target as a picture: minimum, target, and the unit's own mark. Figures in, places out."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from scorecards.figures import plain, with_unit
from scoring.figures import Thresholds, shown
from scoring.reasons import Reason
from scoring.scales import Target

LEFT, RIGHT = Decimal(6), Decimal(394)
# Two words below the scale need this much room, else one stands left and the other right of its mark.
APART = Decimal(92)
EDGE = Decimal(40)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the scale with its words, and on which side of it they stand."""

    x: Decimal
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """The drawing: thresholds below the line, the own figure above it (None while there is none)."""

    ticks: tuple[Tick, ...]
    own: Tick | None
    zero: Decimal
    spoken: str


def gauge_of(scale: Target, limits: Thresholds, reason: Reason | None) -> Gauge:
    """The gauge of a target for the thresholds that hold and the figure that was scored, if any."""
    value = reason.facts.get("value") if reason is not None else None
    figure = value if isinstance(value, Decimal) else None
    marks = [(limits.target, _("chỉ tiêu %(n)s", n=plain(limits.target)))]
    if limits.minimum is not None and limits.minimum != limits.target:
        marks.append((limits.minimum, _("tối thiểu %(n)s", n=plain(limits.minimum))))
    marks.sort()
    known = [mark for mark, _words in marks] + ([figure] if figure is not None else [])
    low = min(Decimal(0), *known)
    high = max(Decimal(0), limits.target * 4 / 3, *(one + abs(one) / 10 for one in known))
    place = _Line(low, high if high > low else low + 1)
    spoken = ", ".join(words for _mark, words in marks)
    own = None
    if figure is not None:
        x = place.x(figure)
        own = Tick(x, plain(shown(figure)), _side(x))
        spoken = f"{with_unit(figure, scale.unit)}; {spoken}"
    return Gauge(_ticks(place, marks), own, place.x(Decimal(0)), spoken)


@dataclass(frozen=True, slots=True)
class _Line:
    low: Decimal
    high: Decimal

    def x(self, value: Decimal) -> Decimal:
        share = (value - self.low) / (self.high - self.low)
        return (LEFT + (RIGHT - LEFT) * share).quantize(Decimal("0.1"))


def _ticks(place: _Line, marks: list[tuple[Decimal, str]]) -> tuple[Tick, ...]:
    xs = [place.x(mark) for mark, _words in marks]
    close = len(xs) == 2 and xs[1] - xs[0] < APART
    sides = ("end", "start") if close else tuple(_side(x) for x in xs)
    return tuple(Tick(x, words, side) for x, (_mark, words), side in zip(xs, marks, sides, strict=True))


def _side(x: Decimal) -> str:
    return "start" if x < EDGE else ("end" if x > RIGHT - EDGE else "middle")
