"""The page on which a criteria set is read: published ones by everybody, a draft by who writes it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from awards.criteria_page import build_type_page
from criteria.models import CriteriaSetStatus
from criteria.queries import find_criteria_set
from criteria.rubrics import rubric_of
from criteria.rules import can_edit_criteria
from foundation.access import requires
from foundation.errors import NotFound
from foundation.permissions import Permission
from movements.queries import find_year
from movements.rules import can_manage_movement


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    blueprint.add_url_rule("/bo-tieu-chi/<int:set_id>", view_func=criteria)


@requires(Permission.VIEW_RANKING)
def criteria(set_id: int) -> ResponseReturnValue:
    """One criteria set, one participant type at a time."""
    found = find_criteria_set(set_id)
    is_draft = found is not None and found.status is CriteriaSetStatus.DRAFT
    year = find_year(found.movement_year_id) if found is not None else None
    if found is None or year is None or (is_draft and not can_edit_criteria(current_user)):
        raise NotFound(_("Không có bộ tiêu chí này."))
    rubric = rubric_of(found)
    kind = rubric.type(request.args.get("type", "")) or rubric.types[0]
    return render_template(
        "awards/criteria.html",
        criteria=found,
        rubric=rubric,
        page=build_type_page(rubric, kind),
        year=year,
        manages=can_manage_movement(current_user),
    )
