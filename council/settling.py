"""Putting a count into a question: the one way in which votes become a decision, by hands or by ballot."""

from datetime import datetime

from council.counting import Tally
from council.models import Candidate, Question, QuestionKind, QuestionState
from council.rules import HELD
from foundation.database import db

_STATES = {
    "carried": QuestionState.DECIDED,
    "rejected": QuestionState.DECIDED,
    "chosen": QuestionState.DECIDED,
    "unfilled": QuestionState.DECIDED,
    "tied": QuestionState.VOTING,
    "no_quorum": QuestionState.PENDING,
}


def settle_question(question: Question, tally: Tally, now: datetime) -> None:
    """Set tally, carried, each candidate's `granted` and the state from a count of `council.counting`.

    Equal votes leave the question open (`voting`) until the chair's casting vote or another round; without a
    quorum it waits as before (`pending`). Of several who were chosen among, those equal for the last places
    have `granted` None; whoever is on hold is never granted anything, whatever the vote.
    """
    question.tally = dict(tally)
    question.state = _STATES[tally["result"]]
    question.carried = carried_by(question, tally)
    question.decided_at = now if question.state is QuestionState.DECIDED else None
    granted = granted_by(question, tally)
    for candidate in question.candidates:
        candidate.granted = granted[candidate.id]
    db.session.flush()


def carried_by(question: Question, tally: Tally) -> bool | None:
    """Whether this count carries the question; None where it does not say, as in a choice."""
    carried: bool | None = tally["carried"] if question.kind is QuestionKind.APPROVE else None
    return carried


def granted_by(question: Question, tally: Tally) -> dict[int, bool | None]:
    """By case, what this count decides of it."""
    return {
        one.id: None if one.status == HELD else _granted(question, one, tally) for one in question.candidates
    }


def unsettle_question(question: Question) -> None:
    """Take a decision back: the question waits for its turn again, as if nobody had voted."""
    question.state = QuestionState.PENDING
    question.tally = question.carried = question.casting_vote = question.decided_at = None
    question.reason = ""
    for candidate in question.candidates:
        candidate.granted = None
    db.session.flush()


def _granted(question: Question, candidate: Candidate, tally: Tally) -> bool | None:
    if tally["result"] == "no_quorum":
        return None
    if question.kind is QuestionKind.APPROVE:
        carried: bool | None = tally["carried"]
        return carried
    if candidate.number in tally["chosen"]:
        return True
    return None if candidate.number in tally["tied"] else False
