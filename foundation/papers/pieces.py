"""Where a long paper is cut into pieces that are laid out apart, each beginning with a planned page."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from foundation.papers.pagination import long_tables, turns
from foundation.papers.pdf import BODY

LONG = 400
"""Rows of one table from which a second process gains more time than it takes to start."""

MOST = 45
"""Pages of a piece at most: what one process holds in memory at a time."""

OWN_SHARE = 0.57
"""Of two pieces, the part that this process keeps, since the other one must first start."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece before its layout: its tree, its place among the pieces of its paper, the number of its first
    page, and how many pieces of other papers are in the file before its paper.
    """

    root: Element
    place: int
    first_page: int
    last: bool
    before: int = 0


@dataclass(frozen=True, slots=True)
class _Turn:
    """A planned page: its row in the table, and the number that it bears."""

    place: Element
    table: Element
    row: int
    page: int


def divide(root: Element, before: int = 0) -> list[Part]:
    """The pieces of a paper, in order; the paper itself where it is short or cannot be planned. `before`
    counts the pieces of other papers in the same file. The tree is used up.
    """
    planned = [
        (place, table, turns(place, table))
        for place, table in long_tables(root)
        if len(table.findall("./tbody/tr")) >= LONG
    ]
    every: list[_Turn] = []
    for number, (place, table, rows) in enumerate(planned):
        _mark(table, rows, BODY if place.tag == "body" else str(number))
        every += [_Turn(place, table, row, page) for page, row in enumerate(rows, start=2)]
    chosen = _choose(every)
    parts = []
    for count, turn in reversed(list(enumerate(chosen, start=1))):
        rest = cut(root, turn.place, turn.table, turn.row)
        parts.append(Part(rest, count, turn.page, count == len(chosen), before))
    return [Part(root, 0, 1, not chosen, before), *reversed(parts)]


def _choose(every: list[_Turn]) -> list[_Turn]:
    """The pages at which pieces begin: two pieces, or as many pairs as keep each small enough."""
    pages = len(every) + 2
    if len(every) < 2:
        return []
    if pages <= 2 * MOST:
        return [every[min(round(pages * OWN_SHARE), len(every)) - 1]]
    pieces = 2 * -(-pages // (2 * MOST))
    wanted = [round(pages * number / pieces) - 1 for number in range(1, pieces)]
    return [every[min(one, len(every) - 1)] for one in wanted]


def _mark(table: Element, rows: list[int], name: str) -> None:
    """Give the rows that begin a page their break, and the id by which the outcome is verified."""
    every = table.findall("./tbody/tr")
    for page, row in enumerate([0, *rows]):
        every[row].set("class", f"{every[row].get('class', '')} {'turn' if page else 'begin'}".strip())
        every[row].set("id", f"page-{name}-{page}")


def cut(root: Element, place: Element, table: Element, row: int) -> Element:
    """Take a table from a row on, and all that follows it, out of `root` into a tree of its own."""
    head, body = root
    columns, heading, rows = table
    moved = Element("tbody", rows.attrib)
    moved.extend(rows[row:])
    del rows[row:]
    moved[0].set("class", moved[0].get("class", "").replace("turn", "begin"))
    following = Element("table", table.attrib)
    following.extend([columns, heading, moved])
    rest = Element("body", body.attrib)
    inner = rest if place is body else Element("div", place.attrib)
    inner.extend([following, *_taken_after(place, table)])
    if inner is not rest:
        rest.extend([inner, *_taken_after(body, place)])
    second = Element("html", root.attrib)
    second.extend([head, rest])
    return second


def _taken_after(parent: Element, child: Element) -> list[Element]:
    """The elements after a child, taken out of their parent."""
    position = list(parent).index(child)
    after = list(parent[position + 1 :])
    del parent[position + 1 :]
    return after
