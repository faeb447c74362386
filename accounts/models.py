"""People who sign in, their roles, and their failed attempts."""

from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import json_type
from foundation.database import Base, UtcDateTime

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """One role; `name` is a RoleCode."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class User(Base, UserMixin):
    """A person, or a desk shared by few, who signs in by account name or e-mail; both kept in lower case.

    `totp_secret` is encrypted with the installation's key and None while two-factor is off;
    `totp_last_counter` is the last time step whose code was used, so that none works twice;
    `recovery_hashes` are the hashes of the recovery codes still unused.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    # The mixin expects an e-mail everywhere; here a desk may have none.
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # type: ignore[assignment]
    full_name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="vi")
    theme: Mapped[str] = mapped_column(String(5), default="light")
    is_sample: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_last_counter: Mapped[int | None] = mapped_column(BigInteger)
    recovery_hashes: Mapped[list[str]] = mapped_column(
        MutableList.as_mutable(json_type()), default=list, server_default="[]"
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary=user_role, lazy="selectin", order_by=Role.id
    )

    @property
    def role_codes(self) -> frozenset[str]:
        """The codes of this person's roles; none while the account is closed."""
        return frozenset(role.name for role in self.roles) if self.active else frozenset()

    @property
    def actor_id(self) -> int | None:
        """Who this is in the record."""
        return self.id

    @property
    def actor_name(self) -> str:
        """How the record names this person."""
        return self.full_name


class SignInFailure(Base):
    """One wrong password: for which name, from which address. Old rows are removed as new ones come."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index(None, "name", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
