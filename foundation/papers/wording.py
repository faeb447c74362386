"""Numbers and dates as Decree 30/2020 writes them (Appendix I, section II)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

BLANK = "\u00a0" * 6


def two_digits(count: int) -> str:
    """A whole number with a leading zero below ten: 3 → "03", 11 → "11"."""
    return f"{count:02d}"


def points(value: Decimal | None) -> str:
    """Points with a comma and two decimals, rounded half up: 94.7 → "94,70"; a dash where there is none."""
    if value is None:
        return "–"
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:,.2f}".translate(str.maketrans(",.-", ".,−"))


def long_date(day: date) -> str:
    """Days below ten and the months 1 and 2 get a zero: "ngày 05 tháng 9 năm 2025"."""
    month = two_digits(day.month) if day.month <= 2 else str(day.month)
    return f"ngày {two_digits(day.day)} tháng {month} năm {day.year}"


def blank_date(year: int | None) -> str:
    """The date left open for the signer: "ngày … tháng … năm 2024"."""
    return f"ngày … tháng … năm {year or '…'}"


def number_line(number: int | None, symbol: str) -> str:
    """Số, ký hiệu: "Số: 05/DS-HĐTĐKT"; the number is left open until the register gives one."""
    return f"Số: {two_digits(number)}/{symbol}" if number is not None else f"Số:{BLANK}/{symbol}"


def roman(number: int) -> str:
    """A whole number from 1 in Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def joined(parts: list[str]) -> str:
    """Words in a row, as Vietnamese joins them: "a, b và c"."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
