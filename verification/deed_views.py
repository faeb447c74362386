"""The pages of what is done to a whole scorecard: sending back, finishing, opening again, grounds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_security import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError
from foundation.formats import moment
from foundation.permissions import Permission
from history.queries import list_entries_of
from movements.deadlines import stage_of
from movements.models import StageCode
from movements.typed_moments import read_moment
from scorecards.hearing import say_who_is_told, who_is_told
from scorecards.models import Scorecard
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
from verification.mark_files import keep_from_sweeping
from verification.marking import MarkLine, list_marks, set_mark
from verification.page import VerifyingPage, build_page
from verification.picture import build_picture
from verification.plan import Desk
from verification.queries import find_next
from verification.returning import ReturnFaults, find_return_faults, return_scorecard
from verification.rules import OFFICE, find_left, is_office, may_finish, obstacle_to_judging
from verification.services import require_desk
from verification.wording import DOUBTS, LEVEL_NAMES, WANTED

_SET: Mapping[tuple[str, bool], LazyString] = {
    ("exclusion", True): _l("Đã ghi loại trừ: %(name)s."),
    ("exclusion", False): _l("Đã gỡ loại trừ: %(name)s."),
    ("hold", True): _l("Đã ghi chưa xét: %(name)s."),
    ("hold", False): _l("Đã gỡ chưa xét: %(name)s."),
}
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
    blueprint.record(keep_from_sweeping)


@requires(Permission.VIEW_SCORECARD)
def send_back(scorecard_id: int) -> ResponseReturnValue:
    """Send a scorecard back with reasons, criterion by criterion; those in doubt are marked beforehand."""
    card = load(scorecard_id)
    desk = require_desk(current_user, card)
    form, faults = ReturnForm(), {}
    example = _example_of_time(card)
    form.due_at.description = _("Giờ và ngày, ví dụ %(time)s. Để trống thì theo hạn chung.", time=example)
    if request.method == "POST":
        form.validate()
        due_at = read_moment(form.due_at.data or "")
        faults = _return_faults(card, desk, form, due_at, example)
        if not faults and not form.errors:
            try:
                with transaction():
                    return_scorecard(
                        actor=current_user,
                        scorecard_id=card.id,
                        reasons=read_reasons(request.form),
                        note=form.note.data or "",
                        due_at=due_at,
                        now=now(),
                    )
            except ReturnFaults as error:
                faults = error.faults
            except Conflict as conflict:
                flash(conflict.message, "stop")
                return redirect(_to_card(scorecard_id))
            else:
                flash(" ".join([_("Đã trả lại phiếu."), say_who_is_told(card.participant)]), "info")
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
            obstacle=obstacle_to_judging(current_user, card, desk, now()),
            doubts=DOUBTS,
            told_to=say_who_is_told(card.participant),
            reaches=bool(who_is_told(card.participant)[1]),
            address=_address(),
        ),
        422 if faults or form.errors else 200,
    )


def _return_faults(
    card: Scorecard, desk: Desk, form: ReturnForm, due_at: datetime | None, example: str
) -> dict[str, str]:
    """All that is wrong with what was typed, at once: beside the note and the time, and by criterion."""
    if obstacle_to_judging(current_user, card, desk, now()) is not None:
        return {}
    faults = find_return_faults(card, desk, read_reasons(request.form), form.note.data or "", due_at, now())
    if due_at is None and (form.due_at.data or "").strip():
        faults["due_at"] = _("Ghi giờ và ngày, ví dụ %(time)s.", time=example)
    for field in (form.note, form.due_at):
        if field.name in faults and not field.errors:
            field.errors = [faults[field.name]]
        faults.pop(field.name, None)
    return faults


def _example_of_time(card: Scorecard) -> str:
    """How a time to hand in again is written, of the year at hand."""
    stage = stage_of(card.movement_year, StageCode.VERIFICATION)
    return moment(stage.closes_at - timedelta(days=2) if stage is not None else now())


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
            done = _("Đã kết thúc phiếu của %(name)s.", name=card.participant.name)
            told_to = say_who_is_told(card.participant) if desk.level is OFFICE else ""
            flash(f"{done} {told_to}".strip(), "info")
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
        obstacle=obstacle_to_judging(current_user, card, desk, now()),
        may_finish=may_finish(current_user, desk),
        onward=_next(scorecard_id),
        levels=LEVEL_NAMES,
        doubts=DOUBTS,
        told_to=say_who_is_told(card.participant),
        reaches=bool(who_is_told(card.participant)[1]),
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
    lines = {line.code: line for line in list_marks(card)}
    told = None
    if form.validate_on_submit() and _is_sure(form, lines):
        stands = form.stands.data == "yes"
        try:
            with transaction():
                set_mark(
                    actor=current_user,
                    scorecard_id=card.id,
                    code=form.code.data,
                    stands=stands,
                    ground=form.ground.data,
                    now=now(),
                )
        except Conflict as conflict:
            told = conflict.message
        else:
            line = lines[form.code.data]
            flash(_SET[line.kind, stands] % {"name": line.name}, "info")
            return redirect(url_for("verification.marks", scorecard_id=card.id, **_address()))
    entries = [one for one in list_entries_of("scorecard", str(card.id)) if one.action in MARK_ACTIONS]
    body = render_template(
        "verification/marks.html",
        card=card,
        form=form,
        lines=list(lines.values()),
        entries=entries[::-1],
        is_office=is_office(current_user),
        told=told,
        address=_address(),
    )
    return body, 409 if told else (422 if form.errors else 200)


def _is_sure(form: MarkForm, lines: Mapping[str, MarkLine]) -> bool:
    """Barring a unit takes a tick besides the ground: nobody bars by one click."""
    line = lines.get(form.code.data)
    if line is None or line.kind != "exclusion" or form.stands.data != "yes" or form.sure.data:
        return True
    form.sure.errors = [_("Đánh dấu xác nhận rồi ghi loại trừ.")]
    return False


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
