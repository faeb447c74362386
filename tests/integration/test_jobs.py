"""What happens by itself in a year: the clock is moved, nobody waits."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assignments.models import UnitMember
from bulk_entry.jobs import JOBS as BULK_JOBS
from bulk_entry.models import PendingEntry
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from messages.models import Message, MessageKind
from movements.calendars import calendar_of, change_calendar
from movements.models import MovementYear, StageCode
from movements.services import change_settings
from movements.settings import YearSettings
from overview.jobs import JOBS
from scheduling.running import run_due
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.services import assess, open_scorecard
from tests.district import make_commune, make_year
from tests.factories import make_user
from tests.year import publish
from verification.models import Objection, Return

pytestmark = pytest.mark.usefixtures("context")

DOCUMENT = """
format: "1"
title: Bảng điểm nhỏ
year: 2024
types:
  - code: commune
    name: Xã
    max: 100
    children:
      - {code: A, name: Mục A, max: 60, scale: {kind: manual, step: 0.5}}
      - {code: B, name: Mục B, max: 40, scale: {kind: manual, step: 0.5}}
  - code: hamlet
    name: Ấp
    max: 10
    children:
      - {code: H, name: Mục H, max: 10, scale: {kind: manual, step: 0.5}}
  - code: household_poor
    name: Hộ nghèo
    max: 10
    children:
      - {code: N, name: Mục N, max: 10, scale: {kind: manual, step: 0.5}}
