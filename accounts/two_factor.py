"""Signing in with a second step: setting it up, proving it, turning it off, resetting another's."""

import uuid
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from accounts import two_factor_secrets as codes
from accounts.models import User
from accounts.rules import can_manage_accounts
from accounts.services import is_password_of, refuse_while_waiting, remember_failure
from accounts.throttling import forget_failures
from foundation.access import is_two_factor_required
from foundation.database import lock_row
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record


class Proof(StrEnum):
    """How the second step was proved."""

    CODE = "code"
    RECOVERY = "recovery"


def enable(*, user: User, secret: str, code: str, now: datetime) -> list[str]:
    """Turn the second step on with the first code of the phone; every other session ends.

    Returns the recovery codes, which are kept nowhere. Raises DomainError beside `code`, Conflict where it
    is on already.
    """
    lock_row(User, user.id)
    if user.totp_secret is not None:
        raise Conflict(_("Đăng nhập hai bước đã bật ở một máy khác. Mở lại trang để xem."))
    counter = codes.counter_of(secret, code, last_counter=None, now=now)
    if counter is None:
        raise DomainError(
            _("Mã chưa đúng. Chờ ứng dụng hiện mã mới rồi nhập; giờ của điện thoại phải để tự động."),
            field="code",
        )
    user.totp_secret = codes.seal_secret(secret, user.id)
    user.totp_last_counter = counter
    user.fs_uniquifier = uuid.uuid4().hex
    fresh = _give_recovery_codes(user)
    record(actor=user, action="account:two-factor-enabled", subject=("user", user.id), now=now)
    return fresh


def prove(*, user: User, typed: str, address: str, now: datetime) -> Proof | None:
    """Take a code of the phone or a recovery code, which is used up; None where it is neither.

    Failures count as wrong passwords do, under a name of their own, so that typing the password again does
    not wipe them out. Raises TooManyAttemptsError while this address must wait.
    """
    name = f"code:{user.username}"
    refuse_while_waiting(name, address, now)
    lock_row(User, user.id)
    proof = _take_code(user, typed, now) or _take_recovery_code(user, typed, now)
    if proof is None:
        remember_failure(name, address, user, now)
    else:
        forget_failures(name, address)
    return proof


def _take_code(user: User, typed: str, now: datetime) -> Proof | None:
    secret = codes.open_secret(user.totp_secret or "", user.id)
    counter = secret and codes.counter_of(secret, typed, last_counter=user.totp_last_counter, now=now)
    if not counter:
        return None
    user.totp_last_counter = int(counter)
    return Proof.CODE


def _take_recovery_code(user: User, typed: str, now: datetime) -> Proof | None:
    hashed = codes.hash_recovery_code(typed, user.id)
    if hashed not in user.recovery_hashes:
        return None
    user.recovery_hashes = [one for one in user.recovery_hashes if one != hashed]
    left = {"recovery_codes_left": len(user.recovery_hashes)}
    record(actor=user, action="account:recovery-code-used", subject=("user", user.id), after=left, now=now)
    return Proof.RECOVERY


def renew_recovery_codes(*, user: User, code: str, address: str, now: datetime) -> list[str] | None:
    """Ten new recovery codes in place of the old ones; None where the code is wrong."""
    if prove(user=user, typed=code, address=address, now=now) is None:
        return None
    fresh = _give_recovery_codes(user)
    record(actor=user, action="account:recovery-codes-renewed", subject=("user", user.id), now=now)
    return fresh


def turn_off(*, user: User, password: str, code: str, address: str, now: datetime) -> bool:
    """Back to the password alone; False where the code is wrong.

    Raises NotAllowed where the person's role must have the second step, DomainError beside `password`.
    """
    if is_two_factor_required(user.role_codes):
        raise NotAllowed(_("Vai trò của bạn phải đăng nhập hai bước; không tắt được."))
    if not is_password_of(user, password):
        raise DomainError(_("Mật khẩu chưa đúng. Nhập lại."), field="password")
    if prove(user=user, typed=code, address=address, now=now) is None:
        return False
    _forget(user)
    record(actor=user, action="account:two-factor-disabled", subject=("user", user.id), now=now)
    return True


def reset_two_factor(*, actor: Actor, user: User, now: datetime) -> None:
    """Let somebody who lost the phone in by password alone; their sessions end.

    Nobody resets their own: whoever sits at an open session would need neither password nor code.
    """
    if not can_manage_accounts(actor):
        raise NotAllowed(_("Chỉ quản trị hệ thống đặt lại đăng nhập hai bước."))
    if user.id == actor.actor_id:
        raise NotAllowed(
            _("Không tự đặt lại cho mình được. Nhờ một quản trị khác, hoặc tắt bằng mã dự phòng.")
        )
    if user.totp_secret is None:
        return
    _forget(user)
    user.fs_uniquifier = uuid.uuid4().hex
    record(actor=actor, action="account:two-factor-reset", subject=("user", user.id), now=now)


def is_recovery_code_of(user: User, code: str) -> bool:
    """Whether this is an unused recovery code of the person; it stays unused."""
    return codes.hash_recovery_code(code, user.id) in user.recovery_hashes


def _give_recovery_codes(user: User) -> list[str]:
    fresh = codes.new_recovery_codes()
    user.recovery_hashes = [codes.hash_recovery_code(code, user.id) for code in fresh]
    return fresh


def _forget(user: User) -> None:
    user.totp_secret, user.totp_last_counter, user.recovery_hashes = None, None, []
