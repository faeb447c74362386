"""Who may do what with sessions of the council, and what may still be changed of one."""

from collections.abc import Mapping

from council.models import (
    BallotState,
    CouncilSession,
    Question,
    QuestionState,
    Seat,
    SessionState,
)
from foundation.permissions import Actor, Permission, can

RECOMMENDED, BALLOT, HELD = "recommended", "ballot", "held"


def can_prepare(actor: Actor | None) -> bool:
    """Whether the actor makes sessions, their members and their agenda."""
    return can(actor, Permission.MANAGE_SESSION)


def can_view(actor: Actor | None) -> bool:
    """Whether the actor may read sessions."""
    return can(actor, Permission.VIEW_SESSION)


def can_run(actor: Actor | None, session: CouncilSession) -> bool:
    """Whether the actor runs this session: whoever prepares sessions, its chair and its secretary."""
    if can_prepare(actor):
        return True
    return can_view(actor) and seat_of(actor, session) in (Seat.CHAIR, Seat.SECRETARY)


def seat_of(actor: Actor | None, session: CouncilSession) -> Seat | None:
    """What the actor is in the session."""
    number = getattr(actor, "actor_id", None)
    return next((one.seat for one in session.members if number is not None and one.user_id == number), None)


def is_unfinished(session: CouncilSession) -> bool:
    """Whether anything of the session may still change."""
    return session.state in (SessionState.PREPARED, SessionState.OPEN)


def is_untouched(question: Question) -> bool:
    """Whether nobody has begun to vote on the question, so that it may be changed, moved or dropped."""
    return question.state in (QuestionState.PENDING, QuestionState.DEFERRED) and question.ballot_id is None


def is_against(question: Question, carried: bool | None, granted: Mapping[int, bool | None]) -> bool:
    """Whether such a decision is against what the run recommends, either way, so that a reason is due.

    Among equals at the line the run recommends nobody, so no choice is against it. A hold is kept or not as
    the question is carried.
    """
    for one in question.candidates:
        given = granted[one.id]
        if one.status == RECOMMENDED and given is False:
            return True
        if one.status == HELD and carried is False:
            return True
        if one.status not in (RECOMMENDED, BALLOT, HELD) and given:
            return True
    return False


def awaits_vote(question: Question) -> bool:
    """Whether conflicts of interest may still be declared: also while it stands on a ballot paper that nobody
    has been given yet.
    """
    waits = question.state in (QuestionState.PENDING, QuestionState.DEFERRED)
    return waits and (question.ballot is None or question.ballot.state is BallotState.PREPARED)


def goes_against(question: Question) -> bool:
    """Whether the question was decided against what the run recommends."""
    return is_against(question, question.carried, {one.id: one.granted for one in question.candidates})


def lacks_reason(question: Question) -> bool:
    """Whether the question is decided against the recommendation and nobody has said why."""
    return question.state is QuestionState.DECIDED and not question.reason.strip() and goes_against(question)
