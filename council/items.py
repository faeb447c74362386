"""The items of an agenda: added, renamed, moved and left out by the office as long as nobody has voted."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from council.agenda import drop_items, new_question, session_items
from council.agenda_from_run import QuestionDraft
from council.cases import UNNUMBERED, renumber
from council.holding import hold_to_prepare, item_of, touch
from council.models import AgendaItem, CouncilSession, Method
from council.question_texts import LONGEST_TEXT, LONGEST_TITLE
from council.recording import record_of
from council.rules import is_untouched
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor


def add_item(
    *, actor: Actor, session_id: int, version: int | None, title: str, motion: str = "", now: datetime
) -> AgendaItem:
    """A further item, before the last one where that approves the minutes; with a motion to vote on, or only
    to be discussed.
    """
    session = hold_to_prepare(actor, session_id, version)
    words, text = read_title(title), read_text(motion, required=False)
    item = AgendaItem(session_id=session.id, number=UNNUMBERED, title=words)
    db.session.add(item)
    db.session.flush()
    if text:
        item.questions.append(new_question(QuestionDraft(text), 1, Method.HANDS))
    items = session_items(session, [item])[:-1]
    at = len(items) - 1 if items and closes(items[-1]) else len(items)
    renumber([*items[:at], item, *items[at:]])
    return _changed(actor, session, item, now, "session:item-added", {"title": words, "motion": text})


def rename_item(
    *, actor: Actor, session_id: int, version: int | None, item_id: int, title: str, now: datetime
) -> AgendaItem:
    """Another title; also of what was voted on, since the questions keep their own texts."""
    session = hold_to_prepare(actor, session_id, version)
    item = item_of(session, item_id)
    before, item.title = item.title, read_title(title)
    return _changed(actor, session, item, now, "session:item-renamed", {"title": item.title}, before)


def drop_item(
    *, actor: Actor, session_id: int, version: int | None, item_id: int, now: datetime
) -> CouncilSession:
    """Leave an item out, with its questions. Raises Conflict where one of them was voted on, or where there
    are notes.
    """
    session = hold_to_prepare(actor, session_id, version)
    item = item_of(session, item_id)
    if not _is_open(item):
        raise Conflict(_("Nội dung này đã biểu quyết nên không bỏ được."))
    if item.notes.strip():
        raise Conflict(_("Nội dung này đã có ghi chép. Xóa ghi chép trước khi bỏ."))
    title = item.title
    drop_items(session, [item])
    record_of(session, actor, "session:item-dropped", now, before={"title": title})
    touch(session)
    return session


def move_item(
    *, actor: Actor, session_id: int, version: int | None, item_id: int, before_id: int | None, now: datetime
) -> CouncilSession:
    """Put an item before another one, or last (None)."""
    session = hold_to_prepare(actor, session_id, version)
    item = item_of(session, item_id)
    rest = [one for one in session.items if one.id != item.id]
    at = next((place for place, one in enumerate(rest) if one.id == before_id), len(rest))
    renumber([*rest[:at], item, *rest[at:]])
    db.session.expire(session, ["items"])
    after = {"title": item.title, "number": item.number}
    record_of(session, actor, "session:item-moved", now, after=after)
    touch(session)
    return session


def read_title(typed: str) -> str:
    """A title as it is kept. Raises DomainError where it is empty or too long."""
    words = " ".join(typed.split())
    if not words:
        raise DomainError(_("Ghi tên nội dung."), field="title")
    if len(words) > LONGEST_TITLE:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_TITLE), field="title")
    return words


def read_text(typed: str, *, required: bool = True) -> str:
    """The words of a question as they are kept. Raises DomainError where they are missing or too long."""
    words = " ".join(typed.split())
    if required and not words:
        raise DomainError(_("Ghi điều cần biểu quyết."), field="text")
    if len(words) > LONGEST_TEXT:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_TEXT), field="text")
    return words


def _is_open(item: AgendaItem) -> bool:
    return all(is_untouched(one) for one in item.questions)


def closes(item: AgendaItem) -> bool:
    """Whether an item stands last because it approves the minutes: a motion that names nobody."""
    return _is_open(item) and bool(item.questions) and not any(one.candidates for one in item.questions)


def _changed(
    actor: Actor,
    session: CouncilSession,
    item: AgendaItem,
    now: datetime,
    action: str,
    after: dict[str, Any],
    before: str | None = None,
) -> AgendaItem:
    db.session.flush()
    db.session.expire(session, ["items"])
    record_of(
        session, actor, action, now, before={"title": before} if before is not None else None, after=after
    )
    touch(session)
    return item
