"""Sealing a session: what refuses it, what stands in its document, and what it sets in motion."""

import hashlib
import json

import pytest
from sqlalchemy import select

from awards.freezing import find_freeze, lift_freeze
from awards.queries import Selection, list_rows
from awards.services import seal_run
from council.discussing import write_notes
from council.models import CouncilSession, SessionState
from council.nominations import nominate
from council.open_matters import list_open_matters
from council.questions import remove_question
from council.result_document import place_of
from council.sealing import OpenMatters, seal_session
from council.sessions import cancel_session, open_session
from foundation.database import db
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry, HistoryHead
from movements.models import GivenAward
from tests.council import make_session, member_named, open_council, question_about
from tests.deciding import REASON, decide, decide_rest, put_off, reload, seal
from tests.factories import NOW, make_user
from tests.sealed_year import Card, seal_year

FIRST, HELD, WINNER, LOSER = "Xã Hồ Đắc Kiện", "Xã Phú Tâm", "Xã An Ninh", "Xã Phú Tân"


@pytest.fixture
def session(context):
    """Nine members: one absent, one absent with an opinion in writing."""
    return reload(open_council(absent=[9], written=[8]))


def document_of(session):
    return json.loads(session.document)


def question_in(document, words):
    return next(
        question
        for item in document["items"]
        for question in item["questions"]
        if words in question["text"] or any(words in case["name"] for case in question["candidates"])
    )


def test_everything_open_is_told_at_once(context):
    session = make_session()
    open_session(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    session = reload(session)
    with pytest.raises(OpenMatters) as refused:
        seal(session)
    told = " ".join(matter.text for matter in refused.value.matters)
    assert "Chưa điểm danh: Chủ tịch UBND huyện" in told
    for item in session.items:
        for question in item.questions:
            assert place_of(question) in told
    assert reload(session).state is SessionState.OPEN
    assert db.session.scalars(select(GivenAward)).all() == []


def test_a_session_that_is_not_open_is_not_sealed(context):
    with pytest.raises(OpenMatters, match="Phiên họp chưa mở"):
        seal(make_session())


def test_a_decided_session_is_sealed_with_the_hash_of_its_document(session):
    session = seal(decide_rest(session))
    assert session.state is SessionState.SEALED
    assert session.seal == hashlib.sha256(session.document.encode()).hexdigest()
    document = document_of(session)
    assert document["run"]["seal"] == session.run.result_sha256
    assert [(one["full_name"], one["award"], one["rank"]) for one in document["awards"]] == [
        (FIRST, "GK", 1),
        (WINNER, "GK", 3),
    ]
    assert [(one["name"], one["words"]) for one in document["holds"]] == [
        (HELD, "Chưa xét, chờ kết luận xác minh.")
    ]
    assert document["awards"][0]["achieved"].startswith("Giảm tỷ lệ hộ nghèo: 56,7")
    assert document["quorum"] == {"present": 7, "members": 9, "needed": 6, "met": True}


def test_each_vote_stands_with_its_rate_on_the_right_denominator(session):
    document = document_of(seal(decide_rest(session)))
    tally = question_in(document, FIRST)["tally"]
    assert (tally["members"], tally["present"], tally["written"]) == (9, 7, 1)
    assert (tally["denominator"], tally["whole"], tally["rate"]) == ("present", 8, "8/8")


def test_dissent_notes_reasons_and_opinions_stand_in_the_document(session):
    question = question_about(session, FIRST)
    write_notes(
        actor=SYSTEM, session_id=session.id, item_id=question.item_id, text="Trao đổi kỹ.", base="", now=NOW
    )
    session = decide(
        reload(session), question_about(session, FIRST), "disagree", others={"Bí thư Huyện đoàn": "agree"}
    )
    document = document_of(seal(decide_rest(session), left_out_reason="Không xét thêm."))
    told = question_in(document, FIRST)
    assert (told["carried"], told["against"], told["reason"]) == (False, True, REASON)
    assert [hand["choice"] for hand in told["hands"]].count("agree") == 1
    assert sum(hand["written"] for hand in told["hands"]) == 1
    assert any(item["notes"] == "Trao đổi kỹ." for item in document["items"])
    assert [one["opinion"] for one in document["members"] if one["opinion"]] == ["12/YK ngày 09/12/2024"]


def test_a_decision_against_the_recommendation_is_listed_with_its_question(session):
    outside = list_rows(session.run_id, Selection("commune"), offset=0, limit=9)[4]
    nominate(
        actor=SYSTEM, session_id=session.id, version=None, participant_id=outside.participant_id,
        award="GK", now=NOW,
    )  # fmt: skip
    document = document_of(seal(decide_rest(reload(session))))
    granted = {one["name"]: one for one in document["awards"]}
    assert granted[outside.name]["against"] is True
    assert granted[FIRST]["against"] is False
    assert question_in(document, outside.name)["reason"] == REASON


def test_what_is_put_off_needs_a_reason(session):
    session = decide_rest(put_off(session, question_about(session, FIRST)))
    with pytest.raises(OpenMatters, match="hoãn mà chưa có lý do"):
        seal(session)
    question = question_about(session, FIRST)
    session = seal(session, reasons={question.id: "Chờ xác minh thêm số liệu."})
    told = question_in(document_of(session), FIRST)
    assert (told["state"], told["reason"]) == ("deferred", "Chờ xác minh thêm số liệu.")
    assert FIRST not in {one["name"] for one in document_of(session)["awards"]}


def test_whoever_is_recommended_and_was_not_asked_about_needs_a_reason(session):
    question = question_about(session, FIRST)
    remove_question(actor=SYSTEM, session_id=session.id, version=None, question_id=question.id, now=NOW)
    session = decide_rest(reload(session))
    with pytest.raises(OpenMatters, match=f"mà chưa đưa ra Hội đồng: {FIRST}"):
        seal(session)
    left_out = document_of(seal(session, left_out_reason="Đơn vị xin rút."))["left_out"]
    assert [case["name"] for case in left_out["cases"]] == [FIRST]
    assert left_out["reason"] == "Đơn vị xin rút."


def test_an_agenda_that_does_not_follow_the_decisions_is_not_sealed(session):
    session = decide(session, question_about(session, FIRST), "disagree")
    texts = [matter.text for matter in list_open_matters(session, {})]
    assert any("Chương trình chưa theo các kết luận" in text and WINNER in text for text in texts)


def test_awards_granted_are_kept_on_the_list(session):
    session = seal(decide_rest(session))
    given = db.session.scalars(select(GivenAward).order_by(GivenAward.name)).all()
    assert [(one.name, one.year, one.award, one.source.value) for one in given] == [
        (WINNER, 2024, "GK", "council"),
        (FIRST, 2024, "GK", "council"),
    ]
    assert {one.session_id for one in given} == {session.id}
    assert given[0].reference == "Phiên họp thứ 1 của Hội đồng, năm 2024"


def test_the_record_holds_the_seal_and_the_seal_the_record(session):
    session = decide_rest(session)
    head = db.session.get(HistoryHead, 1)
    entries, hash_before = head.entries, head.hash
    session = seal(session)
    assert document_of(session)["sealed"]["record"] == {"entries": entries, "head": hash_before}
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "session:sealed")).one()
    assert entry.after["seal"] == session.seal


