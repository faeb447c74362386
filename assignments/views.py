"""One person's page: the units they act for, what they verify, the clusters they are in charge of."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.models import User
from accounts.rules import ROLE_NAMES
from assignments import administration, importing, services
from assignments.administration import load_user
from assignments.choices import UnitGroup, list_unit_groups
from assignments.forms import CHARGE_NAMES, AssignChargeForm, AssignDutyForm, AssignUnitForm
from assignments.kinds import Kind, list_kinds
from assignments.models import ChargeKind, ClusterCharge, UnitMember, VerifierDuty
from assignments.queries import find_participants, find_tie, list_charges, list_duties, list_ties
from assignments.rules import ACTING_ROLES, CHARGE_ROLES, VERIFYING_ROLES, can_verify_in
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import Form, show_beside_field
from foundation.permissions import Permission, RoleCode
from participants.models import Cluster
from participants.queries import list_clusters

blueprint = Blueprint("assignments", __name__)
administration.register(blueprint)
importing.register(blueprint)
EVERY_CLUSTER = NOTHING = 0
COMMUNE = "commune"


@blueprint.get("/phan-cong/<int:user_id>")
@requires(Permission.ASSIGN_PEOPLE)
def assign_person(user_id: int) -> ResponseReturnValue:
    """All that is assigned to one account, with the forms to add to it."""
    user = load_user(user_id)
    return _page(user, _unit_form(user), _charge_form())


@blueprint.post("/phan-cong/<int:user_id>/don-vi")
@requires(Permission.ASSIGN_PEOPLE)
def add_unit(user_id: int) -> ResponseReturnValue:
    """A unit to act for."""
    user = load_user(user_id)
    form = _unit_form(user)
    if form.validate_on_submit() and _did(form, lambda at: _assign_unit(user, form, at)):
        return _back(user)
    return _page(user, form, _charge_form(None))


def _assign_unit(user: User, form: AssignUnitForm, at: datetime) -> None:
    unit = next(iter(find_participants([form.unit.data])), None)
    if unit is None:
        raise DomainError(_("Chọn đơn vị."), field="unit")
    services.assign_unit(actor=current_user, user=user, participant=unit, now=at)


@blueprint.post("/phan-cong/<int:user_id>/don-vi/<int:tie_id>/bo")
@requires(Permission.ASSIGN_PEOPLE)
def remove_unit(user_id: int, tie_id: int) -> ResponseReturnValue:
    """A unit that the account acts for no longer."""
    user, member = load_user(user_id), _tie(UnitMember, user_id, tie_id)
    with transaction():
        services.remove_unit(actor=current_user, member=member, now=now())
    return _back(user)


@blueprint.route("/phan-cong/<int:user_id>/tham-dinh/<type_code>", methods=["GET", "POST"])
@requires(Permission.ASSIGN_PEOPLE)
def assign_duty(user_id: int, type_code: str) -> ResponseReturnValue:
    """What to verify of one type: where, and which sections and criteria."""
    user, kind = load_user(user_id), _kind(type_code)
    form = _duty_form(kind)
    if form.validate_on_submit() and _did(form, lambda at: _assign_duty(user, kind, form, at)):
        return _back(user)
    page = render_template("assignments/assign_duty.html", user=user, kind=kind, form=form)
    return page, 422 if form.errors else 200


def _assign_duty(user: User, kind: Kind, form: AssignDutyForm, at: datetime) -> None:
    services.assign_duty(
        actor=current_user,
        user=user,
        type_code=kind.code,
        cluster=_cluster(form.cluster.data),
        criteria=form.criteria.data or None,
        now=at,
    )


@blueprint.post("/phan-cong/<int:user_id>/tham-dinh/<int:tie_id>/bo")
@requires(Permission.ASSIGN_PEOPLE)
def remove_duty(user_id: int, tie_id: int) -> ResponseReturnValue:
    """Something that the account verifies no longer."""
    user, duty = load_user(user_id), _tie(VerifierDuty, user_id, tie_id)
    with transaction():
        services.remove_duty(actor=current_user, duty=duty, now=now())
    return _back(user)


@blueprint.post("/phan-cong/<int:user_id>/cum")
@requires(Permission.ASSIGN_PEOPLE)
def add_charge(user_id: int) -> ResponseReturnValue:
    """A cluster to be in charge of."""
    user, form = load_user(user_id), _charge_form()
    if form.validate_on_submit() and _did(form, lambda at: _assign_charge(user, form, at)):
        return _back(user)
    return _page(user, _unit_form(user, None), form)


def _assign_charge(user: User, form: AssignChargeForm, at: datetime) -> None:
    cluster = _cluster(form.cluster.data)
    if cluster is None:
        raise DomainError(_("Chọn cụm, khối thi đua."), field="cluster")
    kind = ChargeKind(form.kind.data)
    services.assign_charge(actor=current_user, user=user, cluster=cluster, kind=kind, now=at)


@blueprint.post("/phan-cong/<int:user_id>/cum/<int:tie_id>/bo")
@requires(Permission.ASSIGN_PEOPLE)
def remove_charge(user_id: int, tie_id: int) -> ResponseReturnValue:
    """A cluster that the account is in charge of no longer."""
    user, charge = load_user(user_id), _tie(ClusterCharge, user_id, tie_id)
    with transaction():
        services.remove_charge(actor=current_user, charge=charge, now=now())
    return _back(user)


def _page(user: User, unit_form: AssignUnitForm, charge_form: AssignChargeForm) -> ResponseReturnValue:
    roles = {role.name for role in user.roles}
    kinds, duties = list_kinds(now()), list_duties(user.id)
    page = render_template(
        "assignments/assign_person.html",
        user=user,
        roles=[ROLE_NAMES[role.name] for role in user.roles],
        acts=bool(roles & ACTING_ROLES),
        verifies=bool(roles & VERIFYING_ROLES),
        watches=any(roles & wanted for wanted in CHARGE_ROLES.values()),
        ties=list_ties(user.id),
        duties=duties,
        wholly={duty.type_code for duty in duties if duty.cluster is None and not duty.criteria},
        charges=list_charges(user.id),
        kinds=kinds,
        kind_of={kind.code: kind for kind in kinds},
        charge_names=CHARGE_NAMES,
        unit_form=unit_form,
        charge_form=charge_form,
    )
    return page, 422 if unit_form.errors or charge_form.errors else 200


def _did(form: Form, act: Callable[[datetime], None]) -> bool:
    """Do it in a transaction; what was wrong stands beside its field."""
    try:
        with transaction():
            act(now())
    except DomainError as error:
        if error.field and error.field not in form:
            error.field = next(field.short_name for field in form)
        show_beside_field(form, error)
        return False
    return True


def _back(user: User) -> ResponseReturnValue:
    flash(_("Đã lưu phân công của %(name)s.", name=user.full_name), "info")
    return redirect(url_for("assignments.assign_person", user_id=user.id))


_POSTED: Any = object()


def _unit_form(user: User, posted: Any = _POSTED) -> AssignUnitForm:
    """The units to choose from; who signs in for a commune finds the communes first."""
    form = AssignUnitForm(prefix="don-vi") if posted is _POSTED else AssignUnitForm(posted, prefix="don-vi")
    groups = {group.name: [(unit.id, unit.name) for unit in group.units] for group in _ordered_groups(user)}
    form.unit.choices = {_("Chưa chọn"): [(NOTHING, _("Chọn đơn vị"))], **groups}
    return form


def _ordered_groups(user: User) -> list[UnitGroup]:
    groups = list_unit_groups()
    if RoleCode.COMMUNE in user.role_codes:
        groups.sort(key=lambda group: group.units[0].type_code != COMMUNE)
    return groups


def _charge_form(posted: Any = _POSTED) -> AssignChargeForm:
    form = AssignChargeForm(prefix="cum") if posted is _POSTED else AssignChargeForm(posted, prefix="cum")
    clusters = ((cluster.id, cluster.name) for cluster in list_clusters())
    form.cluster.choices = [(NOTHING, _("Chọn cụm, khối")), *clusters]
    return form


def _duty_form(kind: Kind) -> AssignDutyForm:
    form = AssignDutyForm()
    clusters = list_clusters()
    clustered = {one.type_code for one in clusters}
    fitting = [one for one in clusters if can_verify_in(one, kind.code, clustered)]
    everywhere = (EVERY_CLUSTER, _("Toàn huyện"))
    form.cluster.choices = [everywhere, *((one.id, one.name) for one in fitting)]
    form.criteria.choices = [(node.code, f"{node.code} {node.name}") for node in kind.nodes]
    return form


def _cluster(cluster_id: int | None) -> Cluster | None:
    return next((one for one in list_clusters() if one.id == cluster_id), None)


def _kind(type_code: str) -> Kind:
    kind = next((one for one in list_kinds(now()) if one.code == type_code), None)
    if kind is None:
        raise NotFound(_("Bộ tiêu chí năm nay không có nhóm đối tượng này."))
    return kind


def _tie(model: Any, user_id: int, tie_id: int) -> Any:
    tie = find_tie(model, user_id, tie_id)
    if tie is None:
        raise NotFound(_("Phân công này không còn. Có thể người khác vừa bỏ."))
    return tie
