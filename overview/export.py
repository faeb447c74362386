"""The chosen set as a spreadsheet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from flask_babel import gettext as _
from xlsxwriter import Workbook

from foundation.clock import local
from foundation.formats import moment
from foundation.permissions import Actor
from movements.models import MovementYear
from overview.queries import Chosen, count_chosen, iterate_chosen, list_places
from overview.words import STATE_NAMES
from tasks.handlers import Tell, silent

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TELLS_AT = 100


def workbook_name(year: MovementYear, now: datetime) -> str:
    """How the file is called."""
    return f"tien-do-{year.year}-{local(now):%Y%m%d-%H%M}.xlsx"


def write_workbook(
    stream: BinaryIO,
    actor: Actor,
    year: MovementYear,
    kinds: Mapping[str, str],
    chosen: Chosen,
    now: datetime,
    tell: Tell = silent,
) -> None:
    """One row for each participant of the set, with its place, state, times and claimed total."""
    total = count_chosen(actor, year, chosen, now)
    communes, clusters = ({row.id: row.name for row in rows} for rows in list_places(actor))
    book = Workbook(stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Tiến độ"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    times = book.add_format({"num_format": "hh:mm dd/mm/yyyy"})
    points = book.add_format({"num_format": "#,##0.00"})
    columns = _columns()
    for place, (_name, width) in enumerate(columns):
        sheet.set_column(place, place, width)
    sheet.write(0, 0, _("Tiến độ năm %(year)s, lúc %(moment)s", year=year.year, moment=moment(now)))
    for place, (name, _width) in enumerate(columns):
        sheet.write(2, place, name, head)
    sheet.freeze_panes(3, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    line = 3
    for line, row in enumerate(iterate_chosen(actor, year, chosen, now), start=3):
        if line % TELLS_AT == 0:
            tell(line - 3, total, _("Đang ghi bảng tính"))
        _write(sheet, line, row, kinds, communes, clusters, times, points)
    sheet.autofilter(2, 0, max(line, 3), len(columns) - 1)
    book.close()


def _columns() -> list[tuple[str, float]]:
    return [
        (_("Mã"), 16),
        (_("Tên"), 36),
        (_("Loại"), 24),
        (_("Xã, thị trấn"), 24),
        (_("Cụm, khối thi đua"), 24),
        (_("Trạng thái"), 16),
        (_("Quá hạn"), 10),
        (_("Nộp lúc"), 18),
        (_("Đơn vị sửa lần cuối"), 18),
        (_("Gia hạn đến"), 18),
        (_("Lý do gia hạn"), 30),
        (_("Điểm tự chấm"), 12),
    ]


def _write(
    sheet: Any,
    line: int,
    row: Any,
    kinds: Mapping[str, str],
    communes: Mapping[int, str],
    clusters: Mapping[int, str],
    times: Any,
    points: Any,
) -> None:
    texts = (
        row.code,
        row.name,
        kinds.get(row.type_code, row.type_code),
        communes.get(row.commune_id, ""),
        clusters.get(row.cluster_id, ""),
        str(STATE_NAMES[row.progress]),
        _("quá hạn") if row.late else "",
    )
    for place, text in enumerate(texts):
        sheet.write_string(line, place, text)
    for place, instant in enumerate((row.submitted_at, row.changed_at, row.extended_until), start=7):
        if instant is not None:
            sheet.write_datetime(line, place, local(instant).replace(tzinfo=None), times)
    sheet.write_string(line, 10, row.extension_reason or "")
    if row.self_total is not None:
        sheet.write_number(line, 11, float(row.self_total), points)
