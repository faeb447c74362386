"""Making accounts together with what they are tied to: one, or a whole table, or nothing of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext as _

from accounts.issuing import OneTimePassword
from accounts.models import User
from accounts.services import create_user, reset_password
from assignments.models import ChargeKind
from assignments.services import assign_charge, assign_duty, assign_unit
from assignments.sheet_values import NewAccount, Sheet
from foundation.errors import DomainError
from foundation.permissions import Actor, RoleCode
from participants.models import Participant


def create_account(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    email: str | None,
    roles: Iterable[RoleCode],
    units: Iterable[Participant],
    password: OneTimePassword,
    now: datetime,
) -> User:
    """Make an account that acts for these units. Raises as `create_user` and `assign_unit` do."""
    user = create_user(
        actor=actor,
        username=username,
        full_name=full_name,
        email=email,
        roles=roles,
        password=password.plain,
        password_hash=password.hashed,
        now=now,
    )
    for unit in units:
        assign_unit(actor=actor, user=user, participant=unit, now=now)
    return user


def create_accounts(
    *, actor: Actor, sheet: Sheet, passwords: Sequence[OneTimePassword], now: datetime
) -> list[User]:
    """Make every account of a table, each with its password. Raises DomainError where the table has faults;
    whoever calls undoes the transaction, so nothing is applied by halves.
    """
    if sheet.faults:
        raise DomainError(_("Bảng còn %(count)s chỗ cần sửa.", count=len(sheet.faults)))
    return [_create(actor, *pair, now) for pair in zip(sheet.accounts, passwords, strict=True)]


def _create(actor: Actor, wanted: NewAccount, password: OneTimePassword, now: datetime) -> User:
    user = create_account(
        actor=actor,
        username=wanted.username,
        full_name=wanted.full_name,
        email=wanted.email,
        roles=wanted.roles,
        units=wanted.units,
        password=password,
        now=now,
    )
    for cluster in wanted.heads:
        assign_charge(actor=actor, user=user, cluster=cluster, kind=ChargeKind.HEAD, now=now)
    for cluster in wanted.watches:
        assign_charge(actor=actor, user=user, cluster=cluster, kind=ChargeKind.COUNCIL, now=now)
    for type_code, within in wanted.duties:
        assign_duty(actor=actor, user=user, type_code=type_code, cluster=within, now=now)
    return user


def reissue_passwords(
    *, actor: Actor, users: Sequence[User], passwords: Sequence[OneTimePassword], now: datetime
) -> None:
    """New one-time passwords for accounts whose first one was not used. Raises DomainError where one of them
    was meanwhile, so that nobody loses a password of their own.
    """
    for user, password in zip(users, passwords, strict=True):
        if not (user.active and user.must_change_password):
            raise DomainError(
                _(
                    "%(name)s đã đặt mật khẩu riêng hoặc đã khóa. Tải lại trang rồi chọn lại.",
                    name=user.full_name,
                )
            )
        reset_password(
            actor=actor, user=user, password=password.plain, password_hash=password.hashed, now=now
        )
