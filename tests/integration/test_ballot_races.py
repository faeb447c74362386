"""Voting at the same moment, with real connections: one ballot for each member, and none lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from accounts.models import User
from council.ballot_closing import close_ballot
from council.ballot_receipts import new_receipt
from council.casting import AlreadyVotedError, BallotClosedError, cast_paper
from council.counting import AGREE, DISAGREE
from council.models import Ballot, RollEntry
from council.urn import open_urn
from foundation.database import db, transaction
from foundation.permissions import SYSTEM
from tests.at_once import at_once
from tests.balloting import open_one
from tests.factories import NOW


@pytest.fixture
def opened(app):
    """What threads may know of a committed, open ballot: plain ids."""
    with app.app_context(), transaction():
        sitting = open_one(recused=())
        return {
            "session": sitting.session.id,
            "ballot": sitting.ballot.id,
            "questions": [one.id for one in sitting.questions],
            "users": [user.id for user in sitting.users],
        }


def vote(opened, place: int, word: str = AGREE) -> Callable[[], None]:
    receipt = new_receipt()

    def deed() -> None:
        choices = dict(zip(opened["questions"], ([1], word), strict=True))
        actor = db.session.get(User, opened["users"][place])
        cast_paper(actor=actor, ballot_id=opened["ballot"], receipt=receipt, choices=choices)

    return deed


def lying_in_the_urn(ballot_id: int) -> int:
    row = db.session.execute(select(Ballot.urn, Ballot.urn_key).where(Ballot.id == ballot_id)).one()
    return len(open_urn(ballot_id, row.urn, row.urn_key))


def test_the_same_member_pressing_twice_at_once_gives_one_ballot(app, opened):
    for place in range(3):
        ends = at_once(app, [vote(opened, place, AGREE), vote(opened, place, DISAGREE)])
        assert sorted(ends) == [AlreadyVotedError.__name__, "done"]
    with app.app_context():
        assert lying_in_the_urn(opened["ballot"]) == 6
        assert db.session.scalar(select(func.count()).where(RollEntry.voted)) == 3


def test_all_members_voting_at_once_lose_no_ballot(app, opened):
    assert at_once(app, [vote(opened, place) for place in range(9)]) == ["done"] * 9
    with app.app_context():
        assert lying_in_the_urn(opened["ballot"]) == 18


def test_a_vote_and_the_closing_at_once_leave_a_whole_count(app, opened):
    """Whichever comes first, the vote is either counted and ticked, or neither."""
    at_once(app, [vote(opened, place) for place in range(3)])

    def close() -> None:
        close_ballot(actor=SYSTEM, session_id=opened["session"], number=1, now=NOW)

    voted, closed = at_once(app, [vote(opened, 3), close])
    assert closed == "done"
    assert voted in ("done", BallotClosedError.__name__)
    with app.app_context():
        ticked = db.session.scalar(select(func.count()).where(RollEntry.voted))
        tally = db.session.get(Ballot, opened["ballot"]).questions[1].tally
    assert ticked == tally["returned"] == (4 if voted == "done" else 3)
