"""A second version of the criteria in the middle of a year: who follows it, what stays, what is told."""

import re
from decimal import Decimal

import pytest

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from criteria.services import create_criteria_set
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from messages.models import Message
from movements.models import MovementYear
from overview.publishing import publish
from scorecards.following import preview_following
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.services import open_scorecard, save_entry
from scorecards.submitting import submit, withdraw
from tests.district import make_commune, make_year
from tests.factories import NOW
from tests.objecting import verify_whole
from tests.verifying import DOCUMENT as VERIFIED_DOCUMENT
from tests.verifying import NOW as VERIFYING
from tests.verifying import make_member, make_office, make_verifier, verifying_year
from tests.verifying import submit as handed_in
from tests.year import DOCUMENT, SELF, enter
from tests.year import publish as publish_first
from verification.drawing import draw_marked
from verification.finishing import reopen
from verification.models import SecondCheck
from verification.returning import return_scorecard

PAIR = {"numerator": "20", "denominator": "30"}
# B is gone, A is counted by another step, D is new.
NEWER = DOCUMENT.replace("scale: {kind: manual, step: 0.5}", "scale: {kind: manual, step: 2}").replace(
    "{code: B, name: Mục B, max: 30, scale: {kind: ratio}}",
    "{code: D, name: Mục D, max: 30, scale: {kind: ratio}}",
)


def draft(year, document=NEWER, now=NOW):
    return create_criteria_set(
        actor=SYSTEM, movement_year_id=year.id, year=year.year, document=document, now=now
    )


def renew(year, document=NEWER, actor=SYSTEM, now=NOW):
    newer = draft(year, document, now)
    return newer, publish(actor=actor, year=year, criteria_set=newer, now=now)


def opened(year, code="31600"):
    unit = make_commune(code, f"Xã {code}")
    return open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW)


@pytest.fixture
def year(context):
    year = make_year()
    publish_first(year)
    return year


def actions(card):
    return [one.action for one in list_entries_of("scorecard", str(card.id))]


def test_a_scorecard_with_its_unit_follows_and_keeps_what_the_newer_version_asks_for(year):
    card = opened(year)
    user = make_member(card.participant)
    enter(card, SELF, {"A": "50", "B": PAIR})
    save_entry(actor=SYSTEM, scorecard_id=card.id, level=SELF, code="B", note="Biểu 03", now=NOW)
    newer, count = renew(year)
    assert (count, card.criteria_set_id) == (1, newer.id)
    (own,) = card.assessments
    assert own.entries == {"A": "50"}
    assert own.total == Decimal(50)
    assert actions(card)[-2:] == ["scorecard:criteria-followed", "scorecard:set-aside-self"]
    aside = list_entries_of("scorecard", str(card.id))[-1].before
    assert aside == {"B": PAIR, "notes": {"B": "Biểu 03"}}
    told = db.session.query(Message).filter_by(user_id=user.id).one()
    assert "bản số 2" in told.title


def test_a_figure_that_the_newer_version_cannot_read_stays_as_typed(year):
    card = opened(year)
    enter(card, SELF, {"A": "50.5"})
    renew(year)
    assert card.assessments[0].entries == {"A": "50.5"}
    assert not card.assessments[0].total


def test_what_was_handed_in_stays_until_its_unit_takes_it_back(year):
    card = opened(year)
    enter(card, SELF, {"A": "50", "B": PAIR})
    older = card.criteria_set_id
    submit(actor=SYSTEM, scorecard=card, with_gaps=True, now=NOW)
    newer, count = renew(year)
    assert (count, card.criteria_set_id) == (0, older)
    withdraw(actor=SYSTEM, scorecard=card, now=NOW)
    assert card.criteria_set_id == newer.id
    assert card.assessments[0].entries == {"A": "50"}


def test_the_preview_counts_who_goes_over_and_who_stays(year):
    plain, full, done = opened(year, "31601"), opened(year, "31602"), opened(year, "31603")
    enter(plain, SELF, {"A": "50"})
    enter(full, SELF, {"A": "50", "B": PAIR})
    done.status = ScorecardStatus.VERIFIED
    db.session.flush()
    found = preview_following(year, draft(year))
    assert (found.moving, found.losing, found.stay) == (2, 1, 1)
    assert found.staying == {ScorecardStatus.VERIFIED: 1}


