"""The questions of an item: motions added, words and ways of voting changed, questions moved and left out."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from council.agenda import new_question
from council.agenda_from_run import QuestionDraft
from council.cases import drop_question, renumber
from council.holding import hold_to_prepare, item_of, question_of, touch
from council.items import read_text
from council.models import AgendaItem, CouncilSession, Method, Question
from council.rules import is_untouched
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import Actor
from history.services import record


def add_motion(
    *, actor: Actor, session_id: int, version: int | None, item_id: int, text: str, now: datetime
) -> Question:
    """A further question of an item, without any case."""
    session = hold_to_prepare(actor, session_id, version)
    item, words = item_of(session, item_id), read_text(text)
    question = new_question(QuestionDraft(words), len(item.questions) + 1, Method.HANDS)
    item.questions.append(question)
    db.session.flush()
    _record(actor, session, "session:question-added", now, after={"question": words})
    touch(session)
    return question


def change_question(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    question_id: int,
    text: str,
    method: Method,
    rules: dict[str, Any] | None = None,
    now: datetime,
) -> Question:
    """Its words, how it is voted on, and the rules of its own, where a statute asks for more (None: those of
    the session). Raises Conflict once it was voted on.
    """
    session = hold_to_prepare(actor, session_id, version)
    question = _changeable(session, question_id)
    before = {"question": question.text, "method": question.method.value}
    question.text, question.method, question.rules = read_text(text), method, rules
    after = {"question": question.text, "method": method.value, "rules": rules}
    _record(actor, session, "session:question-changed", now, before, after)
    touch(session)
    return question


def remove_question(
    *, actor: Actor, session_id: int, version: int | None, question_id: int, now: datetime
) -> AgendaItem:
    """Leave a question out, with its cases. Raises Conflict once it was voted on."""
    session = hold_to_prepare(actor, session_id, version)
    question = _changeable(session, question_id)
    item = question.item
    before = {"question": question.text, "cases": [one.name for one in question.candidates]}
    drop_question(question)
    _record(actor, session, "session:question-dropped", now, before=before)
    touch(session)
    return item


def move_question(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    question_id: int,
    before_id: int | None,
    now: datetime,
) -> AgendaItem:
    """Put a question before another one of its item, or last (None)."""
    session = hold_to_prepare(actor, session_id, version)
    question = question_of(session, question_id)
    item = question.item
    rest = [one for one in item.questions if one.id != question.id]
    at = next((place for place, one in enumerate(rest) if one.id == before_id), len(rest))
    renumber([*rest[:at], question, *rest[at:]])
    db.session.expire(item, ["questions"])
    after = {"question": question.text, "number": question.number}
    _record(actor, session, "session:question-moved", now, after=after)
    touch(session)
    return item


def _changeable(session: CouncilSession, question_id: int) -> Question:
    question = question_of(session, question_id)
    if not is_untouched(question):
        raise Conflict(_("Câu hỏi này đã hoặc đang biểu quyết nên không đổi được nữa."))
    return question


def _record(
    actor: Actor,
    session: CouncilSession,
    action: str,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    subject = ("council_session", session.id)
    record(actor=actor, action=action, subject=subject, before=before, after=after, now=now)
