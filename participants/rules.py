"""Who may change participants, and what a participant must be."""

from foundation.permissions import Actor, Permission, can
from participants.models import Cluster

CODE_LENGTH = 40
NAME_LENGTH = 200


def can_manage_participants(actor: Actor | None) -> bool:
    """Whether the actor may add and change participants and clusters."""
    return can(actor, Permission.MANAGE_PARTICIPANTS)


def can_keep_households(actor: Actor | None) -> bool:
    """Whether the actor may take in and change households at all; of which hamlet, rooms above say."""
    return can(actor, Permission.ENTER_HOUSEHOLDS) or can_manage_participants(actor)


def is_text_within(text: str, length: int) -> bool:
    """Whether a required text says something and fits."""
    return 0 < len(text) <= length


def can_join(cluster: Cluster, type_code: str) -> bool:
    """Whether a participant of this type may stand in the cluster: a cluster compares one type only."""
    return cluster.type_code == type_code
