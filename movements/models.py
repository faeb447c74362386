"""The movement, its years and the stages of a year."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.columns import choice_type, json_type
from foundation.database import Base, UtcDateTime
from participants.models import Participant


class StageCode(StrEnum):
    """The stages of a year, in their order."""

    REGISTRATION = "registration"
    SELF_SCORING = "self_scoring"
    VERIFICATION = "verification"
    OBJECTION = "objection"
    COUNCIL = "council"
    DECISION = "decision"
    ARCHIVE = "archive"


class Movement(Base):
    """An emulation movement of one district over several years."""

    __tablename__ = "movement"
    __table_args__ = (CheckConstraint("period_from <= period_to", name="period_ordered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    slogan: Mapped[str | None] = mapped_column(String(300))
    period_from: Mapped[date] = mapped_column(Date)
    period_to: Mapped[date] = mapped_column(Date)
    district_name: Mapped[str] = mapped_column(String(100))
    province_name: Mapped[str] = mapped_column(String(100))
    standing_body: Mapped[str] = mapped_column(String(200))
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    years: Mapped[list["MovementYear"]] = relationship(
        back_populates="movement", order_by="MovementYear.year"
    )


class MovementYear(Base):
    """One year of the movement: registered, scored, decided and archived as a whole. `settings` holds what
    the office chose; `movements.settings` says which there are and what holds where nothing was chosen.
    """

    __tablename__ = "movement_year"
    __table_args__ = (
        UniqueConstraint("movement_id", "year"),
        CheckConstraint("year BETWEEN 1900 AND 2999", name="year_plausible"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_id: Mapped[int] = mapped_column(ForeignKey("movement.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    settings: Mapped[dict[str, Any]] = mapped_column(
        MutableDict.as_mutable(json_type()), default=dict, server_default="{}"
    )

    movement: Mapped[Movement] = relationship(back_populates="years")
    stages: Mapped[list["Stage"]] = relationship(back_populates="movement_year", order_by="Stage.opens_at")


class Stage(Base):
    """One stage of a year: open from `opens_at`, included, until `closes_at`, excluded."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("movement_year_id", "code"),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    code: Mapped[StageCode] = mapped_column(choice_type(StageCode))
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)

    movement_year: Mapped[MovementYear] = relationship(back_populates="stages")

    def is_open(self, now: datetime) -> bool:
        """Whether the stage is running at this instant."""
        return self.opens_at <= now < self.closes_at


class GivenSource(StrEnum):
    """Decided by a session of the council here, or entered from papers of earlier years."""

    COUNCIL = "council"
    IMPORTED = "imported"


class GivenStanding(StrEnum):
    """Granted; proposed to a higher level that has not answered; or declined by it."""

    GRANTED = "granted"
    PROPOSED = "proposed"
    DECLINED = "declined"


class GivenAward(Base):
    """An award that a participant has, kept through the years. It feeds "not again within n years" and "one
    form for one achievement" (`achievement` is that of the award rule; Law on Emulation and Commendation
    2022, Art. 5.2.c). `year` is that of the achievement; `award_kind` is topical, unexpected or merit, since
    the first two are no ground for a merit award (Decree 152/2025, Art. 4.3); `reference` says where it was
    decided. A revoked one (Law Art. 93) stays on the list, and no longer counts.

    An award of a higher level is first `proposed`: it keeps its place in its own year, and counts for later
    years only once it was granted; `settled_reference` and `settled_on` name the decision, or the answer by
    which it was declined.
    """

    __tablename__ = "given_award"
    __table_args__ = (
        Index(
            "uq_given_award_in_force",
            "participant_id",
            "year",
            "award",
            unique=True,
            sqlite_where=text("revoked_on IS NULL AND standing <> 'declined'"),
            postgresql_where=text("revoked_on IS NULL AND standing <> 'declined'"),
        ),
        Index(None, "participant_id"),
        CheckConstraint("year BETWEEN 1900 AND 2999", name="year_plausible"),
        CheckConstraint("(revoked_on IS NULL) = (revoke_reason = '')", name="revoked_with_reason"),
        Index(None, "year", "award"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    name: Mapped[str] = mapped_column(String(200))
    year: Mapped[int] = mapped_column(SmallInteger)
    award: Mapped[str] = mapped_column(String(60))
    award_name: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(300), default="", server_default="")
    achievement: Mapped[str] = mapped_column(String(60), default="movement", server_default="movement")
    award_kind: Mapped[str] = mapped_column(String(20), default="topical", server_default="topical")
    source: Mapped[GivenSource] = mapped_column(choice_type(GivenSource))
    reference: Mapped[str] = mapped_column(String(300), default="", server_default="")
    session_id: Mapped[int | None] = mapped_column(Integer)
    decided_on: Mapped[date | None] = mapped_column(Date)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_on: Mapped[date | None] = mapped_column(Date)
    revoke_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    standing: Mapped[GivenStanding] = mapped_column(
        choice_type(GivenStanding),
        default=GivenStanding.GRANTED,
        server_default=GivenStanding.GRANTED.value,
    )
    settled_on: Mapped[date | None] = mapped_column(Date)
    settled_reference: Mapped[str] = mapped_column(String(300), default="", server_default="")
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    participant: Mapped[Participant] = relationship()
