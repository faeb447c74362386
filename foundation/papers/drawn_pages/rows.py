"""A row of a table as it is drawn: which of its cells say what, and where. All lengths in CSS pixels."""

from collections.abc import Iterator
from dataclasses import dataclass

from foundation.papers.drawn_pages.shaping import SetLine, Setting


@dataclass(frozen=True, slots=True)
class Column:
    """A cell of one kind of row: where its text stands, and how far below the row its first baseline.
    `leading` is the part of the room beside a line that stands before it.
    """

    tag: str
    first: int
    span: int
    left: float
    width: float
    drop: float
    leading: float
    setting: Setting | None

    def covers(self, edge: int) -> bool:
        """Whether this cell goes over the edge before a column, counted from 0."""
        return self.first < edge < self.first + self.span


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that differ in their text alone. `edges`: height of a row less its lines of `pitch`; a `heading`
    may not end a page.
    """

    columns: tuple[Column, ...]
    pitch: float
    edges: float
    heading: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of text, and where its baseline begins."""

    line: SetLine
    setting: Setting
    left: float
    baseline: float

    @property
    def drawn(self) -> str:
        """The operators that show it, in a page whose first row is above."""
        place = f"1 0 0 -1 {self.left:.7g} {self.baseline:.7g} Tm"
        return f"BT\n/{self.setting.name} {self.setting.size:.6g} Tf {place} [{self.line.shown}] TJ\nET"


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row as it stands on its page: what each of its cells says, line by line."""

    top: float
    height: float
    cells: tuple[tuple[Column, list[SetLine]], ...]
    kind: Kind

    def at(self, top: float) -> "DrawnRow":
        """The same row elsewhere."""
        return DrawnRow(top, self.height, self.cells, self.kind)

    def placed(self) -> Iterator[Placed]:
        """Its lines in the order of the text."""
        for column, lines in self.cells:
            for number, line in enumerate(lines):
                if column.setting is not None:
                    left = column.left + (column.width - line.width) * column.leading
                    baseline = self.top + column.drop + number * self.kind.pitch
                    yield Placed(line, column.setting, left, baseline)
