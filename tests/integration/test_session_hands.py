"""The roll, the quorum, shows of hands and what follows them."""

import pytest
from sqlalchemy import select

from accounts.models import User
from council.attendance import AttendanceFaults, Mark, mark_attendance, quorum_of
from council.ballot_rules import PRESETS, to_data
from council.conflicts import declare_conflict
from council.counting import AGREE, BLANK, DISAGREE
from council.hands import HandFaults, record_hands
from council.holding import hold_session
from council.models import Attendance, Hand, Method, Question, QuestionKind, QuestionState
from council.nominations import nominate
from council.page import build_page
from council.question_view import QuestionView
from council.questions import change_question
from council.rounds import cast_for_equals, give_reason, make_round, reopen_question
from council.rules import lacks_reason
from council.sessions import change_rules
from council.tally_words import sentences_of
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM
from history.models import HistoryEntry
from history.reading import read_entries
from participants.models import Participant
from tests.council import (
    attend,
    make_session,
    open_council,
    question_about,
    seal_year_with_households,
)
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("context")


def everybody(session, choice=AGREE, but=None, among=None):
    """What each says who may: the members at these places say something else."""
    voters = among or [one for one in session.members if one.votes]
    taking_part = (Attendance.PRESENT, Attendance.WRITTEN)
    said = {one.id: choice for one in voters if one.attendance in taking_part}
    places = {one.order_no: one.id for one in session.members}
    return said | {places[place]: other for place, other in (but or {}).items()}


def vote(session, question, choices, **values):
    known = {"actor": SYSTEM, "session_id": session.id, "version": None, "now": NOW, "choices": choices}
    (decided,) = record_hands(**(known | {"question_ids": [question.id]} | values))
    return decided


def recuse(session, place, question, reason="Có người thân"):
    member = next(one for one in session.members if one.order_no == place)
    declare_conflict(
        actor=SYSTEM,
        session_id=session.id,
        member_id=member.id,
        reason=reason,
        candidate_ids=[one.id for one in question.candidates],
        question_ids=[question.id],
        now=NOW,
    )
    return member


# The roll


def test_the_quorum_counts_members_with_a_vote_who_are_present():
    session = make_session()
    assert quorum_of(session) == {"present": 0, "members": 9, "needed": 6, "met": False}
    attend(session, absent=[5, 6], written=[9])
    assert quorum_of(session) == {"present": 6, "members": 9, "needed": 6, "met": True}
    attend(session, absent=[4, 5, 6], written=[9])
    assert not quorum_of(session)["met"]


def test_an_opinion_in_writing_needs_its_paper_and_rules_that_count_it():
    session = make_session()
    member = session.members[3]

    def written(reference):
        return mark_attendance(
            actor=SYSTEM,
            session_id=session.id,
            marks={member.id: Mark(Attendance.WRITTEN, reference)},
            now=NOW,
        )

    with pytest.raises(AttendanceFaults) as told:
        written(" ")
    assert set(told.value.faults) == {member.id}
    written("12/YK ngày 09/12/2024")
    assert (member.attendance, member.opinion_ref) == (Attendance.WRITTEN, "12/YK ngày 09/12/2024")
    rules = to_data(PRESETS["members_majority"].rules) | {"written_opinion": False}
    change_rules(actor=SYSTEM, session_id=session.id, version=None, rules=rules, now=NOW)
    with pytest.raises(AttendanceFaults, match="không tính ý kiến"):
        written("13/YK")


def test_two_who_call_the_roll_at_once_do_not_undo_each_other():
    session = make_session()
    first, second = session.members[:2]
    unknown, present, absent = Attendance.UNKNOWN, Attendance.PRESENT, Attendance.ABSENT

    def mark(**marks):
        return mark_attendance(actor=SYSTEM, session_id=session.id, now=NOW, **marks)

    mark(marks={first.id: Mark(present, seen=unknown), second.id: Mark(unknown, seen=unknown)})
    mark(marks={first.id: Mark(unknown, seen=unknown), second.id: Mark(present, seen=unknown)})
    assert [first.attendance, second.attendance] == [present, present]
    with pytest.raises(AttendanceFaults, match="Người khác vừa ghi khác"):
        mark(marks={first.id: Mark(absent, seen=unknown)})


# Recording


