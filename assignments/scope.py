"""Who may act for whom, and who may see whom: the one answer that services and templates share.

A participant is acted for by the accounts of its acting unit: itself where an account is tied to it, else
the nearest unit above that has one. So a hamlet head enters its households, and a commune enters for a
hamlet without an account.
"""

from collections.abc import Collection, Iterator

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, or_, true

from assignments.models import ChargeKind
from assignments.queries import (
    at_and_below,
    find_units_with_members,
    list_cluster_ids,
    list_duties,
    list_unit_ids,
)
from foundation.errors import Trespass
from foundation.permissions import Actor, Permission, RoleCode, can
from participants.models import Participant

COMMUNE = "commune"
SEE_EVERYBODY = frozenset({RoleCode.OFFICE, RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.CLERK})


def upward(participant: Participant) -> Iterator[Participant]:
    """The participant and those above it, nearest first."""
    at: Participant | None = participant
    while at is not None:
        yield at
        at = at.parent


def cluster_id_of(participant: Participant) -> int | None:
    """The cluster of the participant, or of the first above it that has one."""
    return next((one.cluster_id for one in upward(participant) if one.cluster_id is not None), None)


def acting_unit(participant: Participant) -> Participant | None:
    """Whose accounts act for a participant; None where no account is tied to it or to any unit above."""
    line = list(upward(participant))
    with_members = find_units_with_members([one.id for one in line])
    return next((one for one in line if one.id in with_members), None)


def may_enter_for(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may enter the participant's own figures, cite evidence, submit, object."""
    if not can(actor, Permission.SCORE_SELF):
        return False
    if actor.actor_id is None:
        return True
    unit = acting_unit(participant)
    return unit is not None and unit.id in list_unit_ids(actor.actor_id)


def may_check(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may check as commune or as head of the cluster: never what it enters itself."""
    if not can(actor, Permission.CHECK_SCORECARD):
        return False
    if actor.actor_id is None:
        return True
    commune = next((one for one in upward(participant) if one.type_code == COMMUNE), None)
    if commune is not None and commune.id != participant.id:
        return commune.id in list_unit_ids(actor.actor_id)
    cluster = cluster_id_of(participant)
    return cluster is not None and cluster in list_cluster_ids(actor.actor_id, ChargeKind.HEAD)


def may_verify(actor: Actor, participant: Participant, codes: Collection[str] | None = None) -> bool:
    """Whether the actor may verify the participant; where `codes` are given (a criterion's code and those of
    the sections around it), whether it may verify that criterion. The office may verify everything.
    """
    if not can(actor, Permission.VERIFY_SCORECARD):
        return False
    if RoleCode.OFFICE in actor.role_codes:
        return True
    cluster = cluster_id_of(participant)
    return any(
        duty.type_code == participant.type_code
        and duty.cluster_id in (None, cluster)
        and (codes is None or duty.criteria is None or not set(codes).isdisjoint(duty.criteria))
        for duty in list_duties(actor.actor_id)
    )


def may_see(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may read the participant's scorecard."""
    if not can(actor, Permission.VIEW_SCORECARD):
        return False
    if SEE_EVERYBODY & actor.role_codes or may_verify(actor, participant):
        return True
    own = list_unit_ids(actor.actor_id)
    return any(one.id in own for one in upward(participant)) or may_check(actor, participant)


def require_sight(
    actor: Actor, participant: Participant, subject: tuple[str, int | str] | None = None
) -> None:
    """Raise Trespass, which shows as 404 and is recorded, where the actor may not see the participant."""
    if not may_see(actor, participant):
        raise Trespass(
            _("Không có trang này, hoặc trang thuộc về đơn vị khác."),
            subject=subject or ("participant", participant.id),
        )


def visible(actor: Actor) -> ColumnElement[bool]:
    """The condition on Participant that lists are cut by: those whom the actor may see."""
    if not can(actor, Permission.VIEW_SCORECARD):
        return false()
    if SEE_EVERYBODY & actor.role_codes:
        return true()
    parts: list[ColumnElement[bool]] = []
    if own := list_unit_ids(actor.actor_id):
        parts.append(Participant.id.in_(at_and_below(Participant.id.in_(own))))
    if led := list_cluster_ids(actor.actor_id, ChargeKind.HEAD):
        parts.append(Participant.cluster_id.in_(led))
    for duty in list_duties(actor.actor_id) if can(actor, Permission.VERIFY_SCORECARD) else []:
        of_type = Participant.type_code == duty.type_code
        parts.append(of_type if duty.cluster_id is None else of_type & _within(duty.cluster_id))
    return or_(*parts) if parts else false()


def _within(cluster_id: int) -> ColumnElement[bool]:
    """In a cluster, or below one of its members, as a hamlet below a commune."""
    return Participant.id.in_(at_and_below(Participant.cluster_id == cluster_id))
