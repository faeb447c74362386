"""Hours and days as clerks write them into minutes: "17 giờ 00 phút, ngày 10 tháng 12 năm 2024"."""

import re
from datetime import date

from flask_babel import gettext as _

_HOUR = re.compile(r"(\d+)\s*(?:giờ|h|g|:)\s*(\d+)?", re.IGNORECASE)
_DAYS = (
    re.compile(r"(\d+)\s+tháng\s+(\d+)\s+năm\s+(\d+)", re.IGNORECASE),
    re.compile(r"(\d+)[/.-](\d+)[/.-](\d{4})"),
)
HOURS, MINUTES = 24, 60


def fault_of_hour(told: str) -> str:
    """Why this is no hour of a day that there is; empty where it is one."""
    found = _HOUR.search(told)
    if found is None:
        return _("Ghi giờ và phút, ví dụ: 17 giờ 00 phút.")
    if int(found[1]) >= HOURS or int(found[2] or 0) >= MINUTES:
        return _(
            "“%(told)s” không phải giờ trong ngày. Ghi từ 00 giờ 00 đến 23 giờ 59.", told=found[0].strip()
        )
    for form in _DAYS:
        day = form.search(told)
        if day is not None and not _is_day(*(int(one) for one in day.groups())):
            return _("“%(told)s” không phải ngày có trong lịch.", told=day[0])
    return ""


def _is_day(day: int, month: int, year: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
