"""What was handed in and waits for a person to say yes to its preview."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import CompressedText
from foundation.database import Base, UtcDateTime


class PendingEntry(Base):
    """A grid or form that was read and shown as a preview. `content` is its JSON; `kind` says of what, and
    `subject_id` of whom (a scorecard, or the unit whose households they are). Taken or thrown away by the
    person who handed it in; rows older than a day are removed.
    """

    __tablename__ = "pending_entry"
    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(CompressedText)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
