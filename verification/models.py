"""Checks done by a group, returns for revision, second checks, objections, and grounds laid and lifted."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import choice_type, json_type
from foundation.database import Base, UtcDateTime
from scorecards.models import Scorecard


class GroupCheck(Base):
    """The commune, or the head of the cluster, has done its check of what was submitted at `of_submission`;
    or the office went on without waiting, and `waived` says why. A later submission waits for a check anew.
    """

    __tablename__ = "group_check"
    __table_args__ = (UniqueConstraint("scorecard_id", "of_submission"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    of_submission: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    waived: Mapped[str] = mapped_column(String(500), default="", server_default="")

    scorecard: Mapped[Scorecard] = relationship()
    done_by: Mapped[User | None] = relationship()


class Return(Base):
    """A scorecard sent back for revision: why, by criterion, and what was said of the whole."""

    __tablename__ = "scorecard_return"
    __table_args__ = (Index(None, "scorecard_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    reasons: Mapped[dict[str, str]] = mapped_column(MutableDict.as_mutable(json_type()), default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    scorecard: Mapped[Scorecard] = relationship()
    returned_by: Mapped[User | None] = relationship()


class SecondCheck(Base):
    """A second, blind check of one criterion: who does it sees the claim and the evidence, not the first
    verifier's figure. `entry` is None until it is made; `settled_entry` is what the office decided where
    the two differ.
    """

    __tablename__ = "second_check"
    __table_args__ = (UniqueConstraint("scorecard_id", "criterion"), Index(None, "assigned_to_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(40))
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entry: Mapped[Any | None] = mapped_column(json_type())
    reason: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_entry: Mapped[Any | None] = mapped_column(json_type())
    settled_reason: Mapped[str] = mapped_column(Text, default="")

    scorecard: Mapped[Scorecard] = relationship()
    assigned_to: Mapped[User | None] = relationship(foreign_keys=[assigned_to_id])
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])


class Answer(StrEnum):
    """What the office says to an objection."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


class Objection(Base):
    """A unit objects to what was verified of one criterion; the office answers. Both are kept."""

    __tablename__ = "objection"
    __table_args__ = (Index(None, "scorecard_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    wanted: Mapped[Any | None] = mapped_column(json_type())
    verified: Mapped[Any | None] = mapped_column(json_type())
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[Answer | None] = mapped_column(choice_type(Answer))
    answer_text: Mapped[str] = mapped_column(Text, default="")
    answered_entry: Mapped[Any | None] = mapped_column(json_type())
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    scorecard: Mapped[Scorecard] = relationship()
    raised_by: Mapped[User | None] = relationship(foreign_keys=[raised_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])


class MarkKind(StrEnum):
    """Bars from rank and award; or keeps both back until it is lifted (Decree 152/2025, Article 4.4)."""

    EXCLUSION = "exclusion"
    HOLD = "hold"


class Mark(Base):
    """One ground of the criteria document laid on a scorecard, and lifted since or not; `name` is the
    document's words of that day. What an evaluation reads are the codes on the scorecard itself: they and the
    marks in force change together (`verification.marking`).
    """

    __tablename__ = "scorecard_mark"
    __table_args__ = (
        Index(None, "scorecard_id"),
        Index(
            "uq_scorecard_mark_in_force",
            "scorecard_id",
            "code",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    kind: Mapped[MarkKind] = mapped_column(choice_type(MarkKind))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    laid_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    scorecard: Mapped[Scorecard] = relationship()
    deeds: Mapped[list["MarkDeed"]] = relationship(
        back_populates="mark", order_by="MarkDeed.id", cascade="all, delete-orphan"
    )

    @property
    def stands(self) -> bool:
        """Whether it is in force."""
        return self.lifted_at is None

    @property
    def laid(self) -> "MarkDeed | None":
        """Who laid it and on what; None for one from before such things were kept apart from the record."""
        return next((one for one in self.deeds if one.lays), None)

    @property
    def lifted(self) -> "MarkDeed | None":
        """Who lifted it and on what."""
        return next((one for one in self.deeds if not one.lays), None)


class MarkDeed(Base):
    """That a mark was laid (`lays`) or lifted: by whom, when, on what ground, by which paper. The file, where
    there is one, lies in the store of evidence and is shown to who works on the awards alone.
    """

    __tablename__ = "scorecard_mark_deed"
    __table_args__ = (UniqueConstraint("mark_id", "lays"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mark_id: Mapped[int] = mapped_column(ForeignKey("scorecard_mark.id", ondelete="CASCADE"))
    lays: Mapped[bool]
    ground: Mapped[str] = mapped_column(String(500), default="", server_default="")
    paper: Mapped[str] = mapped_column(String(120), default="", server_default="")
    paper_date: Mapped[date | None] = mapped_column(Date)
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255), default="", server_default="")
    file_type: Mapped[str] = mapped_column(String(100), default="", server_default="")
    file_size: Mapped[int] = mapped_column(Integer, default=0, server_default="0")

    mark: Mapped[Mark] = relationship(back_populates="deeds")
    done_by: Mapped[User | None] = relationship()
