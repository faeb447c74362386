"""Tidying up: results whose time is over, tasks of long ago, and what crashes left behind."""

from datetime import datetime, timedelta

from flask import current_app

from scheduling.planning import Job, each_day
from tasks import services

NIGHT_HOUR = 4


def _nights(since: datetime, now: datetime) -> list[datetime]:
    return each_day(since, now, NIGHT_HOUR)


def _remove(_due_at: datetime, now: datetime) -> str:
    days = current_app.config["SETTINGS"].result_days
    return f"{services.remove_old(now=now, kept=timedelta(days=days))} results removed"


JOBS = (Job("remove-old-results", _nights, _remove, latest_only=True),)
