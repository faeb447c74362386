"""Checks done by a group, returns for revision, second checks and objections."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
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
