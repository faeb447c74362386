"""The outbox: every letter, what became of it, and a person's decision to send one (again)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.permissions import Permission
from history.queries import list_entries_of
from messages import queries, services
from messages.letters import write_letter
from messages.mail_server import is_mail_set_up, site_url
from messages.models import Letter, LetterState
from messages.rules import is_sendable
from messages.wording import KIND_NAMES, STATE_LOOKS, STATE_NAMES
from scheduling.services import is_clock_running, last_beat

PAGE_ROWS = 50


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/hop-thu-di", view_func=list_letters)
    blueprint.add_url_rule("/hop-thu-di/<int:letter_id>", view_func=letter)
    blueprint.add_url_rule("/hop-thu-di/<int:letter_id>/gui-lai", view_func=send_again, methods=["POST"])


@requires(Permission.READ_OUTBOX)
def list_letters() -> ResponseReturnValue:
    """Letters by state, newest first, and whether the clock and the mail server are there."""
    counts = queries.count_letters()
    state = _state(request.args.get("trang-thai", ""))
    total = counts.get(state, 0) if state else sum(counts.values())
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(max(1, request.args.get("trang", 1, type=int)), pages)
    return render_template(
        "messages/list_letters.html",
        letters=queries.list_letters(state=state, offset=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS),
        counts=counts,
        state=state,
        total=total,
        page=page,
        pages=pages,
        mail_set_up=is_mail_set_up(),
        site_url=site_url(),
        beat=last_beat(now()),
        clock_running=is_clock_running(now()),
        states=STATE_NAMES,
        looks=STATE_LOOKS,
    )


@requires(Permission.READ_OUTBOX)
def letter(letter_id: int) -> ResponseReturnValue:
    """One letter: its words, what became of it, and what may be done."""
    found = _load(letter_id)
    return render_template(
        "messages/letter.html",
        letter=found,
        text=write_letter(found.message),
        entries=list_entries_of("letter", str(letter_id)),
        sendable=is_sendable(found),
        mail_set_up=is_mail_set_up(),
        states=STATE_NAMES,
        looks=STATE_LOOKS,
        kinds=KIND_NAMES,
    )


@requires(Permission.READ_OUTBOX)
def send_again(letter_id: int) -> ResponseReturnValue:
    """Decide that a letter is sent (again)."""
    try:
        with transaction():
            services.send_again(actor=current_user, letter=_load(letter_id), now=now())
    except DomainError as error:
        flash(error.message, "stop")
    else:
        flash(_("Thư được xếp vào hàng chờ gửi."), "info")
    return redirect(url_for("messages.letter", letter_id=letter_id))


def _load(letter_id: int) -> Letter:
    found = queries.load_for_sending(letter_id)
    if found is None:
        raise NotFound(_("Không có thư này."))
    return found


def _state(word: str) -> LetterState | None:
    return LetterState(word) if word in set(LetterState) else None
