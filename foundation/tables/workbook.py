"""Opening a workbook for its cells alone: what stands on sheets of charts is not read, so it cannot fail."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader


class _CellReader(ExcelReader):
    def read_chartsheet(self, _sheet: Any, _rel: Any) -> None:
        """Keep the place of a sheet of charts, by which names defined for other sheets are counted."""
        book: Any = self.wb
        place: Any = Chartsheet(parent=book)
        place.defined_names = {}
        book._sheets.append(place)  # noqa: SLF001 - as the library's own reader does for read-only sheets


def open_cells(data: bytes, *, values: bool) -> Workbook:
    """The workbook, read-only; `values` gives the results of formulas instead of the formulas."""
    reader = _CellReader(BytesIO(data), read_only=True, data_only=values, keep_links=False)
    reader.read()
    return reader.wb
