"""Who may act for whom, and who may see whom: the one answer that services and templates share.

A participant is acted for by the accounts of its acting unit: itself where an account is tied to it, else
the nearest unit above that has one. So a hamlet head enters its households, and a commune enters for a
hamlet without an account. What stands below a commune is checked by the commune; the others by the head of
their cluster, who never checks its own unit nor what is below it.

Pages with many rows read `reach_of(actor)` once, call `load_above(participants)` once, and then ask each
row without a further query.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, false, or_, select, true

from assignments.models import ChargeKind, VerifierDuty
from assignments.queries import (
    at_and_below,
    find_participants,
    find_units_with_members,
    in_clusters,
    list_cluster_ids,
    list_duties,
    list_unit_ids,
)
from foundation.errors import Trespass
from foundation.permissions import Actor, Permission, RoleCode, can
from participants.models import Participant

COMMUNE = "commune"
SEE_EVERYBODY = frozenset({RoleCode.OFFICE, RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.CLERK})


@dataclass(frozen=True)
class Reach:
    """All that ties one actor to participants, read once: the units it acts for, the clusters it heads, and
    its duties as verifier. The system at work, which has no account, reaches everybody.
    """

    actor: Actor
    units: frozenset[int]
    headed: frozenset[int]
    duties: tuple[VerifierDuty, ...]

    @property
    def is_system(self) -> bool:
        """Whether this is the system itself at work."""
        return self.actor.actor_id is None

    def may_check(self, participant: Participant) -> bool:
        """As `may_check` of this module."""
        if not can(self.actor, Permission.CHECK_SCORECARD):
            return False
        if self.is_system:
            return True
        commune = commune_above(participant)
        if commune is not None:
            return commune.id in self.units
        own = any(one.id in self.units for one in upward(participant))
        return cluster_id_of(participant) in self.headed and not own

    def may_verify(self, participant: Participant, codes: Collection[str] | None = None) -> bool:
        """As `may_verify` of this module."""
        if not can(self.actor, Permission.VERIFY_SCORECARD):
            return False
        if RoleCode.OFFICE in self.actor.role_codes:
            return True
        cluster = cluster_id_of(participant)
        return any(
            duty.type_code == participant.type_code
            and duty.cluster_id in (None, cluster)
            and (codes is None or duty.criteria is None or not set(codes).isdisjoint(duty.criteria))
            for duty in self.duties
        )

    def may_see(self, participant: Participant) -> bool:
        """As `may_see` of this module."""
        if not can(self.actor, Permission.VIEW_SCORECARD):
            return False
        if _sees_everybody(self.actor) or self.may_verify(participant):
            return True
        return any(one.id in self.units for one in upward(participant)) or self.may_check(participant)


def reach_of(actor: Actor) -> Reach:
    """What ties this actor to participants, in three reads."""
    return Reach(
        actor=actor,
        units=frozenset(list_unit_ids(actor.actor_id)),
        headed=frozenset(list_cluster_ids(actor.actor_id, ChargeKind.HEAD)),
        duties=tuple(list_duties(actor.actor_id)),
    )


def upward(participant: Participant) -> Iterator[Participant]:
    """The participant and those above it, nearest first."""
    at: Participant | None = participant
    while at is not None:
        yield at
        at = at.parent


def load_above(participants: Iterable[Participant]) -> list[Participant]:
    """Everybody above these participants, in one read for each storey of the tree. While the answer is held,
    `upward` asks the database for nothing.
    """
    found: list[Participant] = []
    seen: set[int] = set()
    wanted = {one.parent_id for one in participants if one.parent_id is not None}
    while wanted:
        seen |= wanted
        storey = find_participants(wanted)
        found += storey
        wanted = {one.parent_id for one in storey if one.parent_id is not None} - seen
    return found


def cluster_id_of(participant: Participant) -> int | None:
    """The cluster of the participant, or of the first above it that has one."""
    return next((one.cluster_id for one in upward(participant) if one.cluster_id is not None), None)


def commune_above(participant: Participant) -> Participant | None:
    """The commune in which a participant stands; None for a commune itself and for what is in none."""
    above = (one for one in upward(participant) if one is not participant)
    return next((one for one in above if one.type_code == COMMUNE), None)


def acting_unit(participant: Participant) -> Participant | None:
    """Whose accounts act for a participant; None where no account is tied to it or to any unit above."""
    line = list(upward(participant))
    with_members = find_units_with_members([one.id for one in line])
    return next((one for one in line if one.id in with_members), None)


def acting_unit_ids(participants: Collection[Participant]) -> dict[int, int | None]:
    """For each participant the id of its acting unit or None, however many there are in a few reads."""
    above = load_above(participants)
    with_members = find_units_with_members({one.id for one in (*participants, *above)})
    return {
        participant.id: next((one.id for one in upward(participant) if one.id in with_members), None)
        for participant in participants
    }


def may_enter_for(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may enter the participant's own figures, cite evidence, submit, object."""
    if not can(actor, Permission.SCORE_SELF):
        return False
    if actor.actor_id is None:
        return True
    unit = acting_unit(participant)
    return unit is not None and unit.id in list_unit_ids(actor.actor_id)


def may_check(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may check from above: as the commune, or as head of the cluster, never its own."""
    return reach_of(actor).may_check(participant)


def may_verify(actor: Actor, participant: Participant, codes: Collection[str] | None = None) -> bool:
    """Whether the actor may verify the participant; where `codes` are given (a criterion's code and those of
    the sections around it), whether it may verify that criterion. The office may verify everything.
    """
    return reach_of(actor).may_verify(participant, codes)


def may_see(actor: Actor, participant: Participant) -> bool:
    """Whether the actor may read the participant's scorecard; of who sees everybody nothing is read."""
    return _sees_everybody(actor) or reach_of(actor).may_see(participant)


def _sees_everybody(actor: Actor) -> bool:
    return can(actor, Permission.VIEW_SCORECARD) and bool(SEE_EVERYBODY & actor.role_codes)


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
    if _sees_everybody(actor):
        return true()
    reach = reach_of(actor)
    parts: list[ColumnElement[bool]] = []
    if reach.units:
        parts.append(Participant.id.in_(at_and_below(Participant.id.in_(reach.units))))
    if reach.headed and can(actor, Permission.CHECK_SCORECARD):
        in_a_commune = at_and_below(Participant.parent_id.in_(_communes()))
        headed = Participant.id.in_(in_clusters(reach.headed))
        parts.append(headed & Participant.id.not_in(in_a_commune))
    for duty in reach.duties if can(actor, Permission.VERIFY_SCORECARD) else ():
        of_type = Participant.type_code == duty.type_code
        within = Participant.id.in_(in_clusters([duty.cluster_id])) if duty.cluster_id else true()
        parts.append(of_type & within)
    return or_(*parts) if parts else false()


def _communes() -> Select[int]:
    return select(Participant.id).where(Participant.type_code == COMMUNE)
