"""The words for the smallest change: what would have to be otherwise, and what would follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from awards.wording_awards import points_name
from scorecards.figures import plain
from scoring.reasons import Fact, Reason

if TYPE_CHECKING:
    from awards.wording import Wording


def _then(facts: Mapping[str, Fact]) -> str:
    """What would follow for the award of which the sentence speaks."""
    words = {
        "recommended": _("được đề xuất tặng"),
        "held": _("giữ được suất, chờ kết luận xác minh"),
        "ballot": _("bằng nhau đúng vạch chỉ tiêu, Hội đồng phải bỏ phiếu"),
        "has_higher": _("được đề xuất hình thức cao hơn"),
        "outside": _("ra ngoài chỉ tiêu"),
        "below": _("không đạt điều kiện"),
        "barred": _("dưới mức sàn, không đủ điều kiện chung"),
    }
    text, rank = words.get(str(facts["then"]), _("không được đề xuất")), facts.get("rank")
    return _("xếp hạng %(rank)s, %(text)s", rank=plain(rank), text=text) if rank else text


def _points(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {
        "node": w.node(str(facts["node"])),
        "moved": _moved(w, facts["points"]),
        "total": w.points(facts["total"]),
        "then": _then(facts),
    }
    if facts["node"] == "total":
        text = _("Nếu tổng điểm %(moved)s, thành %(total)s, thì %(then)s.", **values)
    else:
        text = _("Nếu riêng %(node)s %(moved)s, tổng điểm thành %(total)s, thì %(then)s.", **values)
    if facts.get("further_then") is None:
        return text
    further = {**facts, "then": facts["further_then"], "rank": None}
    values = {"moved": _moved(w, facts["further_points"]), "then": _then(further)}
    then = _("Nếu %(moved)s thì %(then)s.", **values)
    return f"{text} {then}"


def _moved(w: Wording, points: Fact) -> str:
    if isinstance(points, Decimal) and points < 0:
        return _("bớt %(points)s điểm", points=w.points(-points))
    return _("thêm %(points)s điểm", points=w.points(points))


def _figure(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    values = {
        "node": w.node(str(facts["node"])),
        "figure": facts["figure"],
        "now": facts["figure_now"],
        "total": w.points(facts["total"]),
        "then": _then(facts),
    }
    return _("Nếu %(node)s là %(figure)s thay vì %(now)s, tổng điểm %(total)s, thì %(then)s.", **values)


def _places(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    text = _(
        "Nếu có %(after)s suất thay vì %(before)s thì %(then)s.",
        after=plain(facts["after"]),
        before=plain(facts["before"]),
        then=_then(facts),
    )
    if facts.get("further_then") is None:
        return text
    further = {**facts, "then": facts["further_then"]}
    more = _("Nếu có %(after)s suất thì %(then)s.", after=plain(facts["further_after"]), then=_then(further))
    return f"{text} {more}"


def _percent(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "Nếu chỉ tiêu là %(after)s%% thay vì %(before)s%% thì %(then)s.",
        after=plain(facts["after"]),
        before=plain(facts["before"]),
        then=_then(facts),
    )


def _threshold(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "Nếu điều kiện về %(what)s là %(after)s thay vì %(before)s thì %(then)s.",
        what=points_name(w, str(facts["node"])),
        after=facts["after_words"],
        before=facts["before_words"],
        then=_then(facts),
    )


def _grade(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "Nếu xếp loại %(grade)s lấy %(after)s điểm thay vì %(before)s thì %(then)s.",
        grade=facts["grade_name"],
        after=facts["after_words"],
        before=facts["before_words"],
        then=_then(facts),
    )


def _grade_places(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "Nếu xếp loại %(grade)s có %(after)s chỗ thay vì %(before)s thì %(then)s.",
        grade=facts["grade_name"],
        after=plain(facts["after"]),
        before=plain(facts["before"]),
        then=_then(facts),
    )


def _gate(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _("Nếu bỏ điều kiện “%(gate)s” thì %(then)s.", gate=facts["gate"], then=_then(facts))


def _floor(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _("Nếu bỏ mức sàn của %(node)s thì %(then)s.", node=w.node(str(facts["node"])), then=_then(facts))


def _again(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _(
        "Nếu bỏ quy định phải sau %(within)s năm mới tặng lại thì %(then)s.",
        within=plain(facts["within"]),
        then=_then(facts),
    )


def _mark(w: Wording, reason: Reason) -> str:
    facts = reason.facts
    return _("Nếu không thuộc diện loại trừ “%(mark)s” thì %(then)s.", mark=facts["mark"], then=_then(facts))


def _none(w: Wording, reason: Reason) -> str:
    return {
        "if_no_points": _("Không số điểm nào, thêm hay bớt, làm kết quả khác đi."),
        "if_no_figure": _("Không tiêu chí nào, nếu chỉ đổi số liệu của riêng nó, làm kết quả khác đi."),
        "if_no_rule": _("Không quy định nào, nếu chỉ đổi riêng nó, làm kết quả khác đi."),
        "if_incomplete": _("Chưa chấm xong nên chưa nói được đổi gì thì kết quả khác."),
    }[reason.code]


SENTENCES: Mapping[str, Callable[[Wording, Reason], str]] = {
    "if_points": _points,
    "if_figure": _figure,
    "if_places": _places,
    "if_percent": _percent,
    "if_threshold": _threshold,
    "if_grade": _grade,
    "if_grade_places": _grade_places,
    "if_gate": _gate,
    "if_floor": _floor,
    "if_again": _again,
    "if_mark": _mark,
    "if_no_points": _none,
    "if_no_figure": _none,
    "if_no_rule": _none,
    "if_incomplete": _none,
}
