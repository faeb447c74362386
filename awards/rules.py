"""Who may do what with evaluation runs."""

from foundation.permissions import Actor, Permission, can


def can_seal_run(actor: Actor | None) -> bool:
    """Whether the actor may evaluate a year and seal the result."""
    return can(actor, Permission.SEAL_RUN)
