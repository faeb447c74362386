"""The record and its head."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.orm.session import Session

from foundation.columns import json_type
from foundation.database import Base, UtcDateTime


class HistoryEntry(Base):
    """One thing that was done; `id` counts from 1 without a gap, `hash` covers all the rest."""

    __tablename__ = "history_entry"
    __table_args__ = (Index(None, "subject_type", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None] = mapped_column(json_type())
    after: Mapped[dict[str, Any] | None] = mapped_column(json_type())
    note: Mapped[str] = mapped_column(Text, default="")
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64))


class HistoryHead(Base):
    """The one row that says how long the record is and how it ends; writers queue on it."""

    __tablename__ = "history_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class RecordIsFinalError(RuntimeError):
    """Code tried to change or remove an entry of the record."""


def _refuse(_mapper: Mapper[HistoryEntry], _connection: Any, entry: HistoryEntry) -> None:
    raise RecordIsFinalError(f"history entry {entry.id} may not be changed or removed")


def _refuse_in_bulk(state: Any) -> None:
    if (
        (state.is_update or state.is_delete)
        and state.bind_mapper
        and state.bind_mapper.class_ is HistoryEntry
    ):
        raise RecordIsFinalError("history entries may not be changed or removed")


event.listen(HistoryEntry, "before_update", _refuse)
event.listen(HistoryEntry, "before_delete", _refuse)
event.listen(Session, "do_orm_execute", _refuse_in_bulk)
