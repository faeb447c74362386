"""A certificate as a drawing: every line measured beforehand, so that nothing leaves its box.

The drawing is SVG in points, the same on the screen and on paper. A text that is too long for its box is set
smaller step by step; where that is not enough it takes a second line, then smaller again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose

from markupsafe import Markup

from documents.certificate_layout import FRAME, Layout, Spot, Style, Told
from documents.paper import Mark
from foundation.papers.rendering import render
from foundation.papers.widths import BASELINE, LINE, Cut, wrap
from foundation.papers.widths import width_of as ems_of

MM = 72 / 25.4
STEP = 0.5
SMALLEST = 4.0
ONE_LINE = 0.7
"""Down to this part of its size a text rather shrinks than takes a second line."""
QR = 20.0
GAP = 2.0


@dataclass(frozen=True, slots=True)
class CertificateText:
    """What one certificate says, field by field."""

    fields: Mapping[str, str]
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a drawing, in points: where its baseline begins, or is centred in the width of its box."""

    text: str
    x: float
    y: float
    width: float
    size: float
    bold: bool
    italic: bool
    red: bool
    left: bool

    @property
    def start(self) -> float:
        """The left edge of the room it has."""
        return self.x if self.left else self.x - self.width / 2

    @property
    def top(self) -> float:
        """The upper edge of the line."""
        return self.y - BASELINE * self.size

    def continues(self, above: "TextLine") -> bool:
        """Whether it looks like another line, and stands where that one's next would."""
        alike = replace(above, text=self.text, y=self.y) == self
        return alike and isclose(self.y - above.y, self.size * LINE, abs_tol=0.01)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points; of a field, with its name, on the test page."""

    x: float
    y: float
    width: float
    height: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One sheet in points. `sheet` is its size by name, `rule` the line under the motto, `qr` where the code
    stands.
    """

    sheet: str
    width: float
    height: float
    lines: tuple[TextLine, ...]
    frame: float | None
    rule: Box | None
    qr: Box | None
    mark: Mark | None
    boxes: tuple[Box, ...] = ()
    grid: bool = False
    title: str = ""

    @property
    def blocks(self) -> list[list[TextLine]]:
        """The lines field by field: those that go on exactly below the one before are one text."""
        found: list[list[TextLine]] = []
        for line in self.lines:
            if found and line.continues(found[-1][-1]):
                found[-1].append(line)
            else:
                found.append([line])
        return found

    def ticks(self, *, vertical: bool) -> Iterator[tuple[float, str]]:
        """The lines of the grid: every 10 mm, with the figure in millimetres every 50."""
        length = self.height if vertical else self.width
        for at in range(0, int(length / MM) + 1, 10):
            yield at * MM, str(at) if at % 50 == 0 else ""


@dataclass(frozen=True, slots=True)
class Certificates:
    """What the template prints: one drawing a page."""

    title: str
    drawings: tuple[Drawing, ...]
    sample: bool = False


def fit(text: str, box: Box, size: float, style: Style) -> tuple[float, list[str]]:
    """The largest size at which a text fits its box, and its lines: one line down to ONE_LINE of the size,
    then as many as the style allows; prose at once. A word wider than the box is broken when nothing else
    helps.
    """
    width, height, cut, allowed = box.width, box.height, style.cut, style.lines
    now = size
    while now >= size * ONE_LINE and not style.prose:
        if ems_of(text, cut) * now <= width and now * LINE <= height:
            return now, [text]
        now -= STEP
    now = size
    while now > SMALLEST:
        lines = wrap(text, width / now, cut)
        if (
            len(lines) <= allowed
            and len(lines) * now * LINE <= height
            and all(ems_of(line, cut) * now <= width for line in lines)
        ):
            return now, _balanced(text, width / now, cut, len(lines))
        now -= STEP
    return _squeezed(text, width, height, cut)


def _squeezed(text: str, width: float, height: float, cut: Cut) -> tuple[float, list[str]]:
    """Nothing is cut: whatever is written stands in its box, broken at letters and as small as it takes."""
    now = SMALLEST
    while True:
        lines = _broken(text, width / now, cut)
        if len(lines) * now * LINE <= height or now < 1:
            return now, lines
        now *= 0.9


def _broken(text: str, ems: float, cut: Cut) -> list[str]:
    lines = [""]
    for letter in text:
        if lines[-1] and ems_of(lines[-1] + letter, cut) > ems:
            lines.append("")
        lines[-1] += letter
    return lines


