"""The pages of objecting: for the unit its verified scorecard and one criterion; for the office answers."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from assignments.scope import may_enter_for, require_sight
from foundation.access import requires
from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotFound
from foundation.permissions import Permission
from movements.models import MovementYear
from movements.queries import find_current_year, find_year
from scorecards.carrying import is_coming_back
from scorecards.entry_form import EntryForm
from scorecards.labels import LEVEL_NAMES
from scorecards.models import Scorecard
from scorecards.typed import typing_convention
from verification.loading import load
from verification.models import Answer, Objection
from verification.objecting import answer_objection, asked_for, raise_objection, withdraw_objection
from verification.objection_forms import AnswerForm, ObjectForm, WithdrawForm, figure_form, read_state
from verification.objection_page import (
    Answering,
    ObjectionRow,
    ObjectionsPage,
    build_answering,
    build_objections,
    citations_of,
    may_add_evidence,
    row_of,
    view_of,
)
from verification.objection_queries import ObjectionState, find_next_waiting, state_of
from verification.objection_queries import list_objections as find_objections
from verification.objection_rules import obstacle_to_objecting
from verification.page import Trial
from verification.standing import standing, try_figure
from verification.year_types import names_of_types


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    card, one, both = "/phieu/<int:scorecard_id>/phuc-tra", "/phuc-tra/<int:objection_id>", ["GET", "POST"]
    blueprint.add_url_rule(card, view_func=objections)
    blueprint.add_url_rule(f"{card}/<code>", view_func=object_to, methods=both)
    blueprint.add_url_rule(f"{card}/<code>/tinh", view_func=try_wanted, methods=["POST"])
    blueprint.add_url_rule(f"{one}/rut", view_func=withdraw, methods=["POST"])
    blueprint.add_url_rule("/phuc-tra", view_func=list_objections)
    blueprint.add_url_rule(one, view_func=answer, methods=both)
    blueprint.add_url_rule(f"{one}/tinh", view_func=try_answer, methods=["POST"])


@requires(Permission.VIEW_SCORECARD)
def objections(scorecard_id: int) -> ResponseReturnValue:
    """A verified scorecard criterion by criterion: claim, finding, reason, objections and their answers."""
    card = _card(scorecard_id)
    page = build_objections(card, now())
    cited = {row.line.code: citations_of(card, row.line.code) for row in page.objected}
    return render_template(
        "verification/objections.html",
        card=card,
        page=page,
        cited=cited,
        belongs=may_enter_for(current_user, card.participant),
        form=WithdrawForm(formdata=None),
        levels=LEVEL_NAMES,
    )


@requires(Permission.VIEW_SCORECARD)
def object_to(scorecard_id: int, code: str) -> ResponseReturnValue:
    """Object to one criterion: why, which figure is right, and what proves it."""
    card = _card(scorecard_id)
    page = build_objections(card, now())
    row = row_of(page, code)
    form = ObjectForm()
    figures = figure_form(row.line, page.sheet, _suggested(row), typed=request.method == "POST")
    if request.method == "GET" or is_coming_back() or not form.validate():
        return _object_page(page, row, form, figures), 422 if form.errors else 200
    try:
        with transaction():
            raise_objection(
                actor=current_user,
                scorecard_id=card.id,
                code=code,
                text=form.text.data or "",
                wanted=figures.raw_of(row.line.criterion),
                convention=typing_convention(),
                now=now(),
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        if error.field == "text":
            form.text.errors = [error.message]
            return _object_page(page, row, form, figures), 422
        told = {"fault": error.message} if error.field == "wanted" else {"told": error.message}
        return _object_page(page, row, form, figures, **told), error.status
    flash(_("Đã gửi đề nghị phúc tra tiêu chí %(code)s; Thường trực Hội đồng được báo.", code=code), "info")
    return redirect(url_for("verification.objections", scorecard_id=card.id, _anchor=f"tc-{code}"))


@requires(Permission.VIEW_SCORECARD)
def try_wanted(scorecard_id: int, code: str) -> ResponseReturnValue:
    """What a wanted figure would give, for the page while somebody types; nothing is saved."""
    card = _card(scorecard_id)
    page = build_objections(card, now())
    return jsonify(_trial(card, row_of(page, code).line, page.sheet).as_data())


@requires(Permission.VIEW_SCORECARD)
def withdraw(objection_id: int) -> ResponseReturnValue:
    """Take an objection back."""
    objection = _objection(objection_id)
    card, code = objection.scorecard, objection.criterion
    try:
        with transaction():
            withdraw_objection(actor=current_user, objection_id=objection_id, now=now())
    except Conflict as conflict:
        flash(conflict.message, "stop")
    else:
        flash(_("Đã rút đề nghị phúc tra tiêu chí %(code)s.", code=code), "info")
    return redirect(url_for("verification.objections", scorecard_id=card.id))


@requires(Permission.ANSWER_OBJECTION)
def list_objections() -> ResponseReturnValue:
    """The objections of a year: what waits, the oldest first."""
    year, state = _year(), read_state(request.args)
    kind, page = request.args.get("loai", "")[:40], request.args.get("trang", 1, type=int)
    found = find_objections(year, state, kind, page) if year is not None else None
    views = [view_of(one, now()) for one in found.objections] if found is not None else []
    return render_template(
        "verification/list_objections.html",
        year=year,
        found=found,
        views=views,
        state=state,
        kind=kind,
        kinds=names_of_types(year),
        states=ObjectionState,
    )


@requires(Permission.ANSWER_OBJECTION)
def answer(objection_id: int) -> ResponseReturnValue:
    """One objection: claim, findings, ground and evidence; the office answers."""
    objection = _objection(objection_id)
    page = build_answering(objection, now())
    form = AnswerForm()
    typed = request.method == "POST"
    figures = figure_form(page.line, page.sheet, asked_for(objection), typed=typed)
    if not typed or not form.validate():
        return _answer_page(page, form, figures), 422 if form.errors else 200
    chosen = Answer(form.answer.data)
    try:
        with transaction():
            answer_objection(
                actor=current_user,
                objection_id=objection.id,
                answer=chosen,
                text=form.text.data or "",
                entry=figures.raw_of(page.line.criterion) if chosen is not Answer.REFUSED else None,
                convention=typing_convention(),
                now=now(),
            )
    except DomainError as error:
        if error.status in (403, 404):
            raise
        if error.field == "answer_text":
            form.text.errors = [error.message]
            return _answer_page(page, form, figures), 422
        told = {"told": error.message} if error.status == Conflict.status else {"fault": error.message}
        return _answer_page(page, form, figures, **told), error.status
    flash(_("Đã trả lời phúc tra của %(name)s.", name=objection.scorecard.participant.name), "info")
    following = find_next_waiting(objection)
    if following is None:
        return redirect(url_for("verification.list_objections"))
    return redirect(url_for("verification.answer", objection_id=following))


@requires(Permission.ANSWER_OBJECTION)
def try_answer(objection_id: int) -> ResponseReturnValue:
    """What a figure would give, for the page while somebody types; nothing is saved."""
    page = build_answering(_objection(objection_id), now())
    return jsonify(_trial(page.view.objection.scorecard, page.line, page.sheet).as_data())


def _trial(card: Scorecard, line: Any, sheet: Any) -> Trial:
    raw = figure_form(line, sheet, None, typed=True).raw_of(line.criterion)
    return try_figure(card, line.code, raw, against=standing(card, line.code))


def _suggested(row: ObjectionRow) -> Any:
    """The figure that the unit will mostly ask for: its own, where verification changed it."""
    claim = row.line.claim
    return claim.raw if claim is not None and row.changed else None


def _object_page(
    page: ObjectionsPage, row: ObjectionRow, form: ObjectForm, figures: EntryForm, **told: Any
) -> str:
    card, code = page.scorecard, row.line.code
    belongs = may_enter_for(current_user, card.participant)
    obstacle = obstacle_to_objecting(card, code, now())
    if obstacle is None and not belongs:
        obstacle = _("Chỉ đơn vị của phiếu đề nghị phúc tra được.")
    old, new = citations_of(card, code)
    typed = figures.raw_of(row.line.criterion)
    return render_template(
        "verification/object_to.html",
        card=card,
        page=page,
        row=row,
        form=form,
        figures=figures,
        obstacle=obstacle,
        old=old,
        new=new,
        may_cite=may_add_evidence(current_user, card, code, now()),
        trial=try_figure(card, code, typed, against=standing(card, code)),
        levels=LEVEL_NAMES,
        **told,
    )


def _answer_page(page: Answering, form: AnswerForm, figures: EntryForm, **told: Any) -> str:
    objection = page.view.objection
    card, code = objection.scorecard, objection.criterion
    typed = figures.raw_of(page.line.criterion)
    return render_template(
        "verification/answer.html",
        card=card,
        page=page,
        view=page.view,
        form=form,
        figures=figures,
        open=state_of(objection) is ObjectionState.WAITING,
        trial=try_figure(card, code, typed, against=standing(card, code)),
        following=find_next_waiting(objection),
        levels=LEVEL_NAMES,
        answers=[(choice.value, choice.label) for choice in form.answer.choices],
        **told,
    )


def _card(scorecard_id: int) -> Scorecard:
    card = load(scorecard_id)
    require_sight(current_user, card.participant, ("scorecard", card.id))
    return card


def _objection(objection_id: int) -> Objection:
    objection = db.session.get(Objection, objection_id)
    if objection is None:
        raise NotFound(_("Không có đề nghị phúc tra này."))
    require_sight(current_user, objection.scorecard.participant, ("scorecard", objection.scorecard_id))
    return objection


def _year() -> MovementYear | None:
    asked = request.args.get("nam", type=int)
    return (find_year(asked) if asked else None) or find_current_year(now())
