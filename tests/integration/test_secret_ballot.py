"""Voting in secret, as services do it: who may, once, on what; counting; when a count would tell too much."""

import pytest
from sqlalchemy import func, select

from council.ballot_board import FaultyBoardError, PaperVotes
from council.ballot_closing import close_ballot, list_choices, void_ballot
from council.ballot_electorate import questions_for
from council.ballot_papers import FaultyPaperError
from council.ballot_preparing import drop_ballot, list_open_to_ballot, open_ballot, prepare_ballot
from council.ballot_receipts import mark_of, new_receipt
from council.casting import AlreadyVotedError, BallotClosedError, cast_paper
from council.conflicts import declare_conflict
from council.counting import AGREE, BLANK, DISAGREE, INVALID
from council.models import Attendance, Ballot, BallotState, QuestionState, RollEntry, SessionState, Slip
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, Trespass
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from tests.balloting import open_one, sit
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("context")


def close(sitting, **said):
    return close_ballot(actor=SYSTEM, session_id=sitting.session.id, number=sitting.number, now=NOW, **said)


def all_vote(sitting, members=range(8)):
    """Five for the first, three for the second; six agree, two disagree."""
    return {
        one: sitting.vote(one, [1] if one < 5 else [2], AGREE if one < 6 else DISAGREE) for one in members
    }


def test_nine_members_vote_and_one_is_recused_from_one_question():
    sitting = open_one()
    all_vote(sitting)
    sitting.vote(8, BLANK)  # recused from the choice: the paper has one question
    close(sitting)
    choice, approval = sitting.questions
    tally = choice.tally
    assert (tally["members"], tally["recused"], tally["eligible"]) == (9, 1, 8)
    assert (tally["issued"], tally["returned"], tally["valid"], tally["whole"]) == (8, 8, 8, 8)
    assert (tally["needed"], tally["chosen"], tally["votes"][0]["rate"]) == (5, [1], "5/8")
    assert [one.granted for one in choice.candidates] == [True, False]
    assert (approval.tally["rate"], approval.tally["blank"], approval.carried) == ("6/9", 1, True)
    assert choice.state is approval.state is QuestionState.DECIDED


def test_a_recused_member_cannot_vote_on_that_question():
    sitting = open_one()
    member = sitting.session.members[8]
    assert questions_for(sitting.ballot, member) == sitting.questions[1:]
    with pytest.raises(FaultyPaperError) as error:
        sitting.vote(8, [1], AGREE)
    assert set(error.value.faults) == {sitting.questions[0].id}
    assert db.session.scalar(select(func.count()).where(RollEntry.voted)) == 0


def test_nobody_votes_twice_and_the_first_paper_stands():
    sitting = open_one()
    receipts = all_vote(sitting)
    with pytest.raises(AlreadyVotedError) as again:
        sitting.vote(0, [2], DISAGREE, receipt=receipts[0])
    assert again.value.counted is True
    with pytest.raises(AlreadyVotedError) as other:
        sitting.vote(0, [2], DISAGREE)
    assert other.value.counted is False
    close(sitting)
    assert sitting.questions[0].tally["votes"][0]["votes"] == 5
    with pytest.raises(AlreadyVotedError) as late:
        sitting.vote(0, [2], DISAGREE, receipt=receipts[0])
    assert late.value.counted is True


def test_each_receipt_finds_its_own_marks_among_those_counted():
    sitting = open_one()
    receipts = all_vote(sitting)
    close(sitting)
    choice, approval = sitting.questions
    for place, receipt in receipts.items():
        for question, said in (
            (choice, [1] if place < 5 else [2]),
            (approval, AGREE if place < 6 else DISAGREE),
        ):
            slip = db.session.get(Slip, (question.id, mark_of(receipt, sitting.ballot.id, question.id)))
            assert slip.choice == said