def test_receipts_and_accounts_are_nowhere_in_the_document(session):
    text = seal(decide_rest(session)).document
    assert "receipt" not in text
    assert "user" not in text


def test_standings_stay_at_the_run_of_an_open_session(session):
    with pytest.raises(Conflict, match="giữ nguyên ở lần đánh giá 1"):
        seal_run(actor=SYSTEM, year=session.movement_year, now=NOW)
    with pytest.raises(Conflict, match="Chốt hoặc hủy phiên họp trước"):
        lift_freeze(actor=make_user(), freeze=find_freeze(session.movement_year_id), reason="Gấp", now=NOW)
    session = seal(decide_rest(session))
    assert find_freeze(session.movement_year_id) is None
    assert seal_run(actor=SYSTEM, year=session.movement_year, now=NOW).number == 2


def test_a_cancelled_session_lets_the_standings_move(session):
    cancel_session(actor=SYSTEM, session_id=session.id, version=None, reason="Hoãn họp", now=NOW)
    assert seal_run(actor=SYSTEM, year=session.movement_year, now=NOW).number == 2


def test_two_sessions_of_a_year_do_not_sit_at_once(session):
    other = make_session(session.run)
    with pytest.raises(Conflict, match="Phiên họp thứ 1 của năm này đang mở"):
        open_session(actor=SYSTEM, session_id=other.id, version=None, now=NOW)


@pytest.mark.parametrize("role", [RoleCode.COUNCIL, RoleCode.CLERK, RoleCode.UNIT, RoleCode.ADMIN])
def test_only_who_runs_the_session_seals_it(session, role):
    session = decide_rest(session)
    with pytest.raises(NotAllowed):
        seal_session(actor=make_user(roles=[role]), session_id=session.id, version=None, now=NOW)


def test_a_change_seen_too_late_is_told(session):
    session = decide_rest(session)
    with pytest.raises(Conflict, match="vừa được sửa ở nơi khác"):
        seal_session(actor=SYSTEM, session_id=session.id, version=session.version - 1, now=NOW)


def test_a_sealed_session_is_sealed_once(session):
    session = seal(decide_rest(session))
    with pytest.raises(Conflict, match="đã chốt"):
        seal(session)
    assert db.session.scalars(select(CouncilSession.seal)).all() == [session.seal]


def test_the_chair_and_the_secretary_may_seal(session):
    chair = member_named(session, "Chủ tịch UBND huyện").user
    session = decide_rest(session)
    sealed = seal_session(actor=chair, session_id=session.id, version=None, now=NOW)
    assert json.loads(sealed.document)["sealed"]["by"] == "Chủ tịch UBND huyện"


def test_two_forms_for_one_achievement_are_refused(context):
    two = """
  - {code: BK, name: Bằng khen, issuer: Chủ tịch UBND tỉnh, types: [commune], quota: {count: 0}}
"""
    from tests.council import COUNCIL_DOCUMENT

    run = seal_year(
        [Card("Xã A", "38", "56"), Card("Xã B", "37", "55")], document=COUNCIL_DOCUMENT.rstrip() + two
    )
    session = reload(open_council(run))
    row = list_rows(run.id, Selection("commune"), offset=0, limit=1)[0]
    nominate(
        actor=SYSTEM,
        session_id=session.id,
        version=None,
        participant_id=row.participant_id,
        award="BK",
        now=NOW,
    )
    session = decide_rest(reload(session))
    with pytest.raises(OpenMatters, match=r"Xã A được tặng .* cho cùng thành tích"):
        seal(session)
