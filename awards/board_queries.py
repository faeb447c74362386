"""Reads of what stands beside the rows of a ranking, and of results side by side; always in a total order."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import undefer

from awards.models import RunResult
from awards.queries import AnyRow
from foundation.database import db


def list_places(run_id: int, type_code: str, participant_ids: Collection[int]) -> dict[int, AnyRow]:
    """Where these participants stood in a run: rank and group, by participant."""
    statement = select(RunResult.participant_id, RunResult.rank, RunResult.group_key).where(
        RunResult.run_id == run_id,
        RunResult.type_code == type_code,
        RunResult.participant_id.in_(participant_ids),
    )
    return {row.participant_id: row for row in db.session.execute(statement)}


def list_at(run_id: int, type_code: str, positions: Collection[int]) -> Sequence[AnyRow]:
    """The rows of a type at these positions of its list."""
    statement = (
        select(
            RunResult.position,
            RunResult.name,
            RunResult.group_key,
            RunResult.total,
            RunResult.award,
            RunResult.award_status,
        )
        .where(
            RunResult.run_id == run_id,
            RunResult.type_code == type_code,
            RunResult.position.in_(positions),
        )
        .order_by(RunResult.position)
    )
    return db.session.execute(statement).all()


def list_past(run_id: int, participant_ids: Collection[int]) -> dict[int, str]:
    """The sealed inputs of these participants, by participant."""
    statement = select(RunResult.participant_id, RunResult.inputs).where(
        RunResult.run_id == run_id, RunResult.participant_id.in_(participant_ids)
    )
    return {row.participant_id: row.inputs for row in db.session.execute(statement)}


def list_cluster_groups(run_id: int) -> Sequence[AnyRow]:
    """Which groups of each type have members of which cluster."""
    columns = (RunResult.type_code, RunResult.group_key, RunResult.cluster_id)
    statement = select(*columns).where(RunResult.run_id == run_id, RunResult.cluster_id.is_not(None))
    return db.session.execute(statement.distinct().order_by(*columns)).all()


def list_inputs(run_id: int, type_code: str, group_key: str | None) -> Sequence[AnyRow]:
    """The sealed inputs of a type, or of one of its groups, in the order of the ranking."""
    statement = select(RunResult.participant_id, RunResult.name, RunResult.inputs).where(
        RunResult.run_id == run_id, RunResult.type_code == type_code
    )
    if group_key is not None:
        statement = statement.where(RunResult.group_key == group_key)
    return db.session.execute(statement.order_by(RunResult.position)).all()


def find_results(run_id: int, participant_ids: Collection[int]) -> Sequence[RunResult]:
    """The results of these participants in one run, as they are listed."""
    statement = (
        select(RunResult)
        .where(RunResult.run_id == run_id, RunResult.participant_id.in_(participant_ids))
        .options(undefer(RunResult.result))
        .order_by(RunResult.type_code, RunResult.position)
    )
    return db.session.scalars(statement).all()


def list_near(result: RunResult, *, limit: int) -> Sequence[AnyRow]:
    """Those listed nearest to a result in its type, itself among them, in the order of the ranking."""
    first = max(1, result.position - limit // 2)
    statement = (
        select(RunResult.participant_id, RunResult.name, RunResult.group_name, RunResult.position)
        .where(
            RunResult.run_id == result.run_id,
            RunResult.type_code == result.type_code,
            RunResult.position.between(first, first + limit - 1),
        )
        .order_by(RunResult.position)
    )
    return db.session.execute(statement).all()
