"""Figures that may be right and are mostly a slip: the page says so beside the field and stops nobody."""

from flask_babel import gettext as _

from foundation.formats import number
from scorecards.labels import part_label
from scorecards.to_scoring import Raw, read_raw
from scoring.reading import Misread, above_denominator
from scoring.rubric import Criterion


def oddity_of(criterion: Criterion, raw: Raw | None) -> str:
    """What is strange about a stored entry, in a sentence; empty where nothing is, or it cannot be read."""
    try:
        pair = above_denominator(criterion, read_raw(criterion, raw)) if raw is not None else None
    except Misread:
        return ""
    if pair is None:
        return ""
    return _(
        "%(first_name)s (%(first)s) lớn hơn %(second_name)s (%(second)s): kiểm tra lại hai số; đúng như vậy "
        "thì để nguyên.",
        first_name=part_label(criterion, "numerator"),
        first=number(pair.first),
        second_name=part_label(criterion, "denominator"),
        second=number(pair.second),
    )
