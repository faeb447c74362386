"""From what a person typed to what is stored, and back to what a field shows.

Stored is one exact writing of each entry: "1234.5", "yes", a level's code, "2024-11-15", "-". People type and
read as their page writes numbers: on a Vietnamese page 1.234 is one thousand two hundred and thirty-four and
1,234 has a broken part. What cannot be read is stored as typed: nothing is lost, and it counts as missing.
What a field shows, typed again, is always the same entry.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from foundation.formats import day, is_vietnamese, number, plain_number
from scorecards.to_scoring import plain
from scoring.reading import (
    Convention,
    Misread,
    Raw,
    is_rate,
    parts_of,
    read_date,
    read_entry,
    read_number,
    read_yes_no,
)
from scoring.rubric import Criterion
from scoring.scales import Amount, DaysLate, Levels, YesNo

DASH, NEVER, YES, NO = "-", "never", "yes", "no"
LONGEST = 200
SMALLEST_GROUPED = 1000
_DASHES = frozenset({"-", "–", "—", "−"})
_GROUPED = re.compile(r"^[+−-]?[1-9]\d{0,2}([.,])\d{3}$")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def typing_convention() -> Convention:
    """Which sign is the decimal sign on the page before the reader."""
    return "comma" if is_vietnamese() else "point"


def to_stored(criterion: Criterion, raw: Raw | None, convention: Convention) -> Raw | None:
    """What is stored of what was typed; None where nothing was."""
    if raw is None:
        return None
    if isinstance(raw, str):
        return _stored_text(criterion, raw, convention) or None
    names = parts_of(criterion) or tuple(raw)
    parts = {name: number_as_stored(raw.get(name, ""), convention) for name in names}
    parts = {name: text for name, text in parts.items() if text}
    if not parts:
        return None
    if all(text == DASH for text in parts.values()):
        return DASH
    if isinstance(criterion.scale, Amount) and set(parts) == {"actual"}:
        return parts["actual"]
    return parts


def _stored_text(criterion: Criterion, typed: str, convention: Convention) -> str:
    text = typed.strip()
    scale = criterion.scale
    if text in _DASHES:
        return DASH
    try:
        if isinstance(scale, YesNo):
            return YES if read_yes_no(text) else NO
        if isinstance(scale, Levels):
            return str(read_entry(criterion, text)) if text else ""
    except Misread:
        return text
    number = number_as_stored(text, convention)
    if isinstance(scale, DaysLate) and number == text:
        return _stored_day(criterion, text)
    return number


def _stored_day(criterion: Criterion, text: str) -> str:
    """Days late that are no number: never handed in, or the day it was handed in."""
    try:
        return read_date(text).isoformat()
    except Misread:
        pass
    try:
        return NEVER if getattr(read_entry(criterion, text), "value", "") == NEVER else text
    except Misread:
        return text


def number_as_stored(typed: str, convention: Convention) -> str:
    """The number in its one writing, its per cent sign kept; what is no number as it was typed."""
    text = typed.strip()
    if text in _DASHES:
        return DASH
    try:
        value = read_number(text, convention)
    except Misread:
        return text
    return f"{plain(value):f}" + ("%" if text.endswith("%") else "")


def to_shown(criterion: Criterion, raw: Raw | None) -> str | dict[str, str]:
    """How the fields of an entry read: one text, or one for each of two figures."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        return {name: number_as_shown(text) for name, text in raw.items()}
    if isinstance(criterion.scale, YesNo | Levels):
        return raw
    return _shown_days(raw) if isinstance(criterion.scale, DaysLate) else number_as_shown(raw)


def _shown_days(text: str) -> str:
    if text == NEVER:
        return _("không nộp")
    if _ISO.match(text):
        try:
            return day(date.fromisoformat(text))
        except ValueError:
            return text
    return number_as_shown(text)


def number_as_shown(text: str) -> str:
    """A stored number as the page writes it; what is no number as it is."""
    sign = "%" if text.endswith("%") else ""
    try:
        value = read_number(text, "point")
    except Misread:
        return text
    return plain_number(value, vietnamese=is_vietnamese()) + sign


