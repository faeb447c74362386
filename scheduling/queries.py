"""Reads of what the clock did."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from foundation.database import db
from scheduling.models import JobLease, JobRun

LEASE_ID = 1


def list_runs_of(name: str) -> Sequence[JobRun]:
    """Every due time of a job that is known, oldest first."""
    statement = select(JobRun).where(JobRun.name == name).order_by(JobRun.due_at, JobRun.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def find_run(name: str, due_at: datetime) -> JobRun | None:
    """One due time of a job."""
    return db.session.scalars(
        select(JobRun).where(JobRun.name == name, JobRun.due_at == due_at)
    ).one_or_none()


def find_lease() -> JobLease | None:
    """Who keeps the clock."""
    return db.session.get(JobLease, LEASE_ID, populate_existing=True)


def count_unfinished(now: datetime) -> int:
    """How many due times were begun and are not finished."""
    statement = select(func.count()).where(JobRun.finished_at.is_(None), JobRun.due_at <= now)
    return db.session.scalar(statement) or 0
