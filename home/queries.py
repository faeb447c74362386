"""Counts and short lists for the first page."""

from collections.abc import Sequence

from sqlalchemy import func, select

from assignments.models import UnitMember
from assignments.queries import at_and_below, list_unit_ids
from foundation.database import db
from messages.models import Message
from participants.models import Participant
from scorecards.models import Scorecard, ScorecardStatus

HAMLET = "hamlet"
LATEST = 5


def count_scorecards(movement_year_id: int) -> dict[ScorecardStatus, int]:
    """How many scorecards of the year stand in each status; statuses with none are left out."""
    query = (
        select(Scorecard.status, func.count().label("cards"))
        .where(Scorecard.movement_year_id == movement_year_id)
        .group_by(Scorecard.status)
    )
    counts = {row.status: row.cards for row in db.session.execute(query)}
    return {status: counts[status] for status in ScorecardStatus if status in counts}


def count_hamlets_of(user_id: int) -> int:
    """How many hamlets an account acts for, itself or through the commune above."""
    units = list_unit_ids(user_id)
    if not units:
        return 0
    below = at_and_below(Participant.id.in_(units))
    statement = select(func.count()).where(
        Participant.id.in_(below), Participant.type_code == HAMLET, Participant.valid_to.is_(None)
    )
    return db.session.scalar(statement) or 0


def list_latest_messages(user_id: int) -> Sequence[Message]:
    """The latest messages of a person."""
    statement = select(Message).where(Message.user_id == user_id).order_by(Message.id.desc()).limit(LATEST)
    return db.session.scalars(statement).all()


def is_anybody_assigned() -> bool:
    """Whether any account acts for a unit."""
    return db.session.scalar(select(UnitMember.id).limit(1)) is not None
