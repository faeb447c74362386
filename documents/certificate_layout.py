"""Where the lines of a certificate stand on its sheet: places in millimetres from the upper left corner.

Decree 50/2006, Art. 28 and what followed it: motto, issuer, "Tặng", award, recipient, address, achievement;
left the decision and the golden book, right place and date, title and signature. The present dimensions of a
Giấy khen are set by the district, since blanks (phôi) differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from foundation.papers.widths import Cut


class Sheet(StrEnum):
    """The size of the sheet, always landscape."""

    A4 = "A4"
    A3 = "A3"


class Told(StrEnum):
    """Which achievement is printed: that in the movement, the recipient's own figures, or both."""

    MOVEMENT = "movement"
    OWN = "own"
    BOTH = "both"


SIZES = {Sheet.A4: (297.0, 210.0), Sheet.A3: (420.0, 297.0)}
FRAME = {Sheet.A4: 16.0, Sheet.A3: 22.0}
"""How far the inside of the printed frame is from the edge of the sheet."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a field is printed. `blank`: a pre-printed blank leaves it open, so it is printed there too;
    `lines` is how many lines it may have; `prose` takes them before it is set smaller.
    """

    name: LazyString
    cut: Cut = Cut.REGULAR
    red: bool = False
    caps: bool = False
    blank: bool = True
    lines: int = 1
    left: bool = False
    top: bool = False
    prose: bool = False


STYLES: dict[str, Style] = {
    "nation": Style(_l("Quốc hiệu"), Cut.BOLD, caps=True, blank=False),
    "motto": Style(_l("Tiêu ngữ"), Cut.BOLD, blank=False),
    "issuer": Style(_l("Người tặng"), Cut.BOLD, red=True, caps=True, blank=False, lines=2),
    "given": Style(_l("Chữ “Tặng”"), Cut.BOLD, caps=True, blank=False),
    "award": Style(_l("Hình thức khen thưởng"), Cut.BOLD, red=True, caps=True, blank=False, lines=2),
    "recipient": Style(_l("Tên được khen"), Cut.BOLD, lines=3),
    "address": Style(_l("Địa chỉ"), lines=2),
    "achievement": Style(_l("Thành tích"), lines=8, prose=True),
    "decision": Style(_l("Số, ngày quyết định"), left=True, lines=2),
    "roll": Style(_l("Số sổ vàng"), left=True),
    "place": Style(_l("Địa danh, ngày tháng"), Cut.ITALIC),
    "role": Style(_l("Chức vụ người ký"), Cut.BOLD, caps=True, lines=4, top=True),
    "signer": Style(_l("Họ tên người ký"), Cut.BOLD),
    "mark": Style(_l("Mã QR và mã kiểm tra"), left=True, lines=3),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """The box of one field, in millimetres, and its largest size of type in points."""

    x: float
    y: float
    width: float
    height: float
    size: float
    shown: bool = True

    def overlaps(self, other: "Spot") -> bool:
        """Whether two boxes share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole sheet. `overlay` prints only what a blank leaves open; `dx` and `dy` shift everything, since no
    printer feeds exactly.
    """

    sheet: Sheet
    overlay: bool
    dx: float
    dy: float
    told: Told
    spots: Mapping[str, Spot]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the sheet in millimetres."""
        return SIZES[self.sheet]

    def printed(self) -> Iterator[tuple[str, Style, Spot]]:
        """The fields that are printed, from the top."""
        for name, style in STYLES.items():
            spot = self.spots[name]
            if spot.shown and (style.blank or not self.overlay):
                yield name, style, spot


_A4 = {
    "nation": Spot(50, 20, 197, 8, 15),
    "motto": Spot(50, 28, 197, 9, 15),
    "issuer": Spot(30, 39, 237, 11, 20),
    "given": Spot(98, 51, 101, 8, 16),
    "award": Spot(50, 60, 197, 19, 46),
    "recipient": Spot(25, 81, 247, 14, 26),
    "address": Spot(30, 96, 237, 9, 16),
    "achievement": Spot(30, 106, 237, 24, 17),
    "decision": Spot(24, 141, 108, 12, 13),
    "roll": Spot(24, 154, 108, 7, 13),
    "mark": Spot(24, 163, 108, 22, 9),
    "place": Spot(152, 133, 120, 8, 14),
    "role": Spot(152, 142, 120, 15, 14),
    "signer": Spot(152, 181, 120, 9, 15),
}


def default_layout(sheet: Sheet = Sheet.A4, *, overlay: bool = False) -> Layout:
    """Ours, until the district sets its own; on A3 everything is as many times larger as the sheet is."""
    factor = SIZES[sheet][0] / SIZES[Sheet.A4][0]
    spots = {name: _scaled(spot, factor) for name, spot in _A4.items()}
    return Layout(sheet, overlay, 0, 0, Told.MOVEMENT, spots)


def _scaled(spot: Spot, factor: float) -> Spot:
    x, y, width, height, size = (round(getattr(spot, one) * factor, 1) for one in MEASURES)
    return Spot(x, y, width, height, size, spot.shown)


MEASURES = ("x", "y", "width", "height", "size")


def to_data(layout: Layout) -> dict[str, Any]:
    """The layout as it is kept."""
    return {
        "sheet": layout.sheet.value,
        "overlay": layout.overlay,
        "dx": layout.dx,
        "dy": layout.dy,
        "told": layout.told.value,
        "spots": {
            name: {one: getattr(spot, one) for one in (*MEASURES, "shown")}
            for name, spot in layout.spots.items()
        },
    }


def from_data(data: Mapping[str, Any]) -> Layout:
    """The layout that was kept; a field that it does not know yet stands where ours does."""
    sheet = Sheet(data["sheet"])
    spots = dict(default_layout(sheet).spots)
    spots |= {name: Spot(**values) for name, values in data["spots"].items() if name in STYLES}
    return Layout(sheet, data["overlay"], data["dx"], data["dy"], Told(data["told"]), spots)


def clashes(layout: Layout) -> list[tuple[str, str]]:
    """Fields whose boxes overlap, two by two."""
    printed = [(name, spot) for name, _style, spot in layout.printed()]
    return [(one[0], two[0]) for one, two in combinations(printed, 2) if one[1].overlaps(two[1])]


def strays(layout: Layout) -> list[str]:
    """Fields whose boxes leave the sheet or, where we draw one, touch the frame."""
    width, height = layout.size
    edge = 0.0 if layout.overlay else FRAME[layout.sheet]
    return [
        name
        for name, _style, spot in layout.printed()
        if min(spot.x, spot.y) < edge
        or spot.x + spot.width > width - edge
        or spot.y + spot.height > height - edge
    ]
