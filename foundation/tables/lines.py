"""A table whose columns are known beforehand, filled in by hand: its rows as texts in our own order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from foundation.errors import DomainError
from foundation.tables.reading import read_table
from foundation.tables.values import Table, TableFault, TableRefused, column_letter
from foundation.tables.wording import table_fault_text
from foundation.vietnamese import plain


@dataclass(frozen=True, slots=True)
class Line:
    """One row as typed, with its number in the spreadsheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with one cell, in words."""

    row: int
    column: int
    text: str

    @property
    def cell(self) -> str:
        """Its place as a spreadsheet names it: C5."""
        return f"{column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of such a table. `titles` are those of the form in the language of the page, `known` what
    else a file may call each column, in small letters without marks; `required` are places among them.
    """

    titles: Sequence[object]
    known: Sequence[Collection[str]]
    required: Collection[int]
    most: int


def read_lines(data: bytes, filename: str, columns: Columns) -> list[Line]:
    """The rows of a file. Raises DomainError, naming each place, where the file is none or has a bad cell."""
    try:
        table = read_table(data, filename, is_header=lambda titles: _is_header(titles, columns))
    except TableRefused as refused:
        raise DomainError(_told(refused.fault), field="file") from None
    if table.faults:
        raise DomainError(" ".join(_told(fault) for fault in table.faults[:10]), field="file")
    places = _places(table, columns)
    if len(table.rows) > columns.most:
        raise DomainError(
            _("Nhiều hơn %(limit)s dòng — chia thành nhiều tệp.", limit=columns.most), field="file"
        )
    return [
        Line(row.number, tuple("" if place is None else row.cells[place] for place in places))
        for row in table.rows
    ]


def _is_header(titles: Sequence[str], columns: Columns) -> bool:
    return sum(_column_of(title, columns) is not None for title in titles) >= len(columns.required)


def _column_of(title: str, columns: Columns) -> int | None:
    wanted = plain(title).replace("*", "").strip()
    named = zip(columns.titles, columns.known, strict=True)
    return next((at for at, (name, known) in enumerate(named) if wanted in (plain(str(name)), *known)), None)


def _places(table: Table, columns: Columns) -> list[int | None]:
    """Where in the file each of our columns stands; a missing required one is a fault of the file."""
    found: dict[int, int] = {}
    for place, title in enumerate(table.header):
        column = _column_of(title, columns)
        if column is not None:
            found.setdefault(column, place)
    missing = [str(columns.titles[column]) for column in sorted(columns.required) if column not in found]
    if missing:
        names = ", ".join(missing)
        raise DomainError(
            _("Dòng tiêu đề thiếu cột: %(names)s. Dùng biểu mẫu tải về ở trang này.", names=names),
            field="file",
        )
    return [found.get(column) for column in range(len(columns.titles))]


def _told(fault: TableFault) -> str:
    text = table_fault_text(fault)
    if fault.row is None:
        return text
    if fault.column is None:
        return _("Dòng %(row)s: %(text)s", row=fault.row, text=text)
    return _("Ô %(cell)s: %(text)s", cell=f"{column_letter(fault.column)}{fault.row}", text=text)
