"""Making a session of the council from a run, its members, its rules, and its opening."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.models import User
from awards.models import Category
from awards.services import seal_run
from council.agenda_from_run import CandidateDraft, Tie, tie_items
from council.ballot_rules import PRESETS, FaultyRulesError, rules_of, to_data
from council.membership import MemberFaults, MemberLine, set_members, suggest_lines
from council.models import CouncilSession, Method, Seat, SessionState
from council.sessions import (
    Invitation,
    cancel_session,
    change_rules,
    change_session,
    create_session,
    find_newer_run,
    move_to_latest_run,
    open_session,
    return_to_preparing,
)
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from messages.models import Message
from tests.council import (
    INVITATION,
    MEETS,
    attend,
    make_members,
    make_session,
    open_council,
    question_about,
    seal_small_year,
    seal_year_with_households,
)
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("context")


def agenda(session):
    return [item.title for item in session.items]


def actions():
    return list(db.session.scalars(select(HistoryEntry.action).order_by(HistoryEntry.id)))


def create(run=None, **values):
    known = {"actor": SYSTEM, "invitation": INVITATION, "now": NOW} | values
    return create_session(run_id=(run or seal_small_year()).id, **known)


def test_a_session_is_made_with_an_agenda_from_its_run():
    session = create()
    assert agenda(session) == [
        "Thông qua kết quả thẩm định và lần đánh giá 1",
        "Xã Phú Tâm: giữ suất đến khi có kết luận xác minh",
        "Xã An Ninh và xã Phú Tân: còn 1 suất",
        "Giấy khen của Chủ tịch UBND huyện: Xã, thị trấn",
        "Thông qua biên bản",
    ]
    (tie,) = session.items[2].questions
    assert (tie.kind.value, tie.places) == ("choose", 1)
    assert [(one.name, one.status, one.recommended) for one in tie.candidates] == [
        ("Xã An Ninh", "ballot", False),
        ("Xã Phú Tân", "ballot", False),
    ]
    (held,) = session.items[1].questions[0].candidates
    assert (held.name, held.status) == ("Xã Phú Tâm", "held")
    assert "session:created" in actions()
    assert "session:agenda-made" in actions()


def test_collectives_are_asked_one_by_one_households_by_list_for_each_commune():
    session = create(seal_year_with_households())
    lists = next(item for item in session.items if item.title.endswith(": Hộ nghèo")).questions
    assert [len(one.candidates) for one in lists] == [3, 1]
    assert lists[0].text.endswith("danh sách: Xã An Ninh")
    assert "cho hộ bà Danh Thị Thia, ấp Phước An, xã Phú Tân" in lists[1].text
    hamlets = next(item for item in session.items if item.title.endswith(": Ấp")).questions
    assert [len(one.candidates) for one in hamlets] == [1, 1]


def test_only_the_office_makes_sessions():
    run, member = seal_small_year(), make_user(roles=[RoleCode.CHAIR])
    with pytest.raises(NotAllowed):
        create(run, actor=member)


def test_no_session_is_made_on_a_run_that_was_followed_by_another():
    run = seal_small_year()
    seal_run(actor=SYSTEM, year=run.movement_year, now=NOW)
    with pytest.raises(Conflict, match="lần đánh giá 2"):
        create(run)


@pytest.mark.parametrize(("field", "value"), [("title", "  "), ("place", ""), ("title", "x" * 301)])
def test_a_session_needs_title_and_place(field, value):
    run = seal_small_year()
    with pytest.raises(DomainError) as fault:
        create(run, invitation=replace(INVITATION, **{field: value}))
    assert fault.value.field == field


def test_the_first_session_takes_the_accounts_of_the_council_with_the_office_as_secretary():
    office = make_user(full_name="Phòng Nội vụ", roles=[RoleCode.OFFICE])
    chair, other = make_members(2)
    session = create()
    seats = [(one.user_id, one.seat, one.votes) for one in session.members]
    assert seats == [
        (chair.id, Seat.CHAIR, True),
        (other.id, Seat.MEMBER, True),
        (office.id, Seat.SECRETARY, False),
    ]


def test_a_later_session_takes_the_members_of_the_last_one():
    first = make_session()
    invitation = replace(INVITATION, meets_at=MEETS + timedelta(days=9))
    later = create_session(actor=SYSTEM, run_id=first.run_id, invitation=invitation, now=NOW)
    assert [(one.name, one.seat, one.votes) for one in later.members] == [
        (one.name, one.seat, one.votes) for one in first.members
    ]
    assert later.number == 2


def test_members_keep_what_they_declared_when_the_list_is_written_anew():
    session = make_session()
    chair = session.members[0]
    chair.conflicts_declared_at = NOW
    lines = [
        MemberLine(one.name, "Chức vụ mới", one.seat, one.votes, one.user_id, one.id)
        for one in reversed(session.members)
    ]
    session = set_members(actor=SYSTEM, session_id=session.id, version=session.version, lines=lines, now=NOW)
    assert session.members[-1].id == chair.id
    assert session.members[-1].conflicts_declared_at == NOW
    assert [one.order_no for one in session.members] == list(range(1, 11))


def test_all_faults_of_a_list_of_members_are_told_at_once():
    session = make_session()
    stranger = make_user(roles=[RoleCode.CLERK])
    user_id = session.members[0].user_id
    lines = [
        MemberLine(seat=Seat.CHAIR, user_id=user_id),
        MemberLine(name="", position="x"),
        MemberLine(seat=Seat.CHAIR, user_id=user_id),
        MemberLine(name="Văn thư", user_id=stranger.id),
    ]
    with pytest.raises(MemberFaults) as told:
        set_members(actor=SYSTEM, session_id=session.id, version=None, lines=lines, now=NOW)
    assert set(told.value.faults) == {(1, "name"), (2, "user_id"), (2, "seat"), (3, "user_id")}


def test_a_list_without_a_chair_is_refused():
    session = make_session()
    lines = [MemberLine(name="Nguyễn Văn A")]
    with pytest.raises(MemberFaults) as told:
        set_members(actor=SYSTEM, session_id=session.id, version=None, lines=lines, now=NOW)
    assert set(told.value.faults) == {(0, "")}


def test_only_a_secretary_may_be_without_a_vote():
    session = make_session()
    lines = [
        MemberLine(name="Chủ trì", seat=Seat.CHAIR, votes=False),
        MemberLine(name="Thư ký", seat=Seat.SECRETARY, votes=False),
    ]
    session = set_members(actor=SYSTEM, session_id=session.id, version=None, lines=lines, now=NOW)
    assert [one.votes for one in session.members] == [True, False]


def test_closed_accounts_are_not_copied_but_the_person_stays():
    session = make_session()
    user = db.session.get(User, session.members[1].user_id)
    user.active = False
    lines = suggest_lines()
    assert lines[1].user_id is None
    assert lines[1].name == user.full_name


def test_what_somebody_else_changed_meanwhile_is_not_overwritten():
    session = make_session()
    seen = session.version
    change_session(actor=SYSTEM, session_id=session.id, version=seen, invitation=INVITATION, now=NOW)
    with pytest.raises(Conflict, match="vừa được sửa ở nơi khác"):
        change_session(
            actor=SYSTEM,
            session_id=session.id,
            version=seen,
            invitation=Invitation("Khác", "Khác", MEETS),
            now=NOW,
        )
    assert db.session.get(CouncilSession, session.id).title == INVITATION.title


def test_secret_rules_make_questions_with_cases_secret_and_leave_the_procedure_open():
    session = make_session()
    secret = PRESETS["valid_majority"].rules
    session = change_rules(actor=SYSTEM, session_id=session.id, version=None, rules=to_data(secret), now=NOW)
    assert rules_of(session) == secret
    methods = {item.number: {one.method for one in item.questions} for item in session.items}
    assert methods[1] == methods[5] == {Method.HANDS}
    assert methods[2] == methods[3] == methods[4] == {Method.SECRET}


def test_faulty_rules_are_told_and_nothing_changes():
    session = make_session()
    before = dict(session.rules)
    wrong = to_data(PRESETS["valid_majority"].rules) | {"quorum": [5, 3, "least"], "denominator": "x"}
    with pytest.raises(FaultyRulesError) as told:
        change_rules(actor=SYSTEM, session_id=session.id, version=None, rules=wrong, now=NOW)
    assert set(told.value.faults) == {"quorum", "denominator"}
    assert session.rules == before


def test_a_prepared_session_moves_to_the_run_sealed_since():
    session = make_session()
    assert find_newer_run(session) is None
    run = seal_run(actor=SYSTEM, year=session.movement_year, now=NOW)
    assert find_newer_run(session) is run
    session = move_to_latest_run(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    assert session.run_id == run.id
    assert agenda(session)[0] == "Thông qua kết quả thẩm định và lần đánh giá 2"
    assert len(session.items) == 5
    with pytest.raises(Conflict):
        move_to_latest_run(actor=SYSTEM, session_id=session.id, version=None, now=NOW)


def test_opening_tells_members_with_an_account_once():
    session = make_session()
    open_session(actor=SYSTEM, session_id=session.id, version=session.version, now=NOW)
    told = list(db.session.scalars(select(Message).where(Message.occasion == f"session-opened:{session.id}")))
    assert {one.user_id for one in told} == {one.user_id for one in session.members if one.user_id}
    assert {one.path for one in told} == {f"/phien-hop/{session.id}"}
    with pytest.raises(Conflict):
        open_session(actor=SYSTEM, session_id=session.id, version=None, now=NOW)


def test_the_chair_may_open_and_an_ordinary_member_may_not():
    session = make_session()
    chair, member = (db.session.get(User, one.user_id) for one in session.members[:2])
    with pytest.raises(NotAllowed):
        open_session(actor=member, session_id=session.id, version=None, now=NOW)
    assert open_session(actor=chair, session_id=session.id, version=None, now=NOW).state is SessionState.OPEN


def test_a_session_opened_by_mistake_goes_back_until_something_is_voted_on():
    session = open_council()
    session = return_to_preparing(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    assert session.state is SessionState.PREPARED
    session = open_session(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    question_about(session, "Thông qua biên bản").state = "decided"
    for deed in (return_to_preparing, move_to_latest_run):
        with pytest.raises(Conflict):
            deed(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    with pytest.raises(Conflict):
        change_rules(actor=SYSTEM, session_id=session.id, version=None, rules={}, now=NOW)
    with pytest.raises(Conflict):
        set_members(actor=SYSTEM, session_id=session.id, version=None, lines=suggest_lines(), now=NOW)


def test_a_session_is_called_off_with_a_reason_and_then_stands_still():
    session = make_session()
    with pytest.raises(DomainError) as fault:
        cancel_session(actor=SYSTEM, session_id=session.id, version=None, reason=" ", now=NOW)
    assert fault.value.field == "reason"
    cancel_session(actor=SYSTEM, session_id=session.id, version=None, reason="Bão số 9", now=NOW)
    assert (session.state, session.notes) == (SessionState.CANCELLED, "Bão số 9")
    with pytest.raises(Conflict):
        attend(session)


def test_many_ties_of_one_award_and_type_are_the_questions_of_one_item():
    award = {"award": "GK", "award_name": "Giấy khen", "status": "ballot", "total": Decimal(90)}
    where = {"type_code": "household_poor", "category": Category.HOUSEHOLD, "group_name": "", "place": ""}
    cases = [
        CandidateDraft(participant_id=number, name=f"Hộ {number}", **award, **where) for number in range(1, 7)
    ]
    ties = [Tie("GK", 1, Decimal(90), cases[at : at + 2]) for at in (0, 2, 4)]
    assert [len(item.questions) for item in tie_items(ties[:2], "Hộ nghèo")] == [1, 1]
    (item,) = tie_items(ties, "Hộ nghèo")
    assert item.title == "Giấy khen: Hộ nghèo, 3 chỗ bằng nhau ở vạch chỉ tiêu"
    assert [one.places for one in item.questions] == [1, 1, 1]
    assert item.questions[2].text.endswith(": Hộ 5 và hộ 6")
