"""Tidying up: previews that nobody said yes to within a day."""

from datetime import datetime

from bulk_entry.pending import forget_stale
from scheduling.planning import Job, each_day

NIGHT_HOUR = 3


def _nights(since: datetime, now: datetime) -> list[datetime]:
    return each_day(since, now, NIGHT_HOUR)


def _forget(_due_at: datetime, now: datetime) -> str:
    forget_stale(now)
    return "previews older than a day removed"


JOBS = (Job("forget-previews", _nights, _forget, latest_only=True),)
