"""What one person judges of many scorecards, and what stands in the way: `require_desk` and
`obstacle_to_judging` for a whole list, in as many statements however long it is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.database import db
from foundation.permissions import Actor
from participants.models import Participant
from scorecards.models import Scorecard, ScorecardStatus
from verification.chain import has_checker, is_checked
from verification.duties import duties_of, within_duties, working_level
from verification.places import find_places
from verification.plan import Desk
from verification.rules import GROUP, obstacle_of_status, obstacle_of_time
from verification.services import require_desk

Turn = tuple[Desk, str | None]


def turns_of(actor: Actor, scorecards: Sequence[Scorecard], now: datetime) -> dict[int, Turn]:
    """By scorecard the actor's desk and why nothing can be judged now, if so.

    Raises Trespass or NotAllowed where one of them is not the actor's.
    """
    level = working_level(actor)
    if level is None:
        return {card.id: (require_desk(actor, card), None) for card in scorecards}
    facts = _facts(actor, level, scorecards)
    duties = duties_of(actor, level)
    places = find_places([card.participant_id for card in scorecards])
    turns: dict[int, Turn] = {}
    for card in scorecards:
        unit = card.participant
        desk = duties.desk(unit.type_code, places.cluster_id(unit.id)) if card.id in facts else None
        desk = desk or require_desk(actor, card)
        obstacle = _obstacle(card, desk, *facts.get(card.id, (False, False)))
        if obstacle is None:
            obstacle = obstacle_of_time(actor, card.movement_year, now)
        turns[card.id] = (desk, obstacle)
    return turns


def _facts(actor: Actor, level: Any, scorecards: Sequence[Scorecard]) -> dict[int, tuple[bool, bool]]:
    """Of those within the duties, by number: whether a check below is done, and whether there is one."""
    statement = (
        select(Scorecard.id, is_checked().label("checked"), has_checker().label("checkable"))
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Scorecard.id.in_([card.id for card in scorecards]), within_duties(actor, level))
        .order_by(Scorecard.id)
    )
    return {row.id: (bool(row.checked), bool(row.checkable)) for row in db.session.execute(statement)}


def _obstacle(scorecard: Scorecard, desk: Desk, checked: bool, checkable: bool) -> str | None:
    if scorecard.status is not ScorecardStatus.SUBMITTED:
        return obstacle_of_status(scorecard)
    if desk.level is GROUP and checked:
        return _("Cấp này đã kiểm tra xong phiếu và chuyển Thường trực Hội đồng.")
    if desk.level is not GROUP and checkable and not checked:
        return _("Phiếu đang chờ cấp dưới kiểm tra trước.")
    return None