def in_words(criterion: Criterion, raw: Raw | None) -> str:
    """An entry as one line of text: for the record, a conflict, a list of changes."""
    if raw is None:
        return _("Chưa nhập")
    if raw == DASH:
        return _("Không áp dụng")
    shown = to_shown(criterion, raw)
    if isinstance(shown, dict):
        names = parts_of(criterion) or tuple(shown)
        if isinstance(criterion.scale, Amount):
            names = tuple(name for name in names if name in shown)
        if names[0] == "before":
            return _from_to(criterion, raw, shown)
        return " / ".join(shown.get(name, "…") for name in names)
    if isinstance(criterion.scale, YesNo) and raw in (YES, NO):
        return _("Có") if raw == YES else _("Không")
    if isinstance(criterion.scale, Levels):
        return next((level.name for level in criterion.scale.levels if level.code == raw), shown)
    if raw == NEVER:
        return _("Không nộp")
    unit = getattr(criterion.scale, "unit", None)
    return shown if not unit or "%" in shown else f"{shown}{'' if unit.startswith('%') else ' '}{unit}"


def _from_to(criterion: Criterion, raw: Raw, shown: Mapping[str, str]) -> str:
    """Two states as words, for a stroke between them would read as a fraction: 12,5% còn 9%."""
    unit = getattr(criterion.scale, "unit", None) or ""
    first, second = shown.get("before", "…"), shown.get("after", "…")
    if is_rate(criterion):
        first, second = (text if text.endswith(("%", "…")) else f"{text}%" for text in (first, second))
    elif unit:
        second = f"{second} {unit}"
    words = _("%(before)s lên %(after)s") if _rose(raw) else _("%(before)s còn %(after)s")
    return words % {"before": first, "after": second}


def _rose(raw: Raw) -> bool:
    """Whether the second of two states is above the first."""
    if isinstance(raw, str):
        return False
    try:
        before, after = (read_number(raw.get(name, ""), "point") for name in ("before", "after"))
    except Misread:
        return False
    return after > before


def how_understood(criterion: Criterion, raw: Raw | None, convention: Convention) -> str:
    """A sentence where a number could be read in two ways, or was written in another way than the page's."""
    if raw is None or isinstance(criterion.scale, YesNo | Levels):
        return ""
    texts = [raw] if isinstance(raw, str) else list(raw.values())
    return " ".join(filter(None, (_understood(text, convention) for text in texts)))


def _understood(typed: str, convention: Convention) -> str:
    text = typed.strip()
    try:
        value = read_number(text, convention)
    except Misread:
        return ""
    grouped = _GROUPED.match(text)
    if grouped:
        whole, broken = (read_number(text, one) for one in _both_ways(grouped.group(1)))
        if abs(value) >= SMALLEST_GROUPED:
            return _taken(whole, broken)
        return _taken(broken, whole)
    own, other = (",", ".") if convention == "comma" else (".", ",")
    if text.rfind(other) > text.rfind(own) and value != value.to_integral_value():
        return _("Hiểu là %(value)s.", value=number(value))
    return ""


def _taken(value: Decimal, other: Decimal) -> str:
    """How a number was taken, and how to write the other one that it could have meant."""
    return _(
        "Hiểu là %(value)s. Nếu là %(other)s thì ghi %(typed)s.",
        value=number(value),
        other=number(other),
        typed=_bare(other),
    )


def _both_ways(sign: str) -> tuple[Convention, Convention]:
    """The conventions under which a grouped text is whole, and has a broken part."""
    return ("comma", "point") if sign == "." else ("point", "comma")


def _bare(value: Decimal) -> str:
    """A number without grouping, in the decimal sign of the page."""
    text = f"{plain(value):f}"
    return text.replace(".", ",") if is_vietnamese() else text


def joined(raw: Raw | None) -> str:
    """All that was typed of an entry, to measure its length."""
    return "" if raw is None else raw if isinstance(raw, str) else "".join(raw.values())


def same(one: Raw | None, other: Raw | None) -> bool:
    """Whether two stored entries are the same writing."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return dict(one) == dict(other)
    return one == other
