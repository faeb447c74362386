"""Reads of sessions, always in a total order, and in a number of statements that no agenda changes."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import User
from accounts.queries import list_users_with_roles
from awards.models import EvaluationRun, RunResult
from awards.queries import AnyRow, RunLine, list_runs
from council.models import (
    AgendaItem,
    Ballot,
    Candidate,
    Conflict,
    CouncilSession,
    Question,
    RollEntry,
    SessionKind,
    SessionMember,
    SessionState,
)
from foundation.database import db
from foundation.permissions import RoleCode
from foundation.vietnamese import search_patterns
from movements.models import MovementYear
from participants.models import Participant
from scorecards.models import Scorecard
from verification.models import Mark, MarkDeed

FOUND_AT_ONCE = 30
COUNCIL_ROLES = (RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.OFFICE)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session as a list shows it, with the number of its run and how many members and items it has."""

    id: int
    number: int
    year: int
    kind: SessionKind
    state: SessionState
    title: str
    place: str
    meets_at: datetime
    run_number: int
    members: int
    items: int


def find_ahead(movement_year_id: int) -> datetime | None:
    """When the session of a year meets that is prepared or open, the latest of several."""
    states = (SessionState.PREPARED, SessionState.OPEN)
    statement = select(func.max(CouncilSession.meets_at)).where(
        CouncilSession.movement_year_id == movement_year_id, CouncilSession.state.in_(states)
    )
    return db.session.scalar(statement)


def list_sessions() -> list[SessionLine]:
    """Every session, the latest year and the latest session first."""
    members = select(func.count()).where(SessionMember.session_id == CouncilSession.id).scalar_subquery()
    items = select(func.count()).where(AgendaItem.session_id == CouncilSession.id).scalar_subquery()
    statement = (
        select(
            CouncilSession.id,
            CouncilSession.number,
            MovementYear.year,
            CouncilSession.kind,
            CouncilSession.state,
            CouncilSession.title,
            CouncilSession.place,
            CouncilSession.meets_at,
            EvaluationRun.number.label("run_number"),
            members.label("members"),
            items.label("items"),
        )
        .join(MovementYear, MovementYear.id == CouncilSession.movement_year_id)
        .join(EvaluationRun, EvaluationRun.id == CouncilSession.run_id)
        .order_by(MovementYear.year.desc(), CouncilSession.number.desc(), CouncilSession.id.desc())
    )
    return [SessionLine(*row) for row in db.session.execute(statement)]


def find_year_in_hand() -> MovementYear | None:
    """The year the council deals with: that of the session that sits, or else of one that is prepared; of
    several that of the latest.
    """
    at_work = (SessionState.OPEN, SessionState.PREPARED)
    statement = (
        select(MovementYear)
        .join(CouncilSession, CouncilSession.movement_year_id == MovementYear.id)
        .where(CouncilSession.state.in_(at_work))
        .order_by(
            (CouncilSession.state == SessionState.OPEN).desc(),
            MovementYear.year.desc(),
            CouncilSession.id.desc(),
        )
    )
    return db.session.scalars(statement.limit(1)).first()


def load_session(session_id: int, *, anew: bool = False) -> CouncilSession | None:
    """The session with its members and the whole agenda: all that its pages show. `anew` reads past whatever
    is loaded.
    """
    questions = selectinload(CouncilSession.items).selectinload(AgendaItem.questions)
    statement = (
        select(CouncilSession)
        .where(CouncilSession.id == session_id)
        .options(
            joinedload(CouncilSession.run),
            joinedload(CouncilSession.movement_year),
            selectinload(CouncilSession.members).joinedload(SessionMember.user),
            questions.selectinload(Question.candidates),
            questions.selectinload(Question.conflicts),
            questions.selectinload(Question.hands),
            selectinload(CouncilSession.ballots),
        )
    )
    return db.session.scalars(statement.execution_options(populate_existing=anew)).one_or_none()


def find_last_number(movement_year_id: int) -> int:
    """The number of the last session of a year, 0 where there was none."""
    statement = select(func.max(CouncilSession.number))
    return db.session.scalar(statement.where(CouncilSession.movement_year_id == movement_year_id)) or 0


def find_latest_run(movement_year_id: int) -> EvaluationRun | None:
    """The latest sealed run of a year."""
    statement = select(EvaluationRun).where(EvaluationRun.movement_year_id == movement_year_id)
    return db.session.scalars(statement.order_by(EvaluationRun.number.desc()).limit(1)).first()


def find_run_line(run_id: int) -> RunLine:
    """A sealed run as a list shows it; a session always has one."""
    return next(run for run in list_runs() if run.id == run_id)


