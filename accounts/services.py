"""Making accounts, checking passwords, changing them. The sample accounts are in `accounts.sample`."""

import secrets
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_security import hash_password, verify_and_update_password

from accounts.models import Role, User
from accounts.queries import find_user_by_name, list_roles, lock_administrators
from accounts.rules import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    USERNAME,
    can_manage_accounts,
    canonical,
    is_long_enough,
    veiled,
)
from accounts.throttling import forget_failures, note_failure, wait_before_next
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, Actor, RoleCode
from history.services import record

# No letter or digit that is mistaken for another when read from a screen or a slip of paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class TooManyAttemptsError(DomainError):
    """A name was guessed at too often from one place."""

    status = 429


def authenticate(name: str, password: str, *, address: str, now: datetime) -> User | None:
    """The person whom name and password prove, or None; a failure is remembered.

    Raises TooManyAttemptsError, without looking at the password, while this address must wait.
    """
    refuse_while_waiting(name, address, now)
    user = find_user_by_name(name)
    if _is_proved(user, password):
        forget_failures(name, address)
        return user
    remember_failure(name, address, user, now)
    return None


def refuse_while_waiting(name: str, address: str, now: datetime) -> None:
    """Raise TooManyAttemptsError while this address must wait before it may try this name again."""
    wait = wait_before_next(name, address, now)
    if wait > timedelta(0):
        minutes = -(-wait // timedelta(minutes=1))
        raise TooManyAttemptsError(
            _(
                "Đã nhập sai nhiều lần. Thử lại sau %(minutes)s phút, hoặc hỏi quản trị hệ thống.",
                minutes=minutes,
            )
        )


def remember_failure(name: str, address: str, user: User | None, now: datetime) -> None:
    """Count a wrong password or code; the one that locks the door goes into the record.

    What was typed as a name is not recorded where it names nobody: it may be a password.
    """
    note_failure(name, address, now)
    if wait_before_next(name, address, now) > timedelta(0):
        subject = ("user", user.id) if user else ("address", address)
        after = {"address": address}
        record(actor=SYSTEM, action="account:locked-out", subject=subject, after=after, now=now)


def note_signed_in(*, user: User, address: str, step: str, now: datetime) -> None:
    """Somebody came in, by `step`: password, code or recovery."""
    after = {"address": address, "step": step}
    record(actor=user, action="account:signed-in", subject=("user", user.id), after=after, now=now)


def note_signed_out(*, user: User, now: datetime) -> None:
    """Somebody left."""
    record(actor=user, action="account:signed-out", subject=("user", user.id), now=now)


def is_password_of(user: User, password: str) -> bool:
    """Whether this is the person's password, however the keyboard composes it."""
    return bool(verify_and_update_password(_normal(password), user))


def _is_proved(user: User | None, password: str) -> bool:
    """An unknown or closed account costs the same time as a wrong password, so names cannot be probed."""
    if user is None or not user.active:
        hash_password(_normal(password))
        return False
    return bool(verify_and_update_password(_normal(password), user))


def create_user(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    password: str,
    password_hash: str | None = None,
    roles: Iterable[RoleCode],
    email: str | None = None,
    must_change_password: bool = True,
    is_sample: bool = False,
    now: datetime,
) -> User:
    """Make an account. `password_hash` is that of the password where it was made ahead, by `hash_of`: a hash
    takes long, and many of them must not keep the database locked.

    Raises NotAllowed where the actor may not, DomainError beside a field that breaks a rule, Conflict where
    the name is taken.
    """
    _require_manager(actor)
    username = canonical(username)
    roles = _required_roles(roles)
    _check_username(username)
    _check_password(password)
    if email:
        _check_email(email)
    user = User(
        username=username,
        email=canonical(email) if email else None,
        full_name=full_name.strip(),
        password=password_hash or hash_of(password),
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        must_change_password=must_change_password,
        is_sample=is_sample,
        created_at=now,
        roles=_ensure_roles(roles),
    )
    db.session.add(user)
    db.session.flush()
    after = {"username": username, "full_name": user.full_name, "roles": sorted(user.role_codes)}
    record(actor=actor, action="account:created", subject=("user", user.id), after=after, now=now)
    return user


def _require_manager(actor: Actor) -> None:
    if not can_manage_accounts(actor):
        raise NotAllowed(_("Chỉ quản trị hệ thống được lập, sửa, khóa tài khoản và cấp mật khẩu."))


def _required_roles(roles: Iterable[RoleCode]) -> list[RoleCode]:
    wanted = sorted(set(roles))
    if not wanted:
        raise DomainError(_("Chọn ít nhất một vai trò."), field="roles")
    return wanted


def change_account(
    *,
    actor: Actor,
    user: User,
    full_name: str,
    email: str | None,
    roles: Iterable[RoleCode],
    now: datetime,
) -> None:
    """Change whose account it is and what it may do; its account name stays.

    Raises NotAllowed where the actor may not, DomainError beside a field, Conflict where the e-mail is
    another's, or where nobody would be left to administer.
    """
    _require_manager(actor)
    wanted, email = _required_roles(roles), canonical(email) if email else None
    if email and email != user.email:
        _check_email(email)
    if RoleCode.ADMIN not in wanted:
        _keep_an_administrator(user, field="roles")
    before = _as_recorded(user)
    user.full_name, user.email = full_name.strip(), email
    if {role.name for role in user.roles} != set(wanted):
        user.roles = _ensure_roles(wanted)
    db.session.flush()
    if (after := _as_recorded(user)) == before:
        return
    record(
        actor=actor, action="account:changed", subject=("user", user.id), before=before, after=after, now=now
    )


def _as_recorded(user: User) -> dict[str, object]:
    roles = sorted(role.name for role in user.roles)
    return {"full_name": user.full_name, "email": veiled(user.email), "roles": roles}


def _keep_an_administrator(user: User, field: str | None = None) -> None:
    """The rows are held until the transaction ends, so that two administrators cannot close each other."""
    administrators = lock_administrators()
    if {one.id for one in administrators} == {user.id}:
        raise Conflict(
            _("Đây là quản trị hệ thống duy nhất đang mở. Giao vai trò quản trị cho người khác trước."),
            field=field,
        )


def _check_username(username: str) -> None:
    if not USERNAME.fullmatch(username):
        raise DomainError(
            _("Tên đăng nhập gồm 2 đến 60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch nối."),
            field="username",
        )
    if find_user_by_name(username) is not None:
        raise Conflict(_("Tên đăng nhập “%(name)s” đã có. Chọn tên khác.", name=username), field="username")


def _check_email(email: str) -> None:
    if find_user_by_name(email) is not None:
        raise Conflict(_("Thư điện tử này đã thuộc về một tài khoản khác."), field="email")


def _ensure_roles(codes: Iterable[RoleCode]) -> list[Role]:
    wanted = sorted(set(codes))
    known = {role.name: role for role in list_roles(wanted)}
    return [known.get(code) or Role(name=code.value) for code in wanted]


def change_password(*, user: User, current: str, new: str, now: datetime) -> None:
    """A person changes their own password; every other session of theirs ends."""
    if not verify_and_update_password(_normal(current), user):
        raise DomainError(_("Mật khẩu hiện tại chưa đúng. Nhập lại."), field="password")
    if _normal(current) == _normal(new):
        raise DomainError(_("Mật khẩu mới trùng mật khẩu cũ. Đặt mật khẩu khác."), field="new_password")
    _check_password(new, user)
    _set_password(user, hash_of(new), must_change=False)
    record(actor=user, action="account:password-changed", subject=("user", user.id), now=now)


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return str(hash_password(_normal(password)))


def reset_password(
    *, actor: Actor, user: User, now: datetime, password: str | None = None, password_hash: str | None = None
) -> str:
    """Give the account a one-time password and return it; it is kept nowhere and must be changed at once.
    Both are made here unless they were made ahead, as for `create_user`.
    """
    _require_manager(actor)
    password = password or one_time_password()
    _set_password(user, password_hash or hash_of(password), must_change=True)
    record(actor=actor, action="account:password-reset", subject=("user", user.id), now=now)
    return password


def set_active(*, actor: Actor, user: User, active: bool, now: datetime) -> None:
    """Close an account, which ends its sessions at once, or open it again. Nobody closes their own; the last
    administrator stays open.
    """
    _require_manager(actor)
    if user.id == actor.actor_id and not active:
        raise NotAllowed(_("Không tự khóa tài khoản của mình được. Nhờ một quản trị khác."))
    if user.active == active:
        return
    if not active:
        _keep_an_administrator(user)
    user.active = active
    user.fs_uniquifier = uuid.uuid4().hex
    action = "account:opened" if active else "account:closed"
    record(actor=actor, action=action, subject=("user", user.id), now=now)


def one_time_password() -> str:
    """Four groups of four signs, about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _sign in range(4)) for _group in range(4))


def set_language(*, user: User, language: str) -> None:
    """Keep the language in which this person reads."""
    user.language = language


def set_theme(*, user: User, theme: str) -> None:
    """Keep the theme in which this person reads."""
    user.theme = theme


def _set_password(user: User, password_hash: str, *, must_change: bool) -> None:
    user.password = password_hash
    user.must_change_password = must_change
    user.fs_uniquifier = uuid.uuid4().hex


def _check_password(password: str, user: User | None = None) -> None:
    if not is_long_enough(password):
        raise DomainError(
            _(
                "Mật khẩu dài từ %(least)s đến %(most)s ký tự.",
                least=SHORTEST_PASSWORD,
                most=LONGEST_PASSWORD,
            ),
            field="new_password",
        )
    if user is not None and user.username in password.lower():
        raise DomainError(_("Mật khẩu không được chứa tên đăng nhập."), field="new_password")


def _normal(password: str) -> str:
    # Vietnamese keyboards write the same letter as one sign or as several.
    return unicodedata.normalize("NFKC", password)
