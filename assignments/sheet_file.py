"""A table of accounts as a file: its columns, and the form to fill in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from accounts.rules import ROLE_NAMES
from assignments.kinds import list_kinds
from assignments.sheet_values import KNOWN_TITLES, MOST_ROWS, REQUIRED, TITLES
from foundation.database import db
from foundation.tables.lines import Columns
from participants.models import Participant
from participants.queries import ORDER, list_clusters

WIDTHS = (22, 36, 30, 26, 22, 20, 26, 26)
FIRST_ROW = 1
# Households are entered by their hamlet; nobody signs in for one.
WITHOUT_ACCOUNT = "household%"


COLUMNS = Columns(TITLES, KNOWN_TITLES, REQUIRED, MOST_ROWS)


def write_form(rows: Sequence[Sequence[str]], now: datetime) -> bytes:
    """The form as a workbook: the table with drop-downs, how to fill it in, and the codes of all units. What
    `rows` holds is filled in already, as for suggested accounts.
    """
    stream = BytesIO()
    with Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": _("Danh sách tài khoản")})
        looks = _looks(book)
        _write_table(book.add_worksheet("Nhập liệu"), looks, rows)
        _write_explanation(book.add_worksheet("Hướng dẫn"), looks)
        _write_codes(book.add_worksheet("Mã đơn vị"), looks, now)
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


def _write_table(sheet: Worksheet, looks: Mapping[str, Any], rows: Sequence[Sequence[str]]) -> None:
    for column, (title, width) in enumerate(zip(TITLES, WIDTHS, strict=True)):
        star = " *" if column in REQUIRED else ""
        sheet.write_string(0, column, f"{title}{star}", looks["head"])
        sheet.set_column(column, column, width, looks["cell"])
    for number, row in enumerate(rows, start=FIRST_ROW):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, looks["cell"])
    last = FIRST_ROW + MOST_ROWS
    roles = [str(name) for name in ROLE_NAMES.values()]
    sheet.data_validation(
        FIRST_ROW,
        3,
        last,
        3,
        {
            "validate": "list",
            "source": "='Hướng dẫn'!$A$20:$A$" + str(19 + len(roles)),
            "ignore_blank": True,
            "input_title": _("Vai trò"),
            "input_message": _("Chọn trong danh sách; nhiều vai trò thì cách nhau bằng dấu chấm phẩy."),
            "error_type": "warning",
        },
    )
    clusters = [cluster.code for cluster in list_clusters()]
    if clusters and len(",".join(clusters)) < 255:
        for column in (5, 6):
            source = {"validate": "list", "source": clusters, "error_type": "warning", "ignore_blank": True}
            sheet.data_validation(FIRST_ROW, column, last, column, source)
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_explanation(sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 34, looks["text"])
    sheet.set_column(1, 1, 90, looks["text"])
    sheet.write_string(0, 0, _("Cách ghi bảng tài khoản"), looks["title"])
    lines = (
        (
            _("Mỗi tài khoản một dòng"),
            _("Bắt đầu từ dòng 2 của trang Nhập liệu. Cột có dấu * không để trống."),
        ),
        (
            str(TITLES[0]),
            _("2 đến 60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối; không trùng nhau."),
        ),
        (str(TITLES[1]), _("Tên hiện ở đầu trang và trong nhật ký, ví dụ UBND xã An Ninh.")),
        (str(TITLES[2]), _("Không bắt buộc. Mỗi địa chỉ dùng cho một tài khoản.")),
        (str(TITLES[3]), _("Một hoặc nhiều vai trò trong danh sách bên dưới, cách nhau bằng dấu chấm phẩy.")),
        (
            str(TITLES[4]),
            _(
                "Một hoặc nhiều mã ở trang Mã đơn vị, cách nhau bằng dấu phẩy. Mã có ở hai nhóm thì ghi cột "
                "Nhóm, dấu hai chấm rồi mã, ví dụ hamlet:31600-01 là ấp có mã 31600-01."
            ),
        ),
        (str(TITLES[5]), _("Mã cụm, khối mà đơn vị này làm trưởng, kiểm tra phiếu của các thành viên.")),
        (str(TITLES[6]), _("Mã cụm, khối mà thành viên Hội đồng phụ trách.")),
        (
            str(TITLES[7]),
            _(
                "Nhóm đối tượng được giao thẩm định, cách nhau bằng dấu chấm phẩy; tên nhóm ở "
                "cột Nhóm, trang Mã đơn vị. Chỉ một cụm thì thêm @ và mã cụm, ví dụ commune@CUM-1 là các "
                "xã của cụm CUM-1. Giao từng tiêu chí thì làm ở trang Phân công."
            ),
        ),
        (
            _("Mật khẩu"),
            _("Không ghi vào bảng. Hệ thống cấp mật khẩu dùng một lần và in thành phiếu để trao tận tay."),
        ),
    )
    for number, (name, text) in enumerate(lines, start=2):
        sheet.write_string(number, 0, name, looks["text"])
        sheet.write_string(number, 1, text, looks["text"])
    sheet.write_string(18, 0, _("Các vai trò"), looks["head"])
    for number, role in enumerate(map(str, ROLE_NAMES.values()), start=19):
        sheet.write_string(number, 0, role, looks["text"])


def _write_codes(sheet: Worksheet, looks: Mapping[str, Any], now: datetime) -> None:
    titles = (_("Nhóm"), _("Tên nhóm"), _("Mã đơn vị"), _("Tên đơn vị"), _("Thuộc"))
    for column, (title, width) in enumerate(zip(titles, (18, 36, 18, 44, 36), strict=True)):
        sheet.write_string(0, column, title, looks["head"])
        sheet.set_column(column, column, width, looks["cell"])
    names = {kind.code: kind.name for kind in list_kinds(now)}
    number = 0
    for number, unit in enumerate(list_account_units(), start=1):
        above = unit.parent.name if unit.parent else ""
        cells = (unit.type_code, names.get(unit.type_code, unit.type_code), unit.code, unit.name, above)
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text, looks["cell"])
    sheet.autofilter(0, 0, max(number, 1), len(titles) - 1)
    sheet.freeze_panes(1, 0)


def list_account_units() -> Sequence[Participant]:
    """Every unit in force that may have an account, by type and in the order of lists."""
    statement = select(Participant).where(
        Participant.type_code.not_like(WITHOUT_ACCOUNT), Participant.valid_to.is_(None)
    )
    return db.session.scalars(statement.order_by(Participant.type_code, *ORDER)).all()
