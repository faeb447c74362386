"""The queue, the verifying page, accepting at once, sending back, finishing, and grounds."""

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict
from foundation.permissions import Actor, Permission
from movements.deadlines import stage_of
from movements.models import MovementYear, StageCode
from movements.queries import find_current_year, find_year
from scorecards.answers import conflict_words
from scorecards.entering import EntryConflict, EntryFaults
from scorecards.entry_form import write_base
from scorecards.models import Scorecard
from scorecards.sheet_building import build_sheet
from scorecards.typed import typing_convention
from verification import blinding, bulk_views, deed_views, notices, objection_views, second_check_views
from verification.chain import checker_of, find_check
from verification.forms import (
    GroundForm,
    JudgeForm,
    address_of,
    figures_form,
    read_asked,
    read_claim,
    shown_by_field,
)
from verification.group_entries import enters_only, list_to_enter
from verification.loading import load
from verification.marking import list_marks
from verification.objection_queries import count_waiting_objections
from verification.page import build_page, list_optional, try_out
from verification.queries import find_next, find_returns, list_queue
from verification.rules import GROUP, OFFICE, is_office, may_finish, obstacle_to_judging, words_on_overtime
from verification.second_check_queries import count_checks_to_make, count_differences
from verification.services import accept_criterion, leave_unscored, require_desk, verify_criterion
from verification.wording import LEVEL_NAMES, QUEUE_STATES, doubts_at
from verification.year_types import names_of_types

blueprint = Blueprint("verification", __name__)
bulk_views.register(blueprint)
deed_views.register(blueprint)
notices.register(blueprint)
objection_views.register(blueprint)
second_check_views.register(blueprint)
blinding.register(blueprint)


@blueprint.get("/tham-dinh")
@requires(Permission.VIEW_SCORECARD)
def index() -> ResponseReturnValue:
    """What waits for me to be judged."""
    year = _year()
    asked, page = read_asked(request.args)
    queue = list_queue(actor=current_user, year=year, asked=asked, page=page) if year else None
    return render_template(
        "verification/index.html",
        year=year,
        queue=queue,
        waiting=_beside(year),
        asked=asked,
        address=address_of,
        stage=stage_of(year, StageCode.VERIFICATION) if year else None,
        kinds=names_of_types(year),
        states=QUEUE_STATES,
        to_enter=list_to_enter(current_user, year) if year and queue and queue.level is GROUP else (),
    )


@blueprint.route("/tham-dinh/<int:scorecard_id>", methods=["GET", "POST"])
@requires(Permission.VIEW_SCORECARD)
def scorecard(scorecard_id: int) -> ResponseReturnValue:
    """One scorecard, criterion by criterion: claim and evidence side by side with what is found."""
    card = load(scorecard_id)
    form = JudgeForm()
    if request.method == "GET":
        return _page(card, request.args.get("tieu-chi"))
    if not form.validate():
        return _page(card, form.code.data, form), 422
    if "mau" in request.form:
        form.reason.data = request.form["mau"]
        return _page(card, form.code.data, form)
    try:
        with transaction():
            _judge(card, form)
    except EntryConflict as conflict:
        return _page(card, form.code.data, form, conflict=conflict), 409
    except EntryFaults as faults:
        return _page(card, form.code.data, form, faults=faults.faults), 422
    except Conflict as conflict:
        return _page(card, form.code.data, form, told=conflict.message), 409
    return redirect(_onward(card, form.code.data))


@blueprint.post("/tham-dinh/<int:scorecard_id>/tinh")
@requires(Permission.VIEW_SCORECARD)
def try_entry(scorecard_id: int) -> ResponseReturnValue:
    """What an entry would give, for the page while somebody types; nothing is saved."""
    card = load(scorecard_id)
    desk = require_desk(current_user, card)
    page = build_page(card, desk, request.form.get("code", ""))
    line = page.line(request.form.get("code", ""))
    raw = figures_form(line, page.sheet, typed=True, below=None).raw_of(line.criterion)
    return jsonify(try_out(card, desk, line.code, raw).as_data())


