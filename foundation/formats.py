"""How figures and days are written: 1.234,5 and 05/11/2024 in Vietnamese, 1,234.5 in English.

Rounding here is for the eye only, half up; what is stored and compared stays exact.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from foundation.clock import local

_SWAP = str.maketrans(",.", ".,")
MINUS = "−"


def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """A figure as the reader writes it; `decimals` fixes the places, else only those that matter are shown.

    A missing figure is a word, never a zero.
    """
    if value is None:
        return _("chưa có")
    return plain_number(value, decimals, vietnamese=is_vietnamese())


def plain_number(value: Decimal | int, decimals: int | None = None, *, vietnamese: bool = True) -> str:
    """The same without a request: the caller says which language."""
    exact = Decimal(value)
    if decimals is not None:
        exact = as_printed(exact, decimals)
    text = f"{abs(exact):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if vietnamese:
        text = text.translate(_SWAP)
    return MINUS + text if exact < 0 else text


def as_printed(value: Decimal | int, decimals: int) -> Decimal:
    """The very figure that a reader sees where so many decimals are printed: rounded half up."""
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def printed_difference(value: Decimal | int, less: Decimal | int, decimals: int) -> Decimal:
    """What a reader with a calculator finds between two printed figures: each is rounded first, so that
    93,73 and 87,19 differ by 6,54 though the exact values differ by 6,545.
    """
    return as_printed(value, decimals) - as_printed(less, decimals)


def is_vietnamese() -> bool:
    """Whether the page is written in Vietnamese; so it is where there is no request."""
    locale = get_locale()
    return locale is None or locale.language == "vi"


def day(value: date | datetime | None) -> str:
    """A day as dd/mm/yyyy; an instant is first read on a Vietnamese clock."""
    if value is None:
        return _("chưa có")
    return (local(value) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


def moment(value: datetime | None) -> str:
    """An instant as 16:05 05/12/2024, on a Vietnamese clock."""
    return _("chưa có") if value is None else local(value).strftime("%H:%M %d/%m/%Y")


def weekday_day(value: date | datetime) -> str:
    """A day with its weekday, as a page is headed: Thứ Ba, ngày 05/11/2024."""
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    place = (local(value) if isinstance(value, datetime) else value).weekday()
    return _("%(weekday)s, ngày %(day)s", weekday=names[place], day=day(value))


def grouped_code(value: str, groups: int = 3) -> str:
    """The head of a hash in groups of four, to be read aloud: 7F3A 91C2 0B5D."""
    head = value[: groups * 4].upper()
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))


def init_app(app: Flask) -> None:
    """Give the templates the filters `number`, `date`, `datetime`, `weekday_date` and `code`."""
    app.add_template_filter(number, "number")
    app.add_template_filter(day, "date")
    app.add_template_filter(moment, "datetime")
    app.add_template_filter(weekday_day, "weekday_date")
    app.add_template_filter(grouped_code, "code")
