"""Deciding what stands on the agenda of a session: plain functions."""

from collections.abc import Mapping
from typing import Any

from council.hands import record_hands
from council.models import CouncilSession, Question, QuestionKind, QuestionState
from council.queries import load_session
from council.rounds import defer_question
from council.sealing import seal_session
from foundation.database import db
from foundation.permissions import SYSTEM
from tests.factories import NOW

REASON = "Hội đồng xét thực tế phong trào tại cơ sở."


def reload(session: CouncilSession) -> CouncilSession:
    """The session read anew with all that belongs to it."""
    db.session.flush()
    db.session.expire_all()
    loaded = load_session(session.id)
    assert loaded is not None
    return loaded


def decide(
    session: CouncilSession,
    question: Question,
    choice: Any = "agree",
    *,
    reason: str = REASON,
    others: Mapping[str, Any] | None = None,
) -> CouncilSession:
    """Everybody who may vote says the same, but for `others` by name; read anew."""
    recused = {one.member_id for one in question.conflicts}
    written = question.item.session
    voting = [one for one in written.members if one.votes and one.attendance.value in ("present", "written")]
    choices = {one.id: (others or {}).get(one.name, choice) for one in voting if one.id not in recused}
    record_hands(
        actor=SYSTEM,
        session_id=session.id,
        version=None,
        question_ids=[question.id],
        choices=choices,
        reason=reason,
        now=NOW,
    )
    return reload(session)


def put_off(session: CouncilSession, question: Question) -> CouncilSession:
    """Put a question off; read anew."""
    defer_question(
        actor=SYSTEM, session_id=session.id, version=None, question_id=question.id, later=True, now=NOW
    )
    return reload(session)


def decide_rest(session: CouncilSession) -> CouncilSession:
    """Agree to every motion that waits; of equals, choose the first."""
    while True:
        waiting = [
            question
            for item in session.items
            for question in item.questions
            if question.state is QuestionState.PENDING
        ]
        if not waiting:
            return session
        question = waiting[0]
        first = list(range(1, (question.places or 0) + 1))
        session = decide(session, question, first if question.kind is QuestionKind.CHOOSE else "agree")


def seal(session: CouncilSession, **more: Any) -> CouncilSession:
    """Seal the session; read anew."""
    seal_session(actor=SYSTEM, session_id=session.id, version=None, now=NOW, **more)
    return reload(session)
