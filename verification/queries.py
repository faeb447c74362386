"""The queue of one who judges: whose scorecards wait, how far each has come, oldest submission first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from assignments.queries import at_and_below, in_clusters
from assignments.scope import COMMUNE
from foundation.database import db
from foundation.permissions import Actor
from movements.models import MovementYear
from participants.models import Cluster, Participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from verification.chain import has_checker, is_checked
from verification.duties import GROUP, Duties, duties_of, within_duties, working_level
from verification.models import Return
from verification.partial_duties import list_states
from verification.places import Places, find_places
from verification.plan import Progress, plan_of, progress
from verification.queue_states import FINISHED, SHOWN_FIRST, QueueState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the queue is cut by. No state is what is to be done, waiting and begun, or with `every_state` all.
    `below_id` leaves those who stand below a participant, as households below their hamlet.
    """

    type_code: str = ""
    cluster_id: int | None = None
    commune_id: int | None = None
    state: QueueState | None = None
    below_id: int | None = None
    every_state: bool = False

    @property
    def states(self) -> Sequence[QueueState]:
        """The states that are shown."""
        if self.state is not None:
            return [self.state]
        return list(QueueState) if self.every_state else list(SHOWN_FIRST)


@dataclass(frozen=True, slots=True)
class Line:
    """One scorecard of the queue. `progress` is what this person judges of it."""

    scorecard: Scorecard
    state: QueueState
    progress: Progress | None
    place: str


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue with all its counts; `total` is how many the filter leaves."""

    level: AssessmentLevel
    lines: Sequence[Line]
    counts: Mapping[QueueState, int]
    types: Sequence[str]
    clusters: Sequence[Cluster]
    communes: Sequence[Participant]
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))

    total: int = 0


def list_queue(*, actor: Actor, year: MovementYear, asked: Asked, page: int = 1) -> Queue | None:
    """The queue of somebody in a year, or None for one who judges nothing. The number of statements does not
    depend on how many scorecards there are.
    """
    level = working_level(actor)
    if level is None:
        return None
    duties = duties_of(actor, level)
    mine = _mine(actor, year, level)
    known = _states(level, duties, _cut(mine, asked))
    wanted = frozenset(asked.states)
    chosen = [(number, state) for number, state in known if state in wanted]
    page = min(max(1, page), max(1, -(-len(chosen) // PAGE)))
    lines = _lines(duties, chosen[(page - 1) * PAGE : page * PAGE])
    counts = Counter(state for _number, state in known)
    return Queue(level, lines, counts, *_choices(mine), page=page, total=len(chosen))


def find_next(*, actor: Actor, year: MovementYear, asked: Asked, after: Scorecard) -> int | None:
    """The number of the scorecard that comes after another in the queue of what is to be done: the next one
    submitted later, else the oldest that is left.
    """
    level = working_level(actor)
    if level is None:
        return None
    cut = _cut(_mine(actor, year, level), asked).where(Scorecard.id != after.id)
    state = _state(level, duties_of(actor, level), cut)
    ids = (
        cut.with_only_columns(Scorecard.id)
        .where(state.in_([one.value for one in SHOWN_FIRST]))
        .order_by(Scorecard.submitted_at, Scorecard.id)
        .limit(1)
    )
    if after.submitted_at is None:
        return db.session.scalar(ids)
    later = or_(
        Scorecard.submitted_at > after.submitted_at,
        and_(Scorecard.submitted_at == after.submitted_at, Scorecard.id > after.id),
    )
    found = db.session.scalar(ids.where(later))
    return found if found is not None else db.session.scalar(ids)


def list_waiting_ids(*, actor: Actor, year: MovementYear, asked: Asked, limit: int) -> list[int]:
    """The numbers of the scorecards that wait for somebody, oldest submission first."""
    level = working_level(actor)
    if level is None:
        return []
    known = _states(level, duties_of(actor, level), _cut(_mine(actor, year, level), asked))
    return [number for number, state in known if state in SHOWN_FIRST][:limit]


def find_returns(scorecard_id: int) -> Sequence[Return]:
    """Every time a scorecard was sent back, the latest first."""
    return db.session.scalars(
        select(Return)
        .where(Return.scorecard_id == scorecard_id)
        .options(joinedload(Return.returned_by))
        .order_by(Return.id.desc())
    ).all()


def _mine(actor: Actor, year: MovementYear, level: AssessmentLevel) -> Select[Any]:
    """The submitted, returned and finished scorecards of a year within somebody's duties."""
    handed_in = (ScorecardStatus.SUBMITTED, ScorecardStatus.RETURNED, *FINISHED)
    return (
        select(Scorecard)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(
            Scorecard.movement_year_id == year.id,
            Scorecard.status.in_(handed_in),
            within_duties(actor, level),
        )
    )


