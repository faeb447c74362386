"""What the first pages of a long table tell about those that follow.

A list of a thousand rows repeats one row a thousand times, and WeasyPrint takes eight milliseconds for each.
So it lays out the page on which the table begins and the one after; from these are read where columns,
baselines and rules stand, and the rows that follow are set and placed alike. Nothing of paper.css is
repeated here. Every row that WeasyPrint did lay out is reckoned once more and must come out the same, in its
height and in each of its lines; if one does not, nothing is drawn.

All lengths in CSS pixels, from the upper left corner of the page.
"""

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.fonts import Font

from foundation.papers.drawn_pages.reading import (
    NEAR,
    box_of,
    compare,
    kind_of,
    rows_of,
    rules_of,
    tables_on,
    text_of,
)
from foundation.papers.drawn_pages.rows import Column, DrawnRow, Kind, Placed
from foundation.papers.drawn_pages.shaping import NotPlainError, Setting

KEPT = 0.6
"""So much of a page at least WeasyPrint lays out itself at the end of a table: there the rules of the
signature hold, which move the last two rows at most."""

LEADING = {"left": 0.0, "start": 0.0, "center": 0.5, "right": 1.0, "end": 1.0}
LOOKS = ("font_family", "font_weight", "font_style", "font_size", "white_space", "lang")


class Model:
    """The pattern of the pages of one table, which is laid out on `pages` and stands in `parent`. `first` is
    the page on which it begins, `laid_out` how many rows stand there, `page` the box of the following page,
    which has this `number`. Raises NotPlainError.
    """

    def __init__(
        self, pages: Sequence[Page], parent: Element, table: Element, fonts: dict[Any, Font]
    ) -> None:
        self._settings: dict[Any, Setting] = {}
        self._fonts = fonts
        self._kinds: dict[Any, Kind] = {}
        self.in_annex = parent.tag == "div"
        self.first, tables = tables_on(pages, table)
        if len(tables) < 2:
            raise NotPlainError("the table does not go over a page")
        self.laid_out = len(rows_of(tables[0], head=False))
        self._table = tables[1]
        self.page = box_of(pages[self.first + 1])
        self.rules = rules_of(self._table)
        for part in tables:
            self._learn(rows_of(part, head=False))
        self.header = [self._head(one) for one in rows_of(self._table, head=True)]
        self.colour = next(iter(self._settings.values())).colour
        self._top = rows_of(self._table, head=False)[0].position_y
        self._bottom = self.page.content_box_y() + self.page.height
        self._read_margins()

    @property
    def columns(self) -> list[float]:
        """The middles of the upright rules, from left to right."""
        places, widths = self._table.column_positions, self._table.column_widths
        return [*places, places[-1] + widths[-1]]

    def pages(self, rows: Sequence[Element]) -> list[list[DrawnRow]]:
        """The rows that follow, page by page as far as they fill pages that are not the last ones."""
        pages: list[list[DrawnRow]] = [[]]
        top = self._top
        for row in rows:
            drawn = self._set(row, top, self._kinds[kind_of(row)])
            if self._top + drawn.height > self._bottom:
                raise NotPlainError("a row higher than a page")
            if top + drawn.height > self._bottom * (1 + 1e-9):
                pages.append([*_taken_headings(pages[-1]), drawn])
                top = self._top
                for number, one in enumerate(pages[-1]):
                    pages[-1][number] = one.at(top)
                    top += one.height
            else:
                pages[-1].append(drawn)
                top += drawn.height
        room, rest = KEPT * (self._bottom - self._top), 0.0
        while pages and rest < room:
            rest += sum(one.height for one in pages.pop())
        return pages

    def numeral(self, number: str) -> Placed:
        """A page number in its place."""
        place = self._numbered
        setting = self._setting(place.style)
        (line,) = setting.lines(number, self.page.width)
        left = place.position_x + (place.width - line.width) / 2
        return Placed(line, setting, left, place.position_y + place.baseline)

    def _learn(self, rows: list[Any]) -> None:
        for laid in rows:
            if any(cell.style["vertical_align"] != "top" for cell in laid.children):
                raise NotPlainError("cells that do not begin at the top")
            kind = self._kinds.setdefault(kind_of(laid.element), self._kind(laid))
            compare(laid, self._set(laid.element, laid.position_y, kind))

    def _head(self, laid: Any) -> DrawnRow:
        drawn = self._set(laid.element, laid.position_y, self._kind(laid))
        compare(laid, drawn)
        return drawn

    def _set(self, row: Element, top: float, kind: Kind) -> DrawnRow:
        cells = []
        for column, cell in zip(kind.columns, row, strict=True):
            if len(cell):
                raise NotPlainError("a cell that holds more than text")
            setting = column.setting
            cells.append((column, setting.lines(cell.text or "", column.width) if setting else []))
        height = kind.edges + kind.pitch * max(len(lines) for _column, lines in cells)
        return DrawnRow(top, height, tuple(cells), kind)

    def _kind(self, laid: Any) -> Kind:
        columns = tuple(self._column(laid, cell) for cell in laid.children)
        heights = [line.height for cell in laid.children for line in cell.children]
        if not heights or max(heights) - min(heights) > NEAR:
            raise NotPlainError("lines of different heights")
        most = max(len(cell.children) for cell in laid.children)
        heading = laid.style["break_after"] != "auto"
        return Kind(columns, heights[0], laid.height - most * heights[0], heading)

    def _column(self, laid: Any, cell: Any) -> Column:
        leading = LEADING.get(cell.style["text_align_all"])
        if cell.rowspan != 1 or leading is None:
            raise NotPlainError("a cell over several rows, or lines that fill their width")
        if not all(isinstance(one, boxes.LineBox) for one in cell.children):
            raise NotPlainError("a cell that holds more than text")
        setting, drop = None, 0.0
        if cell.children:
            text = text_of(cell.children[0])
            setting = self._setting(text.style)
            drop = text.position_y + text.baseline - laid.position_y
        left, tag = cell.content_box_x(), cell.element_tag
        return Column(tag, cell.grid_x, cell.colspan, left, cell.width, drop, leading, setting)

    def _setting(self, style: Any) -> Setting:
        key = tuple(str(style[name]) for name in LOOKS)
        if key not in self._settings:
            self._settings[key] = Setting(style, self._fonts)
        return self._settings[key]

    def _read_margins(self) -> None:
        """Find the page number; `margins` is the page with all other margins, and nothing else."""
        every = [one for one in self.page.children if isinstance(one, boxes.MarginBox)]
        numbered = [one for one in every if one.at_keyword == "@top-center"]
        texts = [text_of(line) for box in numbered for line in box.children]
        if len(texts) != 1 or not texts[0].text.isdecimal():
            raise NotPlainError("no page number")
        self._numbered, self.number = texts[0], int(texts[0].text)
        self.margins = self.page.copy_with_children([one for one in every if one not in numbered])


def _taken_headings(rows: list[DrawnRow]) -> list[DrawnRow]:
    """Take from a page the rows at its end that may not stay there."""
    count = 0
    while count < len(rows) and rows[-1 - count].kind.heading:
        count += 1
    if count == len(rows):
        raise NotPlainError("a page of nothing but headings")
    taken = rows[len(rows) - count :]
    del rows[len(rows) - count :]
    return taken
