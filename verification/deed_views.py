"""The pages of what is done to a whole scorecard: sending back, finishing, opening again, grounds."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError
from foundation.permissions import Permission
from history.queries import list_entries_of
from movements.typed_moments import read_moment
from verification import finishing
from verification.forms import (
    FinishForm,
    GroundForm,
    MarkForm,
    ReturnForm,
    address_of,
    read_asked,
    read_reasons,
)
from verification.loading import load
from verification.marking import list_marks, set_mark
from verification.page import VerifyingPage, build_page
from verification.picture import build_picture
from verification.queries import find_next
from verification.returning import return_scorecard
from verification.rules import find_left, is_office, may_finish, obstacle_to_judging
from verification.services import require_desk
from verification.wording import DOUBTS, LEVEL_NAMES, WANTED

MARK_ACTIONS = frozenset(
    {"scorecard:excluded", "scorecard:exclusion-lifted", "scorecard:held", "scorecard:released"}
)


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    card, both = "/tham-dinh/<int:scorecard_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{card}/tra-lai", view_func=send_back, methods=both)
    blueprint.add_url_rule(f"{card}/ket-thuc", view_func=finish, methods=both)
    blueprint.add_url_rule(f"{card}/mo-lai", view_func=reopen, methods=["POST"])
    blueprint.add_url_rule(f"{card}/khong-cho", view_func=waive, methods=["POST"])
    blueprint.add_url_rule(f"{card}/can-cu", view_func=marks, methods=both)


@requires(Permission.VIEW_SCORECARD)
def send_back(scorecard_id: int) -> ResponseReturnValue:
    """Send a scorecard back with reasons, criterion by criterion; those in doubt are marked beforehand."""
    card = load(scorecard_id)
    desk = require_desk(current_user, card)
    form, faults = ReturnForm(), {}
    if form.validate_on_submit():
        due_at = _due(form)
        try:
            if form.due_at.errors:
                raise DomainError(form.due_at.errors[0], field="due_at")
            with transaction():
                return_scorecard(
                    actor=current_user,
                    scorecard_id=card.id,
                    reasons=read_reasons(request.form),
                    note=form.note.data or "",
                    due_at=due_at,
                    now=now(),
                )
        except Conflict as conflict:
            flash(conflict.message, "stop")
            return redirect(_to_card(scorecard_id))
        except DomainError as error:
            faults = {error.field or "note": error.message}
        else:
            flash(_("Đã trả lại phiếu; đơn vị được báo trong hộp thư."), "info")
            return redirect(_to_queue())
    page = build_page(card, desk)
    return (
        render_template(
            "verification/send_back.html",
            card=card,
            page=page,
            form=form,
            faults=faults,
            typed=read_reasons(request.form) if request.method == "POST" else _suggested(page),
            obstacle=obstacle_to_judging(card, desk),
            doubts=DOUBTS,
            address=_address(),
        ),
        422 if faults or form.errors else 200,
    )


def _due(form: ReturnForm) -> datetime | None:
    typed = (form.due_at.data or "").strip()
    moment = read_moment(typed) if typed else None
    if typed and moment is None:
        form.due_at.errors = [_("Ghi giờ và ngày, ví dụ 17:00 20/11/2024.")]
    return moment


@requires(Permission.VIEW_SCORECARD)
def finish(scorecard_id: int) -> ResponseReturnValue:
    """What was claimed beside what was found, then the end of this level's work."""
    card = load(scorecard_id)
    desk = require_desk(current_user, card)
    form = FinishForm()
    told = None
    if form.validate_on_submit():
        try:
            with transaction():
                finishing.finish(actor=current_user, scorecard_id=card.id, now=now())
        except DomainError as error:
            told = error.message
        else:
            flash(_("Đã kết thúc phiếu của %(name)s.", name=card.participant.name), "info")
            return redirect(_next(scorecard_id) if "next" in request.form else _to_queue())
    page = build_page(card, desk)
    body = render_template(
        "verification/finish.html",
        card=card,
        page=page,
        form=form,
        told=told,
        left=find_left(card, desk.level),
        picture=build_picture(page),
        obstacle=obstacle_to_judging(card, desk),
        may_finish=may_finish(current_user, desk),
        onward=_next(scorecard_id),
        levels=LEVEL_NAMES,
        doubts=DOUBTS,
        address=_address(),
    )
    return body, 422 if told else 200


@requires(Permission.VERIFY_SCORECARD)
def reopen(scorecard_id: int) -> ResponseReturnValue:
    """Open a verified scorecard to be judged once more."""
    require_desk(current_user, load(scorecard_id))
    form = GroundForm()
    if not form.validate():
        flash(_("Ghi lý do mở lại."), "stop")
    else:
        with transaction():
            finishing.reopen(
                actor=current_user, scorecard_id=scorecard_id, reason=form.reason.data, now=now()
            )
    return redirect(_to_card(scorecard_id))


@requires(Permission.VERIFY_SCORECARD)
def waive(scorecard_id: int) -> ResponseReturnValue:
    """Judge without waiting for the commune or the head of the cluster."""
    require_desk(current_user, load(scorecard_id))
    form = GroundForm()
    if not form.validate():
        flash(_("Ghi lý do không chờ cấp dưới."), "stop")
    else:
        with transaction():
            finishing.waive_check(
                actor=current_user, scorecard_id=scorecard_id, reason=form.reason.data, now=now()
            )
    return redirect(_to_card(scorecard_id))


@requires(Permission.VERIFY_SCORECARD)
def marks(scorecard_id: int) -> ResponseReturnValue:
    """Grounds that bar the unit or keep it from being considered, each with what was said of it."""
    card = load(scorecard_id)
    require_desk(current_user, card)
    form = MarkForm()
    if form.validate_on_submit():
        with transaction():
            set_mark(
                actor=current_user,
                scorecard_id=card.id,
                code=form.code.data,
                stands=form.stands.data == "yes",
                ground=form.ground.data,
                now=now(),
            )
        return redirect(url_for("verification.marks", scorecard_id=card.id, **_address()))
    entries = [one for one in list_entries_of("scorecard", str(card.id)) if one.action in MARK_ACTIONS]
    body = render_template(
        "verification/marks.html",
        card=card,
        form=form,
        lines=list_marks(card),
        entries=entries[::-1],
        is_office=is_office(current_user),
        address=_address(),
    )
    return body, 422 if form.errors else 200


def _suggested(page: VerifyingPage) -> dict[str, str]:
    """For each criterion that the unit has to complete, the first words of a reason."""
    told = {row.code: [str(WANTED[one]) for one in row.doubts if one in WANTED] for row in page.rows}
    return {code: " ".join(words) for code, words in told.items() if words}


def _address() -> dict[str, Any]:
    return address_of(read_asked(request.args)[0])


def _to_queue() -> str:
    return url_for("verification.index", **_address())


def _to_card(scorecard_id: int) -> str:
    return url_for("verification.scorecard", scorecard_id=scorecard_id, **_address())


def _next(scorecard_id: int) -> str:
    card = load(scorecard_id)
    asked, _page = read_asked(request.args)
    following = find_next(actor=current_user, year=card.movement_year, asked=asked, after=card)
    return _to_card(following) if following is not None else _to_queue()
