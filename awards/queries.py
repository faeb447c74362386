"""Reads of sealed runs, always in a total order. A sealed run never changes, so what is read may be kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import undefer

from accounts.models import User
from assignments.scope import visible
from awards.models import AwardStatus, EvaluationRun, RunResult
from foundation.database import Points, db
from foundation.permissions import Actor
from foundation.vietnamese import search_patterns
from movements.models import MovementYear
from participants.models import Participant

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]
WON = (AwardStatus.RECOMMENDED, AwardStatus.HELD)
OUTCOMES = {
    "recommended": (AwardStatus.RECOMMENDED,),
    "waiting": (AwardStatus.BALLOT, AwardStatus.HELD),
    "outside": (AwardStatus.OUTSIDE, AwardStatus.TOO_SOON),
    "below": (AwardStatus.BELOW, AwardStatus.BARRED),
    "incomplete": (AwardStatus.INCOMPLETE,),
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """One sealed run as a list shows it."""

    id: int
    number: int
    year: int
    movement_year_id: int
    sealed_at: datetime
    sealed_by: str | None
    result_sha256: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a run, in which order. `group` and `commune_id` are None for all of them.

    `outcome` is one of OUTCOMES; `waiting` holds the places of those who wait for a higher award than theirs.
    """

    type_code: str
    group_key: str | None = None
    commune_id: int | None = None
    words: str = ""
    sort: str = "rank"
    descending: bool = False
    outcome: str = ""
    waiting: tuple[int, ...] = ()

    @property
    def by_rank(self) -> bool:
        """Whether rows stand group by group, best first, so that quota lines and brackets mean something."""
        return self.sort == "rank" and not self.descending and not self.partial

    @property
    def partial(self) -> bool:
        """Whether rows between those of a group are left out."""
        return bool(self.words or self.outcome)


def list_runs() -> list[RunLine]:
    """Every sealed run, the latest year and the latest run first."""
    statement = (
        select(
            EvaluationRun.id,
            EvaluationRun.number,
            MovementYear.year,
            EvaluationRun.movement_year_id,
            EvaluationRun.sealed_at,
            User.full_name,
            EvaluationRun.result_sha256,
            EvaluationRun.is_sample,
        )
        .join(MovementYear, MovementYear.id == EvaluationRun.movement_year_id)
        .join(User, User.id == EvaluationRun.sealed_by_id, isouter=True)
        .order_by(MovementYear.year.desc(), EvaluationRun.number.desc(), EvaluationRun.id.desc())
    )
    return [RunLine(*row) for row in db.session.execute(statement)]


def find_document(run_id: int) -> str:
    """The criteria document that a run used."""
    return db.session.execute(select(EvaluationRun.document).where(EvaluationRun.id == run_id)).scalar_one()


def find_warnings(run_id: int) -> list[Any]:
    """What a run warns of, as it was sealed."""
    statement = select(EvaluationRun.warnings).where(EvaluationRun.id == run_id)
    warnings: list[Any] = db.session.execute(statement).scalar_one()
    return warnings


def list_groups(run_id: int) -> Sequence[AnyRow]:
    """Each group of each type with its size, its eligible and the span of its totals, split by commune.

    Claims and their two sums are of those who are completely scored.
    """
    compared = and_(RunResult.complete, RunResult.self_total.is_not(None))
    statement = (
        select(
            RunResult.type_code,
            RunResult.group_key,
            RunResult.group_name,
            RunResult.commune_id,
            RunResult.commune_name,
            func.count().label("size"),
            func.min(RunResult.position).label("first"),
            func.sum(_one_if(RunResult.eligible)).label("eligible"),
            func.min(case((RunResult.complete, RunResult.total))).label("lowest"),
            func.max(case((RunResult.complete, RunResult.total))).label("highest"),
            func.min(RunResult.self_total).label("lowest_self"),
            func.max(RunResult.self_total).label("highest_self"),
            func.sum(_one_if(compared)).label("claims"),
            _points(func.sum(case((compared, _millionths(RunResult.self_total))))).label("sum_self"),
            _points(func.sum(case((compared, _millionths(RunResult.total))))).label("sum_of_claimed"),
        )
        .where(RunResult.run_id == run_id)
        .group_by(
            RunResult.type_code,
            RunResult.group_key,
            RunResult.group_name,
            RunResult.commune_id,
            RunResult.commune_name,
        )
        .order_by(RunResult.type_code, func.min(RunResult.position))
    )
    return db.session.execute(statement).all()


