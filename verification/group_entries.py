"""What a commune still enters where it also enters the unit's own figures.

Such a commune checks nothing, since it would confirm its own claims. It stays the commune's level for the
criteria that the document gives to the group: these it enters once the scorecard is handed in. The office
does not wait for it, and enters what is left open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from assignments.scope import commune_above, may_check
from criteria.queries import find_published
from foundation.database import db
from foundation.permissions import Actor, Permission, can
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from verification.chain import checker_of, entered_by_commune
from verification.plan import Desk, Plan, plan_for, plan_of, progress

GROUP = AssessmentLevel.GROUP
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class ToEnter:
    """A scorecard on which the commune has criteria of its own level to enter, and their codes."""

    scorecard: Scorecard
    left: tuple[str, ...]


def entering_desk(actor: Actor, scorecard: Scorecard) -> Desk | None:
    """The desk of a commune on the scorecard of a unit that it enters itself: what the group enters, and
    nothing that was claimed. None where somebody else's check is waited for, or nothing is the group's.
    """
    unit = scorecard.participant
    if commune_above(unit) is None or not may_check(actor, unit) or checker_of(unit) is not None:
        return None
    plan = plan_of(scorecard)
    codes = _of_the_group(plan) if plan is not None else frozenset()
    return Desk(GROUP, codes, office=False) if codes else None


def enters_only(desk: Desk) -> bool:
    """Whether this is such a desk: it judges no claim, sends nothing back and ends no level."""
    return desk.level is GROUP and desk.mine is not None


def list_to_enter(actor: Actor, year: MovementYear) -> Sequence[ToEnter]:
    """The scorecards handed in on which a commune still has criteria of its own level to enter."""
    published = find_published(year.id)
    if actor.actor_id is None or published is None or not can(actor, Permission.CHECK_SCORECARD):
        return ()
    statement = (
        select(Scorecard)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(
            Scorecard.movement_year_id == year.id,
            Scorecard.status == ScorecardStatus.SUBMITTED,
            entered_by_commune(actor),
        )
        .options(
            joinedload(Scorecard.participant),
            joinedload(Scorecard.criteria_set),
            selectinload(Scorecard.assessments),
        )
        .order_by(Scorecard.submitted_at, Scorecard.id)
    )
    types = select(Participant.type_code).where(entered_by_commune(actor)).distinct()
    kinds = [code for code in db.session.scalars(types) if _of_the_group(plan_for(published, code))]
    cards = db.session.scalars(statement.where(Participant.type_code.in_(kinds))) if kinds else ()
    found = (ToEnter(card, _left(card)) for card in cards)
    return [one for one in found if one.left][:MOST_LISTED]


def _left(scorecard: Scorecard) -> tuple[str, ...]:
    plan = plan_of(scorecard)
    if plan is None or not (codes := _of_the_group(plan)):
        return ()
    desk = Desk(GROUP, codes, office=False)
    return progress(plan, desk, scorecard.assessments, scorecard.participant.attributes).left


def _of_the_group(plan: Plan | None) -> frozenset[str]:
    return frozenset(item.code for item in plan.items if item.lowest is GROUP) if plan else frozenset()
