"""A table of a paper → rows and cells of fixed widths. Words outside of its cells stand before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from foundation.papers.word.blocks import Cell, Row, Table
from foundation.papers.word.flowing import Flow, Place
from foundation.papers.word.looks import NOTHING, Look

if TYPE_CHECKING:
    from foundation.papers.word.reading import Path, Reader

CELLS = ("td", "th")
GROUPS = ("thead", "tbody", "tfoot")
COLUMNS = ("colgroup", "col")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is read: its element with look and path, and whether it stands in the head."""

    element: Any
    look: Look
    path: "Path"
    heads: bool


def read_table(reader: "Reader", element: Any, look: Look, path: "Path", place: Place, flow: Flow) -> None:
    """Read a table into the flow. A table without cells leaves its words as paragraphs."""
    lines = list(_lines(reader, element, look, path))
    _read_strays(reader, element, look, path, place, flow)
    width = _own_width(look, place)
    layout = _laid_out([_cells_of(reader, line) for line in lines])
    columns = max((start + span for row in layout for start, span, *_ in row), default=0)
    if not columns:
        return
    widths = _widths(reader, element, look, path, layout, columns, width)
    table = Table(widths, [], left=place.left + (look.margin[3] or 0.0))
    for line, cells in zip(lines, layout, strict=True):
        table.rows.append(_row(reader, line, cells, widths))
    _settle(table, look)
    flow.add(table)


def _own_width(look: Look, place: Place) -> float:
    if isinstance(look.width, float):
        return look.width
    return place.width * (look.width[0] / 100 if look.width and look.width[1] == "%" else 1.0)


def _lines(reader: "Reader", element: Any, above: Look, path: "Path", heads: bool = False) -> Iterator[_Line]:
    for child in element.iter_children():
        look, own = reader.look(child, above, path)
        tag = child.etree_element.tag
        if look.display == "none":
            continue
        if tag == "tr":
            yield _Line(child, look, own, heads)
        elif tag in GROUPS:
            yield from _lines(reader, child, look, own, tag == "thead")


def _read_strays(reader: "Reader", element: Any, look: Look, path: "Path", place: Place, flow: Flow) -> None:
    """What stands in a table but in no cell of it."""
    bare = element.etree_element
    _stray_words(reader, [bare.text, *(child.tail for child in bare)], look, path, place, flow)
    for child in element.iter_children():
        tag = child.etree_element.tag
        if tag in COLUMNS:
            _stray_words(reader, list(child.etree_element.itertext()), look, path, place, flow)
        elif tag in (*GROUPS, "tr"):
            own_look, own = reader.look(child, look, path)
            _read_strays(reader, child, own_look, own, place, flow)
        elif tag not in CELLS or bare.tag != "tr":
            reader.read(child, replace(look, display="block"), path, place, flow)


def _stray_words(
    reader: "Reader", words: list[str | None], look: Look, path: "Path", place: Place, flow: Flow
) -> None:
    said = " ".join(word for word in words if word and word.strip())
    if said:
        reader.read_words(said, look, path, place, flow)


_Placed = tuple[int, int, Any, Look, "Path", int]
"""A cell in its row: first column, columns, element (None where a cell above goes on), look, path, rows."""


def _cells_of(reader: "Reader", line: _Line) -> list[tuple[Any, Look, "Path"]]:
    return [
        (child, *reader.look(child, line.look, line.path))
        for child in line.element.iter_children()
        if child.etree_element.tag in CELLS
    ]


