"""A workbook to be filled in and read again: a table under its head, how to fill it in, what is known."""

from collections.abc import Collection, Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

A4 = 9
HEAD_COLOUR = "#E9EEF3"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class FormBook:
    """The workbook being written; every cell is text, so that what looks like a formula stays what it is."""

    def __init__(self, title: str) -> None:
        self._stream = BytesIO()
        self._book = Workbook(self._stream, OPTIONS)
        self._book.set_properties({"title": title})
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        ruled = {"bold": True, "text_wrap": True, "border": 1, "bg_color": HEAD_COLOUR, "valign": "vcenter"}
        self._head = self._book.add_format({**base, **ruled})
        self._cell = self._book.add_format({**base, "num_format": "@", "text_wrap": True})
        self._text = self._book.add_format({**base, "text_wrap": True})
        self._title = self._book.add_format({**base, "bold": True, "font_size": 14})

    def table(
        self, name: str, titles: Sequence[object], widths: Sequence[int], required: Collection[int] = ()
    ) -> Worksheet:
        """A sheet whose first row names the columns, a star at those that must not stay empty."""
        sheet = self._book.add_worksheet(name)
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            star = " *" if column in required else ""
            sheet.write_string(0, column, f"{title}{star}", self._head)
            sheet.set_column(column, column, width, self._cell)
        sheet.freeze_panes(1, 1 if required else 0)
        return sheet

    def to_fill_in(
        self, name: str, titles: Sequence[object], widths: Sequence[int], required: Collection[int]
    ) -> Worksheet:
        """The same for what is filled in, and printed: across, one page wide, its head on each page."""
        sheet = self.table(name, titles, widths, required)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def explanation(
        self, name: str, title: str, lines: Iterable[tuple[str, str]], widths: tuple[int, int]
    ) -> Worksheet:
        """A sheet that says under a title what to write where, from the third row on."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self._text)
        sheet.write_string(0, 0, title, self._title)
        self.rows(sheet, 2, lines, told=True)
        return sheet

    def list_below(
        self, sheet: Worksheet, row: int, titles: Sequence[str], rows: Iterable[Sequence[str]]
    ) -> None:
        """A list with a head of its own in this row (counted from 0) of an explanation."""
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, self._head)
        self.rows(sheet, row + 1, rows, told=True)

    def rows(self, sheet: Worksheet, first: int, rows: Iterable[Sequence[str]], told: bool = False) -> int:
        """Write these rows from row `first` (counted from 0) on; how many there were."""
        count = 0
        for number, row in enumerate(rows, start=first):
            count += 1
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, self._text if told else self._cell)
        return count

    def finish(self) -> bytes:
        """The file."""
        self._book.close()
        return self._stream.getvalue()
