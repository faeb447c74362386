"""Submitting tasks, cancelling them, beginning them again. What a worker notes of them stands in `taking`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from foundation.database import begin_writing, db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor
from foundation.preferences import language
from tasks import rules, shelf
from tasks.models import UNFINISHED, Task, TaskState
from tasks.queries import list_kept_results, list_unfinished_of

MOST_WAITING = 20
ROWS_KEPT = timedelta(days=180)
SPARE_KEPT = timedelta(days=1)


def submit(*, kind: str, title: str, params: Mapping[str, Any], owner: Actor, now: datetime) -> Task:
    """Have this work done in the background; `params` hold JSON values. The same work that its owner already
    waits for is not done twice: that task comes back.

    Raises NotAllowed for who has no account or no right to it, DomainError where the owner waits for too much
    already.
    """
    if owner.actor_id is None:
        raise NotAllowed(_("Việc chạy nền cần một tài khoản nhận kết quả."))
    rules.require_right(owner, kind, params)
    begin_writing()
    waiting = list_unfinished_of(owner.actor_id)
    for one in waiting:
        if one.kind == kind and one.params == dict(params) and not one.cancel_wanted:
            return one
    if len(waiting) >= MOST_WAITING:
        raise DomainError(
            _("Bạn đang có %(n)s việc chờ làm. Chờ bớt việc xong, hoặc hủy bớt, rồi bấm lại.", n=len(waiting))
        )
    task = Task(
        kind=kind,
        title=title,
        params=dict(params),
        owner_id=owner.actor_id,
        owner_name=owner.actor_name,
        language=language(),
        created_at=now,
    )
    db.session.add(task)
    db.session.flush()
    return task


def cancel(*, actor: Actor, task: Task, now: datetime) -> None:
    """End a task that waits; ask the process at it to end it where one is at it.

    Raises Trespass for who is not its owner, Conflict where it has ended.
    """
    held = _hold_own(actor, task)
    if held.state not in UNFINISHED:
        raise Conflict(_("Việc này đã kết thúc trước khi hủy."))
    held.cancel_wanted = True
    if rules.is_free(held, now):
        end(held, TaskState.CANCELLED, now)
    db.session.flush()


def begin_again(*, actor: Actor, task: Task, now: datetime) -> None:
    """Queue once more a task that failed or was cancelled. Raises Trespass, Conflict where it did not,
    NotAllowed where its owner has lost the right to it.
    """
    held = _hold_own(actor, task)
    rules.require_right(actor, held.kind, held.params)
    if not rules.can_begin_again(held):
        raise Conflict(_("Việc này đang chờ, đang làm hoặc đã xong."))
    held.state, held.created_at, held.finished_at = TaskState.QUEUED, now, None
    held.attempts, held.cancel_wanted, held.error = 0, False, None
    held.done, held.total, held.said = 0, 0, ""
    db.session.flush()


def end(task: Task, state: TaskState, now: datetime, error: str | None = None) -> None:
    """Note that a task has ended, and how. The caller holds its row."""
    task.state, task.finished_at, task.error = state, now, error
    task.holder = task.beat_at = None


def _hold_own(actor: Actor, task: Task) -> Task:
    rules.require_own(actor, task)
    held: Task | None = lock_row(Task, task.id)
    if held is None:
        raise NotFound(rules.no_such_task())
    return held


def remove_old(*, now: datetime, kept: timedelta) -> int:
    """Remove results whose time is over, tasks that ended half a year ago, and what crashes left on the disk;
    `kept` is how long a result is offered. Returns how many results were removed.
    """
    expired = Task.finished_at < now - kept, Task.result_sha256.is_not(None)
    removed = db.session.execute(update(Task).where(*expired).values(result_sha256=None))
    db.session.execute(
        delete(Task).where(Task.state.not_in(UNFINISHED), Task.finished_at < now - max(kept, ROWS_KEPT))
    )
    _sweep_results(now)
    _sweep_folders()
    return int(getattr(removed, "rowcount", 0))


def _sweep_results(now: datetime) -> None:
    """A content that nobody refers to may be one that a worker is just about to note, so it is left a day."""
    store, wanted = shelf.open_store(), list_kept_results()
    for sha256, since in list(store.iterate()):
        if sha256 not in wanted and since < now - SPARE_KEPT:
            store.remove(sha256)


def _sweep_folders() -> None:
    goes_on = (*UNFINISHED, TaskState.FAILED)
    for task_id in shelf.list_folders():
        wanted = db.session.scalar(select(Task.id).where(Task.id == task_id, Task.state.in_(goes_on)))
        if wanted is None:
            shelf.clear_folder(task_id)
