"""What WeasyPrint made of a table, read from its boxes. All lengths in CSS pixels."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from foundation.papers.drawn_pages.rows import DrawnRow
from foundation.papers.drawn_pages.shaping import NotPlainError

NEAR = 0.002
"""So far a line may stand from where it was reckoned: much less than any printer can show."""


def box_of(page: Page) -> Any:
    """The box of a page; the library has no public name for it."""
    return page._page_box  # noqa: SLF001


def tables_on(pages: Sequence[Page], table: Element) -> tuple[int, list[Any]]:
    """The page on which a table begins, counted from 0, and the table as it stands on each of its pages."""
    found = [(number, one) for number, page in enumerate(pages) for one in _tables(box_of(page), table)]
    return (found[0][0] if found else 0), [one for _number, one in found]


def _tables(box: Any, table: Element) -> Iterator[Any]:
    if isinstance(box, boxes.TableBox):
        if box.element is table:
            yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _tables(child, table)


def rows_of(table: Any, *, head: bool) -> list[Any]:
    """The rows of the head of a table, or those of its body."""
    return [row for group in table.children if group.is_header == head for row in group.children]


def text_of(line: Any) -> Any:
    """The one text of a line."""
    if len(line.children) != 1 or not isinstance(line.children[0], boxes.TextBox):
        raise NotPlainError("a line that holds more than text")
    return line.children[0]


def rules_of(table: Any) -> tuple[float, Any]:
    """How wide the rules of a table are, and of what colour, where all are alike."""
    drawn = {
        (style, width, str(colour)): colour
        for grid in table.collapsed_border_grid
        for line in grid
        for _score, (style, width, colour) in line
        if width
    }
    if len(drawn) != 1:
        raise NotPlainError("rules of different kinds")
    (((style, width, _told), colour),) = drawn.items()
    if style != "solid":
        raise NotPlainError("rules that are not lines")
    return width, colour


def compare(laid: Any, drawn: DrawnRow) -> None:
    """Raises NotPlainError where a row that was laid out did not come out as it was reckoned."""
    texts = [text_of(line) for cell in laid.children for line in cell.children]
    placed = list(drawn.placed())
    if len(texts) != len(placed) or abs(laid.height - drawn.height) > NEAR:
        raise NotPlainError("a row came out otherwise than reckoned")
    for text, one in zip(texts, placed, strict=True):
        away = max(
            abs(text.position_x - one.left),
            abs(text.position_y + text.baseline - one.baseline),
            abs(text.width - one.line.width),
        )
        if text.text.strip(" ") != one.line.text or away > NEAR:
            raise NotPlainError(f"{one.line.text!r} came out otherwise than reckoned")


def kind_of(row: Element) -> Any:
    """What rows have in common that are alike but for their text."""
    names = [name for name in (row.get("class") or "").split() if name not in ("last", "turn", "begin")]
    cells = ((one.tag, one.get("class"), one.get("colspan"), bool((one.text or "").strip())) for one in row)
    return tuple(names), tuple(cells)
