"""A table of accounts as a file: its columns, and the form to fill in."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from accounts.rules import ROLE_NAMES
from assignments.kinds import list_kinds
from assignments.sheet_values import KNOWN_TITLES, MOST_ROWS, REQUIRED, TITLES
from foundation.database import db
from foundation.tables.form_book import FormBook
from foundation.tables.lines import Columns
from participants.models import Participant
from participants.queries import ORDER, list_clusters

WIDTHS = (22, 36, 30, 26, 22, 20, 26, 26)
FIRST_ROW = 1
ROLE, CLUSTERS = 3, (5, 6)
ROLES_FROM = 19
# A drop-down of Excel written out in the cell itself holds no more letters.
LONGEST_LIST = 255
# Households are entered by their hamlet; nobody signs in for one.
WITHOUT_ACCOUNT = "household%"


COLUMNS = Columns(TITLES, KNOWN_TITLES, REQUIRED, MOST_ROWS)


def write_form(rows: Sequence[Sequence[str]], now: datetime) -> bytes:
    """The form as a workbook: the table with drop-downs, how to fill it in, and the codes of all units. What
    `rows` holds is filled in already, as for suggested accounts.
    """
    book = FormBook(_("Danh sách tài khoản"))
    _write_table(book, rows)
    _write_explanation(book)
    _write_codes(book, now)
    return book.finish()


def _write_table(book: FormBook, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.to_fill_in("Nhập liệu", TITLES, WIDTHS, REQUIRED)
    book.rows(sheet, FIRST_ROW, rows)
    last = FIRST_ROW + MOST_ROWS
    source = f"='Hướng dẫn'!$A${ROLES_FROM + 1}:$A${ROLES_FROM + len(ROLE_NAMES)}"
    roles = {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "input_title": _("Vai trò"),
        "input_message": _("Chọn trong danh sách; nhiều vai trò thì cách nhau bằng dấu chấm phẩy."),
        "error_type": "warning",
    }
    sheet.data_validation(FIRST_ROW, ROLE, last, ROLE, roles)
    clusters = [cluster.code for cluster in list_clusters()]
    if clusters and len(",".join(clusters)) < LONGEST_LIST:
        choice = {"validate": "list", "source": clusters, "error_type": "warning", "ignore_blank": True}
        for column in CLUSTERS:
            sheet.data_validation(FIRST_ROW, column, last, column, choice)


def _write_explanation(book: FormBook) -> None:
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
    sheet = book.explanation("Hướng dẫn", _("Cách ghi bảng tài khoản"), lines, (34, 90))
    roles = ((str(name),) for name in ROLE_NAMES.values())
    book.list_below(sheet, ROLES_FROM - 1, (_("Các vai trò"),), roles)


def _write_codes(book: FormBook, now: datetime) -> None:
    titles = (_("Nhóm"), _("Tên nhóm"), _("Mã đơn vị"), _("Tên đơn vị"), _("Thuộc"))
    sheet = book.table("Mã đơn vị", titles, (18, 36, 18, 44, 36))
    names = {kind.code: kind.name for kind in list_kinds(now)}
    rows = (
        (
            unit.type_code,
            names.get(unit.type_code, unit.type_code),
            unit.code,
            unit.name,
            unit.parent.name if unit.parent else "",
        )
        for unit in list_account_units()
    )
    sheet.autofilter(0, 0, max(book.rows(sheet, FIRST_ROW, rows), 1), len(titles) - 1)


def list_account_units() -> Sequence[Participant]:
    """Every unit in force that may have an account, by type and in the order of lists."""
    statement = select(Participant).where(
        Participant.type_code.not_like(WITHOUT_ACCOUNT), Participant.valid_to.is_(None)
    )
    return db.session.scalars(statement.order_by(Participant.type_code, *ORDER)).all()
