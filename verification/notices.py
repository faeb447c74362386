"""What a unit's scorecard page says of its return and its verification; the page below asks for it.

The scorecard room knows nothing of this one: rooms above put a function into
`app.extensions["scorecard_notices"]`, and the page shows what each of them makes of the scorecard.
"""

from flask import Blueprint, render_template
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from foundation.clock import now
from foundation.formats import moment
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.objection_time import is_verified, objection_ends_at, obstacle_to_objection_time
from verification.objection_queries import ObjectionState, list_objections_of, state_of
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
            told_objections=_objections(scorecard) if is_verified(scorecard) else None,
        )
    )


def _objections(scorecard: Scorecard) -> dict[str, str]:
    """The way to the objections, how many there are, and until when one may object."""
    states = [state_of(one) for one in list_objections_of(scorecard.id)]
    waiting, answered = states.count(ObjectionState.WAITING), states.count(ObjectionState.ANSWERED)
    words = []
    if waiting:
        words.append(ngettext("%(num)s đề nghị chờ trả lời", "%(num)s đề nghị chờ trả lời", waiting))
    if answered:
        words.append(ngettext("%(num)s đề nghị đã trả lời", "%(num)s đề nghị đã trả lời", answered))
    ends = objection_ends_at(scorecard)
    closed = obstacle_to_objection_time(scorecard, now()) is not None
    if ends is not None and not closed:
        words.append(_("nhận đề nghị đến %(time)s", time=moment(ends)))
    link = _("Xem phúc tra") if closed else _("Đề nghị phúc tra từng tiêu chí")
    return {"link": link, "words": ", ".join(words)}