def _cut(statement: Select[Any], asked: Asked) -> Select[Any]:
    if asked.type_code:
        statement = statement.where(Participant.type_code == asked.type_code)
    if asked.cluster_id is not None:
        statement = statement.where(Participant.id.in_(in_clusters([asked.cluster_id])))
    if asked.commune_id is not None:
        statement = statement.where(Participant.id.in_(at_and_below(Participant.id == asked.commune_id)))
    if asked.below_id is not None:
        statement = statement.where(Participant.id.in_(at_and_below(Participant.parent_id == asked.below_id)))
    return statement


def _state(level: AssessmentLevel, duties: Duties, cut: Select[Any]) -> ColumnElement[str]:
    """The state of a scorecard as SQL."""
    whens: list[tuple[ColumnElement[bool], QueueState]] = [
        (Scorecard.status.in_(FINISHED), QueueState.DONE),
        (Scorecard.status == ScorecardStatus.RETURNED, QueueState.RETURNED),
    ]
    if level is GROUP:
        whens.append((is_checked(), QueueState.DONE))
    else:
        whens.append((and_(has_checker(), ~is_checked()), QueueState.BELOW))
    if duties.in_part:
        whens += [(_is_one_of(ids), state) for state, ids in list_states(duties, level, cut).items()]
    else:
        whens.append((_is_begun(level), QueueState.DOING))
    return case(*((where, literal(str(state))) for where, state in whens), else_=str(QueueState.WAITING))


def _is_begun(level: AssessmentLevel) -> ColumnElement[bool]:
    found = select(Assessment.id).where(Assessment.scorecard_id == Scorecard.id, Assessment.level == level)
    return found.exists()


def _is_one_of(ids: Sequence[int]) -> ColumnElement[bool]:
    """Written into the statement as numbers, since a database takes only so many parameters."""
    return Scorecard.id.in_(bindparam(None, list(ids), expanding=True, literal_execute=True))


def _states(level: AssessmentLevel, duties: Duties, cut: Select[Any]) -> list[tuple[int, QueueState]]:
    """The number and state of every scorecard of a cut, oldest submission first: asked once, then counted and
    paged here, since the state is what costs.
    """
    state = _state(level, duties, cut).label("state")
    rows = db.session.execute(
        cut.with_only_columns(Scorecard.id, state).order_by(Scorecard.submitted_at, Scorecard.id)
    )
    return [(row.id, QueueState(row.state)) for row in rows]


def _lines(duties: Duties, chosen: Sequence[tuple[int, QueueState]]) -> list[Line]:
    statement = (
        select(Scorecard)
        .where(Scorecard.id.in_([number for number, _state in chosen]))
        .options(
            joinedload(Scorecard.participant),
            joinedload(Scorecard.criteria_set),
            selectinload(Scorecard.assessments),
        )
    )
    cards = {card.id: card for card in db.session.scalars(statement)}
    places = find_places([card.participant_id for card in cards.values()])
    return [_line(duties, cards[number], state, places) for number, state in chosen]


def _line(duties: Duties, scorecard: Scorecard, state: QueueState, places: Places) -> Line:
    plan = plan_of(scorecard)
    unit = scorecard.participant
    desk = duties.desk(unit.type_code, places.cluster_id(unit.id))
    if plan is None or desk is None:
        return Line(scorecard, state, None, places.words(unit.id))
    done = progress(plan, desk, scorecard.assessments, unit.attributes)
    return Line(scorecard, state, done, places.words(unit.id))


def _choices(mine: Select[Any]) -> tuple[list[str], Sequence[Cluster], Sequence[Participant]]:
    """The types, clusters and communes that occur among somebody's scorecards."""
    kinds = mine.with_only_columns(Participant.type_code, Participant.cluster_id).distinct()
    found = db.session.execute(kinds.order_by(Participant.type_code, Participant.cluster_id)).all()
    clusters = select(Cluster).where(Cluster.id.in_({row.cluster_id for row in found} - {None}))
    parents = mine.with_only_columns(Participant.parent_id).distinct().subquery()
    start = select(Participant.id, Participant.parent_id).where(
        or_(
            Participant.id.in_(select(parents.c.parent_id)),
            and_(
                Participant.type_code == COMMUNE, Participant.id.in_(mine.with_only_columns(Participant.id))
            ),
        )
    )
    above = aliased(Participant)
    line = start.cte("line", recursive=True)
    line = line.union(select(above.id, above.parent_id).join(line, line.c.parent_id == above.id))
    communes = select(Participant).where(
        Participant.type_code == COMMUNE, Participant.id.in_(select(line.c.id))
    )
    return (
        sorted({row.type_code for row in found}),
        db.session.scalars(clusters.order_by(Cluster.type_code, Cluster.sort_key, Cluster.id)).all(),
        db.session.scalars(
            communes.order_by(Participant.precedence, Participant.sort_key, Participant.id)
        ).all(),
    )
