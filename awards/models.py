"""Evaluation runs, sealed, and the result of every participant in each of them."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship
from sqlalchemy.orm.session import Session

from accounts.models import User
from criteria.models import CriteriaSet
from foundation.columns import CompressedText, choice_type, json_type
from foundation.database import Base, Points, UtcDateTime
from movements.models import MovementYear


class Category(StrEnum):
    """The three kinds of recipient, in the order in which awards are listed and given (law, by decree)."""

    COLLECTIVE = "collective"
    HOUSEHOLD = "household"
    INDIVIDUAL = "individual"


class AwardStatus(StrEnum):
    """What a run says of one participant's award: of the award rule that goes furthest.

    `too_soon`: had the award too recently, or one for the same achievement; `incomplete`: not completely
    scored, so that nothing can be said yet; `none`: no award rule concerns this type.
    """

    RECOMMENDED = "recommended"
    BALLOT = "ballot"
    HELD = "held"
    OUTSIDE = "outside"
    TOO_SOON = "too_soon"
    BELOW = "below"
    BARRED = "barred"
    INCOMPLETE = "incomplete"
    NONE = "none"


class EvaluationRun(Base):
    """One sealed evaluation of a year. It keeps the criteria document it used; `result_sha256`, the
    seal, covers the document and every participant's inputs and result, in participant order.
    """

    __tablename__ = "evaluation_run"
    __table_args__ = (
        UniqueConstraint("movement_year_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("length(document_sha256) = 64", name="document_sha256_is_hexadecimal"),
        CheckConstraint("length(result_sha256) = 64", name="result_sha256_is_hexadecimal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id"))
    document: Mapped[str] = mapped_column(Text, deferred=True)
    document_sha256: Mapped[str] = mapped_column(String(64))
    result_sha256: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    engine_version: Mapped[str] = mapped_column(String(20))
    counts: Mapped[dict[str, Any]] = mapped_column(json_type(), default=dict)
    warnings: Mapped[list[Any]] = mapped_column(json_type(), default=list)
    is_sample: Mapped[bool] = mapped_column(default=False, server_default=false())

    movement_year: Mapped[MovementYear] = relationship()
    criteria_set: Mapped[CriteriaSet] = relationship()
    sealed_by: Mapped[User | None] = relationship()


class RunResult(Base):
    """The result of one participant in one run, as it was on the day of sealing: names are copies, so
    that a later renaming or merger does not touch it.

    `position` numbers the rows of a type as they are listed, group by group and best first, from 1;
    `rank` is the place within the group with ties, None for who is not ranked; `tied` is how many share
    that rank. `award` is the code of the award rule that `award_status` speaks of. `inputs` and `result`
    are canonical JSON text (`awards.sealing`), because the seal is over their bytes; they load on demand,
    so that lists never read them.
    """

    __tablename__ = "run_result"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("rank IS NULL OR rank >= 1", name="rank_from_one"),
        CheckConstraint("length(inputs_sha256) = 64", name="inputs_sha256_is_hexadecimal"),
        CheckConstraint("length(result_sha256) = 64", name="result_sha256_is_hexadecimal"),
        Index(None, "run_id", "type_code", "group_key", "position"),
        Index(None, "run_id", "type_code", "position", unique=True),
        Index(None, "run_id", "type_code", "commune_id", "position"),
        Index(None, "run_id", "type_code", "cluster_id", "position"),
        Index(None, "run_id", "type_code", "award_status"),
        Index(None, "participant_id"),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("evaluation_run.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    type_code: Mapped[str] = mapped_column(String(40))
    category: Mapped[Category] = mapped_column(choice_type(Category))
    group_key: Mapped[str] = mapped_column(String(200))
    group_name: Mapped[str] = mapped_column(String(200))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"))
    cluster_name: Mapped[str | None] = mapped_column(String(200))
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    commune_name: Mapped[str | None] = mapped_column(String(200))
    self_total: Mapped[Decimal | None] = mapped_column(Points)
    total: Mapped[Decimal] = mapped_column(Points)
    rank: Mapped[int | None] = mapped_column(Integer)
    tied: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    eligible: Mapped[bool]
    on_hold: Mapped[bool]
    excluded: Mapped[bool]
    complete: Mapped[bool]
    grade: Mapped[str | None] = mapped_column(String(60))
    award: Mapped[str | None] = mapped_column(String(60))
    award_status: Mapped[AwardStatus] = mapped_column(choice_type(AwardStatus), default=AwardStatus.NONE)
    inputs_sha256: Mapped[str] = mapped_column(String(64))
    result_sha256: Mapped[str] = mapped_column(String(64))
    inputs: Mapped[str] = mapped_column(CompressedText, deferred=True)
    result: Mapped[str] = mapped_column(CompressedText, deferred=True)

    run: Mapped[EvaluationRun] = relationship()


class Scenario(Base):
    """A what-if on a sealed run: named changes of its rules (`scoring.scenario`), which never touch the run.

    Its owner changes it; `shared` shows it to everybody who may try rules. Adopted, it names the criteria
    version and the run that came of it, and no longer changes.
    """

    __tablename__ = "scenario"
    __table_args__ = (
        UniqueConstraint("run_id", "owner_id", "name"),
        CheckConstraint("(adopted_at IS NULL) = (adopted_set_id IS NULL)", name="adopted_with_criteria"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("evaluation_run.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    changes: Mapped[list[Any]] = mapped_column(MutableList.as_mutable(json_type()), default=list)
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    adopted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    adopted_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    adopted_set_id: Mapped[int | None] = mapped_column(ForeignKey("criteria_set.id"))
    adopted_run_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation_run.id"))
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative base reads a plain dict

    run: Mapped[EvaluationRun] = relationship(foreign_keys=[run_id])
    owner: Mapped[User] = relationship(foreign_keys=[owner_id])


class Freeze(Base):
    """Standings of a year held still at one run: no other run is sealed until somebody lifts it, with a
    reason. At most one freeze of a year is in force.
    """

    __tablename__ = "standings_freeze"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lift_reason = '')", name="lifted_with_reason"),
        Index(
            "uq_standings_freeze_in_force",
            "movement_year_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    movement_year_id: Mapped[int] = mapped_column(ForeignKey("movement_year.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("evaluation_run.id"))
    reason: Mapped[str] = mapped_column(String(500))
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lift_reason: Mapped[str] = mapped_column(String(500), default="", server_default="")

    run: Mapped[EvaluationRun] = relationship()
    frozen_by: Mapped[User | None] = relationship(foreign_keys=[frozen_by_id])
    lifted_by: Mapped[User | None] = relationship(foreign_keys=[lifted_by_id])


class RunIsSealedError(RuntimeError):
    """Code tried to change or remove a sealed run or one of its results."""


def _refuse(_mapper: Mapper[Any], _connection: Any, row: EvaluationRun | RunResult) -> None:
    raise RunIsSealedError(f"{row.__tablename__} is sealed")


def _refuse_in_bulk(state: Any) -> None:
    if not (state.is_update or state.is_delete) or not state.bind_mapper:
        return
    if state.bind_mapper.class_ in (EvaluationRun, RunResult):
        raise RunIsSealedError("sealed runs may not be changed or removed")


for _model in (EvaluationRun, RunResult):
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
event.listen(Session, "do_orm_execute", _refuse_in_bulk)
