"""What this room has done in the background: many blank ballot papers."""

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from accounts.queries import find_user
from council.ballot_queries import load_ballot
from council.ballot_sheets import sheets_html
from council.models import Ballot
from council.rules import can_run
from foundation.errors import NotAllowed
from foundation.permissions import Permission
from tasks.handlers import Result, TaskKind, Work
from tasks.printing import print_to

SHEETS_TASK = "ballot-sheets"
VIETNAMESE = "vi"


def params_of_sheets(ballot: Ballot, copies: Mapping[int, int], form: str) -> dict[str, Any]:
    """What the task needs to know; JSON has text for keys."""
    wanted = {str(question): count for question, count in copies.items()}
    return {"session": ballot.session_id, "number": ballot.number, "copies": wanted, "form": form}


def _sheets(work: Work) -> Result:
    asked = work.params
    ballot = load_ballot(int(asked["session"]), int(asked["number"]))
    owner = find_user(work.owner_id)
    if owner is None or not can_run(owner, ballot.session):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng, chủ tọa và thư ký phiên họp làm việc này."))
    copies = {int(question): int(count) for question, count in asked["copies"].items()}
    with force_locale(VIETNAMESE):
        html = sheets_html(ballot, copies)
    return print_to(work, html, f"phieu-bau-{ballot.number}")


TASKS = (TaskKind(SHEETS_TASK, _sheets, Permission.VIEW_SESSION),)
