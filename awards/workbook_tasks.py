"""The spreadsheet of a large ranking, written in the background."""

from typing import Any

from flask_babel import gettext as _

from accounts.queries import find_user
from awards.blinding import list_hidden, words_on
from awards.downloads import write_workbook
from awards.queries import Selection
from awards.run_facts import RunFacts, facts_of
from awards.run_lines import run_line_of
from foundation.clock import now
from foundation.errors import NotAllowed
from foundation.permissions import Permission, can
from tasks.handlers import Result, TaskKind, Work

WORKBOOK_TASK = "ranking-workbook"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def params_of_workbook(facts: RunFacts, selection: Selection) -> dict[str, Any]:
    """What the task needs to know."""
    return {
        "run": facts.run.id,
        "type": selection.type_code,
        "group": selection.group_key,
        "commune": selection.commune_id,
    }


def workbook_name(facts: RunFacts, selection: Selection) -> str:
    """How the file is called."""
    return f"xep-hang-{facts.run.year}-lan-{facts.run.number}-{selection.type_code}.xlsx"


def _write(work: Work) -> Result:
    owner, asked = find_user(work.owner_id), work.params
    facts = facts_of(run_line_of(int(asked["run"])))
    if owner is None or not can(owner, Permission.EXPORT_SPREADSHEET):
        raise NotAllowed(_("Tài khoản của bạn không còn quyền lấy bảng tính xếp hạng."))
    if hidden := list_hidden(owner, facts.run.movement_year_id, now()):
        raise NotAllowed(words_on(hidden))
    selection = Selection(asked["type"], group_key=asked["group"], commune_id=asked["commune"])
    path = work.folder / "workbook.xlsx"
    with path.open("wb") as stream:
        write_workbook(stream, facts, selection, tell=work.tell)
    return Result(_("Đã lập bảng tính."), None, path, workbook_name(facts, selection), XLSX)


WORKBOOK = TaskKind(WORKBOOK_TASK, _write, Permission.EXPORT_SPREADSHEET)
