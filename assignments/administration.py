"""The administrator's pages: who has an account, new ones, changed roles, lost passwords."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries, services
from accounts.issuing import issue_passwords
from accounts.models import User
from accounts.rules import ROLE_NAMES
from assignments.account_services import create_account as make_account
from assignments.choices import UnitGroup, list_unit_groups
from assignments.forms import ChangeAccountForm, CreateAccountForm
from assignments.people import STATES, Wanted, describe_people, list_people
from assignments.queries import find_participants
from assignments.rules import ACTING_ROLES
from assignments.slip_answers import slips_answer
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import say_beside, show_beside_field
from foundation.permissions import Permission, RoleCode

BOTH = ["GET", "POST"]


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/tai-khoan", view_func=list_accounts)
    blueprint.add_url_rule("/tai-khoan/moi", view_func=create_account, methods=BOTH)
    blueprint.add_url_rule("/tai-khoan/<int:user_id>", view_func=change_account, methods=BOTH)
    blueprint.add_url_rule("/tai-khoan/<int:user_id>/mat-khau", view_func=reset_account, methods=["POST"])
    blueprint.add_url_rule("/tai-khoan/<int:user_id>/phieu", view_func=account_slip, methods=["POST"])
    blueprint.add_url_rule(
        "/tai-khoan/<int:user_id>/hieu-luc", view_func=set_account_active, methods=["POST"]
    )


@requires(Permission.ASSIGN_PEOPLE)
def list_accounts() -> ResponseReturnValue:
    """The accounts with their roles and units, searched and page by page."""
    wanted = Wanted(
        words=request.args.get("q", "")[:100],
        role=request.args.get("role", ""),
        state=request.args.get("state", "") if request.args.get("state") in STATES else "",
        page=request.args.get("page", 1, type=int) or 1,
    )
    people = list_people(wanted)
    return render_template("assignments/list_accounts.html", people=people, wanted=wanted, names=ROLE_NAMES)


@requires(Permission.MANAGE_USERS)
def create_account() -> ResponseReturnValue:
    """A new account with roles and units, and a one-time password that is shown once."""
    form, groups = CreateAccountForm(), list_unit_groups()
    form.units.choices = [(unit.id, unit.name) for group in groups for unit in group.units]
    made = _make(form) if form.validate_on_submit() else None
    if made:
        return _show_once(*made)
    return _show_form(form, groups)


class UnknownGapError(Exception):
    """The account could be made, but has no unit to enter for, and nobody said that this is known."""


def _is_unit_chosen(form: CreateAccountForm) -> bool:
    """Whether who enters scorecards has a unit, or it is known that none was chosen yet."""
    acts = ACTING_ROLES & set(form.roles.data or [])
    if not acts or form.units.data or form.without_units.data:
        return True
    say_beside(
        form.without_units,
        _("Chưa chọn đơn vị nên tài khoản chưa nhập được phiếu nào. Chọn đơn vị, hoặc đánh dấu ô này."),
    )
    return False


def _show_form(form: CreateAccountForm, groups: Sequence[UnitGroup]) -> ResponseReturnValue:
    page = render_template("assignments/create_account.html", form=form, groups=groups)
    return page, 422 if form.errors else 200


def _make(form: CreateAccountForm) -> tuple[User, str] | None:
    (password,) = issue_passwords(1)
    known = _is_unit_chosen(form)
    try:
        with transaction():
            user = make_account(
                actor=current_user,
                username=form.username.data or "",
                full_name=form.full_name.data or "",
                email=form.email.data,
                roles=[RoleCode(code) for code in form.roles.data or []],
                units=find_participants(form.units.data or []),
                password=password,
                now=now(),
            )
            if not known:
                raise UnknownGapError
    except UnknownGapError:
        return None
    except DomainError as error:
        _show_beside(form, error)
        return None
    return user, password.plain


def _show_beside(form: ChangeAccountForm, error: DomainError) -> None:
    if error.field == "unit":
        error.field = "units"
    show_beside_field(form, error)


@requires(Permission.MANAGE_USERS)
def change_account(user_id: int) -> ResponseReturnValue:
    """Whose account it is, its address and its roles."""
    user = load_user(user_id)
    form = ChangeAccountForm(obj=user) if request.method == "POST" else _filled(user)
    if form.validate_on_submit() and _is_changed(user, form):
        return redirect(url_for("assignments.assign_person", user_id=user.id))
    page = render_template("assignments/change_account.html", form=form, user=user)
    return page, 422 if form.errors else 200


def _filled(user: User) -> ChangeAccountForm:
    roles = [role.name for role in user.roles]
    return ChangeAccountForm(data={"full_name": user.full_name, "email": user.email, "roles": roles})


def _is_changed(user: User, form: ChangeAccountForm) -> bool:
    try:
        with transaction():
            services.change_account(
                actor=current_user,
                user=user,
                full_name=form.full_name.data or "",
                email=form.email.data,
                roles=[RoleCode(code) for code in form.roles.data or []],
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return False
    return True


@requires(Permission.MANAGE_USERS)
def reset_account(user_id: int) -> ResponseReturnValue:
    """A one-time password for somebody who lost theirs."""
    user = load_user(user_id)
    (password,) = issue_passwords(1)
    with transaction():
        services.reset_password(
            actor=current_user,
            user=user,
            password=password.plain,
            password_hash=password.hashed,
            now=now(),
        )
    return _show_once(user, password.plain)


@requires(Permission.MANAGE_USERS)
def account_slip(user_id: int) -> ResponseReturnValue:
    """The one-time password just shown, as a slip to print; kept nowhere, so the page sends it back."""
    user, password = load_user(user_id), request.form.get("password", "")
    if not (user.must_change_password and services.is_password_of(user, password)):
        raise DomainError(_("Mật khẩu này không còn dùng được. Cấp lại mật khẩu rồi in phiếu mới."))
    return slips_answer(list(zip(describe_people([user]), [password], strict=True)))


@requires(Permission.MANAGE_USERS)
def set_account_active(user_id: int) -> ResponseReturnValue:
    """Close an account or open it again."""
    user, active = load_user(user_id), request.form.get("active") == "yes"
    with transaction():
        services.set_active(actor=current_user, user=user, active=active, now=now())
    if active:
        flash(_("Đã mở khóa tài khoản %(name)s.", name=user.username), "info")
    else:
        flash(_("Đã khóa tài khoản %(name)s.", name=user.username), "info")
    return redirect(url_for("assignments.assign_person", user_id=user.id))


def _show_once(user: User, password: str) -> ResponseReturnValue:
    page = render_template("assignments/one_time_password.html", user=user, password=password)
    return page, {"Cache-Control": "no-store"}


def load_user(user_id: int) -> User:
    """The account, or NotFound."""
    user = queries.find_user(user_id)
    if user is None:
        raise NotFound(_("Không có tài khoản này. Có thể nó thuộc một cơ sở dữ liệu khác."))
    return user
