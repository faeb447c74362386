"""Doing one task: take it up, work, keep the result whole, note how it ended."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from foundation.clock import now as present
from foundation.database import db, transaction
from foundation.errors import DomainError
from foundation.storage import hash_of
from tasks import shelf, taking
from tasks.handlers import CancelledError, EndingError, LostError, Result, TaskKind, Work
from tasks.models import Task, TaskState
from tasks.queries import list_free
from tasks.taking import Kept
from tasks.watching import Watcher

LOG = logging.getLogger("tasks")
Kinds = Mapping[str, TaskKind]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Ended:
    """One task that was worked on, and how it ended: one of the states, "queued" where it went back, "lost"
    where another process has it.
    """

    task_id: int
    kind: str
    end: str


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is known of a task while its row may change."""

    task_id: int
    kind: str
    language: str
    owner_id: int
    params: Mapping[str, object]


def run_next(
    kinds: Kinds, holder: str, *, clock: Clock = present, is_ending: Callable[[], bool] = lambda: False
) -> Ended | None:
    """Do the oldest task that is free; None where there is none. It needs an application context.

    Nothing is written where nothing waits. `is_ending` is asked while the work goes on, so that a process
    that is told to end does.
    """
    waiting = list_free(clock())
    db.session.rollback()
    for task_id in waiting:
        with shelf.hold_folder(task_id) as folder:
            if folder is None:
                continue
            with transaction():
                task = taking.take(task_id, holder, clock())
                taken = _taken(task) if task is not None else None
            if taken is not None:
                return Ended(task_id, taken.kind, _do(kinds, taken, folder, holder, clock, is_ending))
    return None


def _taken(task: Task) -> _Taken:
    return _Taken(task.id, task.kind, task.language, task.owner_id, dict(task.params))


def _do(
    kinds: Kinds, taken: _Taken, folder: Path, holder: str, clock: Clock, is_ending: Callable[[], bool]
) -> str:
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    watcher = Watcher(app, taken.task_id, holder, clock=clock, is_ending=is_ending)
    work = Work(taken.task_id, taken.owner_id, taken.params, folder, watcher.tell)
    LOG.info("task %s, %s: begun", taken.task_id, taken.kind)
    watcher.start()
    try:
        with force_locale(taken.language):
            end = _attempt(kinds.get(taken.kind), work, holder, clock)
    finally:
        watcher.end()
        db.session.remove()
    LOG.info("task %s, %s: %s", taken.task_id, taken.kind, end)
    return end


def _attempt(kind: TaskKind | None, work: Work, holder: str, clock: Clock) -> str:
    """Work, and note how it ended; the end in a word."""
    state, error = TaskState.FAILED, None
    try:
        if kind is None:
            raise DomainError(taking.unknown_kind())
        _work(kind, work, holder, clock)
        shelf.clear_folder(work.task_id)
        return TaskState.DONE
    except LostError:
        return "lost"
    except EndingError:
        with transaction():
            taking.put_back(work.task_id, holder)
        return TaskState.QUEUED
    except CancelledError:
        state = TaskState.CANCELLED
        shelf.clear_folder(work.task_id)
    except DomainError as fault:
        error = fault.message
    except Exception:
        LOG.exception("task %s failed", work.task_id)
        error = taking.unforeseen()
    with transaction():
        taking.stop(work.task_id, holder, state, clock(), error)
    return state


def _work(kind: TaskKind, work: Work, holder: str, clock: Clock) -> None:
    """What the work writes and that it is done are committed together, or neither is."""
    with transaction():
        result = kind.run(work)
        taking.finish(work.task_id, holder, result, _keep(result), clock())


def _keep(result: Result) -> Kept | None:
    """Put the file of a result into the store, before anything refers to it."""
    if result.file is None:
        return None
    sha256 = hash_of(result.file)
    shelf.open_store().put(result.file, sha256)
    return Kept(sha256, result.file.stat().st_size)
