"""What the office may choose for a year, and what holds where it chose nothing."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from movements.models import MovementYear

MOST_REMINDERS = 10
LONGEST_AHEAD = 60
BOUNDS = {
    "quota_megabytes": (20, 100_000),
    "second_check_percent": (0, 100),
    "morning_hour": (0, 23),
    "objection_days": (1, 60),
}
"""Between which whole numbers each choice lies."""


@dataclass(frozen=True, slots=True)
class YearSettings:
    """`reminder_days` are the days before the end of self-scoring on which units that have not submitted are
    reminded. `quota_megabytes` is the room for one unit's files. `second_check_percent` of the verified
    scorecards are drawn for a second, blind check. `morning_hour` is when the office hears who is late, in
    Viet Nam. `objection_days` are the working days in which a unit may object.
    """

    reminder_days: tuple[int, ...] = (7, 3, 1)
    quota_megabytes: int = 500
    second_check_percent: int = 5
    morning_hour: int = 7
    objection_days: int = 5


def settings_of(year: MovementYear) -> YearSettings:
    """The settings of a year."""
    known = {field.name for field in fields(YearSettings)}
    chosen = {name: value for name, value in year.settings.items() if name in known}
    if "reminder_days" in chosen:
        chosen["reminder_days"] = tuple(chosen["reminder_days"])
    return YearSettings(**chosen)


def as_stored(settings: YearSettings) -> dict[str, Any]:
    """As the year keeps them."""
    return asdict(settings) | {"reminder_days": list(settings.reminder_days)}
