"""Tidying up what the clock itself leaves behind."""

from datetime import datetime

from scheduling import services
from scheduling.planning import Job, each_day

NIGHT_HOUR = 3


def _nights(since: datetime, now: datetime) -> list[datetime]:
    return each_day(since, now, NIGHT_HOUR)


def _forget(_due_at: datetime, now: datetime) -> str:
    return f"{services.forget_runs(now)} old notes removed"


JOBS = (Job("forget-job-runs", _nights, _forget, latest_only=True),)
