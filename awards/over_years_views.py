"""The page of one figure over the years."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from awards.forms import read_asked
from awards.over_years import build_over_years
from awards.queries import list_runs
from awards.run_facts import TypeFacts, facts_of
from awards.run_lines import run_line_of
from foundation.access import requires
from foundation.permissions import Permission

MOST = 100


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    blueprint.add_url_rule("/xep-hang/<int:run_id>/qua-cac-nam", view_func=over_years)


@requires(Permission.VIEW_REASON)
def over_years(run_id: int) -> ResponseReturnValue:
    """One figure of each participant of a type or group, over the sealed years."""
    run = run_line_of(run_id)
    facts = facts_of(run)
    asked = read_asked(request.args, facts)
    kind = facts.type(asked.selection.type_code)
    group_key = asked.selection.group_key or _first_of_many(kind)
    page = build_over_years(facts, kind, request.args.get("tieu-chi", ""), group_key, list_runs())
    return render_template(
        "awards/over_years.html",
        run=run,
        kind=kind,
        page=page,
        group_key=group_key,
        types=facts.types,
        view="projection" if request.args.get("view") == "projection" else "page",
    )


def _first_of_many(kind: TypeFacts) -> str | None:
    """Of a type with very many members one group at a time is drawn."""
    return next(iter(kind.groups)) if kind.size > MOST else None
