"""The households of a hamlet as a spreadsheet form, with room for new ones."""

from io import BytesIO

from flask_babel import gettext as _

from bulk_entry.columns import Column
from bulk_entry.form_workbook import HEAD_ROWS, FormBook, Marker
from bulk_entry.state import State
from scorecards.rule_words import rule_of

KIND = "households"
SPARE_ROWS = 300
_WIDTHS = {"code": 15, "name": 30, "choice": 26, "yes_no": 12, "number": 13, "text": 20}


def make_household_form(state: State) -> BytesIO:
    """The form of one household type: what stands on record, and empty rows for new households."""
    table, hamlet = state.table, state.hamlet
    book = FormBook(f"{hamlet.name} - {table.kind.name}", landscape=True)
    book.top(_lines(state))
    head = HEAD_ROWS - 1
    last = head + len(state.households) + SPARE_ROWS
    for place, column in enumerate(table.columns):
        book.sheet.set_column(place, place, _WIDTHS[column.kind])
        book.sheet.write_string(head, place, _head(column), book.head)
        book.check((head + 1, last), place, column, _hint(state, column))
    book.keys(head - 1, [column.key for column in table.columns])
    book.sheet.set_row(head, 96)
    for offset, household in enumerate(state.households, start=1):
        for place, column in enumerate(table.columns):
            text = household.shown.get(column.key, "")
            if column.kind == "code" or not household.is_open:
                book.sheet.write_string(head + offset, place, text, book.locked)
            else:
                book.put(head + offset, place, column, text)
    for row in range(head + 1 + len(state.households), last + 1):
        for place, column in enumerate(table.columns):
            if column.kind == "code":
                book.sheet.write_blank(row, place, None, book.locked)
            else:
                book.put(row, place, column, "")
    book.sheet.freeze_panes(head + 1, 2)
    book.sheet.repeat_rows(head)
    book.sheet.print_area(0, 0, head + max(20, len(state.households) + 5), len(table.columns) - 1)
    return book.finish(_marker(state))


def _lines(state: State) -> list[str]:
    place = f", {state.hamlet.parent.name}" if state.hamlet.parent else ""
    return [
        _("Bảng hộ: %(kind)s, năm %(year)s", kind=state.table.kind.name, year=state.year.year),
        f"{state.hamlet.name}{place}",
        _("Chỉ ghi vào ô trắng. Hộ mới ghi ở các dòng trống bên dưới, để trống mã: hệ thống tự cấp."),
        _("Ô có danh sách thì chọn trong danh sách; số ghi như 12,5; không áp dụng ghi dấu gạch ngang (-)."),
        _("Chưa có số liệu thì để trống, không ghi 0. Chọn ô đầu cột để xem cách tính điểm."),
        _("Điền xong, nộp tệp này ở trang Nộp mẫu đã điền. Hộ không có trong bảng thì giữ nguyên."),
    ]


def _head(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.full_title}{unit}"


def _hint(state: State, column: Column) -> str:
    return rule_of(state.table.criterion(column.subject)) if column.is_figure else ""


def _marker(state: State) -> Marker:
    table = state.table
    base = {
        one.code: {key: normal for key, text in one.shown.items() if (normal := table.normal(key, text))}
        for one in state.households
    }
    return Marker(KIND, state.year.id, table.criteria_set.sha256, state.hamlet.id, table.kind.code, base)
