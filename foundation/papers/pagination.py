"""Where the pages of a long table turn, known before any layout.

A page boundary that is known beforehand lets two processes lay out the two halves of a paper. So the
lines of each row are counted here from the advance widths of Times New Roman (Liberation Serif has the
same). Every doubt is decided towards more lines (no kerning, breaks at spaces only, an unknown letter is
one em wide): a page may end a line early, never a line late. `foundation.papers.pdf` verifies the outcome,
and the last page and a half is not planned at all, so that the rules of the signature block hold there.
"""

import math
import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element

MM = 72 / 25.4
PAGE_HEIGHT = 257 * MM
LINE = 15.0
ROW_EDGE = 2.2 * MM + 0.5
CELL_EDGE = 3.2 * MM + 0.5
TEXT_WIDTH = 165.0
COLUMNS = {
    "n": 12.0,
    "who": 64.0,
    "num": 19.0,
    "money": 32.0,
    "place": 13.0,
    "sum": 22.0,
    "grade": 23.0,
    "outcome": 34.0,
    "code": 24.0,
    "mark": 16.0,
    "asked": 64.0,
    "figure": 36.0,
    "verdict": 43.0,
}
"""Width in mm of each kind of column, as in paper.css; a column without a class takes what is left."""

HEAD = {"superior": 16.0, "issuing": 16.0, "number": 27.0, "kind": 19.0, "with": 17.5}
"""Height in points of the lines above the table; a title line that is not named here counts as `kind`."""
HEAD_SPACE = 21 * MM
TITLE_EM = 13.0
KEPT = 1.5

_EM = 12.0
_BOLD = 1.08
_ADVANCES = {
    250: " ,.",
    278: "'/:;\\ijlt|",
    333: "!()-I[]`fr‘’²",
    389: "Js",
    444: '"?acez“”',
    500: "#$*^{}0123456789_bdghknopquvxyđ–",
    564: "ơư~+<=>−FPS",
    611: "ELTZ",
    722: "BCRADGHKNOQUVXYwĐƠ",
    778: "½Ưm&",
    944: "%MW@",
}
_WIDTHS = {letter: width / 1000 for width, letters in _ADVANCES.items() for letter in letters}


def long_tables(root: Element) -> list[tuple[Element, Element]]:
    """Each table of class "list" whose pages can be told beforehand, with what it stands in: the body, below
    head and title alone, or an annex, below its title alone.
    """
    body = root.find("./body")
    if body is None:
        return []
    found = []
    for place in (body, *(one for one in body if (one.get("class") or "").split(" ")[0] == "annex")):
        before: list[str | None] = []
        for child in place:
            if child.get("class") == "list":
                if all(name in ("head", "title") for name in before):
                    found.append((place, child))
                break
            before.append(child.get("class"))
    return found


def turns(place: Element, table: Element) -> list[int]:
    """Indices of the rows that begin a page, in order; none for the first page and for the last ones.

    Expects what `long_tables` gives. A heading row never ends a page.
    """
    rows = table.findall("./tbody/tr")
    widths = column_widths(table)
    heights = [_row_height(row, widths) for row in rows]
    head = max((_row_height(row, widths) for row in table.findall("./thead/tr")), default=0.0)
    found: list[int] = []
    room, rest = PAGE_HEIGHT - _above_table(place) - head, sum(heights)
    for index, height in enumerate(heights):
        if height > room:
            start = _before_headings(rows, index)
            if rest < KEPT * PAGE_HEIGHT or start in found:
                break
            found.append(start)
            room = PAGE_HEIGHT - head - sum(heights[start:index])
        room -= height
        rest -= height
    return found


def rows_of_pages(table: Element, pages: float) -> int:
    """How many rows surely fill so many pages."""
    widths, height = column_widths(table), 0.0
    rows = table.findall("./tbody/tr")
    for count, row in enumerate(rows):
        if height > pages * PAGE_HEIGHT:
            return count
        height += _row_height(row, widths)
    return len(rows)


def column_widths(table: Element) -> list[float]:
    """Width of each column of the list, in mm."""
    classes = [column.get("class", "") for column in table.findall("./colgroup/col")]
    known = sum(COLUMNS.get(name, 0.0) for name in classes)
    return [COLUMNS.get(name, TEXT_WIDTH - known) for name in classes]


def _before_headings(rows: list[Element], index: int) -> int:
    while index and rows[index - 1].get("class") == "group":
        index -= 1
    return index


def _row_height(row: Element, widths: list[float]) -> float:
    lines, column = 1, 0
    for cell in row:
        span = int(cell.get("colspan", "1"))
        width = sum(widths[column : column + span]) * MM - CELL_EDGE
        scale = _EM * (_BOLD if cell.tag == "th" else 1.0)
        lines = max(lines, count_lines("".join(cell.itertext()), width / scale))
        column += span
    return lines * LINE + ROW_EDGE


def _above_table(place: Element) -> float:
    """Height of head and title; a little too much rather than too little."""
    height = HEAD_SPACE
    for line in place.iterfind("./table[@class='head']//p"):
        height += HEAD.get(line.get("class", ""), 0.0) * count_lines("".join(line.itertext()), 68 * MM / 14)
    for line in place.iterfind("./div[@class='title']/*"):
        text = "".join(line.itertext())
        height += (
            HEAD["kind"] * count_lines(text, TEXT_WIDTH * MM / TITLE_EM / _BOLD) if text.strip() else 0.0
        )
    return height + HEAD["number"]


def count_lines(text: str, ems: float) -> int:
    """How many lines a text needs at most in a column of so many ems."""
    lines, used = 1, 0.0
    for word in text.replace("\n", " ").split(" "):
        width = _word_width(word)
        if used and used + 0.25 + width > ems:
            lines, used = lines + 1, 0.0
        if width > ems:
            lines += math.ceil(width / ems)
            used = ems
        else:
            used += width + (0.25 if used else 0.0)
    return lines


def count_ems(text: str) -> float:
    """How wide a text of regular weight is on one line, in ems."""
    return sum(_letter_width(letter) for letter in text)


@lru_cache(maxsize=4096)
def _word_width(word: str) -> float:
    return sum(_letter_width(letter) for letter in word)


@lru_cache(maxsize=1024)
def _letter_width(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", letter)
    if len(base) > 1 and base[0] in _WIDTHS:
        return _WIDTHS[base[0]] + (0.06 if "\u031b" in base else 0.0)
    return 0.25 if letter == "\u00a0" else 1.0
