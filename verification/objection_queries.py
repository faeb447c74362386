"""Reads of objections, always in a total order: what waits, oldest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import Scorecard
from verification.models import Objection
from verification.objection_rules import is_waiting

PAGE = 50


class ObjectionState(StrEnum):
    """Where an objection stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ObjectionList:
    """One page of a year's objections; `counts` are those that the type leaves, by state."""

    objections: Sequence[Objection]
    counts: Mapping[ObjectionState, int]
    types: Sequence[str]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def state_of(objection: Objection) -> ObjectionState:
    """Where an objection stands."""
    if objection.withdrawn_at is not None:
        return ObjectionState.WITHDRAWN
    return ObjectionState.WAITING if objection.answered_at is None else ObjectionState.ANSWERED


def list_objections(
    year: MovementYear, state: ObjectionState | None, type_code: str = "", page: int = 1
) -> ObjectionList:
    """The objections of a year: those that wait first, the oldest first of each kind."""
    counts = {one: _count(year, one, type_code) for one in ObjectionState}
    total = counts[state] if state is not None else sum(counts.values())
    page = min(max(1, page), max(1, -(-total // PAGE)))
    statement = _of_year(select(Objection), year, type_code).options(
        joinedload(Objection.scorecard).joinedload(Scorecard.participant),
        joinedload(Objection.scorecard).joinedload(Scorecard.criteria_set),
        joinedload(Objection.answered_by),
    )
    if state is not None:
        statement = statement.where(_is(state))
    order = (is_waiting().desc(), Objection.raised_at, Objection.id)
    found = db.session.scalars(statement.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)).all()
    types = select(Participant.type_code).join(Scorecard, Scorecard.participant_id == Participant.id)
    types = types.join(Objection, Objection.scorecard_id == Scorecard.id)
    types = types.where(Scorecard.movement_year_id == year.id).distinct()
    kinds = db.session.scalars(types.order_by(Participant.type_code)).all()
    return ObjectionList(found, counts, kinds, page, total)


def count_waiting_objections(movement_year_id: int) -> int:
    """How many objections of a year the office has still to answer."""
    statement = (
        select(func.count(Objection.id))
        .join(Scorecard, Scorecard.id == Objection.scorecard_id)
        .where(Scorecard.movement_year_id == movement_year_id, is_waiting())
    )
    return db.session.scalar(statement) or 0


def find_next_waiting(after: Objection) -> int | None:
    """The number of the objection to answer after this one: the next raised, else the oldest left."""
    waiting = (
        select(Objection.id)
        .join(Scorecard, Scorecard.id == Objection.scorecard_id)
        .where(
            Scorecard.movement_year_id == after.scorecard.movement_year_id,
            is_waiting(),
            Objection.id != after.id,
        )
        .order_by(Objection.raised_at, Objection.id)
        .limit(1)
    )
    later = or_(
        Objection.raised_at > after.raised_at,
        and_(Objection.raised_at == after.raised_at, Objection.id > after.id),
    )
    found = db.session.scalar(waiting.where(later))
    return found if found is not None else db.session.scalar(waiting)


def list_objections_of(scorecard_id: int) -> Sequence[Objection]:
    """Every objection to one scorecard, oldest first."""
    return db.session.scalars(
        select(Objection)
        .where(Objection.scorecard_id == scorecard_id)
        .options(joinedload(Objection.raised_by), joinedload(Objection.answered_by))
        .order_by(Objection.raised_at, Objection.id)
    ).all()


def _count(year: MovementYear, state: ObjectionState, type_code: str) -> int:
    statement = _of_year(select(func.count(Objection.id)), year, type_code).where(_is(state))
    return db.session.scalar(statement) or 0


def _of_year(statement: Select[Any], year: MovementYear, type_code: str) -> Select[Any]:
    statement = (
        statement.select_from(Objection)
        .join(Scorecard, Scorecard.id == Objection.scorecard_id)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Scorecard.movement_year_id == year.id)
    )
    return statement.where(Participant.type_code == type_code) if type_code else statement


def _is(state: ObjectionState) -> ColumnElement[bool]:
    if state is ObjectionState.WAITING:
        return is_waiting()
    if state is ObjectionState.WITHDRAWN:
        return Objection.withdrawn_at.is_not(None)
    return and_(Objection.answered_at.is_not(None), Objection.withdrawn_at.is_(None))
