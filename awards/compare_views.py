"""The page on which two to four participants stand side by side."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from awards.comparing import MOST, build_comparison
from awards.queries import RunLine
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from foundation.access import requires
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    blueprint.add_url_rule("/xep-hang/<int:run_id>/so-sanh", view_func=compare)


@requires(Permission.VIEW_REASON)
def compare(run_id: int) -> ResponseReturnValue:
    """Those whose numbers stand in the address, criterion by criterion."""
    run: RunLine = run_line_of(run_id)
    facts = facts_of(run)
    asked = [int(text) for text in request.args.getlist("chon") if text.isascii() and text.isdecimal()]
    page = build_comparison(facts, asked)
    return render_template(
        "awards/compare.html",
        run=run,
        page=page,
        most=MOST,
        decimals=facts.rubric.decimals,
        view="projection" if request.args.get("view") == "projection" else "page",
    )
