"""A table out of a file that a person saved: CSV as Excel and others write it, or XLSX."""

from collections.abc import Iterable, Iterator

from foundation.tables.csv_file import csv_rows
from foundation.tables.values import MAX_COLUMNS, MAX_ROWS, Cells, Row, Table, TableFault, TableRefused
from foundation.tables.xlsx_file import xlsx_rows


def read_table(data: bytes, filename: str = "") -> Table:
    """The table in a file, told by its content and not by its name. Raises TableRefused."""
    if not data.strip():
        raise TableRefused("empty_file")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise TableRefused("file_locked" if locked else "old_excel")
    faults: list[TableFault] = []
    if data.startswith(b"PK"):
        return _assemble(xlsx_rows(data, faults), faults)
    if filename.lower().endswith((".xls", ".ods", ".xlsb", ".pdf")) or data.startswith((b"%PDF", b"{\\rtf")):
        raise TableRefused("not_a_table")
    return _assemble(csv_rows(data), faults)


def _assemble(numbered: Iterable[tuple[int, list[str]]], faults: list[TableFault]) -> Table:
    """Take the first row that is not blank as the header, and fit every other row to it."""
    source = iter(numbered)
    header_row, header = _header(source)
    width = len(header)
    rows: list[Row] = []
    nameless: set[int] = set()
    for number, cells in source:
        if len(rows) >= MAX_ROWS:
            raise TableRefused("too_many_rows", number, limit=MAX_ROWS)
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if len(cells) > width:
            faults.append(TableFault("row_too_long", number, width, {"cells": len(cells), "columns": width}))
            del cells[width:]
        elif len(cells) < width:
            cells += [""] * (width - len(cells))
        if any(cells):
            nameless.update(place for place, title in enumerate(header) if not title and cells[place])
            rows.append(Row(number, tuple(cells)))
    faults += [TableFault("column_without_name", header_row, place) for place in sorted(nameless)]
    if not rows and not faults:
        raise TableRefused("no_rows", header_row)
    return Table(header, header_row, rows, faults)


def _header(source: Iterator[tuple[int, list[str]]]) -> tuple[int, Cells]:
    for number, cells in source:
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            if len(cells) > MAX_COLUMNS:
                raise TableRefused("too_many_columns", number, MAX_COLUMNS, limit=MAX_COLUMNS)
            return number, tuple(" ".join(cell.split()) for cell in cells)
    raise TableRefused("empty_file")
