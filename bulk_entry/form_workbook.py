"""Spreadsheet forms: what all of them share.

Cells are locked but for those to be filled in; a hidden sheet says which form it is, of whom, under which
criteria, and what stood in each cell when it was taken.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from bulk_entry.columns import Column
from bulk_entry.to_scoring import DASH, shown_number_of
from foundation.tables.values import column_letter

FORMAT = "chau-thanh-form-1"
MARKER_SHEET = "_bieu_mau"
SHEET = "Nhập liệu"
CHUNK = 30_000
LONGEST_LIST = 255
HEAD_ROWS = 8
KEY_SIGN = "#"
Base = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Marker:
    """Which form a file is. `subject_id` is a scorecard, or the hamlet whose households it holds; `base`
    holds by row (a household's code, or "" for the one scorecard) what stood in each cell.
    """

    kind: str
    year_id: int
    criteria: str
    subject_id: int
    type_code: str
    base: Base

    def as_text(self) -> str:
        """As the hidden sheet keeps it."""
        return json.dumps(
            {
                "format": FORMAT,
                "kind": self.kind,
                "year_id": self.year_id,
                "criteria": self.criteria,
                "subject_id": self.subject_id,
                "type_code": self.type_code,
                "base": self.base,
            },
            ensure_ascii=False,
        )


class FormBook:
    """A workbook in the making: its formats, its sheet for entries, its hidden sheet."""

    def __init__(self, title: str, *, landscape: bool) -> None:
        self.stream = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = Workbook(self.stream, {**options, "strings_to_numbers": False})
        self.book.set_properties({"title": title})
        base: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = {**base, "border": 1, "text_wrap": True}
        self.title = self.book.add_format({**base, "bold": True, "font_size": 14})
        self.plain = self.book.add_format({**base, "text_wrap": False})
        self.head = self.book.add_format(
            {**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EDE9DF"}
        )
        self.locked = self.book.add_format({**cell, "bg_color": "#F3EFE7"})
        self.section = self.book.add_format({**cell, "bold": True, "bg_color": "#EDE9DF"})
        # Text, so that no spreadsheet turns a name into a date, or a sign at its beginning into a formula.
        self.text = self.book.add_format({**cell, "locked": False, "num_format": "@"})
        self.number = self.book.add_format(
            {**cell, "locked": False, "num_format": "General", "align": "right"}
        )
        self.sheet = self.book.add_worksheet(SHEET)
        self._lists: Worksheet | None = None
        self._list_count = 0
        self._prepare(landscape)

    def _prepare(self, landscape: bool) -> None:
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.set_footer("&C&P/&N")
        self.sheet.protect(
            "",
            {"select_locked_cells": True, "format_columns": True, "format_rows": True, "sort": False},
        )

    def top(self, lines: Sequence[str]) -> None:
        """The lines above the table; the first is the title."""
        for place, line in enumerate(lines):
            self.sheet.write_string(place, 0, line, self.plain if place else self.title)

    def keys(self, row: int, keys: Sequence[str]) -> None:
        """The hidden row by which columns are found again, in whatever language the titles are."""
        for place, key in enumerate(keys):
            if key:
                self.sheet.write_string(row, place, f"{KEY_SIGN}{key}", self.plain)
        self.sheet.set_row(row, None, None, {"hidden": True})

    def put(self, row: int, place: int, column: Column, text: str) -> None:
        """A cell to be filled in, with what stands on record: a number as one where it is one."""
        exact = shown_number_of(text) if column.kind == "number" else None
        form = self.number if column.kind == "number" else self.text
        if exact is not None:
            self.sheet.write_number(row, place, float(exact), form)
        elif text:
            self.sheet.write_string(row, place, text, form)
        else:
            self.sheet.write_blank(row, place, None, form)

    def check(self, rows: tuple[int, int], place: int, column: Column, hint: str = "") -> None:
        """What may be written in a column: a drop-down for words, a warning where a number is none."""
        rule: dict[str, Any] = {"ignore_blank": True, "error_type": "stop", "error_title": _("Chưa đúng")}
        if hint:
            rule |= {"input_title": column.subject[:32] or " ", "input_message": hint[:255]}
        if column.words:
            words = [*column.choices, *([DASH] if column.dash else [])]
            rule |= {"validate": "list", "source": self._source(words)}
            rule["error_message"] = _("Chọn một mục trong danh sách.")
        elif column.kind == "number":
            rule |= {
                "validate": "custom",
                "value": self._number_rule(rows[0], place, dash=column.dash),
                "error_type": "warning",
                "error_message": _("Ô này ghi một số, ví dụ 12,5. Vẫn giữ nội dung vừa ghi?"),
            }
        elif hint:
            rule |= {"validate": "any"}
        else:
            return
        self.sheet.data_validation(rows[0], place, rows[1], place, rule)

    def _number_rule(self, row: int, place: int, *, dash: bool) -> str:
        cell = xl_rowcol_to_cell(row, place)
        return f'=OR(ISNUMBER({cell}),{cell}="-")' if dash else f"=ISNUMBER({cell})"

    def _source(self, words: Sequence[str]) -> list[str] | str:
        """The words themselves, or where they are too long or hold a comma a range of a hidden sheet."""
        if len(",".join(words)) <= LONGEST_LIST and not any("," in word for word in words):
            return list(words)
        if self._lists is None:
            self._lists = self.book.add_worksheet("_danh_muc")
            self._lists.very_hidden()
        place = self._list_count
        self._list_count += 1
        for row, word in enumerate(words):
            self._lists.write_string(row, place, word)
        letter = _letter(place)
        return f"=_danh_muc!${letter}$1:${letter}${len(words)}"

    def finish(self, marker: Marker) -> BytesIO:
        """The file, with its hidden sheet."""
        hidden = self.book.add_worksheet(MARKER_SHEET)
        for row, chunk in enumerate(_chunks(marker.as_text())):
            hidden.write_string(row, 0, chunk)
        hidden.protect()
        hidden.very_hidden()
        self.sheet.activate()
        self.book.close()
        self.stream.seek(0)
        return self.stream


def _chunks(text: str) -> Iterator[str]:
    yield from (text[start : start + CHUNK] for start in range(0, len(text), CHUNK))


def _letter(place: int) -> str:
    return column_letter(place)
