"""Rows of a CSV file: UTF-8 or UTF-16, separated by comma, semicolon or tab."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

from foundation.tables.values import MAX_CELL, MAX_COLUMNS, MAX_CSV_BYTES, TableRefused

DELIMITERS = ",;\t"
_LONGEST_ROW = 4_000_000
_TRIED = 50


def csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The records with their number in Excel: a line "sep=;" is no row, and a quoted break makes none."""
    if len(data) > MAX_CSV_BYTES:
        raise TableRefused("file_too_large", bytes=len(data), limit=MAX_CSV_BYTES)
    text = _decoded(data)
    delimiter, start = _announced(text)
    if delimiter is None:
        delimiter = _found_delimiter(text)
    return _records(text, start, delimiter)


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        at = data.find(b"\0")
        if at >= 0:
            raise TableRefused("nul_byte", data[:at].count(b"\n") + 1)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise TableRefused("not_utf8", row) from None
    if "\0" in text:
        raise TableRefused("nul_byte", text[: text.index("\0")].count("\n") + 1)
    return text


def _announced(text: str) -> tuple[str | None, int]:
    """The delimiter of Excel's first line "sep=;", and where the table starts."""
    head = text[:8].lower()
    if head.startswith("sep=") and len(text) > 5 and text[5] in "\r\n":
        end = 7 if text[5:7] == "\r\n" else 6
        return text[4], end
    return None, 0


def _found_delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have as many cells as the header, then the most cells.

    The header is the first row of two cells or more: a title may stand above it.
    """

    def fit(delimiter: str) -> tuple[float, int]:
        sample: list[list[str]] = []
        with suppress(TableRefused):
            sample.extend(row for _, row in islice(_records(text, 0, delimiter), _TRIED) if any(row))
        width = next((len(row) for row in sample if len(row) > 1), 0)
        if not width:
            return (0.0, 0)
        return (sum(len(row) == width for row in sample) / len(sample), width)

    return max(DELIMITERS, key=fit)


class _Lines:
    """The lines of a text; refuses a record of unreasonable length before it is taken apart."""

    def __init__(self, text: str, start: int) -> None:
        self._source = StringIO(text, newline="")
        self._source.seek(start)
        self.record, self.taken = 1, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._source.readline(_LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken > _LONGEST_ROW:
            raise TableRefused("row_unending", self.record)
        return line


def _records(text: str, start: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(text, start)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if len(row) > 4 * MAX_COLUMNS:
                raise TableRefused("too_many_columns", lines.record, MAX_COLUMNS, limit=MAX_COLUMNS)
            yield lines.record, [_cell(cell, lines.record, place) for place, cell in enumerate(row)]
            lines.record, lines.taken = lines.record + 1, 0
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes_broken"
        raise TableRefused(code, lines.record, limit=MAX_CELL) from None


def _cell(text: str, row: int, place: int) -> str:
    if len(text) > MAX_CELL:
        raise TableRefused("cell_too_long", row, place, limit=MAX_CELL)
    return text.strip()
