"""A table out of a file that a person saved: CSV as Excel and others write it, or XLSX."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from foundation.tables.csv_file import csv_rows
from foundation.tables.values import MAX_COLUMNS, MAX_ROWS, Cells, Row, Table, TableFault, TableRefused
from foundation.tables.xlsx_file import xlsx_rows

IsHeader = Callable[[Sequence[str]], bool]
Numbered = tuple[int, list[str]]
_HEADER_SOUGHT = 10


def read_table(data: bytes, filename: str = "", is_header: IsHeader | None = None) -> Table:
    """The table in a file, told by its content and not by its name. Raises TableRefused.

    The header is the first row that is not blank, or the first of ten that `is_header` knows for one.
    """
    if not data.strip():
        raise TableRefused("empty_file")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise TableRefused("file_locked" if locked else "old_excel")
    faults: list[TableFault] = []
    if data.startswith(b"PK"):
        return _assemble(xlsx_rows(data, faults), faults, is_header)
    _refuse_markup(data)
    if filename.lower().endswith((".xls", ".ods", ".xlsb", ".pdf")) or data.startswith((b"%PDF", b"{\\rtf")):
        raise TableRefused("not_a_table")
    return _assemble(csv_rows(data), faults, is_header)


def _refuse_markup(data: bytes) -> None:
    """Refuse what programs save under the name of a spreadsheet and is none."""
    head = data[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<meta", b"<style", b"<?xml")):
        raise TableRefused("web_page")
    if re.match(rb'(\{\s*("|\}|$)|\[\s*([{\["\]]|$))', head):
        raise TableRefused("json_content")


def _assemble(numbered: Iterable[Numbered], faults: list[TableFault], is_header: IsHeader | None) -> Table:
    """Find the header, and fit every row below to it; faults of cells above it do not count."""
    header_row, header, source, above = _header(iter(numbered), is_header)
    faults[:] = [fault for fault in faults if fault.row is None or fault.row >= header_row]
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
    return Table(header, header_row, rows, faults, above)


def _header(
    source: Iterator[Numbered], is_header: IsHeader | None
) -> tuple[int, Cells, Iterator[Numbered], int]:
    """The header with its row, the rows below it, and how many there are above it."""
    tried: list[Numbered] = []
    for number, cells in source:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        tried.append((number, cells))
        if is_header is None or is_header(_titles(cells)):
            return number, _titles(_bounded(number, cells)), source, len(tried) - 1
        if len(tried) == _HEADER_SOUGHT:
            break
    if not tried:
        raise TableRefused("empty_file")
    number, cells = tried[0]
    return number, _titles(_bounded(number, cells)), chain(tried[1:], source), 0


def _titles(cells: list[str]) -> Cells:
    return tuple(" ".join(cell.split()) for cell in cells)


def _bounded(number: int, cells: list[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise TableRefused("too_many_columns", number, MAX_COLUMNS, limit=MAX_COLUMNS)
    return cells
