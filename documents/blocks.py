"""The body of a paper that is told piece by piece: headings, sentences, tables and pictures, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.pictures import GreyDots, Picture


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns` has for each column its heading, the class of its width and that of its cells, as
    paper.css knows them. A line break in a cell is kept; a row of a single cell is a heading across.
    """

    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece: a table or a picture, or else a sentence. `look` is "part" for the heading of a part,
    "heading" for one within it, "closing" for what stays with the signature, empty for the body.
    """

    text: str = ""
    look: str = ""
    table: Table | None = None
    picture: Picture | None = None
    dots: GreyDots | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """One appended list: its name ("Phụ lục I"), its title line by line, and what it holds."""

    name: str
    title: tuple[str, ...]
    blocks: tuple[Block, ...]


def part(text: str) -> Block:
    """The heading of a part: "II. NỘI DUNG"."""
    return Block(text, "part")


def heading(text: str) -> Block:
    """A heading within a part."""
    return Block(text, "heading")


def body(lines: Iterable[str]) -> list[Block]:
    """Sentences, one paragraph each; empty ones are left out."""
    return [Block(line) for line in lines if line]


def table(columns: Sequence[tuple[str, str, str]], rows: Iterable[Sequence[str]]) -> Block:
    """A table of rows."""
    return Block(table=Table(tuple(columns), tuple(tuple(row) for row in rows)))


def numbered(annexes: Sequence[Annex]) -> tuple[Annex, ...]:
    """The annexes by name: Phụ lục, or Phụ lục I, II … where there are several (Decree 30/2020)."""
    names = ("I", "II", "III", "IV", "V")
    return tuple(
        Annex(f"Phụ lục {names[place]}" if len(annexes) > 1 else "Phụ lục", one.title, one.blocks)
        for place, one in enumerate(annexes)
    )
