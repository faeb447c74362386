"""From what a person typed to an entry: numbers, yes and no, levels, dates, pairs; or why not.

Numbers are read in the Vietnamese way (12,5 and 1.234,5) and with a decimal point (12.5). "1.234" may mean
either; a caller who knows which of the two a file uses says so, else it is refused.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from scoring.conditions import NO, YES, AttributeValue
from scoring.evidence import NEVER, NOT_APPLICABLE, Entry, Pair
from scoring.exact import HUNDRED
from scoring.figures import figure_reader, shown
from scoring.points import days_between
from scoring.rubric import Attribute, Criterion
from scoring.scales import Amount, Bands, Count, DaysLate, Levels, Manual, Ratio, Target, YesNo

Convention = Literal["point", "comma"] | None
Raw = str | Mapping[str, str]

MAX_DIGITS = 18
# Units of a rate: the states before and after are then shares of a whole.
RATES = frozenset({"%", "điểm %"})
_DASHES = {"-", "–", "—", "−"}
_NEVER = {"never", "không nộp", "không gửi", "chưa nộp"}
_BOTH_SIGNS = re.compile(r"^[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+,\d+|[1-9]\d{0,2}(?:,\d{3})+\.\d+)$", re.ASCII)
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}([.,])\d{3}$")


class Misread(Exception):
    """What was typed cannot be understood; `code` and `facts` say why, `part` which of two figures."""

    def __init__(self, code: str, part: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code, self.part, self.facts = code, part, facts


def convention_of(texts: list[str]) -> Convention:
    """Which decimal sign a file uses, as far as its own unmistakable numbers tell; None if they do not."""
    point = comma = False
    for text in texts:
        cleaned = _tidy(text).rstrip("%")
        if _GROUPED.match(cleaned):
            continue
        point = point or bool(re.match(r"^[+-]?[\d,]*\.\d+$", cleaned))
        comma = comma or bool(re.match(r"^[+-]?[\d.]*,\d+$", cleaned))
    return None if point == comma else ("point" if point else "comma")


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("–", "-")
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3})", "", text)


def read_number(text: str, convention: Convention = None) -> Decimal:
    """The exact number that `text` writes; Misread if it writes none, or could mean two."""
    cleaned = _tidy(text)
    if cleaned.endswith("%"):
        cleaned = cleaned[:-1].rstrip()
    ambiguous = _GROUPED.match(cleaned)
    if ambiguous and convention is None:
        sign = ambiguous.group(1)
        plain = cleaned.replace(sign, "")
        other = cleaned.replace(".", ",") if sign == "." else cleaned
        raise Misread("number_ambiguous", value=text, whole=plain, decimal=other)
    if "," in cleaned and "." in cleaned:
        if not _BOTH_SIGNS.match(cleaned):
            raise Misread("not_a_number", value=text)
        grouping = "." if cleaned.rfind(",") > cleaned.rfind(".") else ","
        cleaned = cleaned.replace(grouping, "").replace(",", ".")
    elif ambiguous:
        decimal_sign = "." if convention == "point" else ","
        cleaned = cleaned.replace(",", ".") if decimal_sign in cleaned else re.sub(r"[.,]", "", cleaned)
    elif cleaned.count(",") == 1:
        cleaned = cleaned.replace(",", ".")
    elif cleaned.count(".") > 1 or cleaned.count(",") > 1:
        if not re.match(r"^[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$", cleaned):
            raise Misread("not_a_number", value=text)
        cleaned = re.sub(r"[.,]", "", cleaned)
    if not re.match(r"^[+-]?\d+(\.\d+)?$", cleaned) or not cleaned.isascii():
        raise Misread("not_a_number", value=text)
    return _bounded(cleaned, text)


def _bounded(cleaned: str, text: str) -> Decimal:
    try:
        value = Decimal(cleaned)
    except InvalidOperation:  # pragma: no cover - the pattern above admits only decimals
        raise Misread("not_a_number", value=text) from None
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise Misread("number_too_long", value=text, digits=MAX_DIGITS)
    return value


def read_yes_no(text: str) -> bool:
    """Yes or no, in Vietnamese or English, or as 1 and 0, or a cross."""
    folded = unicodedata.normalize("NFC", text).strip().lower()
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise Misread("not_yes_or_no", value=text)


def read_date(text: str) -> date:
    """A date as dd/mm/yyyy or yyyy-mm-dd."""
    cleaned = text.strip().replace("T00:00:00", "").removesuffix(" 00:00:00")
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(cleaned, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Misread("not_a_date", value=text)


def parts_of(criterion: Criterion) -> tuple[str, str] | None:
    """The names of the two figures that a criterion asks for, or None where it asks for one."""
    scale = criterion.scale
    if isinstance(scale, Ratio):
        return ("numerator", "denominator")
    if isinstance(scale, Amount):
        return ("actual", "plan")
    asks = getattr(scale, "asks", "number")
    if asks == "ratio":
        return ("numerator", "denominator")
    return ("before", "after") if asks in ("decrease", "increase") else None


def is_asked(criterion: Criterion) -> bool:
    """Whether anybody enters something: a figure taken from another criterion is not asked for."""
    return getattr(criterion.scale, "origin", None) is None


def may_be_not_applicable(criterion: Criterion) -> bool:
    """Whether a dash may be entered."""
    return criterion.on_not_applicable is not None or criterion.applies_if is not None


def read_entry(criterion: Criterion, raw: Raw, convention: Convention = "point") -> Entry | None:
    """The entry that `raw` writes for `criterion`; None when nothing was entered.

    `raw` is one text, or for criteria of two figures a mapping by the names of `parts_of`.
    """
    if isinstance(raw, Mapping):
        return _read_pair(criterion, raw, convention)
    text = raw.strip()
    if not text:
        return None
    if text in _DASHES:
        if not may_be_not_applicable(criterion):
            raise Misread("dash_not_allowed")
        return NOT_APPLICABLE
    scale = criterion.scale
    if isinstance(scale, YesNo):
        return read_yes_no(text)
    if isinstance(scale, Levels):
        return _read_level(scale, text)
    if isinstance(scale, DaysLate):
        return _read_days(scale, text, convention)
    if text.endswith("%") and not _speaks_of_percent(criterion):
        raise Misread("percent_not_meant", value=text)
    value = read_number(text, convention)
    _check_value(criterion, value)
    if isinstance(scale, Amount) and text.endswith("%"):
        return Pair(value, HUNDRED)
    return value


def _read_level(scale: Levels, text: str) -> str:
    folded = unicodedata.normalize("NFC", text).casefold()
    for level in scale.levels:
        if folded in (level.code.casefold(), unicodedata.normalize("NFC", level.name).casefold()):
            return level.code
    raise Misread("unknown_level", value=text, levels=", ".join(level.code for level in scale.levels))


def _speaks_of_percent(criterion: Criterion) -> bool:
    scale = criterion.scale
    asks_ratio = getattr(scale, "asks", "") == "ratio"
    return isinstance(scale, Ratio | Amount) or asks_ratio or "%" in (getattr(scale, "unit", None) or "")


# Nothing of a year's work is handed in further from its deadline; such a number or date is a slip.
DAYS_AT_MOST = 3 * 366


def _read_days(scale: DaysLate, text: str, convention: Convention) -> Entry:
    if text.casefold() in _NEVER:
        if scale.never is None:
            raise Misread("never_not_allowed", value=text)
        return NEVER
    if text.endswith("%"):
        raise Misread("percent_not_meant", value=text)
    try:
        value = read_number(text, convention)
    except Misread as misread:
        if scale.deadline is None or misread.code == "number_ambiguous":
            raise Misread("not_days", value=text) from None
        try:
            value = days_between(scale.deadline, read_date(text))
        except Misread:
            raise Misread("not_day_or_days", value=text) from None
    if value != value.to_integral_value():
        raise Misread("not_whole", value=value)
    if abs(value) > DAYS_AT_MOST:
        raise Misread("days_too_many", value=text, most=DAYS_AT_MOST)
    return value


def _check_value(criterion: Criterion, value: Decimal) -> None:
    """Refuse a number that the scale cannot have: out of its range, off its step, or not whole."""
    scale = criterion.scale
    if isinstance(scale, Manual):
        _check_judged(scale, criterion.max, value)
        return
    least, most = range_of(criterion)
    if least is not None and value < least:
        raise Misread("below_least", value=value, least=least)
    if most is not None and value > most:
        raise Misread("above_most", value=value, most=most)
    counted = (isinstance(scale, Count) and scale.whole and scale.per == 1) or (
        is_counted(criterion) and parts_of(criterion) is None
    )
    in_whole_bands = isinstance(scale, Bands) and scale.whole
    if (counted or in_whole_bands) and value % 1:
        raise Misread("not_whole", value=value)


def _check_judged(scale: Manual, maximum: Decimal | None, value: Decimal) -> None:
    if maximum is not None and value > maximum:
        raise Misread("above_maximum", value=value, max=maximum)
    if value < scale.least:
        raise Misread("below_least", value=value, least=scale.least)
    if scale.step is not None and (value - scale.least) % scale.step and value != maximum:
        raise Misread("off_step", value=value, step=scale.step)


def range_of(criterion: Criterion) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that may be entered as one figure; None where there is no end."""
    scale = criterion.scale
    if isinstance(scale, Ratio | Amount):
        return Decimal(0), None
    if not isinstance(scale, Count | Bands | Target):
        return None, None
    never_negative = isinstance(scale, Count) or scale.asks == "ratio"
    least = Decimal(0) if scale.least is None and never_negative else scale.least
    return least, scale.most


