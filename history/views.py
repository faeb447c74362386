"""The record as people read it, the proof that it holds, and what becomes of those who trespass."""

from collections.abc import Callable, Collection
from typing import cast

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import db, transaction
from foundation.error_pages import answer_domain_error
from foundation.errors import Busy, Trespass
from foundation.permissions import SYSTEM, Actor, Permission
from history import services
from history.forms import Asked, read_asked
from history.queries import Filter, find_head, list_filtered
from history.reading import name_subject, read_entries
from history.services import Verdict
from history.wording import GROUPS

blueprint = Blueprint("history", __name__)
PAGE = 50
PEOPLE = "record_people"
HIDDEN = "record_hidden"


@blueprint.get("/nhat-ky")
@requires(Permission.VIEW_HISTORY)
def list_history() -> ResponseReturnValue:
    """The record, newest first."""
    return _page()


@blueprint.post("/nhat-ky/kiem-tra")
@requires(Permission.VIEW_HISTORY)
def verify_history() -> ResponseReturnValue:
    """Recompute every seal now, which takes a while on a long record, and say what was found."""
    return _page(services.verify())


def _page(verdict: Verdict | None = None) -> ResponseReturnValue:
    asked = read_asked(request.args)
    found = list_filtered(_filter(asked), limit=PAGE + 1, before_id=asked.before_id)
    subject = name_subject(asked.subject_type, asked.subject_id) if asked.subject_type else ""
    return render_template(
        "history/list_history.html",
        asked=asked,
        groups=sorted(GROUPS.items(), key=lambda group: str(group[1])),
        entries=read_entries(found[:PAGE]),
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        subject=subject,
        head=find_head(),
        verdict=verdict,
        finding=_say(verdict) if verdict and verdict.code else "",
    ), 422 if asked.faults else 200


def _filter(asked: Asked) -> Filter:
    return Filter(
        actors=current_app.extensions[PEOPLE](asked.person) if asked.person else None,
        group=asked.group,
        subject_type=asked.subject_type,
        subject_id=asked.subject_id,
        first_day=asked.first_day,
        last_day=asked.last_day,
        hidden_scorecards=_hidden(),
    )


def _hidden() -> Collection[int]:
    """The scorecards that a room above keeps from this reader: what somebody is to judge blind."""
    hide: Callable[[Actor], Collection[int]] = current_app.extensions.get(HIDDEN, lambda _actor: ())
    return hide(cast(Actor, current_user))


def _say(verdict: Verdict) -> str:
    """The first fault of the record, as an official reads it."""
    words = {
        "missing": _("Mục số %(number)s đã bị xóa.", number=verdict.entries),
        "unlinked": _("Mục số %(number)s không nối tiếp mục liền trước.", number=verdict.entries),
        "changed": _("Mục số %(number)s đã bị sửa sau khi ghi.", number=verdict.entries),
        "cut": _("Nhật ký dừng ở mục số %(number)s, các mục sau đã bị xóa.", number=verdict.entries),
    }
    return words[verdict.code or "changed"]


@blueprint.app_errorhandler(Trespass)
def refuse(error: Trespass) -> ResponseReturnValue:
    """Whoever asks for what belongs to others is told that it does not exist, and the attempt is recorded.

    The request's own work is undone first, so that this entry stands alone, also where the request only
    read. Where it cannot be recorded now, nothing is said of what was asked for.
    """
    db.session.rollback()
    actor = cast(Actor, current_user) if current_user.is_authenticated else SYSTEM
    attempt = f"{request.method} {request.path}"[:500]
    try:
        with transaction():
            services.record_refusal(actor=actor, subject=error.subject, attempt=attempt, now=now())
    except Busy as busy:
        return answer_domain_error(busy)
    return answer_domain_error(error)
