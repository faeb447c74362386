"""The words for points: how a criterion's figure became points, and what a section made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from scorecards.figures import band_range, entered, plain, with_unit
from scorecards.rule_words import days_range
from scoring.reading import RATES
from scoring.reasons import Fact, Reason

if TYPE_CHECKING:
    from scorecards.wording import PointsWording


def _number(value: Fact) -> Decimal:
    return Decimal(value) if isinstance(value, Decimal | int) else Decimal(0)


def _gives(w: PointsWording, reason: Reason, how: str) -> str:
    """`how` led to the points, out of the maximum; says so where the maximum cut them."""
    facts = reason.facts
    points, maximum = reason.points, facts.get("max")
    if points is not None and points < 0:
        return _(
            "%(node)s: %(how)s, trừ %(points)s điểm.",
            node=w.node(reason.node),
            how=how,
            points=w.points(-points),
        )
    cut = facts.get("cap")
    if cut is not None:
        how += _(" (vượt mức, lấy tối đa %(cap)s)", cap=plain(cut))
    if maximum is None:
        return _(
            "%(node)s: %(how)s, được %(points)s điểm.",
            node=w.node(reason.node),
            how=how,
            points=w.points(points),
        )
    return _(
        "%(node)s: %(how)s, được %(points)s trên %(max)s điểm.",
        node=w.node(reason.node),
        how=how,
        points=w.points(points),
        max=plain(maximum),
    )


def _entered(w: PointsWording, reason: Reason) -> str:
    return _gives(w, reason, entered(reason))


def _manual(w: PointsWording, reason: Reason) -> str:
    return _gives(w, reason, _("chấm %(points)s", points=plain(reason.facts["value"])))


def _level(w: PointsWording, reason: Reason) -> str:
    return _gives(w, reason, _("mức “%(level)s”", level=reason.facts["level"]))


def _count(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    each, per, start = (_number(facts[key]) for key in ("each", "per", "start"))
    what = _counted(facts)
    if per == 1:
        how = _("%(what)s × %(each)s điểm", what=what, each=plain(abs(each)))
    else:
        how = _(
            "%(what)s, %(steps)s lần đủ %(per)s × %(each)s điểm",
            what=what,
            steps=plain(facts["steps"]),
            per=plain(per),
            each=plain(abs(each)),
        )
    if start or each < 0:
        how = f"{plain(start)} {'−' if each < 0 else '+'} {how}"
    return _gives(w, reason, how)


def _counted(facts: Mapping[str, Fact]) -> str:
    """What a count counts: the figure, or what it lacks of a mark or has beyond one."""
    unit = facts["unit"]
    what, counted = with_unit(facts["value"], unit), with_unit(facts["counted"], unit)
    if facts["short_of"] is not None:
        mark = with_unit(facts["short_of"], unit)
        return _("%(what)s, thiếu %(counted)s so với %(mark)s", what=what, counted=counted, mark=mark)
    if facts["beyond"] is not None:
        mark = with_unit(facts["beyond"], unit)
        return _("%(what)s, vượt %(counted)s so với %(mark)s", what=what, counted=counted, mark=mark)
    return what


def _band(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    full = facts.get("at_least") == 100 and _is_rate(facts) and facts.get("at_most") in (None, 100)
    if full and not isinstance(facts.get("band"), str) and facts.get("below") is None:
        return _gives(w, reason, _("%(what)s, mức đạt 100%%", what=entered(reason)))
    return _gives(w, reason, _("%(what)s, thuộc mức %(band)s", what=entered(reason), band=_range(reason)))


def _range(reason: Reason) -> str:
    """The interval in which the figure lies, with what its numbers measure."""
    facts = reason.facts
    if reason.code == "days_late" and not isinstance(facts.get("band"), str):
        ends = (facts.get(name) for name in ("at_least", "above", "at_most", "below"))
        return days_range(*(Decimal(one) if isinstance(one, Decimal | int) else None for one in ends))
    return band_range(facts, "%" if _is_rate(facts) else "")


def _is_rate(facts: Mapping[str, Fact]) -> bool:
    """Whether the figure is in per cent."""
    return "numerator" in facts or "percent" in facts or str(facts.get("unit") or "").startswith("%")


def _target_reached(w: PointsWording, reason: Reason) -> str:
    goal = with_unit(reason.facts["target"], reason.facts["unit"])
    text = (
        _("%(what)s, vượt chỉ tiêu %(target)s")
        if reason.facts["strict"]
        else _("%(what)s, đạt chỉ tiêu %(target)s")
    )
    return _gives(w, reason, text % {"what": entered(reason), "target": goal})


def _target_between(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    low, goal = _number(facts["minimum"]), _number(facts["target"])
    start, end = _number(facts["points_at_minimum"]), _number(facts["points_before_target"])
    value = facts["value"]
    if facts["better"] == "higher":
        share = f"({plain(value)} − {plain(low)}) / {plain(goal - low)}"
    else:
        share = f"({plain(low)} − {plain(value)}) / {plain(low - goal)}"
    how = f"{plain(start)} + {plain(end - start)} × {share}"
    return _gives(w, reason, _("%(what)s: %(sum)s", what=entered(reason), sum=how))


def _target_met(w: PointsWording, reason: Reason) -> str:
    goal = with_unit(reason.facts["target"], reason.facts["unit"])
    return _gives(
        w, reason, _("%(what)s, vừa bằng chỉ tiêu %(target)s (phải vượt)", what=entered(reason), target=goal)
    )


def _target_part(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    value, threshold = plain(facts["value"]), plain(facts["threshold"])
    share = f"{value} / {threshold}" if facts["better"] == "higher" else f"{threshold} / {value}"
    how = f"{plain(facts['points_at_minimum'])} × {share}"
    return _gives(
        w,
        reason,
        _(
            "%(what)s, chưa đạt mức %(threshold)s: %(sum)s",
            what=entered(reason),
            threshold=threshold,
            sum=how,
        ),
    )


def _target_missed(w: PointsWording, reason: Reason) -> str:
    threshold = with_unit(reason.facts["threshold"], reason.facts["unit"])
    return _gives(
        w, reason, _("%(what)s, chưa đạt mức %(threshold)s", what=entered(reason), threshold=threshold)
    )


def _no_result(reason: Reason) -> str:
    """Why a target that was not neared gives nothing: mostly a rate that rose instead of falling."""
    what, facts = entered(reason), reason.facts
    is_rate = "before" in facts and facts.get("unit") in RATES
    if is_rate and _number(facts["after"]) > _number(facts["before"]):
        return _("%(what)s, tỷ lệ tăng", what=what)
    return _("%(what)s, không đạt kết quả nào", what=what)


def _target_negative(w: PointsWording, reason: Reason) -> str:
    return _gives(w, reason, _no_result(reason))


def _ratio(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    zero_at, full_at = _number(facts["zero_at"]), _number(facts["full_at"])
    full = _("trọn điểm từ %(full)s%%", full=plain(full_at))
    if zero_at:
        full += _(", không điểm đến %(zero)s%%", zero=plain(zero_at))
    return _gives(w, reason, f"{entered(reason)} ({full})")


def _amount(w: PointsWording, reason: Reason) -> str:
    full = _("trọn điểm từ %(full)s%% kế hoạch", full=plain(reason.facts["cap_percent"]))
    return _gives(w, reason, f"{entered(reason)} ({full})")


def _amount_too_small(w: PointsWording, reason: Reason) -> str:
    limit = plain(reason.facts["zero_below"])
    return _gives(w, reason, _("%(what)s, dưới %(limit)s%% kế hoạch", what=entered(reason), limit=limit))


def _not_applicable(w: PointsWording, reason: Reason) -> str:
    node, policy = w.node(reason.node), reason.facts["policy"]
    if policy == "full":
        points = w.points(reason.points)
        return _("%(node)s: không áp dụng, tính trọn %(points)s điểm.", node=node, points=points)
    if policy == "zero":
        return _("%(node)s: không áp dụng, không tính điểm.", node=node)
    if policy == "rescale_total":
        return _("%(node)s: không áp dụng, tổng điểm được quy đổi.", node=node)
    return _("%(node)s: không áp dụng, điểm của mục được quy đổi.", node=node)


def _missing(w: PointsWording, reason: Reason) -> str:
    return _("%(node)s: chưa chấm.", node=w.node(reason.node))


def _not_claimed(w: PointsWording, reason: Reason) -> str:
    return _("%(node)s: không có.", node=w.node(reason.node))


def _section_not_applicable(w: PointsWording, reason: Reason) -> str:
    return _("%(node)s: không áp dụng cùng cả mục.", node=w.node(reason.node))


def _rescaled(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "%(node)s: có tiêu chí không áp dụng nên quy đổi "
        "%(raw)s × %(whole)s / %(applicable)s = %(result)s điểm.",
        node=w.node(reason.node),
        raw=w.points(facts["raw"]),
        whole=plain(facts["whole"]),
        applicable=plain(facts["applicable"]),
        result=w.points(facts["result"]),
    )


def _weighted(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "%(node)s: tính theo trọng số %(to)s điểm: %(raw)s × %(to)s / %(from)s = %(result)s điểm.",
        node=w.node(reason.node),
        raw=w.points(facts["raw"]),
        result=w.points(facts["result"]),
        **{"from": plain(facts["from"]), "to": plain(facts["to"])},
    )


def _capped(w: PointsWording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "%(node)s: cộng được %(raw)s, tối đa %(cap)s nên lấy %(result)s điểm.",
        node=w.node(reason.node),
        raw=w.points(facts["raw"]),
        cap=plain(facts["cap"]),
        result=w.points(facts["result"]),
    )


def _floored(w: PointsWording, reason: Reason) -> str:
    raw = w.points(reason.facts["raw"])
    return _(
        "%(node)s: sau khi trừ còn %(raw)s, không dưới 0 nên lấy 0 điểm.", node=w.node(reason.node), raw=raw
    )


def _rounded(w: PointsWording, reason: Reason) -> str:
    result = w.points(reason.facts["result"])
    return _("%(node)s: làm tròn thành %(result)s điểm.", node=w.node(reason.node), result=result)


SENTENCES: Mapping[str, Callable[[PointsWording, Reason], str]] = {
    "manual": _manual,
    "yes": _entered,
    "no": _entered,
    "level": _level,
    "count": _count,
    "count_down": _count,
    "band": _band,
    "on_time": _entered,
    "days_late": _band,
    "never": _entered,
    "target_reached": _target_reached,
    "target_between": _target_between,
    "target_met": _target_met,
    "target_part": _target_part,
    "target_missed": _target_missed,
    "target_negative": _target_negative,
    "ratio": _ratio,
    "amount": _amount,
    "amount_too_small": _amount_too_small,
    "not_applicable": _not_applicable,
    "missing": _missing,
    "not_claimed": _not_claimed,
    "section_not_applicable": _section_not_applicable,
    "rescaled": _rescaled,
    "weighted": _weighted,
    "capped": _capped,
    "floored": _floored,
    "rounded": _rounded,
}
