"""What a worker notes of a task: that it took it up, how far it is, how it ended. Each is one short write.

Whoever was taken for dead and lives notes nothing any more: every one of these asks first who holds the task.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from foundation.database import db, lock_row
from tasks.handlers import CancelledError, LostError, Result
from tasks.models import Task, TaskState
from tasks.rules import MOST_ATTEMPTS, is_free
from tasks.services import end

LONGEST_SAID = 300


@dataclass(frozen=True, slots=True)
class Kept:
    """A result in the store."""

    sha256: str
    size: int


class Told(NamedTuple):
    """How far the work is."""

    done: int = 0
    total: int = 0
    said: str = ""


def take(task_id: int, holder: str, now: datetime) -> Task | None:
    """Take a task up, from the queue or from a process that died; None where there is nothing to do for it.

    Of two who ask at once one gets it. A task that is no longer wanted, or was begun too often, ends here.
    """
    task: Task | None = lock_row(Task, task_id)
    if task is None or not is_free(task, now):
        return None
    if task.cancel_wanted:
        end(task, TaskState.CANCELLED, now)
        return None
    if task.attempts >= MOST_ATTEMPTS:
        with force_locale(task.language):
            end(task, TaskState.FAILED, now, broken_off())
        return None
    task.state, task.holder, task.beat_at = TaskState.RUNNING, holder, now
    task.started_at, task.attempts = now, task.attempts + 1
    db.session.flush()
    return task


def broken_off() -> str:
    """Why a task ended that was begun again and again."""
    return _(
        "Việc bị ngắt giữa chừng %(n)s lần, nên hệ thống không tự làm lại nữa. Chưa có gì bị thay đổi. "
        "Bấm Làm lại; nếu vẫn bị ngắt, báo quản trị hệ thống.",
        n=MOST_ATTEMPTS,
    )


def unforeseen() -> str:
    """Why a task ended at a fault of the product."""
    return _(
        "Việc dừng vì một lỗi của hệ thống, đã ghi lại cho quản trị. Chưa có gì bị thay đổi. "
        "Bấm Làm lại; nếu vẫn lỗi, báo quản trị hệ thống."
    )


def unknown_kind() -> str:
    """Why a task ended that nobody can do."""
    return _("Phiên bản đang chạy không có việc loại này. Lập việc mới từ trang đã dùng.")


def require_wanted(task_id: int, holder: str) -> None:
    """Raise LostError where another has the task, CancelledError where its owner wants it no longer. It only
    reads.
    """
    standing = select(Task.holder, Task.cancel_wanted).where(Task.id == task_id)
    _judge(db.session.execute(standing).one_or_none(), holder)


def note_progress(task_id: int, holder: str, told: Told, now: datetime) -> None:
    """Note how far the work is, and that its process is alive."""
    values = {"done": told.done, "total": told.total, "said": told.said[:LONGEST_SAID], "beat_at": now}
    mine = Task.id == task_id, Task.holder == holder
    db.session.execute(update(Task).where(*mine).values(values))


def finish(task_id: int, holder: str, result: Result, kept: Kept | None, now: datetime) -> None:
    """Note that the task is done and what came of it, in the transaction of the work itself.

    Raises LostError or CancelledError, and then nothing of that transaction may be kept.
    """
    task = _hold(task_id, holder)
    end(task, TaskState.DONE, now)
    task.outcome, task.leads_to = result.outcome or None, result.leads_to
    task.done = task.total = max(task.total, 1)
    if kept is not None:
        task.result_name, task.result_type = result.name, result.media_type
        task.result_sha256, task.result_size = kept.sha256, kept.size
    db.session.flush()


def stop(task_id: int, holder: str, state: TaskState, now: datetime, error: str | None = None) -> None:
    """Note that the task failed or was cancelled; nothing where another has it meanwhile."""
    task: Task | None = lock_row(Task, task_id)
    if task is not None and task.holder == holder:
        end(task, state, now, error)


def put_back(task_id: int, holder: str) -> None:
    """Let the next process begin the task at once, since this one is told to end; it does not count."""
    task: Task | None = lock_row(Task, task_id)
    if task is not None and task.holder == holder:
        task.state, task.attempts = TaskState.QUEUED, task.attempts - 1
        task.holder = task.beat_at = None


def _hold(task_id: int, holder: str) -> Task:
    task: Task = lock_row(Task, task_id)
    _judge(task, holder)
    return task


def _judge(found: Any, holder: str) -> None:
    if found is None or found.holder != holder:
        raise LostError
    if found.cancel_wanted:
        raise CancelledError
