"""The process that does what waits, and commands to look at it."""

import logging
import os
import signal
import socket
import sys
import uuid
from collections.abc import Mapping
from threading import Event
from typing import TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from foundation.clock import now
from foundation.database import db
from tasks import shelf
from tasks.handlers import TaskKind
from tasks.queries import count_by_state
from tasks.running import run_next
from tasks.watching import LOG

tasks = AppGroup("tasks", help="Work in the background: sealing a large year, long papers.")
SECONDS = 1.0
SECONDS_AFTER_FAULT = 10.0
PATIENCE_SECONDS = 10


@tasks.command("run")
def run() -> None:
    """Do what waits, and look for more every second, until told to end."""
    _log_to(sys.stderr)
    Worker(current_app._get_current_object()).work()  # type: ignore[attr-defined]  # noqa: SLF001


@tasks.command("once")
@click.pass_context
def once(context: click.Context) -> None:
    """Do all that waits at present, say how each ended, and end; exit 1 where something failed."""
    holder, failed, count = _holder(), False, 0
    while (ended := run_next(_kinds(), holder)) is not None:
        count += 1
        failed = failed or ended.end == "failed"
        click.echo(f"{ended.task_id} {ended.kind}: {ended.end}")
    click.echo(f"{count} done")
    context.exit(1 if failed else 0)


@tasks.command("status")
def status() -> None:
    """Say whether a worker is there, and how many tasks are in each state."""
    click.echo(
        "a worker is at work" if shelf.is_worker_alive(now()) else "no worker: start `flask tasks run`"
    )
    for state, count in count_by_state().items():
        click.echo(f"{state}: {count}")


class Worker:
    """One process at the queue; there may be several, each task is done by one of them."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.kinds: Mapping[str, TaskKind] = app.extensions["tasks"]
        self.holder = _holder()
        self.ending = Event()

    def work(self) -> None:
        """Work until SIGTERM or SIGINT; what does not end in time goes on in the next process."""
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        LOG.info("at work as %s: %s", self.holder, ", ".join(sorted(self.kinds)) or "no kinds of work")
        while not self.ending.is_set():
            self.ending.wait(self._turn())
        LOG.info("ended")

    def _turn(self) -> float:
        """Do one task where one waits; how long to rest afterwards, in seconds."""
        try:
            with self.app.app_context():
                shelf.beat()
                ended = run_next(self.kinds, self.holder, is_ending=self.ending.is_set)
                db.session.remove()
        except Exception:  # noqa: BLE001 - the next turn may find the database again
            LOG.exception("this turn failed; the next comes in %s seconds", SECONDS_AFTER_FAULT)
            return SECONDS_AFTER_FAULT
        return SECONDS if ended is None else 0

    def _end(self, _signal: int, _frame: object) -> None:
        self.ending.set()
        signal.alarm(PATIENCE_SECONDS)


def _kinds() -> Mapping[str, TaskKind]:
    kinds: Mapping[str, TaskKind] = current_app.extensions["tasks"]
    return kinds


def _holder() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def _log_to(stream: TextIO) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
