"""Handing in many households at once: what is ready, then the deed."""

from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from accounts.models import User
from bulk_entry.forms import HandInAllForm
from bulk_entry.handing_in import candidates_of, submit_all
from bulk_entry.state import State, load_state
from bulk_entry.tables import hamlet_of, table_of
from bulk_entry.years import year_of_work
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's."""
    blueprint.add_url_rule("/ho/<int:hamlet_id>/nop", "hand_in", hand_in, methods=["GET", "POST"])


@requires(Permission.ENTER_HOUSEHOLDS)
def hand_in(hamlet_id: int) -> ResponseReturnValue:
    """Which households are ready; then exactly those that would be handed in; then the deed."""
    actor = cast(User, current_user._get_current_object())  # noqa: SLF001
    hamlet, form = hamlet_of(actor, hamlet_id), HandInAllForm()
    table = table_of(actor, hamlet, year_of_work(), request.values.get("loai"))
    state = load_state(table, hamlet, year_of_work())
    if form.validate_on_submit() and not form.confirmed.data:
        return _confirm(state, form)
    if form.validate_on_submit():
        try:
            with transaction():
                count = submit_all(
                    actor=actor,
                    state=state,
                    with_unproven=form.with_unproven.data,
                    seen=form.seen.data or "",
                    now=now(),
                )
        except DomainError as error:
            flash(error.message, "wait")
            return redirect(url_for("bulk_entry.hand_in", hamlet_id=hamlet_id, loai=table.kind.code))
        flash(ngettext("Đã nộp phiếu của %(num)d hộ.", "Đã nộp phiếu của %(num)d hộ.", count), "info")
        return redirect(url_for("bulk_entry.grid", hamlet_id=hamlet_id, loai=table.kind.code))
    found = candidates_of(state, now())
    form.seen.data = found.seen
    return render_template("bulk_entry/hand_in.html", form=form, state=state, found=found)


def _confirm(state: State, form: HandInAllForm) -> ResponseReturnValue:
    """By name those that would be handed in; nothing is written yet."""
    found = candidates_of(state, now())
    chosen = found.chosen(with_unproven=form.with_unproven.data)
    if not chosen:
        flash(_("Chưa có hộ nào đủ để nộp."), "wait")
        return redirect(url_for("bulk_entry.hand_in", hamlet_id=state.hamlet.id, loai=state.table.kind.code))
    form.seen.data, form.confirmed.data = found.seen, "1"
    return render_template("bulk_entry/confirm_hand_in.html", form=form, state=state, chosen=chosen)