def _laid_out(rows: list[list[tuple[Any, Look, "Path"]]]) -> list[list[_Placed]]:
    """Each cell in its columns; cells of several rows leave a place in the rows below."""
    found: list[list[_Placed]] = []
    below: dict[int, tuple[int, int, Look, Path]] = {}
    for cells in rows:
        row: list[_Placed] = []
        column = 0
        waiting = iter(cells)
        going_on, below = below, {}
        while True:
            if column in going_on:
                span, left, look, path = going_on.pop(column)
                row.append((column, span, None, look, path, left))
                if left > 1:
                    below[column] = (span, left - 1, look, path)
            else:
                cell = next(waiting, None)
                if cell is None:
                    if not going_on or column > max(going_on):
                        break
                    column += 1
                    continue
                element, look, path = cell
                span, tall = _count(element, "colspan"), _count(element, "rowspan")
                row.append((column, span, element, look, path, tall))
                if tall > 1:
                    below[column] = (span, tall - 1, look, path)
            column += span
        found.append(row)
    return found


def _count(element: Any, name: str) -> int:
    said = element.etree_element.get(name, "1")
    return max(1, int(said)) if said.isdecimal() else 1


def _widths(
    reader: "Reader",
    element: Any,
    look: Look,
    path: "Path",
    layout: list[list[_Placed]],
    columns: int,
    width: float,
) -> list[float]:
    """Of each column: what the stylesheet says, of columns first, then of cells; the rest shares the rest."""
    known: list[float | None] = [*_of_columns(reader, element, look, path), *[None] * columns][:columns]
    for row in layout[:1] if any(known) else layout:
        for start, span, _element, cell, _path, _tall in row:
            if span == 1 and known[start] is None and isinstance(cell.width, float):
                edges = 0.0 if cell.border_box else cell.padding[1] + cell.padding[3]
                known[start] = cell.width + edges
    open_ones = known.count(None)
    spare = width - sum(one for one in known if one is not None)
    share = max(spare, width * 0.05 * open_ones) / open_ones if open_ones else 0.0
    widths = [share if one is None else one for one in known]
    # What was said may ask for more than there is, and a table is as wide as it says.
    return [one * width / sum(widths) for one in widths]


def _of_columns(reader: "Reader", element: Any, above: Look, path: "Path") -> Iterator[float | None]:
    for child in element.iter_children():
        tag = child.etree_element.tag
        if tag in COLUMNS:
            look, own = reader.look(child, above, path)
            if tag == "colgroup" and len(child.etree_element):
                yield from _of_columns(reader, child, look, own)
            else:
                width = look.width if isinstance(look.width, float) else None
                yield from [width] * _count(child, "span")


def _row(reader: "Reader", line: _Line, cells: list[_Placed], widths: list[float]) -> Row:
    """One row with what its cells hold; columns that it leaves out get an empty cell."""
    made = Row(
        [],
        heads=line.heads,
        whole=line.heads or line.look.break_inside == "avoid",
        keep=line.heads or line.look.break_after == "avoid",
        height=max((look.height for *_place, look, _path, _tall in cells), default=0.0),
    )
    column = 0
    for start, span, element, look, path, tall in cells:
        if start > column:
            made.cells.append(Cell([], replace(line.look, border=NOTHING), start - column))
        room = sum(widths[start : start + span]) - look.padding[1] - look.padding[3]
        blocks = Flow(look.page)
        if element is not None:
            reader.read_inside(element, _inside(look), path, Place(max(1.0, room)), blocks)
        made.cells.append(
            Cell(blocks.blocks, look, span, starts=element is not None and tall > 1, follows=element is None)
        )
        column = start + span
    if column < len(widths):
        made.cells.append(Cell([], replace(line.look, border=NOTHING), len(widths) - column))
    return made


def _inside(look: Look) -> Look:
    """The look of what a cell holds: its edges belong to the cell."""
    return replace(look, margin=NOTHING, padding=NOTHING, border=NOTHING, height=0.0, width=None)


def _settle(table: Table, look: Look) -> None:
    """What its rows have in common, and a table that may not break."""
    usual = next((cell.look for row in table.rows if not row.heads for cell in row.cells), look)
    table.border, table.padding = usual.border, usual.padding
    if look.break_inside == "avoid":
        for row in table.rows:
            row.whole = True
        for row in table.rows[:-1]:
            row.keep = True
