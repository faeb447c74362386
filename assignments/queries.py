"""Reads of who acts for whom, always in a total order."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased, contains_eager

from accounts.models import Role, User, user_role
from assignments.models import ChargeKind, ClusterCharge, UnitMember, VerifierDuty
from assignments.rules import ACTING_ROLES
from foundation.database import db
from participants.models import Cluster, Participant

# SQLite takes no more values than this in one statement on some systems.
AT_ONCE = 900


def list_unit_ids(user_id: int | None) -> list[int]:
    """The ids of the units that an account acts for."""
    if user_id is None:
        return []
    statement = select(UnitMember.participant_id).where(UnitMember.user_id == user_id)
    return list(db.session.scalars(statement.order_by(UnitMember.participant_id)))


def list_units(user_id: int) -> Sequence[Participant]:
    """The units that an account acts for, in the order of lists."""
    return db.session.scalars(
        select(Participant)
        .join(UnitMember, UnitMember.participant_id == Participant.id)
        .where(UnitMember.user_id == user_id)
        .order_by(Participant.precedence, Participant.sort_key, Participant.id)
    ).all()


def list_members(participant_id: int) -> Sequence[User]:
    """The open accounts that act for a unit, by account name."""
    return db.session.scalars(
        select(User)
        .join(UnitMember, UnitMember.user_id == User.id)
        .where(UnitMember.participant_id == participant_id, User.active)
        .order_by(User.username)
    ).all()


def find_units_with_members(participant_ids: Collection[int]) -> set[int]:
    """Those of these units for which an open account acts that has a role to do so."""
    statement = select(UnitMember.participant_id).where(_is_acting()).distinct()
    if len(participant_ids) <= AT_ONCE:
        return set(db.session.scalars(statement.where(UnitMember.participant_id.in_(participant_ids))))
    return set(participant_ids) & set(db.session.scalars(statement))


def _is_acting() -> ColumnElement[bool]:
    """An open account with one of the acting roles."""
    able = (
        select(user_role.c.user_id)
        .join(Role, Role.id == user_role.c.role_id)
        .join(User, User.id == user_role.c.user_id)
        .where(Role.name.in_(ACTING_ROLES), User.active)
    )
    return UnitMember.user_id.in_(able)


def find_participants(ids: Collection[int]) -> list[Participant]:
    """The participants with these ids, a few hundred a read."""
    wanted, found = sorted(ids), list[Participant]()
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found += db.session.scalars(select(Participant).where(Participant.id.in_(some))).all()
    return found


def find_member_of(user_id: int, participant_id: int) -> UnitMember | None:
    """The tie between an account and a unit."""
    return db.session.scalars(
        select(UnitMember).where(UnitMember.user_id == user_id, UnitMember.participant_id == participant_id)
    ).one_or_none()


def list_ties(user_id: int) -> Sequence[UnitMember]:
    """The units that an account acts for, with since when, in the order of lists."""
    return db.session.scalars(
        select(UnitMember)
        .join(Participant, Participant.id == UnitMember.participant_id)
        .where(UnitMember.user_id == user_id)
        .options(contains_eager(UnitMember.participant))
        .order_by(Participant.precedence, Participant.sort_key, Participant.id)
    ).all()


Tie = TypeVar("Tie", UnitMember, ClusterCharge, VerifierDuty)


def find_tie(model: type[Tie], user_id: int, tie_id: int) -> Tie | None:
    """The tie of this kind and number, if it is this account's."""
    tie = db.session.get(model, tie_id)
    return tie if tie is not None and tie.user_id == user_id else None


def find_charge_of(user_id: int, cluster_id: int, kind: ChargeKind) -> ClusterCharge | None:
    """The tie between an account and a cluster, of one kind."""
    return db.session.scalars(
        select(ClusterCharge).where(
            ClusterCharge.user_id == user_id,
            ClusterCharge.cluster_id == cluster_id,
            ClusterCharge.kind == kind,
        )
    ).one_or_none()


def list_duties(user_id: int | None) -> Sequence[VerifierDuty]:
    """What an account verifies."""
    statement = select(VerifierDuty).where(VerifierDuty.user_id == user_id).order_by(VerifierDuty.id)
    return db.session.scalars(statement).all() if user_id is not None else []


def list_cluster_ids(user_id: int | None, kind: ChargeKind) -> list[int]:
    """The clusters an account is in charge of, as council member or as head."""
    if user_id is None:
        return []
    statement = select(ClusterCharge.cluster_id).where(
        ClusterCharge.user_id == user_id, ClusterCharge.kind == kind
    )
    return list(db.session.scalars(statement.order_by(ClusterCharge.cluster_id)))


def list_charges(user_id: int) -> Sequence[ClusterCharge]:
    """Every cluster an account is in charge of."""
    return db.session.scalars(
        select(ClusterCharge)
        .join(Cluster, Cluster.id == ClusterCharge.cluster_id)
        .where(ClusterCharge.user_id == user_id)
        .order_by(ClusterCharge.kind, Cluster.sort_key, ClusterCharge.id)
    ).all()


def at_and_below(roots: ColumnElement[bool]) -> Select[int]:
    """The ids of the participants that a condition names and of everyone below them, as a subquery."""
    found = select(Participant.id).where(roots).cte(recursive=True)
    below = aliased(Participant)
    found = found.union(select(below.id).join(found, below.parent_id == found.c.id))
    return select(found.c.id)


def in_clusters(cluster_ids: Collection[int]) -> Select[int]:
    """The ids of those who stand in these clusters, by themselves or through the first above them that has a
    cluster, as a subquery.
    """
    found = select(Participant.id).where(Participant.cluster_id.in_(cluster_ids))
    reach = found.cte(recursive=True)
    below = aliased(Participant)
    step = select(below.id).join(reach, below.parent_id == reach.c.id).where(below.cluster_id.is_(None))
    reach = reach.union(step)
    return select(reach.c.id)