def find_last_members(before_id: int | None = None) -> Sequence[SessionMember]:
    """The members of the last session that has any, other than the one with this id."""
    statement = select(SessionMember.session_id).join(CouncilSession)
    if before_id is not None:
        statement = statement.where(CouncilSession.id != before_id)
    last = db.session.scalar(
        statement.order_by(CouncilSession.meets_at.desc(), CouncilSession.id.desc()).limit(1)
    )
    rows = select(SessionMember).where(SessionMember.session_id == last)
    return db.session.scalars(rows.order_by(SessionMember.order_no)).all() if last is not None else []


def list_accounts_of_the_council() -> list[User]:
    """The open accounts that may sit in a session: chair, council, standing office."""
    return list_users_with_roles(COUNCIL_ROLES)


def list_ahead_for(user_id: int) -> Sequence[AnyRow]:
    """The sessions in which this account has a seat and that sit now or are prepared, those that sit first:
    number, title, hour, state and the year that they judge.
    """
    statement = (
        select(
            CouncilSession.id,
            CouncilSession.title,
            CouncilSession.meets_at,
            CouncilSession.state,
            MovementYear.year,
        )
        .join(SessionMember)
        .join(EvaluationRun, EvaluationRun.id == CouncilSession.run_id)
        .join(MovementYear, MovementYear.id == EvaluationRun.movement_year_id)
        .where(
            SessionMember.user_id == user_id,
            CouncilSession.state.in_((SessionState.OPEN, SessionState.PREPARED)),
        )
        .order_by(CouncilSession.state != SessionState.OPEN, CouncilSession.meets_at, CouncilSession.id)
    )
    return db.session.execute(statement).all()


def find_run_rows(run_id: int, participant_ids: Collection[int]) -> dict[int, AnyRow]:
    """What a run says of these participants, by their ids."""
    statement = _run_rows(run_id).where(RunResult.participant_id.in_(participant_ids))
    return {row.participant_id: row for row in db.session.execute(statement)}


def search_run(run_id: int, words: str) -> Sequence[AnyRow]:
    """Participants of a run found by name, units before households, at most FOUND_AT_ONCE and one more."""
    patterns = search_patterns(words)
    if not patterns:
        return []
    statement = _run_rows(run_id).order_by(RunResult.category, RunResult.type_code, RunResult.position)
    for pattern in patterns:
        statement = statement.where(Participant.sort_key.like(pattern))
    return db.session.execute(statement.limit(FOUND_AT_ONCE + 1)).all()


def _run_rows(run_id: int) -> Any:
    columns = (
        RunResult.participant_id,
        RunResult.name,
        RunResult.type_code,
        RunResult.category,
        RunResult.group_name,
        RunResult.commune_name,
        RunResult.total,
        RunResult.rank,
        RunResult.grade,
        RunResult.on_hold,
        RunResult.award,
        RunResult.award_status,
    )
    joined = select(*columns).join(Participant, Participant.id == RunResult.participant_id)
    return joined.where(RunResult.run_id == run_id)


def find_state_token(session_id: int) -> str | None:
    """A short text that changes whenever the session's page would: with the session, its members' presence
    and declarations, the states of questions and ballots, how many have voted, and holds of its year.
    """
    version = select(CouncilSession.version, CouncilSession.state).where(CouncilSession.id == session_id)
    members = select(SessionMember.attendance, SessionMember.conflicts_declared_at).where(
        SessionMember.session_id == session_id
    )
    questions = (
        select(Question.state, func.count(Question.id), func.max(Question.decided_at))
        .join(AgendaItem)
        .where(AgendaItem.session_id == session_id)
    )
    conflicts = (
        select(func.count(Conflict.id)).join(SessionMember).where(SessionMember.session_id == session_id)
    )
    ballots = select(Ballot.id, Ballot.state).where(Ballot.session_id == session_id)
    voted = (
        select(func.count())
        .select_from(RollEntry)
        .join(Ballot)
        .where(Ballot.session_id == session_id, RollEntry.voted)
    )
    marks = (
        select(func.count(MarkDeed.id), func.max(MarkDeed.id))
        .join(Mark)
        .join(Scorecard)
        .join(CouncilSession, CouncilSession.movement_year_id == Scorecard.movement_year_id)
        .where(CouncilSession.id == session_id)
    )
    parts = (
        version,
        members.order_by(SessionMember.id),
        questions.group_by(Question.state).order_by(Question.state),
        conflicts,
        ballots.order_by(Ballot.id),
        voted,
        marks,
    )
    told = [[tuple(map(str, row)) for row in db.session.execute(one)] for one in parts]
    if not told[0]:
        return None
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def count_candidates(session_id: int) -> int:
    """How many cases stand on the agenda."""
    statement = select(func.count(Candidate.id)).join(Question).join(AgendaItem)
    return db.session.scalar(statement.where(AgendaItem.session_id == session_id)) or 0
