"""What else is asked about a place: which smallest change would alter it, where its group's line is."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from awards.line_page import build_line_page
from awards.queries import find_result
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from awards.sealed import SealedResult
from awards.smallest_panel import build_panel
from awards.why import require_sight_of_result
from foundation.access import requires
from foundation.errors import NotFound
from foundation.json_errors import wants_json
from foundation.permissions import Permission
from participants.queries import find_participant


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/xep-hang/<int:run_id>/<int:participant_id>/doi", view_func=smallest)
    blueprint.add_url_rule("/xep-hang/<int:run_id>/vach", view_func=line)


@requires(Permission.VIEW_RANKING)
def smallest(run_id: int, participant_id: int) -> ResponseReturnValue:
    """The smallest change that would alter a participant's result, for one award; as a piece of another page
    for its script.
    """
    run = run_line_of(run_id)
    row = find_result(run_id, participant_id)
    if row is None:
        raise NotFound(_("Không có ai mang số này trong lần đánh giá này. Tìm theo tên ở bảng xếp hạng."))
    whole = require_sight_of_result(current_user, row, find_participant(participant_id))
    nearest = SealedResult.from_text(row.result).nearest_award
    panel = build_panel(facts_of(run), row, nearest, whole=whole, award=request.args.get("award") or None)
    if wants_json():
        return jsonify(html=render_template("awards/_smallest.html", run=run, row=row, panel=panel))
    return render_template("awards/smallest.html", run=run, row=row, panel=panel)


@requires(Permission.VIEW_RANKING)
def line(run_id: int) -> ResponseReturnValue:
    """Where the places of an award end in one group, and why there."""
    run = run_line_of(run_id)
    page = build_line_page(
        facts_of(run),
        current_user,
        type_code=request.args.get("type"),
        key=request.args.get("group"),
        award=request.args.get("award"),
    )
    view = "projection" if request.args.get("view") == "projection" else "page"
    return render_template(
        "awards/line.html", run=run, page=page, decimals=facts_of(run).rubric.decimals, view=view
    )
