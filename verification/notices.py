"""What a unit's scorecard page says of its return and its verification; the page below asks for it.

The scorecard room knows nothing of this one: rooms above put a function into
`app.extensions["scorecard_notices"]`, and the page shows what each of them makes of the scorecard.
"""

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from scorecards.models import Scorecard, ScorecardStatus
from verification.queries import find_returns
from verification.telling import list_changed

SLOT = "scorecard_notices"
TOLD = frozenset(
    {ScorecardStatus.RETURNED, ScorecardStatus.SUBMITTED, ScorecardStatus.VERIFIED, ScorecardStatus.OBJECTION}
)


def register(blueprint: Blueprint) -> None:
    """Let the scorecard page ask this room."""

    def bind(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault(SLOT, []).append(notice)

    blueprint.record(bind)


def notice(scorecard: Scorecard) -> Markup:
    """Why the scorecard came back and until when, or what verification changed; else nothing."""
    if scorecard.status not in TOLD:
        return Markup()
    return Markup(  # noqa: S704 - a template, which escapes
        render_template(
            "verification/_returned.html",
            card=scorecard,
            returns=find_returns(scorecard.id),
            changed=list_changed(scorecard) if scorecard.verified_at is not None else [],
        )
    )
