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

from foundation.permissions import Permission, can

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
MARK = "__access__"
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static"})
SIGN_IN = "accounts.sign_in"
CHANGE_PASSWORD = "accounts.change_password"  # noqa: S105 - an endpoint
OPEN_TO_FIRST_PASSWORD = frozenset(
    {CHANGE_PASSWORD, "accounts.sign_out", "accounts.set_language", "accounts.set_theme"}
)


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
        if request.method == "POST":
            raise Unauthorized
        return redirect(url_for(SIGN_IN, next=request.full_path.rstrip("?")))
    if access is None or not can(current_user, Permission(access)):
        raise Forbidden
    if current_user.must_change_password and request.endpoint not in OPEN_TO_FIRST_PASSWORD:
        flash(_("Đây là mật khẩu dùng một lần. Đặt mật khẩu của riêng bạn để tiếp tục."), "wait")
        return redirect(url_for(CHANGE_PASSWORD))
    return None
