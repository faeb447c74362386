"""Tidying up: contents that no file refers to, such as those of uploads that were refused in the end."""

from datetime import datetime, timedelta

from evidence.services import sweep
from foundation.permissions import SYSTEM
from scheduling.planning import Job, each_day

NIGHT_HOUR = 2
KEPT_FOR = timedelta(days=7)


def _nights(since: datetime, now: datetime) -> list[datetime]:
    return each_day(since, now, NIGHT_HOUR)


def _sweep(_due_at: datetime, now: datetime) -> str:
    return f"{sweep(actor=SYSTEM, older_than=now - KEPT_FOR)} contents removed"


JOBS = (Job("sweep-evidence", _nights, _sweep, latest_only=True),)
