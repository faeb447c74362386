"""What this room has done in the background: printing and entering the file of a long paper."""

from flask_babel import gettext as _

from accounts.queries import find_user
from documents.certificate_tasks import CERTIFICATES
from documents.issuing import ISSUE, enter_file, words_of
from foundation.clock import now
from foundation.errors import NotFound
from foundation.redirects import path_to
from register.naming import paper_name
from tasks.handlers import Result, TaskKind, Work


def _issue(work: Work) -> Result:
    paper = words_of(int(work.params["paper"]))
    owner = find_user(work.owner_id)
    if owner is None:
        raise NotFound(_("Tài khoản giao việc này không còn."))
    work.tell(0, 1, _("Đang in văn bản"))
    enter_file(actor=owner, paper=paper, now=now())
    name = paper_name(paper.number, paper.symbol, paper.subject)
    return Result(_("Đã phát hành %(name)s.", name=name), path_to("documents.paper", paper_id=paper.id))


TASKS = (TaskKind(ISSUE, _issue), CERTIFICATES)
