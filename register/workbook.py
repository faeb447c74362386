"""The register of a year as a workbook: one sheet for each series, the numbers given elsewhere among them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from register.lines import Line, SeriesLines
from register.models import Paper, PaperState
from register.naming import paper_name, series_name
from register.queries import find_successor
from register.words import told_of

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
    """Those of Sổ đăng ký văn bản đi (Decree 30/2020, Appendix IV), then state and code."""
    return [
        (_("Số"), 9),
        (_("Ký hiệu"), 14),
        (_("Ngày, tháng văn bản"), 13),
        (_("Tên loại và trích yếu nội dung"), 60),
        (_("Người ký"), 22),
        (_("Nơi nhận văn bản"), 36),
        (_("Đơn vị, người nhận bản lưu"), 18),
        (_("Số lượng bản"), 10),
        (_("Ghi chú"), 36),
        (_("Trạng thái"), 18),
        (_("Mã kiểm tra"), 18),
    ]


def _write(sheet: Any, looks: dict[str, Any], row: int, line: Line) -> None:
    paper = line.paper
    if paper is None and line.last > line.first:
        sheet.write_string(row, 0, f"{line.first:02d}–{line.last:02d}", looks["text"])
    else:
        sheet.write_number(row, 0, line.first, looks["number"])
    for column, text in zip((1, *range(3, 11)), _texts(line), strict=True):
        sheet.write_string(row, column, text, looks["text"])
    if paper is not None and paper.signed_on is not None:
        sheet.write_datetime(row, 2, paper.signed_on, looks["day"])
    else:
        sheet.write_blank(row, 2, None, looks["day"])


def _texts(line: Line) -> list[str]:
    """Every column but number and day; how many copies were made only the office knows."""
    paper = line.paper
    if paper is None:
        return ["", _("Cấp ngoài hệ thống"), *[""] * 7]
    told = told_of(paper)
    copies = ""
    people = [told.signer, told.recipients, told.archive, copies]
    return [paper.symbol, told.title, *people, _note(paper), _state(paper), paper.written_code]


def _note(paper: Paper) -> str:
    """Why it ended, by what it was replaced, and what it replaces."""
    successor = find_successor(paper) if paper.state is PaperState.REPLACED else None
    told = [paper.ended_reason]
    if successor is not None:
        told.append(_("Đã thay thế bằng %(name)s", name=_name(successor)))
    if paper.replaces is not None:
        told.append(_("Thay thế %(name)s", name=_name(paper.replaces)))
    return "; ".join(one for one in told if one)


def _name(paper: Paper) -> str:
    return paper_name(paper.number, paper.symbol, paper.subject)


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
