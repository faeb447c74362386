"""A page whose answer takes too long to wait for: it offers to have it made in the background."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from foundation.clock import now
from foundation.database import transaction
from tasks.services import submit


def rows_at_once() -> int:
    """Up to how many rows a file is made while the page waits; about a second's worth."""
    rows: int = current_app.config["SETTINGS"].rows_at_once
    return rows


def offer(
    *, kind: str, title: str, params: Mapping[str, Any], said: str, back: str = ""
) -> ResponseReturnValue:
    """On GET the page that says what will be made and has the button; on POST that button's task, and its
    page. `said` tells how large it is, `back` is the page to return to. The view takes both methods.
    """
    if request.method == "POST":
        return lay(kind=kind, title=title, params=params)
    return render_template("tasks/offer.html", title=title, said=said, back=back)


def lay(*, kind: str, title: str, params: Mapping[str, Any]) -> ResponseReturnValue:
    """Lay a task before the worker and lead to its page."""
    with transaction():
        task_id = submit(kind=kind, title=title[:300], params=params, owner=current_user, now=now()).id
    return redirect(url_for("tasks.task", task_id=task_id))