def test_a_paper_says_all_its_faults_and_nothing_counts():
    sitting = open_one()
    choice, approval = sitting.questions
    user = sitting.users[0]

    def cast(choices, receipt=None):
        cast_paper(actor=user, ballot_id=sitting.ballot.id, receipt=receipt or new_receipt(), choices=choices)

    for said in ({}, {choice.id: [1, 2], approval.id: "maybe"}, {choice.id: [7], approval.id: [1]}):
        with pytest.raises(FaultyPaperError) as error:
            cast(said)
        assert set(error.value.faults) == {choice.id, approval.id}
    with pytest.raises(DomainError, match="Phiếu thiếu mã"):
        cast({choice.id: [1], approval.id: AGREE}, receipt="ABC")
    cast({choice.id: [1], approval.id: AGREE})


def test_who_may_not_vote():
    sitting = open_one(attendance={7: Attendance.ABSENT})
    with pytest.raises(NotAllowed, match="chưa được ghi có mặt"):
        sitting.vote(7, [1], AGREE)
    paper = {"ballot_id": sitting.ballot.id, "receipt": new_receipt(), "choices": {}}
    with pytest.raises(Trespass):
        cast_paper(actor=make_user(roles=[RoleCode.COUNCIL]), **paper)
    with pytest.raises(NotAllowed):
        cast_paper(actor=make_user(roles=[RoleCode.CLERK]), **paper)
    with pytest.raises(BallotClosedError):
        cast_paper(actor=sitting.users[0], **paper | {"ballot_id": 987_654})
    sitting.session.members[6].votes = False
    with pytest.raises(NotAllowed, match="không biểu quyết"):
        sitting.vote(6, [1], AGREE)


def test_no_vote_before_opening_and_none_after_closing():
    sitting = sit()
    ids = [one.id for one in sitting.questions]
    sitting.ballot = prepare_ballot(
        actor=SYSTEM, session_id=sitting.session.id, question_ids=ids, title=" Phiếu  chung ", now=NOW
    )
    assert sitting.ballot.title == "Phiếu chung"
    assert list_open_to_ballot(sitting.session) == []
    with pytest.raises(BallotClosedError, match="Chưa mở"):
        sitting.vote(0, [1], AGREE)
    open_ballot(actor=SYSTEM, session_id=sitting.session.id, number=1, now=NOW)
    all_vote(sitting, range(1, 8))
    close(sitting)
    with pytest.raises(BallotClosedError, match="đã đóng"):
        sitting.vote(0, [1], AGREE)


def test_an_absent_member_votes_in_writing_where_the_rules_hear_it():
    sitting = open_one(attendance={7: Attendance.WRITTEN}, rules={"denominator": "present"})
    all_vote(sitting)
    close(sitting)
    tally = sitting.questions[0].tally
    assert (tally["present"], tally["written"], tally["whole"], tally["returned"]) == (7, 1, 8, 8)
    entry = db.session.get(RollEntry, (sitting.ballot.id, sitting.session.members[7].id))
    assert (entry.voted, entry.written) == (True, True)


def test_where_the_rules_do_not_hear_writing_an_absent_member_has_no_paper():
    sitting = open_one(attendance={7: Attendance.WRITTEN}, rules={"written_opinion": False})
    with pytest.raises(NotAllowed, match="không tính ý kiến"):
        sitting.vote(7, [1], AGREE)


def prepared(**said):
    """A session with a paper of both questions, and what opens it."""
    sitting = sit(**said)
    ids = [one.id for one in sitting.questions]
    session_id = sitting.session.id
    prepare_ballot(actor=SYSTEM, session_id=session_id, question_ids=ids, title="", now=NOW)
    return sitting, lambda: open_ballot(actor=SYSTEM, session_id=session_id, number=1, now=NOW)


def test_opening_needs_a_quorum_of_members_present():
    absent = dict.fromkeys(range(3), Attendance.ABSENT) | {3: Attendance.WRITTEN}
    sitting, opened = prepared(attendance=absent)
    with pytest.raises(Conflict, match="có mặt 5, cần ít nhất 6 trên 9"):
        opened()
    sitting.session.members[0].attendance = Attendance.PRESENT
    assert opened().state is BallotState.OPEN
    with pytest.raises(Conflict, match="đã mở"):
        opened()


