"""The form for awards of earlier years as a workbook: the table, how to fill it in, the codes of units."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from foundation.database import db
from movements.given_choices import list_forms, type_names
from movements.given_sheet import AWARD, COLUMNS, DECIDED, TITLES, TYPE, YEAR
from participants.models import Participant
from participants.queries import ORDER

WIDTHS = (26, 16, 36, 12, 40, 30, 22, 16)
TYPES_FROM, GAP = 12, 2
# Households are many; a hamlet head writes them by name.
WITHOUT_CODES = "household%"


def write_form() -> bytes:
    """The workbook, empty."""
    stream = BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": _("Khen thưởng các năm")})
        looks = _looks(book)
        types = type_names()
        _write_table(book.add_worksheet("Nhập liệu"), looks, len(types))
        _write_explanation(book.add_worksheet("Hướng dẫn"), looks, types)
        _write_codes(book.add_worksheet("Mã"), looks, types)
    return stream.getvalue()


def _looks(book: Workbook) -> Mapping[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    head = {**base, "bold": True, "text_wrap": True, "border": 1, "bg_color": "#E9EEF3", "valign": "vcenter"}
    return {
        "head": book.add_format(head),
        "cell": book.add_format({**base, "num_format": "@", "text_wrap": True}),
        "text": book.add_format({**base, "text_wrap": True}),
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
    }


def _write_table(sheet: Worksheet, looks: Mapping[str, Any], types: int) -> None:
    for column, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True)):
        star = " *" if column in COLUMNS.required else ""
        sheet.write_string(0, column, f"{title}{star}", looks["head"])
        sheet.set_column(column, column, width, looks["cell"])
    source = f"='Hướng dẫn'!$A${TYPES_FROM + 1}:$A${TYPES_FROM + types}"
    choice = {"validate": "list", "source": source, "ignore_blank": True, "error_type": "warning"}
    sheet.data_validation(1, TYPE, COLUMNS.most, TYPE, choice)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_explanation(sheet: Worksheet, looks: Mapping[str, Any], types: Mapping[str, str]) -> None:
    sheet.set_column(0, 0, 44, looks["text"])
    sheet.set_column(1, 1, 80, looks["text"])
    sheet.write_string(0, 0, _("Cách ghi khen thưởng các năm"), looks["title"])
    lines = (
        (_("Mỗi hình thức của một năm một dòng"), _("Cột có dấu * không để trống.")),
        (_("Loại, mã, tên"), _("Ghi mã thì chắc nhất; tên trùng nhau thì phải có mã và loại.")),
        (str(TITLES[YEAR]), _("Năm của thành tích, không phải năm của quyết định.")),
        (str(TITLES[AWARD]), _("Tên hoặc mã ở dưới; hình thức khác thì ghi đúng tên trên quyết định.")),
        (str(TITLES[DECIDED]), _("Ngày/tháng/năm, ví dụ 20/12/2023; không nhớ thì để trống.")),
        (_("Ghi lại lần nữa"), _("Dòng đã có trong danh sách được bỏ qua, không ghi hai lần.")),
    )
    for number, (name, text) in enumerate(lines, start=2):
        sheet.write_string(number, 0, name, looks["text"])
        sheet.write_string(number, 1, text, looks["text"])
    sheet.write_string(TYPES_FROM - 1, 0, _("Các loại"), looks["head"])
    for number, name in enumerate(types.values(), start=TYPES_FROM):
        sheet.write_string(number, 0, name, looks["text"])
    first = TYPES_FROM + len(types) + GAP
    sheet.write_string(first - 1, 0, _("Các hình thức khen thưởng"), looks["head"])
    sheet.write_string(first - 1, 1, _("Mã"), looks["head"])
    for number, form in enumerate(list_forms(), start=first):
        sheet.write_string(number, 0, form.name, looks["text"])
        sheet.write_string(number, 1, form.code, looks["text"])


def _write_codes(sheet: Worksheet, looks: Mapping[str, Any], types: Mapping[str, str]) -> None:
    titles = (_("Loại"), _("Mã"), _("Tên"), _("Thuộc"))
    for column, (title, width) in enumerate(zip(titles, (30, 18, 44, 36), strict=True)):
        sheet.write_string(0, column, title, looks["head"])
        sheet.set_column(column, column, width, looks["cell"])
    statement = (
        select(Participant)
        .where(Participant.type_code.not_like(WITHOUT_CODES), Participant.valid_to.is_(None))
        .options(joinedload(Participant.parent))
        .order_by(Participant.type_code, *ORDER)
    )
    for number, unit in enumerate(db.session.scalars(statement), start=1):
        above = unit.parent.name if unit.parent else ""
        for column, text in enumerate((types.get(unit.type_code, ""), unit.code, unit.name, above)):
            sheet.write_string(number, column, text, looks["cell"])
    sheet.freeze_panes(1, 0)
