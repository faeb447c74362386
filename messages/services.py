"""Telling people something: once in their inbox, and by e-mail where they want it."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import delete, select, update

from accounts.models import User
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, Trespass
from foundation.permissions import Actor
from history.services import record
from messages.mail_server import is_mail_set_up, sender_domain
from messages.models import Letter, LetterState, MailRefusal, Message, MessageKind
from messages.queries import find_refusers, list_refused
from messages.rules import can_read_outbox, is_sendable

Words = str | LazyString | Callable[[], str]
LONGEST_TITLE = 300


def tell(
    *,
    actor: Actor,
    users: Iterable[User],
    kind: MessageKind,
    title: Words,
    body: Words = "",
    path: str | None = None,
    occasion: str | None = None,
    now: datetime,
) -> list[Message]:
    """Put a message into the inbox of each open account; returns those that are new.

    `occasion` names what it is about ("return:17"): whoever was told of it already is not told again.
    `path` is a page inside the product, such as "/phieu/17". Words given lazily (`lazy_gettext`, or a
    function that is called) are written in the language of each reader. Whoever has an e-mail and has not
    refused this kind also gets a letter: sent by the clock where a mail server is set up, else kept.
    """
    wanted = {user.id: user for user in users if user.active}
    if occasion is not None and wanted:
        told = select(Message.user_id).where(Message.user_id.in_(wanted), Message.occasion == occasion)
        for user_id in db.session.scalars(told):
            del wanted[user_id]
    made = []
    for user_id, user in sorted(wanted.items()):
        with force_locale(user.language):
            message = Message(
                user_id=user_id,
                kind=kind,
                title=_shortened(_written(title)),
                body=_written(body),
                path=path,
                sender_name=actor.actor_name,
                occasion=occasion,
                created_at=now,
            )
        made.append(message)
    db.session.add_all(made)
    db.session.flush()
    _write_letters(made, wanted, kind, now)
    return made


def _written(words: Words) -> str:
    return words() if callable(words) and not isinstance(words, LazyString) else str(words)


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _write_letters(made: list[Message], users: dict[int, User], kind: MessageKind, now: datetime) -> None:
    refusers = find_refusers([message.user_id for message in made], kind)
    state = LetterState.WAITING if is_mail_set_up() else LetterState.KEPT
    domain = sender_domain()
    for message in made:
        email = users[message.user_id].email
        if email and message.user_id not in refusers:
            letter_id = f"<{uuid.uuid4().hex}@{domain}>"
            db.session.add(
                Letter(
                    message_id=message.id,
                    recipient=email,
                    letter_id=letter_id,
                    state=state,
                    next_attempt_at=now,
                )
            )
    db.session.flush()


def mark_read(*, user: User, message: Message, now: datetime) -> None:
    """Note that somebody opened their message. Raises Trespass where it is another person's."""
    require_own(user, message)
    if message.read_at is None:
        message.read_at = now


def require_own(user: User, message: Message) -> None:
    """Raise Trespass where the message is another person's."""
    if message.user_id != user.id:
        raise Trespass(_("Không có tin nhắn này."), subject=("message", message.id))


def mark_all_read(*, user: User, now: datetime) -> int:
    """Note that somebody has seen all that is in their inbox; returns how many were unread."""
    statement = update(Message).where(Message.user_id == user.id, Message.read_at.is_(None))
    result = db.session.execute(statement.values(read_at=now))
    return int(getattr(result, "rowcount", 0))


def choose_mail(*, user: User, wanted: Iterable[MessageKind]) -> None:
    """Keep which kinds somebody wants also by e-mail."""
    refused = set(MessageKind) - set(wanted)
    before = list_refused(user.id)
    gone = before - refused
    db.session.execute(delete(MailRefusal).where(MailRefusal.user_id == user.id, MailRefusal.kind.in_(gone)))
    db.session.add_all(MailRefusal(user_id=user.id, kind=kind) for kind in sorted(refused - before))
    db.session.flush()


def send_again(*, actor: Actor, letter: Letter, now: datetime) -> None:
    """Let a letter that failed, may have arrived, or was kept be sent, to the address its reader has now.

    Raises Conflict where it waits already or was sent, DomainError where no mail server is set up or the
    reader has no address.
    """
    if not can_read_outbox(actor):
        raise NotAllowed(_("Chỉ quản trị hệ thống được gửi lại thư."))
    if not is_sendable(letter):
        raise Conflict(_("Thư này đã gửi hoặc đang chờ gửi. Tải lại trang để xem trạng thái mới."))
    if not is_mail_set_up():
        raise DomainError(_("Chưa có máy chủ thư. Khai báo MAIL_SERVER, khởi động lại, rồi gửi lại thư này."))
    email = letter.message.user.email
    if not email:
        raise DomainError(
            _("Tài khoản nhận không còn thư điện tử. Người nhận vẫn đọc được trong hộp tin nhắn.")
        )
    before = {"state": letter.state.value, "attempts": letter.attempts}
    letter.state, letter.attempts, letter.next_attempt_at = LetterState.WAITING, 0, now
    letter.recipient = email
    record(
        actor=actor,
        action="letter:sent-again",
        subject=("letter", letter.id),
        before=before,
        after={"state": letter.state.value},
        now=now,
    )
