"""My tasks: how far each is, cancelling it, its result; and the administrator's list of everybody's."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, NotFound, Trespass
from foundation.headers import CONTENT_SECURITY_POLICY
from foundation.permissions import Permission
from foundation.redirects import inside
from foundation.storage import StorageError
from tasks import queries, rules, services, shelf
from tasks.models import UNFINISHED, Task
from tasks.wording import STATE_NAMES, percent_of

blueprint = Blueprint("tasks", __name__)
PAGE_ROWS = 20


@blueprint.get("/viec")
@requires(Permission.OWN_ACCOUNT)
def mine() -> ResponseReturnValue:
    """What I asked for, newest first, and how each stands."""
    total = queries.count_tasks_of(current_user.id)
    page, offset = _page(total)
    rows = queries.list_tasks_of(current_user.id, offset=offset, limit=PAGE_ROWS)
    return render_template("tasks/mine.html", tasks=rows, total=total, page=page, **_words(rows))


@blueprint.get("/viec/tat-ca")
@requires(Permission.MANAGE_USERS)
def everybodys() -> ResponseReturnValue:
    """What everybody asked for: who, what and how it stands; not what came of it."""
    total = queries.count_tasks()
    page, offset = _page(total)
    rows = queries.list_tasks(offset=offset, limit=PAGE_ROWS)
    return render_template("tasks/everybodys.html", tasks=rows, total=total, page=page, **_words(rows))


@blueprint.get("/viec/<int:task_id>")
@requires(Permission.OWN_ACCOUNT)
def task(task_id: int) -> ResponseReturnValue:
    """One task: how far it is, or what came of it."""
    found = _own(task_id)
    return render_template(
        "tasks/task.html",
        task=found,
        before=queries.count_before(found) if found.is_unfinished else 0,
        leads_to=inside(found.leads_to, "") if found.leads_to else "",
        kept_until=_kept_until,
        **_words([found]),
    )


@blueprint.get("/viec/<int:task_id>/tien-do")
@requires(Permission.OWN_ACCOUNT)
def progress(task_id: int) -> ResponseReturnValue:
    """How far a task is, for its page: {state, ended, done, total, percent, said, cancelling}."""
    found = queries.find_progress(task_id)
    if found is None:
        raise NotFound(rules.no_such_task())
    if found.owner_id != current_user.id:
        raise Trespass(rules.no_such_task(), subject=("task", task_id))
    return {
        "state": found.state,
        "ended": found.state not in UNFINISHED,
        "done": found.done,
        "total": found.total,
        "percent": percent_of(found.done, found.total),
        "said": found.said,
        "cancelling": found.cancel_wanted,
    }


@blueprint.post("/viec/<int:task_id>/huy")
@requires(Permission.OWN_ACCOUNT)
def cancel(task_id: int) -> ResponseReturnValue:
    """Cancel a task that is not done yet."""
    found = _own(task_id)
    try:
        with transaction():
            services.cancel(actor=current_user, task=found, now=now())
    except Conflict as error:
        flash(error.message, "info")
    return redirect(url_for("tasks.task", task_id=task_id))


@blueprint.post("/viec/<int:task_id>/lam-lai")
@requires(Permission.OWN_ACCOUNT)
def again(task_id: int) -> ResponseReturnValue:
    """Have a task done that failed or was cancelled."""
    found = _own(task_id)
    try:
        with transaction():
            services.begin_again(actor=current_user, task=found, now=now())
    except Conflict as error:
        flash(error.message, "info")
    return redirect(url_for("tasks.task", task_id=task_id))


@blueprint.get("/viec/<int:task_id>/tai")
@requires(Permission.OWN_ACCOUNT)
def download(task_id: int) -> ResponseReturnValue:
    """The file that came of a task, as a download."""
    found = _own(task_id)
    if found.result_sha256 is None:
        raise NotFound(_("Việc này không còn, hoặc không có, tệp kết quả. Cần thì lập lại từ trang đã dùng."))
    rules.require_right(current_user, found.kind, found.params)
    try:
        pieces = shelf.open_store().read(found.result_sha256)
    except StorageError as error:
        raise NotFound(_("Kho không còn tệp kết quả này. Lập lại từ trang đã dùng.")) from error
    response = Response(pieces, mimetype=found.result_type)
    response.content_length = found.result_size or 0
    name = found.result_name or f"viec-{found.id}"
    plain = name.encode("ascii", "ignore").decode().replace('"', "").strip(" .") or f"viec-{found.id}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; sandbox"
    return response


def _own(task_id: int) -> Task:
    found = queries.find_task(task_id)
    if found is None:
        raise NotFound(rules.no_such_task())
    rules.require_own(current_user, found)
    return found


def _page(total: int) -> tuple[int, int]:
    """Which page is asked for, and how many rows stand before it."""
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, request.args.get("trang", 1, type=int)), pages)
    return page, (page - 1) * PAGE_ROWS


def _days() -> int:
    """How long a result is offered."""
    days: int = current_app.config["SETTINGS"].result_days
    return days


def _kept_until(task: Task) -> datetime | None:
    return task.finished_at + timedelta(days=_days()) if task.finished_at else None


def _words(rows: Sequence[Task]) -> dict[str, object]:
    """What the pages say beside what is kept."""
    waits = any(one.is_unfinished for one in rows)
    return {
        "states": STATE_NAMES,
        "percent_of": percent_of,
        "page_rows": PAGE_ROWS,
        "days": _days(),
        "can_cancel": rules.can_cancel,
        "can_begin_again": rules.can_begin_again,
        "worker_missing": waits and not shelf.is_worker_alive(now()),
    }
