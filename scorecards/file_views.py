"""The files of a unit: what it sent in a year, where each is cited, how much room is used."""

from collections.abc import Sequence
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from accounts.models import User
from assignments.queries import list_units
from assignments.scope import may_enter_for, require_sight
from evidence.queries import find_file, list_files, list_units_with_files, sum_of_sizes
from evidence.rules import HANDED_IN, SIGHT, no_such_file, require_sight_of_file
from evidence.services import room_of
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.permissions import Permission
from movements.models import MovementYear
from movements.queries import find_current_year, find_year
from participants.models import Participant
from participants.queries import find_participant
from scorecards import citing
from scorecards.citing_forms import AskForm
from scorecards.citing_queries import is_cited_in_sight, is_with_others, list_uses


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/minh-chung", view_func=list_evidence)
    blueprint.add_url_rule("/minh-chung/<int:file_id>/bo", view_func=discard_file, methods=["POST"])
    blueprint.record(_show_what_is_cited)


def _show_what_is_cited(state: BlueprintSetupState) -> None:
    """Let the room of evidence ask whether a scorecard in sight cites a file, or one that was handed in."""
    state.app.extensions.setdefault(SIGHT, []).append(is_cited_in_sight)
    state.app.extensions.setdefault(HANDED_IN, []).append(is_with_others)


@requires(Permission.VIEW_SCORECARD)
def list_evidence() -> ResponseReturnValue:
    """The files of one unit in one year."""
    year, own = _year(), list_units(cast(User, current_user).id)
    unit = _unit(own)
    files = list_files([unit.id], year.id) if unit and year else []
    return render_template(
        "scorecards/list_evidence.html",
        year=year,
        unit=unit,
        units=own if len(own) > 1 or unit in own else _others(year),
        files=files,
        uses=list_uses([file.id for file in files]),
        used=sum_of_sizes(unit.id, year.id) if unit and year else 0,
        room=room_of(year) if year else 0,
        ask=AskForm(),
        editable=unit is not None and may_enter_for(current_user, unit),
    )


@requires(Permission.VIEW_SCORECARD)
def discard_file(file_id: int) -> ResponseReturnValue:
    """Take a file that nothing cites out of the list."""
    file = find_file(file_id)
    if file is None:
        raise NotFound(no_such_file())
    require_sight_of_file(current_user, file)
    where: dict[str, Any] = {"don-vi": file.participant_id, "nam": file.movement_year_id}
    target = url_for("scorecards.list_evidence", **where)
    name = file.name
    try:
        with transaction():
            citing.discard_file(actor=current_user, file=file, now=now())
    except DomainError as error:
        flash(error.message, "stop")
    else:
        flash(_("Đã bỏ %(name)s.", name=name), "info")
    return redirect(target)


def _year() -> MovementYear | None:
    asked = request.args.get("nam", type=int)
    year = find_year(asked) if asked else None
    return year or find_current_year(now())


def _unit(own: Sequence[Participant]) -> Participant | None:
    asked = request.args.get("don-vi", type=int)
    if asked is None:
        return own[0] if own else None
    unit = find_participant(asked)
    if unit is None:
        raise NotFound(_("Không có đơn vị này."))
    require_sight(current_user, unit)
    return unit


def _others(year: MovementYear | None) -> Sequence[Participant]:
    """For those who look after many: the units that sent something, as far as they may see them."""
    return list_units_with_files(current_user, year.id) if year else []
