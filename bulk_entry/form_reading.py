"""Reading a spreadsheet form that was filled in: which form it is, and what its cells say.

Spreadsheet programs and telephones change much of a file (sorting, numbers as text, formulas, dates); what is
read is found by the keys of the hidden row and by the codes of the rows, never by place.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from flask_babel import gettext as _

from bulk_entry.columns import CODE
from bulk_entry.form_workbook import FORMAT, KEY_SIGN, MARKER_SHEET, Marker
from bulk_entry.household_table import MOST_ROWS, TypedRow
from foundation.errors import DomainError
from foundation.tables.reading import read_table
from foundation.tables.values import Table, TableRefused
from foundation.tables.wording import table_fault_text
from foundation.tables.workbook import open_cells

MOST_BYTES = 10_000_000
MOST_UNPACKED = 120_000_000
FILE = "file"
UNREAD = "?"


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form: which one, its keys in the order of the columns, its rows, and the cells that could not be
    read, as sentences by row and column.
    """

    marker: Marker
    keys: Sequence[str]
    table: Table
    broken: Mapping[tuple[int, int], str]


def read_form(data: bytes, filename: str) -> ReadForm:
    """Read a form. Raises DomainError beside "file" with what to do where it is none that can be read."""
    _refuse_bombs(data)
    try:
        table = read_table(data, filename, _is_key_row)
        if not _is_key_row(table.header):
            raise _not_ours()
        marker = _marker(data)
    except TableRefused as refused:
        raise DomainError(table_fault_text(refused.fault), field=FILE) from None
    if len(table.rows) > MOST_ROWS + 1:
        raise DomainError(
            _("Tệp có hơn %(most)s dòng. Chia thành nhiều tệp rồi nộp từng tệp.", most=MOST_ROWS), field=FILE
        )
    keys = [cell.removeprefix(KEY_SIGN) for cell in table.header]
    broken = {
        (fault.row, fault.column): table_fault_text(fault)
        for fault in table.faults
        if fault.row is not None and fault.column is not None
    }
    return ReadForm(marker, keys, table, broken)


def household_rows(form: ReadForm) -> list[TypedRow]:
    """The rows of a form of households; the row of titles below the keys is none."""
    found = {row.number: dict(zip(form.keys, row.cells, strict=False)) for row in form.table.rows}
    for number, key, _text in broken_cells(form):
        # What the file could not give must not read as if nothing had been written.
        found.setdefault(number, {})[key] = UNREAD
    rows: list[TypedRow] = []
    for number in sorted(found):
        cells = {key: text for key, text in found[number].items() if key}
        typed = TypedRow(number, cells)
        if number != form.table.header_row + 1 and not typed.is_blank:
            code = cells.get(CODE, "").strip()
            typed.base = form.marker.base.get(code) if code else None
            rows.append(typed)
    return rows


def broken_cells(form: ReadForm) -> list[tuple[int, str, str]]:
    """The cells that could not be read: row, key, and what to do."""
    return [
        (row, form.keys[column] if column < len(form.keys) else "", text)
        for (row, column), text in sorted(form.broken.items())
    ]


def _is_key_row(cells: Sequence[str]) -> bool:
    written = [cell for cell in cells if cell]
    return len(written) > 1 and all(cell.startswith(KEY_SIGN) for cell in written)


def _not_ours() -> DomainError:
    return DomainError(
        _(
            "Tệp này không phải mẫu tải từ hệ thống, hoặc dòng ẩn trong mẫu đã bị xóa. Tải mẫu mới, chép số "
            "liệu sang rồi nộp; danh sách hộ tự lập thì dán ở trang Hộ của ấp."
        ),
        field=FILE,
    )


def _refuse_bombs(data: bytes) -> None:
    """Refuse what is too large, or would unpack to far more than a form holds; nothing is unpacked yet."""
    if len(data) > MOST_BYTES:
        raise DomainError(_("Tệp lớn hơn 10 MB, không phải mẫu đã điền. Chọn lại tệp."), field=FILE)
    if not data.startswith(b"PK"):
        raise DomainError(_("Tệp này không phải tệp Excel .xlsx. Chọn mẫu .xlsx đã điền."), field=FILE)
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (BadZipFile, zlib.error, OSError, ValueError, EOFError):
        raise DomainError(
            _("Tệp hỏng hoặc gửi lên chưa hết. Lưu lại trong Excel rồi nộp lại."), field=FILE
        ) from None
    if unpacked > MOST_UNPACKED:
        raise DomainError(
            _("Nội dung nén trong tệp quá lớn so với một mẫu. Tải mẫu mới rồi điền lại."), field=FILE
        )


def _marker(data: bytes) -> Marker:
    """What the hidden sheet says."""
    try:
        book = open_cells(data, values=True)
        if MARKER_SHEET not in book.sheetnames:
            raise _not_ours()
        text = "".join(str(row[0].value or "") for row in book[MARKER_SHEET].iter_rows(max_col=1))
        told = json.loads(text)
        if told.get("format") != FORMAT:
            raise _not_ours()
        return Marker(
            kind=str(told["kind"]),
            year_id=int(told["year_id"]),
            criteria=str(told["criteria"]),
            subject_id=int(told["subject_id"]),
            type_code=str(told["type_code"]),
            base={str(code): dict(cells) for code, cells in dict(told["base"]).items()},
        )
    except DomainError:
        raise
    except Exception as error:
        raise _not_ours() from error
