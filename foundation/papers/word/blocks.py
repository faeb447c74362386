"""A paper between its tree and its Word document: paragraphs and tables, part by part."""

from dataclasses import dataclass, field

from foundation.papers.word.looks import NOTHING, Edges, Look


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the page, in points from its upper left corner; `width` of the words that stand there."""

    left: float
    top: float
    width: float = 0.0


@dataclass(slots=True)
class Run:
    """Words that look alike; `break_line`: no words, but the end of a line."""

    text: str
    look: Look
    break_line: bool = False


@dataclass(slots=True)
class Picture:
    """A drawing as PNG; `told` says what it is. Lengths in points. With a `spot` it lies behind the words."""

    png: bytes
    width: float
    height: float
    told: str
    look: Look
    spot: Spot | None = None


@dataclass(slots=True)
class Paragraph:
    """One paragraph. `name` is its style; `before`, `after`, `left` and `right` are points; `spot` is its
    place if it does not flow with the others.
    """

    look: Look
    name: str
    runs: list[Run | Picture] = field(default_factory=list)
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    keep: bool = False
    whole: bool = False
    new_page: bool = False
    border: Edges = NOTHING
    padding: Edges = NOTHING
    level: int | None = None
    spot: Spot | None = None
    exact: float | None = None
    """Height of its line where it is a rule or a gap, and nothing is written in it."""


@dataclass(slots=True)
class Cell:
    """One cell. `follows`: it goes on with the cell above it."""

    blocks: list["Paragraph | Table"]
    look: Look
    span: int = 1
    starts: bool = False
    follows: bool = False


@dataclass(slots=True)
class Row:
    """One row. `heads`: it is repeated on every page; `keep`: it is never the last on a page."""

    cells: list[Cell]
    heads: bool = False
    whole: bool = False
    keep: bool = False
    height: float = 0.0


@dataclass(slots=True)
class Table:
    """One table; `widths` of its columns in points, `left` how far from the margin it begins."""

    widths: list[float]
    rows: list[Row]
    left: float = 0.0
    border: Edges = NOTHING
    padding: Edges = NOTHING


@dataclass(slots=True)
class Part:
    """What stands on pages of one name."""

    page: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
