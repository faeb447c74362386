"""Scorecards of a year and the assessments that stand side by side in each of them."""

import re
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from criteria.models import CriteriaSet
from evidence.models import EvidenceFile
from foundation.columns import choice_type, json_type
from foundation.database import Base, Points, UtcDateTime
from movements.models import MovementYear
from participants.models import Participant


class ScorecardStatus(StrEnum):
    """Draft → submitted → (returned → submitted)* → verified → (objection → verified) → sealed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    OBJECTION = "objection"
    SEALED = "sealed"


class AssessmentLevel(StrEnum):
    """Who assessed, from the participant itself up to the council."""

    SELF = "self"
    GROUP = "group"
    OFFICE = "office"
    COUNCIL = "council"


class Scorecard(Base):
    """The scorecard of one participant in one year. `exclusions` and `holds` are codes of the criteria
    document; `past_awards` holds {"award": code, "year": number}; `targets` holds by criterion the
    participant's own {"target", "minimum", "plan"} as exact text. `extended_until` is this participant's own
    deadline where one was given, with its reason. `version` counts changes, so that of two people who edit
    at once the second is told.
    """

    __tablename__ = "scorecard"
    __table_args__ = (
        UniqueConstraint("movement_year_id", "participant_id"),
        Index(None, "movement_year_id", "status"),
        Index(None, "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    status: Mapped[ScorecardStatus] = mapped_column(
        choice_type(ScorecardStatus), default=ScorecardStatus.DRAFT
    )
    exclusions: Mapped[list[str]] = mapped_column(MutableList.as_mutable(json_type()), default=list)
    holds: Mapped[list[str]] = mapped_column(MutableList.as_mutable(json_type()), default=list)
    past_awards: Mapped[list[dict[str, Any]]] = mapped_column(
        MutableList.as_mutable(json_type()), default=list
    )
    targets: Mapped[dict[str, dict[str, str]]] = mapped_column(
        MutableDict.as_mutable(json_type()), default=dict, server_default="{}"
    )
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extension_reason: Mapped[str | None] = mapped_column(String(500))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    movement_year: Mapped[MovementYear] = relationship()
    participant: Mapped[Participant] = relationship()
    criteria_set: Mapped[CriteriaSet] = relationship()
    assessments: Mapped[list["Assessment"]] = relationship(
        back_populates="scorecard", order_by="Assessment.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative base reads a plain dict


class Assessment(Base):
    """What one level entered, and the total it gave. Each level has its own row, so that claimed points
    are never overwritten.

    `entries` maps a criterion's code to the exact text entered: "1.25", "yes", a level's name, "-" for
    not applicable, or {"numerator": "22", "denominator": "25"}; a missing key is not yet scored.
    `reasons` maps a criterion's code to why this level differs from the one below, `notes` to what was
    remarked besides. `marks` maps a criterion's code to {"by": name, "by_id": number, "at": instant,
    "judged": the entry below that this one judged, "sent": the number of the page's message, "note": who
    wrote the note, in the same shape}: who entered it and when, and whether a later change below made it out
    of date. `total` is what the entries give so far, or None before the first scoring;
    `complete` says that nothing is missing.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "level"),
        CheckConstraint("NOT complete OR total IS NOT NULL", name="complete_has_total"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    level: Mapped[AssessmentLevel] = mapped_column(choice_type(AssessmentLevel))
    entries: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(json_type()), default=dict)
    reasons: Mapped[dict[str, str]] = mapped_column(MutableDict.as_mutable(json_type()), default=dict)
    notes: Mapped[dict[str, str]] = mapped_column(
        MutableDict.as_mutable(json_type()), default=dict, server_default="{}"
    )
    marks: Mapped[dict[str, dict[str, Any]]] = mapped_column(
        MutableDict.as_mutable(json_type()), default=dict, server_default="{}"
    )
    total: Mapped[Decimal | None] = mapped_column(Points)
    complete: Mapped[bool] = mapped_column(default=False, server_default=false())
    assessed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    scorecard: Mapped[Scorecard] = relationship(back_populates="assessments")
    assessed_by: Mapped[User | None] = relationship()


class Submission(Base):
    """One handing-in of a scorecard: what was claimed and cited at that moment, its total and fingerprint
    (SHA-256 over their canonical JSON). `number` counts within a scorecard.
    """

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("scorecard_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    number: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    submitted_by_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(json_type())
    total: Mapped[Decimal | None] = mapped_column(Points)
    fingerprint: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    scorecard: Mapped[Scorecard] = relationship()


class Citation(Base):
    """A document that proves a criterion: with or without its file, and where in it to look.

    One file may be cited by several criteria. A citation that is taken back is kept, with the time.
    """

    __tablename__ = "citation"
    __table_args__ = (Index(None, "scorecard_id", "criterion"), Index(None, "evidence_file_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(40))
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"))
    number: Mapped[str | None] = mapped_column(String(60))
    issued_on: Mapped[date | None] = mapped_column(Date)
    page: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(Text)
    cited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    scorecard: Mapped[Scorecard] = relationship()
    evidence_file: Mapped[EvidenceFile | None] = relationship()

    @property
    def first_page(self) -> int | None:
        """The page of the file to open first, where the citation begins with a number: "3 - 5, Biểu 03"."""
        found = re.match(r"\s*(?:trang|tr\.?)?\s*(\d{1,4})", self.page or "", re.IGNORECASE)
        last = self.evidence_file.pages if self.evidence_file else None
        page = int(found.group(1)) if found else None
        return page if page and page <= (last or 1) else None
