"""Rows of an XLSX file, by openpyxl: numbers as they are shown, nothing computed, nothing guessed."""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from foundation.tables.values import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_XLSX_BYTES,
    Figure,
    Recast,
    TableFault,
    TableRefused,
)

MAX_UNPACKED = 1_000_000_000
MAX_RATIO = 200
_SMALL = 10_000_000
_SHEETS = ("entries", "nhập liệu")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def xlsx_rows(data: bytes, faults: list[TableFault]) -> Iterator[tuple[int, list[str]]]:
    """The rows of the sheet named "entries" or "Nhập liệu", else of the first; cells at fault come empty."""
    if len(data) > MAX_XLSX_BYTES:
        raise TableRefused("file_too_large", bytes=len(data), limit=MAX_XLSX_BYTES)
    has_formulas = _inspect(data)
    uncomputed = _formulas(data) if has_formulas else set()
    return _rows(data, uncomputed, faults)


def _inspect(data: bytes) -> bool:
    """Refuse what is no workbook or would unpack to too much; tell whether some cell holds a formula."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            sizes = [item.file_size for item in archive.infolist()]
            if sum(sizes) > MAX_UNPACKED or (sum(sizes) > _SMALL and sum(sizes) > MAX_RATIO * len(data)):
                raise TableRefused("unpacks_too_large", bytes=sum(sizes), limit=MAX_UNPACKED)
            if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
                raise TableRefused("open_document")
            if "xl/workbook.bin" in names:
                raise TableRefused("binary_excel")
            if "[Content_Types].xml" not in names:
                raise TableRefused("not_xlsx")
            sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            return any(_has_formula(archive, name) for name in sheets)
    except TableRefused:
        raise
    except (BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError) as error:
        raise TableRefused("broken_xlsx", problem=type(error).__name__) from None


def _has_formula(archive: ZipFile, name: str) -> bool:
    tail = b""
    with archive.open(name) as part:
        while chunk := part.read(1 << 20):
            if _FORMULA.search(tail + chunk):
                return True
            tail = chunk[-40:]
    return False


def _sheet_rows(data: bytes, *, values: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The cells of the sheet, row by row; a broken file is refused whatever it provokes in the library."""
    # Slow to load, and most commands and pages read no spreadsheet.
    from foundation.tables.workbook import open_cells

    try:
        sheets = open_cells(data, values=values).worksheets
        if not sheets:
            raise TableRefused("no_sheet")
        named = [sheet for sheet in sheets if _folded(sheet.title) in _SHEETS]
        sheet = (named or sheets)[0]
        sheet.reset_dimensions()
        yield from enumerate(sheet.iter_rows(max_row=MAX_ROWS), start=1)
    except TableRefused:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises whatever a broken file provokes in it
        raise TableRefused("broken_xlsx", problem=type(error).__name__) from None


def _folded(title: str) -> str:
    return unicodedata.normalize("NFC", title).strip().casefold()


def _formulas(data: bytes) -> set[tuple[int, int]]:
    """The places of all formulas."""
    return {
        (number, place)
        for number, cells in _sheet_rows(data, values=False)
        for place, cell in enumerate(cells)
        if cell.data_type == "f"
    }


def _rows(
    data: bytes, formulas: set[tuple[int, int]], faults: list[TableFault]
) -> Iterator[tuple[int, list[str]]]:
    for number, cells in _sheet_rows(data, values=True):
        texts: list[str] = []
        for place, cell in enumerate(cells):
            value = cell.value
            if value is None:
                # A formula that gives empty text is stored as text; without any stored value it is not.
                if formulas and (number, place) in formulas and cell.data_type == "n":
                    faults.append(TableFault("formula_without_value", number, place))
                texts.append("")
            elif place >= MAX_COLUMNS:
                raise TableRefused("too_many_columns", number, place, limit=MAX_COLUMNS)
            elif cell.data_type == "e":
                faults.append(TableFault("cell_error", number, place, {"value": str(value)}))
                texts.append("")
            else:
                texts.append(_text(value, cell, number, place))
        yield number, texts


def _text(value: Any, cell: Any, row: int, place: int) -> str:
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise TableRefused("cell_too_long", row, place, limit=MAX_CELL)
        return value.strip()
    if isinstance(value, bool):
        return Recast("yes" if value else "no")
    if isinstance(value, int | float):
        return _figure(value, cell.number_format or "")
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return Recast(value.date().isoformat() if midnight else value.isoformat(" ", "seconds"))
    return Recast(value.isoformat() if isinstance(value, date) else value)


def _figure(value: float, number_format: str) -> Figure:
    """A number with the 15 digits that a spreadsheet keeps, never with an exponent; a percentage as one."""
    text = str(value) if isinstance(value, int) else f"{value:.15g}"
    percent = "%" in number_format and "%" in _QUOTED.sub("", number_format)
    if percent or "e" in text:
        exact = Decimal(text)
        text = f"{exact.scaleb(2) if percent else exact:f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return Figure(("0" if text == "-0" else text) + ("%" if percent else ""))
