"""The achievement of one participant in a few words for a paper: its strongest sealed figures."""

import re
from decimal import Decimal

from flask_babel import gettext as _

from awards.sealed import SealedResult
from foundation.formats import number
from scorecards.figures import entered, plain, with_unit
from scoring.reasons import Reason
from scoring.rubric import Criterion, ParticipantType

FIGURES = frozenset({"target_reached", "target_between", "amount", "ratio", "count", "band"})
PHRASES = frozenset({"yes", "level"})
TOLD = 2
LEAST_SHARE = Decimal("0.6")

_TARGET_IN_NAME = re.compile(r"[,\s]+(từ\s+)?\d+(,\d+)?\s*-\s*\d+(,\d+)?\s*%.*$")


def achievement_of(kind: ParticipantType, result: SealedResult) -> str:
    """Up to two criteria, in the order of the document, that gave most: those with a figure first."""
    found = [
        (criterion, reason)
        for criterion in kind.criteria()
        if criterion.role != "penalty"
        for reason in result.of_node(criterion.code)[:1]
        if _is_strong(criterion, reason)
    ]
    figures = [(c, r) for c, r in found if r.code in FIGURES]
    chosen = _strongest(figures, TOLD)
    if len(chosen) < TOLD:
        phrases = [(c, r) for c, r in found if r.code in PHRASES]
        chosen += _strongest(phrases, TOLD - len(chosen))
    codes = [criterion.code for criterion in kind.criteria()]
    chosen.sort(key=lambda item: codes.index(item[0].code))
    told = [_tell(criterion, reason).replace("điểm %", "điểm phần trăm") for criterion, reason in chosen]
    return "; ".join(told[:1] + [_lowered(text) for text in told[1:]])


def _strongest(found: list[tuple[Criterion, Reason]], count: int) -> list[tuple[Criterion, Reason]]:
    return sorted(found, key=lambda item: item[1].points or Decimal(0), reverse=True)[:count]


def _is_strong(criterion: Criterion, reason: Reason) -> bool:
    if reason.points is None or reason.points <= 0:
        return False
    if reason.code not in FIGURES | PHRASES:
        return False
    if reason.code == "level":
        return criterion.max is not None and reason.points >= criterion.max
    if reason.code == "amount" and not _is_plan_met(reason):
        return False
    return criterion.max is None or reason.points >= criterion.max * LEAST_SHARE


def _is_plan_met(reason: Reason) -> bool:
    percent = reason.facts["percent"]
    return isinstance(percent, Decimal) and percent >= 100


def _tell(criterion: Criterion, reason: Reason) -> str:
    name, facts = _TARGET_IN_NAME.sub("", criterion.name), reason.facts
    if reason.code in ("target_reached", "target_between"):
        figure = with_unit(facts["value"], facts.get("unit"))
        if name.startswith("Giảm "):
            return f"Giảm {figure} {name.removeprefix('Giảm ')}"
        return f"{name}: {figure}"
    if reason.code == "amount":
        return _(
            "%(name)s: đạt %(percent)s%%", name=name.removesuffix(" so với kế hoạch"), percent=_two(reason)
        )
    if reason.code == "level":
        return f"{name}: {_lowered(str(facts['level']))}"
    if reason.code == "yes":
        return name
    if "numerator" in facts:
        parts = {
            "name": name,
            "numerator": plain(facts["numerator"]),
            "denominator": plain(facts["denominator"]),
        }
        return _("%(name)s: %(numerator)s/%(denominator)s", **parts)
    return f"{name}: {entered(reason)}"


def _two(reason: Reason) -> str:
    percent = reason.facts["percent"]
    return number(percent.quantize(Decimal("0.01")) if isinstance(percent, Decimal) else None)


def _lowered(text: str) -> str:
    """As in the middle of a sentence; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
