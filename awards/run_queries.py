"""Reads of runs for sealing and recomputing. What the pages show stands in `queries`."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Row, func, select

from awards.models import AwardStatus, EvaluationRun, RunResult
from criteria.models import CriteriaSet
from foundation.database import db
from scorecards.models import Scorecard

ROWS_AT_ONCE = 500


def find_run(run_id: int) -> EvaluationRun | None:
    """The run with this id."""
    return db.session.get(EvaluationRun, run_id)


def find_run_of(movement_year_id: int, number: int) -> EvaluationRun | None:
    """A year's run by its number within the year."""
    return db.session.scalars(
        select(EvaluationRun).where(
            EvaluationRun.movement_year_id == movement_year_id, EvaluationRun.number == number
        )
    ).one_or_none()


def list_runs() -> Sequence[EvaluationRun]:
    """Every run, the latest first."""
    return db.session.scalars(
        select(EvaluationRun).order_by(EvaluationRun.sealed_at.desc(), EvaluationRun.id.desc())
    ).all()


def find_last_number(movement_year_id: int) -> int:
    """The number of a year's latest run, 0 where there is none."""
    statement = select(func.max(EvaluationRun.number)).where(
        EvaluationRun.movement_year_id == movement_year_id
    )
    return db.session.scalar(statement) or 0


def iterate_results(run_id: int) -> Iterator[Row[tuple[object, ...]]]:
    """Every stored row of a run with its texts, by participant, a few at a time."""
    columns = [column for column in RunResult.__table__.columns if column.name != "run_id"]
    statement = select(*columns).where(RunResult.run_id == run_id).order_by(RunResult.participant_id)
    yield from db.session.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))


def find_result_text(run_id: int, participant_id: int) -> str:
    """The stored result of one participant."""
    statement = select(RunResult.result).where(
        RunResult.run_id == run_id, RunResult.participant_id == participant_id
    )
    return db.session.execute(statement).scalar_one()


def count_scorecards(movement_year_id: int) -> dict[str, int]:
    """How many scorecards of a year are in each state."""
    rows = db.session.execute(
        select(Scorecard.status, func.count())
        .where(Scorecard.movement_year_id == movement_year_id)
        .group_by(Scorecard.status)
        .order_by(Scorecard.status)
    )
    return {row[0].value: row[1] for row in rows}


def count_under_older(movement_year_id: int, version: int) -> list[tuple[int, int]]:
    """Of a year's scorecards how many stand under each version of the criteria before this one: the version
    and the number, the latest version first.
    """
    rows = db.session.execute(
        select(CriteriaSet.version, func.count())
        .join(Scorecard, Scorecard.criteria_set_id == CriteriaSet.id)
        .where(Scorecard.movement_year_id == movement_year_id, CriteriaSet.version < version)
        .group_by(CriteriaSet.version)
        .order_by(CriteriaSet.version.desc())
    )
    return [(row[0], row[1]) for row in rows]


class SealedRow(NamedTuple):
    """What a run sealed of one participant, without its texts."""

    participant_id: int
    name: str
    group_name: str
    commune_id: int | None
    commune_name: str | None
    total: Decimal
    rank: int | None
    grade: str | None
    award: str | None
    award_status: AwardStatus


def list_sealed(run_id: int) -> dict[str, list[SealedRow]]:
    """What a run sealed of everybody, by type, each in the order of the ranking."""
    columns = [getattr(RunResult, name) for name in SealedRow._fields]
    rows = db.session.execute(
        select(RunResult.type_code, *columns)
        .where(RunResult.run_id == run_id)
        .order_by(RunResult.type_code, RunResult.position)
    )
    types: dict[str, list[SealedRow]] = {}
    for code, *values in rows:
        types.setdefault(code, []).append(SealedRow(*values))
    return types


def list_inputs(run_id: int, type_code: str) -> Iterator[str]:
    """The inputs that a run sealed of one type, in the order of the ranking, a few at a time."""
    statement = (
        select(RunResult.inputs)
        .where(RunResult.run_id == run_id, RunResult.type_code == type_code)
        .order_by(RunResult.position)
    )
    yield from db.session.scalars(statement.execution_options(yield_per=ROWS_AT_ONCE))


def list_inputs_of(run_id: int, participant_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The inputs that a run sealed of these participants, by participant, some at a time."""
    for start in range(0, len(participant_ids), ROWS_AT_ONCE):
        statement = (
            select(RunResult.participant_id, RunResult.inputs)
            .where(
                RunResult.run_id == run_id,
                RunResult.participant_id.in_(participant_ids[start : start + ROWS_AT_ONCE]),
            )
            .order_by(RunResult.participant_id)
        )
        for row in db.session.execute(statement):
            yield row.participant_id, row.inputs