def _judge(card: Scorecard, form: JudgeForm) -> None:
    desk = require_desk(current_user, card)
    line = build_page(card, desk, form.code.data).line(form.code.data)
    figures = figures_form(line, build_sheet(card, desk.level), typed=True, below=None)
    claim, raw = read_claim(form.claim.data), figures.raw_of(line.criterion)
    base, reason = figures.base_of(line.code), form.reason.data or ""
    known = {"actor": current_user, "scorecard_id": card.id, "code": line.code, "now": now()}
    if "accept" in request.form:
        accept_criterion(**known, base=base, claim=claim, reason=reason)
    elif raw is None and claim is None:
        leave_unscored(**known, reason=reason)
    else:
        verify_criterion(
            **known, raw=raw, base=base, claim=claim, reason=reason, convention=typing_convention()
        )


def _onward(card: Scorecard, code: str) -> str:
    """To the next criterion that is left; after the last one to the end of this scorecard."""
    asked, _page_number = read_asked(request.args)
    page = build_page(card, require_desk(current_user, card), code)
    following = page.next_left
    if following is not None:
        arguments = address_of(asked, **{"tieu-chi": following.code})
        return url_for("verification.scorecard", scorecard_id=card.id, **arguments)
    return url_for("verification.finish", scorecard_id=card.id, **address_of(asked))


def _page(card: Scorecard, code: str | None, form: JudgeForm | None = None, **told: Any) -> str:
    """The page; with a form that could not be taken, what was typed stays."""
    actor: Actor = current_user
    asked, _page_number = read_asked(request.args)
    desk = require_desk(actor, card)
    page = build_page(card, desk, code)
    current = page.current
    figures = figures_form(current.line, page.sheet, form is not None, page.below) if current else None
    if isinstance(told.get("conflict"), EntryConflict) and current is not None:
        told["conflict_reason"] = current.line.levels[desk.level].reason
        told["conflict"] = conflict_words(told["conflict"], current.line.criterion)
    obstacle = obstacle_to_judging(actor, card, desk, now())
    following = None
    if obstacle is not None:
        following = find_next(actor=actor, year=card.movement_year, asked=asked, after=card)
    checker = checker_of(card.participant) if desk.level is OFFICE else None
    return render_template(
        "verification/scorecard.html",
        page=page,
        card=card,
        form=form or JudgeForm(formdata=None),
        figures=figures,
        below_json=write_base(page.below),
        below_shown_json=write_base(shown_by_field(current.line, page.below)) if current else "{}",
        needs_reason=bool(told.get("faults")) and not (form and (form.reason.data or "").strip()),
        trial=try_out(card, desk, current.code, figures.raw_of(current.line.criterion))
        if current and figures
        else None,
        address=address_of(asked),
        obstacle=obstacle,
        overtime=words_on_overtime(actor, card.movement_year, now()),
        waits_for=checker if checker is not None and find_check(card) is None else None,
        following=following,
        optional=list_optional(card, desk, page.rows),
        marks=[one for one in list_marks(card) if one.stands],
        returns=find_returns(card.id),
        stage=stage_of(card.movement_year, StageCode.VERIFICATION),
        is_office=is_office(actor),
        may_finish=may_finish(actor, desk),
        enters_only=enters_only(desk),
        levels=LEVEL_NAMES,
        doubts=doubts_at(desk.level),
        ground=GroundForm(formdata=None),
        **told,
    )


def _beside(year: MovementYear | None) -> dict[str, int]:
    """What waits besides the queue: second checks for me, objections and differences for the office."""
    if year is None:
        return {"checks": 0, "objections": 0, "differences": 0}
    return {
        "checks": count_checks_to_make(current_user.id, year.id),
        "objections": count_waiting_objections(year.id),
        "differences": count_differences(year.id),
    }


def _year() -> MovementYear | None:
    asked = request.args.get("nam", "")
    if asked.isascii() and asked.isdecimal() and len(asked) <= 9:
        year = find_year(int(asked))
        if year is not None:
            return year
    return find_current_year(now())
