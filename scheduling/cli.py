"""The process that keeps the clock, and commands to look at it."""

import logging
import os
import signal
import socket
import sys
import uuid
from collections.abc import Sequence
from typing import TextIO

import click
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask, current_app
from flask.cli import AppGroup

from foundation.clock import local, now
from foundation.database import db, transaction
from scheduling import services
from scheduling.planning import Job
from scheduling.queries import find_lease, list_runs_of
from scheduling.running import LOG, Done, run_due

scheduler = AppGroup("scheduler", help="What runs by itself: stages, reminders, letters.")
SECONDS = 20
PATIENCE_SECONDS = 10


@scheduler.command("run")
def run() -> None:
    """Keep the clock until told to end: every twenty seconds do what is due."""
    _log_to(sys.stderr)
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    Clock(app, _jobs()).keep()


@scheduler.command("once")
@click.pass_context
def once(context: click.Context) -> None:
    """Do what is due, say what was done, and end; exit 1 after a failure, 2 where another keeps the clock."""
    holder = _holder()
    done = run_due(_jobs(), now(), holder=holder)
    if done is None:
        click.echo("another process keeps the clock; nothing done", err=True)
        context.exit(2)
    with transaction():
        services.release_lease(holder, now())
    for one in done:
        click.echo(_line(one))
    click.echo(f"{len(done)} due")
    context.exit(1 if any(one.failed for one in done) else 0)


@scheduler.command("status")
def status() -> None:
    """Say who keeps the clock, when it last looked, and how each job stands."""
    lease, beat = find_lease(), services.last_beat(now())
    if lease is None or beat is None:
        click.echo("the clock has never run")
    else:
        state = "running" if lease.until > now() else "not running"
        click.echo(f"{state}: last looked {local(beat):%d/%m/%Y %H:%M:%S}, {lease.holder}")
    for job in _jobs():
        runs = list_runs_of(job.name)
        last = next((one for one in reversed(runs) if one.finished_at and one.attempts), None)
        waiting = [one for one in runs if one.finished_at is None]
        told = f"last done for {local(last.due_at):%d/%m/%Y %H:%M}" if last else "not due yet"
        click.echo(f"{job.name}: {told}")
        for one in waiting:
            why = one.error or "interrupted"
            click.echo(f"  due {local(one.due_at):%d/%m/%Y %H:%M}, {one.attempts} attempts: {why}")


class Clock:
    """One process that keeps time for the product; a second one waits until the first has ended."""

    def __init__(self, app: Flask, jobs: Sequence[Job]) -> None:
        self.app = app
        self.jobs = jobs
        self.holder = _holder()
        self.ending = False
        self.waiting = False
        self.scheduler = BlockingScheduler(timezone="UTC")

    def keep(self) -> None:
        """Run until SIGTERM or SIGINT."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        self.scheduler.add_job(
            self._turn,
            "interval",
            seconds=SECONDS,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=now(),
        )
        LOG.info("keeping the clock as %s: %s jobs", self.holder, len(self.jobs))
        self.scheduler.start()
        with self.app.app_context(), transaction():
            services.release_lease(self.holder, now())
        LOG.info("ended")

    def _turn(self) -> None:
        try:
            with self.app.app_context():
                done = run_due(self.jobs, now(), holder=self.holder, go_on=lambda: not self.ending)
                db.session.remove()
        except Exception:  # noqa: BLE001 - the next turn may find the database again
            LOG.exception("this turn failed; the next comes in %s seconds", SECONDS)
            return
        if (done is None) != self.waiting:
            self.waiting = done is None
            LOG.info("another process keeps the clock; waiting" if self.waiting else "the clock is ours")

    def _end(self, _signal: int, _frame: object) -> None:
        """End after the work in hand; work that does not end in time is done again at the next start."""
        self.ending = True
        signal.alarm(PATIENCE_SECONDS)
        if not self.scheduler.running:
            raise SystemExit(0)
        self.scheduler.shutdown(wait=True)


def _jobs() -> Sequence[Job]:
    jobs: Sequence[Job] = current_app.extensions["jobs"]
    return jobs


def _holder() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def _line(one: Done) -> str:
    mark = " FAILED" if one.failed else ""
    return f"{one.name} {local(one.due_at):%d/%m/%Y %H:%M}{mark}: {one.text}"


def _log_to(stream: TextIO) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
