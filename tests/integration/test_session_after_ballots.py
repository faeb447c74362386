"""What follows a secret ballot: the chair's word on equal votes, another round, a decision taken back."""

import pytest
from sqlalchemy import func, select

from council.ballot_closing import close_ballot
from council.counting import AGREE, DISAGREE
from council.models import Method, QuestionState, Slip
from council.question_view import QuestionView
from council.rounds import cast_for_equals, give_reason, make_round, reopen_question
from council.rules import lacks_reason
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import SYSTEM
from tests.balloting import open_one
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("context")


def counted(firsts, approvals, **rules):
    """A closed ballot: so many of eight choose the first of two equals, so many of nine approve."""
    sitting = open_one(rules=rules)
    for place in range(9):
        approval = AGREE if place < approvals else DISAGREE
        marks = [[1] if place < firsts else [2]] if place < 8 else []
        sitting.vote(place, *marks, approval)
    close_ballot(actor=SYSTEM, session_id=sitting.session.id, number=sitting.number, now=NOW)
    known = {"actor": SYSTEM, "session_id": sitting.session.id, "version": None, "now": NOW}
    return sitting, known


def slips_of(question):
    return db.session.scalar(select(func.count()).select_from(Slip).where(Slip.question_id == question.id))


def test_the_chair_decides_on_equal_ballots_where_the_rules_say_so():
    sitting, known = counted(4, 9, casting_vote=True, threshold=[1, 2, "least"])
    choice = sitting.questions[0]
    assert (choice.state, choice.tally["result"]) == (QuestionState.VOTING, "tied")
    view = QuestionView(choice, {one.id: one for one in sitting.session.members})
    assert view.awaits_chair
    assert [one.name for one in view.equals] == ["Xã An Ninh", "Xã Phú Tân"]
    with pytest.raises(DomainError) as fault:
        cast_for_equals(**known, question_id=choice.id, casting=[1, 2])
    assert fault.value.field == "casting"
    cast_for_equals(**known, question_id=choice.id, casting=[2])
    assert [one.granted for one in choice.candidates] == [False, True]
    assert (choice.casting_vote, choice.tally["recused"]) == ([2], 1)


def test_equal_ballots_go_to_another_secret_round_with_the_same_recused():
    sitting, known = counted(4, 9)
    choice = sitting.questions[0]
    with pytest.raises(DomainError):
        cast_for_equals(**known, question_id=choice.id, casting=[1])
    again = make_round(**known, question_id=choice.id)
    assert (again.method, again.places, again.ballot_id) == (Method.SECRET, 1, None)
    assert {one.member_id for one in again.conflicts} == {one.member_id for one in choice.conflicts}
    assert choice.state is QuestionState.DECIDED


def test_a_secret_decision_taken_back_keeps_its_slips_and_decides_nothing_more():
    sitting, known = counted(5, 9)
    choice, approval = sitting.questions
    again = reopen_question(**known, question_id=approval.id, reason="Có đơn phản ánh vừa gửi tới")
    assert again.id != approval.id
    assert (again.round_of_id, again.state, again.tally) == (approval.id, QuestionState.PENDING, None)
    assert (approval.tally["rate"], slips_of(approval)) == ("9/9", 9)
    assert (approval.carried, approval.candidates[0].granted) == (None, None)
    members = {one.id: one for one in sitting.session.members}
    assert QuestionView(approval, members).is_superseded
    assert not QuestionView(choice, members).is_superseded
    with pytest.raises(Conflict):
        give_reason(**known, question_id=approval.id, reason="x")


def test_a_secret_decision_against_the_recommendation_waits_for_its_reason():
    sitting, known = counted(5, 2)
    approval = sitting.questions[1]
    assert approval.carried is False
    assert lacks_reason(approval)
    give_reason(**known, question_id=approval.id, reason="Chưa làm rõ nguồn vốn")
    assert not lacks_reason(approval)
