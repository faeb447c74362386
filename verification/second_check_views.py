"""The pages of second checks: mine to make, blind; for the office the differences and the draw."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from assignments.scope import require_sight
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.permissions import Permission
from movements.models import MovementYear
from movements.queries import find_current_year
from movements.settings import settings_of
from scorecards.entry_form import EntryForm
from scorecards.labels import LEVEL_NAMES
from scorecards.typed import typing_convention
from verification.drawing import draw_sample, preview_draw
from verification.models import SecondCheck
from verification.objection_forms import figure_form
from verification.rules import obstacle_of_time
from verification.second_check_forms import CheckForm, DrawForm, SettleForm
from verification.second_check_page import (
    BlindPage,
    Difference,
    build_blind,
    build_difference,
    claim_of,
    name_of_criterion,
    say,
    words_of_first,
)
from verification.second_check_queries import (
    count_unmade,
    list_blinding_ids,
    list_checks_of,
    list_differences,
    list_settled,
    list_unassigned,
)
from verification.second_check_rules import obstacle_to_checking, require_own, require_settling
from verification.second_checkers import list_stranded
from verification.second_checks import (
    Take,
    assign_waiting,
    find_check,
    make_check,
    settle_check,
)
from verification.standing import standing, try_figure
from verification.year_types import names_of_types

MINE, ALL = "/tham-dinh/lan-hai", "/tham-dinh/khac-nhau"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule(MINE, view_func=second_checks)
    blueprint.add_url_rule(f"{MINE}/<int:check_id>", view_func=second_check, methods=both)
    blueprint.add_url_rule(f"{MINE}/<int:check_id>/tinh", view_func=try_check, methods=["POST"])
    blueprint.add_url_rule(f"{MINE}/phan-cong", view_func=assign_checks, methods=["POST"])
    blueprint.add_url_rule(ALL, view_func=differences)
    blueprint.add_url_rule(f"{ALL}/<int:check_id>", view_func=settle, methods=both)
    blueprint.add_url_rule(f"{ALL}/<int:check_id>/tinh", view_func=try_settling, methods=["POST"])
    blueprint.add_url_rule("/tham-dinh/rut-mau", view_func=draw, methods=both)


@requires(Permission.VERIFY_SCORECARD)
def second_checks() -> ResponseReturnValue:
    """The second checks that wait for me."""
    year = find_current_year(now())
    return render_template(
        "verification/second_checks.html",
        year=year,
        checks=list_checks_of(current_user.id, year.id) if year is not None else [],
        obstacle=obstacle_of_time(current_user, year, now()) if year is not None else None,
        name_of=name_of_criterion,
    )


@requires(Permission.VERIFY_SCORECARD)
def second_check(check_id: int) -> ResponseReturnValue:
    """One criterion to judge from claim and evidence alone."""
    check = _own(check_id)
    page, form = build_blind(check), CheckForm()
    sent = request.method == "POST"
    figures = figure_form(page.line, page.sheet, claim_of(check), typed=sent)
    if not sent or not form.validate():
        return _blind_page(page, form, figures), 422 if form.errors else 200
    try:
        with transaction():
            make_check(
                actor=current_user,
                check_id=check.id,
                raw=figures.raw_of(page.line.criterion),
                reason=form.reason.data or "",
                convention=typing_convention(),
                now=now(),
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        if error.field == "reason":
            form.reason.errors = [error.message]
            return _blind_page(page, form, figures), 422
        told = {"told": error.message} if error.status == Conflict.status else {"fault": error.message}
        return _blind_page(page, form, figures, **told), error.status
    flash(_("Đã lưu thẩm định lần hai tiêu chí %(code)s.", code=check.criterion), "info")
    following = _next(check)
    if following is None:
        return redirect(url_for("verification.second_checks"))
    return redirect(url_for("verification.second_check", check_id=following.id))


@requires(Permission.VERIFY_SCORECARD)
def try_check(check_id: int) -> ResponseReturnValue:
    """What a figure would give beside the claim, for the page while somebody types; nothing is saved."""
    check = _own(check_id)
    page = build_blind(check)
    raw = figure_form(page.line, page.sheet, None, typed=True).raw_of(page.line.criterion)
    trial = try_figure(check.scorecard, check.criterion, raw, against=claim_of(check), blind=True)
    return jsonify(trial.as_data())


@requires(Permission.SETTLE_CHECK)
def assign_checks() -> ResponseReturnValue:
    """Give the checks that nobody has to somebody."""
    form, year = DrawForm(), find_current_year(now())
    if form.validate_on_submit() and year is not None:
        with transaction():
            given = assign_waiting(actor=current_user, year=year, now=now())
        words = ngettext("Đã giao %(num)s tiêu chí", "Đã giao %(num)s tiêu chí", given)
        flash(words + ".", "info")
    return redirect(url_for("verification.differences"))


@requires(Permission.SETTLE_CHECK)
def differences() -> ResponseReturnValue:
    """Where two checks differ and the office decides; beside it what is still with the verifiers."""
    year = find_current_year(now())
    blind = set(list_blinding_ids(current_user.id, now()))
    obstacle = obstacle_of_time(current_user, year, now()) if year is not None else None
    found = list_differences(year.id) if year is not None else []
    settled = list_settled(year.id) if year is not None else []
    return render_template(
        "verification/differences.html",
        year=year,
        checks=[one for one in found if one.scorecard_id not in blind],
        hidden=sum(1 for one in found if one.scorecard_id in blind),
        settled=[one for one in settled if one.scorecard_id not in blind],
        obstacle=obstacle,
        unassigned=list_unassigned(year.id) if year is not None else [],
        stranded=list_stranded(year, now()) if year is not None and obstacle is None else [],
        unmade=count_unmade(year.id) if year is not None else 0,
        form=DrawForm(formdata=None),
        name_of=name_of_criterion,
        first=words_of_first,
        say=say,
    )


@requires(Permission.SETTLE_CHECK)
def settle(check_id: int) -> ResponseReturnValue:
    """Two findings side by side; the office takes one of them, or a third."""
    check = _seen(check_id)
    require_settling(current_user, check, now())
    if check.made_at is None:
        raise NotFound(_("Tiêu chí này chưa thẩm định lần hai xong."))
    page, form = build_difference(check), SettleForm()
    sent = request.method == "POST"
    figures = figure_form(page.line, page.sheet, None, typed=sent)
    if not sent or not form.validate():
        return _settle_page(page, form, figures), 422 if form.errors else 200
    try:
        with transaction():
            settle_check(
                actor=current_user,
                check_id=check.id,
                take=Take(form.take.data),
                raw=figures.raw_of(page.line.criterion),
                reason=form.reason.data or "",
                convention=typing_convention(),
                now=now(),
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        told = {"told": error.message} if error.status == Conflict.status else {"fault": error.message}
        return _settle_page(page, form, figures, **told), error.status
    flash(_("Đã xử lý tiêu chí %(code)s.", code=check.criterion), "info")
    return redirect(url_for("verification.differences"))


@requires(Permission.SETTLE_CHECK)
def try_settling(check_id: int) -> ResponseReturnValue:
    """What a third figure would give beside the first; nothing is saved."""
    check = _seen(check_id)
    require_settling(current_user, check, now())
    page = build_difference(check)
    raw = figure_form(page.line, page.sheet, None, typed=True).raw_of(page.line.criterion)
    first = standing(check.scorecard, check.criterion)
    return jsonify(try_figure(check.scorecard, check.criterion, raw, against=first).as_data())


@requires(Permission.SETTLE_CHECK)
def draw() -> ResponseReturnValue:
    """What a draw would take of each type, then the draw."""
    form, year = DrawForm(), find_current_year(now())
    if form.validate_on_submit() and year is not None:
        try:
            with transaction():
                drawn = draw_sample(actor=current_user, year=year, now=now())
        except Conflict as conflict:
            flash(conflict.message, "wait")
        else:
            flash(ngettext("Đã rút %(num)s phiếu.", "Đã rút %(num)s phiếu.", len(drawn)), "info")
            return redirect(url_for("verification.differences"))
    return render_template(
        "verification/draw.html",
        year=year,
        form=form,
        obstacle=obstacle_of_time(current_user, year, now()) if year is not None else None,
        lines=preview_draw(year) if year is not None else [],
        percent=settings_of(year).second_check_percent if year is not None else 0,
        kinds=names_of_types(year),
    )


def _own(check_id: int) -> SecondCheck:
    check = _seen(check_id)
    require_own(current_user, check)
    return check


def _seen(check_id: int) -> SecondCheck:
    check = find_check(check_id)
    require_sight(current_user, check.scorecard.participant, ("scorecard", check.scorecard_id))
    return check


def _next(check: SecondCheck) -> SecondCheck | None:
    """The next of mine, of the same scorecard first."""
    year: MovementYear = check.scorecard.movement_year
    mine = [one for one in list_checks_of(current_user.id, year.id) if one.id != check.id]
    same = [one for one in mine if one.scorecard_id == check.scorecard_id]
    return next(iter(same or mine), None)


def _blind_page(page: BlindPage, form: CheckForm, figures: EntryForm, **told: Any) -> str:
    check, code = page.check, page.check.criterion
    typed = figures.raw_of(page.line.criterion)
    obstacle = obstacle_to_checking(current_user, check.scorecard, now())
    return render_template(
        "verification/second_check.html",
        card=check.scorecard,
        page=page,
        form=form,
        figures=figures,
        open=check.made_at is None and (obstacle is None or request.method == "POST"),
        obstacle=obstacle if check.made_at is None else None,
        own=say(check.scorecard, code, check.entry),
        trial=try_figure(check.scorecard, code, typed, against=claim_of(check), blind=True),
        following=_next(check),
        **told,
    )


def _settle_page(page: Difference, form: SettleForm, figures: EntryForm, **told: Any) -> str:
    check, code = page.check, page.check.criterion
    typed = figures.raw_of(page.line.criterion)
    obstacle = obstacle_to_checking(current_user, check.scorecard, now())
    return render_template(
        "verification/settle.html",
        card=check.scorecard,
        page=page,
        form=form,
        figures=figures,
        open=check.settled_at is None and (obstacle is None or request.method == "POST"),
        obstacle=obstacle if check.settled_at is None else None,
        settled=say(check.scorecard, code, check.settled_entry),
        trial=try_figure(check.scorecard, code, typed, against=standing(check.scorecard, code)),
        choices=[(choice.value, choice.label) for choice in form.take.choices],
        levels=LEVEL_NAMES,
        **told,
    )
