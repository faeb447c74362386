"""Reads for the overview: every participant of the year with the state of its scorecard, counted or listed.

One statement names for each participant its commune, its cluster and its state; everything else is cut,
counted or paged from it, so that the same filter always speaks of the same set.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from assignments.scope import visible
from foundation.clock import local_date
from foundation.database import db
from foundation.permissions import Actor
from foundation.vietnamese import search_patterns
from movements.deadlines import stage_of
from movements.models import MovementYear, StageCode
from participants.models import Cluster, Participant
from participants.queries import valid_on
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus

COMMUNE = "commune"
ROWS_AT_ONCE = 1_000


class Progress(StrEnum):
    """How far a participant has come. `not_begun` has no scorecard, or one in which nothing was entered."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    OBJECTION = "objection"
    SEALED = "sealed"


UNSUBMITTED = (Progress.NOT_BEGUN, Progress.DRAFT, Progress.RETURNED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The set that was asked for; None and empty set no limit. `waiting` takes all who have not submitted."""

    type_codes: tuple[str, ...]
    type_code: str | None = None
    commune_id: int | None = None
    cluster_id: int | None = None
    progress: Progress | None = None
    waiting: bool = False
    late: bool = False
    words: str = ""


def count_progress(
    actor: Actor, year: MovementYear, chosen: Chosen, now: datetime, by: str
) -> dict[Any, dict[str, int]]:
    """Counts by `by` ("type_code", "commune_id" or "cluster_id"), then by state; "late" counts those of
    them whose deadline has passed. States with none are left out.
    """
    rows = _rows(actor, year, chosen, now)
    key = rows.c[by]
    statement = (
        select(key, rows.c.progress, func.count(), func.sum(rows.c.late))
        .where(*_cut(rows, chosen))
        .group_by(key, rows.c.progress)
    )
    found: dict[Any, dict[str, int]] = {}
    for value, progress, count, late in db.session.execute(statement):
        counts = found.setdefault(value, {})
        counts[progress] = count
        if late:
            counts["late"] = counts.get("late", 0) + int(late)
    return found


def count_chosen(actor: Actor, year: MovementYear, chosen: Chosen, now: datetime) -> int:
    """How many the set holds."""
    rows = _rows(actor, year, chosen, now)
    return db.session.scalar(select(func.count()).select_from(rows).where(*_cut(rows, chosen))) or 0


def list_chosen(
    actor: Actor, year: MovementYear, chosen: Chosen, now: datetime, *, offset: int = 0, limit: int
) -> Sequence[Any]:
    """A page of the set in the order of lists: type, rank, Vietnamese name, id."""
    return db.session.execute(_ordered(actor, year, chosen, now).offset(offset).limit(limit)).all()


def iterate_chosen(actor: Actor, year: MovementYear, chosen: Chosen, now: datetime) -> Iterator[Any]:
    """The same, whole, without holding it in memory."""
    statement = _ordered(actor, year, chosen, now)
    yield from db.session.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))


def _ordered(actor: Actor, year: MovementYear, chosen: Chosen, now: datetime) -> Select[Any]:
    rows = _rows(actor, year, chosen, now)
    order = (_type_order(rows, chosen), rows.c.precedence, rows.c.sort_key, rows.c.id)
    return select(rows).where(*_cut(rows, chosen)).order_by(*order)


def list_places(actor: Actor) -> tuple[Sequence[Any], Sequence[Any]]:
    """The communes and the clusters that the reader may choose, as rows of id and name."""
    communes = db.session.execute(
        select(Participant.id, Participant.name)
        .where(Participant.type_code == COMMUNE, Participant.valid_to.is_(None), visible(actor))
        .order_by(Participant.precedence, Participant.sort_key, Participant.id)
    ).all()
    clusters = db.session.execute(
        select(Cluster.id, Cluster.name, Cluster.type_code).order_by(
            Cluster.type_code, Cluster.sort_key, Cluster.id
        )
    ).all()
    return communes, clusters


def without_state(chosen: Chosen) -> Chosen:
    """The same set whatever its state: what the table above the list counts."""
    return replace(chosen, progress=None, waiting=False, late=False, words="")


def _rows(actor: Actor, year: MovementYear, chosen: Chosen, now: datetime) -> Subquery:
    above, higher, highest = (aliased(Participant) for _level in range(3))
    own = aliased(Assessment)
    progress = case(
        (Scorecard.id.is_(None), Progress.NOT_BEGUN.value),
        (
            and_(Scorecard.status == ScorecardStatus.DRAFT, own.id.is_(None)),
            Progress.NOT_BEGUN.value,
        ),
        else_=func.cast(Scorecard.status, Participant.type_code.type),
    )
    statement = (
        select(
            Participant.id,
            Participant.code,
            Participant.name,
            Participant.type_code,
            Participant.precedence,
            Participant.sort_key,
            _nearest_commune(Participant, above, higher, highest).label("commune_id"),
            func.coalesce(
                Participant.cluster_id, above.cluster_id, higher.cluster_id, highest.cluster_id
            ).label("cluster_id"),
            above.id.label("above_id"),
            above.name.label("above_name"),
            higher.id.label("higher_id"),
            highest.id.label("highest_id"),
            Scorecard.id.label("scorecard_id"),
            Scorecard.submitted_at,
            own.assessed_at.label("changed_at"),
            Scorecard.extended_until,
            Scorecard.extension_reason,
            own.total.label("self_total"),
            progress.label("progress"),
            case((and_(progress.in_(UNSUBMITTED), _is_past(year, now)), 1), else_=0).label("late"),
        )
        .outerjoin(above, above.id == Participant.parent_id)
        .outerjoin(higher, higher.id == above.parent_id)
        .outerjoin(highest, highest.id == higher.parent_id)
        .outerjoin(
            Scorecard,
            and_(Scorecard.participant_id == Participant.id, Scorecard.movement_year_id == year.id),
        )
        .outerjoin(own, and_(own.scorecard_id == Scorecard.id, own.level == AssessmentLevel.SELF))
        .where(Participant.type_code.in_(chosen.type_codes), _exists(year, now), visible(actor))
    )
    narrowed: Select[Any] = _narrowed(statement, chosen)
    return narrowed.subquery()


def _nearest_commune(*line: Any) -> ColumnElement[int]:
    return case(*((one.type_code == COMMUNE, one.id) for one in line))


def _exists(year: MovementYear, now: datetime) -> ColumnElement[bool]:
    """In force on the last day of the year, or today while the year runs."""
    return valid_on(min(local_date(now), date(year.year, 12, 31)))


def _is_past(year: MovementYear, now: datetime) -> ColumnElement[bool]:
    stage = stage_of(year, StageCode.SELF_SCORING)
    if stage is None or now < stage.closes_at:
        return literal(value=False)
    return or_(Scorecard.extended_until.is_(None), Scorecard.extended_until <= now)


def _narrowed(statement: Any, chosen: Chosen) -> Any:
    if chosen.type_code is not None:
        statement = statement.where(Participant.type_code == chosen.type_code)
    for pattern in search_patterns(chosen.words) if chosen.words else ():
        statement = statement.where(Participant.sort_key.like(pattern, escape="\\"))
    return statement


def _cut(rows: Subquery, chosen: Chosen) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if chosen.commune_id is not None:
        wanted.append(rows.c.commune_id == chosen.commune_id)
    if chosen.cluster_id is not None:
        wanted.append(rows.c.cluster_id == chosen.cluster_id)
    if chosen.progress is not None:
        wanted.append(rows.c.progress == chosen.progress)
    if chosen.waiting:
        wanted.append(rows.c.progress.in_(UNSUBMITTED))
    if chosen.late:
        wanted.append(rows.c.late == 1)
    return wanted


def _type_order(rows: Subquery, chosen: Chosen) -> ColumnElement[int]:
    places: Collection[tuple[ColumnElement[bool], int]] = [
        (rows.c.type_code == code, place) for place, code in enumerate(chosen.type_codes)
    ]
    return case(*places, else_=len(places)) if places else literal(0)
