"""Who may assess a scorecard, and when."""

from foundation.permissions import Actor, Permission, can
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus


def can_assess(actor: Actor | None, level: AssessmentLevel) -> bool:
    """Whether the actor may enter figures at a level: its own, or as one who verifies."""
    needed = Permission.SCORE_SELF if level is AssessmentLevel.SELF else Permission.VERIFY_SCORECARD
    return can(actor, needed)


def is_open(scorecard: Scorecard) -> bool:
    """Whether figures may still be entered."""
    return scorecard.status is not ScorecardStatus.SEALED
