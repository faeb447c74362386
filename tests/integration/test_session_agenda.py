"""Arranging the agenda, taking cases out of lists, nominations, and who is left out of what."""

import pytest
from sqlalchemy import select

from accounts.models import User
from assignments.models import ChargeKind
from assignments.services import assign_charge, assign_unit
from awards.models import RunResult
from council.agenda import make_agenda
from council.cases import homes_of, put_back, take_out
from council.conflicts import (
    declare_conflict,
    declare_none,
    list_undeclared,
    refresh_conflicts,
    require_declared,
    withdraw_conflict,
)
from council.discussing import NotesConflict, write_notes
from council.electorate import electorate_of
from council.interests import list_supervised
from council.items import add_item, drop_item, move_item, rename_item
from council.models import Conflict, Method, QuestionState
from council.nominations import nominate
from council.questions import add_motion, change_question, move_question, remove_question
from council.rounds import defer_question
from foundation.database import db
from foundation.errors import Conflict as Clash
from foundation.errors import DomainError, NotAllowed, NotFound
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from participants.models import Cluster, Participant
from tests.council import (
    make_session,
    open_council,
    question_about,
    seal_small_year,
    seal_year_with_households,
)
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("context")


def known(session, **values):
    return {"actor": SYSTEM, "session_id": session.id, "version": None, "now": NOW} | values


def titles(session):
    db.session.expire(session, ["items"])
    return [item.title for item in session.items]


def unit_named(name):
    return db.session.scalars(select(Participant).where(Participant.name == name)).one()


def ties(member, name, role=RoleCode.UNIT):
    """Let the member's account act for a unit."""
    user = db.session.get(User, member.user_id)
    user.roles = [*user.roles, *make_user(roles=[role]).roles]
    assign_unit(actor=SYSTEM, user=user, participant=unit_named(name), now=NOW)


def recused(question):
    return {(one.member.name, one.found) for one in question.conflicts}


# Items and questions


def test_an_item_stands_before_the_minutes_and_can_be_moved_renamed_and_left_out():
    session = make_session()
    item = add_item(**known(session, title="Phát biểu của Mặt trận", motion="Ghi nhận ý kiến của Mặt trận"))
    assert titles(session)[-2:] == ["Phát biểu của Mặt trận", "Thông qua biên bản"]
    move_item(**known(session, item_id=item.id, before_id=session.items[0].id))
    assert titles(session)[0] == "Phát biểu của Mặt trận"
    assert [one.number for one in session.items] == [1, 2, 3, 4, 5, 6]
    rename_item(**known(session, item_id=item.id, title="Ý kiến của Mặt trận"))
    assert titles(session)[0] == "Ý kiến của Mặt trận"
    drop_item(**known(session, item_id=item.id))
    assert len(titles(session)) == 5
    with pytest.raises(DomainError):
        add_item(**known(session, title="  "))


def test_an_item_that_was_voted_on_or_noted_is_not_left_out():
    session = make_session()
    first, second = session.items[:2]
    first.questions[0].state = QuestionState.DECIDED
    second.notes = "Đã nêu"
    for item in (first, second):
        with pytest.raises(Clash):
            drop_item(**known(session, item_id=item.id))


def test_an_agenda_made_anew_keeps_what_the_office_added():
    session = make_session()
    added = add_item(**known(session, title="Việc khác", motion="Đồng ý"))
    nominate(**known(session, participant_id=unit_named("Xã Thiện Mỹ").id, award="GK"))
    write_notes(actor=SYSTEM, session_id=session.id, item_id=added.id, text="Ghi", base="", now=NOW)
    drop_item(**known(session, item_id=session.items[2].id))
    make_agenda(**known(session))
    assert titles(session) == [
        "Thông qua kết quả thẩm định và lần đánh giá 1",
        "Xã Phú Tâm: giữ suất đến khi có kết luận xác minh",
        "Xã An Ninh và xã Phú Tân: còn 1 suất",
        "Giấy khen của Chủ tịch UBND huyện: Xã, thị trấn",
        "Việc khác",
        "Đề nghị ngoài đề xuất",
        "Thông qua biên bản",
    ]


