"""The commendation list of a sealed session: its page, and the file; drawn from the seal alone."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from council.models import CouncilSession
from council.result_queries import find_sealed, read_sealed
from council.result_reading import SealedSession
from council.verifying import verify_session
from documents.commendation_list import render_html
from documents.forms import CommendationListForm
from documents.list_from_run import count_listed
from documents.list_from_session import award_names, list_from_session, proposals_of
from documents.pending import pending_of
from foundation.access import requires
from foundation.clock import local_date, now
from foundation.errors import Conflict, NotFound
from foundation.papers.sending import send_paper
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    one = "/van-ban/phien-hop/<int:session_id>"
    blueprint.add_url_rule(one, view_func=session_list)
    blueprint.add_url_rule(f"{one}/in", view_func=print_session_list)


@requires(Permission.PRINT_LIST)
def session_list(session_id: int) -> ResponseReturnValue:
    """What will be printed of a sealed session, and what the clerk adds to it."""
    session, read = _sealed(session_id)
    form = CommendationListForm()
    form.offer(award_names(read), local_date(now()))
    return _list_page(session, read, form), 200


@requires(Permission.PRINT_LIST)
def print_session_list(session_id: int) -> ResponseReturnValue:
    """The list as PDF or DOCX; back to its page where something is to be corrected."""
    session, read = _sealed(session_id)
    form = CommendationListForm(request.args)
    form.offer(award_names(read), local_date(now()))
    if not form.validate():
        return _list_page(session, read, form), 422
    html = render_html(list_from_session(read, form.particulars()))
    name = f"danh-sach-de-nghi-khen-thuong-{read.session['year']}-phien-{read.session['number']}"
    return send_paper(html, name)


def _list_page(session: CouncilSession, read: SealedSession, form: CommendationListForm) -> str:
    proposals = proposals_of(read)
    return render_template(
        "documents/session_list.html",
        session=session,
        read=read,
        form=form,
        listed=count_listed(proposals),
        pending=pending_of(proposals),
        faults=verify_session(session.id).sentences,
    )


def _sealed(session_id: int) -> tuple[CouncilSession, SealedSession]:
    session = find_sealed(session_id)
    if session is None:
        raise NotFound(_("Phiên họp này chưa chốt nên chưa có danh sách. Chốt phiên họp trước."))
    read = read_sealed(session)
    if read is None:
        raise Conflict(
            _("Bản chốt của phiên họp không còn đúng với mã chốt nên không in được. Báo quản trị kiểm tra.")
        )
    return session, read
