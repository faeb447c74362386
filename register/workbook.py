"""The register of a year as a workbook: one sheet for each series, the numbers given elsewhere among them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from register.lines import Line, SeriesLines
from register.models import Paper, PaperState
from register.naming import series_name

SHEET_NAME = 31
"""The most letters that a spreadsheet takes for the name of a sheet."""
FORBIDDEN = str.maketrans("[]:*?/\\", "-------")


def make_workbook(year: int, register: Sequence[SeriesLines]) -> bytes:
    """The workbook; numbers and days are such, everything else text."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        book.set_properties({"title": _("Sổ văn bản năm %(year)s", year=year)})
        looks = _looks(book)
        for number, one in enumerate(register, start=1):
            _sheet(book, looks, number, one)
        if not register:
            book.add_worksheet(_("Sổ văn bản"))
    return stream.getvalue()


def _looks(book: Workbook) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
    cell = {**base, "border": 1}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "head": book.add_format({**cell, "bold": True, "text_wrap": True, "bg_color": "#EDE9DF"}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "number": book.add_format({**cell, "num_format": "00", "align": "center"}),
        "day": book.add_format({**cell, "num_format": "dd/mm/yyyy"}),
    }


def _sheet(book: Workbook, looks: dict[str, Any], number: int, one: SeriesLines) -> None:
    name = series_name(one.series)
    sheet = book.add_worksheet(f"{number}. {name}".translate(FORBIDDEN)[:SHEET_NAME])
    title = _(
        "Sổ %(series)s năm %(year)s; số cuối đã cấp: %(last)s", series=name, year=one.year, last=one.last
    )
    sheet.write_string(0, 0, title, looks["title"])
    for column, (word, width) in enumerate(_columns()):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, word, looks["head"])
    for row, line in enumerate(one.lines, start=3):
        _write(sheet, looks, row, line)
    sheet.freeze_panes(3, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _columns() -> list[tuple[str, float]]:
    return [
        (_("Từ số"), 8),
        (_("Đến số"), 8),
        (_("Ký hiệu"), 14),
        (_("Ngày ký"), 12),
        (_("Nội dung"), 60),
        (_("Trạng thái"), 18),
        (_("Ghi chú"), 40),
        (_("Mã kiểm tra"), 18),
    ]


def _write(sheet: Any, looks: dict[str, Any], row: int, line: Line) -> None:
    sheet.write_number(row, 0, line.first, looks["number"])
    sheet.write_number(row, 1, line.last, looks["number"])
    paper = line.paper
    texts = ["", _("Cấp ngoài hệ thống"), "", "", ""]
    if paper is not None:
        texts = [paper.symbol, paper.subject, _state(paper), paper.ended_reason, paper.written_code]
    for column, text in zip((2, 4, 5, 6, 7), texts, strict=True):
        sheet.write_string(row, column, text, looks["text"])
    if paper is not None and paper.signed_on is not None:
        sheet.write_datetime(row, 3, paper.signed_on, looks["day"])
    else:
        sheet.write_blank(row, 3, None, looks["day"])


def _state(paper: Paper) -> str:
    return _("Số đã hủy, chưa phát hành") if paper.is_void else _states()[paper.state]


def _states() -> dict[PaperState, str]:
    return {
        PaperState.DRAFT: _("Bản nháp"),
        PaperState.NUMBERED: _("Đã có số, chưa phát hành"),
        PaperState.ISSUED: _("Đang có hiệu lực"),
        PaperState.REPLACED: _("Đã thay thế"),
        PaperState.REVOKED: _("Đã thu hồi"),
    }
