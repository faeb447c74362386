"""Reading the record."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select

from foundation.clock import VIETNAM
from foundation.database import db
from history.models import HistoryEntry, HistoryHead


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted. `actors` are numbers of accounts, None among them standing for the system;
    days are days in Viet Nam, both counted in. `hidden_scorecards` are not for the eyes of who asks.
    """

    actors: Collection[int | None] | None = None
    group: str = ""
    subject_type: str = ""
    subject_id: str = ""
    first_day: date | None = None
    last_day: date | None = None
    hidden_scorecards: Collection[int] = ()


def list_filtered(wanted: Filter, *, limit: int, before_id: int | None = None) -> list[HistoryEntry]:
    """The latest entries that fit, newest first; `before_id` turns the page.

    One subject is read by its index. By person, action or day the record is read backwards from its end
    until the page is full, so a rare one in a long record costs a reading of all of it.
    """
    query = select(HistoryEntry).where(*_conditions(wanted)).order_by(HistoryEntry.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(HistoryEntry.id < before_id)
    return list(db.session.scalars(query))


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.actors is not None:
        known = HistoryEntry.actor_id.in_([actor for actor in wanted.actors if actor is not None])
        yield or_(known, HistoryEntry.actor_id.is_(None)) if None in wanted.actors else known
    if wanted.group:
        yield HistoryEntry.action.startswith(f"{wanted.group}:", autoescape=True)
    if wanted.subject_type:
        yield HistoryEntry.subject_type == wanted.subject_type
        yield HistoryEntry.subject_id == wanted.subject_id
    if wanted.hidden_scorecards:
        hidden = [str(number) for number in wanted.hidden_scorecards]
        yield or_(HistoryEntry.subject_type != "scorecard", HistoryEntry.subject_id.not_in(hidden))
    if wanted.first_day:
        yield HistoryEntry.at >= _midnight(wanted.first_day)
    if wanted.last_day:
        yield HistoryEntry.at < _midnight(wanted.last_day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


def list_latest_of(
    subject_type: str, subject_id: int | str, *, limit: int, before_id: int | None = None
) -> list[HistoryEntry]:
    """What was done to one subject, newest first; `before_id` turns the page."""
    wanted = Filter(subject_type=subject_type, subject_id=str(subject_id))
    return list_filtered(wanted, limit=limit, before_id=before_id)


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


def list_actions_of(subject_type: str, subject_id: str, actions: Collection[str]) -> list[HistoryEntry]:
    """What was done to one subject of these kinds, oldest first."""
    query = select(HistoryEntry).where(
        HistoryEntry.subject_type == subject_type,
        HistoryEntry.subject_id == subject_id,
        HistoryEntry.action.in_(actions),
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