def _balanced(text: str, ems: float, cut: Cut, count: int) -> list[str]:
    """The same number of lines, none much shorter than the others."""
    best = wrap(text, ems, cut)
    for part in range(95, 40, -5):
        lines = wrap(text, ems * part / 100, cut)
        if len(lines) > count or any(ems_of(line, cut) > ems for line in lines):
            break
        best = lines
    return best


def draw(layout: Layout, text: CertificateText, *, grid: bool = False) -> Drawing:
    """One certificate on its sheet; with `grid` also the millimetres and the boxes, for a trial print."""
    width, height = layout.size
    lines: list[TextLine] = []
    rule = qr = None
    boxes = []
    for name, style, spot in layout.printed():
        box = _box(layout, spot, str(style.name) if grid else "")
        boxes.append(box)
        if name == "mark":
            qr, beside = _mark_boxes(box)
            if text.mark is not None:
                told = (f"Mã kiểm tra: {text.mark.code}", f"Kiểm tra tại {text.mark.address}")
                lines += _stacked(told, style, beside, spot.size)
            continue
        set_lines = _set(text.fields.get(name, ""), style, box, spot.size)
        lines += set_lines
        if name == "motto" and set_lines:
            rule = _rule_under(set_lines[0])
    return Drawing(
        layout.sheet.value,
        width * MM,
        height * MM,
        tuple(lines),
        None if layout.overlay else FRAME[layout.sheet] * MM,
        rule,
        qr if text.mark is not None else None,
        text.mark,
        tuple(boxes) if grid else (),
        grid,
    )


def _box(layout: Layout, spot: Spot, name: str) -> Box:
    x, y = (spot.x + layout.dx) * MM, (spot.y + layout.dy) * MM
    return Box(x, y, spot.width * MM, spot.height * MM, name)


def _set(text: str, style: Style, box: Box, size: float) -> list[TextLine]:
    """A field in its box: its given lines, each fitted; or one text, wrapped as it needs."""
    told = [line.strip() for line in text.splitlines() if line.strip()]
    if style.caps:
        told = [line.upper() for line in told]
    if not told:
        return []
    if len(told) > 1:
        return _stacked(told, style, box, size)
    now, lines = fit(told[0], box, size, style)
    return _placed(lines, style, box, now)


def _stacked(told: Sequence[str], style: Style, box: Box, size: float) -> list[TextLine]:
    """Lines that stand under one another, all in one size; a long one wraps."""
    now = size
    while now > SMALLEST:
        lines = [part for line in told for part in wrap(line, box.width / now, style.cut)]
        if len(lines) * now * LINE <= box.height and all(
            ems_of(line, style.cut) * now <= box.width for line in lines
        ):
            return _placed(lines, style, box, now)
        now -= STEP
    now, lines = _squeezed(" ".join(told), box.width, box.height, style.cut)
    return _placed(lines, style, box, now)


def _placed(lines: Sequence[str], style: Style, box: Box, size: float) -> list[TextLine]:
    """Lines from the top of the box, or in the middle of its height."""
    room = 0.0 if style.top else (box.height - len(lines) * size * LINE) / 2
    x = box.x if style.left else box.x + box.width / 2
    first = box.y + room + BASELINE * size
    bold, italic = style.cut is Cut.BOLD, style.cut is Cut.ITALIC
    return [
        TextLine(line, x, first + number * size * LINE, box.width, size, bold, italic, style.red, style.left)
        for number, line in enumerate(lines)
    ]


def _mark_boxes(box: Box) -> tuple[Box, Box]:
    """The code on the left, as large as the box allows, and what is said beside it."""
    side = min(QR * MM, box.height, box.width / 3)
    beside = box.x + side + GAP * MM
    return Box(box.x, box.y, side, side), Box(beside, box.y, box.x + box.width - beside, side)


def _rule_under(line: TextLine) -> Box:
    width = ems_of(line.text, Cut.BOLD) * line.size
    return Box(line.x - width / 2, line.y + 0.35 * line.size, width, 0)


def achievement(told: Told, deed: str, own: str) -> str:
    """What was achieved, as the layout wants it."""
    if told is Told.OWN and own:
        return own
    if told is Told.BOTH and own:
        return f"{deed}: {own[:1].lower()}{own[1:]}"
    return deed


def render_html(certificates: Certificates) -> str:
    """The sheets as a complete XHTML page."""
    return render("certificates.html", certificates)


def drawing_svg(drawing: Drawing) -> Markup:
    """The same sheet for the screen: one drawing, its texts among it."""
    return Markup(render("certificate_drawing.html", drawing))  # noqa: S704 - our own template escapes all
