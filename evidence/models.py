"""Files that units have handed in."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.database import Base, UtcDateTime
from participants.models import Participant


class EvidenceFile(Base):
    """One file of one unit in one year; its content is kept once under its SHA-256, whoever handed it in.

    `received_sha256` is the hash of the bytes as they were sent, which the receipt prints; it differs from
    `sha256` where a photograph lost its place of taking or was made smaller. `receipt` counts within a year.
    `number`, `issued_on` and `title` are those of the document (số, ngày, trích yếu).
    """

    __tablename__ = "evidence_file"
    __table_args__ = (
        UniqueConstraint("movement_year_id", "receipt"),
        Index(None, "participant_id", "movement_year_id"),
        Index(None, "sha256"),
        Index(None, "received_sha256"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_hexadecimal"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    receipt: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    received_sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(255))
    pages: Mapped[int | None] = mapped_column(SmallInteger)
    title: Mapped[str | None] = mapped_column(String(300))
    number: Mapped[str | None] = mapped_column(String(60))
    issued_on: Mapped[date | None] = mapped_column(Date)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    participant: Mapped[Participant] = relationship()
    received_by: Mapped[User | None] = relationship()
