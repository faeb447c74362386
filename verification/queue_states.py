"""Where a scorecard stands for the one who looks at the queue."""

from enum import StrEnum

from scorecards.models import ScorecardStatus


class QueueState(StrEnum):
    """To be judged, begun, done; still with those who check below; back at the unit."""

    WAITING = "waiting"
    DOING = "doing"
    DONE = "done"
    BELOW = "below"
    RETURNED = "returned"


SHOWN_FIRST = (QueueState.WAITING, QueueState.DOING)
FINISHED = (ScorecardStatus.VERIFIED, ScorecardStatus.OBJECTION, ScorecardStatus.SEALED)
