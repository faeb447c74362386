"""Figures of reasons as people read them: points, plain numbers, ranges of a band, what was entered."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import gettext as _

from foundation.formats import number
from scoring.reasons import Fact, Reason

Facts = Mapping[str, Fact]
PERCENTAGE_POINTS = "điểm %"


def plain(value: Fact) -> str:
    """A number with the places that matter; a missing one is a dash."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return number(Decimal(value))
    return "–" if value is None else str(value)


def with_unit(value: Fact, unit: Fact) -> str:
    """A number and its unit; the per cent sign stands tight."""
    if not unit:
        return plain(value)
    return f"{plain(value)}{unit}" if str(unit).startswith("%") else f"{plain(value)} {unit}"


def units_of(category: str) -> str:
    """What several of a kind of recipient are called."""
    return {"household": _("hộ"), "individual": _("cá nhân")}.get(category, _("đơn vị"))


def band_range(facts: Facts, sign: str = "") -> str:
    """The interval of a band in words: from 95 to below 100, each number with a `sign` behind it."""
    if isinstance(facts.get("band"), str):
        return str(facts["band"])
    low, high = facts.get("at_least"), facts.get("at_most")
    above, below = facts.get("above"), facts.get("below")
    if low is not None and low == high:
        return _signed(low, sign)
    parts = []
    if low is not None:
        parts.append(_("từ %(n)s", n=_signed(low, sign)))
    if above is not None:
        parts.append(_("trên %(n)s", n=_signed(above, sign)))
    if high is not None:
        parts.append(_("đến %(n)s", n=_signed(high, sign)))
    if below is not None:
        words = (
            _("đến dưới %(n)s", n=_signed(below, sign)) if parts else _("dưới %(n)s", n=_signed(below, sign))
        )
        parts.append(words)
    text = "".join(parts[:1])
    for part in parts[1:]:
        text = _("%(lower)s %(upper)s", lower=text, upper=part)
    return text


def _signed(value: Fact, sign: str) -> str:
    return plain(value) + sign


def bounds(facts: Facts) -> str:
    """What a gate asks for, in words."""
    if facts.get("percent_at_least") is not None:
        return _("từ %(n)s%% mức tối đa", n=plain(facts["percent_at_least"]))
    return band_range({key: facts.get(key) for key in ("at_least", "above", "at_most", "below")})


def entered(reason: Reason) -> str:
    """What was entered for a criterion, for the column "Số liệu"; empty where nothing was."""
    facts = reason.facts
    if reason.code in ("yes", "no"):
        return _("có") if reason.code == "yes" else _("không")
    if reason.code == "level":
        return str(facts["level"])
    if reason.code in ("on_time", "days_late"):
        return _days(facts)
    if reason.code == "never":
        return _("không nộp")
    if reason.code in ("amount", "amount_too_small"):
        return _("%(actual)s / %(plan)s, đạt %(percent)s%%", **_amounts(facts))
    if "numerator" in facts:
        return f"{plain(facts['numerator'])} / {plain(facts['denominator'])}, {_rounded(_percent(facts))}%"
    if "before" in facts:
        # A rate is in per cent; only what lies between two rates is in percentage points.
        unit = "%" if facts.get("unit") == PERCENTAGE_POINTS else facts.get("unit")
        before, after = facts["before"], facts["after"]
        rose = isinstance(before, Decimal) and isinstance(after, Decimal) and after > before
        words = _("%(before)s lên %(after)s") if rose else _("%(before)s còn %(after)s")
        return words % {
            "before": with_unit(facts["before"], "%" if unit == "%" else None),
            "after": with_unit(facts["after"], unit),
        }
    if "percent" in facts:
        return f"{_rounded(facts['percent'])}%"
    return with_unit(facts["value"], facts.get("unit")) if "value" in facts else ""


def _days(facts: Facts) -> str:
    days = facts["value"]
    if isinstance(days, Decimal) and days < 0:
        return _("sớm %(n)s ngày", n=plain(-days))
    return _("đúng hạn") if not days else _("chậm %(n)s ngày", n=plain(days))


def _percent(facts: Facts) -> Fact:
    return facts["percent"] if "percent" in facts else facts["value"]


def _rounded(value: Fact) -> str:
    return number(value.quantize(Decimal("0.01"), ROUND_HALF_UP) if isinstance(value, Decimal) else None)


def _amounts(facts: Facts) -> dict[str, str]:
    return {
        "actual": plain(facts["actual"]),
        "plan": with_unit(facts["plan"], facts.get("unit")),
        "percent": _rounded(facts["percent"]),
    }