def _read_pair(criterion: Criterion, raw: Mapping[str, str], convention: Convention) -> Entry | None:
    names = parts_of(criterion)
    if names is None:
        raise Misread("one_figure_only")
    texts = [raw.get(name, "").strip() for name in names]
    if any(text in _DASHES for text in texts):
        if any(text and text not in _DASHES for text in texts):
            raise Misread("dash_beside_figure")
        if not may_be_not_applicable(criterion):
            raise Misread("dash_not_allowed")
        return NOT_APPLICABLE
    if not any(texts):
        return None
    if isinstance(criterion.scale, Amount) and texts[0] and not texts[1]:
        return read_entry(criterion, texts[0], convention)
    first, second = _both_parts(criterion, names, texts, convention)
    if names[0] in ("numerator", "actual"):
        _check_fraction(names, first, second)
    pair = Pair(first, second)
    _check_range_of_pair(criterion, pair)
    return pair


def _both_parts(
    criterion: Criterion, names: tuple[str, str], texts: list[str], convention: Convention
) -> tuple[Decimal, Decimal]:
    """The two figures. Where neither can be read, the Misread of the first says why of the second too."""
    values: list[Decimal] = []
    misread: list[Misread] = []
    for name, text in zip(names, texts, strict=True):
        try:
            values.append(_part(criterion, name, text, convention))
        except Misread as one:
            misread.append(one)
    if misread:
        first, *others = misread
        for other in others:
            first.facts |= {"also_code": other.code, "also_part": other.part}
            first.facts |= {f"also_{name}": value for name, value in other.facts.items()}
        raise first
    return values[0], values[1]


