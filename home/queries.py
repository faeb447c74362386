"""Counts for the first page."""

from sqlalchemy import func, select

from foundation.database import db
from scorecards.models import Scorecard, ScorecardStatus


def count_scorecards(movement_year_id: int) -> dict[ScorecardStatus, int]:
    """How many scorecards of the year stand in each status; statuses with none are left out."""
    query = (
        select(Scorecard.status, func.count().label("cards"))
        .where(Scorecard.movement_year_id == movement_year_id)
        .group_by(Scorecard.status)
    )
    counts = {row.status: row.cards for row in db.session.execute(query)}
    return {status: counts[status] for status in ScorecardStatus if status in counts}
