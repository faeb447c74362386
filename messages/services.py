"""Telling people something: once in their inbox, and by e-mail where they want it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from accounts.models import User
from foundation.database import db
from foundation.permissions import Actor
from messages.models import Message, MessageKind


def tell(
    *,
    actor: Actor,
    users: Iterable[User],
    kind: MessageKind,
    title: str,
    body: str = "",
    path: str | None = None,
    occasion: str | None = None,
    now: datetime,
) -> list[Message]:
    """Put a message into the inbox of each open account; returns those that are new.

    `occasion` names what it is about ("return:17"): whoever was told of it already is not told again.
    `path` is a page inside the product, such as "/phieu/17".
    """
    wanted = {user.id: user for user in users if user.active}
    if occasion is not None and wanted:
        told = select(Message.user_id).where(Message.user_id.in_(wanted), Message.occasion == occasion)
        for user_id in db.session.scalars(told):
            del wanted[user_id]
    made = [
        Message(
            user_id=user_id,
            kind=kind,
            title=title,
            body=body,
            path=path,
            sender_name=actor.actor_name,
            occasion=occasion,
            created_at=now,
        )
        for user_id in sorted(wanted)
    ]
    db.session.add_all(made)
    db.session.flush()
    return made
