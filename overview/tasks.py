"""What this room has done in the background: the spreadsheet of a large district."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from accounts.queries import find_user
from foundation.clock import now
from foundation.errors import NotAllowed, NotFound
from foundation.permissions import Permission, can
from movements.queries import find_year
from overview.export import SPREADSHEET, workbook_name, write_workbook
from overview.forms import read_chosen
from overview.kinds import list_kinds
from tasks.handlers import Result, TaskKind, Work

EXPORT_TASK = "overview-workbook"


def given(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Of an address what limits the set, as text, so that the task reads it as the page does."""
    return {name: str(value) for name, value in arguments.items() if value is not None}


def _export(work: Work) -> Result:
    owner, year = find_user(work.owner_id), find_year(int(work.params["year"]))
    if not can(owner, Permission.VIEW_OVERVIEW):
        raise NotAllowed(_("Tài khoản của bạn không còn quyền xem tiến độ."))
    if owner is None or year is None:
        raise NotFound(_("Không có năm thi đua này."))
    kinds, at = list_kinds(year.id), now()
    chosen, names = read_chosen(work.params["asked"], kinds), {kind.code: kind.name for kind in kinds}
    path = work.folder / "workbook.xlsx"
    with path.open("wb") as stream:
        write_workbook(stream, owner, year, names, chosen, at, work.tell)
    return Result(_("Đã lập bảng tính."), None, path, workbook_name(year, at), SPREADSHEET)


TASKS = (TaskKind(EXPORT_TASK, _export, Permission.VIEW_OVERVIEW),)
