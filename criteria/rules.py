"""Who may write criteria, and which of them may still change."""

from criteria.models import CriteriaSet, CriteriaSetStatus
from foundation.permissions import Actor, Permission, can


def can_edit_criteria(actor: Actor | None) -> bool:
    """Whether the actor may write and publish criteria."""
    return can(actor, Permission.EDIT_CRITERIA)


def is_editable(criteria_set: CriteriaSet) -> bool:
    """Whether the document may still change: what was once published never does."""
    return criteria_set.status is CriteriaSetStatus.DRAFT
