"""Tying accounts to units, clusters and criteria, and untying them; all of it is in the record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from accounts.models import User
from assignments.models import ChargeKind, ClusterCharge, UnitMember, VerifierDuty
from assignments.queries import find_charge_of, find_member_of, list_duties
from assignments.rules import (
    ACTING_ROLES,
    CHARGE_ROLES,
    VERIFYING_ROLES,
    can_assign_people,
    can_verify_in,
    has_role,
)
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor, RoleCode
from history.services import record
from participants.models import Cluster, Participant
from participants.queries import list_clusters


def assign_unit(*, actor: Actor, user: User, participant: Participant, now: datetime) -> UnitMember:
    """Let an account act for a unit. Raises Conflict where it does already, DomainError where none of its
    roles scores.
    """
    _require_manager(actor)
    _require_role(
        user,
        ACTING_ROLES,
        _("Tài khoản này không có vai trò “Đơn vị” hoặc “Xã, thị trấn”. Thêm vai trò trước khi giao đơn vị."),
        "unit",
    )
    if find_member_of(user.id, participant.id) is not None:
        raise Conflict(_("Tài khoản này đã phụ trách %(name)s.", name=participant.name), field="unit")
    member = UnitMember(user=user, participant=participant, since=now)
    db.session.add(member)
    db.session.flush()
    _record(actor, "assignment:unit-added", user, now, after=_unit_facts(participant))
    return member


def remove_unit(*, actor: Actor, member: UnitMember, now: datetime) -> None:
    """An account acts for a unit no longer; what it entered stays."""
    _require_manager(actor)
    user, facts = member.user, _unit_facts(member.participant)
    db.session.delete(member)
    db.session.flush()
    _record(actor, "assignment:unit-removed", user, now, before=facts)


def assign_duty(
    *,
    actor: Actor,
    user: User,
    type_code: str,
    cluster: Cluster | None = None,
    criteria: Sequence[str] | None = None,
    now: datetime,
) -> VerifierDuty:
    """Let an account verify a type of participant: in one cluster or all (None), the criteria and sections
    with these codes or all (None). Raises Conflict where it has this very duty.
    """
    _require_manager(actor)
    _require_role(
        user,
        VERIFYING_ROLES,
        _("Tài khoản này không có vai trò “Tổ thẩm định”. Thêm vai trò trước khi giao thẩm định."),
        "type_code",
    )
    if cluster is not None and not can_verify_in(cluster, type_code, _clustered()):
        raise DomainError(
            _("“%(name)s” không có loại đối tượng này. Chọn cụm, khối khác.", name=cluster.name),
            field="cluster",
        )
    codes = sorted(set(criteria)) if criteria else None
    wanted = (type_code, cluster.id if cluster else None, codes)
    if any((one.type_code, one.cluster_id, one.criteria) == wanted for one in list_duties(user.id)):
        raise Conflict(_("Tài khoản này đã được giao đúng phần thẩm định này."), field="type_code")
    duty = VerifierDuty(user=user, type_code=type_code, cluster=cluster, criteria=codes, since=now)
    db.session.add(duty)
    db.session.flush()
    _record(actor, "assignment:duty-added", user, now, after=_duty_facts(duty))
    return duty


def remove_duty(*, actor: Actor, duty: VerifierDuty, now: datetime) -> None:
    """An account verifies this no longer; what it verified stays."""
    _require_manager(actor)
    user, facts = duty.user, _duty_facts(duty)
    db.session.delete(duty)
    db.session.flush()
    _record(actor, "assignment:duty-removed", user, now, before=facts)


def assign_charge(
    *, actor: Actor, user: User, cluster: Cluster, kind: ChargeKind, now: datetime
) -> ClusterCharge:
    """Put an account in charge of a cluster, as council member or as the cluster's head. Raises Conflict
    where it is already.
    """
    _require_manager(actor)
    _require_role(
        user,
        CHARGE_ROLES[kind],
        _("Tài khoản này không có vai trò “Thành viên Hội đồng” hoặc “Chủ tịch Hội đồng”.")
        if kind is ChargeKind.COUNCIL
        else _("Trưởng cụm, khối phải là tài khoản có vai trò “Đơn vị” hoặc “Xã, thị trấn”."),
        "kind",
    )
    if find_charge_of(user.id, cluster.id, kind) is not None:
        raise Conflict(_("Tài khoản này đã phụ trách %(name)s.", name=cluster.name), field="cluster")
    charge = ClusterCharge(user=user, cluster=cluster, kind=kind, since=now)
    db.session.add(charge)
    db.session.flush()
    _record(actor, "assignment:charge-added", user, now, after=_charge_facts(charge))
    return charge


def remove_charge(*, actor: Actor, charge: ClusterCharge, now: datetime) -> None:
    """An account is in charge of a cluster no longer."""
    _require_manager(actor)
    user, facts = charge.user, _charge_facts(charge)
    db.session.delete(charge)
    db.session.flush()
    _record(actor, "assignment:charge-removed", user, now, before=facts)


def _clustered() -> set[str]:
    return {cluster.type_code for cluster in list_clusters()}


def _require_manager(actor: Actor) -> None:
    if not can_assign_people(actor):
        raise NotAllowed(_("Chỉ quản trị hệ thống và Thường trực Hội đồng được phân công."))


def _require_role(user: User, wanted: frozenset[RoleCode], message: str, field: str) -> None:
    # A closed account keeps its roles, and may be prepared for the day it is opened again.
    if not has_role(frozenset(role.name for role in user.roles), wanted):
        raise DomainError(message, field=field)


def _record(
    actor: Actor,
    action: str,
    user: User,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    record(actor=actor, action=action, subject=("user", user.id), before=before, after=after, now=now)


def _unit_facts(participant: Participant) -> dict[str, Any]:
    return {"type_code": participant.type_code, "code": participant.code, "name": participant.name}


def _duty_facts(duty: VerifierDuty) -> dict[str, Any]:
    cluster = duty.cluster.code if duty.cluster else None
    return {
        "type_code": duty.type_code,
        "cluster": cluster,
        "criteria": duty.criteria and list(duty.criteria),
    }


def _charge_facts(charge: ClusterCharge) -> dict[str, Any]:
    return {"cluster": charge.cluster.code, "kind": charge.kind.value}
