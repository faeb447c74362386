"""Criteria sets: versions of the criteria document of one year."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import choice_type
from foundation.database import Base, UtcDateTime


class CriteriaSetStatus(StrEnum):
    """A draft may change; a published set never does; a retired one has been followed by another."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CriteriaSet(Base):
    """One version of the criteria document, which holds every participant type. At most one version
    of a year is published; `sha256` is the hash of the document's UTF-8 text.
    """

    __tablename__ = "criteria_set"
    __table_args__ = (
        UniqueConstraint("movement_year_id", "version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_hexadecimal"),
        CheckConstraint("(status = 'draft') = (published_at IS NULL)", name="published_at_unless_draft"),
        Index(
            "uq_criteria_set_published",
            "movement_year_id",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    version: Mapped[int] = mapped_column(SmallInteger)
    status: Mapped[CriteriaSetStatus] = mapped_column(
        choice_type(CriteriaSetStatus), default=CriteriaSetStatus.DRAFT
    )
    document: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    created_by: Mapped[User | None] = relationship()
