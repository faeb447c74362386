"""Instants as people type them, on a Vietnamese clock, and as a form shows them again."""

import re
from datetime import datetime

from foundation.clock import VIETNAM, local

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_HOUR = re.compile(r"\b(\d{1,2})\s*(?:giờ|[:h])\s*(\d{2})?(?!\d)", re.IGNORECASE)
_LEFT_OVER = re.compile(r"^[\s,.;]*(?:lúc|ngày|phút|[\s,.;])*$", re.IGNORECASE)


def read_moment(typed: str) -> datetime | None:
    """The instant in "17:00 08/11/2024" (also "08/11/2024 17:00", "17h ngày 8-11-2024"), read in Viet Nam
    whatever the machine's own zone; None where it is not one day with its hour.
    """
    day, rest = _taken(_DAY, typed)
    hour, rest = _taken(_HOUR, rest)
    if day is None or hour is None or not _LEFT_OVER.match(rest):
        return None
    try:
        return datetime(
            int(day[3]), int(day[2]), int(day[1]), int(hour[1]), int(hour[2] or 0), tzinfo=VIETNAM
        )
    except ValueError:
        return None


def _taken(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    found = pattern.search(text)
    return found, text if found is None else text[: found.start()] + " " + text[found.end() :]


def write_moment(instant: datetime) -> str:
    """The same as the form shows it: 17:00 08/11/2024."""
    return local(instant).strftime("%H:%M %d/%m/%Y")


def example_moment(year: int) -> str:
    """How to type an instant, in the year at hand: 17:00 20/11/2026."""
    return f"17:00 20/11/{year}"
