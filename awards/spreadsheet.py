"""Results as an Excel workbook: the whole table of each type, the criteria, every reason, the warnings."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from awards.result_tables import (
    NodeColumn,
    Result,
    award_text,
    grade_name,
    node_columns,
    pending_text,
    points,
    state_of,
    tied_text,
)
from scoring.rubric import ParticipantType, Rubric

HEAD_ROWS = 6
NAME_COLUMN = 2
LAST_ROW = 1_048_576

# Code, text, maximum and width of a column.
Head = tuple[str, str, Decimal | None, float]
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


def write_results(
    stream: BinaryIO,
    rubric: Rubric,
    results: Iterable[Result],
    *,
    warnings: Sequence[str] = (),
    claims: bool = False,
    note: str = "",
) -> None:
    """Write the workbook of `results` (as `results.row_document`, those of one type together).

    Each reason needs its `text` to be told. `claims` adds what each participant claimed for itself; `note`
    stands under the title of each sheet. Rows leave memory as they are written.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        book.set_properties({"title": rubric.title, "comments": note})
        _Writer(book, rubric, claims, note).write(results, warnings)


class _Writer:
    def __init__(self, book: Workbook, rubric: Rubric, claims: bool, note: str) -> None:
        self.book, self.rubric, self.claims, self.note = book, rubric, claims, note
        self.kinds = {kind.code: kind for kind in rubric.types}
        figure = "#,##0" + ("." + "0" * rubric.decimals if rubric.decimals else "")
        base: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        head = {**base, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.plain = book.add_format(base)
        self.head = book.add_format({**head, "bg_color": "#EDE9DF"})
        self.head_figure = book.add_format({**head, "bg_color": "#EDE9DF", "num_format": "#,##0.######"})
        self.text = book.add_format({**base, "border": 1})
        self.wrapped = book.add_format({**base, "border": 1, "text_wrap": True})
        self.figure = book.add_format({**base, "border": 1, "num_format": figure})
        self.total = book.add_format({**base, "border": 1, "num_format": figure, "bold": True})
        self.count = book.add_format({**base, "border": 1, "num_format": "0", "align": "center"})

    def write(self, results: Iterable[Result], warnings: Sequence[str]) -> None:
        first = self.book.add_worksheet(_("Kết quả"))
        criteria = self.book.add_worksheet(_("Tiêu chí"))
        reasons = self._reason_sheet(_("Lý do"))
        sheets: dict[str, _TypeSheet] = {}
        row = HEAD_ROWS
        for result in results:
            code = result["type"]
            if code not in sheets:
                name = _("KQ %(type)s", type=self.kinds[code].name)
                sheet = self._more(name) if sheets else first
                sheets[code] = _TypeSheet(self, sheet, self.kinds[code])
            sheets[code].add(result)
            if row + len(result["reasons"]) > LAST_ROW:
                reasons, row = self._reason_sheet(_("Lý do (tiếp)")), HEAD_ROWS
            row = self._reasons(reasons, row, result)
        if not sheets:
            first.write_string(0, 0, self.rubric.title, self.title)
        for of_type in sheets.values():
            of_type.finish()
        self._criteria(criteria)
        self._warnings(warnings)

    def _more(self, name: str) -> Worksheet:
        """A further sheet, under a name that Excel takes and no other sheet has."""
        taken = {sheet.get_name().casefold() for sheet in self.book.worksheets()}
        stem = name.translate(_FORBIDDEN).strip("' ")[:28]
        title = next(t for t in (stem, *(f"{stem} {n}" for n in range(2, 100))) if t.casefold() not in taken)
        return self.book.add_worksheet(title)

    def _reason_sheet(self, name: str) -> Worksheet:
        sheet = self._more(name)
        self._list_head(sheet, _("Lý do của từng kết quả"), self._reason_heads())
        return sheet

    def top(self, sheet: Worksheet, title: str) -> None:
        """The lines above a table."""
        sheet.write_string(0, 0, self.rubric.title, self.title)
        sheet.write_string(1, 0, title, self.plain)
        if self.note:
            sheet.write_string(2, 0, self.note, self.plain)

    def _list_head(self, sheet: Worksheet, title: str, heads: Sequence[tuple[str, float]]) -> None:
        self.top(sheet, title)
        for column, (text, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(HEAD_ROWS - 1, column, text, self.head)
        sheet.freeze_panes(HEAD_ROWS, 0)
        self.page(sheet)

    def page(self, sheet: Worksheet) -> None:
        """How a sheet prints: A4 across, as wide as the paper, its head on every page."""
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROWS - 3, HEAD_ROWS - 1)

    def _reason_heads(self) -> list[tuple[str, float]]:
        return [
            (_("Mã"), 14),
            (_("Tên"), 32),
            (_("Mục, tiêu chí"), 14),
            (_("Điểm"), 10),
            (_("Lý do"), 110),
        ]

    def _reasons(self, sheet: Worksheet, row: int, result: Result) -> int:
        for reason in result["reasons"]:
            sheet.write_string(row, 0, result["id"], self.text)
            sheet.write_string(row, 1, result["name"], self.text)
            sheet.write_string(row, 2, reason["node"], self.text)
            self.points(sheet, row, 3, None if reason["points"] is None else Decimal(reason["points"]))
            sheet.write_string(row, 4, reason.get("text", reason["code"]), self.wrapped)
            row += 1
        return row

    def points(self, sheet: Worksheet, row: int, column: int, value: Decimal | None) -> None:
        """Points, or an empty cell where there are none."""
        if value is None:
            sheet.write_blank(row, column, None, self.figure)
        else:
            sheet.write_number(row, column, float(value), self.figure)

    def _criteria(self, sheet: Worksheet) -> None:
        heads = [(_("Loại"), 22.0), (_("Mã"), 10.0), (_("Nội dung"), 80.0), (_("Điểm tối đa"), 12.0)]
        heads += [(_("Thưởng, trừ"), 12.0), (_("Căn cứ"), 50.0)]
        self._list_head(sheet, _("Bộ tiêu chí"), heads)
        row = HEAD_ROWS
        for kind in self.rubric.types:
            clauses = {node.code: node.clause or "" for node in kind.nodes()}
            for node in node_columns(kind):
                self._criterion(sheet, row, kind.name, node, clauses[node.code])
                row += 1

    def _criterion(self, sheet: Worksheet, row: int, kind: str, node: NodeColumn, clause: str) -> None:
        role = {"bonus": _("điểm thưởng"), "penalty": _("điểm trừ")}.get(node.role or "", "")
        for column, text in ((0, kind), (1, node.code), (2, "   " * node.depth + node.name)):
            sheet.write_string(row, column, text, self.wrapped if column == 2 else self.text)
        self.points(sheet, row, 3, node.max)
        sheet.write_string(row, 4, role, self.text)
        sheet.write_string(row, 5, clause, self.wrapped)

    def _warnings(self, warnings: Sequence[str]) -> None:
        sheet = self.book.add_worksheet(_("Cảnh báo"))
        self._list_head(sheet, _("Cảnh báo"), [(_("STT"), 8.0), (_("Nội dung"), 140.0)])
        for number, text in enumerate(warnings or [_("Không có cảnh báo.")], start=1):
            sheet.write_number(HEAD_ROWS + number - 1, 0, number, self.count)
            sheet.write_string(HEAD_ROWS + number - 1, 1, text, self.wrapped)


class _TypeSheet:
    """The table of one type. Three rows of heads: code, text and maximum."""

    def __init__(self, writer: _Writer, sheet: Worksheet, kind: ParticipantType) -> None:
        self.writer, self.sheet, self.kind = writer, sheet, kind
        self.nodes = node_columns(kind)
        self.row = HEAD_ROWS
        writer.top(sheet, _("Kết quả: %(type)s", type=kind.name))
        self.width = self._heads()

    def _heads(self) -> int:
        before = [(_("Hạng"), 7.0), (_("Mã"), 14.0), (_("Tên"), 34.0), (_("Nhóm"), 22.0)]
        if self.writer.claims:
            before.append((_("Tự chấm"), 10.0))
        after = [
            (_("Điểm thưởng"), 9.0),
            (_("Điểm trừ"), 9.0),
            (_("Xếp loại"), 14.0),
            (_("Đề nghị khen thưởng"), 34.0),
            (_("Đang chờ"), 34.0),
            (_("Tình trạng"), 34.0),
            (_("Đồng hạng với"), 20.0),
        ]
        heads: list[Head] = [("", text, None, width) for text, width in before]
        heads.append(("", _("Tổng điểm"), self.kind.max, 10.0))
        heads += [(node.code, node.name, node.max, 12.0) for node in self.nodes]
        heads += [("", text, None, width) for text, width in after]
        self._write_heads(heads)
        return len(heads)

    def _write_heads(self, heads: Sequence[Head]) -> None:
        """Row by row: in constant memory no row can be written to once a later one is begun."""
        sheet, writer, top = self.sheet, self.writer, HEAD_ROWS - 3
        for column, head in enumerate(heads):
            sheet.set_column(column, column, head[3])
            sheet.write_string(top, column, head[0], writer.head)
        sheet.set_row(top + 1, 96)
        for column, head in enumerate(heads):
            sheet.write_string(top + 1, column, head[1], writer.head)
        for column, head in enumerate(heads):
            maximum = head[2]
            if maximum is None:
                sheet.write_blank(top + 2, column, None, writer.head)
            else:
                sheet.write_number(top + 2, column, float(maximum), writer.head_figure)
        sheet.freeze_panes(HEAD_ROWS, NAME_COLUMN + 1)

    def add(self, result: Result) -> None:
        """Write one participant's row."""
        sheet, row, writer = self.sheet, self.row, self.writer
        self.row += 1
        if result["rank"] is None:
            sheet.write_string(row, 0, "–", writer.count)
        else:
            sheet.write_number(row, 0, result["rank"], writer.count)
        for column, text in enumerate((result["id"], result["name"], ", ".join(result["group"])), start=1):
            sheet.write_string(row, column, text, writer.text)
        column = 4
        if writer.claims:
            writer.points(sheet, row, column, claimed_total(result))
            column += 1
        if result["missing"]:
            sheet.write_string(row, column, _("chưa đủ"), writer.text)
        else:
            sheet.write_number(row, column, float(result["total"]), writer.total)
        values = [points(result, node.code) for node in self.nodes]
        values += [Decimal(result["bonus"]), Decimal(result["penalty"])]
        for value in values:
            column += 1
            writer.points(sheet, row, column, value)
        texts = (
            grade_name(self.kind, result["grade"]),
            award_text(result),
            pending_text(result),
            state_of(result),
            tied_text(result),
        )
        for text in texts:
            column += 1
            sheet.write_string(row, column, text, writer.text)

    def finish(self) -> None:
        """What depends on how many rows there are."""
        self.sheet.autofilter(HEAD_ROWS - 1, 0, max(self.row - 1, HEAD_ROWS), self.width - 1)
        self.writer.page(self.sheet)


def claimed_total(result: Mapping[str, Any]) -> Decimal | None:
    """What the participant claimed for itself in all, if it did."""
    total = (result.get("claimed") or {}).get("total")
    return None if total is None else Decimal(total)
