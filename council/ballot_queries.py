"""Reads of ballots: one paper, those open to a member, how many came in, the slips that were counted."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from council.models import (
    AgendaItem,
    Ballot,
    BallotState,
    CouncilSession,
    Question,
    RollEntry,
    SessionMember,
    Slip,
)
from foundation.database import db
from foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class Received:
    """How many papers came in, of how many. Before the count that is all that anybody sees."""

    voted: int
    members: int


def load_ballot(session_id: int, number: int) -> Ballot:
    """A ballot with its questions, their candidates and conflicts, and the members of its session; NotFound
    where there is none.
    """
    questions = selectinload(Ballot.questions)
    statement = (
        select(Ballot)
        .where(Ballot.session_id == session_id, Ballot.number == number)
        .options(
            questions.selectinload(Question.candidates),
            questions.selectinload(Question.conflicts),
            questions.joinedload(Question.item).joinedload(AgendaItem.session),
            joinedload(Ballot.session).selectinload(CouncilSession.members),
        )
    )
    ballot = db.session.scalars(statement).one_or_none()
    if ballot is None:
        raise NotFound(_("Không có phiếu bầu này. Mở phiên họp từ danh mục."))
    return ballot


def list_ballots_of(session_id: int) -> list[Ballot]:
    """The ballots of a session that were not made void, by number."""
    usable = (Ballot.session_id == session_id, Ballot.state != BallotState.VOID)
    return list(db.session.scalars(select(Ballot).where(*usable).order_by(Ballot.number)))


def count_received(ballot_id: int) -> Received:
    """How many of the roll have voted."""
    voted = func.count().filter(RollEntry.voted)
    row = db.session.execute(select(voted, func.count()).where(RollEntry.ballot_id == ballot_id)).one()
    return Received(*row)


def list_not_voted(ballot_id: int) -> list[SessionMember]:
    """Members on the roll who have not voted, in the order of the session: those who may have on paper."""
    statement = (
        select(SessionMember)
        .join(RollEntry, RollEntry.member_id == SessionMember.id)
        .where(RollEntry.ballot_id == ballot_id, RollEntry.voted.is_(False))
        .order_by(SessionMember.order_no)
    )
    return list(db.session.scalars(statement))


def list_slips(question_id: int) -> list[Slip]:
    """The slips of a counted question in the order of their marks."""
    statement = select(Slip).where(Slip.question_id == question_id).order_by(Slip.mark)
    return list(db.session.scalars(statement))


def list_papers_of(session_id: int, user_id: int) -> list[tuple[Ballot, bool]]:
    """The open ballots of a session on whose roll this account is, each with whether it has voted."""
    statement = (
        select(Ballot, RollEntry.voted)
        .join(RollEntry, RollEntry.ballot_id == Ballot.id)
        .join(SessionMember, SessionMember.id == RollEntry.member_id)
        .where(
            Ballot.session_id == session_id,
            Ballot.state == BallotState.OPEN,
            SessionMember.user_id == user_id,
        )
        .order_by(Ballot.number)
    )
    return [(ballot, voted) for ballot, voted in db.session.execute(statement)]