def list_outcomes(run_id: int) -> Sequence[AnyRow]:
    """How many of each group have each state of each award, and where the first and the last stand."""
    columns = (RunResult.type_code, RunResult.group_key, RunResult.award, RunResult.award_status)
    first, last = func.min(RunResult.position), func.max(RunResult.position)
    statement = select(*columns, func.count().label("size"), first.label("first"), last.label("last"))
    return db.session.execute(
        statement.where(RunResult.run_id == run_id).group_by(*columns).order_by(*columns)
    ).all()


def count_rows(run_id: int, selection: Selection) -> int:
    """How many rows a selection has."""
    statement = select(func.count()).select_from(RunResult)
    return db.session.scalar(_narrowed(statement, run_id, selection)) or 0


def list_rows(run_id: int, selection: Selection, *, offset: int, limit: int) -> Sequence[AnyRow]:
    """Rows of a selection with their sealed results, in its order."""
    statement = select(
        RunResult.participant_id,
        RunResult.position,
        RunResult.name,
        RunResult.group_key,
        RunResult.group_name,
        RunResult.commune_name,
        RunResult.self_total,
        RunResult.total,
        RunResult.rank,
        RunResult.tied,
        RunResult.grade,
        RunResult.award,
        RunResult.award_status,
        RunResult.result,
    )
    statement = _narrowed(statement, run_id, selection, by_name=selection.sort == "name")
    return db.session.execute(statement.order_by(*_order(selection)).offset(offset).limit(limit)).all()


def list_tied(run_id: int, type_code: str, names: Sequence[str]) -> Sequence[AnyRow]:
    """Those of these names who may wait for a ballot, alone or above what they have already, with their
    sealed results, as the ranking lists them.
    """
    statement = (
        select(RunResult.name, RunResult.group_key, RunResult.position, RunResult.total, RunResult.result)
        .where(
            RunResult.run_id == run_id,
            RunResult.type_code == type_code,
            RunResult.name.in_(names),
            RunResult.award_status.in_((*WON, AwardStatus.BALLOT)),
        )
        .order_by(RunResult.position)
    )
    return db.session.execute(statement).all()


def list_dots(run_id: int, selection: Selection) -> Sequence[AnyRow]:
    """Name, rank, total and state of all who are completely scored, from the lowest total."""
    statement = select(
        RunResult.name, RunResult.rank, RunResult.tied, RunResult.total, RunResult.award_status
    )
    statement = _narrowed(statement, run_id, selection).where(RunResult.complete)
    return db.session.execute(
        statement.order_by(RunResult.total, RunResult.name, RunResult.participant_id)
    ).all()


