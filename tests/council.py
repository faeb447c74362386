"""Builders of a session of the council on a small sealed year: plain functions; any value can be said."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from awards.models import EvaluationRun
from awards.services import seal_run
from council.attendance import Mark, mark_attendance
from council.conflicts import declare_none, declare_rest
from council.membership import MemberLine, set_members
from council.models import Attendance, CouncilSession, Question, Seat, SessionMember
from council.sessions import Invitation, create_session, open_session
from criteria.queries import find_published
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from participants.queries import find_by_code
from participants.services import create_participant
from tests.factories import NOW, make_user
from tests.sealed_year import DOCUMENT, Card, make_card, prepare_year, seal_year

MEETS = datetime(2024, 12, 10, 7, 0, tzinfo=UTC)
INVITATION = Invitation("Phiên họp Hội đồng Thi đua - Khen thưởng", "Phòng họp số 1, UBND huyện", MEETS)
NAMES = (
    "Chủ tịch UBND huyện", "Phó Chủ tịch UBND huyện", "Trưởng phòng Nội vụ", "Trưởng phòng LĐ-TB&XH",
    "Chủ tịch UBMTTQ huyện", "Trưởng phòng Tài chính - Kế hoạch", "Chủ tịch Hội Nông dân",
    "Bí thư Huyện đoàn", "Chủ tịch Hội LHPN",
)  # fmt: skip

# Communes by ballot: three places for six; the third and fourth are equal. Households by list.
COUNCIL_DOCUMENT = DOCUMENT.replace(
    "quota: {percent: 50, rounding: floor}", "quota: {percent: 50, rounding: floor}\n    ties: ballot"
).replace(
    "\nawards:\n",
    """
  - code: household_poor
    name: Hộ nghèo
    category: household
    max: 100
    children: *criteria
    ranking: {group: parent}
awards:
  - code: GK-HO
    name: Giấy khen của Chủ tịch UBND huyện
    issuer: Chủ tịch UBND huyện
    types: [household_poor]
    conditions: [{points: total, at_least: 80, name: Từ 80 điểm trở lên}]
""",
)
HOUSEHOLDS = ("Hộ ông Kim Khel", "Hộ ông Trần Vanh Na", "Hộ bà Đỗ Bích Ánh")
COMMUNES = (
    Card("Xã Hồ Đắc Kiện", "38", "56.7"),
    Card("Xã Phú Tâm", "36", "55.8", holds=["KN"]),
    Card("Xã An Ninh", "35", "52.5"),
    Card("Xã Phú Tân", "35", "52.5"),
    Card("Xã Thiện Mỹ", "30", "51"),
    Card("Xã An Hiệp", "15", "49.3"),
)


def seal_small_year(
    communes: Collection[Card] = COMMUNES, hamlets: Mapping[str, Any] | None = None
) -> EvaluationRun:
    """A run with one recommended, one on hold, two equal for the last place, and two below the line."""
    return seal_year(list(communes), hamlets, COUNCIL_DOCUMENT)


def seal_year_with_households(names: Sequence[str] = HOUSEHOLDS) -> EvaluationRun:
    """The same with one hamlet in Xã An Ninh and another in Xã Phú Tân, and recommended households in each:
    those named, in the first; one in the second.
    """
    hamlets = {
        "Xã An Ninh": [Card("Ấp Phước Hòa", "38", "50")],
        "Xã Phú Tân": [Card("Ấp Phước An", "38", "50")],
    }
    year = prepare_year(COMMUNES, hamlets, COUNCIL_DOCUMENT)
    criteria = find_published(year.id)
    for code, below in (("31571-01", names), ("31572-01", ["Hộ bà Danh Thị Thia"])):
        hamlet = find_by_code("hamlet", code)
        for number, name in enumerate(below, start=1):
            values = {"code": f"{hamlet.code}-{number:05d}", "name": name, "type_code": "household_poor"}
            household = create_participant(actor=SYSTEM, now=NOW, parent=hamlet, **values)
            make_card(year, criteria.id, household, Card(name, "38", "52"))
    db.session.flush()
    return seal_run(actor=SYSTEM, year=year, now=NOW)


def make_members(size: int = 9) -> list[User]:
    """Accounts of a council: the first is the chair."""
    names = [*NAMES, *(f"Ủy viên thứ {number}" for number in range(len(NAMES) + 1, size + 1))]
    roles = [RoleCode.CHAIR, *([RoleCode.COUNCIL] * (size - 1))]
    return [make_user(full_name=name, roles=[role]) for name, role in zip(names[:size], roles, strict=True)]


def make_session(
    run: EvaluationRun | None = None, *, members: int = 9, invitation: Invitation = INVITATION
) -> CouncilSession:
    """A prepared session with a chair, further members with accounts and one more typed by name, as secretary
    without a vote.
    """
    run = run or seal_small_year()
    users = make_members(members)
    session = create_session(actor=SYSTEM, run_id=run.id, invitation=invitation, now=NOW)
    lines = [
        MemberLine(seat=Seat.MEMBER if place else Seat.CHAIR, user_id=user.id)
        for place, user in enumerate(users)
    ]
    lines.append(MemberLine(name="Chuyên viên Phòng Nội vụ", seat=Seat.SECRETARY, votes=False))
    return set_members(actor=SYSTEM, session_id=session.id, version=None, lines=lines, now=NOW)


def attend(
    session: CouncilSession, absent: Collection[int] = (), written: Collection[int] = ()
) -> CouncilSession:
    """Everybody present but those at these places (from 1) of the list of members."""
    marks = {}
    for one in session.members:
        if one.order_no in absent:
            marks[one.id] = Mark(Attendance.ABSENT)
        elif one.order_no in written:
            marks[one.id] = Mark(Attendance.WRITTEN, "12/YK ngày 09/12/2024")
        else:
            marks[one.id] = Mark(Attendance.PRESENT)
    return mark_attendance(actor=SYSTEM, session_id=session.id, marks=marks, now=NOW)


def open_council(
    run: EvaluationRun | None = None,
    *,
    members: int = 9,
    absent: Collection[int] = (),
    written: Collection[int] = (),
) -> CouncilSession:
    """A session that sits: attendance taken, and nobody has anything further to declare."""
    session = make_session(run, members=members)
    session = open_session(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    attend(session, absent, written)
    declare_rest(actor=SYSTEM, session_id=session.id, now=NOW)
    for one in session.members:
        if one.attendance is Attendance.WRITTEN:
            declare_none(actor=SYSTEM, session_id=session.id, member_id=one.id, now=NOW)
    return session


def question_about(session: CouncilSession, words: str) -> Question:
    """The first question whose text, or one of whose cases, has these words in it."""
    return next(
        question
        for item in session.items
        for question in item.questions
        if words in question.text or any(words in one.name for one in question.candidates)
    )


def member_named(session: CouncilSession, name: str) -> SessionMember:
    """The member of this name."""
    db.session.expire(session, ["members"])
    return next(one for one in session.members if one.name == name)