def test_a_question_may_ask_for_more_members_than_the_session():
    sitting, opened = prepared(attendance={0: Attendance.ABSENT})
    sitting.questions[0].rules = {"quorum": [9, 10, "least"]}
    with pytest.raises(Conflict, match="Câu 1 cần ít nhất 9 thành viên có mặt, hiện có 8"):
        opened()


def test_opening_needs_a_session_that_sits():
    sitting, opened = prepared()
    sitting.session.state = SessionState.PREPARED
    with pytest.raises(Conflict, match="chưa mở"):
        opened()


def test_no_secret_where_two_would_know_each_others_vote():
    sitting = sit(members=4, recused=(0, 1))
    made = prepare_ballot(
        actor=SYSTEM, session_id=sitting.session.id, question_ids=[sitting.questions[0].id], title="", now=NOW
    )
    with pytest.raises(Conflict, match="Câu 1 chỉ có 2 người được bỏ phiếu"):
        open_ballot(actor=SYSTEM, session_id=sitting.session.id, number=made.number, now=NOW)


def test_two_papers_are_not_opened_and_a_third_lets_them():
    sitting = open_one()
    all_vote(sitting, [0, 1])
    with pytest.raises(Conflict, match="Câu 1 mới nhận 2 phiếu"):
        close(sitting)
    assert sitting.ballot.state is BallotState.OPEN
    all_vote(sitting, [7])
    close(sitting)
    assert sitting.questions[0].tally["returned"] == 3


def test_a_ballot_made_void_destroys_what_was_cast_and_can_be_held_again():
    sitting = open_one()
    all_vote(sitting, [0, 1])
    said = {"actor": SYSTEM, "session_id": sitting.session.id, "number": sitting.number, "now": NOW}
    with pytest.raises(DomainError, match="Ghi lý do"):
        void_ballot(reason="  ", **said)
    void_ballot(reason=" Mất  điện ", **said)
    assert (sitting.ballot.urn, sitting.ballot.urn_key) == (None, None)
    assert db.session.scalar(select(func.count()).select_from(Slip)) == 0
    assert sitting.ballot.void_reason == "Mất điện"
    assert list_open_to_ballot(sitting.session) == sitting.questions
    with pytest.raises(BallotClosedError, match="đã hủy nên phiếu không được nhận: Mất điện"):
        sitting.vote(2, [1], AGREE)
    ids = [one.id for one in sitting.questions]
    again = prepare_ballot(actor=SYSTEM, session_id=sitting.session.id, question_ids=ids, title="", now=NOW)
    sitting.ballot = open_ballot(actor=SYSTEM, session_id=sitting.session.id, number=again.number, now=NOW)
    assert sitting.number == 2
    all_vote(sitting)
    close(sitting)
    assert sitting.questions[0].tally["returned"] == 8


def test_a_prepared_paper_can_be_taken_back_and_an_open_one_not():
    sitting = sit()
    session_id = sitting.session.id
    made = prepare_ballot(
        actor=SYSTEM, session_id=session_id, question_ids=[sitting.questions[0].id], title="", now=NOW
    )
    with pytest.raises(Conflict, match="phiếu khác"):
        prepare_ballot(
            actor=SYSTEM, session_id=session_id, question_ids=[sitting.questions[0].id], title="", now=NOW
        )
    with pytest.raises(DomainError, match="ít nhất một câu"):
        prepare_ballot(actor=SYSTEM, session_id=session_id, question_ids=[], title="", now=NOW)
    drop_ballot(actor=SYSTEM, session_id=session_id, number=made.number, now=NOW)
    assert db.session.scalar(select(func.count()).select_from(Ballot)) == 0
    assert list_open_to_ballot(sitting.session) == sitting.questions


def test_only_who_runs_the_session_opens_and_closes():
    sitting = open_one()
    member, chair, office = sitting.users[3], sitting.users[0], make_user()
    said = {"session_id": sitting.session.id, "number": 1, "now": NOW}
    with pytest.raises(NotAllowed):
        close_ballot(actor=member, **said)
    with pytest.raises(NotAllowed):
        void_ballot(actor=member, reason="x", **said)
    all_vote(sitting)
    close_ballot(actor=chair, **said)
    with pytest.raises(Conflict):
        close_ballot(actor=office, **said)