def count_bins(run_id: int, selection: Selection, width: int) -> Sequence[AnyRow]:
    """How many of the completely scored have a total in each step of `width` points, by state."""
    step = (_millionths(RunResult.total) // (width * Points.SCALE)).label("step")
    statement = select(step, RunResult.award_status, func.count().label("size"))
    statement = _narrowed(statement, run_id, selection).where(RunResult.complete)
    return db.session.execute(
        statement.group_by(step, RunResult.award_status).order_by(step, RunResult.award_status)
    ).all()


def find_result(run_id: int, participant_id: int) -> RunResult | None:
    """The whole result of one participant in one run, inputs included."""
    statement = (
        select(RunResult)
        .where(RunResult.run_id == run_id, RunResult.participant_id == participant_id)
        .options(undefer(RunResult.result), undefer(RunResult.inputs))
    )
    return db.session.scalars(statement).one_or_none()


def find_head(run_id: int, participant_id: int) -> RunResult | None:
    """The same without its long texts, which load on demand."""
    return db.session.get(RunResult, (run_id, participant_id))


def list_beside(result: RunResult) -> dict[int, AnyRow]:
    """Who stands just before (-1) and just after (+1) in the same group."""
    statement = (
        select(RunResult.participant_id, RunResult.name, RunResult.position)
        .where(
            RunResult.run_id == result.run_id,
            RunResult.type_code == result.type_code,
            RunResult.group_key == result.group_key,
            RunResult.position.in_((result.position - 1, result.position + 1)),
        )
        .order_by(RunResult.position)
    )
    return {row.position - result.position: row for row in db.session.execute(statement)}


def list_seen(actor: Actor, participant_ids: Collection[int]) -> set[int]:
    """Those of these participants whom the actor may see."""
    statement = select(Participant.id).where(Participant.id.in_(participant_ids), visible(actor))
    return set(db.session.scalars(statement))


def list_ahead(result: RunResult, *, limit: int) -> Sequence[AnyRow]:
    """Who of the same group stands before this one and has another award, higher or lower."""
    statement = (
        select(RunResult.name, RunResult.rank, RunResult.award)
        .where(
            RunResult.run_id == result.run_id,
            RunResult.type_code == result.type_code,
            RunResult.group_key == result.group_key,
            RunResult.position < result.position,
            RunResult.award != result.award,
            RunResult.award_status.in_(WON),
        )
        .order_by(RunResult.position)
        .limit(limit)
    )
    return db.session.execute(statement).all()


def list_for_papers(run_id: int) -> Sequence[AnyRow]:
    """Everybody recommended, held or waiting for a ballot, as papers list them: by type, group and place."""
    statement = (
        select(RunResult.participant_id, RunResult.name, RunResult.type_code, RunResult.category)
        .add_columns(
            RunResult.group_key, RunResult.group_name, RunResult.commune_name, RunResult.cluster_name
        )
        .add_columns(RunResult.total, RunResult.award, RunResult.award_status, RunResult.result)
        .add_columns(Participant.title)
        .join(Participant, Participant.id == RunResult.participant_id)
        .where(
            RunResult.run_id == run_id,
            RunResult.award_status.in_((*WON, AwardStatus.BALLOT)),
        )
        .order_by(RunResult.type_code, RunResult.position)
    )
    return db.session.execute(statement).all()


def _one_if(condition: Any) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _millionths(points: Any) -> ColumnElement[int]:
    """Points as the whole number they are stored as, for sums and steps in the database."""
    return type_coerce(points, BigInteger)


def _points(millionths: ColumnElement[Any]) -> ColumnElement[Decimal]:
    return type_coerce(millionths, Points)


def _narrowed(statement: AnySelect, run_id: int, selection: Selection, *, by_name: bool = False) -> AnySelect:
    conditions = [RunResult.run_id == run_id, RunResult.type_code == selection.type_code]
    if selection.group_key is not None:
        conditions.append(RunResult.group_key == selection.group_key)
    if selection.commune_id is not None:
        conditions.append(RunResult.commune_id == selection.commune_id)
    if selection.outcome:
        has_state = RunResult.award_status.in_(OUTCOMES[selection.outcome])
        conditions.append(or_(has_state, RunResult.position.in_(selection.waiting)))
    patterns = search_patterns(selection.words)
    if selection.words and not patterns:
        conditions.append(false())  # only signs, which no name is found by
    if patterns or by_name:
        statement = statement.join(Participant, Participant.id == RunResult.participant_id)
    conditions += [Participant.sort_key.like(pattern) for pattern in patterns]
    return statement.where(and_(*conditions))


def _order(selection: Selection) -> list[Any]:
    columns: dict[str, list[Any]] = {
        "rank": [RunResult.position],
        "name": [Participant.sort_key],
        "self": [RunResult.self_total],
        "verified": [RunResult.total],
    }
    order = columns[selection.sort]
    if selection.descending:
        order = [column.desc() for column in order]
    # Both databases then agree on where those stand who claimed nothing.
    first = [RunResult.self_total.is_(None)] if selection.sort == "self" else []
    return [*first, *order, RunResult.position]
