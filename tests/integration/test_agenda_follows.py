"""After each decision: who is newly recommended and who no longer, told with reasons, made by one button."""

import pytest

from council.after_decisions import changes_of, list_unasked
from council.ballot_preparing import prepare_ballot
from council.following import follow_decisions
from council.hands import record_hands
from council.models import Method, QuestionKind
from council.queries import load_session
from council.questions import change_question, remove_question
from foundation.database import db
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from tests.council import COMMUNES, open_council, question_about
from tests.factories import NOW, make_user
from tests.sealed_year import WITH_HIGHER, Card, seal_year

HAMLETS = {
    "Xã Hồ Đắc Kiện": [Card("Ấp Xây Cáp", "40", "50"), Card("Ấp Đắc Lực", "38", "50")],
    "Xã Phú Tâm": [Card("Ấp Phú Thành", "40", "50"), Card("Ấp Sóc Tháo", "30", "50")],
}
DOCUMENT = WITH_HIGHER.replace(
    "quota: {percent: 50, rounding: floor}", "quota: {percent: 50, rounding: floor}\n    ties: ballot"
)


@pytest.fixture
def session(context):
    return reload(open_council(seal_year(COMMUNES, HAMLETS, DOCUMENT)))


def reload(session):
    db.session.flush()
    db.session.expire_all()
    return load_session(session.id)


def decide(session, question, choice, reason="Hội đồng xét thực tế.", **more):
    """Everybody who may says the same."""
    recused = {one.member_id for one in question.conflicts}
    choices = {one.id: choice for one in session.members if one.votes and one.id not in recused}
    record_hands(
        actor=SYSTEM, session_id=session.id, version=None, question_ids=[question.id], choices=choices,
        reason=reason, now=NOW, **more,
    )  # fmt: skip
    return reload(session)


def follow(session):
    follow_decisions(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    return reload(session)


def cases(session, award):
    """The names in each question on this award, in the order of the agenda."""
    return [
        [case.name for case in question.candidates]
        for item in session.items
        for question in item.questions
        if any(case.award == award for case in question.candidates)
    ]


def test_nothing_follows_before_anything_is_decided(session):
    assert not changes_of(session)
    with pytest.raises(Conflict, match="không có gì để cập nhật"):
        follow(session)


def test_the_winner_of_a_higher_award_leaves_the_lower_and_the_next_comes_in(session):
    tie = question_about(session, "Bằng khen")
    winner = next(one for one in tie.candidates if one.name == "Ấp Xây Cáp")
    session = decide(session, tie, [winner.number])
    changes = changes_of(session)
    assert [(one.case.name, one.case.award) for one in changes.removed] == [("Ấp Xây Cáp", "GK-AP")]
    assert "Hội đồng đã quyết định tặng Bằng khen" in changes.removed[0].reason
    assert [(one.line.name, one.line.award) for one in changes.approvals] == [("Ấp Đắc Lực", "GK-AP")]
    assert changes.approvals[0].reason.endswith("đứng thứ 1 trong 1 suất.")
    session = follow(session)
    assert cases(session, "GK-AP") == [["Ấp Phú Thành"], ["Ấp Đắc Lực"]]
    assert not changes_of(session)


def test_a_refused_place_makes_two_equals_sure(session):
    """An Ninh and Phú Tân tie for one place; with the first refused there are two for both."""
    first = question_about(session, "Xã Hồ Đắc Kiện")
    session = decide(session, first, "disagree")
    changes = changes_of(session)
    assert {one.case.name for one in changes.removed} == {"Xã An Ninh", "Xã Phú Tân"}
    assert {one.line.name for one in changes.approvals} == {"Xã An Ninh", "Xã Phú Tân"}
    session = follow(session)
    assert cases(session, "GK") == [["Xã Phú Tâm"], ["Xã Hồ Đắc Kiện"], ["Xã An Ninh"], ["Xã Phú Tân"]]
    assert question_about(session, "Xã An Ninh").kind is QuestionKind.APPROVE


def test_following_twice_changes_nothing_more(session):
    session = decide(session, question_about(session, "Xã Hồ Đắc Kiện"), "disagree")
    session = follow(session)
    before = [
        [case.name for case in question.candidates] for item in session.items for question in item.questions
    ]
    with pytest.raises(Conflict):
        follow(session)
    session = reload(session)
    after = [
        [case.name for case in question.candidates] for item in session.items for question in item.questions
    ]
    assert before == after


def test_decisions_as_recommended_change_nothing(session):
    for words in ("Xã Hồ Đắc Kiện",):
        session = decide(session, question_about(session, words), "agree")
        assert not changes_of(session)


def test_what_follows_stands_in_the_record(session):
    session = follow(decide(session, question_about(session, "Xã Hồ Đắc Kiện"), "disagree"))
    entry = db.session.query(HistoryEntry).filter_by(action="session:agenda-followed").one()
    assert entry.after["added"] == [
        "Xã An Ninh: Giấy khen của Chủ tịch UBND huyện",
        "Xã Phú Tân: Giấy khen của Chủ tịch UBND huyện",
    ]


def test_only_who_runs_the_session_makes_it_follow(session):
    session = decide(session, question_about(session, "Xã Hồ Đắc Kiện"), "disagree")
    for role in (RoleCode.COUNCIL, RoleCode.UNIT):
        with pytest.raises(NotAllowed):
            follow_decisions(actor=make_user(roles=[role]), session_id=session.id, version=None, now=NOW)


def test_whoever_was_left_off_the_agenda_is_named(session):
    assert list_unasked(session) == []
    question = question_about(session, "Xã Hồ Đắc Kiện")
    remove_question(actor=SYSTEM, session_id=session.id, version=None, question_id=question.id, now=NOW)
    session = reload(session)
    assert [line.name for line in list_unasked(session)] == ["Xã Hồ Đắc Kiện"]
    assert not changes_of(session)


def test_what_stands_on_a_ballot_paper_is_to_be_taken_back_first(session):
    equal = question_about(session, "Xã An Ninh")
    change_question(
        actor=SYSTEM, session_id=session.id, version=None, question_id=equal.id, text=equal.text,
        method=Method.SECRET, now=NOW,
    )  # fmt: skip
    prepare_ballot(actor=SYSTEM, session_id=session.id, question_ids=[equal.id], title="", now=NOW)
    session = decide(reload(session), question_about(reload(session), "Xã Hồ Đắc Kiện"), "disagree")
    assert len(changes_of(session).stuck) == 2
    with pytest.raises(Conflict, match="phiếu bầu chưa mở"):
        follow(session)
