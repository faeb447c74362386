"""Messages in each person's inbox, the letters made of them, and who wants no letter of a kind."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import choice_type
from foundation.database import Base, UtcDateTime


class MessageKind(StrEnum):
    """Why somebody is told something; each person chooses by kind what also comes by e-mail."""

    REMINDER = "reminder"
    RETURNED = "returned"
    CHANGED = "changed"
    ANSWERED = "answered"
    WORK = "work"
    STAGE = "stage"
    MORNING = "morning"
    NOTICE = "notice"


class LetterState(StrEnum):
    """`kept` letters stay in the outbox since no mail server is set up; `doubtful` ones were being sent when
    the process ended, and only a person decides whether to send them again.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    KEPT = "kept"


class Message(Base):
    """One message to one person. `occasion` names what it is about, so that the same is never said twice;
    `path` is the page inside the product where it leads.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("user_id", "occasion"),
        Index(None, "user_id", "id"),
        Index(None, "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[MessageKind] = mapped_column(choice_type(MessageKind))
    title: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text, default="")
    path: Mapped[str | None] = mapped_column(String(500))
    sender_name: Mapped[str] = mapped_column(String(200))
    occasion: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
    letter: Mapped["Letter | None"] = relationship(back_populates="message")


class Letter(Base):
    """The e-mail of a message. `letter_id` is its Message-ID, the same at every attempt."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "state", "next_attempt_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    letter_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[LetterState] = mapped_column(choice_type(LetterState), default=LetterState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)

    message: Mapped[Message] = relationship(back_populates="letter")


class MailRefusal(Base):
    """A person wants no letter of this kind; the message still stands in the inbox."""

    __tablename__ = "mail_refusal"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[MessageKind] = mapped_column(choice_type(MessageKind), primary_key=True)
