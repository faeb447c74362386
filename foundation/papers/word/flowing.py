"""Blocks one below the other: margins that meet become one, and what may not part is kept together."""

from dataclasses import dataclass

from foundation.papers.word.blocks import Paragraph, Part, Picture, Run, Table
from foundation.papers.word.looks import Look, root_look
from foundation.papers.word.naming import NAMES

GAP = NAMES["gap"]
"""The style of a paragraph that only keeps two blocks apart."""
LEAST = 1.0
"""Height in points of such a paragraph where there is no margin: Word joins tables that touch."""


@dataclass(frozen=True, slots=True)
class Place:
    """The room that blocks have: `width` in points, and how far it is from each edge of its column.

    `share_of` is what a width in per cent is a part of: inside a box that is as wide as its longest line,
    that line, though its words have the whole room, since their width is only guessed.
    """

    width: float
    left: float = 0.0
    right: float = 0.0
    share_of: float | None = None

    def within(self, look: Look) -> "Place":
        """The room inside a block of this look; one of fixed width stands where its margins put it."""
        left, right = look.margin[3] or 0.0, look.margin[1] or 0.0
        wide = self._asked(look)
        if wide is not None:
            rest = max(0.0, self.width - wide - left - right)
            if look.margin[3] is None:
                left = rest / 2 if look.margin[1] is None else rest
            right = max(0.0, self.width - wide - left)
        left, right = left + look.padding[3], right + look.padding[1]
        share = self.share_of if wide is None else None
        return Place(max(1.0, self.width - left - right), self.left + left, self.right + right, share)

    def _asked(self, look: Look) -> float | None:
        if isinstance(look.width, tuple):
            number, unit = look.width
            whole = self.width if self.share_of is None else self.share_of
            return number / 100 * whole if unit == "%" else number * look.size
        return look.width


class Flow:
    """The blocks of a cell, or of a whole paper part by part."""

    def __init__(self, page: str = "") -> None:
        self.parts = [Part(page)]
        self._gap = 0.0
        self._turn = False

    @property
    def blocks(self) -> list[Paragraph | Table]:
        """What the present part holds so far."""
        return self.parts[-1].blocks

    def enter(self, look: Look) -> None:
        """A block begins: its page, its margin, and what it may not be parted from."""
        self._turn_to(look.page)
        self.leave_room(look.top())
        if look.break_before == "avoid":
            self._keep_last()
        self._turn = self._turn or look.break_before == "page"

    def leave(self, look: Look, start: int) -> None:
        """A block ends that began after so many blocks of this part."""
        self.leave_room(look.bottom())
        inside = self.blocks[start:]
        if look.break_inside == "avoid":
            for one in inside[:-1]:
                keep_with_next(one)
            for one in inside:
                if isinstance(one, Paragraph):
                    one.whole = True
        if look.break_after == "avoid" and inside:
            self._keep_last()
        self._turn = self._turn or look.break_after == "page"

    def leave_room(self, margin: float) -> None:
        """Margins that meet: the larger one holds."""
        self._gap = max(self._gap, margin)

    def add_room(self, padding: float) -> None:
        """Padding adds to the margin before it."""
        self._gap += padding

    def add(self, block: Paragraph | Table) -> None:
        """The next block, below the room that is left for it."""
        if isinstance(block, Paragraph):
            block.before, block.new_page = self._gap, self._turn
        else:
            self._before_table()
        self._gap, self._turn = 0.0, False
        self.blocks.append(block)

    def add_sheet(self, pictures: list[Run | Picture], placed: list[Paragraph]) -> None:
        """What has its place on a page: Word ties it to a paragraph that flows, so one opens the page, and
        one ends it.
        """
        opening = gap_paragraph(LEAST)
        opening.runs = pictures
        self.add(opening)
        self.blocks.extend([*placed, gap_paragraph(LEAST)])

    def _before_table(self) -> None:
        """A table has no margin in Word: the paragraph above has it, or one made for it."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Paragraph) and not self._turn:
            last.after = self._gap
        elif last is not None or self._gap or self._turn:
            keep = isinstance(last, Table) and last.rows[-1].keep
            self.blocks.append(gap_paragraph(self._gap, keep=keep, new_page=self._turn))

    def _turn_to(self, page: str) -> None:
        if page != self.parts[-1].page:
            if self.blocks:
                self.parts.append(Part(page))
                self._turn = False
            else:
                self.parts[-1].page = page

    def _keep_last(self) -> None:
        if self.blocks:
            keep_with_next(self.blocks[-1])


def keep_with_next(block: Paragraph | Table) -> None:
    """The end of this block stays on the page of what comes next."""
    if isinstance(block, Paragraph):
        block.keep = True
    else:
        block.rows[-1].keep = True


def gap_paragraph(height: float, *, keep: bool = False, new_page: bool = False) -> Paragraph:
    """An empty line of exactly this height."""
    return Paragraph(root_look(), GAP, keep=keep, new_page=new_page, exact=max(LEAST, height))
