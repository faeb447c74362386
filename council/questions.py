"""The questions of an item: motions added, words and ways of voting changed, questions moved and left out."""

from datetime import datetime
from typing import Any

from council.agenda import new_question
from council.agenda_from_run import QuestionDraft
from council.cases import drop_question, renumber
from council.holding import hold_to_prepare, item_of, question_of, touch, untouched_question_of
from council.items import read_text
from council.models import AgendaItem, Method, Question
from council.recording import record_of
from foundation.database import db
from foundation.permissions import Actor


def add_motion(
    *, actor: Actor, session_id: int, version: int | None, item_id: int, text: str, now: datetime
) -> Question:
    """A further question of an item, without any case."""
    session = hold_to_prepare(actor, session_id, version)
    item, words = item_of(session, item_id), read_text(text)
    question = new_question(QuestionDraft(words), len(item.questions) + 1, Method.HANDS)
    item.questions.append(question)
    db.session.flush()
    record_of(session, actor, "session:question-added", now, after={"question": words})
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
    question = untouched_question_of(session, question_id)
    before = {"question": question.text, "method": question.method.value}
    question.text, question.method, question.rules = read_text(text), method, rules
    after = {"question": question.text, "method": method.value, "rules": rules}
    record_of(session, actor, "session:question-changed", now, before=before, after=after)
    touch(session)
    return question


def remove_question(
    *, actor: Actor, session_id: int, version: int | None, question_id: int, now: datetime
) -> AgendaItem:
    """Leave a question out, with its cases. Raises Conflict once it was voted on."""
    session = hold_to_prepare(actor, session_id, version)
    question = untouched_question_of(session, question_id)
    item = question.item
    before = {"question": question.text, "cases": [one.name for one in question.candidates]}
    drop_question(question)
    record_of(session, actor, "session:question-dropped", now, before=before)
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
    record_of(session, actor, "session:question-moved", now, after=after)
    touch(session)
    return item