def test_a_type_that_is_judged_no_more_stays_with_what_it_was_judged_by(year):
    card = opened(year)
    older = card.criteria_set_id
    hamlets = DOCUMENT.replace("code: commune", "code: hamlet").replace("[commune]", "[hamlet]")
    assert preview_following(year, draft(year, hamlets)).staying == {ScorecardStatus.DRAFT: 1}
    _newer, count = renew(year, hamlets)
    assert (count, card.criteria_set_id) == (0, older)


def test_what_is_sent_back_follows_and_its_lost_second_check_goes(context):
    marked = VERIFIED_DOCUMENT.replace(
        "name: Mô hình nhân rộng, max: 20,", "name: Mô hình nhân rộng, max: 20, second_check: true,"
    )
    year, office = verifying_year(marked), make_office()
    make_verifier(("commune", None, None))
    card = verify_whole(office, handed_in(year, make_commune()))
    (check,) = draw_marked(office, card, VERIFYING)
    assert check.criterion == "I.2"
    reopen(actor=office, scorecard_id=card.id, reason="Sót", now=VERIFYING)
    newer, _count = renew(year, VERIFIED_DOCUMENT.replace("code: I.2", "code: I.3"), now=VERIFYING)
    return_scorecard(actor=office, scorecard_id=card.id, reasons={}, note="Bổ sung", now=VERIFYING)
    assert card.criteria_set_id == newer.id
    for level in card.assessments:
        assert "I.2" not in level.entries
        assert level.entries["II.1"]
    assert db.session.query(SecondCheck).count() == 0
    assert {"scorecard:set-aside-office", "scorecard:second-check-dropped"} <= set(actions(card))


@pytest.fixture
def pages(accounts, monkeypatch):
    """The numbers of the year, of a draft scorecard of the sample commune account, and of the newer draft."""
    monkeypatch.setattr("scorecards.entry_views.now", lambda: NOW)
    monkeypatch.setattr("overview.publishing_views.now", lambda: NOW)
    with accounts.app_context(), transaction():
        year = make_year()
        publish_first(year)
        card, done = opened(year), opened(year, "31601")
        done.status = ScorecardStatus.SUBMITTED
        user = find_user_by_name("xa")
        db.session.add(UnitMember(user_id=user.id, participant_id=card.participant_id, since=NOW))
        enter(card, SELF, {"A": "50", "B": PAIR})
        return year.id, card.id, draft(year).id


def test_the_page_says_beforehand_what_becomes_of_open_scorecards(accounts, client_as, pages):
    year, card, newer = pages
    office = client_as(RoleCode.OFFICE)
    path = f"/nam/{year}/tieu-chi/{newer}/ban-hanh"
    page = office.get(path).text
    assert re.search(r'href="/nam"[^>]*aria-current="page"', page)
    for words in (
        "thêm D; bỏ B; đổi cách hỏi hoặc cách tính A",
        "1 phiếu đang lập hoặc bị trả lại chuyển ngay sang bản số 2.",
        "1 phiếu có số của tiêu chí không còn chỗ",
        "1 phiếu giữ bản đang theo",
        "Đã nộp 1",
    ):
        assert words in page
    said = office.post(path, follow_redirects=True).text
    assert "Đã ban hành bản số 2. 1 phiếu đang lập chuyển sang bản này." in said
    unit = client_as(RoleCode.COMMUNE)
    page = unit.get(f"/phieu/{card}").text
    assert "phiếu theo bộ tiêu chí bản số 2" in page
    assert "Số của tiêu chí không còn (B) đọc ở Nhật ký phiếu." in page
    assert "Mục D" in page
    record = unit.get(f"/phieu/{card}/nhat-ky").text
    assert "cất số tự chấm ở tiêu chí không còn" in record
    assert "20" in record
    with accounts.app_context():
        assert db.session.get(Scorecard, card).criteria_set_id == newer


def test_sealing_says_how_many_scorecards_stand_under_the_older_version(accounts, client_as):
    with accounts.app_context(), transaction():
        year = make_year()
        publish_first(year)
        for number in range(3):
            card = opened(year, f"3160{number}")
            card.status = ScorecardStatus.VERIFIED if number else ScorecardStatus.DRAFT
        db.session.flush()
        year_id = year.id
    path = f"/xep-hang/danh-gia/{year_id}"
    office = client_as(RoleCode.OFFICE)
    told = "Có phiếu còn theo phiên bản tiêu chí cũ."
    assert told not in office.get(path).text
    with accounts.app_context(), transaction():
        renew(db.session.get(MovementYear, year_id))
    page = " ".join(office.get(path).text.split())
    assert told in page
    assert "Lần chốt này tính mọi phiếu theo phiên bản 2" in page
    assert "Theo phiên bản 1: 2 phiếu." in page
