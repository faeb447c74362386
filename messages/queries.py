"""Reads of inboxes and of the outbox, newest first."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from foundation.database import db
from messages.models import Letter, LetterState, MailRefusal, Message, MessageKind


def find_message(message_id: int) -> Message | None:
    """The message with this id."""
    return db.session.get(Message, message_id)


def list_messages(user_id: int, *, unread: bool = False, offset: int = 0, limit: int) -> Sequence[Message]:
    """A page of somebody's inbox."""
    statement = select(Message).where(Message.user_id == user_id)
    if unread:
        statement = statement.where(Message.read_at.is_(None))
    return db.session.scalars(statement.order_by(Message.id.desc()).offset(offset).limit(limit)).all()


def count_messages(user_id: int) -> int:
    """How many messages somebody has."""
    return db.session.scalar(select(func.count()).where(Message.user_id == user_id)) or 0


def count_unread(user_id: int) -> int:
    """How many of them are not read yet."""
    unread = (Message.user_id == user_id) & Message.read_at.is_(None)
    return db.session.scalar(select(func.count()).where(unread)) or 0


def list_refused(user_id: int) -> set[MessageKind]:
    """The kinds of which somebody wants no letter."""
    return set(db.session.scalars(select(MailRefusal.kind).where(MailRefusal.user_id == user_id)))


def find_refusers(user_ids: Iterable[int], kind: MessageKind) -> set[int]:
    """Those of these people who want no letter of this kind."""
    statement = select(MailRefusal.user_id).where(
        MailRefusal.kind == kind, MailRefusal.user_id.in_(list(user_ids))
    )
    return set(db.session.scalars(statement))


def find_letter(letter_id: int) -> Letter | None:
    """The letter with this id."""
    return db.session.get(Letter, letter_id)


def count_letters() -> dict[LetterState, int]:
    """How many letters stand in each state; states with none are left out."""
    rows = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    counts = {row[0]: row[1] for row in rows}
    return {state: counts[state] for state in LetterState if state in counts}


def list_letters(*, state: LetterState | None = None, offset: int = 0, limit: int) -> Sequence[Letter]:
    """A page of the outbox with its messages and their readers."""
    statement = (
        select(Letter).join(Letter.message).options(contains_eager(Letter.message).joinedload(Message.user))
    )
    if state is not None:
        statement = statement.where(Letter.state == state)
    return db.session.scalars(statement.order_by(Letter.id.desc()).offset(offset).limit(limit)).all()


def list_ready(now: datetime, limit: int) -> Sequence[int]:
    """The ids of letters whose time to be sent has come, oldest first."""
    statement = select(Letter.id).where(Letter.state == LetterState.WAITING, _is_due(now))
    return db.session.scalars(statement.order_by(Letter.id).limit(limit)).all()


def is_any_ready(now: datetime) -> bool:
    """Whether a letter waits to be sent, or was left in the middle of sending."""
    ready = (Letter.state == LetterState.WAITING) & _is_due(now)
    statement = select(Letter.id).where(or_(ready, Letter.state == LetterState.SENDING)).limit(1)
    return db.session.scalar(statement) is not None


def load_for_sending(letter_id: int) -> Letter | None:
    """A letter with all that its text is made of."""
    statement = select(Letter).where(Letter.id == letter_id)
    whole = statement.options(joinedload(Letter.message).joinedload(Message.user))
    return db.session.scalars(whole).one_or_none()


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(Letter.next_attempt_at.is_(None), Letter.next_attempt_at <= now)
