"""What the calendar of a year allows at an instant, with the later door that one unit may have."""

from datetime import datetime

from movements.models import MovementYear, Stage, StageCode


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
