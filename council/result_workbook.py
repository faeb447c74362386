"""The decisions of a sealed session as a workbook: awards, cases, votes, members; from the seal alone."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from council.models import Method
from council.result_reading import ReadQuestion, SealedSession, is_on_grade
from council.tally_words import result_in_words
from foundation.formats import grouped_code, moment

HEAD_ROW = 4
Column = tuple[str, float]
Cell = str | int | Decimal | None


def make_workbook(read: SealedSession) -> bytes:
    """The workbook; figures are numbers, everything else text."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        book.set_properties({"title": read.session["title"], "comments": read.seal})
        writer = _Writer(book, read)
        writer.sheet(_("Khen thưởng"), _award_columns(), _award_rows(read))
        writer.sheet(_("Trường hợp"), _case_columns(), _case_rows(read))
        writer.sheet(_("Biểu quyết"), _vote_columns(), _vote_rows(read))
        writer.sheet(_("Thành viên"), _member_columns(), _member_rows(read))
    return stream.getvalue()


class _Writer:
    """Sheets that look alike: the session, its seal, a table with a head that stays."""

    def __init__(self, book: Workbook, read: SealedSession) -> None:
        base: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = {**base, "border": 1}
        self.book, self.read = book, read
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.plain = book.add_format(base)
        self.head = book.add_format(
            {**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#EDE9DF"}
        )
        self.text = book.add_format({**cell, "text_wrap": True})
        self.whole = book.add_format({**cell, "num_format": "0", "align": "center"})
        self.points = book.add_format({**cell, "num_format": "#,##0.00####"})

    def sheet(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """One table."""
        sheet = self.book.add_worksheet(name)
        for row, text in enumerate(_lines(self.read)):
            sheet.write_string(row, 0, text, self.plain if row else self.title)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(HEAD_ROW, column, title, self.head)
        for number, cells in enumerate(rows, start=HEAD_ROW + 1):
            for column, cell in enumerate(cells):
                self._write(sheet, number, column, cell)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, Decimal):
            sheet.write_number(row, column, float(cell), self.points)
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self.whole)
        else:
            sheet.write_string(row, column, cell or "", self.text)


def _lines(read: SealedSession) -> list[str]:
    sample = _("DỮ LIỆU MẪU. ") if read.session["is_sample"] else ""
    met = _("Họp %(at)s, %(place)s", at=moment(read.meets_at), place=read.session["place"])
    sealed = _("Chốt %(at)s, mã %(code)s", at=moment(read.sealed_at), code=grouped_code(read.seal))
    return [sample + read.session["title"], met, sealed]


def _award_columns() -> list[Column]:
    return [
        (_("STT"), 6),
        (_("Hình thức khen thưởng"), 34),
        (_("Tên"), 40),
        (_("Loại"), 24),
        (_("Nhóm"), 28),
        (_("Điểm"), 10),
        (_("Hạng"), 8),
        (_("Xếp loại"), 14),
        (_("Thành tích"), 50),
        (_("Câu hỏi"), 10),
        (_("Khác đề xuất"), 12),
    ]


def _award_rows(read: SealedSession) -> list[list[Cell]]:
    return [
        [
            number,
            one["award_name"],
            one["full_name"],
            one["type_name"],
            one["group"],
            Decimal(one["total"]),
            one["rank"],
            one["grade"],
            one["achieved"],
            one["question"],
            _("có") if one["against"] else "",
        ]
        for number, one in enumerate(read.awards, start=1)
    ]


def _case_columns() -> list[Column]:
    return [
        (_("Câu hỏi"), 10),
        (_("Tên"), 34),
        (_("Nhóm"), 28),
        (_("Hình thức khen thưởng"), 34),
        (_("Đề xuất của lần đánh giá"), 22),
        (_("Quyết định"), 18),
        (_("Lý do"), 50),
    ]


def _case_rows(read: SealedSession) -> list[list[Cell]]:
    said = {"recommended": _("đề xuất tặng"), "ballot": _("chờ bỏ phiếu"), "held": _("chưa xét")}
    return [
        [
            question.place,
            case["name"],
            case["group"],
            case["award_name"],
            said.get(case["status"], _("không đề xuất")),
            _ruling(question, case),
            question.data["reason"],
        ]
        for question in read.questions
        for case in question.data["candidates"]
    ]


def _ruling(question: ReadQuestion, case: Any) -> str:
    if question.is_deferred:
        return _("hoãn")
    if case["status"] == "held" and question.data["carried"]:
        return _("giữ suất")
    words = {True: _("tặng"), False: _("không tặng")}
    if is_on_grade(case):
        words = {True: _("được xếp loại"), False: _("không được xếp loại này")}
    return words.get(case["ruling"], _("chưa định"))


def _vote_columns() -> list[Column]:
    heads = (
        _("Câu hỏi"),
        _("Nội dung"),
        _("Cách biểu quyết"),
        _("Có mặt"),
        _("Văn bản"),
        _("Không biểu quyết (có liên quan)"),
        _("Tán thành"),
        _("Không tán thành"),
        _("Không ý kiến"),
        _("Không hợp lệ"),
        _("Mẫu số"),
        _("Cần ít nhất"),
        _("Tỷ lệ"),
        _("Kết quả"),
    )
    widths = (10, 50, 16, 8, 8, 14, 10, 10, 10, 10, 8, 8, 22, 20)
    return list(zip(heads, widths, strict=True))


def _vote_rows(read: SealedSession) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for question in read.questions:
        tally = question.tally
        if tally is None:
            continue
        secret = Method(question.data["method"]) is Method.SECRET
        rows.append(
            [
                question.place,
                question.data["text"],
                _("bỏ phiếu kín") if secret else _("giơ tay"),
                tally["present"],
                tally["written"],
                tally["recused"],
                tally.get("agree"),
                tally.get("disagree"),
                tally["blank"],
                tally["invalid"],
                tally["whole"],
                tally["needed"],
                question.rate or "; ".join(f"{line.name}: {line.votes}" for line in question.lines),
                result_in_words(tally),
            ]
        )
    return rows


def _member_columns() -> list[Column]:
    return [
        (_("STT"), 6),
        (_("Họ tên"), 34),
        (_("Chức vụ"), 40),
        (_("Trong Hội đồng"), 18),
        (_("Có mặt"), 24),
        (_("Ý kiến bằng văn bản"), 30),
        (_("Không biểu quyết câu"), 24),
    ]


def _member_rows(read: SealedSession) -> list[list[Cell]]:
    seats = {
        "chair": _("Chủ trì"),
        "deputy": _("Phó Chủ tịch"),
        "member": _("Ủy viên"),
        "secretary": _("Thư ký"),
    }
    attendance = {"present": _("có mặt"), "written": _("vắng, có ý kiến"), "absent": _("vắng")}
    return [
        [
            number,
            one["name"],
            one["position"],
            seats[one["seat"]] if one["votes"] else _("Thư ký, không biểu quyết"),
            attendance.get(one["attendance"], ""),
            one["opinion"],
            ", ".join(
                question.place
                for question in read.questions
                if any(conflict["member"] == one["number"] for conflict in question.data["conflicts"])
            ),
        ]
        for number, one in enumerate(read.members.values(), start=1)
    ]
