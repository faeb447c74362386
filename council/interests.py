"""Which members have a tie to which participants, as far as the system knows.

A tie is a conflict of interest where the member's account acts for the unit itself, for one above it in the
tree or for one below it, and where it heads the unit's cluster. Being in charge of a cluster as a member of
the council is supervision and no conflict.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assignments.models import ChargeKind, ClusterCharge, UnitMember
from assignments.queries import find_participants
from assignments.scope import load_above, upward
from council.models import SessionMember
from council.question_texts import inside
from foundation.database import db
from participants.models import Cluster, Participant

Reasons = dict[int, str]
"""Why, by member."""


@dataclass(frozen=True, slots=True)
class _Ties:
    """The units and clusters of one member."""

    member_id: int
    units: Sequence[Participant]
    clusters: Sequence[Cluster]


def find_interests(members: Iterable[SessionMember], participant_ids: Collection[int]) -> dict[int, Reasons]:
    """By participant, the members who have a tie to it and why; a few statements however many there are."""
    ties = _ties_of(members)
    if not ties or not participant_ids:
        return {}
    participants = find_participants(participant_ids)
    units = [unit for one in ties for unit in one.units]
    kept = load_above([*participants, *units])  # held, so that the way up asks for nothing
    found = {one.id: _reasons(one, ties) for one in participants}
    del kept
    return {number: reasons for number, reasons in found.items() if reasons}


def list_supervised(members: Iterable[SessionMember]) -> dict[int, list[str]]:
    """By member, the clusters they are in charge of as members of the council."""
    by_user = {one.user_id: one.id for one in members if one.user_id is not None}
    charges = _charges(by_user, ChargeKind.COUNCIL)
    found: dict[int, list[str]] = {}
    for charge in charges:
        found.setdefault(by_user[charge.user_id], []).append(charge.cluster.name)
    return found


def list_unbound(members: Iterable[SessionMember]) -> set[int]:
    """The members, by id, of whom nothing can be found: their account speaks for no unit and heads no
    cluster, or they have none.
    """
    everybody = list(members)
    return {one.id for one in everybody} - {one.member_id for one in _ties_of(everybody)}


def _ties_of(members: Iterable[SessionMember]) -> list[_Ties]:
    by_user = {one.user_id: one.id for one in members if one.user_id is not None}
    units: dict[int, list[Participant]] = {}
    clusters: dict[int, list[Cluster]] = {}
    for tie in _unit_ties(by_user):
        units.setdefault(tie.user_id, []).append(tie.participant)
    for charge in _charges(by_user, ChargeKind.HEAD):
        clusters.setdefault(charge.user_id, []).append(charge.cluster)
    return [
        _Ties(member_id, units.get(user_id, ()), clusters.get(user_id, ()))
        for user_id, member_id in by_user.items()
        if user_id in units or user_id in clusters
    ]


def _unit_ties(user_ids: Collection[int]) -> Sequence[UnitMember]:
    statement = select(UnitMember).where(UnitMember.user_id.in_(user_ids)).order_by(UnitMember.id)
    return db.session.scalars(statement.options(joinedload(UnitMember.participant))).all()


def _charges(user_ids: Collection[int], kind: ChargeKind) -> Sequence[ClusterCharge]:
    statement = (
        select(ClusterCharge)
        .where(ClusterCharge.user_id.in_(user_ids), ClusterCharge.kind == kind)
        .order_by(ClusterCharge.id)
    )
    return db.session.scalars(statement.options(joinedload(ClusterCharge.cluster))).all()


def _reasons(participant: Participant, ties: Iterable[_Ties]) -> Reasons:
    with force_locale("vi"):
        found = {one.member_id: list(_told(participant, one)) for one in ties}
    return {member_id: "; ".join(dict.fromkeys(told)) for member_id, told in found.items() if told}


def _told(participant: Participant, ties: _Ties) -> Iterator[str]:
    above = {one.id for one in upward(participant)}
    for unit in ties.units:
        if unit.id == participant.id:
            yield _("đại diện %(unit)s", unit=inside(unit.name))
        elif unit.id in above:
            yield _("đại diện %(unit)s, cấp trên trực tiếp", unit=inside(unit.name))
        elif any(one.id == participant.id for one in upward(unit)):
            yield _("đại diện %(unit)s, đơn vị trực thuộc", unit=inside(unit.name))
    for cluster in ties.clusters:
        if participant.cluster_id == cluster.id:
            yield _("trưởng %(cluster)s", cluster=inside(cluster.name))
