"""Geometry of the pictures of a ranking, computed here and drawn by templates/macros/pictures.html.

Lengths are in the units of the picture's own view box. Nothing here knows colours or words of a page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

SPAN = Decimal(20)
STEP = 10


@dataclass(frozen=True, slots=True)
class Axis:
    """Points from `low` to `high` along a line from `left` to `right`."""

    low: Decimal
    high: Decimal
    left: float
    right: float

    def x(self, points: Decimal) -> float:
        """Where a number of points stands; what lies outside stands at the end."""
        share = float((min(max(points, self.low), self.high) - self.low) / (self.high - self.low))
        return round(self.left + share * (self.right - self.left), 1)

    @property
    def ticks(self) -> list[tuple[Decimal, float]]:
        """The round numbers along the axis and their places, at most six."""
        step = STEP * max(1, -(-int(self.high - self.low) // (STEP * 5)))
        return [(Decimal(n), self.x(Decimal(n))) for n in range(int(self.low), int(self.high) + 1, step)]


def axis_over(values: Iterable[Decimal], *, top: Decimal, left: float, right: float) -> Axis:
    """An axis in whole tens that holds all values, at least 20 points long, up to `top` if near."""
    known = list(values)
    least, most = min(known, default=Decimal(0)), max(known, default=top)
    high = -(-int(most.to_integral_value("ROUND_CEILING")) // STEP) * STEP
    high = max(high, STEP * 2)
    if least <= top <= high + STEP:
        high = max(high, int(top))
    low = min(int(least) // STEP * STEP, high - int(SPAN))
    return Axis(Decimal(max(0, low)), Decimal(high), left, right)


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit of a distribution: its place, the number inside, its look; its name if there is room."""

    x: float
    y: float
    number: str
    look: str
    name: str = ""
    name_x: float = 0
    name_y: float = 0
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line across the picture with a word at its head."""

    x: float
    kind: str
    points: Decimal
    anchor: str


@dataclass(frozen=True, slots=True)
class Dots:
    """A distribution of few units."""

    axis: Axis
    width: int
    height: int
    base: int
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a dot stands for."""

    name: str
    number: str
    points: Decimal
    look: str


RADIUS = 10
LIFT = 23
HEAD = 24
LEVEL = 20


def draw_dots(
    units: Sequence[Unit], marks: Sequence[tuple[str, Decimal]], axis: Axis, *, named: bool
) -> Dots:
    """One numbered dot for each unit, stacked where they would touch; names where there is room."""
    placed: list[tuple[Unit, float, int]] = []
    for unit in units:
        x, level = axis.x(unit.points), 0
        taken = {row for _, other, row in placed if abs(other - x) < 2 * RADIUS + 1}
        while level in taken:
            level += 1
        placed.append((unit, x, level))
    highest = max((level for _, _, level in placed), default=0)
    names = _names(placed, axis) if named else {}
    rows = max((row for _, row, _ in names.values()), default=-1) + 1
    base = HEAD + rows * LEVEL + (highest + 1) * LIFT + 28
    dots = []
    for index, (unit, x, level) in enumerate(placed):
        y = base - RADIUS - 4 - level * LIFT
        if index in names:
            text, row, anchor = names[index]
            top = base - (highest + 1) * LIFT - 14 - row * LEVEL
            shift = {"start": 4, "end": -4}.get(anchor, 0)
            dots.append(Dot(x, y, unit.number, unit.look, text, x + shift, top, anchor))
        else:
            dots.append(Dot(x, y, unit.number, unit.look))
    return Dots(axis, int(axis.right) + 16, base + 34, base, tuple(dots), _marks(marks, axis))


def _marks(marks: Sequence[tuple[str, Decimal]], axis: Axis) -> tuple[Mark, ...]:
    """Lines; where two stand close, the words go outwards."""
    found = [(kind, points, axis.x(points)) for kind, points in marks if axis.low <= points <= axis.high]
    placed = []
    for index, (kind, points, x) in enumerate(found):
        others = [other for number, (_, _, other) in enumerate(found) if number != index]
        close = [other for other in others if abs(other - x) < 150]
        anchor = "middle"
        if close:
            first = x < close[0] or (x == close[0] and index == 0)
            anchor = "end" if first else "start"
        if x - axis.left < 50:
            anchor = "start"
        elif axis.right - x < 50:
            anchor = "end"
        placed.append(Mark(x, kind, points, anchor))
    return tuple(placed)


def _names(placed: Sequence[tuple[Unit, float, int]], axis: Axis) -> dict[int, tuple[str, int, str]]:
    """Which dots bear a name, in which row above the dots, and to which side; at most four rows."""
    ends: list[float] = []
    names: dict[int, tuple[str, int, str]] = {}
    topmost: dict[float, int] = {}
    for index, (_, x, level) in enumerate(placed):
        if x not in topmost or level > placed[topmost[x]][2]:
            topmost[x] = index
    for x, index in sorted(topmost.items()):
        together = [unit.name for unit, other, _ in placed if other == x]
        text = " · ".join(together[:2]) + (f" +{len(together) - 2}" if len(together) > 2 else "")
        width = len(text) * 6.8
        anchor = "start" if x - width / 2 < axis.left else "end" if x + width / 2 > axis.right else "middle"
        begin = x if anchor == "start" else x - width if anchor == "end" else x - width / 2
        row = next((number for number, end in enumerate(ends) if end + 14 < begin), len(ends))
        if row == 4:
            return {}
        if row == len(ends):
            ends.append(0)
        ends[row] = begin + width
        names[index] = (text, row, anchor)
    return names


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a bar: how many units of one look."""

    y: float
    height: float
    look: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The units of one step of points, drawn as blocks one upon another."""

    x: float
    width: float
    low: int
    high: int
    size: int
    top: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """A distribution of many units."""

    axis: Axis
    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


BAR_HEIGHT = 120
ORDER = ("solid", "hold", "off")


def draw_histogram(
    bins: Sequence[tuple[int, str, int]], step: int, marks: Sequence[tuple[str, Decimal]], axis: Axis
) -> Histogram:
    """Bars of `step` points from bins (step number, look, how many)."""
    counts: dict[int, dict[str, int]] = {}
    for number, look, size in bins:
        looks = counts.setdefault(number, {})
        looks[look] = looks.get(look, 0) + size
    most = max((sum(looks.values()) for looks in counts.values()), default=1)
    base = HEAD + BAR_HEIGHT + 18
    bars = [
        _bar(number * step, (number + 1) * step, looks, BAR_HEIGHT / most, base, axis)
        for number, looks in sorted(counts.items())
    ]
    return Histogram(axis, int(axis.right) + 16, base + 34, base, tuple(bars), _marks(marks, axis))


def _bar(low: int, high: int, looks: dict[str, int], unit: float, base: int, axis: Axis) -> Bar:
    left, right = axis.x(Decimal(low)), axis.x(Decimal(high))
    blocks, y = [], float(base)
    for look in ORDER:
        if looks.get(look):
            height = max(round(looks[look] * unit, 1), 1.5)
            y = round(y - height, 1)
            blocks.append(Block(y, height, look))
    size = sum(looks.values())
    return Bar(left, max(round(right - left - 1, 1), 1.0), low, high, size, y, tuple(blocks))
