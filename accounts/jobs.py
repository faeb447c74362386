"""Tidying up: wrong passwords that no longer matter."""

from datetime import datetime

from accounts.throttling import forget_old_failures
from scheduling.planning import Job, each_day

NIGHT_HOUR = 3


def _nights(since: datetime, now: datetime) -> list[datetime]:
    return each_day(since, now, NIGHT_HOUR)


def _forget(_due_at: datetime, now: datetime) -> str:
    return f"{forget_old_failures(now)} old sign-in failures removed"


JOBS = (Job("forget-sign-in-failures", _nights, _forget, latest_only=True),)
