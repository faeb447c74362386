"""The page of claims and checks."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from awards.claims import ENOUGH, FAR, build_claims
from awards.queries import list_runs
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from awards.shrinkage import percent
from foundation.access import requires
from foundation.permissions import Permission


def register(blueprint: Blueprint) -> None:
    """Add this page to the room's blueprint."""
    blueprint.add_url_rule("/xep-hang/<int:run_id>/tu-cham", view_func=claims)


@requires(Permission.VIEW_CLAIMS)
def claims(run_id: int) -> ResponseReturnValue:
    """Claims beside what was verified, for one participant type of a run."""
    run = run_line_of(run_id)
    facts = facts_of(run)
    kind = facts.type(request.args.get("type"))
    page = build_claims(facts, kind, list_runs())
    return render_template(
        "awards/claims.html",
        run=run,
        kind=kind,
        types=facts.types,
        page=page,
        enough=ENOUGH,
        far=percent(FAR),
    )
