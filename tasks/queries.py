"""Reads of tasks."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from foundation.database import db
from tasks.models import UNFINISHED, Task, TaskState
from tasks.rules import LEASE

LOOKED_AT = 20


class Progress(NamedTuple):
    """How far a task is, as its page asks every second."""

    owner_id: int
    state: TaskState
    done: int
    total: int
    said: str
    cancel_wanted: bool


def find_task(task_id: int) -> Task | None:
    """The task with this number."""
    return db.session.get(Task, task_id)


def find_progress(task_id: int) -> Progress | None:
    """How far a task is: one row, few columns."""
    columns = (Task.owner_id, Task.state, Task.done, Task.total, Task.said, Task.cancel_wanted)
    row = db.session.execute(select(*columns).where(Task.id == task_id)).one_or_none()
    return Progress(*row) if row else None


def list_free(now: datetime) -> Sequence[int]:
    """The numbers of tasks that a process may take up, the oldest first: what waits, and what has a silent
    holder.
    """
    abandoned = and_(Task.state == TaskState.RUNNING, or_(Task.beat_at.is_(None), Task.beat_at < now - LEASE))
    statement = select(Task.id).where(or_(Task.state == TaskState.QUEUED, abandoned))
    return db.session.scalars(statement.order_by(Task.id).limit(LOOKED_AT)).all()


def list_tasks_of(owner_id: int, *, offset: int, limit: int) -> Sequence[Task]:
    """One person's tasks, the newest first."""
    statement = select(Task).where(Task.owner_id == owner_id).order_by(Task.id.desc())
    return db.session.scalars(statement.offset(offset).limit(limit)).all()


def count_tasks_of(owner_id: int) -> int:
    """How many tasks one person has."""
    return db.session.scalar(select(func.count()).where(Task.owner_id == owner_id)) or 0


def list_tasks(*, offset: int, limit: int) -> Sequence[Task]:
    """Everybody's tasks, the newest first."""
    return db.session.scalars(select(Task).order_by(Task.id.desc()).offset(offset).limit(limit)).all()


def count_tasks() -> int:
    """How many tasks there are."""
    return db.session.scalar(select(func.count(Task.id))) or 0


def count_by_state() -> dict[str, int]:
    """How many tasks there are in each state."""
    rows = db.session.execute(select(Task.state, func.count()).group_by(Task.state).order_by(Task.state))
    return {state.value: count for state, count in rows}


def list_unfinished_of(owner_id: int) -> Sequence[Task]:
    """One person's tasks that wait or are being done, the oldest first."""
    statement = select(Task).where(Task.owner_id == owner_id, Task.state.in_(UNFINISHED))
    return db.session.scalars(statement.order_by(Task.id)).all()


def count_before(task: Task) -> int:
    """How many tasks are to be done before this one."""
    statement = select(func.count()).where(Task.state.in_(UNFINISHED), Task.id < task.id)
    return db.session.scalar(statement) or 0


def list_kept_results() -> set[str]:
    """The addresses of all results that a task still offers."""
    return set(
        db.session.scalars(select(Task.result_sha256).where(Task.result_sha256.is_not(None)).distinct())
    )
