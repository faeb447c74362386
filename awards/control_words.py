"""What a control of a criteria document is called on the page, and what its values are called."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import pgettext

from awards.condition_words import condition_text
from awards.criteria_page import tie_break_text
from foundation.formats import is_vietnamese
from scorecards.wording import PointsWording
from scoring.award_rules import AwardRule, Gate, Grade
from scoring.conditions import plain_number
from scoring.controls import NO, OFF
from scoring.rubric import ParticipantType, Rubric


class ControlName(NamedTuple):
    """`where` names the rule that a control belongs to, `what` the control within it."""

    where: str
    what: str

    @property
    def whole(self) -> str:
        """Both: "Giấy khen: điểm tối thiểu"."""
        return f"{self.where}: {self.what[:1].lower()}{self.what[1:]}" if self.where else self.what


def control_name(rubric: Rubric, at: str) -> ControlName:
    """What a control of the document is called; its own name where the document has none such."""
    match at.split("/"):
        case ["awards", code, *rest]:
            rule = next((rule for rule in rubric.awards if rule.code == code), None)
            kind = rubric.type(rule.types[0]) if rule is not None else None
            if rule is not None and kind is not None:
                return ControlName(award_name(rubric, rule), _of_rule(rubric, kind, rule, rest))
        case ["types", code, *rest]:
            kind = rubric.type(code)
            if kind is not None:
                return _of_type(rubric, kind, rest)
    return ControlName("", at)


def award_name(rubric: Rubric, rule: AwardRule) -> str:
    """The name of an award, with its types where another award has the same name."""
    if sum(other.name == rule.name for other in rubric.awards) == 1:
        return rule.name
    return _("%(award)s (%(types)s)", award=rule.name, types=types_of(rubric, rule))


def types_of(rubric: Rubric, rule: AwardRule) -> str:
    """The names of the types that an award concerns."""
    return ", ".join(kind.name for kind in rubric.types if kind.code in rule.types)


def grade_name(kind: ParticipantType, grade: Grade) -> str:
    """A grade of a type, among the grades of several types."""
    return _("Xếp loại %(grade)s (%(type)s)", grade=grade.name, type=kind.name)


def _of_type(rubric: Rubric, kind: ParticipantType, rest: Sequence[str]) -> ControlName:
    match rest:
        case ["tie_break"]:
            return ControlName(kind.name, _("Thứ tự xét khi bằng điểm"))
        case ["grading", "ties"]:
            return ControlName(kind.name, _("Bằng điểm ở vạch chỉ tiêu xếp loại"))
        case ["grades", code, *of_grade]:
            grades = kind.grading.grades if kind.grading else []
            grade = next((grade for grade in grades if grade.code == code), None)
            if grade is not None:
                return ControlName(grade_name(kind, grade), _of_rule(rubric, kind, grade, of_grade))
        case ["sections", code, *of_section]:
            node = PointsWording(rubric, kind).node(code)
            where = _("%(node)s (%(type)s)", node=node, type=kind.name)
            return ControlName(where, _("Trọng số") if of_section == ["counts_for"] else _("Mức sàn"))
    return ControlName(kind.name, "/".join(rest))


def _of_rule(rubric: Rubric, kind: ParticipantType, rule: AwardRule | Grade, rest: Sequence[str]) -> str:
    match rest:
        case ["conditions", number, key]:
            gate = rule.conditions[int(number)]
            return gate_name(rubric, kind, gate) if key == OFF else bound_name(rubric, kind, gate, key)
        case ["quota", key]:
            return _quota_names()[key]
        case ["ties"]:
            return _("Bằng điểm ở vạch chỉ tiêu")
        case ["not_again_within"]:
            return _("Không tặng lại trong, năm")
        case [_key]:
            return _("Điểm tối thiểu")
    return "/".join(rest)


def _quota_names() -> Mapping[str, str]:
    return {
        "percent": _("Chỉ tiêu (%)"),
        "count": _("Chỉ tiêu, số suất"),
        "of": _("Chỉ tiêu tính trên"),
        "rounding": _("Làm tròn chỉ tiêu"),
        "minimum": _("Ít nhất, suất"),
        "maximum": _("Nhiều nhất, suất"),
        "off": pgettext("award", "Chỉ tiêu"),
    }


def gate_name(rubric: Rubric, kind: ParticipantType, gate: Gate) -> str:
    """A gate as a condition that may be switched off."""
    grades = kind.grading.grades if kind.grading else []
    if gate.name:
        text = gate.name
    elif gate.grade is not None:
        named = ", ".join(grade.name for grade in grades if grade.code in gate.grade)
        text = _("Xếp loại %(grades)s", grades=named)
    elif gate.attribute_holds is not None:
        text = condition_text(rubric, gate.attribute_holds)
    elif gate.rank_at_most is not None:
        text = _("Xếp hạng")
    else:
        text = _points_of(rubric, kind, gate)
    return text if gate.when is None else _("%(gate)s, chỉ khi %(when)s", gate=text, when=_when(rubric, gate))


def bound_name(rubric: Rubric, kind: ParticipantType, gate: Gate, key: str) -> str:
    """The bound of a gate that a number is entered for."""
    if key == "rank_at_most":
        text = _("Hạng thấp nhất được xét")
    else:
        words = {
            "at_least": _("%(what)s tối thiểu"),
            "above": _("%(what)s trên"),
            "at_most": _("%(what)s tối đa"),
            "below": _("%(what)s dưới"),
            "percent_at_least": _("%(what)s tối thiểu, %% mức tối đa"),
        }
        text = words[key] % {"what": _points_of(rubric, kind, gate)}
    return text if gate.when is None else _("%(gate)s, khi %(when)s", gate=text, when=_when(rubric, gate))


def _when(rubric: Rubric, gate: Gate) -> str:
    return condition_text(rubric, gate.when) if gate.when is not None else ""


def _points_of(rubric: Rubric, kind: ParticipantType, gate: Gate) -> str:
    whole = {"total": _("Điểm"), "bonus": _("Điểm thưởng"), "penalty": _("Điểm trừ")}
    code = gate.points or "total"
    return whole.get(code) or _("Điểm mục %(node)s", node=PointsWording(rubric, kind).node(code))


def value_text(rubric: Rubric, at: str, value: str | None) -> str:
    """A value of a control in words."""
    key = at.rpartition("/")[2]
    if key == OFF:
        return _("áp dụng") if value == NO else _("không áp dụng")
    if key == "tie_break":
        return _order(rubric, at, value or "")
    if key == "counts_for" and value is None:
        return typed(_printed(rubric, at))
    if value is None:
        return _("không có")
    words = CHOICES.get(key)
    if words is not None and value in words():
        return words()[value]
    return f"{typed(value)}%" if key in ("percent", "percent_at_least") else typed(value)


def _printed(rubric: Rubric, at: str) -> str | None:
    """What a section counts for where the document does not say otherwise."""
    _types, code, _sections, section, _key = at.split("/")
    kind = rubric.type(code)
    nodes = kind.nodes() if kind is not None else ()
    return next((f"{node.max:f}" for node in nodes if node.code == section and node.max is not None), None)


def typed(value: str | None) -> str:
    """A number as it is typed in the reader's language: 82,5; any other text as it is."""
    if value is None:
        return ""
    if plain_number(value) is None:
        return value
    return value.replace(".", ",") if is_vietnamese() else value.replace(",", ".")


def rounding_words() -> Mapping[str, str]:
    """How a quota may be rounded."""
    return {
        "floor": _("làm tròn xuống"),
        "ceiling": _("làm tròn lên"),
        "half_up": _("làm tròn nửa lên"),
    }


def ties_words() -> Mapping[str, str]:
    """What may become of equals at a quota line."""
    return {"ballot": _("Hội đồng bỏ phiếu"), "all": _("lấy hết"), "none": _("không lấy ai")}


def _of_words() -> Mapping[str, str]:
    return {"group": _("tổng số của nhóm"), "eligible": _("số đủ điều kiện")}


CHOICES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "rounding": rounding_words,
    "ties": ties_words,
    "of": _of_words,
}


def _order(rubric: Rubric, at: str, value: str) -> str:
    kind = rubric.type(at.split("/")[1])
    if kind is None or not value:
        return _("không xét tiêu chí phụ")
    keys = kind.ranking.tie_break
    known = {str(number): tie_break_text(rubric, kind, key) for number, key in enumerate(keys)}
    return "; ".join(known.get(number, number) for number in value.split())
