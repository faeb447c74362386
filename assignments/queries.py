"""Reads of who acts for whom, always in a total order."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from accounts.models import User
from assignments.models import ChargeKind, ClusterCharge, UnitMember, VerifierDuty
from foundation.database import db
from participants.models import Cluster, Participant


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
    """Those of these units for which an open account acts."""
    statement = (
        select(UnitMember.participant_id)
        .join(User, User.id == UnitMember.user_id)
        .where(UnitMember.participant_id.in_(participant_ids), User.active)
        .distinct()
    )
    return set(db.session.scalars(statement))


def find_member_of(user_id: int, participant_id: int) -> UnitMember | None:
    """The tie between an account and a unit."""
    return db.session.scalars(
        select(UnitMember).where(UnitMember.user_id == user_id, UnitMember.participant_id == participant_id)
    ).one_or_none()


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
    found = select(Participant.id).where(roots).cte("reach", recursive=True)
    below = aliased(Participant)
    found = found.union(select(below.id).join(found, below.parent_id == found.c.id))
    return select(found.c.id)
