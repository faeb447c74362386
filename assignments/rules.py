"""Who may tie people to units, clusters and criteria, and which roles each tie asks for."""

from collections.abc import Collection

from assignments.models import ChargeKind
from foundation.permissions import Actor, Permission, RoleCode, can
from participants.models import Cluster

ACTING_ROLES = frozenset({RoleCode.UNIT, RoleCode.COMMUNE})
VERIFYING_ROLES = frozenset({RoleCode.VERIFIER, RoleCode.OFFICE})
CHARGE_ROLES: dict[ChargeKind, frozenset[RoleCode]] = {
    ChargeKind.COUNCIL: frozenset({RoleCode.COUNCIL, RoleCode.CHAIR}),
    ChargeKind.HEAD: ACTING_ROLES,
}


def can_assign_people(actor: Actor | None) -> bool:
    """Whether the actor may say who acts for which unit, verifies what, and is in charge of which cluster."""
    return can(actor, Permission.ASSIGN_PEOPLE)


def has_role(role_names: frozenset[str], wanted: frozenset[RoleCode]) -> bool:
    """Whether one of the roles is among those that the tie asks for."""
    return not wanted.isdisjoint(role_names)


def can_verify_in(cluster: Cluster, type_code: str, clustered: Collection[str]) -> bool:
    """Whether a type of participant may stand in the cluster: as its member, or below one where the type has
    no clusters of its own. `clustered` are the types that have.
    """
    return cluster.type_code == type_code or type_code not in clustered
