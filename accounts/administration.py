"""The administrator's pages: who has an account, new ones, lost passwords."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries, services
from accounts.forms import AccountForm
from accounts.models import User
from accounts.rules import ROLE_NAMES
from foundation.access import requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission, RoleCode


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    blueprint.add_url_rule("/tai-khoan", view_func=list_accounts)
    blueprint.add_url_rule("/tai-khoan/moi", view_func=create_account, methods=["GET", "POST"])
    blueprint.add_url_rule("/tai-khoan/<int:user_id>/mat-khau", view_func=reset_account, methods=["POST"])
    blueprint.add_url_rule(
        "/tai-khoan/<int:user_id>/hieu-luc", view_func=set_account_active, methods=["POST"]
    )


@requires(Permission.MANAGE_USERS)
def list_accounts() -> ResponseReturnValue:
    """Every account."""
    return render_template("accounts/list_accounts.html", users=queries.list_users(), names=ROLE_NAMES)


@requires(Permission.MANAGE_USERS)
def create_account() -> ResponseReturnValue:
    """A new account, with a one-time password that is shown once."""
    form = AccountForm()
    made = _make(form) if form.validate_on_submit() else None
    if made:
        return _show_once(*made)
    return render_template("accounts/create_account.html", form=form), 422 if form.errors else 200


def _make(form: AccountForm) -> tuple[User, str] | None:
    password = services.one_time_password()
    try:
        with transaction():
            user = services.create_user(
                actor=current_user,
                username=form.username.data or "",
                full_name=form.full_name.data or "",
                email=form.email.data,
                password=password,
                roles=[RoleCode(form.role.data)],
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return None
    return user, password


@requires(Permission.MANAGE_USERS)
def reset_account(user_id: int) -> ResponseReturnValue:
    """A one-time password for somebody who lost theirs."""
    user = _load(user_id)
    with transaction():
        password = services.reset_password(actor=current_user, user=user, now=now())
    return _show_once(user, password)


@requires(Permission.MANAGE_USERS)
def set_account_active(user_id: int) -> ResponseReturnValue:
    """Close an account or open it again."""
    with transaction():
        services.set_active(
            actor=current_user, user=_load(user_id), active=request.form.get("active") == "yes", now=now()
        )
    return redirect(url_for("accounts.list_accounts"))


def _show_once(user: User, password: str) -> ResponseReturnValue:
    return render_template("accounts/one_time_password.html", user=user, password=password)


def _load(user_id: int) -> User:
    user = queries.find_user(user_id)
    if user is None:
        raise NotFound(_("Không có tài khoản này. Có thể nó thuộc một cơ sở dữ liệu khác."))
    return user
