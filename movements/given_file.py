"""The form for awards of earlier years as a workbook: the table, how to fill it in, the codes of units."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.tables.form_book import FormBook
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
    book, types = FormBook(_("Khen thưởng các năm")), type_names()
    sheet = book.to_fill_in("Nhập liệu", TITLES, WIDTHS, COLUMNS.required)
    source = f"='Hướng dẫn'!$A${TYPES_FROM + 1}:$A${TYPES_FROM + len(types)}"
    choice = {"validate": "list", "source": source, "ignore_blank": True, "error_type": "warning"}
    sheet.data_validation(1, TYPE, COLUMNS.most, TYPE, choice)
    _explain(book, types)
    titles = (_("Loại"), _("Mã"), _("Tên"), _("Thuộc"))
    book.rows(book.table("Mã", titles, (30, 18, 44, 36)), 1, _codes(types))
    return book.finish()


def _explain(book: FormBook, types: Mapping[str, str]) -> None:
    lines = (
        (_("Mỗi hình thức của một năm một dòng"), _("Cột có dấu * không để trống.")),
        (_("Loại, mã, tên"), _("Ghi mã thì chắc nhất; tên trùng nhau thì phải có mã và loại.")),
        (str(TITLES[YEAR]), _("Năm của thành tích, không phải năm của quyết định.")),
        (str(TITLES[AWARD]), _("Tên hoặc mã ở dưới; hình thức khác thì ghi đúng tên trên quyết định.")),
        (str(TITLES[DECIDED]), _("Ngày/tháng/năm, ví dụ 20/12/2023; không nhớ thì để trống.")),
        (_("Ghi lại lần nữa"), _("Dòng đã có trong danh sách được bỏ qua, không ghi hai lần.")),
    )
    sheet = book.explanation("Hướng dẫn", _("Cách ghi khen thưởng các năm"), lines, (44, 80))
    book.list_below(sheet, TYPES_FROM - 1, (_("Các loại"),), ((name,) for name in types.values()))
    forms = ((form.name, form.code) for form in list_forms())
    below = TYPES_FROM + len(types) + GAP - 1
    book.list_below(sheet, below, (_("Các hình thức khen thưởng"), _("Mã")), forms)


def _codes(types: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    statement = (
        select(Participant)
        .where(Participant.type_code.not_like(WITHOUT_CODES), Participant.valid_to.is_(None))
        .options(joinedload(Participant.parent))
        .order_by(Participant.type_code, *ORDER)
    )
    for unit in db.session.scalars(statement):
        above = unit.parent.name if unit.parent else ""
        yield types.get(unit.type_code, ""), unit.code, unit.name, above
