"""Participants of the movement, one tree, and the clusters in which they compete."""

from datetime import date
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import json_type
from foundation.database import Base
from foundation.vietnamese import KEY_LENGTH


class Cluster(Base):
    """A cụm or khối thi đua: participants of one type that compete with one another."""

    __tablename__ = "cluster"
    __table_args__ = (UniqueConstraint("type_code", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    type_code: Mapped[str] = mapped_column(String(40))
    supervisor_note: Mapped[str | None] = mapped_column(String(200))
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    participants: Mapped[list["Participant"]] = relationship(back_populates="cluster")


class Participant(Base):
    """A unit, household, enterprise or person that takes part.

    `type_code` is the code of a participant type in the criteria document. `precedence` orders units
    by rank before their names (a town before the communes). `title` is what a printed list shows
    beside a person's name. A code may be given again to another unit after a merger, so it is unique
    only among those in force.
    """

    __tablename__ = "participant"
    __table_args__ = (
        Index(
            "uq_participant_code_in_force",
            "type_code",
            "code",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="valid_period_ordered"
        ),
        Index(None, "type_code", "precedence", "sort_key"),
        Index(
            None,
            "cluster_id",
            "precedence",
            "sort_key",
            sqlite_where=text("cluster_id IS NOT NULL"),
            postgresql_where=text("cluster_id IS NOT NULL"),
        ),
        Index(None, "parent_id", "type_code", "precedence", "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    precedence: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    title: Mapped[str | None] = mapped_column(String(200))
    type_code: Mapped[str] = mapped_column(String(40))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    attributes: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(json_type()), default=dict)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    parent: Mapped["Participant | None"] = relationship(
        remote_side="Participant.id", back_populates="children"
    )
    children: Mapped[list["Participant"]] = relationship(back_populates="parent")
    cluster: Mapped["Cluster | None"] = relationship(back_populates="participants")

    def is_valid_on(self, day: date) -> bool:
        """Whether the participant exists on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
