"""Who may set up the movement, and what its calendar must be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from foundation.errors import NotAllowed
from foundation.permissions import Actor, Permission, can
from movements.models import Movement, StageCode

Calendar = Mapping[StageCode, tuple[datetime, datetime]]


class DisorderKind(StrEnum):
    """What is wrong with the dates of a stage."""

    CLOSES_TOO_EARLY = "closes_too_early"
    OPENS_BEFORE_PREVIOUS = "opens_before_previous"


@dataclass(frozen=True, slots=True)
class Disorder:
    """A stage whose dates cannot stand; `previous` is the stage ahead of it where that matters."""

    stage: StageCode
    kind: DisorderKind
    previous: StageCode | None = None


def can_manage_movement(actor: Actor | None) -> bool:
    """Whether the actor may set up movements, years and deadlines."""
    return can(actor, Permission.MANAGE_MOVEMENT)


def require_manager(actor: Actor) -> None:
    """Raise NotAllowed where the actor may not set up movements, years and deadlines."""
    if not can_manage_movement(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng được đặt phong trào, năm và thời hạn."))


def is_year_within(movement: Movement, year: int) -> bool:
    """Whether the year belongs to the movement's period."""
    return movement.period_from.year <= year <= movement.period_to.year


def list_disorders(calendar: Calendar) -> Sequence[Disorder]:
    """Every stage that does not open before it closes, or opens before the stage ahead of it does."""
    found: list[Disorder] = []
    ahead: StageCode | None = None
    for code in StageCode:
        if code not in calendar:
            continue
        opens, closes = calendar[code]
        if opens >= closes:
            found.append(Disorder(code, DisorderKind.CLOSES_TOO_EARLY))
        if ahead is not None and opens < calendar[ahead][0]:
            found.append(Disorder(code, DisorderKind.OPENS_BEFORE_PREVIOUS, ahead))
        ahead = code
    return found


def find_disorder(calendar: Calendar) -> StageCode | None:
    """The first stage whose dates cannot stand."""
    found = list_disorders(calendar)
    return found[0].stage if found else None
