"""Who votes on which question of a ballot paper, and who is counted when it is closed."""

from dataclasses import replace

from council.ballot_rules import rules_for
from council.counting import Electorate
from council.electorate import electorate_of
from council.models import Ballot, Question, SessionMember

FEWEST = 3
"""With fewer papers on a question everybody who voted knows, or guesses, what the others said."""


def questions_of(ballot: Ballot) -> list[Question]:
    """The questions of the paper in the order of the agenda."""
    return sorted(ballot.questions, key=lambda one: (one.item.number, one.number, one.id))


def voters_of(question: Question) -> frozenset[int]:
    """The ids of the members who may vote on the question, as attendance and conflicts stand now."""
    return electorate_of(question.item.session, question).voters(rules_for(question))


def questions_for(ballot: Ballot, member: SessionMember) -> list[Question]:
    """The questions on this member's paper: those that a conflict of interest, or absence, does not bar."""
    return [one for one in questions_of(ballot) if member.id in voters_of(one)]


def list_voters(ballot: Ballot) -> list[SessionMember]:
    """The members who get a paper, in the order in which the session lists them."""
    ids = frozenset().union(*(voters_of(one) for one in ballot.questions))
    return [one for one in ballot.session.members if one.id in ids]


def counted_electorate(question: Question, voted: frozenset[int], wrote: frozenset[int]) -> Electorate:
    """The electorate of a question when its ballot is counted: as it stands, and whoever voted is counted as
    what they were when they voted, present or in writing.
    """
    now = electorate_of(question.item.session, question)
    return replace(
        now,
        present=(now.present | (voted - wrote)) & now.members,
        written=(now.written | (voted & wrote)) & now.members,
    )
