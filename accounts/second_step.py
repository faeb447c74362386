"""Between the password and the code: who is half signed in, kept in the session for a few minutes."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user

from accounts import queries, services, two_factor
from accounts.models import User
from accounts.two_factor_forms import EnterCodeForm
from foundation.access import SIGN_IN, public
from foundation.clock import now
from foundation.database import transaction
from foundation.error_pages import begin_session
from foundation.form_errors import say_beside
from foundation.redirects import inside

HALF = "half_signed_in"
LASTS = timedelta(minutes=5)


def register(blueprint: Blueprint) -> None:
    """Add the page of the second step to the room's blueprint."""
    blueprint.add_url_rule("/dang-nhap/ma", view_func=enter_code, methods=["GET", "POST"])


def ask_for_code(user: User, target: str) -> ResponseReturnValue:
    """The password was right: remember who it is, and ask for the second step."""
    until = now() + LASTS
    session[HALF] = {"key": user.fs_uniquifier, "until": until.isoformat(), "next": target}
    return redirect(url_for("accounts.enter_code"))


def enter(user: User, target: str) -> ResponseReturnValue:
    """Let the person in, with a session that holds nothing of the visitor before."""
    begin_session()
    login_user(user)
    return redirect(target)


@public
def enter_code() -> ResponseReturnValue:
    """The code of the phone, or a recovery code, by whoever just typed the right password."""
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    half = session.get(HALF, {})
    user = _who(half)
    if user is None:
        session.pop(HALF, None)
        flash(_("Đã quá 5 phút kể từ khi nhập mật khẩu. Nhập lại mật khẩu."), "wait")
        return redirect(url_for(SIGN_IN, next=half.get("next")))
    form = EnterCodeForm()
    proof = _prove(user, form) if form.validate_on_submit() else None
    if proof:
        answer = enter(user, inside(half["next"], url_for("home.index")))
        if proof is two_factor.Proof.RECOVERY:
            flash(_left(user), "wait")
        return answer
    return render_template("accounts/enter_code.html", form=form, user=user), 422 if form.errors else 200


def _who(half: dict[str, str]) -> User | None:
    """Who is half signed in; nobody after the time, or once the password or the account changed."""
    if not half or datetime.fromisoformat(half["until"]) <= now():
        return None
    user = queries.find_user_by_session_key(half["key"])
    return user if user and user.active and user.totp_secret else None


def _prove(user: User, form: EnterCodeForm) -> two_factor.Proof | None:
    address = request.remote_addr or ""
    with transaction():
        proof = two_factor.prove(user=user, typed=form.code.data or "", address=address, now=now())
        if proof:
            services.note_signed_in(user=user, address=address, step=proof.value, now=now())
    if proof is None:
        say_beside(
            form.code,
            _("Mã chưa đúng hoặc đã dùng. Chờ ứng dụng hiện mã mới, hoặc dùng một mã dự phòng khác."),
        )
    return proof


def _left(user: User) -> str:
    left = len(user.recovery_hashes)
    if left:
        return _("Mã dự phòng vừa dùng không dùng lại được. Còn %(count)s mã.", count=left)
    return _("Đó là mã dự phòng cuối cùng. Vào “Đăng nhập hai bước” để lấy mã mới.")
