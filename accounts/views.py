"""Signing in and out, one's own password, language and theme."""

from typing import cast

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh
from flask_security import current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf

from accounts import second_step, services, two_factor_pages
from accounts.forms import ChangePasswordForm, SignInForm
from accounts.models import User
from foundation.access import public, requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.form_errors import show_beside_field
from foundation.permissions import Permission
from foundation.preferences import LANGUAGES, THEMES
from foundation.redirects import inside

blueprint = Blueprint("accounts", __name__)
second_step.register(blueprint)
two_factor_pages.register(blueprint)
HOME = "home.index"


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """The door."""
    target = inside(request.args.get("next"), url_for(HOME))
    if current_user.is_authenticated:
        return redirect(target)
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    user = _authenticated(form)
    if user is None:
        return render_template("accounts/sign_in.html", form=form, refused=True), 422
    return second_step.ask_for_code(user, target) if user.totp_secret else second_step.enter(user, target)


def _authenticated(form: SignInForm) -> User | None:
    """Who proved a password; one without a second step is in, and so in the record."""
    address = request.remote_addr or ""
    with transaction():
        user = services.authenticate(
            form.name.data or "", form.password.data or "", address=address, now=now()
        )
        if user and not user.totp_secret:
            services.note_signed_in(user=user, address=address, step="password", now=now())
    return user


@blueprint.get("/phien")
@public
def session_state() -> ResponseReturnValue:
    """For the scripts of our pages: whether the session still holds, whose it is, and its token."""
    user_id = current_user.id if current_user.is_authenticated else None
    answer = jsonify(signed_in=user_id is not None, csrf_token=generate_csrf(), user_id=user_id)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/dang-xuat")
@public
def sign_out() -> ResponseReturnValue:
    """Leave; safe to repeat."""
    if current_user.is_authenticated:
        with transaction():
            services.note_signed_out(user=_me(), now=now())
    logout_user()
    session.clear()
    flash(_("Đã đăng xuất."), "info")
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/tai-khoan/mat-khau", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """One's own password; also the first stop of a person with a one-time password."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and _is_password_changed(form):
        flash(_("Đã đổi mật khẩu. Các máy khác đang đăng nhập bằng tài khoản này đã bị đăng xuất."), "info")
        return redirect(url_for(HOME))
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200


def _is_password_changed(form: ChangePasswordForm) -> bool:
    # Ending the other sessions renews this one too, so the person stays in.
    user = _me()
    try:
        with transaction():
            services.change_password(
                user=user, current=form.password.data or "", new=form.new_password.data or "", now=now()
            )
    except DomainError as error:
        show_beside_field(form, error)
        return False
    login_user(user)
    return True


@blueprint.post("/ngon-ngu")
@public
def set_language() -> ResponseReturnValue:
    """Read the product in the other language."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    if current_user.is_authenticated:
        with transaction():
            services.set_language(user=current_user, language=language)
    refresh()
    return redirect(inside(request.form.get("next"), url_for(HOME)))


@blueprint.post("/giao-dien")
@public
def set_theme() -> ResponseReturnValue:
    """Light or dark."""
    theme = request.form.get("theme", "")
    if theme not in THEMES:
        abort(400)
    session["theme"] = theme
    if current_user.is_authenticated:
        with transaction():
            services.set_theme(user=current_user, theme=theme)
    return redirect(inside(request.form.get("next"), url_for(HOME)))


def _me() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001
