"""A page that was never laid out: rows, rules, page number, and what stands in the margins of its model."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.document import Page
from weasyprint.draw import draw_page

from foundation.papers.drawn_pages.rows import DrawnRow

if TYPE_CHECKING:
    from foundation.papers.drawn_pages.model import Model


class DrawnPage(Page):
    """A page of a table; each line of it gets a tag, numbered from 0 in the order of the text."""

    def __init__(self, model: "Model", rows: list[DrawnRow], number: int) -> None:
        super().__init__(model.page.copy_with_children([]))
        self.model, self.rows = model, [*model.header, *rows]
        self._number = model.numeral(str(number))

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Paint the page as WeasyPrint paints its own: rules, then text, then the margins."""
        width, colour = self.model.rules
        margins = stream.clone(tags=None)
        draw_page(self.model.margins, margins)
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            with stream.artifact():
                stream.set_color(colour, stroke=True)
                stream.set_line_width(width)
                stream.stream.extend(self._rules(width))
            stream.set_color(self.model.colour)
            stream.stream.extend(self._texts())
            with stream.artifact():
                stream.stream.extend([self._number.drawn, *margins.stream])

    def _texts(self) -> Iterator[str]:
        lines = (one for row in self.rows for one in row.placed())
        for number, line in enumerate(lines):
            yield f"/Span <</MCID {number}>> BDC\n{line.drawn}\nEMC"

    def _rules(self, width: float) -> Iterator[str]:
        """The rules: one below each row from edge to edge, one between cells as far down as it goes."""
        columns, half = self.model.columns, width / 2
        bottom = self.rows[-1].top + self.rows[-1].height
        for y in (*(row.top for row in self.rows), bottom):
            yield f"{columns[0] - half:.7g} {y:.7g} m {columns[-1] + half:.7g} {y:.7g} l S"
        for number, x in enumerate(columns):
            for first, last in self._stretches(number):
                low, high = last.top + last.height + half, first.top - half
                yield f"{x:.7g} {high:.7g} m {x:.7g} {low:.7g} l S"

    def _stretches(self, edge: int) -> Iterator[tuple[DrawnRow, DrawnRow]]:
        """The first and last of rows that follow each other with a rule at this edge."""
        begun: DrawnRow | None = None
        before: DrawnRow | None = None
        for row in self.rows:
            stands = not any(column.covers(edge) for column, _lines in row.cells)
            if begun and before and not stands:
                yield begun, before
            begun = (begun or row) if stands else None
            before = row
        if begun and before:
            yield begun, before
