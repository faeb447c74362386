"""Holding a scorecard: the one way in which everybody who changes one makes sure to see what stands."""

from foundation.database import db, lock_row
from scorecards.models import Scorecard


def hold(scorecard: Scorecard) -> Scorecard:
    """The scorecard and what was entered in it, read anew and held until the transaction ends.

    What was read before is forgotten first, so that nothing older than the lock is looked at.
    """
    for one in scorecard.assessments:
        db.session.expire(one)
    held: Scorecard = lock_row(Scorecard, scorecard.id)
    db.session.expire(held, ["assessments"])
    return held
