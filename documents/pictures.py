"""Pictures of papers: drawn here as plain rectangles, lines and words; in black and greys that a grey printer
keeps apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.pictures import Dots, Unit
from foundation.formats import number

GREYS = ("#ffffff", "#b8b8b8", "#1a1a1a")
WIDTH, ROW, BAR, TOP = 620, 26, 11, 6
LETTER = 6.6
"""How wide a letter of a name is, at most on average."""
"""Units of the picture's view box; the bars of one line stand one below the other."""
ROOM = 70
"""Kept right of the longest bar for its figure."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its figure."""

    y: int
    width: float
    grey: str
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """The bars of one name."""

    name: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars by name. `keys` say what each grey means, `label` all of it to who cannot see it."""

    title: str
    label: str
    width: int
    height: int
    left: int
    rows: tuple[Row, ...]
    keys: tuple[tuple[str, str], ...]


def bars(
    title: str, series: Sequence[str], lines: Sequence[tuple[str, Sequence[Decimal | None]]], decimals: int
) -> Picture:
    """Lying bars: for each line its name and a figure for each of at most three series; None draws none."""
    most = max(
        (value for _name, values in lines for value in values if value is not None), default=Decimal(1)
    )
    left = round(max((len(name) for name, _values in lines), default=0) * LETTER) + 12
    unit = (WIDTH - left - ROOM) / float(most or 1)
    greys = GREYS[-len(series) :]
    tall = len(series) * (BAR + 2) + 8
    rows = []
    for place, (name, values) in enumerate(lines):
        top = TOP + place * max(tall, ROW)
        drawn = tuple(
            Bar(top + at * (BAR + 2), round(float(value) * unit, 1), greys[at], number(value, decimals))
            for at, value in enumerate(values)
            if value is not None
        )
        rows.append(Row(name, top + (len(series) * (BAR + 2)) // 2 + 3, drawn))
    told = "; ".join(f"{row.name}: {', '.join(bar.told for bar in row.bars)}" for row in rows)
    keys = tuple(zip(series, greys, strict=True)) if len(series) > 1 else ()
    height = TOP + len(lines) * max(tall, ROW)
    return Picture(title, f"{title}. {told}", WIDTH, height, left, tuple(rows), keys)


@dataclass(frozen=True, slots=True)
class GreyDots:
    """The picture of a ranking as the screen draws it (`awards.pictures`), for paper: black for who has an
    award or is proposed for one, white for the others. `ticks` are points with their
    places, drawn down from `top`, below the names; `keys` what each look means, `note` what the numbers are.
    """

    title: str
    label: str
    drawn: Dots
    ticks: tuple[tuple[str, float], ...]
    top: float
    keys: tuple[tuple[str, str], ...] = ()
    note: str = ""


def grey_dots(
    title: str, drawn: Dots, units: Sequence[Unit], keys: Sequence[tuple[str, str]], note: str
) -> GreyDots:
    """The drawing with its words."""
    named = dict(keys)
    told = "; ".join(
        f"{one.name}: {number(one.points, 2)}, hạng {one.number}, {named[one.look]}"
        for one in reversed(units)
    )
    ticks = tuple((number(points), x) for points, x in drawn.axis.ticks)
    top = max((one.name_y + 8 for one in drawn.dots if one.name), default=24)
    return GreyDots(title, f"{title}. {told}", drawn, ticks, top, tuple(keys), note)