def test_a_question_is_changed_moved_put_off_and_left_out_until_it_is_voted_on():
    session = make_session()
    item = session.items[0]
    motion = add_motion(**known(session, item_id=item.id, text="Ghi nhận"))
    move_question(**known(session, question_id=motion.id, before_id=item.questions[0].id))
    assert item.questions[0].text == "Ghi nhận"
    change_question(**known(session, question_id=motion.id, text="Ghi nhận và cảm ơn", method=Method.SECRET))
    assert (motion.text, motion.method) == ("Ghi nhận và cảm ơn", Method.SECRET)
    defer_question(**known(session, question_id=motion.id, later=True))
    assert motion.state is QuestionState.DEFERRED
    defer_question(**known(session, question_id=motion.id, later=False))
    motion.state = QuestionState.DECIDED
    for deed, more in ((remove_question, {}), (change_question, {"text": "x", "method": Method.HANDS})):
        with pytest.raises(Clash):
            deed(**known(session, question_id=motion.id, **more))
    motion.state = QuestionState.PENDING
    remove_question(**known(session, question_id=motion.id))
    assert len(item.questions) == 1


def test_members_do_not_arrange_the_agenda():
    session = make_session()
    member = db.session.get(User, session.members[1].user_id)
    with pytest.raises(NotAllowed):
        add_item(**known(session, actor=member, title="x"))


def test_a_question_of_another_session_is_not_found():
    session = make_session()
    other = make_session(session.run, members=3)
    question = question_about(other, "Thông qua biên bản")
    with pytest.raises(NotFound):
        remove_question(**known(session, question_id=question.id))


# Lists


def test_a_case_is_taken_out_of_a_list_and_put_back():
    session = make_session(seal_year_with_households())
    whole = question_about(session, "danh sách: Xã An Ninh")
    case = whole.candidates[1]
    alone = take_out(**known(session, question_id=whole.id, candidate_ids=[case.id]))
    assert [one.name for one in alone.candidates] == ["Hộ ông Trần Vanh Na"]
    assert [one.name for one in whole.candidates] == ["Hộ ông Kim Khel", "Hộ bà Đỗ Bích Ánh"]
    assert alone.number == whole.number + 1
    assert whole in homes_of(alone)
    put_back(**known(session, question_id=alone.id, into_id=whole.id))
    assert [one.name for one in whole.candidates][-1] == "Hộ ông Trần Vanh Na"
    assert len({one.number for one in whole.candidates}) == 3
    with pytest.raises(DomainError):
        take_out(**known(session, question_id=whole.id, candidate_ids=[one.id for one in whole.candidates]))
    with pytest.raises(DomainError):
        take_out(**known(session, question_id=whole.id, candidate_ids=[]))


def test_equals_are_not_taken_out_of_their_choice():
    session = make_session()
    tie = question_about(session, "Chọn 1 trong 2")
    with pytest.raises(DomainError, match="cùng một câu hỏi"):
        take_out(**known(session, question_id=tie.id, candidate_ids=[tie.candidates[0].id]))


# Nominations


def test_somebody_outside_the_recommendation_is_nominated_once():
    session = make_session()
    wanted = {"participant_id": unit_named("Xã Thiện Mỹ").id, "award": "GK"}
    question = nominate(**known(session, **wanted))
    (case,) = question.candidates
    assert (case.recommended, case.status) == (False, "outside")
    assert question.item.title == "Đề nghị ngoài đề xuất"
    assert titles(session)[-1] == "Thông qua biên bản"
    with pytest.raises(Clash):
        nominate(**known(session, **wanted))


def test_who_is_on_hold_or_has_no_such_award_is_not_nominated():
    session = make_session()
    remove_question(**known(session, question_id=session.items[1].questions[0].id))
    with pytest.raises(DomainError, match="chưa xét"):
        nominate(**known(session, participant_id=unit_named("Xã Phú Tâm").id, award="GK"))
    with pytest.raises(DomainError) as fault:
        nominate(**known(session, participant_id=unit_named("Xã Thiện Mỹ").id, award="GK-HO"))
    assert fault.value.field == "award"
    with pytest.raises(NotFound):
        nominate(**known(session, participant_id=999_999, award="GK"))