def _part(criterion: Criterion, name: str, text: str, convention: Convention) -> Decimal:
    """One of two figures; Misread names it where it is no number or cannot be."""
    try:
        if not text:
            raise Misread("half_missing")
        value = read_number(text, convention)
        if is_counted(criterion) and value % 1:
            raise Misread("not_whole", value=value)
        if name in ("before", "after") and is_rate(criterion) and not 0 <= value <= HUNDRED:
            raise Misread("rate_beyond", value=value)
    except Misread as misread:
        misread.part = name
        raise
    return value


def is_counted(criterion: Criterion) -> bool:
    """Whether the document says that what is entered are whole things: people, households, papers."""
    return getattr(criterion.scale, "counted", False)


def is_rate(criterion: Criterion) -> bool:
    """Whether the states before and after are rates, which lie between 0 and 100."""
    scale = criterion.scale
    asked = getattr(scale, "asks", "number") in ("decrease", "increase")
    return asked and getattr(scale, "unit", None) in RATES


def _check_fraction(names: tuple[str, str], first: Decimal, second: Decimal) -> None:
    if first < 0:
        raise Misread("below_least", part=names[0], value=first, least=Decimal(0))
    if second <= 0:
        code = "plan_zero" if names[1] == "plan" else "denominator_zero"
        raise Misread(code, part=names[1], value=second)


def above_denominator(criterion: Criterion, entry: Entry | None) -> Pair | None:
    """The pair of a criterion that asks for a share, if its numerator is above its denominator."""
    asked = (parts_of(criterion) or ("",))[0] == "numerator"
    return entry if asked and isinstance(entry, Pair) and entry.first > entry.second else None


def _check_range_of_pair(criterion: Criterion, pair: Pair) -> None:
    """Refuse a pair whose figure the scale cannot have, as `_check_value` does for one number."""
    scale = criterion.scale
    if not isinstance(scale, Count | Bands | Target):
        return
    figure = figure_reader(scale)(pair)
    least, most = range_of(criterion)
    if least is not None and figure < least:
        raise Misread("below_least", value=shown(figure), least=least)
    if most is not None and figure > most:
        raise Misread("above_most", value=shown(figure), most=most)
    if isinstance(scale, Bands) and scale.whole and figure % 1:
        raise Misread("not_whole", value=shown(figure))


def read_attribute(attribute: Attribute, text: str, convention: Convention = "point") -> AttributeValue:
    """The value of an attribute as its kind asks; Misread if it is no such value."""
    text = text.strip()
    if attribute.kind == "number":
        return read_number(text, convention)
    if attribute.kind == "yes_no":
        return read_yes_no(text)
    if attribute.kind == "choice":
        for code, name in (attribute.choices or {}).items():
            if text.casefold() in (code.casefold(), name.casefold()):
                return code
        raise Misread("unknown_choice", value=text, choices=", ".join(attribute.choices or {}))
    return text
