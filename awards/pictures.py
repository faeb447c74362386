"""Geometry of the pictures of a ranking, computed here and drawn by templates/macros/pictures.html.

Lengths are in the units of the picture's own view box. Nothing here knows colours or words of a page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """Which dots bear a name, in which row above the dots, and to which side; none where there is no room.
    The line that leads from a name down to its dot passes beside the names of the rows below.
    """
    columns: list[list[int]] = []
    for index in sorted(range(len(placed)), key=lambda one: placed[one][1]):
        begun = columns and placed[index][1] - placed[columns[-1][0]][1] < COLUMN
        columns[-1].append(index) if begun else columns.append([index])
    topmost = {placed[top][1]: top for top in (max(one, key=lambda i: placed[i][2]) for one in columns)}
    told = {}
    for x, column in zip(topmost, columns, strict=True):
        together = [placed[index][0].name for index in column]
        told[x] = " · ".join(together[:2]) + (f" +{len(together) - 2}" if len(together) > 2 else "")
    found = next(filter(None, (_laid(told, axis, sides) for sides in SIDES)), [])
    return {topmost[one.x]: (told[one.x], one.row, one.anchor) for one in found}


LETTER = 6.8
ROWS = 6
COLUMN = 4
"""Dots that stand nearer than this are one column with one line of names."""
ASIDE = 14
SIDES = (("middle", "end", "start"), ("end", "start", "middle"), ("start", "end", "middle"))
"""On which side of its line a name stands, the best first: above its dot; else like steps, up or down."""


def _laid(told: Mapping[float, str], axis: Axis, sides: Sequence[str]) -> "list[_Text]":
    """A place for every name, one after the other; empty where one of them finds none."""
    texts: list[_Text] = []
    for x in sorted(told, reverse=sides[0] == "start"):
        found = next((one for one in _places(x, told[x], axis, sides) if one.is_free(texts)), None)
        if found is None:
            return []
        texts.append(found)
    return texts


@dataclass(frozen=True, slots=True)
class _Text:
    """Where a name would stand: from `begin` to `end` in a row, its line leading down at `x`."""

    x: float
    begin: float
    end: float
    row: int
    anchor: str

    def is_free(self, others: Sequence["_Text"]) -> bool:
        """Whether it neither touches another name nor is struck by, or strikes with, a line."""
        return all(
            not (self.row == one.row and self.begin < one.end + ASIDE and one.begin < self.end + ASIDE)
            and not (self.row > one.row and one.begin - 2 < self.x < one.end + 2)
            and not (one.row > self.row and self.begin - 2 < one.x < self.end + 2)
            for one in others
        )


def _places(x: float, name: str, axis: Axis, sides: Sequence[str]) -> Iterator[_Text]:
    """Where a name may stand within the picture, the best place first: low, or as the steps have it."""
    width = len(name) * LETTER
    begins = {"middle": x - width / 2, "end": x - width, "start": x}
    places = [(row, anchor) for anchor in sides for row in range(ROWS)]
    if sides == SIDES[0]:
        places.sort(key=lambda place: place[0])
    for row, anchor in places:
        if begins[anchor] >= axis.left and begins[anchor] + width <= axis.right:
            yield _Text(x, begins[anchor], begins[anchor] + width, row, anchor)


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