def test_a_show_of_hands_is_recorded_by_name_and_counted():
    session = open_council(absent=[5], written=[9])
    question = question_about(session, "Xã Hồ Đắc Kiện")
    member = recuse(session, 8, question)
    said = everybody(session, but={2: DISAGREE, 3: BLANK})
    del said[member.id]
    decided = vote(session, question, said)
    tally = decided.tally
    assert (tally["agree"], tally["disagree"], tally["blank"]) == (5, 1, 1)
    assert (tally["rate"], tally["whole"], tally["recused"], tally["written"]) == ("5/7", 7, 1, 1)
    assert (decided.state, decided.carried) == (QuestionState.DECIDED, True)
    assert decided.candidates[0].granted is True
    hands = {one.member.order_no: (one.choice, one.written) for one in decided.hands}
    assert hands[9] == (AGREE, True)
    assert 8 not in hands
    assert 5 not in hands
    words = " ".join(sentences_of(tally, Method.HANDS))
    assert "Tán thành 5, không tán thành 1, không có ý kiến 1." in words
    assert "ít nhất 4 trên 7" in words
    assert "1 thành viên không biểu quyết vì có liên quan" in words


def test_nothing_is_voted_on_before_the_session_opens_or_without_a_quorum():
    session = make_session()
    attend(session)
    question = question_about(session, "Thông qua biên bản")
    with pytest.raises(Conflict, match="chưa mở"):
        vote(session, question, everybody(session))
    session = open_council(session.run, absent=[1, 2, 3, 4])
    question = question_about(session, "Thông qua biên bản")
    with pytest.raises(Conflict, match="Chưa đủ số họp"):
        vote(session, question, everybody(session))
    assert question.tally is None


def test_only_whoever_runs_the_session_records():
    session = open_council()
    question = question_about(session, "Thông qua biên bản")
    chair, member = (db.session.get(User, one.user_id) for one in session.members[:2])
    with pytest.raises(NotAllowed):
        vote(session, question, everybody(session), actor=member)
    assert vote(session, question, everybody(session), actor=chair).carried


def test_whoever_is_recused_absent_or_forgotten_is_named():
    session = open_council(absent=[5])
    question = question_about(session, "Xã Hồ Đắc Kiện")
    recused = recuse(session, 8, question)
    absent = session.members[4]
    said = everybody(session) | {absent.id: AGREE}
    del said[session.members[1].id]
    said[session.members[2].id] = "perhaps"
    with pytest.raises(HandFaults) as told:
        vote(session, question, said)
    assert set(told.value.faults) == {
        recused.id,
        absent.id,
        session.members[1].id,
        session.members[2].id,
    }
    assert db.session.scalars(select(Hand)).all() == []


def test_deciding_against_the_recommendation_takes_a_reason():
    session = open_council()
    question = question_about(session, "Xã Hồ Đắc Kiện")
    said = everybody(session, DISAGREE)
    with pytest.raises(DomainError) as fault:
        vote(session, question, said)
    assert fault.value.field == "reason"
    assert (question.state, question.tally) == (QuestionState.PENDING, None)
    vote(session, question, said, reason="Đang bị đơn vị khác phản ánh.")
    assert (question.carried, question.candidates[0].granted) == (False, False)
    assert question.reason == "Đang bị đơn vị khác phản ánh."


def test_granting_an_award_that_is_not_recommended_takes_a_reason_too():
    session = open_council()
    unit = db.session.scalars(select(Participant).where(Participant.name == "Xã Thiện Mỹ")).one()
    known = {"actor": SYSTEM, "session_id": session.id, "version": None, "now": NOW}
    question = nominate(**known, participant_id=unit.id, award="GK")
    with pytest.raises(DomainError) as fault:
        vote(session, question, everybody(session))
    assert fault.value.field == "reason"
    assert vote(session, question, everybody(session, DISAGREE)).reason == ""


def test_a_hold_is_told_and_nothing_is_awarded():
    session = open_council()
    question = question_about(session, "Xã Phú Tâm")
    vote(session, question, everybody(session))
    assert question.carried
    assert question.candidates[0].granted is None


def test_equal_votes_wait_for_the_chair():
    session = open_council(absent=[9])
    question = question_about(session, "Thông qua kết quả")
    said = everybody(session, but={1: DISAGREE, 2: DISAGREE, 3: DISAGREE, 4: DISAGREE})
    with pytest.raises(DomainError) as fault:
        vote(session, question, said)
    assert fault.value.field == "casting"
    vote(session, question, said, casting=[1])
    assert (question.carried, question.casting_vote, question.tally["rate"]) == (True, [1], "4/8")


