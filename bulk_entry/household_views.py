"""One household at a time, as it is entered on a phone; letting one go and taking it back."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import User
from bulk_entry import services
from bulk_entry.columns import CODE, NAME
from bulk_entry.forms import HandInForm, RetireForm, rows_from_form
from bulk_entry.grid_page import GridPage, page_of_one, page_of_typed
from bulk_entry.household_table import TypedRow
from bulk_entry.state import list_retired, load_state
from bulk_entry.tables import hamlet_of, table_of
from bulk_entry.to_scoring import household_types
from bulk_entry.years import year_of_work
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from participants.models import Participant
from participants.queries import find_participant


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's."""
    under = "/ho/<int:hamlet_id>"
    both = ["GET", "POST"]
    blueprint.add_url_rule(f"{under}/moi", "new_household", new_household, methods=both)
    blueprint.add_url_rule(f"{under}/<int:household_id>", "household", household, methods=both)
    blueprint.add_url_rule(f"{under}/<int:household_id>/thoi", "retire", retire, methods=both)
    blueprint.add_url_rule(f"{under}/da-thoi", "retired", retired)
    blueprint.add_url_rule(f"{under}/<int:household_id>/lay-lai", "restore", restore, methods=["POST"])


@requires(Permission.ENTER_HOUSEHOLDS)
def new_household(hamlet_id: int) -> ResponseReturnValue:
    """A household to be taken in."""
    hamlet = hamlet_of(_actor(), hamlet_id)
    return _one(hamlet, request.values.get("loai"), None)


@requires(Permission.ENTER_HOUSEHOLDS)
def household(hamlet_id: int, household_id: int) -> ResponseReturnValue:
    """What is entered of one household."""
    hamlet = hamlet_of(_actor(), hamlet_id)
    one = _household_of(hamlet, household_id)
    return _one(hamlet, one.type_code, one)


@requires(Permission.ENTER_HOUSEHOLDS)
def retire(hamlet_id: int, household_id: int) -> ResponseReturnValue:
    """Let a household go, with the reason."""
    hamlet, form = hamlet_of(_actor(), hamlet_id), RetireForm()
    one = _household_of(hamlet, household_id)
    if form.validate_on_submit():
        try:
            with transaction():
                services.retire(
                    actor=_actor(),
                    hamlet=hamlet,
                    household=one,
                    year=year_of_work(),
                    reason=form.reason.data or "",
                    now=now(),
                )
        except DomainError as error:
            show_beside_field(form, DomainError(error.message, field="reason"))
        else:
            flash(
                _("Đã cho thôi %(name)s. Lấy lại được ở trang Hộ không còn tham gia.", name=one.name), "info"
            )
            return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=one.type_code))
    status = 422 if form.errors else 200
    return render_template("bulk_entry/retire.html", form=form, hamlet=hamlet, household=one), status


@requires(Permission.VIEW_SCORECARD)
def retired(hamlet_id: int) -> ResponseReturnValue:
    """The households that were let go."""
    hamlet = hamlet_of(_actor(), hamlet_id)
    table = table_of(_actor(), hamlet, year_of_work(), request.args.get("loai"))
    gone = list_retired(hamlet.id, [kind.code for kind in household_types(table.rubric)])
    names = {kind.code: kind.name for kind in table.rubric.types}
    return render_template(
        "bulk_entry/retired.html",
        hamlet=hamlet,
        gone=gone,
        kinds=names,
        form=HandInForm(),
        keeps=services.may_keep(_actor(), hamlet, year_of_work(), now()),
    )


@requires(Permission.ENTER_HOUSEHOLDS)
def restore(hamlet_id: int, household_id: int) -> ResponseReturnValue:
    """Take a household back."""
    hamlet = hamlet_of(_actor(), hamlet_id)
    one = find_participant(household_id)
    if one is None or one.parent_id != hamlet.id:
        raise NotFound(_("Không có hộ này trong ấp."))
    try:
        with transaction():
            services.restore(actor=_actor(), hamlet=hamlet, household=one, year=year_of_work(), now=now())
    except DomainError as error:
        flash(error.message, "wait")
        return redirect(url_for("bulk_entry.retired", hamlet_id=hamlet_id))
    flash(_("Đã lấy lại %(name)s.", name=one.name), "info")
    return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=one.type_code))


def _one(hamlet: Participant, type_code: str | None, one: Participant | None) -> ResponseReturnValue:
    year = year_of_work()
    table = table_of(_actor(), hamlet, year, type_code)
    if request.method == "POST":
        row = _typed(rows_from_form(request.form, table.columns), one)
        with transaction():
            found = services.save_one(
                actor=_actor(), hamlet=hamlet, year=year, type_code=table.kind.code, row=row, now=now()
            )
        if found.pending is not None:
            flash(_("Đã ghi %(name)s.", name=found.judgement.rows[0].name), "info")
            return redirect(_after(hamlet.id, table.kind.code))
        page = page_of_typed(found.state, found.judgement, found.obstacles)
        return _shown(page, one), 422
    state = load_state(table, hamlet, year)
    return _shown(page_of_one(_actor(), state, one.id if one else None, now()), one)


def _after(hamlet_id: int, type_code: str) -> str:
    if "tiep" in request.form:
        return url_for("bulk_entry.new_household", hamlet_id=hamlet_id, loai=type_code)
    return url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=type_code)


def _typed(rows: list[TypedRow], one: Participant | None) -> TypedRow:
    row = rows[0] if rows else TypedRow(1, {NAME: ""})
    row.cells[CODE] = one.code if one is not None else ""
    return row


def _shown(page: GridPage, one: Participant | None) -> str:
    return render_template("bulk_entry/household.html", page=page, row=page.rows[0], household=one)


def _household_of(hamlet: Participant, household_id: int) -> Participant:
    one = find_participant(household_id)
    if one is None or one.parent_id != hamlet.id or one.valid_to is not None:
        raise NotFound(_("Không có hộ này trong ấp, hoặc hộ đã được cho thôi."))
    return one


def _actor() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001
