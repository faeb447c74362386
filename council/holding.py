"""Holding a session: the one way in which everybody who changes one makes sure to see what stands.

A session's version counts every change that the office makes to it, to its members or to its agenda. Whoever
sends a form says which version it was made from; what somebody else changed meanwhile is never overwritten.
"""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from council.models import AgendaItem, CouncilSession, Question, SessionMember, SessionState
from council.queries import load_session
from council.rules import can_prepare, can_run, is_untouched
from foundation.database import db, lock_row
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.permissions import Actor


def hold_session(session_id: int, version: int | None = None) -> CouncilSession:
    """The session and all that belongs to it, read anew and held until the transaction ends.

    Raises NotFound, and Conflict where `version` is given and somebody has changed it since.
    """
    db.session.flush()
    held = lock_row(CouncilSession, session_id)
    session = load_session(session_id, anew=True) if held is not None else None
    if session is None:
        raise NotFound(_("Không có phiên họp này. Mở danh sách phiên họp từ danh mục."))
    if version is not None and session.version != version:
        raise Conflict(
            _("Phiên họp vừa được sửa ở nơi khác nên chưa ghi gì. Xem lại rồi bấm lần nữa."), field="version"
        )
    return session


def hold_to_prepare(actor: Actor, session_id: int, version: int | None = None) -> CouncilSession:
    """The session, held by whoever prepares it: before it is sealed or called off."""
    if not can_prepare(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng chuẩn bị phiên họp."))
    return _unfinished(hold_session(session_id, version))


def hold_to_run(actor: Actor, session_id: int, version: int | None = None) -> CouncilSession:
    """The session, held by whoever runs it: the office, its chair or its secretary."""
    session = hold_session(session_id, version)
    if not can_run(actor, session):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng, chủ tọa và thư ký phiên họp làm việc này."))
    return _unfinished(session)


def _unfinished(session: CouncilSession) -> CouncilSession:
    if session.state is SessionState.SEALED:
        raise Conflict(_("Phiên họp đã chốt nên không sửa được nữa."))
    if session.state is SessionState.CANCELLED:
        raise Conflict(_("Phiên họp đã hủy nên không sửa được nữa."))
    return session


def require_open(session: CouncilSession) -> None:
    """Raise Conflict unless the council sits."""
    if session.state is not SessionState.OPEN:
        raise Conflict(_("Phiên họp chưa mở. Mở phiên họp trước."))


def touch(session: CouncilSession) -> None:
    """Count a change of what belongs to the session as a change of the session itself."""
    flag_modified(session, "state")
    db.session.flush()


def item_of(session: CouncilSession, item_id: int) -> AgendaItem:
    """An item of this session's agenda; NotFound where it is none."""
    item = db.session.get(AgendaItem, item_id)
    if item is None or item.session_id != session.id:
        raise NotFound(_("Không có nội dung này trong phiên họp, hoặc vừa bị bỏ."))
    return item


def question_of(session: CouncilSession, question_id: int) -> Question:
    """A question of this session; NotFound where it is none."""
    question = db.session.get(Question, question_id)
    if question is None or question.item.session_id != session.id:
        raise NotFound(_("Không có câu hỏi biểu quyết này trong phiên họp, hoặc vừa bị bỏ."))
    return question


def untouched_question_of(session: CouncilSession, question_id: int) -> Question:
    """The same, of a question that nobody has voted on and that stands on no ballot paper; else Conflict."""
    question = question_of(session, question_id)
    if not is_untouched(question):
        raise Conflict(_("Câu hỏi này đã hoặc đang biểu quyết nên không đổi được nữa."))
    return question


def member_of(session: CouncilSession, member_id: int) -> SessionMember:
    """A member of this session; NotFound where it is none."""
    member = next((one for one in session.members if one.id == member_id), None)
    if member is None:
        raise NotFound(_("Không có thành viên này trong phiên họp."))
    return member


def member_for(session: CouncilSession, user_id: int | None) -> SessionMember | None:
    """The seat that an account has in the session, if any."""
    return next((one for one in session.members if user_id is not None and one.user_id == user_id), None)


def is_any_voted(session_id: int) -> bool:
    """Whether anything of the session was decided or is being voted on."""
    statement = (
        select(Question.id)
        .join(AgendaItem)
        .where(AgendaItem.session_id == session_id, Question.state.in_(("voting", "decided")))
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def stamp(now: datetime) -> str:
    """An instant as the record keeps it."""
    return now.isoformat()
