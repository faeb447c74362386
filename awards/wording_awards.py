"""The words for place, grade and award: gates, quotas, ties and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from scorecards.figures import bounds, plain, units_of
from scoring.reasons import Fact, Reason

if TYPE_CHECKING:
    from awards.wording import Wording


def _names(value: Fact) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")


def _excluded(w: Wording, reason: Reason) -> str:
    return _("Thuộc diện loại trừ: %(name)s (%(mark)s).", **_mark(reason))


def _on_hold(w: Wording, reason: Reason) -> str:
    return _("Chưa xét: %(name)s (%(mark)s).", **_mark(reason))


def _mark(reason: Reason) -> dict[str, str]:
    return {"name": str(reason.facts["name"]), "mark": str(reason.facts["mark"])}


def _floor(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {
        "node": w.node(str(facts["section"])),
        "points": w.points(facts["points"]),
        "floor": plain(facts["floor"]),
        "max": plain(facts["max"]),
    }
    if reason.code == "floor_passed":
        return _("%(node)s: %(points)s trên %(max)s điểm, đạt mức sàn %(floor)s.", **values)
    return _(
        "%(node)s: %(points)s trên %(max)s điểm, dưới mức sàn %(floor)s nên không đủ điều kiện.", **values
    )


def _ranked(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {
        "total": w.points(facts["total"]),
        "rank": plain(facts["rank"]),
        "size": plain(facts["size"]),
        "group": w.group(facts["group"]),
    }
    if not values["group"]:
        return _("Đạt %(total)s điểm, xếp hạng %(rank)s trong %(size)s.", **values)
    return _("Đạt %(total)s điểm, xếp hạng %(rank)s trong %(size)s của %(group)s.", **values)


def _unranked(w: Wording, reason: Reason) -> str:
    total, missing = w.points(reason.facts["total"]), reason.facts["missing"]
    if isinstance(missing, int) and missing:
        return ngettext(
            "Còn %(num)s tiêu chí chưa chấm nên chưa xếp hạng; phần đã chấm được %(total)s điểm.",
            "Còn %(num)s tiêu chí chưa chấm nên chưa xếp hạng; phần đã chấm được %(total)s điểm.",
            missing,
            total=total,
        )
    return _("Không xếp hạng; điểm để tham khảo là %(total)s.", total=total)


def _tied(w: Wording, reason: Reason) -> str:
    others, keys = _names(reason.facts["with"]), reason.facts["keys"]
    if keys:
        listed = "; ".join(keys) if isinstance(keys, tuple) else str(keys)
        return _("Bằng %(others)s; đã so lần lượt: %(keys)s; đều bằng nhau.", others=others, keys=listed)
    return _("Bằng %(others)s; không có tiêu chí phụ.", others=others)


def _tie_broken(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {
        "other": facts["other"],
        "total": w.points(facts["total"]),
        "key": facts["key"],
        "own": tie_value_text(facts["own"]),
        "others": tie_value_text(facts["others"]),
    }
    if facts["side"] == "below":
        return _(
            "Cùng %(total)s điểm với %(other)s nhưng xếp trên nhờ %(key)s: %(own)s so với %(others)s.",
            **values,
        )
    return _(
        "Cùng %(total)s điểm với %(other)s nhưng xếp dưới vì %(key)s: %(own)s so với %(others)s.", **values
    )


def tie_value_text(value: Fact) -> str:
    """What a tie-break key reads, in words."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return plain(value)


