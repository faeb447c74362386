"""What somebody asked to have done in the background, how far it is, and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.columns import choice_type, json_type
from foundation.database import Base, UtcDateTime


class TaskState(StrEnum):
    """A task waits, is being done, or has ended in one of three ways."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = (TaskState.QUEUED, TaskState.RUNNING)


class Task(Base):
    """One piece of work. `total` is 0 while nobody can tell how much there is; `said` is what is being done.

    While it runs, `holder` names the process at it, which writes `beat_at` every few seconds; a holder that
    is silent for the length of a lease has died, and the next process begins anew (`attempts` counts).
    `outcome` says what came of it, `leads_to` is a page that shows it. The result is a file in the store of
    results under `result_sha256`, which is None again once its time is over; `result_name` stays.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(None, "state", "id"),
        Index(None, "owner_id", "id"),
        Index(None, "result_sha256"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress_not_negative"),
        CheckConstraint("(state = 'running') = (holder IS NOT NULL)", name="running_is_held"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    params: Mapped[dict[str, Any]] = mapped_column(json_type())
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    owner_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[TaskState] = mapped_column(choice_type(TaskState), default=TaskState.QUEUED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(300), default="")
    cancel_wanted: Mapped[bool] = mapped_column(default=False)
    holder: Mapped[str | None] = mapped_column(String(80))
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(500))
    leads_to: Mapped[str | None] = mapped_column(String(500))
    result_name: Mapped[str | None] = mapped_column(String(255))
    result_type: Mapped[str | None] = mapped_column(String(100))
    result_sha256: Mapped[str | None] = mapped_column(String(64))
    result_size: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in UNFINISHED
