"""The overview of a year: one filter, one set, in counts, list, reminder and spreadsheet."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from assignments.models import UnitMember
from foundation.clock import local, now
from foundation.database import db, transaction
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from messages.models import Message
from movements.models import MovementYear
from overview.board import build_board
from overview.kinds import list_kinds
from overview.queries import Chosen, Progress, count_chosen
from overview.reminding import plan_reminder, remind
from scorecards.models import AssessmentLevel, ScorecardStatus
from tests.district import make_commune
from tests.factories import NOW, make_user
from tests.page_client import page_faults
from tests.year import ready_year

CLOSES = datetime(2024, 11, 8, tzinfo=UTC)
AFTER = CLOSES + timedelta(minutes=1)
WHOLE = Chosen(type_codes=("commune",))


def acts_for(user, unit):
    db.session.add(UnitMember(user=user, participant=unit, since=NOW))
    db.session.flush()


def some_states():
    """Xã số 0 submitted, xã số 1 a draft, xã số 2 one with a later deadline, and one not begun."""
    year, cards = ready_year(communes=3)
    cards["X00"].status = ScorecardStatus.SUBMITTED
    cards["X02"].extended_until = AFTER + timedelta(days=1)
    cards["X02"].extension_reason = "Ngập lụt"
    idle = make_commune("X09", "Xã số 9")
    db.session.flush()
    return year, cards, idle


def board(year, chosen=WHOLE, by="type", now=NOW, actor=SYSTEM):
    return build_board(actor, year, list_kinds(year.id), chosen, by, 1, now)


def test_states_are_counted_and_a_scorecard_not_begun_is_one_of_them(context):
    year, _cards, _idle = some_states()
    (line,) = board(year).lines
    assert line.counts == {"not_begun": 1, "draft": 2, "submitted": 1}
    assert (line.total, line.late) == (4, 0)


def test_who_is_late_changes_with_the_clock_and_respects_an_extension(context):
    year, _cards, idle = some_states()
    late = board(year, Chosen(("commune",), late=True), now=AFTER)
    assert {row.name for row in late.rows} == {"Xã số 1", idle.name}
    assert late.whole.late == 2
    assert board(year, now=AFTER + timedelta(days=2)).whole.late == 3


def test_bars_fill_their_width_and_counts_by_cluster_name_those_outside(context):
    year, _cards, _idle = some_states()
    by_cluster = board(year, by="cluster")
    assert [(line.name, line.total) for line in by_cluster.lines] == [
        ("Cụm thi đua số 1", 3),
        ("Không thuộc nơi nào", 1),
    ]
    blocks = by_cluster.whole.blocks
    assert blocks[0].x == 0
    assert round(blocks[-1].x + blocks[-1].width) == 420


def test_a_commune_sees_itself_alone(context):
    year, cards, _idle = some_states()
    user = make_user(roles=[RoleCode.COMMUNE])
    acts_for(user, cards["X01"].participant)
    assert [row.name for row in board(year, actor=user).rows] == ["Xã số 1"]


def test_a_reminder_reaches_each_account_once_and_names_those_without_one(context):
    year, cards, idle = some_states()
    user = make_user(roles=[RoleCode.UNIT])
    for code in ("X00", "X01", "X02"):
        acts_for(user, cards[code].participant)
    plan = plan_reminder(SYSTEM, year, WHOLE, NOW)
    assert [(one.user.id, one.count) for one in plan.reminders] == [(user.id, 2)]
    assert plan.unreached == [idle.name]
    send = {"actor": SYSTEM, "year": year, "chosen": WHOLE, "words": "Mời nộp sớm.", "now": NOW}
    assert remind(**send, digest=plan.digest) == 1
    (message,) = db.session.scalars(select(Message)).all()
    assert "Mời nộp sớm." in message.body
    assert "Xã số 1, Xã số 2" in message.body
    with pytest.raises(Conflict):
        remind(**send, digest=plan.digest)
    tomorrow = send | {"now": NOW + timedelta(days=1)}
    assert remind(**tomorrow, digest=plan_reminder(SYSTEM, year, WHOLE, tomorrow["now"]).digest) == 1


def test_a_reminder_is_not_sent_when_the_set_changed_since_it_was_shown(context):
    year, cards, _idle = some_states()
    acts_for(make_user(roles=[RoleCode.UNIT]), cards["X01"].participant)
    acts_for(make_user(roles=[RoleCode.UNIT]), cards["X02"].participant)
    digest = plan_reminder(SYSTEM, year, WHOLE, NOW).digest
    cards["X02"].status = ScorecardStatus.SUBMITTED
    with pytest.raises(Conflict, match="thay đổi"):
        remind(actor=SYSTEM, year=year, chosen=WHOLE, words="", digest=digest, now=NOW)
    assert db.session.scalars(select(Message)).all() == []


def test_a_reader_who_may_not_remind_is_refused(context):
    year, _cards, _idle = some_states()
    with pytest.raises(NotAllowed):
        plan_reminder(make_user(roles=[RoleCode.COUNCIL]), year, WHOLE, NOW)


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def committed(app):
    with app.app_context(), transaction():
        year, cards, _idle = some_states()
        acts_for(make_user(roles=[RoleCode.UNIT]), cards["X01"].participant)
        return year.id


def test_the_page_lists_what_its_counts_say_and_the_filter_narrows_both(app, office):
    year_id = committed(app)
    page = office.get(f"/tien-do?year={year_id}&state=draft")
    assert page.status_code == 200
    assert page_faults(page.text) == []
    names = re.findall(r'<th scope="row"><a href="/phieu/\d+">([^<]+)', page.text)
    assert names == ["Xã số 1", "Xã số 2"]
    assert office.get(f"/tien-do?year={year_id}&state=nothing").status_code == 404
    assert "Không có nơi nào" in office.get(f"/tien-do?year={year_id}&q=zzz").text


def test_reminding_shows_before_it_sends_and_keeps_the_words_when_the_set_changed(app, office):
    year_id = committed(app)
    address = f"/tien-do/nhac?year={year_id}"
    shown = office.get(address)
    assert "1 tài khoản" in shown.text
    stale = office.post(address, data={"words": "Mời nộp sớm.", "digest": "0" * 64})
    assert stale.status_code == 409
    assert "Mời nộp sớm." in stale.text
    with app.app_context():
        plan = plan_reminder(SYSTEM, db.session.get(MovementYear, year_id), WHOLE, now())
    sent = office.post(address, data={"words": "Mời nộp sớm.", "digest": plan.digest})
    assert sent.status_code == 302
    with app.app_context():
        assert len(db.session.scalars(select(Message)).all()) == 1


def test_the_spreadsheet_holds_the_chosen_set(app, office):
    year_id = committed(app)
    answer = office.get(f"/tien-do/bang-tinh?year={year_id}&state=waiting")
    sheet = load_workbook(BytesIO(answer.data)).active
    names = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert names == ["Xã số 1", "Xã số 2", "Xã số 9"]


def test_the_spreadsheet_tells_the_last_change_of_the_unit_not_that_of_a_verifier(client_as, accounts):
    with accounts.app_context(), transaction():
        year, cards, _idle = some_states()
        year_id, card = year.id, cards["X00"]
        own = next(one for one in card.assessments if one.level is AssessmentLevel.SELF)
        own.assessed_at = NOW - timedelta(days=3)
        card.updated_at = NOW
    answer = client_as(RoleCode.OFFICE).get(f"/tien-do/bang-tinh?year={year_id}")
    rows = load_workbook(BytesIO(answer.data)).active.iter_rows(min_row=3, values_only=True)
    titles = next(rows)
    line = next(row for row in rows if row[0] == "X00")
    shown = line[titles.index("Đơn vị sửa lần cuối")]
    assert shown == local(NOW - timedelta(days=3)).replace(tzinfo=None, microsecond=0)


def test_progress_names_every_status_of_a_scorecard():
    assert {status.value for status in ScorecardStatus} <= {progress.value for progress in Progress}


def test_the_list_is_cut_by_words_in_the_vietnamese_way(context):
    year, _cards, _idle = some_states()
    assert count_chosen(SYSTEM, year, Chosen(("commune",), words="xa so 9"), NOW) == 1
