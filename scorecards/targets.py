"""Targets of a participant's own: which criteria may have them, and what they must be."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from criteria.wording import misread_text
from scorecards.entering import EntryFault
from scorecards.to_scoring import TypeScorer, own_target
from scoring.evidence import OwnTarget
from scoring.reading import Misread
from scoring.rubric import Criterion
from scoring.scales import Amount, Target

TARGET_PARTS = ("target", "minimum")
PLAN_PARTS = ("plan",)


def parts_for(criterion: Criterion) -> tuple[str, ...]:
    """Which figures of its own a participant may have for a criterion; none where it may have none."""
    if isinstance(criterion.scale, Target):
        return TARGET_PARTS
    return PLAN_PARTS if isinstance(criterion.scale, Amount) else ()


def target_faults(scorer: TypeScorer, code: str, parts: Mapping[str, str]) -> Iterator[EntryFault]:
    """What is wrong with the own figures of one criterion."""
    criterion = scorer.reader.criteria.get(code)
    allowed = parts_for(criterion) if criterion is not None else ()
    if criterion is None or not set(parts) <= set(allowed):
        yield EntryFault(code, _("Tiêu chí này không có chỉ tiêu riêng."))
        return
    try:
        own = own_target(parts)
    except Misread as misread:
        yield EntryFault(code, misread_text(misread), misread.part or "")
        return
    if own.plan is not None and own.plan <= 0:
        yield EntryFault(code, _("Kế hoạch phải lớn hơn 0."), "plan")
    elif isinstance(criterion.scale, Target) and _is_disordered(criterion.scale, own):
        yield EntryFault(code, _order_words(criterion.scale), "minimum")


def _is_disordered(scale: Target, own: OwnTarget) -> bool:
    goal = own.target if own.target is not None else scale.target
    minimum = own.minimum if own.minimum is not None else scale.minimum
    if minimum is None:
        return False
    return minimum > goal if scale.better == "higher" else minimum < goal


def _order_words(scale: Target) -> str:
    if scale.better == "higher":
        return _("Mức tối thiểu phải từ chỉ tiêu trở xuống.")
    return _("Mức giới hạn phải từ chỉ tiêu trở lên.")
