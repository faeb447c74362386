"""What this room has done in the background: printing long papers, and entering the file of those issued."""

from flask_babel import gettext as _

from accounts.queries import find_user
from documents.certificate_tasks import CERTIFICATES
from documents.issuing import ISSUE, enter_file, print_for_issue, words_of
from documents.print_tasks import PRINTING
from foundation.clock import now
from foundation.errors import NotFound
from foundation.permissions import Permission
from foundation.redirects import path_to
from register.models import PaperState
from register.naming import paper_name
from register.rules import check_not_void
from tasks.handlers import Result, TaskKind, Work
from tasks.printing import beside


def _issue(work: Work) -> Result:
    paper = words_of(int(work.params["paper"]))
    owner = find_user(work.owner_id)
    if owner is None:
        raise NotFound(_("Tài khoản giao việc này không còn."))
    check_not_void(paper)
    if paper.state is PaperState.NUMBERED:
        words = paper.html or ""
        pdf = beside(work, lambda: print_for_issue(words))
        enter_file(actor=owner, paper=paper, now=now(), pdf=pdf)
    name = paper_name(paper.number, paper.symbol, paper.subject)
    return Result(_("Đã phát hành %(name)s.", name=name), path_to("documents.paper", paper_id=paper.id))


TASKS = (TaskKind(ISSUE, _issue, Permission.ISSUE_PAPER), *PRINTING, CERTIFICATES)