def _gap(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {"gap": w.points(facts["gap"]), "other": facts["other"], "rank": plain(facts["rank"])}
    if reason.code == "gap_above":
        return _("Kém %(other)s (hạng %(rank)s) %(gap)s điểm.", **values)
    return _("Hơn %(other)s (hạng %(rank)s) %(gap)s điểm.", **values)


def _graded(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    asked = bounds(facts)
    if not asked:
        return _("Xếp loại %(name)s.", name=facts["name"])
    return _("Xếp loại %(name)s (%(asked)s điểm).", name=facts["name"], asked=asked)


def _grade_full(w: Wording, reason: Reason) -> str:
    return _(
        "Đủ điểm xếp loại %(name)s nhưng đã hết chỉ tiêu: %(places)s.",
        name=reason.facts["name"],
        places=w.places(reason.facts),
    )


def _grade_tie(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {"run": plain(facts["run"]), "name": facts["name"], "left": plain(facts["left"])}
    values["units"] = units_of(w.kind.category)
    if facts["ties"] == "ballot":
        return _(
            "%(run)s %(units)s bằng nhau đúng vạch chỉ tiêu xếp loại %(name)s, còn %(left)s chỗ: "
            "Hội đồng bỏ phiếu, tạm xếp loại kế tiếp.",
            **values,
        )
    return _(
        "%(run)s %(units)s bằng nhau đúng vạch chỉ tiêu xếp loại %(name)s, chỉ còn %(left)s chỗ: "
        "theo quy định thì không ai được xếp loại này.",
        **values,
    )


def _grade_granted(w: Wording, reason: Reason) -> str:
    return _("Hội đồng quyết định xếp loại %(name)s.", name=reason.facts["name"])


def _grade_refused(w: Wording, reason: Reason) -> str:
    return _("Hội đồng quyết định không xếp loại %(name)s.", name=reason.facts["name"])


def _not_graded(w: Wording, reason: Reason) -> str:
    return _("Không xếp loại.")


def _gate(w: Wording, reason: Reason) -> str:
    passed = reason.code == "gate_passed"
    what = _gate_asks(w, reason.facts)
    if "points_of" not in reason.facts:
        return (
            _("Đạt điều kiện %(what)s.", what=what)
            if passed
            else _("Không đạt điều kiện %(what)s.", what=what)
        )
    points, gap = w.points(reason.facts["points"]), w.points(reason.facts["gap"])
    if passed:
        return _("Đạt điều kiện %(what)s: được %(points)s.", what=what, points=points)
    return _(
        "Không đạt điều kiện %(what)s: được %(points)s, chênh %(gap)s.", what=what, points=points, gap=gap
    )


def _gate_asks(w: Wording, facts: Mapping[str, Fact]) -> str:
    if facts.get("gate"):
        return f"“{facts['gate']}”"
    if "points_of" in facts:
        return f"{points_name(w, str(facts['points_of']))} {bounds(facts)}"
    if "grades" in facts:
        return _("xếp loại %(grades)s", grades=_names(facts["grades"]))
    if "rank_at_most" in facts:
        return _("xếp hạng từ %(rank)s trở lên", rank=plain(facts["rank_at_most"]))
    return _("về %(attributes)s", attributes=_names(facts["attributes"]))


def points_name(w: Wording, code: str) -> str:
    """Whose points a rule speaks of, as a sentence goes on."""
    whole = {"total": _("tổng điểm"), "bonus": _("điểm thưởng"), "penalty": _("điểm trừ")}
    return whole.get(code) or _("mục %(node)s", node=w.node(code))


def _award(w: Wording, reason: Reason) -> dict[str, str]:
    return {"award": str(reason.facts["name"])}


def _award_barred(w: Wording, reason: Reason) -> str:
    return _("Không xét %(award)s vì không đủ điều kiện chung.", **_award(w, reason))


def _award_below(w: Wording, reason: Reason) -> str:
    return _("Không đề xuất %(award)s vì chưa đạt điều kiện.", **_award(w, reason))


def _too_soon(w: Wording, reason: Reason) -> str:
    return _(
        "Không đề xuất %(award)s vì đã được tặng năm %(year)s; phải sau %(within)s năm.",
        **_award(w, reason),
        year=reason.facts["year"],
        within=plain(reason.facts["within"]),
    )


def _has_higher(w: Wording, reason: Reason) -> str:
    return _(
        "Không đề xuất %(award)s vì cùng thành tích này đã đề xuất %(higher)s.",
        **_award(w, reason),
        higher=reason.facts["higher"],
    )


def _granted_higher(w: Wording, reason: Reason) -> str:
    return _(
        "Không đề xuất %(award)s vì cùng thành tích này Hội đồng đã quyết định tặng %(higher)s.",
        **_award(w, reason),
        higher=reason.facts["higher"],
    )


def _has_award(w: Wording, reason: Reason) -> str:
    return _(
        "Không đề xuất %(award)s vì thành tích năm %(year)s đã có %(given)s.",
        **_award(w, reason),
        year=reason.facts["year"],
        given=reason.facts["given"],
    )


def _granted(w: Wording, reason: Reason) -> str:
    return _("Hội đồng quyết định tặng %(award)s.", **_award(w, reason))


def _refused(w: Wording, reason: Reason) -> str:
    return _("Hội đồng quyết định không tặng %(award)s.", **_award(w, reason))


def _quota(w: Wording, reason: Reason) -> str:
    group = w.group(reason.facts["group"])
    values = {**_award(w, reason), "places": w.places(reason.facts), "group": group}
    if group:
        return _("%(award)s, %(group)s: %(places)s.", **values)
    return _("%(award)s: %(places)s.", **values)


def _place(w: Wording, reason: Reason) -> dict[str, str]:
    facts = reason.facts
    return {
        **_award(w, reason),
        "place": plain(facts["place"]),
        "places": plain(facts.get("places")),
        "left": plain(facts.get("left")),
        "run": plain(facts["run"]),
        "units": units_of(w.kind.category),
    }


def _recommended(w: Wording, reason: Reason) -> str:
    facts, values = reason.facts, _place(w, reason)
    if facts.get("places") is None:
        return _("Đề xuất %(award)s: đạt mọi điều kiện.", **values)
    if facts["run"] == 1:
        return _("Đề xuất %(award)s: đứng thứ %(place)s trong %(places)s suất.", **values)
    return _(
        "Đề xuất %(award)s: cùng %(run)s %(units)s bằng nhau từ thứ %(place)s, có %(places)s suất.", **values
    )


def _held(w: Wording, reason: Reason) -> str:
    if reason.facts.get("places") is None:
        return _("Giữ suất %(award)s, chưa xét cho đến khi có kết luận xác minh.", **_award(w, reason))
    return _(
        "Giữ suất %(award)s (thứ %(place)s trong %(places)s suất), "
        "chưa xét cho đến khi có kết luận xác minh.",
        **_place(w, reason),
    )


def _ballot(w: Wording, reason: Reason) -> str:
    return _(
        "%(run)s %(units)s bằng nhau đúng vạch chỉ tiêu %(award)s, còn %(left)s suất: Hội đồng bỏ phiếu.",
        **_place(w, reason),
    )


def _outside(w: Wording, reason: Reason) -> str:
    gap = reason.facts["gap"]
    values = {**_place(w, reason), "gap": w.points(gap)}
    if gap is None:
        return _("Ngoài chỉ tiêu %(award)s: đứng thứ %(place)s, có %(places)s suất.", **values)
    if not gap:
        return _(
            "Ngoài chỉ tiêu %(award)s: đứng thứ %(place)s, có %(places)s suất; "
            "bằng điểm suất cuối, kém ở tiêu chí phụ.",
            **values,
        )
    return _(
        "Ngoài chỉ tiêu %(award)s: đứng thứ %(place)s, có %(places)s suất; kém suất cuối %(gap)s điểm.",
        **values,
    )


def _outside_tie(w: Wording, reason: Reason) -> str:
    return _(
        "Ngoài chỉ tiêu %(award)s: %(run)s %(units)s bằng nhau mà chỉ còn %(left)s suất, "
        "theo quy định thì không lấy.",
        **_place(w, reason),
    )


SENTENCES: Mapping[str, Callable[[Wording, Reason], str]] = {
    "excluded": _excluded,
    "on_hold": _on_hold,
    "floor_passed": _floor,
    "floor_failed": _floor,
    "ranked": _ranked,
    "unranked": _unranked,
    "tied": _tied,
    "tie_broken": _tie_broken,
    "gap_above": _gap,
    "gap_below": _gap,
    "graded": _graded,
    "grade_full": _grade_full,
    "grade_tie": _grade_tie,
    "grade_granted": _grade_granted,
    "grade_refused": _grade_refused,
    "not_graded": _not_graded,
    "gate_passed": _gate,
    "gate_failed": _gate,
    "award_barred": _award_barred,
    "award_below": _award_below,
    "too_soon": _too_soon,
    "has_higher": _has_higher,
    "granted_higher": _granted_higher,
    "has_award": _has_award,
    "granted": _granted,
    "refused": _refused,
    "quota": _quota,
    "recommended": _recommended,
    "held": _held,
    "ballot": _ballot,
    "outside": _outside,
    "outside_tie": _outside_tie,
}
