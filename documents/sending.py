"""Files of papers for who asked: at once while they are short, else offered in the background."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from documents.issuing import is_long, is_long_docx
from documents.list_from_run import Particulars
from documents.print_tasks import LIST, PAPER, list_params
from foundation.papers.sending import send_paper
from register.models import Paper
from tasks.offering import offer
from tasks.printing import DOCX, PDF

FORMS = {PDF: "PDF", DOCX: "DOCX"}


def send_list(html: str, name: str, run_id: int, particulars: Particulars) -> ResponseReturnValue:
    """The commendation list of a run, in the form that the address asks for."""
    form = DOCX if request.args.get("docx") == "1" else PDF
    if not (is_long_docx(html) if form == DOCX else is_long(html)):
        return send_paper(html, name)
    title = _("In danh sách khen thưởng (%(form)s)", form=FORMS[form])
    params = list_params(run_id, particulars, name, form)
    return offer(kind=LIST, title=title, params=params, said=said_of_long())


def offer_paper(paper: Paper, form: str) -> ResponseReturnValue:
    """The file of a long paper, to be made in the background."""
    return offer(
        kind=PAPER,
        title=_("%(subject)s (%(form)s)", subject=paper.subject[:280], form=FORMS[form]),
        # What the clerk changed since makes it another piece of work.
        params={"paper": paper.id, "form": form, "changed": paper.changed_at.isoformat()},
        said=said_of_long(),
        back=url_for("documents.paper", paper_id=paper.id),
    )


def said_of_long() -> str:
    """Why it takes its time."""
    return _("Văn bản này dài, in mất hơn thời gian chờ của một trang.")
