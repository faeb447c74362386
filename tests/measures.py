"""What stands where in a PDF: each line of text with its place, size and font, and each drawn rule.

Read by PDFium, which knows nothing of how we make papers. All lengths in points, from the upper left corner.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

MM = 72 / 25.4
GAP = 15.0
"""Letters further apart than this stand in different columns."""


@dataclass(frozen=True)
class Line:
    """Letters on one line of one column. `bold` and `italic` where all its letters are; `page` from 0."""

    page: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool

    @property
    def middle(self) -> float:
        """Half way between its edges."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Rule:
    """A thin drawn line; upright where it is higher than wide."""

    page: int
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class _Letter:
    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str


@dataclass(frozen=True)
class Measures:
    """All that was measured. `sizes`: width and height of each page."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    sizes: tuple[tuple[float, float], ...]

    def on(self, page: int) -> list[Line]:
        """The lines of a page, in the order in which they are read."""
        return [line for line in self.lines if line.page == page]

    def find(self, start: str) -> Line:
        """The first line that begins so."""
        found = [line for line in self.lines if line.text.startswith(start)]
        assert found, f"no line begins with {start!r}: {[line.text for line in self.lines][:80]}"
        return found[0]

    def below(self, line: Line, *, within: float = 12) -> Rule:
        """The flat rule that stands under a line."""
        found = [
            one
            for one in self.rules
            if one.page == line.page
            and 0 < one.top - line.baseline < within
            and one.left < line.middle < one.right
            and one.right - one.left > one.bottom - one.top
        ]
        assert found, f"no rule below {line.text!r}"
        return min(found, key=lambda one: one.top)


def measure(pdf: bytes) -> Measures:
    """Every line and rule of a PDF."""
    document = pdfium.PdfDocument(pdf)
    lines: list[Line] = []
    rules: list[Rule] = []
    sizes = []
    for number in range(len(document)):
        page = document[number]
        height = page.get_height()
        sizes.append((page.get_width(), height))
        lines.extend(_lines(_letters(page.get_textpage(), height), number))
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = one.get_bounds()
            edges = sorted(_heights(one)) if top - bottom > 2 else [bottom, top]
            if right - left < 2:
                rules.append(Rule(number, left, right, height - top, height - bottom))
            elif len(edges) > 1 and edges[1] - edges[0] < 2:
                rules.append(Rule(number, left, right, height - edges[1], height - edges[0]))
    return Measures(tuple(lines), tuple(rules), tuple(sizes))


def _heights(path: pdfium.PdfObject) -> set[float]:
    """The heights of the corners of a path: a line below a box is drawn as the box less all above it."""
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    found = set()
    for index in range(raw.FPDFPath_CountSegments(path)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, index), x, y)
        found.add(round(matrix.on_point(x.value, y.value)[1], 2))
    return found


def _letters(text_page: pdfium.PdfTextPage, height: float) -> Iterator[_Letter]:
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    box = raw.FS_RECTF()
    matrix = raw.FS_MATRIX()
    for index in range(text_page.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text_page, index))
        raw.FPDFText_GetFontInfo(text_page, index, name, 200, flags)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        size = raw.FPDFText_GetFontSize(text_page, index) * abs(matrix.a)
        yield _Letter(letter, x.value, box.right, height - y.value, size, name.value.decode())


def _lines(letters: Iterator[_Letter], page: int) -> Iterator[Line]:
    row: list[_Letter] = []
    for letter in letters:
        if letter.text in "\r\n" or (row and not letter.font and not letter.text.strip()):
            continue
        if row and (abs(letter.baseline - row[-1].baseline) > 1 or letter.left - row[-1].right > GAP
                    or letter.left < row[0].left - 1):  # fmt: skip
            yield from _line(row, page)
            row = []
        row.append(letter)
    yield from _line(row, page)


def _line(row: list[_Letter], page: int) -> Iterator[Line]:
    seen = [one for one in row if one.text.strip()]
    if not seen:
        return
    yield Line(
        page,
        "".join(one.text for one in row).strip(),
        seen[0].left,
        seen[-1].right,
        seen[0].baseline,
        round(max(one.size for one in seen), 2),
        all("Bold" in one.font for one in seen),
        all("Italic" in one.font for one in seen),
    )
