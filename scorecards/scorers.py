"""The scorer of a scorecard: its criteria document made ready once by each process, and kept."""

from flask_babel import gettext as _

from criteria.models import CriteriaSet
from criteria.rubrics import rubric_of
from foundation.errors import DomainError
from scorecards.models import Scorecard
from scorecards.to_scoring import TypeScorer

KEPT = 64
_known: dict[tuple[str, str], TypeScorer] = {}


def scorer_of(scorecard: Scorecard) -> TypeScorer:
    """The scorer for a scorecard's criteria and its participant's type."""
    return scorer_for(scorecard.criteria_set, scorecard.participant.type_code)


def scorer_for(criteria_set: CriteriaSet, type_code: str) -> TypeScorer:
    """The scorer for one type; DomainError where the criteria have no part for it."""
    key = (criteria_set.sha256, type_code)
    scorer = _known.get(key)
    if scorer is None:
        rubric = rubric_of(criteria_set)
        kind = rubric.type(type_code)
        if kind is None:
            raise DomainError(_("Bộ tiêu chí không có phần cho loại đơn vị này."))
        if len(_known) >= KEPT:
            _known.clear()
        scorer = _known[key] = TypeScorer(rubric, kind)
    return scorer