def test_a_recommendation_left_out_and_nominated_again_is_still_one():
    session = make_session()
    remove_question(**known(session, question_id=question_about(session, "Xã Hồ Đắc Kiện").id))
    question = nominate(**known(session, participant_id=unit_named("Xã Hồ Đắc Kiện").id, award="GK"))
    assert question.candidates[0].recommended
    assert "ngoài đề xuất" not in question.text


# Conflicts of interest


def test_acting_for_a_unit_bars_from_its_question_and_what_was_found_nobody_removes():
    session = make_session()
    member = session.members[4]
    ties(member, "Xã Hồ Đắc Kiện", RoleCode.COMMUNE)
    refresh_conflicts(session, NOW)
    question = question_about(session, "Xã Hồ Đắc Kiện")
    assert recused(question) == {(member.name, True)}
    assert question.conflicts[0].reason == "đại diện xã Hồ Đắc Kiện"
    assert member.id in electorate_of(session, question).recused
    with pytest.raises(NotAllowed):
        withdraw_conflict(actor=SYSTEM, session_id=session.id, conflict_id=question.conflicts[0].id, now=NOW)
    entry = db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.action == "session:conflict-found")
    ).one()
    assert (entry.actor_name, entry.after["member"]) == (SYSTEM.actor_name, member.name)


def test_a_commune_bars_from_its_households_and_a_hamlet_from_its_commune():
    session = make_session(seal_year_with_households())
    above, below = session.members[3], session.members[5]
    ties(above, "Xã An Ninh", RoleCode.COMMUNE)
    ties(below, "Ấp Phước An")
    refresh_conflicts(session, NOW)
    assert recused(question_about(session, "danh sách: Xã An Ninh")) == {(above.name, True)}
    assert recused(question_about(session, "Chọn 1 trong 2")) == {(above.name, True), (below.name, True)}


def test_heading_a_cluster_bars_and_being_in_charge_of_it_does_not():
    run = seal_small_year()
    cluster = Cluster(code="CUM-1", name="Cụm thi đua số 1", sort_key="cum 1", type_code="commune")
    db.session.add(cluster)
    unit = unit_named("Xã Hồ Đắc Kiện")
    unit.cluster = cluster
    session = make_session(run)
    head, supervisor = (db.session.get(User, one.user_id) for one in session.members[1:3])
    head.roles = [*head.roles, *make_user(roles=[RoleCode.COMMUNE]).roles]
    assign_charge(actor=SYSTEM, user=head, cluster=cluster, kind=ChargeKind.HEAD, now=NOW)
    assign_charge(actor=SYSTEM, user=supervisor, cluster=cluster, kind=ChargeKind.COUNCIL, now=NOW)
    refresh_conflicts(session, NOW)
    assert recused(question_about(session, "Xã Hồ Đắc Kiện")) == {(head.full_name, True)}
    assert list_supervised(session.members) == {session.members[2].id: ["Cụm thi đua số 1"]}


def test_a_case_of_a_list_in_which_a_member_has_an_interest_is_taken_out_by_itself():
    session = make_session(seal_year_with_households())
    member = session.members[2]
    ties(member, "Hộ ông Kim Khel")
    refresh_conflicts(session, NOW)
    rest = question_about(session, "danh sách: Xã An Ninh")
    assert [one.name for one in rest.candidates] == ["Hộ ông Trần Vanh Na", "Hộ bà Đỗ Bích Ánh"]
    assert recused(rest) == set()
    alone = question_about(session, "Hộ ông Kim Khel")
    assert recused(alone) == {(member.name, True)}
    with pytest.raises(DomainError, match="biểu quyết riêng"):
        put_back(**known(session, question_id=alone.id, into_id=rest.id))


