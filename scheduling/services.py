"""Keeping the clock: one process at a time, and a note of each due time that was begun or finished."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from foundation.database import db, lock_row
from scheduling.models import JobLease, JobRun
from scheduling.queries import LEASE_ID, find_lease, find_run

LEASE = timedelta(seconds=90)
KEPT = timedelta(days=90)
LONGEST_ERROR = 2_000


def take_lease(holder: str, now: datetime) -> bool:
    """Take or renew the right to keep the clock; False while another process holds it."""
    lease: JobLease | None = lock_row(JobLease, LEASE_ID)
    if lease is None:
        return _is_first(holder, now)
    if lease.holder != holder and lease.until > now:
        return False
    lease.holder, lease.until = holder, now + LEASE
    db.session.flush()
    return True


def _is_first(holder: str, now: datetime) -> bool:
    try:
        with db.session.begin_nested():
            db.session.add(JobLease(id=LEASE_ID, holder=holder, until=now + LEASE))
    except IntegrityError:
        return False
    return True


def release_lease(holder: str, now: datetime) -> None:
    """Let another process take over at once."""
    lease: JobLease | None = lock_row(JobLease, LEASE_ID)
    if lease is not None and lease.holder == holder and lease.until > now:
        lease.until = now


def last_beat(now: datetime) -> datetime | None:
    """When the clock last looked what is due; None where it never did."""
    lease = find_lease()
    return None if lease is None else min(lease.until - LEASE, now) if lease.until > now else lease.until


def is_clock_running(now: datetime) -> bool:
    """Whether a process keeps the clock at this instant."""
    lease = find_lease()
    return lease is not None and lease.until > now


def watch_from(name: str, at: datetime) -> JobRun:
    """Note the instant from which a job that is new here is watched: nothing older is done."""
    run = JobRun(name=name, due_at=at, started_at=at, finished_at=at, attempts=0)
    db.session.add(run)
    db.session.flush()
    return run


def begin(name: str, due_at: datetime, now: datetime) -> JobRun:
    """Note that work on a due time begins, again where it was begun before."""
    run = find_run(name, due_at)
    if run is None:
        run = JobRun(name=name, due_at=due_at, started_at=now, attempts=0)
        db.session.add(run)
    run.started_at, run.attempts = now, run.attempts + 1
    db.session.flush()
    return run


def claim(run_id: int) -> JobRun | None:
    """Hold a due time until the transaction ends; None where another process has finished it."""
    run: JobRun | None = lock_row(JobRun, run_id)
    return run if run is not None and run.finished_at is None else None


def fail(run_id: int, error: str) -> None:
    """Note why work on a due time failed; it is tried again after a pause."""
    run: JobRun | None = lock_row(JobRun, run_id)
    if run is not None and run.finished_at is None:
        run.error = error[:LONGEST_ERROR]


def overtake(name: str, due_at: datetime, now: datetime) -> None:
    """Leave an unfinished due time, since a later one does its work."""
    run = find_run(name, due_at)
    if run is not None and run.finished_at is None:
        run.finished_at = now


def forget_runs(now: datetime) -> int:
    """Remove notes older than three months; each job keeps its latest, from which it is watched on.

    Returns how many were removed.
    """
    latest = select(JobRun.name, func.max(JobRun.due_at).label("due_at")).group_by(JobRun.name).subquery()
    kept = select(JobRun.id).join(latest, (latest.c.name == JobRun.name) & (latest.c.due_at == JobRun.due_at))
    result = db.session.execute(
        delete(JobRun).where(
            JobRun.finished_at.is_not(None), JobRun.due_at < now - KEPT, JobRun.id.not_in(kept)
        )
    )
    return int(getattr(result, "rowcount", 0))
