"""What the calendar of a year allows at an instant, with the later door that one unit may have."""

from datetime import datetime, time, timedelta

from foundation.clock import VIETNAM, local_date
from movements.models import MovementYear, Stage, StageCode

SATURDAY = 5


def stage_of(year: MovementYear, code: StageCode) -> Stage | None:
    """The stage of a year, if its calendar has it."""
    return next((stage for stage in year.stages if stage.code is code), None)


def deadline_of(
    year: MovementYear, code: StageCode, extended_until: datetime | None = None
) -> datetime | None:
    """When the stage closes: at its own end, or at the later one given to a single unit."""
    stage = stage_of(year, code)
    if stage is None:
        return extended_until
    return max(stage.closes_at, extended_until) if extended_until else stage.closes_at


def is_running(
    year: MovementYear, code: StageCode, now: datetime, extended_until: datetime | None = None
) -> bool:
    """Whether the stage is open at this instant; an extension keeps it open longer, never opens it earlier.

    A year without this stage in its calendar sets no limit.
    """
    stage = stage_of(year, code)
    if stage is None:
        return True
    closes = deadline_of(year, code, extended_until)
    return stage.opens_at <= now and (closes is None or now < closes)


def objection_ends(year: MovementYear, verified_at: datetime | None, working_days: int) -> datetime | None:
    """When a unit may object no more: with the stage, or so many working days after the day on which it was
    told, whichever is later. None where the year's calendar has no objection stage.
    """
    stage = stage_of(year, StageCode.OBJECTION)
    if stage is None:
        return None
    if verified_at is None:
        return stage.closes_at
    day = local_date(verified_at)
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    own = datetime.combine(day + timedelta(days=1), time(), VIETNAM)
    return max(stage.closes_at, own)