def test_several_motions_are_voted_on_alike_and_the_recused_left_out_of_theirs_only():
    session = open_council(seal_year_with_households())
    lists = next(item for item in session.items if item.title.endswith(": Ấp")).questions
    member = recuse(session, 4, lists[0])
    questions = record_hands(
        actor=SYSTEM,
        session_id=session.id,
        version=None,
        question_ids=[one.id for one in lists],
        choices=everybody(session, but={2: DISAGREE}),
        now=NOW,
    )
    assert [one.tally["rate"] for one in questions] == ["7/8", "8/9"]
    assert member.id not in {one.member_id for one in questions[0].hands}


def test_a_secret_question_is_not_voted_on_by_hands():
    session = open_council()
    question = question_about(session, "Xã Hồ Đắc Kiện")
    change = {"text": question.text, "method": Method.SECRET}
    change_question(
        actor=SYSTEM, session_id=session.id, version=None, question_id=question.id, now=NOW, **change
    )
    with pytest.raises(Conflict, match="bỏ phiếu kín"):
        vote(session, question, everybody(session))


def test_a_question_may_ask_for_more_than_the_session_does():
    session = open_council()
    question = question_about(session, "Xã Hồ Đắc Kiện")
    change_question(
        actor=SYSTEM,
        session_id=session.id,
        version=None,
        question_id=question.id,
        text=question.text,
        method=Method.HANDS,
        rules=to_data(PRESETS["hero_2025"].rules),
        now=NOW,
    )
    vote(session, question, everybody(session, but={2: DISAGREE}), reason="Chưa đủ 90%")
    assert (question.tally["rate"], question.tally["needed"], question.carried) == ("8/9", 9, False)


# A tie at the line


def tie_of(session):
    return question_about(session, "Chọn 1 trong 2")


def chosen(session, first, second, blank=0):
    """So many choose the first, so many the second, the rest nobody."""
    voters = [one.id for one in session.members if one.votes]
    marks = [[1]] * first + [[2]] * second + [[]] * blank
    return dict(zip(voters, marks, strict=True))


def test_equals_are_chosen_among_and_the_others_stay_outside():
    session = open_council()
    tie = tie_of(session)
    with pytest.raises(HandFaults):
        vote(session, tie, chosen(session, 9, 0) | {session.members[0].id: [1, 2]})
    vote(session, tie, chosen(session, 5, 4))
    assert [(one.name, one.granted) for one in tie.candidates] == [
        ("Xã An Ninh", True),
        ("Xã Phú Tân", False),
    ]
    assert tie.carried is None
    assert tie.reason == ""
    rows = QuestionView(tie, {one.id: one for one in session.members}).rows
    assert [(one.name, one.votes, one.rate) for one in rows] == [
        ("Xã An Ninh", 5, "55,56%"),
        ("Xã Phú Tân", 4, "44,44%"),
    ]


def test_equal_votes_for_equals_go_to_the_chair_or_to_another_round():
    session = open_council()
    tie = tie_of(session)
    vote(session, tie, chosen(session, 4, 4, 1))
    assert (tie.state, tie.tally["result"]) == (QuestionState.VOTING, "tied")
    assert {one.granted for one in tie.candidates} == {None}
    again = make_round(actor=SYSTEM, session_id=session.id, version=None, question_id=tie.id, now=NOW)
    assert tie.state is QuestionState.DECIDED
    assert (again.round_of_id, again.places, len(again.candidates)) == (tie.id, 1, 2)
    assert again.text.endswith("(lượt 2)")
    vote(session, again, chosen(session, 4, 4, 1))
    cast_for_equals(
        actor=SYSTEM, session_id=session.id, version=None, question_id=again.id, casting=[2], now=NOW
    )
    assert [one.granted for one in again.candidates] == [False, True]
    with pytest.raises(Conflict):
        make_round(actor=SYSTEM, session_id=session.id, version=None, question_id=tie.id, now=NOW)


def test_a_place_that_nobody_has_enough_votes_for_goes_to_another_round():
    session = open_council()
    tie = tie_of(session)
    vote(session, tie, chosen(session, 4, 3, 2))
    assert (tie.state, tie.tally["result"]) == (QuestionState.DECIDED, "unfilled")
    again = make_round(actor=SYSTEM, session_id=session.id, version=None, question_id=tie.id, now=NOW)
    assert again.kind is QuestionKind.CHOOSE
    vote(session, again, chosen(session, 7, 2))
    assert [one.granted for one in again.candidates] == [True, False]


