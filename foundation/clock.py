"""The clock: the only place that reads the time. Services receive `now`; they never ask for it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant as a clock in Viet Nam shows it."""
    return instant.astimezone(VIETNAM)


def local_date(instant: datetime) -> date:
    """The calendar day in Viet Nam at this instant."""
    return local(instant).date()
