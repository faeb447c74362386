"""Loading a session for a page, and what every page of one shares."""

from flask import request
from flask_babel import gettext as _

from council.models import CouncilSession
from council.page import ItemView, SessionPage, build_page
from council.queries import load_session
from council.question_view import QuestionView
from council.rules import can_run
from foundation.errors import NotAllowed, NotFound
from foundation.permissions import Actor

UNREADABLE = -1


def load(session_id: int) -> CouncilSession:
    """The session with all that its pages show; NotFound where there is none."""
    session = load_session(session_id)
    if session is None:
        raise NotFound(_("Không có phiên họp này. Mở danh sách phiên họp từ danh mục."))
    return session


def page_of(actor: Actor, session_id: int) -> SessionPage:
    """The page of a session for this reader."""
    return build_page(actor, load(session_id))


def page_to_run(actor: Actor, session_id: int) -> SessionPage:
    """The same for whoever runs the session; NotAllowed for the others."""
    page = page_of(actor, session_id)
    if not can_run(actor, page.session):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng, chủ tọa và thư ký phiên họp mở được trang này."))
    return page


def item_in(page: SessionPage, item_id: int) -> ItemView:
    """One item of a session's page; NotFound where it is none of its."""
    found = next((one for one in page.items if one.item.id == item_id), None)
    if found is None:
        raise NotFound(_("Không có nội dung này trong phiên họp, hoặc vừa bị bỏ."))
    return found


def question_in(page: SessionPage, question_id: int) -> tuple[ItemView, QuestionView]:
    """One question of a session's page, with its item; NotFound where it is none of its."""
    for item in page.items:
        for view in item.questions:
            if view.question.id == question_id:
                return item, view
    raise NotFound(_("Không có câu hỏi biểu quyết này trong phiên họp, hoặc vừa bị bỏ."))


def version_sent() -> int:
    """The version of the session that a form was made from; one that no session has where it does not say."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else UNREADABLE
