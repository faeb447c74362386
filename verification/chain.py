"""Who checks a scorecard before the office does: the commune for what lies below it, the head of the cluster
for the others, and nobody where those who entered the figures would check themselves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, not_, or_, select

from accounts.models import User
from assignments.models import ChargeKind, ClusterCharge, UnitMember
from assignments.queries import (
    at_and_below,
    find_units_with_members,
    in_clusters,
    list_cluster_ids,
    list_unit_ids,
)
from assignments.scope import COMMUNE, cluster_id_of, may_check, upward
from foundation.database import db
from foundation.permissions import Actor
from participants.models import Cluster, Participant
from scorecards.models import Scorecard
from verification.models import GroupCheck


@dataclass(frozen=True, slots=True)
class Checker:
    """Whose check a scorecard waits for, by name, and the accounts that may do it."""

    name: str
    user_ids: frozenset[int]


def checker_of(participant: Participant) -> Checker | None:
    """Who checks the participant before the office; None where nobody does."""
    line = list(upward(participant))
    commune = next((one for one in line if one.type_code == COMMUNE), None)
    if commune is None or commune.id == participant.id:
        return _head_of(participant)
    below = line[: line.index(commune)]
    with_members = find_units_with_members([one.id for one in (*below, commune)])
    if commune.id not in with_members or not any(one.id in with_members for one in below):
        return None
    return Checker(commune.name, frozenset(_accounts(UnitMember.participant_id == commune.id)))


def _head_of(participant: Participant) -> Checker | None:
    cluster_id = cluster_id_of(participant)
    if cluster_id is None:
        return None
    heads = _heads().get(cluster_id, frozenset())
    own = frozenset(_accounts(UnitMember.participant_id.in_([one.id for one in upward(participant)])))
    cluster = db.session.get(Cluster, cluster_id)
    return Checker(cluster.name, heads - own) if cluster is not None and heads - own else None


def checks_as_group(actor: Actor, participant: Participant) -> bool:
    """Whether the actor is one of those whose check the participant's scorecard waits for."""
    if not may_check(actor, participant):
        return False
    checker = checker_of(participant)
    return checker is not None and (actor.actor_id is None or actor.actor_id in checker.user_ids)


def find_check(scorecard: Scorecard) -> GroupCheck | None:
    """The check of what is submitted now; None where it was not done yet."""
    return db.session.scalars(
        select(GroupCheck).where(
            GroupCheck.scorecard_id == scorecard.id, GroupCheck.of_submission == scorecard.submitted_at
        )
    ).one_or_none()


def is_checked() -> ColumnElement[bool]:
    """The condition on Scorecard that what is submitted now was checked, or the check was waived."""
    return (
        select(GroupCheck.id)
        .where(GroupCheck.scorecard_id == Scorecard.id, GroupCheck.of_submission == Scorecard.submitted_at)
        .exists()
    )


def has_checker() -> ColumnElement[bool]:
    """The condition on Participant that somebody checks it before the office: `checker_of`, for lists."""
    return or_(_below_communes_that_check(), _in_led_clusters(_heads()))


def checked_by(actor: Actor) -> ColumnElement[bool]:
    """The condition on Participant that the actor is the one who checks it: `checks_as_group`, for lists."""
    own = list_unit_ids(actor.actor_id)
    communes = Participant.parent_id.in_(
        select(Participant.id).where(Participant.id.in_(own), Participant.type_code == COMMUNE)
    )
    by_commune = and_(Participant.id.in_(at_and_below(communes)), _below_communes_that_check())
    led = list_cluster_ids(actor.actor_id, ChargeKind.HEAD)
    by_head = _in_clusters(led) & Participant.id.not_in(at_and_below(Participant.id.in_(own)))
    return or_(by_commune if own else false(), by_head if led else false())


def entered_by_commune(actor: Actor) -> ColumnElement[bool]:
    """The condition on Participant that it stands below a commune of the actor, which enters for it itself
    and so does not check it.
    """
    own = list_unit_ids(actor.actor_id)
    if not own:
        return false()
    communes = select(Participant.id).where(Participant.id.in_(own), Participant.type_code == COMMUNE)
    below = Participant.id.in_(at_and_below(Participant.parent_id.in_(communes)))
    return and_(below, not_(_below_communes_that_check()))


def _below_communes_that_check() -> ColumnElement[bool]:
    """Below a commune with an account, and entered by an account that stands below the commune too."""
    entering = _units_below_checking_communes()
    return Participant.id.in_(at_and_below(Participant.id.in_(entering))) if entering else false()


def _units_below_checking_communes() -> list[int]:
    """The units with an account of their own that stand below a commune with one."""
    with_members = (
        select(UnitMember.participant_id).join(User, User.id == UnitMember.user_id).where(User.active)
    )
    checking = select(Participant.id).where(
        Participant.type_code == COMMUNE, Participant.id.in_(with_members)
    )
    below = at_and_below(Participant.parent_id.in_(checking))
    statement = select(Participant.id).where(Participant.id.in_(with_members), Participant.id.in_(below))
    return list(db.session.scalars(statement.order_by(Participant.id)))


def _in_led_clusters(heads: Mapping[int, Collection[int]]) -> ColumnElement[bool]:
    """In a cluster with a head, and not entered by its only heads themselves."""
    if not heads:
        return false()
    return or_(*(_in_clusters([cluster]) & ~_entered_only_by(users) for cluster, users in heads.items()))


def _in_clusters(cluster_ids: Collection[int]) -> ColumnElement[bool]:
    communes = select(Participant.id).where(Participant.type_code == COMMUNE)
    return and_(
        Participant.id.in_(in_clusters(cluster_ids)),
        Participant.id.not_in(at_and_below(Participant.parent_id.in_(communes))),
    )


def _entered_only_by(users: Collection[int]) -> ColumnElement[bool]:
    """Acted for by every one of these accounts, who would check themselves."""
    units = set.intersection(*(set(list_unit_ids(user)) for user in users)) if users else set()
    return Participant.id.in_(at_and_below(Participant.id.in_(units))) if units else false()


def _heads() -> dict[int, frozenset[int]]:
    """The open accounts at the head of each cluster that has any."""
    rows = db.session.execute(
        select(ClusterCharge.cluster_id, ClusterCharge.user_id)
        .join(User, User.id == ClusterCharge.user_id)
        .where(ClusterCharge.kind == ChargeKind.HEAD, User.active)
        .order_by(ClusterCharge.cluster_id, ClusterCharge.user_id)
    )
    heads: dict[int, set[int]] = {}
    for cluster_id, user_id in rows:
        heads.setdefault(cluster_id, set()).add(user_id)
    return {cluster: frozenset(users) for cluster, users in heads.items()}


def _accounts(where: ColumnElement[bool]) -> list[int]:
    statement = select(UnitMember.user_id).join(User, User.id == UnitMember.user_id)
    return list(db.session.scalars(statement.where(where, User.active).order_by(UnitMember.user_id)))