"""


def at(day, hour=7, minute=0, month=11):
    """An hour in Viet Nam of 2024."""
    return datetime(2024, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


OPENS, CLOSES = at(15, month=10), at(8, 17)
CALENDAR = {
    StageCode.SELF_SCORING: (OPENS, CLOSES),
    StageCode.VERIFICATION: (CLOSES, at(25, 17)),
    StageCode.OBJECTION: (at(25, 17), at(30, 17)),
    StageCode.COUNCIL: (at(10, 7, month=12), at(12, 17, month=12)),
}


class District:
    """A commune with two hamlets and their households, and the accounts that act for them."""

    def __init__(self):
        early = OPENS - timedelta(days=30)
        self.year_id = self._year(early)
        office = make_user(username="noivu")
        commune = make_commune()
        self.commune_id = commune.id
        self.hamlets = {}
        for name in ("Ấp Hòa Long", "Ấp Xà Lan"):
            hamlet = make_commune(name, name, type_code="hamlet", parent=commune)
            for number in range(3):
                code = f"{name} {number}"
                make_commune(code, f"Hộ {code}", type_code="household_poor", parent=hamlet)
            self.hamlets[name] = hamlet.id
        self.users = {"noivu": office.id}
        self._bind("xa", RoleCode.COMMUNE, commune.id)
        self._bind("hoalong", RoleCode.UNIT, self.hamlets["Ấp Hòa Long"])
        self._bind("xalan", RoleCode.UNIT, self.hamlets["Ấp Xà Lan"])
        for name, role in (
            ("thamdinh", RoleCode.VERIFIER),
            ("hoidong", RoleCode.COUNCIL),
            ("khong", RoleCode.UNIT),
        ):
            self.users[name] = make_user(username=name, roles=[role]).id

    def _year(self, early):
        year = make_year()
        change_calendar(actor=SYSTEM, year=year, calendar=CALENDAR, now=early)
        publish(year, DOCUMENT)
        db.session.query(Message).delete()
        return year.id

    def _bind(self, username, role, participant_id):
        user = make_user(username=username, roles=[role])
        db.session.add(UnitMember(user_id=user.id, participant_id=participant_id, since=OPENS))
        self.users[username] = user.id

    @property
    def year(self):
        return db.session.get(MovementYear, self.year_id)

    def card(self, participant_id, **entries):
        """A scorecard of one of them."""
        from participants.queries import find_participant

        card = open_scorecard(
            actor=SYSTEM,
            movement_year=self.year,
            participant=find_participant(participant_id),
            now=OPENS + timedelta(days=1),
        )
        if entries:
            assess(
                actor=SYSTEM,
                scorecard=card,
                level=AssessmentLevel.SELF,
                entries=entries,
                now=OPENS + timedelta(days=1),
            )
        return card

    def set_status(self, participant_id, status):
        card = db.session.scalars(
            select(Scorecard).where(Scorecard.participant_id == participant_id)
        ).one_or_none()
        card = card or self.card(participant_id)
        card.status = status
        return card


@pytest.fixture
def district():
    with transaction():
        made = District()
    # The clock begins to watch before the stage opens.
    run_due(JOBS, OPENS - timedelta(hours=1))
    return made


def go(now):
    """Let the clock come to this instant."""
    outcomes = run_due(JOBS, now)
    assert not [one for one in outcomes if one.failed], outcomes
    return outcomes


def told(kind, since=OPENS - timedelta(days=90)):
    """Who was told what of this kind, by account name."""
    db.session.expire_all()
    found = {}
    statement = select(Message).where(Message.kind == kind, Message.created_at >= since)
    for message in db.session.scalars(statement.order_by(Message.id)):
        found.setdefault(message.user.username, []).append(message)
    return found


def test_a_stage_that_opens_is_told_to_those_concerned_and_recorded(district):
    go(OPENS - timedelta(seconds=1))
    assert told(MessageKind.STAGE) == {}
    go(OPENS)
    stage = told(MessageKind.STAGE)
    assert set(stage) == {"noivu", "xa", "hoalong", "xalan"}
    assert stage["xa"][0].title == "Giai đoạn Tự chấm năm 2024 đã mở"
    assert "17:00 Thứ Sáu, ngày 08/11/2024" in stage["xa"][0].body
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.action == "year:stage-opened")).one()
    assert entry.after["stage"] == "self_scoring"


def test_a_stage_is_told_once_however_often_the_clock_turns(district):
    for seconds in range(0, 100, 20):
        go(OPENS + timedelta(seconds=seconds))
    assert len(told(MessageKind.STAGE)["xa"]) == 1


def test_verifiers_hear_of_verification_and_the_council_of_its_session(district):
    go(CLOSES)
    assert "Giai đoạn Thẩm định năm 2024 đã mở" in [m.title for m in told(MessageKind.STAGE)["thamdinh"]]
    assert "hoidong" not in told(MessageKind.STAGE)
    go(at(10, month=12))
    assert "Giai đoạn Hội đồng năm 2024 đã mở" in [m.title for m in told(MessageKind.STAGE)["hoidong"]]


def test_at_the_close_units_hear_what_state_they_are_in_and_whom_to_ask(district):
    with transaction():
        district.set_status(district.hamlets["Ấp Hòa Long"], ScorecardStatus.SUBMITTED)
        district.card(district.commune_id, A="50")
    go(CLOSES)
    closed = told(MessageKind.STAGE, CLOSES)
    body = closed["xa"][0].body
    assert closed["xa"][0].title == "Giai đoạn Tự chấm năm 2024 đã đóng, còn phiếu chưa nộp"
    assert "Xã An Ninh: Nháp, còn 1 tiêu chí chưa nhập." in body
    assert "1 ấp của địa phương chưa nộp: Ấp Xà Lan." in body
    assert "Thường trực Hội đồng (Phòng Nội vụ)" in body
    assert "Còn 3 hộ của Ấp Hòa Long chưa nộp phiếu." in closed["hoalong"][0].body
    assert "Ấp Hòa Long:" not in closed["hoalong"][0].body


def test_who_has_submitted_all_only_hears_that_the_stage_is_closed(district):
    from participants.models import Participant

    with transaction():
        for row in db.session.scalars(select(Participant.id)).all():
            district.set_status(row, ScorecardStatus.SUBMITTED)
    go(CLOSES)
    titles = [message.title for message in told(MessageKind.STAGE, CLOSES)["xa"]]
    assert titles == ["Giai đoạn Tự chấm năm 2024 đã đóng"]


def test_a_stage_that_passed_while_the_clock_was_off_is_recorded_not_announced(district):
    go(CLOSES + timedelta(days=30))
    titles = [message.title for message in told(MessageKind.STAGE).get("xa", [])]
    assert "Giai đoạn Tự chấm năm 2024 đã mở" not in titles
    assert "Giai đoạn Tự chấm năm 2024 đã đóng, còn phiếu chưa nộp" in titles
    opened = select(HistoryEntry).where(HistoryEntry.action == "year:stage-opened")
    assert len(db.session.scalars(opened).all()) == 3


@pytest.mark.parametrize(("day", "title"), [(1, "Còn 7 ngày"), (5, "Còn 3 ngày"), (7, "Còn 1 ngày")])
def test_who_has_not_submitted_is_reminded_seven_three_and_one_days_before(district, day, title):
    go(at(day) - timedelta(seconds=1))
    before = told(MessageKind.REMINDER)
    go(at(day))
    reminders = told(MessageKind.REMINDER, at(day))
    assert set(reminders) == {"xa", "hoalong", "xalan"}
    assert all(len(some) == 1 for some in reminders.values())
    assert reminders["xa"][0].title == f"{title} để nộp phiếu: hạn 17:00 Thứ Sáu, ngày 08/11/2024"
    assert all(len(some) <= 2 for some in before.values())


def test_a_reminder_names_the_unit_what_is_missing_and_counts_households(district):
    with transaction():
        district.card(district.hamlets["Ấp Hòa Long"])
    go(at(5))
    body = told(MessageKind.REMINDER)["hoalong"][-1].body
    assert "Ấp Hòa Long: Chưa bắt đầu, còn 1 tiêu chí chưa nhập." in body
    assert "Còn 3 hộ của Ấp Hòa Long chưa nộp phiếu." in body
    commune = told(MessageKind.REMINDER)["xa"][-1].body
    assert "2 ấp của địa phương chưa nộp: Ấp Hòa Long, Ấp Xà Lan." in commune
    assert "hộ" not in commune


def test_who_has_submitted_is_not_reminded(district):
    with transaction():
        district.set_status(district.commune_id, ScorecardStatus.SUBMITTED)
        for name in district.hamlets.values():
            district.set_status(name, ScorecardStatus.SUBMITTED)
    go(at(7))
    assert "xa" not in told(MessageKind.REMINDER)
    assert "Ấp" not in told(MessageKind.REMINDER)["hoalong"][0].body.replace("của Ấp Hòa Long", "")


def test_a_unit_with_a_later_door_is_reminded_before_its_own_deadline(district):
    with transaction():
        card = district.card(district.commune_id)
        card.extended_until = at(14, 17)
        for name in district.hamlets.values():
            district.set_status(name, ScorecardStatus.SUBMITTED)
    go(at(7))
    assert "xa" in told(MessageKind.REMINDER)  # seven days before the 14th
    go(at(11))
    (reminder,) = told(MessageKind.REMINDER, at(11)).pop("xa")
    assert "hạn 17:00 Thứ Năm, ngày 14/11/2024" in reminder.title
    assert set(told(MessageKind.REMINDER, at(11))) == {"xa"}


def test_a_later_door_that_closes_is_told(district):
    with transaction():
        district.card(district.commune_id).extended_until = at(14, 17)
    go(CLOSES)
    assert "Xã An Ninh" not in told(MessageKind.STAGE, CLOSES)["xa"][0].body
    go(at(14, 17))
    (closed,) = told(MessageKind.STAGE, at(14, 17)).pop("xa")
    assert closed.title == "Hạn được gia thêm đã hết, phiếu chưa nộp đã khóa"
    assert "Xã An Ninh" in closed.body


def test_after_a_night_that_was_missed_only_the_latest_reminder_comes(district):
    go(at(7, 12))
    assert [len(some) for some in told(MessageKind.REMINDER).values()] == [1, 1, 1]
    assert told(MessageKind.REMINDER)["xa"][0].title.startswith("Còn 1 ngày")


def test_nobody_is_reminded_of_a_deadline_that_has_passed(district):
    go(CLOSES + timedelta(hours=1))
    assert told(MessageKind.REMINDER) == {}


def test_days_and_hour_of_reminders_are_the_choice_of_the_office(district):
    with transaction():
        settings = YearSettings(reminder_days=(2,), morning_hour=16)
        change_settings(actor=SYSTEM, year=district.year, settings=settings, now=OPENS)
    go(at(6, 15, 59))
    assert told(MessageKind.REMINDER) == {}
    go(at(6, 16))
    assert told(MessageKind.REMINDER)["xa"][0].title.startswith("Còn 2 ngày")


def test_reminders_follow_a_calendar_that_was_moved(district):
    with transaction():
        later = calendar_of(district.year) | {
            StageCode.SELF_SCORING: (OPENS, at(20, 17)),
            StageCode.VERIFICATION: (at(20, 17), at(25, 17)),
        }
        change_calendar(actor=SYSTEM, year=district.year, calendar=later, now=at(1))
    go(at(7))
    assert told(MessageKind.REMINDER) == {}
    go(at(13))
    assert set(told(MessageKind.REMINDER)) == {"xa", "hoalong", "xalan"}


def test_each_working_morning_the_office_hears_who_is_late(district):
    go(at(11, 6, 59))  # Monday
    before = len(told(MessageKind.MORNING).get("noivu", []))
    go(at(11))
    mornings = told(MessageKind.MORNING)
    assert set(mornings) == {"noivu"}
    assert len(mornings["noivu"]) == before + 1
    last = mornings["noivu"][-1]
    assert last.title == "Sáng 11/11/2024: 9 phiếu quá hạn chưa nộp"
    assert "Quá hạn chưa nộp: Xã An Ninh, Ấp Hòa Long, Ấp Xà Lan." in last.body
    assert "Quá hạn chưa nộp: 6 hộ." in last.body
    assert "Chưa bắt đầu: 9" in last.body


def test_the_office_sleeps_in_at_weekends(district):
    go(at(8, 12))
    for day in (9, 10):  # Saturday, Sunday
        go(at(day, 12))
    assert [message.created_at for message in told(MessageKind.MORNING)["noivu"]] == [at(8, 12)]


def test_the_office_hears_nothing_while_nothing_is_due(district):
    go(at(21, month=10))
    assert told(MessageKind.MORNING) == {}


def test_the_office_hears_of_what_waits(district):
    with transaction():
        card = district.set_status(district.commune_id, ScorecardStatus.RETURNED)
        other = district.card(district.hamlets["Ấp Hòa Long"])
        db.session.add(Return(scorecard_id=card.id, returned_at=at(18, month=10)))
        db.session.add(
            Objection(scorecard_id=other.id, criterion="H", text="Chưa đúng", raised_at=at(19, month=10))
        )
    go(at(22, month=10))
    body = told(MessageKind.MORNING)["noivu"][-1].body
    assert "1 phiếu trả lại từ hai ngày trước chưa được nộp lại." in body
    assert "1 đề nghị phúc tra chưa được trả lời." in body


def test_after_days_off_the_office_hears_of_today_once(district):
    go(at(14, 12))
    assert len(told(MessageKind.MORNING)["noivu"]) == 1


def test_a_crash_in_the_middle_tells_nobody_twice(district, monkeypatch):
    calls = []

    def breaking(*arguments, **named):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(*arguments, **named)

    from overview import reminders

    original = reminders.tell
    monkeypatch.setattr(reminders, "tell", breaking)
    go(at(1) - timedelta(minutes=5))
    with pytest.raises(KeyboardInterrupt):
        run_due(JOBS, at(1))
    db.session.remove()
    assert told(MessageKind.REMINDER) == {}
    monkeypatch.undo()
    go(at(1) + timedelta(minutes=2))
    assert {name: len(some) for name, some in told(MessageKind.REMINDER).items()} == {
        "xa": 1,
        "hoalong": 1,
        "xalan": 1,
    }


def test_previews_older_than_a_day_are_removed_at_night(district):
    with transaction():
        for token, made_at in (("old", at(1)), ("new", at(2, 20))):
            db.session.add(
                PendingEntry(
                    token=token,
                    user_id=district.users["xa"],
                    kind="grid",
                    subject_id=1,
                    content="{}",
                    made_at=made_at,
                )
            )
    run_due(BULK_JOBS, at(2))
    run_due(BULK_JOBS, at(3, 3))
    assert db.session.scalars(select(PendingEntry.token)).all() == ["new"]
