"""Papers under their numbers, the certificates that a decision gives, and the counters of the numbers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from foundation.columns import CompressedText, choice_type, json_type
from foundation.database import Base, UtcDateTime
from movements.models import MovementYear
from participants.models import Participant
from register.codes import written_code


class PaperState(StrEnum):
    """A draft may still change; `numbered` has its number and its words for good, but not yet its file;
    issued, then perhaps replaced by another paper, or revoked. Revoked without a file is a number that was
    given up before its paper was issued.
    """

    DRAFT = "draft"
    NUMBERED = "numbered"
    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"


class NumberSeries(Base):
    """The last number given in one series of one calendar year (Decree 30/2020, Appendix I: numbers begin
    anew each year). A series is an issuer with a symbol, such as committee:QĐ-UBND.
    """

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(120), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0, server_default="0")


class Paper(Base):
    """One paper. `source` says what it is drawn from, e.g. session:3; `particulars` what the clerk entered.

    From `numbered` on, `snapshot` (JSON), `html` and `code` stand for good; from `issued` on `sha256` is the
    address of the PDF in the store of papers, and the database refuses every change but that of the state.
    `code` is what the public asks with.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("series", "year", "number"),
        Index("ix_paper_source", "source"),
        CheckConstraint("number IS NULL OR number >= 1", name="number_from_one"),
        CheckConstraint("state = 'draft' OR (html IS NOT NULL AND code IS NOT NULL)", name="frozen"),
        CheckConstraint(
            "state IN ('draft', 'numbered', 'revoked') OR sha256 IS NOT NULL", name="issued_with_file"
        ),
        CheckConstraint("(state IN ('replaced', 'revoked')) = (ended_at IS NOT NULL)", name="ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(80))
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"), index=True)
    state: Mapped[PaperState] = mapped_column(choice_type(PaperState), default=PaperState.DRAFT)
    subject: Mapped[str] = mapped_column(String(300))
    particulars: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(json_type()), default=dict)
    series: Mapped[str | None] = mapped_column(String(120))
    year: Mapped[int | None]
    number: Mapped[int | None]
    symbol: Mapped[str] = mapped_column(String(60), default="", server_default="")
    signed_on: Mapped[date | None]
    snapshot: Mapped[str | None] = mapped_column(CompressedText, deferred=True)
    html: Mapped[str | None] = mapped_column(CompressedText, deferred=True)
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), unique=True)
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    movement_year: Mapped[MovementYear] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=created_by_id)
    issued_by: Mapped[User | None] = relationship(foreign_keys=issued_by_id)
    ended_by: Mapped[User | None] = relationship(foreign_keys=ended_by_id)
    replaces: Mapped["Paper | None"] = relationship(foreign_keys=replaces_id, remote_side="Paper.id")
    certificates: Mapped[list["Certificate"]] = relationship(
        back_populates="decision", order_by="Certificate.place"
    )

    signed_copies: Mapped[list["SignedCopy"]] = relationship(back_populates="paper", order_by="SignedCopy.id")

    @property
    def written_code(self) -> str:
        """Its code as it is printed."""
        return written_code(self.code or "")

    @property
    def is_void(self) -> bool:
        """Whether its number was given up before it was issued."""
        return self.state is PaperState.REVOKED and self.sha256 is None


class SignedCopy(Base):
    """An issued file with a digital signature appended: its bytes begin with those that were issued. A
    leader's signature, then the seal of the agency, give two copies. `signers` are the names in the
    certificates, one a line; the chain of trust is not judged here. Nothing changes a row or removes it.
    """

    __tablename__ = "signed_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int]
    signers: Mapped[str] = mapped_column(Text)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    paper: Mapped[Paper] = relationship(back_populates="signed_copies")
    entered_by: Mapped[User | None] = relationship()


class Certificate(Base):
    """One certificate that an issued decision gives, in the order of its list; `roll` is its number in the
    golden book (số sổ vàng) of the calendar year. It falls with its decision, or alone with a reason
    (Law on Emulation and Commendation 2022, Art. 93).
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("decision_id", "place"),
        UniqueConstraint("roll_year", "roll"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revoked_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    place: Mapped[int]
    roll: Mapped[int]
    roll_year: Mapped[int]
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), index=True)
    name: Mapped[str] = mapped_column(String(250))
    address: Mapped[str] = mapped_column(String(250), default="", server_default="")
    award: Mapped[str] = mapped_column(String(60))
    award_name: Mapped[str] = mapped_column(String(200))
    achievement: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    revoked_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    decision: Mapped[Paper] = relationship(back_populates="certificates")
    participant: Mapped[Participant | None] = relationship()
    revoked_by: Mapped[User | None] = relationship()

    @property
    def written_code(self) -> str:
        """Its code as it is printed."""
        return written_code(self.code)
