"""Files of long papers, made in the background for who asked: a draft to look at, a list, a template tried on
a real source; and the number of a paper whose words alone take long.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from flask import g
from flask_babel import force_locale
from flask_babel import gettext as _

from accounts.models import User
from accounts.queries import find_user
from awards.blinding import list_hidden, words_on
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from documents.commendation_list import render_html
from documents.drafting import kind_of, preview_html
from documents.edit_copy import words_to_edit
from documents.file_names import file_name
from documents.frames import check_address
from documents.issuing import ISSUE, take_number, words_of
from documents.list_from_run import Particulars, list_from_run
from documents.own_templates import can_manage, fill_real
from documents.paper import Signer
from documents.template_preview import snapshot_of
from foundation.clock import now
from foundation.errors import NotAllowed, NotFound
from foundation.permissions import Permission, can
from foundation.redirects import path_to
from movements.queries import find_year
from register.models import Paper, PaperState
from register.naming import paper_name
from register.queries import find_paper
from register.services import can_issue
from tasks.handlers import Result, TaskKind, Work
from tasks.printing import print_to
from tasks.services import submit

PAPER, LIST, TEMPLATE, NUMBER = "print-paper", "print-list", "try-template", "number-paper"


def number_params(paper_id: int) -> dict[str, Any]:
    """What the task needs to know that gives a paper its number; where the public asks, only a request can
    tell.
    """
    return {"paper": paper_id, "address": check_address()}


def list_params(run_id: int, particulars: Particulars, name: str, form: str) -> dict[str, Any]:
    """What the task of a list needs to know."""
    told = asdict(particulars)
    for key in ("signed_on", "requested_on"):
        told[key] = told[key].isoformat() if told[key] else None
    told["recipients"] = list(told["recipients"])
    told["signer"]["authority"] = list(told["signer"]["authority"])
    return {"run": run_id, "particulars": told, "name": name, "form": form}


def _particulars(told: dict[str, Any]) -> Particulars:
    signer = Signer(**(told["signer"] | {"authority": tuple(told["signer"]["authority"])}))
    days = {
        key: date.fromisoformat(told[key]) if told[key] else None for key in ("signed_on", "requested_on")
    }
    return Particulars(**(told | days | {"signer": signer, "recipients": tuple(told["recipients"])}))


def _paper(work: Work) -> Result:
    """The file of a draft as it would be issued now, or the Word document of an issued paper."""
    paper = _wanted_paper(work)
    work.tell(0, 2, _("Đang soạn lời văn bản"))
    if paper.state is PaperState.DRAFT:
        _require(can_issue(_owner(work)))
        html = preview_html(paper, now())
    else:
        _require(can(_owner(work), Permission.PRINT_LIST))
        html = words_to_edit(paper, words_of(paper.id).html or "")
    return print_to(work, html, file_name(paper))


def _list(work: Work) -> Result:
    """The commendation list of a run."""
    owner, asked = _owner(work), work.params
    _require(can(owner, Permission.PRINT_LIST))
    work.tell(0, 2, _("Đang soạn lời văn bản"))
    particulars = _particulars(dict(asked["particulars"]))
    with force_locale("vi"):
        html = _html_of_run(owner, int(asked["run"]), particulars)
    return print_to(work, html, str(asked["name"]))


def _html_of_run(owner: User, run_id: int, particulars: Particulars) -> str:
    run = run_line_of(run_id)
    if hidden := list_hidden(owner, run.movement_year_id, now()):
        raise NotAllowed(words_on(hidden))
    year = find_year(run.movement_year_id)
    if year is None:
        raise NotFound(_("Không có năm thi đua này."))
    return render_html(list_from_run(facts_of(run), year, particulars))


def _template(work: Work) -> Result:
    """A template, which was tried out on sample data, on a real source."""
    owner, asked = _owner(work), work.params
    _require(can_manage(owner) and can(owner, Permission.PRINT_LIST))
    kind = kind_of(str(asked["kind"]))
    work.tell(0, 2, _("Đang soạn lời văn bản"))
    html = fill_real(kind, str(asked["body"]), snapshot_of(kind, str(asked["source"]), now()))
    return print_to(work, html, f"thu-mau-{kind.code.replace('_', '-')}")


def _number(work: Work) -> Result:
    """Number and words of a paper, then the task that prints it: both, or none of them."""
    owner, paper = _owner(work), _wanted_paper(work)
    _require(can_issue(owner))
    g.check_address = str(work.params["address"])
    work.tell(0, 2, _("Đang soạn lời văn bản"))
    # What takes long is kept by this process from here on, so that nobody waits while the number is taken.
    preview_html(paper, now())
    work.tell(1, 2, _("Đang cấp số"))
    take_number(actor=owner, paper=paper, now=now(), seen=work.params.get("seen"))
    printing = submit(kind=ISSUE, title=paper.subject, params={"paper": paper.id}, owner=owner, now=now())
    name = paper_name(paper.number, paper.symbol, paper.subject)
    return Result(_("Đã cấp %(name)s, đang in tệp.", name=name), path_to("tasks.task", task_id=printing.id))


def _wanted_paper(work: Work) -> Paper:
    paper = find_paper(int(work.params["paper"]))
    if paper is None:
        raise NotFound(_("Không có văn bản này. Mở lại từ trang Văn bản."))
    return paper


def _owner(work: Work) -> User:
    owner = find_user(work.owner_id)
    if owner is None:
        raise NotFound(_("Tài khoản giao việc này không còn."))
    return owner


def _require(right: bool) -> None:
    if not right:
        raise NotAllowed(_("Tài khoản của bạn không còn quyền lập văn bản này."))


PRINTING = (
    TaskKind(PAPER, _paper, Permission.PRINT_LIST),
    TaskKind(LIST, _list, Permission.PRINT_LIST),
    TaskKind(TEMPLATE, _template, Permission.MANAGE_TEMPLATES),
    TaskKind(NUMBER, _number, Permission.ISSUE_PAPER),
)