def test_members_declare_for_themselves_and_the_secretary_for_them():
    session = make_session(seal_year_with_households())
    own, other = session.members[1:3]
    user = db.session.get(User, own.user_id)
    case = question_about(session, "danh sách: Xã An Ninh").candidates[0]
    said = {"session_id": session.id, "candidate_ids": [case.id], "now": NOW}
    with pytest.raises(NotAllowed):
        declare_conflict(actor=user, member_id=other.id, reason="Bạn thân", **said)
    with pytest.raises(DomainError) as fault:
        declare_conflict(actor=user, member_id=own.id, reason=" ", **said)
    assert fault.value.field == "reason"
    version = session.version
    (question,) = declare_conflict(actor=user, member_id=own.id, reason="Em vợ là chủ hộ", **said)
    assert [one.name for one in question.candidates] == ["Hộ ông Kim Khel"]
    assert recused(question) == {(own.name, False)}
    assert own.conflicts_declared_at == NOW
    assert session.version == version  # the secretary's form is not refused because a phone spoke
    declare_conflict(actor=SYSTEM, member_id=other.id, reason="Đồng hương", **said)
    assert len(question.conflicts) == 2
    assert session.version > version
    mine = next(one for one in question.conflicts if one.member_id == own.id)
    withdraw_conflict(actor=user, session_id=session.id, conflict_id=mine.id, now=NOW)
    assert recused(question) == {(other.name, False)}


def test_an_interest_in_a_motion_is_declared_for_the_whole_question():
    session = make_session()
    question = session.items[0].questions[0]
    member = session.members[1]
    declare_conflict(
        actor=SYSTEM,
        session_id=session.id,
        member_id=member.id,
        reason="Trực tiếp thẩm định",
        question_ids=[question.id],
        now=NOW,
    )
    assert recused(question) == {(member.name, False)}


def test_nothing_is_declared_about_what_was_voted_on():
    session = open_council()
    question = question_about(session, "Xã Hồ Đắc Kiện")
    question.state = QuestionState.DECIDED
    with pytest.raises(Clash):
        declare_conflict(
            actor=SYSTEM,
            session_id=session.id,
            member_id=session.members[1].id,
            reason="x",
            candidate_ids=[question.candidates[0].id],
            now=NOW,
        )
    assert db.session.scalars(select(Conflict)).all() == []


def test_who_takes_part_and_is_silent_keeps_the_vote_waiting():
    session = open_council()
    late = session.members[7]
    late.conflicts_declared_at = None
    db.session.flush()
    assert list_undeclared(session) == [late]
    with pytest.raises(Clash, match=late.name):
        require_declared(session)
    declare_none(actor=db.session.get(User, late.user_id), session_id=session.id, member_id=late.id, now=NOW)
    require_declared(session)


# Notes


def test_notes_are_never_written_over_what_another_noted():
    session = make_session()
    item = session.items[0]

    def note(text, base):
        return write_notes(
            actor=SYSTEM, session_id=session.id, item_id=item.id, text=text, base=base, now=NOW
        )

    note("Ông A: đồng ý.\r\n", "")
    assert item.notes == "Ông A: đồng ý."
    note("Ông A: đồng ý.", "cũ")  # the same once more is no conflict
    with pytest.raises(NotesConflict) as conflict:
        note("Bà B: chưa rõ.", "")
    assert conflict.value.theirs == "Ông A: đồng ý."
    assert item.notes == "Ông A: đồng ý."
    note("Ông A: đồng ý.\nBà B: chưa rõ.", "Ông A: đồng ý.")
    noted = db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "session:item-noted")).all()
    assert len(noted) == 2
    with pytest.raises(DomainError):
        note("x" * 20_001, item.notes)


def test_results_of_a_run_are_not_touched_by_an_agenda():
    run = seal_small_year()
    before = db.session.execute(select(RunResult.participant_id, RunResult.award_status)).all()
    session = make_session(run)
    nominate(**known(session, participant_id=unit_named("Xã Thiện Mỹ").id, award="GK"))
    assert db.session.execute(select(RunResult.participant_id, RunResult.award_status)).all() == before
