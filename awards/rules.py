"""Who may do what with evaluation runs."""

from awards.models import Category
from foundation.permissions import Actor, Permission, can


def can_seal_run(actor: Actor | None) -> bool:
    """Whether the actor may evaluate a year and seal the result."""
    return can(actor, Permission.SEAL_RUN)


def can_view_grounds(actor: Actor | None) -> bool:
    """Whether the actor may read why somebody is held or excluded."""
    return can(actor, Permission.VIEW_REASON)


def can_view_why(actor: Actor | None, category: str) -> bool:
    """Whether the actor may open the results of this category one by one; those of households and people,
    which tell of private life, only who works on the awards.
    """
    return category == Category.COLLECTIVE or can_view_grounds(actor)
