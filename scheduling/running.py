"""One turn of the clock: what is due is done, each due time by itself, so that none can hold up another."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.database import db, transaction
from scheduling import services
from scheduling.models import JobRun
from scheduling.planning import Job, Known, plan
from scheduling.queries import list_runs_of

LOG = logging.getLogger("scheduling")
FIRST_LOOK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """One due time that was worked on: what was done, or why it failed."""

    name: str
    due_at: datetime
    text: str
    failed: bool = False


def run_due(
    jobs: Sequence[Job], now: datetime, *, holder: str = "once", go_on: Callable[[], bool] = lambda: True
) -> list[Done] | None:
    """Do what is due at this instant; None where another process keeps the clock.

    A due time is noted as begun, then done and noted as finished in one transaction; a failure is noted and
    tried again after a pause. `go_on` is asked before each, so that a process that is told to end does.
    """
    with transaction():
        if not services.take_lease(holder, now):
            return None
    done: list[Done] = []
    for job in jobs:
        for due_at in _due_times(job, now, done):
            if not go_on():
                return done
            with transaction():
                if not services.take_lease(holder, now):
                    return done
            outcome = _do(job, due_at, now)
            if outcome is not None:
                done.append(outcome)
    return done


def _due_times(job: Job, now: datetime, done: list[Done]) -> Sequence[datetime]:
    """What of this job is to be done; where that cannot be told, it counts as a failure of this job alone."""
    try:
        with transaction():
            known = [_known(run) for run in list_runs_of(job.name)]
            if not known:
                run = services.watch_from(job.name, now - FIRST_LOOK)
                known = [_known(run)]
            todo = plan(job, known, now)
            for due_at in todo.overtaken:
                services.overtake(job.name, due_at, now)
    except Exception as error:
        LOG.exception("%s: cannot tell what is due", job.name)
        done.append(Done(job.name, now, _told(error), failed=True))
        return ()
    return todo.do


def _known(run: JobRun) -> Known:
    return Known(run.due_at, run.started_at, run.attempts, run.finished_at is not None)


def _do(job: Job, due_at: datetime, now: datetime) -> Done | None:
    with transaction():
        run_id = services.begin(job.name, due_at, now).id
    try:
        text = (_run_alone if job.own_transactions else _run_together)(job, run_id, due_at, now)
    except Exception as error:
        db.session.remove()
        LOG.exception("%s due %s failed", job.name, due_at.isoformat())
        with transaction():
            services.fail(run_id, _told(error))
        return Done(job.name, due_at, _told(error), failed=True)
    if text is None:
        return None
    LOG.info("%s due %s: %s", job.name, due_at.isoformat(), text)
    return Done(job.name, due_at, text)


def _run_together(job: Job, run_id: int, due_at: datetime, now: datetime) -> str | None:
    """What the job writes and that it is finished are committed together, or neither is."""
    with transaction():
        run = services.claim(run_id)
        if run is None:
            return None
        text = job.run(due_at, now)
        run.finished_at, run.error = now, None
    return text


def _run_alone(job: Job, run_id: int, due_at: datetime, now: datetime) -> str | None:
    text = job.run(due_at, now)
    with transaction():
        run = services.claim(run_id)
        if run is not None:
            run.finished_at, run.error = now, None
    return text


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
