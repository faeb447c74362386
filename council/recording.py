"""The record of a session: who did what to it, what was before and what is after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from council.models import CouncilSession
from foundation.permissions import Actor
from history.services import record


def record_of(
    session: CouncilSession,
    actor: Actor,
    action: str,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Write one deed into the record of this session, in the caller's transaction."""
    subject = ("council_session", session.id)
    record(actor=actor, action=action, subject=subject, before=before, after=after, note=note, now=now)
