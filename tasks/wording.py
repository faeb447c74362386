"""Tasks in words."""

from flask_babel import lazy_pgettext
from flask_babel.speaklater import LazyString

from tasks.models import TaskState

STATE_NAMES: dict[TaskState, LazyString] = {
    TaskState.QUEUED: lazy_pgettext("task", "Chờ làm"),
    TaskState.RUNNING: lazy_pgettext("task", "Đang làm"),
    TaskState.DONE: lazy_pgettext("task", "Đã xong"),
    TaskState.FAILED: lazy_pgettext("task", "Chưa làm được"),
    TaskState.CANCELLED: lazy_pgettext("task", "Đã hủy"),
}


def percent_of(done: int, total: int) -> int | None:
    """How far, in whole percent rounded down; None where nobody knows the total."""
    return min(100, done * 100 // total) if total else None
