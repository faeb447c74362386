"""A scorecard as a spreadsheet form: each figure a row, with the criterion's text, maximum and rule."""

from collections.abc import Iterator
from io import BytesIO

from flask_babel import gettext as _

from bulk_entry.columns import Column
from bulk_entry.form_workbook import HEAD_ROWS, FormBook, Marker
from bulk_entry.to_scoring import TypeTable, written_maximum
from criteria.rubrics import rubric_of
from foundation.formats import moment
from scorecards.lines import Line, SectionLine
from scorecards.models import Scorecard
from scorecards.rule_words import rule_of
from scorecards.sheet_building import build_sheet
from scorecards.submission_rules import closes_at

KIND = "scorecard"
KEYS = ("", "", "", "", "", "entry", "note", "key")
_WIDTHS = (9, 46, 9, 52, 20, 24, 34, 3)
ENTRY, NOTE, KEY = 5, 6, 7


def table_for(scorecard: Scorecard) -> TypeTable:
    """The columns of a scorecard's own figures."""
    rubric = rubric_of(scorecard.criteria_set)
    kind = rubric.type(scorecard.participant.type_code)
    if kind is None:
        raise LookupError(scorecard.participant.type_code)
    return TypeTable(scorecard.criteria_set, rubric, kind)


def base_of(table: TypeTable, scorecard: Scorecard) -> dict[str, str]:
    """What stands in each cell, without what does not count; notes under "n.CRITERION"."""
    entries, notes = own_of(scorecard)
    shown = table.shown({}, entries)
    base = {column.key: table.normal(column.key, shown.get(column.key, "")) for column in table.figures}
    base |= {f"n.{code}": text for code, text in notes.items()}
    return {key: text for key, text in base.items() if text}


def own_of(scorecard: Scorecard) -> tuple[dict[str, object], dict[str, str]]:
    """The participant's own entries and notes."""
    own = next((one for one in scorecard.assessments if one.level.value == "self"), None)
    return (dict(own.entries), dict(own.notes)) if own else ({}, {})


def make_scorecard_form(scorecard: Scorecard) -> BytesIO:
    """The form of a scorecard with what stands in it now."""
    table = table_for(scorecard)
    unit = scorecard.participant
    book = FormBook(f"{unit.name} {scorecard.movement_year.year}", landscape=True)
    book.top(_lines(scorecard))
    head = HEAD_ROWS - 1
    book.keys(head - 1, KEYS)
    for place, (title, width) in enumerate(zip(_titles(), _WIDTHS, strict=True)):
        book.sheet.set_column(place, place, width, None, {"hidden": place == KEY})
        book.sheet.write_string(head, place, title, book.head)
    row = head + 1
    for line in build_sheet(scorecard).rows:
        row = _write_line(book, row, table, scorecard, line)
    book.sheet.freeze_panes(head + 1, 2)
    book.sheet.repeat_rows(head)
    book.sheet.print_area(0, 0, row - 1, NOTE)
    marker = Marker(
        KIND,
        scorecard.movement_year_id,
        scorecard.criteria_set.sha256,
        scorecard.id,
        unit.type_code,
        {"": base_of(table, scorecard)},
    )
    return book.finish(marker)


def _write_line(
    book: FormBook, row: int, table: TypeTable, scorecard: Scorecard, line: Line | SectionLine
) -> int:
    """One section or criterion, from this row on; gives the next free row."""
    if isinstance(line, SectionLine):
        texts = (line.section.code, line.section.name, written_maximum(line.max), "", "", "", "")
        for place, text in enumerate(texts):
            book.sheet.write_string(row, place, text, book.section)
        return row + 1
    columns = [one for one in table.figures if one.subject == line.criterion.code]
    if not columns:
        _write_words(book, row, line, _("Nơi khác nhập"))
        for place in (ENTRY, NOTE):
            book.sheet.write_string(row, place, "", book.locked)
        return row + 1
    entries, notes = own_of(scorecard)
    shown = table.shown({}, entries)
    for number, column in enumerate(columns):
        _write_words(book, row, line if number == 0 else None, _asked(column))
        book.put(row, ENTRY, column, shown.get(column.key, ""))
        book.check((row, row), ENTRY, column, rule_of(line.criterion, limits=line.limits))
        if number == 0:
            book.sheet.write_string(row, NOTE, notes.get(column.subject, ""), book.text)
        else:
            book.sheet.write_string(row, NOTE, "", book.locked)
        book.sheet.write_string(row, KEY, column.key, book.locked)
        row += 1
    return row


def _write_words(book: FormBook, row: int, line: Line | None, asked: str) -> None:
    texts = ["", "", "", ""]
    if line is not None:
        criterion = line.criterion
        name = f"{criterion.name}\n{criterion.note}" if criterion.note else criterion.name
        rule = rule_of(criterion, penalty=line.role == "penalty", limits=line.limits)
        texts = [criterion.code, name, written_maximum(criterion.max), rule]
    for place, text in enumerate([*texts, asked]):
        book.sheet.write_string(row, place, text, book.locked)


def _asked(column: Column) -> str:
    what = {"yes_no": _("có hoặc không"), "choice": _("chọn một mức")}.get(column.kind, _("một số"))
    asked = column.label or what
    asked = f"{asked} ({column.unit})" if column.unit else asked
    return _("%(asked)s; hoặc dấu - nếu không áp dụng", asked=asked) if column.dash else asked


def _titles() -> Iterator[str]:
    yield from (_("Mã"), _("Nội dung"), _("Điểm tối đa"), _("Cách tính điểm"), _("Ghi gì"))
    yield from (_("Số liệu tự chấm"), _("Ghi chú"), "")


def _lines(scorecard: Scorecard) -> list[str]:
    unit, closes = scorecard.participant, closes_at(scorecard)
    place = f", {unit.parent.name}" if unit.parent else ""
    return [
        _("Phiếu tự chấm điểm năm %(year)s", year=scorecard.movement_year.year),
        f"{unit.name}{place}",
        _("Hạn nộp: %(time)s", time=moment(closes)) if closes else "",
        _("Chỉ ghi vào ô trắng ở cột Số liệu tự chấm và Ghi chú. Chưa có số liệu thì để trống, không ghi 0."),
        _("Điền xong, nộp tệp này ở trang Nộp mẫu đã điền; hệ thống cho xem trước rồi mới ghi."),
    ]
