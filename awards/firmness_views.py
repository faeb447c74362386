"""How firm the recommendations of a run are: the page of a group, and the piece about one participant."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from awards.firmness_page import build_firmness_page, build_panel
from awards.queries import find_result
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from foundation.access import requires
from foundation.errors import NotFound
from foundation.json_errors import wants_json
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/xep-hang/<int:run_id>/do-chac", view_func=firmness)
    blueprint.add_url_rule("/xep-hang/<int:run_id>/<int:participant_id>/do-chac", view_func=firmness_of_one)


@requires(Permission.VIEW_REASON)
def firmness(run_id: int) -> ResponseReturnValue:
    """In how many plausible weightings the results of a group stay, and what decides its lines."""
    run = run_line_of(run_id)
    facts = facts_of(run)
    page = build_firmness_page(
        facts,
        type_code=request.args.get("type"),
        key=request.args.get("group"),
        spread=request.args.get("range"),
    )
    view = "projection" if request.args.get("view") == "projection" else "page"
    return render_template(
        "awards/firmness.html", run=run, page=page, decimals=facts.rubric.decimals, view=view
    )


@requires(Permission.VIEW_REASON)
def firmness_of_one(run_id: int, participant_id: int) -> ResponseReturnValue:
    """The same of one participant; as a piece of another page where that asks for one."""
    run = run_line_of(run_id)
    row = find_result(run_id, participant_id)
    if row is None:
        raise NotFound(_("Không có ai mang số này trong lần đánh giá này. Tìm theo tên ở bảng xếp hạng."))
    panel = build_panel(facts_of(run), row)
    if wants_json():
        return jsonify(html=render_template("awards/_firmness.html", run=run, row=row, panel=panel))
    return render_template("awards/firmness_of_one.html", run=run, row=row, panel=panel)
