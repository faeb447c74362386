"""The inbox of the person who signed in, what they want by e-mail, and the count of what is unread."""

from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from accounts.contact import change_email
from accounts.models import User
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from foundation.redirects import inside
from messages import outbox, queries, services
from messages.forms import PreferencesForm
from messages.mail_server import is_mail_set_up
from messages.models import Message, MessageKind
from messages.wording import KIND_HINTS, KIND_ICONS, KIND_NAMES

blueprint = Blueprint("messages", __name__)
outbox.register(blueprint)
PAGE_ROWS = 20


@blueprint.get("/tin-nhan")
@requires(Permission.OWN_ACCOUNT)
def inbox() -> ResponseReturnValue:
    """What I was told, newest first."""
    unread_only = request.args.get("loc") == "chua-doc"
    unread = queries.count_unread(current_user.id)
    total = unread if unread_only else queries.count_messages(current_user.id)
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, request.args.get("trang", 1, type=int)), pages)
    messages = queries.list_messages(
        current_user.id, unread=unread_only, offset=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS
    )
    return render_template(
        "messages/inbox.html",
        messages=messages,
        unread=unread,
        unread_only=unread_only,
        total=total,
        page=page,
        pages=pages,
        icons=KIND_ICONS,
        names=KIND_NAMES,
    )


@blueprint.get("/tin-nhan/<int:message_id>")
@requires(Permission.OWN_ACCOUNT)
def message(message_id: int) -> ResponseReturnValue:
    """One message."""
    found = _load(message_id)
    return render_template("messages/message.html", message=found, icons=KIND_ICONS, names=KIND_NAMES)


@blueprint.post("/tin-nhan/<int:message_id>")
@requires(Permission.OWN_ACCOUNT)
def open_message(message_id: int) -> ResponseReturnValue:
    """Open a message, or the page it leads to: from now on it counts as read."""
    found = _load(message_id)
    with transaction():
        services.mark_read(user=_me(), message=found, now=now())
    here = url_for("messages.message", message_id=message_id)
    if request.form.get("to") == "page":
        return redirect(inside(found.path, here))
    return redirect(here)


@blueprint.post("/tin-nhan/da-doc")
@requires(Permission.OWN_ACCOUNT)
def mark_all_read() -> ResponseReturnValue:
    """Note that all is read."""
    with transaction():
        count = services.mark_all_read(user=_me(), now=now())
    flash(ngettext("Đã đánh dấu %(num)s tin là đã đọc.", "Đã đánh dấu %(num)s tin là đã đọc.", count), "info")
    return redirect(url_for("messages.inbox"))


@blueprint.route("/tin-nhan/tuy-chon", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def preferences() -> ResponseReturnValue:
    """My e-mail address, and which kinds of message are sent to it."""
    form = PreferencesForm(data=_chosen() if request.method == "GET" else None)
    if form.validate_on_submit() and _is_kept(form):
        flash(_("Đã lưu lựa chọn nhận tin."), "info")
        return redirect(url_for("messages.inbox"))
    page = render_template(
        "messages/preferences.html",
        form=form,
        kinds=[(kind, KIND_NAMES[kind], KIND_HINTS[kind]) for kind in MessageKind],
        mail_set_up=is_mail_set_up(),
    )
    return page, 422 if form.errors else 200


def _chosen() -> dict[str, Any]:
    refused = queries.list_refused(current_user.id)
    return {
        "email": current_user.email,
        "kinds": [kind.value for kind in MessageKind if kind not in refused],
    }


def _is_kept(form: PreferencesForm) -> bool:
    wanted = [MessageKind(kind) for kind in form.kinds.data or []]
    try:
        with transaction():
            change_email(user=_me(), email=form.email.data, now=now())
            services.choose_mail(user=_me(), wanted=wanted)
    except DomainError as error:
        show_beside_field(form, error)
        return False
    return True


@blueprint.app_context_processor
def count() -> dict[str, int]:
    """How many messages the reader has not opened, for the head of every page."""
    try:
        known = current_user.is_authenticated and request.endpoint is not None
        return {"unread_messages": queries.count_unread(current_user.id) if known else 0}
    except SQLAlchemyError:
        return {"unread_messages": 0}


def _me() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001


def _load(message_id: int) -> Message:
    found = queries.find_message(message_id)
    if found is None:
        raise NotFound(_("Không có tin nhắn này."))
    services.require_own(_me(), found)
    return found
