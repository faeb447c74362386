"""What the fields of a criterion are called, and the unit behind them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scoring.reading import RATES, is_counted, parts_of
from scoring.rubric import Criterion
from scoring.scales import Count, DaysLate, Manual

PART_NAMES = {
    "numerator": _l("Tử số"),
    "denominator": _l("Mẫu số"),
    "before": _l("Số đầu kỳ"),
    "after": _l("Số cuối kỳ"),
    "actual": _l("Số thực hiện"),
    "plan": _l("Số kế hoạch"),
}
LEVEL_NAMES = {
    "self": _l("Đơn vị tự chấm"),
    "group": _l("Xã, cụm kiểm tra"),
    "office": _l("Thẩm định"),
    "council": _l("Hội đồng"),
}


def label_of(criterion: Criterion, *, signed: bool = False) -> str:
    """What the one field of a criterion is called."""
    if criterion.labels:
        return criterion.labels[0]
    scale = criterion.scale
    if isinstance(scale, Manual):
        return _("Số điểm trừ") if signed else _("Số điểm chấm")
    if isinstance(scale, DaysLate):
        return _("Số ngày chậm") if scale.deadline is None else _("Ngày nộp, hoặc số ngày chậm")
    unit = getattr(scale, "unit", None)
    if isinstance(scale, Count) and unit and not unit.startswith("%"):
        return _("Số %(unit)s", unit=unit)
    return _("Số liệu")


def part_label(criterion: Criterion, part: str) -> str:
    """What one of two figures is called, with its unit where that is not plain."""
    unit = getattr(criterion.scale, "unit", None)
    if criterion.labels and len(criterion.labels) == len(names := parts_of(criterion) or ()):
        name = criterion.labels[names.index(part)]
        return f"{name} ({unit})" if unit and part in ("actual", "plan") and unit not in name else name
    name = str(PART_NAMES[part])
    if not unit or part in ("numerator", "denominator"):
        return name
    if part in ("before", "after") and unit in RATES:
        return f"{name} (%)"
    return f"{name} ({unit})"


def unit_of(criterion: Criterion) -> str:
    """The unit that stands behind a plain figure."""
    scale = criterion.scale
    if isinstance(scale, Manual):
        return _("điểm")
    unit: str | None = None if isinstance(scale, Count | DaysLate) else getattr(scale, "unit", None)
    return unit or ""


def is_whole(criterion: Criterion) -> bool:
    """Whether only whole numbers are entered."""
    scale = criterion.scale
    if isinstance(scale, Count) and scale.whole and scale.per == 1 and scale.asks == "number":
        return True
    return is_counted(criterion) and parts_of(criterion) is None
