"""What was read and waits for a yes: kept for a day, for the person who handed it in and nobody else."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from bulk_entry.models import PendingEntry
from foundation.database import db
from foundation.errors import NotFound
from foundation.permissions import Actor

KEPT_FOR = timedelta(days=1)
MOST_EACH = 20


def keep_pending(*, actor: Actor, kind: str, subject_id: int, content: Any, now: datetime) -> PendingEntry:
    """Keep what was handed in; what is older than a day, and the person's oldest beyond twenty, goes."""
    forget_stale(now)
    _forget_beyond(actor.actor_id, MOST_EACH - 1)
    entry = PendingEntry(
        token=secrets.token_urlsafe(24),
        user_id=actor.actor_id,
        kind=kind,
        subject_id=subject_id,
        content=json.dumps(content, ensure_ascii=False),
        made_at=now,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def find_pending(
    actor: Actor, token: str, kind: str, now: datetime, *, subject_id: int | None = None
) -> PendingEntry:
    """What the actor handed in under this token, where `subject_id` is said about this scorecard or hamlet
    alone. Raises NotFound where it is gone, somebody else's, or about another.
    """
    entry = db.session.scalars(select(PendingEntry).where(PendingEntry.token == token)).one_or_none()
    if (
        entry is None
        or entry.user_id != actor.actor_id
        or entry.kind != kind
        or subject_id not in (None, entry.subject_id)
        or entry.made_at < now - KEPT_FOR
    ):
        raise NotFound(_("Bản xem trước này đã ghi, đã bỏ hoặc đã quá một ngày. Mở lại trang rồi nhập lại."))
    return entry


def content_of(entry: PendingEntry) -> Any:
    """What was kept."""
    return json.loads(entry.content)


def forget(entry: PendingEntry) -> None:
    """Throw away what was taken or is no longer wanted."""
    db.session.delete(entry)
    db.session.flush()


def forget_stale(now: datetime) -> None:
    """Throw away what nobody said yes to for a day."""
    db.session.execute(delete(PendingEntry).where(PendingEntry.made_at < now - KEPT_FOR))


def _forget_beyond(user_id: int | None, most: int) -> None:
    kept = (
        select(PendingEntry.id)
        .where(PendingEntry.user_id == user_id)
        .order_by(PendingEntry.id.desc())
        .limit(most)
    )
    db.session.execute(
        delete(PendingEntry).where(PendingEntry.user_id == user_id, PendingEntry.id.not_in(kept))
    )
