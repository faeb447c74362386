"""Who may set up the movement, and what its calendar must be."""

from collections.abc import Mapping
from datetime import datetime

from foundation.permissions import Actor, Permission, can
from movements.models import Movement, StageCode


def can_manage_movement(actor: Actor | None) -> bool:
    """Whether the actor may set up movements, years and deadlines."""
    return can(actor, Permission.MANAGE_MOVEMENT)


def is_year_within(movement: Movement, year: int) -> bool:
    """Whether the year belongs to the movement's period."""
    return movement.period_from.year <= year <= movement.period_to.year


def find_disorder(calendar: Mapping[StageCode, tuple[datetime, datetime]]) -> StageCode | None:
    """The first stage that does not open before it closes, or opens before the stage ahead of it does."""
    ahead: datetime | None = None
    for code in StageCode:
        if code not in calendar:
            continue
        opens, closes = calendar[code]
        if opens >= closes or (ahead is not None and opens < ahead):
            return code
        ahead = opens
    return None
