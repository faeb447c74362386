"""What is wrong with changes that are tried, in words that name the control."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from awards.control_words import control_name
from awards.trying import Problem
from criteria.wording import fault_text
from scoring.faults import Fault
from scoring.rubric import Rubric

# Faults of a rule as a whole, which the check tells by keys of the document.
_WHOLE = frozenset({"quota_form", "quota_order", "floor_form", "gate_bounds", "grade_catches_all"})


def problem_text(rubric: Rubric, problem: Problem) -> str:
    """One problem as a sentence that stands beside its control."""
    if problem.finding is None:
        return _("Bộ tiêu chí không có chỗ “%(at)s”. Về như đã chốt rồi đặt lại.", at=problem.at or "")
    fault = problem.finding.fault
    if problem.at is None:
        return fault_text(fault)
    what = control_name(rubric, problem.at).what
    if fault.code in _WHOLE:
        return f"{what}: {_whole_words()[fault.code]}"
    own = bool(fault.path) and str(fault.path[-1]) == problem.at.rpartition("/")[2]
    if own and "key" in fault.facts:
        return fault_text(Fault(fault.code, fault.path, {**fault.facts, "key": what}))
    return f"{what}: {fault_text(fault)}"


def problems_by_control(rubric: Rubric, problems: Iterable[Problem]) -> Mapping[str, list[str]]:
    """The sentences of all problems, by the control that each concerns; by "" those of none."""
    told: dict[str, list[str]] = {}
    for problem in problems:
        texts = told.setdefault(problem.at or "", [])
        text = problem_text(rubric, problem)
        if text not in texts:
            texts.append(text)
    return told


def _whole_words() -> Mapping[str, str]:
    return {
        "quota_form": _("ghi số suất, hoặc tỷ lệ phần trăm, hoặc chọn không giới hạn."),
        "quota_order": _("số suất nhiều nhất đang nhỏ hơn số suất ít nhất; sửa một trong hai."),
        "gate_bounds": _("ghi một số, hoặc tắt điều kiện này."),
        "grade_catches_all": _("ghi điểm tối thiểu của mức này."),
        "floor_form": _("ghi mức sàn, hoặc chọn không có sàn."),
    }
