"""Finding accounts."""

from collections.abc import Iterable

from sqlalchemy import exists, or_, select

from accounts.models import Role, User
from accounts.rules import canonical
from foundation.database import db, lock_row
from foundation.permissions import RoleCode


def find_user(user_id: int) -> User | None:
    """The account with this number."""
    return db.session.get(User, user_id)


def find_user_by_name(name: str) -> User | None:
    """The account that signs in by this account name or e-mail, in any case."""
    wanted = canonical(name)
    return db.session.scalar(select(User).where(or_(User.username == wanted, User.email == wanted)))


def find_user_by_session_key(key: str) -> User | None:
    """The account whose sessions carry this key; a new password or a closed account changes it."""
    return db.session.scalar(select(User).where(User.fs_uniquifier == key))


def list_users() -> list[User]:
    """Every account, by account name."""
    return list(db.session.scalars(select(User).order_by(User.username)))


def list_users_with_roles(codes: Iterable[str]) -> list[User]:
    """The open accounts that have one of these roles, by account name."""
    query = select(User).where(User.active, User.roles.any(Role.name.in_(set(codes))))
    return list(db.session.scalars(query.order_by(User.username)))


def list_sample_users() -> list[User]:
    """The sample accounts, in the order they were made."""
    return list(db.session.scalars(select(User).where(User.is_sample).order_by(User.id)))


def is_any_user() -> bool:
    """Whether anybody can sign in at all."""
    return bool(db.session.scalar(select(exists(select(User.id)))))


def is_sample_data() -> bool:
    """Whether the product stands on sample accounts, so that each page must say so."""
    return bool(db.session.scalar(select(exists(select(User.id).where(User.is_sample)))))


def list_roles(codes: Iterable[str]) -> list[Role]:
    """The roles with these codes."""
    return list(db.session.scalars(select(Role).where(Role.name.in_(set(codes))).order_by(Role.id)))


def lock_administrators() -> list[User]:
    """The open accounts that administer, held until the transaction ends."""
    role = lock_row(Role, _role_id(RoleCode.ADMIN))
    if role is None:
        return []
    statement = select(User).where(User.active, User.roles.any(Role.id == role.id)).order_by(User.id)
    return list(db.session.scalars(statement))


def _role_id(code: RoleCode) -> int:
    return db.session.scalar(select(Role.id).where(Role.name == code)) or 0
