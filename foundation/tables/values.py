"""A table as it was read, and what may be wrong with it.

The header and the rows are texts, each row with the number that the person sees in a spreadsheet.
What is wrong is data (`TableFault`), all of it at once; the words stand in `wording.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_CSV_BYTES = 200_000_000
MAX_XLSX_BYTES = 100_000_000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 1_000
MAX_CELL = 32_767

Cells = tuple[str, ...]


class Figure(str):
    """The text of a cell that holds a number and not letters: exact, with a decimal point."""

    __slots__ = ()


class Recast(str):
    """The text of a cell that a spreadsheet holds as a date or truth value: perhaps not what was typed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TableFault:
    """Something wrong with a file. `row` counts from 1 as a spreadsheet does, `column` from 0."""

    code: str
    row: int | None = None
    column: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class TableRefused(Exception):
    """The file is no table that can be read; `fault` says why."""

    def __init__(self, code: str, row: int | None = None, column: int | None = None, **facts: object) -> None:
        super().__init__(code)
        self.fault = TableFault(code, row, column, facts)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells` are stripped and as many as the header has."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """The header, the rows that are not blank, and the faults of single cells (which are empty here).

    `above` counts the rows above the header that are not blank either.
    """

    header: Cells
    header_row: int
    rows: list[Row]
    faults: list[TableFault]
    above: int = 0


def column_letter(column: int) -> str:
    """The name a spreadsheet gives to a column counted from 0: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
