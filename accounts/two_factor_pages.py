"""One's own second step: setting it up, new recovery codes, turning it off, the slip to print."""

from typing import cast

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user

from accounts import queries, two_factor
from accounts import two_factor_secrets as secrets
from accounts.models import User
from accounts.recovery_slip import make_slip
from accounts.two_factor_forms import EnterCodeForm, FirstCodeForm, TurnOffForm
from foundation.access import is_two_factor_required, requires
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError, NotFound
from foundation.form_errors import say_beside, show_beside_field
from foundation.json_errors import page_that_asked
from foundation.permissions import Permission

WAITING_SECRET = "two_factor_secret"  # noqa: S105 - the name of a place in the session
STATE = "accounts.two_factor"


def register(blueprint: Blueprint) -> None:
    """Add these pages to the room's blueprint."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/tai-khoan/hai-buoc", "two_factor", two_factor_state)
    blueprint.add_url_rule("/tai-khoan/<int:user_id>/hai-buoc", view_func=reset_two_factor, methods=["POST"])
    blueprint.add_url_rule("/tai-khoan/hai-buoc/thiet-lap", view_func=set_up_two_factor, methods=both)
    blueprint.add_url_rule("/tai-khoan/hai-buoc/ma-du-phong", view_func=renew_recovery_codes, methods=both)
    blueprint.add_url_rule("/tai-khoan/hai-buoc/tat", view_func=turn_off_two_factor, methods=both)
    blueprint.add_url_rule("/tai-khoan/hai-buoc/phieu", view_func=recovery_slip, methods=["POST"])


@requires(Permission.OWN_ACCOUNT)
def two_factor_state() -> ResponseReturnValue:
    """Whether it is on, how many recovery codes are left, and what can be done."""
    user = _me()
    return render_template(
        "accounts/two_factor.html", user=user, required=is_two_factor_required(user.role_codes)
    )


@requires(Permission.OWN_ACCOUNT)
def set_up_two_factor() -> ResponseReturnValue:
    """The QR code, the key as text, and the first code that proves the phone took it."""
    user = _me()
    if user.totp_secret is not None:
        return redirect(url_for(STATE))
    secret = _waiting_secret(user)
    form = FirstCodeForm()
    codes = _enable(user, secret, form) if form.validate_on_submit() else None
    if codes:
        return _show_codes(codes)
    told = secrets.address_of(secret, account=user.username, issuer=_("Chung tay vì người nghèo"))
    page = render_template(
        "accounts/set_up_two_factor.html",
        form=form,
        qr=segno.make(told, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        key=secrets.in_groups(secret),
        required=is_two_factor_required(user.role_codes),
    )
    return _unkept(page, 422 if form.errors else 200)


def _waiting_secret(user: User) -> str:
    """The secret that is being set up, the same when the page is opened again; sealed also in the session."""
    known = secrets.open_secret(session.get(WAITING_SECRET, ""), user.id)
    if known is None:
        known = secrets.new_secret()
        session[WAITING_SECRET] = secrets.seal_secret(known, user.id)
    return known


def _enable(user: User, secret: str, form: FirstCodeForm) -> list[str] | None:
    try:
        with transaction():
            codes = two_factor.enable(user=user, secret=secret, code=form.code.data or "", now=now())
    except DomainError as error:
        show_beside_field(form, error)
        return None
    session.pop(WAITING_SECRET, None)
    # Ending the other sessions renews this one too, so the person stays in.
    login_user(user)
    return codes


@requires(Permission.OWN_ACCOUNT)
def renew_recovery_codes() -> ResponseReturnValue:
    """Ten new recovery codes, for a code of the phone or one of the old ones."""
    user = _me_with_two_factor()
    form = EnterCodeForm()
    if form.validate_on_submit():
        with transaction():
            codes = two_factor.renew_recovery_codes(
                user=user, code=form.code.data or "", address=request.remote_addr or "", now=now()
            )
        if codes:
            return _show_codes(codes)
        say_beside(form.code, _wrong_code())
    return render_template("accounts/renew_recovery_codes.html", form=form), 422 if form.errors else 200


@requires(Permission.OWN_ACCOUNT)
def turn_off_two_factor() -> ResponseReturnValue:
    """Back to the password alone."""
    user = _me_with_two_factor()
    form = TurnOffForm()
    if form.validate_on_submit() and _is_turned_off(user, form):
        flash(_("Đã tắt đăng nhập hai bước. Từ nay chỉ cần mật khẩu."), "info")
        return redirect(url_for(STATE))
    return render_template("accounts/turn_off_two_factor.html", form=form), 422 if form.errors else 200


def _is_turned_off(user: User, form: TurnOffForm) -> bool:
    try:
        with transaction():
            off = two_factor.turn_off(
                user=user,
                password=form.password.data or "",
                code=form.code.data or "",
                address=request.remote_addr or "",
                now=now(),
            )
    except DomainError as error:
        show_beside_field(form, error)
        return False
    if not off:
        say_beside(form.code, _wrong_code())
    return off


@requires(Permission.MANAGE_USERS)
def reset_two_factor(user_id: int) -> ResponseReturnValue:
    """The administrator lets somebody who lost the phone in by password alone."""
    user = queries.find_user(user_id)
    if user is None:
        raise NotFound(_("Không có tài khoản này. Có thể nó thuộc một cơ sở dữ liệu khác."))
    with transaction():
        two_factor.reset_two_factor(actor=_me(), user=user, now=now())
    flash(
        _("Đã đặt lại đăng nhập hai bước của %(name)s. Người này vào bằng mật khẩu.", name=user.full_name),
        "info",
    )
    return redirect(page_that_asked())


@requires(Permission.OWN_ACCOUNT)
def recovery_slip() -> ResponseReturnValue:
    """The recovery codes just shown, as a slip to print; only codes that are the person's and unused."""
    user = _me_with_two_factor()
    codes = request.form.getlist("recovery")
    if not codes or not all(two_factor.is_recovery_code_of(user, code) for code in codes):
        raise NotFound(_("Các mã này đã được thay hoặc đã dùng. Lấy mã mới rồi in."))
    answer = make_response(make_slip(user, codes, now()))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = 'attachment; filename="ma-du-phong.pdf"'
    return _unkept(answer, 200)


def _show_codes(codes: list[str]) -> ResponseReturnValue:
    return _unkept(render_template("accounts/recovery_codes.html", codes=codes), 200)


def _unkept(body: ResponseReturnValue, status: int) -> ResponseReturnValue:
    """An answer that holds a secret: no browser keeps it on disk."""
    answer = make_response(body)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wrong_code() -> str:
    return _("Mã chưa đúng hoặc đã dùng. Chờ ứng dụng hiện mã mới rồi nhập.")


def _me() -> User:
    return cast(User, current_user._get_current_object())  # noqa: SLF001


def _me_with_two_factor() -> User:
    user = _me()
    if user.totp_secret is None:
        raise NotFound(_("Tài khoản này chưa bật đăng nhập hai bước."))
    return user
