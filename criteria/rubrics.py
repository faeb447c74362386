"""The rubric of a criteria set, read once by each process: a version never changes under its hash."""

from flask_babel import gettext as _

from criteria.document import read_document
from criteria.models import CriteriaSet
from foundation.errors import DomainError
from scoring.rubric import Rubric

KEPT = 16
_known: dict[str, Rubric] = {}


def rubric_of(criteria_set: CriteriaSet) -> Rubric:
    """The rubric of a criteria set; DomainError where its document has faults, as only a draft's can."""
    rubric = _known.get(criteria_set.sha256)
    if rubric is None:
        rubric = _read(criteria_set.document)
        if len(_known) >= KEPT:
            _known.clear()
        _known[criteria_set.sha256] = rubric
    return rubric


def _read(document: str) -> Rubric:
    rubric = read_document(document.encode()).rubric
    if rubric is None:
        raise DomainError(_("Bộ tiêu chí còn lỗi nên chưa chấm theo được."))
    return rubric
