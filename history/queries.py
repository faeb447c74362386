"""Reading the record."""

from collections.abc import Iterator

from sqlalchemy import select

from foundation.database import db
from history.models import HistoryEntry, HistoryHead


def list_entries(*, limit: int, before_id: int | None = None) -> list[HistoryEntry]:
    """The latest entries, newest first; `before_id` turns the page."""
    query = select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(HistoryEntry.id < before_id)
    return list(db.session.scalars(query))


def list_entries_of(subject_type: str, subject_id: str) -> list[HistoryEntry]:
    """All that was done to one subject, oldest first."""
    query = select(HistoryEntry).where(
        HistoryEntry.subject_type == subject_type, HistoryEntry.subject_id == subject_id
    )
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


def iterate_entries(batch: int = 1000) -> Iterator[HistoryEntry]:
    """Every entry in order, in batches, so that a long record fits in memory."""
    last = 0
    while entries := _entries_after(last, batch):
        yield from entries
        last = entries[-1].id


def _entries_after(last: int, limit: int) -> list[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.id > last).order_by(HistoryEntry.id).limit(limit)
    return list(db.session.scalars(query))


def find_head() -> HistoryHead | None:
    """How the record ends; None before the first entry."""
    return db.session.get(HistoryHead, 1, populate_existing=True)
