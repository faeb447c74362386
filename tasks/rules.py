"""Who may do what with tasks, and when a task may be taken up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from foundation.errors import NotAllowed, Trespass
from foundation.permissions import Actor, can
from tasks.handlers import TaskKind
from tasks.models import UNFINISHED, Task, TaskState

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3


def no_such_task() -> str:
    """What somebody is told who asks for a task that is not theirs, or not there."""
    return _("Không có việc này. Xem các việc của bạn trong mục Việc của tôi.")


def require_own(actor: Actor, task: Task) -> None:
    """Raise Trespass, which shows as 404 and is recorded, where the task is another person's."""
    if actor.actor_id is None or task.owner_id != actor.actor_id:
        raise Trespass(no_such_task(), subject=("task", task.id))


def require_right(actor: Actor, kind: str, params: Mapping[str, Any]) -> None:
    """Raise NotAllowed where the actor may not (or no longer) ask for work of this kind, and what the kind
    says of a matter that does not stand any more.
    """
    known: TaskKind | None = current_app.extensions["tasks"].get(kind)
    if known is None:
        return
    if known.permission is not None and not can(actor, known.permission):
        raise NotAllowed(_("Tài khoản của bạn không còn quyền làm việc này. Hỏi quản trị nếu cần lại quyền."))
    if known.check is not None:
        known.check(params)


def can_cancel(task: Task) -> bool:
    """Whether there is anything to cancel."""
    return task.state in UNFINISHED and not task.cancel_wanted


def can_begin_again(task: Task) -> bool:
    """Whether the task ended without a result."""
    return task.state in (TaskState.FAILED, TaskState.CANCELLED)


def is_abandoned(task: Task, now: datetime) -> bool:
    """Whether a process began the task and was not heard of for the length of a lease."""
    return task.state is TaskState.RUNNING and (task.beat_at is None or task.beat_at < now - LEASE)


def is_free(task: Task, now: datetime) -> bool:
    """Whether a process may take the task up."""
    return task.state is TaskState.QUEUED or is_abandoned(task, now)