# Taking back


def test_a_decision_taken_back_keeps_its_count_in_the_record():
    session = open_council()
    question = question_about(session, "Xã Hồ Đắc Kiện")
    vote(session, question, everybody(session))
    with pytest.raises(DomainError):
        reopen_question(
            actor=SYSTEM, session_id=session.id, version=None, question_id=question.id, reason=" ", now=NOW
        )
    again = reopen_question(
        actor=SYSTEM,
        session_id=session.id,
        version=None,
        question_id=question.id,
        reason="Đếm nhầm một người",
        now=NOW,
    )
    assert again is question
    assert (question.state, question.tally, question.hands) == (QuestionState.PENDING, None, [])
    assert question.candidates[0].granted is None
    statement = select(HistoryEntry).where(HistoryEntry.action == "session:question-reopened")
    entry = db.session.scalars(statement).one()
    assert entry.before["tally"]["rate"] == "9/9"
    assert entry.note == "Đếm nhầm một người"


def test_an_earlier_round_is_taken_back_only_after_the_later_one():
    session = open_council()
    tie = tie_of(session)
    vote(session, tie, chosen(session, 4, 3, 2))
    known = {"actor": SYSTEM, "session_id": session.id, "version": None, "now": NOW}
    again = make_round(**known, question_id=tie.id)
    number = again.id
    vote(session, again, chosen(session, 7, 2))
    with pytest.raises(Conflict, match="lượt sau cùng"):
        reopen_question(**known, question_id=tie.id, reason="x")
    reopen_question(**known, question_id=number, reason="x")
    reopen_question(**known, question_id=tie.id, reason="x")
    assert db.session.get(Question, number) is None
    assert tie.state is QuestionState.PENDING


def test_a_reason_may_be_given_after_a_ballot_and_only_where_one_is_due():
    session = open_council()
    question = question_about(session, "Xã Hồ Đắc Kiện")
    known = {"actor": SYSTEM, "session_id": session.id, "version": None, "now": NOW}
    vote(session, question, everybody(session, DISAGREE), reason="Vì một")
    question.reason = ""  # as a secret ballot leaves it
    assert lacks_reason(question)
    give_reason(**known, question_id=question.id, reason="Đang có đơn phản ánh")
    assert not lacks_reason(question)
    other = question_about(session, "Thông qua kết quả")
    vote(session, other, everybody(session))
    with pytest.raises(Conflict):
        give_reason(**known, question_id=other.id, reason="x")


def test_the_page_moves_on_with_each_decision():
    session = open_council()
    member = db.session.get(User, session.members[1].user_id)
    page = build_page(member, session)
    assert page.current.item.number == 1
    vote(session, question_about(session, "Thông qua kết quả"), everybody(session))
    page = build_page(member, hold_session(session.id))
    assert (page.current.item.number, page.number_done) == (2, 1)
    assert page.latest.question.text.startswith("Thông qua kết quả")
    assert not page.runs
    assert page.own.user_id == member.id


def test_the_record_reads_a_session_in_words(context):
    session = open_council(absent=[5], written=[9])
    question = question_about(session, "Thông qua kết quả")
    vote(session, question, everybody(session, but={2: DISAGREE}))
    reopen_question(
        actor=SYSTEM, session_id=session.id, version=None, question_id=question.id, reason="x", now=NOW
    )
    entries = db.session.scalars(select(HistoryEntry).where(HistoryEntry.subject_type == "council_session"))
    lines = read_entries(entries)
    told = " ".join(
        f"{line.name} {line.phrase} {change.label} {change.before} {change.after}"
        for line in lines
        for change in line.changes
    )
    for words in (
        "phiên họp thứ 1, năm 2024",
        "Chủ tịch UBND huyện (chủ trì)",
        "Trưởng phòng Tài chính - Kế hoạch",
        "vắng, có ý kiến bằng văn bản 12/YK ngày 09/12/2024",
        "Phó Chủ tịch UBND huyện: không tán thành",
        "Tán thành 7, không tán thành 1",
    ):
        assert words in told, words
    for code in ("present", "carried", "agree", "chair", "{"):
        assert code not in told, code
