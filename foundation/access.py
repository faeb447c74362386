"""The door of every view: each endpoint says who may enter, and one guard holds it.

An endpoint without a mark is closed to all, so forgetting the mark cannot open a page.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden, Unauthorized

from foundation.json_errors import ask_to_go, wants_json
from foundation.permissions import Permission, can

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
MARK = "__access__"
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static"})
SIGN_IN = "accounts.sign_in"
CHANGE_PASSWORD = "accounts.change_password"  # noqa: S105 - an endpoint
OPEN_TO_ALL = frozenset({"accounts.sign_out", "accounts.set_language", "accounts.set_theme"})
SET_UP_TWO_FACTOR = "accounts.set_up_two_factor"
TWO_FACTOR_ROLES = "TWO_FACTOR_ROLES"


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view: only a signed-in person with this permission enters."""

    def mark(view: View) -> View:
        setattr(view, MARK, permission)
        return view

    return mark


def public(view: View) -> View:
    """Mark a view: anybody enters, signed in or not."""
    setattr(view, MARK, PUBLIC)
    return view


def access_of(app: Flask, endpoint: str) -> str | None:
    """The mark of an endpoint: a permission, PUBLIC, or None where somebody forgot it."""
    if endpoint in STATIC_ENDPOINTS:
        return PUBLIC
    mark: str | None = getattr(app.view_functions[endpoint], MARK, None)
    return mark


def guard() -> ResponseReturnValue | None:
    """Before each request: let in who may, send visitors to sign in, refuse the others."""
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access == PUBLIC:
        return None
    if not current_user.is_authenticated:
        if request.method == "POST" or wants_json():
            raise Unauthorized
        return redirect(url_for(SIGN_IN, next=request.full_path.rstrip("?")))
    if access is None or not can(current_user, Permission(access)):
        raise Forbidden
    return _first_of_all()


def is_two_factor_required(role_codes: frozenset[str]) -> bool:
    """Whether this installation lets these roles in only with a second factor."""
    roles: frozenset[str] = current_app.config[TWO_FACTOR_ROLES]
    return not roles.isdisjoint(role_codes)


def _first_of_all() -> ResponseReturnValue | None:
    """What a person must do before anything else: a password of their own, then the second factor."""
    if current_user.must_change_password:
        return _go_first(
            CHANGE_PASSWORD, _("Đây là mật khẩu dùng một lần. Đặt mật khẩu của riêng bạn để tiếp tục.")
        )
    if current_user.totp_secret is None and is_two_factor_required(current_user.role_codes):
        return _go_first(
            SET_UP_TWO_FACTOR,
            _("Vai trò của bạn phải đăng nhập hai bước. Thiết lập xong thì mọi trang mở ra."),
        )
    return None


def _go_first(endpoint: str, why: str) -> ResponseReturnValue | None:
    if request.endpoint == endpoint or request.endpoint in OPEN_TO_ALL:
        return None
    if wants_json():
        return ask_to_go(url_for(endpoint))
    flash(why, "wait")
    return redirect(url_for(endpoint))
