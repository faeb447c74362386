"""Reads of second checks, always in a total order; and what somebody may not see until theirs are made."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from movements.models import Stage, StageCode
from scorecards.models import Scorecard
from verification.models import SecondCheck


def is_to_make() -> ColumnElement[bool]:
    """The condition that a check is still to be made."""
    return SecondCheck.made_at.is_(None)


def is_to_settle() -> ColumnElement[bool]:
    """The condition that a check was made, differs from the first, and waits for the office."""
    return and_(SecondCheck.made_at.is_not(None), SecondCheck.settled_at.is_(None))


def list_checks_of(user_id: int | None, movement_year_id: int) -> Sequence[SecondCheck]:
    """The checks that somebody has still to make in a year, scorecard by scorecard, oldest first."""
    if user_id is None:
        return []
    statement = _of_year(movement_year_id).where(SecondCheck.assigned_to_id == user_id, is_to_make())
    return db.session.scalars(statement).all()


def list_differences(movement_year_id: int) -> Sequence[SecondCheck]:
    """The checks of a year that differ from the first and wait for the office, oldest first."""
    statement = _of_year(movement_year_id).where(is_to_settle())
    return db.session.scalars(statement.order_by(None).order_by(SecondCheck.made_at, SecondCheck.id)).all()


def list_settled(movement_year_id: int, limit: int = 50) -> Sequence[SecondCheck]:
    """The latest checks of a year that are settled: agreeing, or by the office."""
    statement = _of_year(movement_year_id).where(SecondCheck.settled_at.is_not(None))
    statement = statement.order_by(None).order_by(SecondCheck.settled_at.desc(), SecondCheck.id.desc())
    return db.session.scalars(statement.limit(limit)).all()


def list_unassigned(movement_year_id: int) -> Sequence[SecondCheck]:
    """The checks of a year for which nobody was found."""
    statement = _of_year(movement_year_id).where(SecondCheck.assigned_to_id.is_(None), is_to_make())
    return db.session.scalars(statement).all()


def list_given(movement_year_id: int) -> Sequence[SecondCheck]:
    """The checks of a year that somebody has and has not made."""
    statement = _of_year(movement_year_id).where(SecondCheck.assigned_to_id.is_not(None), is_to_make())
    return db.session.scalars(statement.options(joinedload(SecondCheck.assigned_to))).all()


def list_unsettled_of(scorecard_ids: Collection[int]) -> list[SecondCheck]:
    """The checks of these scorecards that are still to be made or settled."""
    wanted = set(scorecard_ids)
    statement = select(SecondCheck).where(SecondCheck.settled_at.is_(None)).order_by(SecondCheck.id)
    return [one for one in db.session.scalars(statement) if one.scorecard_id in wanted]


def list_checks_on(scorecard_id: int) -> Sequence[SecondCheck]:
    """Every second check of one scorecard."""
    statement = select(SecondCheck).where(SecondCheck.scorecard_id == scorecard_id)
    return db.session.scalars(statement.order_by(SecondCheck.id)).all()


def count_checks_to_make(user_id: int | None, movement_year_id: int) -> int:
    """How many checks somebody has still to make in a year."""
    return _count(movement_year_id, and_(SecondCheck.assigned_to_id == user_id, is_to_make()))


def count_differences(movement_year_id: int) -> int:
    """How many differences of a year wait for the office."""
    return _count(movement_year_id, is_to_settle())


def count_unmade(movement_year_id: int) -> int:
    """How many checks of a year are still to be made, by whomever."""
    return _count(movement_year_id, is_to_make())


def loads_of(movement_year_id: int) -> dict[int, int]:
    """By account how many checks of a year it has been given."""
    rows = db.session.execute(
        select(SecondCheck.assigned_to_id, func.count(SecondCheck.id))
        .join(Scorecard, Scorecard.id == SecondCheck.scorecard_id)
        .where(Scorecard.movement_year_id == movement_year_id, SecondCheck.assigned_to_id.is_not(None))
        .group_by(SecondCheck.assigned_to_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def list_blinding_ids(user_id: int | None, now: datetime) -> list[int]:
    """The scorecards of which somebody may see no figure but the claim, until their checks are made; or until
    the council sits, since nobody makes any from then on.
    """
    if user_id is None:
        return []
    over = select(Stage.movement_year_id).where(Stage.code == StageCode.COUNCIL, Stage.opens_at <= now)
    statement = (
        select(SecondCheck.scorecard_id)
        .join(Scorecard, Scorecard.id == SecondCheck.scorecard_id)
        .where(SecondCheck.assigned_to_id == user_id, is_to_make(), Scorecard.movement_year_id.not_in(over))
    )
    return list(db.session.scalars(statement.distinct().order_by(SecondCheck.scorecard_id)))


def _count(movement_year_id: int, condition: ColumnElement[bool]) -> int:
    statement = (
        select(func.count(SecondCheck.id))
        .join(Scorecard, Scorecard.id == SecondCheck.scorecard_id)
        .where(Scorecard.movement_year_id == movement_year_id, condition)
    )
    return db.session.scalar(statement) or 0


def _of_year(movement_year_id: int) -> Select[Any]:
    return (
        select(SecondCheck)
        .join(Scorecard, Scorecard.id == SecondCheck.scorecard_id)
        .where(Scorecard.movement_year_id == movement_year_id)
        .options(
            joinedload(SecondCheck.scorecard).joinedload(Scorecard.participant),
            joinedload(SecondCheck.scorecard).joinedload(Scorecard.criteria_set),
        )
        .order_by(SecondCheck.drawn_at, SecondCheck.scorecard_id, SecondCheck.id)
    )