def board(sitting, members, totals, known=True):
    ids = frozenset(sitting.session.members[place].id for place in members)
    by_question = {one.id: said for one, said in zip(sitting.questions, totals, strict=True)}
    return PaperVotes(ids, by_question, known)


def test_papers_go_through_the_same_urn():
    sitting = open_one()
    all_vote(sitting, range(5))
    # Three on paper, the last of whom is recused from the choice.
    close(
        sitting,
        paper=board(sitting, [6, 7, 8], [{"1": 0, "2": 1, INVALID: 1}, {AGREE: 1, DISAGREE: 1, BLANK: 1}]),
    )
    choice, approval = (one.tally for one in sitting.questions)
    assert (choice["issued"], choice["returned"], choice["valid"], choice["invalid"]) == (8, 7, 6, 1)
    assert [line["votes"] for line in choice["votes"]] == [5, 1]
    assert (approval["agree"], approval["disagree"], approval["blank"]) == (6, 1, 1)
    voted = db.session.scalar(select(func.count()).where(RollEntry.voted))
    assert voted == 8
    assert len(list_choices(sitting.questions[1])) == 8


def test_papers_that_do_not_add_up_are_all_named_and_nothing_is_opened():
    sitting = open_one()
    all_vote(sitting, range(5))
    with pytest.raises(FaultyBoardError) as error:
        close(sitting, paper=board(sitting, [6, 7, 8], [{"1": 3}, {AGREE: 1, DISAGREE: 1}]))
    assert set(error.value.faults) == {one.id for one in sitting.questions}
    with pytest.raises(FaultyBoardError, match="Có dưới 3 phiếu giấy"):
        close(sitting, paper=board(sitting, [7], [{"1": 1}, {AGREE: 1}], known=False))
    assert sitting.ballot.state is BallotState.OPEN
    assert db.session.scalar(select(func.count()).where(RollEntry.voted)) == 5
    close(sitting, paper=board(sitting, [7], [{"1": 1}, {AGREE: 1}]))


def test_who_voted_here_cannot_be_counted_on_paper_too():
    sitting = open_one()
    all_vote(sitting, range(5))
    with pytest.raises(Conflict, match="vừa bỏ phiếu trên máy"):
        close(sitting, paper=board(sitting, [4, 6, 7], [{"1": 3}, {AGREE: 3}]))


def test_the_record_tells_of_opening_and_counts_and_of_nobody():
    sitting = open_one()
    all_vote(sitting)
    close(sitting)
    entries = list_entries_of("council_session", str(sitting.session.id))
    assert [one.action for one in entries] == ["ballot:prepared", "ballot:opened", "ballot:closed"]
    assert entries[-1].after == {
        "ballot": 1,
        "voters": 9,
        "received": 8,
        "results": [
            "Xã An Ninh và Xã Phú Tân: còn 1 suất: Xã An Ninh 5, Xã Phú Tân 3",
            "Tặng Giấy khen Xã Hồ Đắc Kiện: 6/8",
        ],
    }


def test_conflicts_are_declared_until_the_paper_is_given_out():
    sitting = sit()
    session, (choice, approval) = sitting.session, sitting.questions
    prepare_ballot(
        actor=SYSTEM, session_id=session.id, question_ids=[choice.id, approval.id], title="", now=NOW
    )
    member = session.members[3]
    said = {
        "actor": SYSTEM,
        "session_id": session.id,
        "member_id": member.id,
        "reason": "Người nhà",
        "now": NOW,
    }
    declare_conflict(question_ids=[approval.id], **said)
    session.members[5].conflicts_declared_at = None
    with pytest.raises(Conflict, match="Chưa khai liên quan: Thành viên 6"):
        open_ballot(actor=SYSTEM, session_id=session.id, number=1, now=NOW)
    session.members[5].conflicts_declared_at = NOW
    ballot = open_ballot(actor=SYSTEM, session_id=session.id, number=1, now=NOW)
    assert questions_for(ballot, member) == [choice]
    with pytest.raises(Conflict, match="đang biểu quyết"):
        declare_conflict(question_ids=[choice.id], **said)
