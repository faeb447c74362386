"""Second checks: drawn, given to somebody else, made blind, compared, settled."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.queries import find_user_by_name
from assignments.models import VerifierDuty
from foundation import clock
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed, Trespass
from foundation.permissions import RoleCode
from history.queries import list_entries_of
from messages.models import Message
from movements.models import Stage, StageCode
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.services import assess
from tests.district import make_commune
from tests.objecting import REASON, open_objections, verified_card, verify_whole
from tests.verifying import (
    DOCUMENT,
    NOW,
    OFFICE,
    make_member,
    make_office,
    make_verifier,
    submit,
    verifying_year,
)
from verification.drawing import draw_marked, draw_sample, order_of, preview_draw
from verification.finishing import finish
from verification.models import SecondCheck
from verification.objecting import raise_objection
from verification.second_check_queries import count_checks_to_make, count_differences, list_blinding_ids
from verification.second_checkers import find_able
from verification.second_checks import Take, assign_waiting, make_check, settle_check

MARKED = DOCUMENT.replace(
    "name: Giảm tỷ lệ hộ nghèo, max: 40,", "name: Giảm tỷ lệ hộ nghèo, max: 40, second_check: true,"
)


@pytest.fixture
def year(context):
    year = verifying_year(MARKED)
    open_objections(year)
    return year


@pytest.fixture
def office(context):
    return make_office()


@pytest.fixture
def commune(year):
    return make_commune()


@pytest.fixture
def second(year):
    return make_verifier(("commune", None, None), full_name="Phòng Kinh tế")


@pytest.fixture
def card(year, commune, office):
    return verified_card(year, commune, office)


@pytest.fixture
def check(card, office, second):
    (made,) = draw_marked(office, card, NOW)
    return made


def entries(card, level=OFFICE):
    own = next(one for one in card.assessments if one.level is level)
    return own.entries, own.reasons


def make(actor, check, raw, **values):
    return make_check(actor=actor, check_id=check.id, raw=raw, now=NOW, **values)


def settle(actor, check, take, **values):
    given = {"reason": "Theo biên bản đối chiếu.", "now": NOW} | values
    return settle_check(actor=actor, check_id=check.id, take=take, **given)


def test_finishing_draws_what_the_document_marks(year, commune, office, second):
    card = submit(year, commune)
    verify_whole(office, card)
    card.status, card.verified_at = ScorecardStatus.SUBMITTED, None
    finish(actor=office, scorecard_id=card.id, now=NOW)
    drawn = db.session.query(SecondCheck).one()
    assert (drawn.criterion, drawn.assigned_to_id) == ("II.1", second.id)
    assert db.session.query(Message).filter_by(user_id=second.id, path="/tham-dinh/lan-hai").count() == 1
    assert "scorecard:second-check-drawn" in {
        one.action for one in list_entries_of("scorecard", str(card.id))
    }


def test_it_goes_to_somebody_else_with_a_duty(card, office, second, commune):
    judged = make_verifier(("commune", None, None))
    other_part = make_verifier(("commune", None, ["I"]))
    other_type = make_verifier(("hamlet", None, None))
    own = make_member(commune)
    db.session.add(VerifierDuty(user_id=own.id, type_code="commune", since=NOW))
    card.status = ScorecardStatus.SUBMITTED
    for raw, reason in (("26", "Theo biên bản."), ("25", REASON)):
        actor = judged if raw == "26" else office
        assess(
            actor=actor,
            scorecard=card,
            level=OFFICE,
            entries={"II.1": raw},
            reasons={"II.1": reason},
            now=NOW,
        )
    able = find_able(card, "II.1", NOW)
    assert able == [second]
    assert not {judged.id, other_part.id, other_type.id, own.id, office.id} & {one.id for one in able}


def test_the_office_does_it_where_there_is_nobody_else_never_the_first(card, office, year):
    assert find_able(card, "II.1", NOW) == []
    (check,) = draw_marked(office, card, NOW)
    assert check.assigned_to_id is None
    colleague = make_office(full_name="Phòng Nội vụ 2")
    assert assign_waiting(actor=office, year=year, now=NOW) == 1
    assert check.assigned_to_id == colleague.id


def test_equal_is_settled_at_once(check, card, second, year):
    make(second, check, "25,0", reason="Biểu 03.")
    assert check.settled_at == NOW
    assert check.settled_by_id is None
    assert count_differences(year.id) == 0
    assert entries(card)[0]["II.1"] == "25"


def test_a_difference_waits_for_the_office_and_tells_it(check, card, second, office, year):
    make(second, check, "28", reason="Biểu 03 trang 2.")
    assert (check.settled_at, count_differences(year.id)) == (None, 1)
    assert entries(card)[0]["II.1"] == "25"
    told = db.session.query(Message).filter_by(user_id=office.id).one()
    assert told.path == f"/tham-dinh/khac-nhau/{check.id}"
    with pytest.raises(Conflict, match="đã thẩm định lần hai"):
        make(second, check, "25", reason="Biểu 03.")


def test_what_differs_from_the_claim_or_is_empty_needs_a_reason(check, second):
    for raw, words in (("28", "ghi lý do"), (None, "ghi lý do")):
        with pytest.raises(DomainError, match=words) as refusal:
            make(second, check, raw)
        assert refusal.value.field == "reason"
    with pytest.raises(DomainError) as refusal:
        make(second, check, "nhiều", reason="Biểu 03.")
    assert refusal.value.field == "entry"
    make(second, check, None, reason="Không có minh chứng.")
    assert check.made_at == NOW


def test_only_who_was_given_it_makes_it(check, office, card):
    with pytest.raises(NotAllowed):
        make(office, check, "30")
    with pytest.raises(Trespass):
        make(make_verifier(("commune", None, None)), check, "30")
    with pytest.raises(Trespass):
        make(make_verifier(("hamlet", None, None)), check, "30")


def test_the_office_takes_the_second_and_the_unit_may_object_anew(check, card, second, office, commune):
    unit = make_member(commune)
    make(second, check, "28", reason="Biểu 03 trang 2.")
    later = NOW + timedelta(days=1)
    settle(office, check, Take.SECOND, now=later)
    assert entries(card)[0]["II.1"] == "28"
    assert entries(card)[1]["II.1"] == "Theo biên bản đối chiếu."
    assert card.verified_at == later
    told = db.session.query(Message).filter_by(user_id=unit.id).one()
    assert "Theo biên bản đối chiếu." in told.body
    last = list_entries_of("scorecard", str(card.id))[-1]
    assert last.action == "scorecard:second-check-settled"
    assert (last.before, last.after["taken"]) == ({"first": "25", "second": "28"}, "second")
    with pytest.raises(Conflict):
        settle(office, check, Take.FIRST)


def test_the_office_keeps_the_first_or_enters_another(check, card, second, office, commune):
    unit = make_member(commune)
    make(second, check, "28", reason="Biểu 03 trang 2.")
    for values, field in (
        ({"raw": "27", "reason": " "}, "reason"),
        ({}, "entry"),
        ({"raw": "nhiều"}, "entry"),
    ):
        with pytest.raises(DomainError) as refusal:
            settle(office, check, Take.OTHER, **values)
        assert refusal.value.field == field
    with pytest.raises(NotAllowed):
        settle(second, check, Take.FIRST)
    settle(office, check, Take.FIRST)
    assert entries(card)[0]["II.1"] == "25"
    assert db.session.query(Message).filter_by(user_id=unit.id).count() == 0


def test_a_sample_is_drawn_by_a_seed_that_the_record_keeps(year, office, second):
    cards = [verified_card(year, make_commune(f"3160{n}", f"Xã {n}"), office) for n in range(3)]
    year.settings = {"second_check_percent": 50}
    db.session.flush()
    (line,) = preview_draw(year)
    assert (line.finished, line.wanted, line.drawn, line.to_draw) == (3, 2, 0, 2)
    drawn = draw_sample(actor=office, year=year, seed="abc", now=NOW)
    expected = sorted(cards, key=lambda one: order_of("abc", one.id))[:2]
    assert {one.id for one in drawn} == {one.id for one in expected}
    entry = list_entries_of("movement_year", str(year.id))[-1]
    assert entry.action == "year:second-check-drawn"
    assert entry.after["seed"] == "abc"
    assert entry.after["drawn_from"] == sorted(one.id for one in cards)
    checks = db.session.query(SecondCheck).filter_by(scorecard_id=drawn[0].id).all()
    assert {one.criterion for one in checks} == {"I.1", "I.2", "II.1", "II.2", "III"}
    assert {one.assigned_to_id for one in checks} == {second.id}
    with pytest.raises(Conflict, match="đủ tỷ lệ"):
        draw_sample(actor=office, year=year, now=NOW)
    with pytest.raises(NotAllowed):
        draw_sample(actor=second, year=year, now=NOW)


# The dates of verification

CLOSES = datetime(2024, 11, 26, tzinfo=UTC)
COUNCIL_SITS = datetime(2024, 12, 10, tzinfo=UTC)


@pytest.fixture
def sitting(year):
    closes = COUNCIL_SITS + timedelta(days=9)
    year.stages.append(Stage(code=StageCode.COUNCIL, opens_at=COUNCIL_SITS, closes_at=closes))
    db.session.flush()
    return year


def make_at(check, actor, at):
    return make_check(actor=actor, check_id=check.id, raw="28", reason="Biểu 03.", now=at)


def test_a_second_check_is_made_while_verification_runs(sitting, check, second):
    for at, told in ((datetime(2024, 11, 10, tzinfo=UTC), "Chưa đến"), (CLOSES, "Đã hết thời gian")):
        with pytest.raises(Conflict, match=told):
            make_at(check, second, at)
    assert make_at(check, second, CLOSES - timedelta(seconds=1)).entry == "28"


def test_after_the_end_the_office_takes_over_what_is_left_and_the_first_holder_sees_again(
    sitting, check, card, office, second
):
    assert assign_waiting(actor=office, year=sitting, now=NOW) == 0
    colleague = make_office(full_name="Phòng Nội vụ 2")
    assert assign_waiting(actor=office, year=sitting, now=CLOSES) == 1
    assert check.assigned_to_id == colleague.id
    assert list_blinding_ids(second.id, CLOSES) == []
    assert list_blinding_ids(colleague.id, CLOSES) == [card.id]
    assert assign_waiting(actor=office, year=sitting, now=CLOSES) == 0
    assert make_at(check, colleague, CLOSES).entry == "28"


def test_what_is_drawn_after_the_end_goes_to_the_office(sitting, card, office, second):
    colleague = make_office(full_name="Phòng Nội vụ 2")
    (check,) = draw_marked(office, card, CLOSES)
    assert check.assigned_to_id == colleague.id


def test_when_the_council_sits_nothing_is_checked_settled_or_drawn_and_nobody_is_blind(
    sitting, check, card, office, second
):
    assert list_blinding_ids(second.id, COUNCIL_SITS - timedelta(seconds=1)) == [card.id]
    assert list_blinding_ids(second.id, COUNCIL_SITS) == []
    with pytest.raises(Conflict, match="họp xét"):
        draw_sample(actor=office, year=sitting, now=COUNCIL_SITS)
    make_at(check, second, NOW)
    with pytest.raises(Conflict, match="họp xét"):
        settle(office, check, Take.SECOND, now=COUNCIL_SITS)
    settle(office, check, Take.SECOND, now=CLOSES)
    assert entries(card)[0]["II.1"] == "28"


# The doors, while somebody is to judge blind


@pytest.fixture
def world(accounts, monkeypatch):
    """A judged card, a check of it given to the sample verifier, and an objection: their numbers."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for room in (
        "views",
        "deed_views",
        "bulk_views",
        "objection_views",
        "second_check_views",
        "notices",
        "blinding",
    ):
        monkeypatch.setattr(f"verification.{room}.now", lambda: NOW)
    for room in ("scorecards.entry_views", "scorecards.citing_views", "history.views"):
        monkeypatch.setattr(f"{room}.now", lambda: NOW)
    with accounts.app_context(), transaction():
        year = verifying_year(MARKED)
        open_objections(year)
        commune = make_commune()
        verifier, office = find_user_by_name("thamdinh"), find_user_by_name("noivu")
        db.session.add(VerifierDuty(user_id=verifier.id, type_code="commune", since=NOW))
        unit = make_member(commune)
        card = submit(year, commune)
        verify_whole(office, card)
        (check,) = draw_marked(office, card, NOW)
        objection = raise_objection(
            actor=unit, scorecard_id=card.id, code="I.2", text="Có 3 mô hình.", wanted="3", now=NOW
        )
        return {"card": card.id, "check": check.id, "objection": objection.id, "unit": commune.id}


def doors(world):
    card = world["card"]
    return [
        f"/phieu/{card}",
        f"/phieu/{card}/nhat-ky",
        f"/phieu/{card}/thay-doi",
        f"/phieu/{card}/so-lieu",
        f"/phieu/{card}/phuc-tra",
        f"/phieu/{card}/phuc-tra/II.1",
        f"/phieu/{card}/minh-chung?tieu-chi=II.1",
        f"/tham-dinh/{card}",
        f"/tham-dinh/{card}?tieu-chi=II.1",
        f"/tham-dinh/{card}/ket-thuc",
        f"/tham-dinh/{card}/tra-lai",
        f"/tham-dinh/{card}/can-cu",
        f"/tham-dinh/chap-nhan?phieu={card}",
        f"/bieu-mau/phieu/{card}.xlsx",
    ]


def test_every_door_is_closed_until_the_check_is_made(accounts, client_as, world):
    client = client_as(RoleCode.VERIFIER)
    for path in doors(world):
        answer = client.get(path)
        assert answer.status_code in (403, 404), path
        assert REASON not in answer.text, path
    for path, data in (
        (f"/tham-dinh/{world['card']}/tinh", {"code": "II.1", "e-II.1": "1"}),
        (f"/phieu/{world['card']}/phuc-tra/II.1/tinh", {"e-II.1": "1"}),
    ):
        assert client.post(path, data=data).status_code == 403
    for path in ("/tham-dinh", "/tham-dinh?trang-thai=done", "/tham-dinh/lan-hai", "/", "/tin-nhan"):
        assert REASON not in client.get(path).text, path
    page = client.get(f"/tham-dinh/lan-hai/{world['check']}").text
    assert 'value="30"' in page
    assert REASON not in page
    assert 'value="25"' not in page
    assert "&#34;25&#34;" not in page
    told = client.post(f"/tham-dinh/lan-hai/{world['check']}/tinh", data={"e-II.1": "28"}).json
    assert told["difference"] == "giảm 2,00"
    data = {"e-II.1": "28", "reason": "Biểu 03 trang 2."}
    assert client.post(f"/tham-dinh/lan-hai/{world['check']}", data=data).status_code == 302
    assert client.get(f"/tham-dinh/{world['card']}").status_code == 200
    assert REASON in client.get(f"/phieu/{world['card']}").text


def test_the_office_too_is_blind_to_what_it_checks(accounts, client_as, world):
    with accounts.app_context(), transaction():
        check = db.session.get(SecondCheck, world["check"])
        check.assigned_to_id = find_user_by_name("noivu").id
        assert list_blinding_ids(check.assigned_to_id, NOW) == [world["card"]]
    client = client_as(RoleCode.OFFICE)
    for path in doors(world):
        assert client.get(path).status_code == 403, path
    for path in (f"/phuc-tra/{world['objection']}", f"/tham-dinh/khac-nhau/{world['check']}"):
        assert client.get(path).status_code == 403
    for path in ("/nhat-ky", f"/nhat-ky?type=scorecard&id={world['card']}", "/tien-do", "/phuc-tra"):
        page = client.get(path)
        assert page.status_code == 200
        assert REASON not in page.text, path
    assert client.get(f"/tham-dinh/lan-hai/{world['check']}").status_code == 200


def test_an_invalid_check_keeps_what_was_typed(client_as, world):
    client = client_as(RoleCode.VERIFIER)
    path = f"/tham-dinh/lan-hai/{world['check']}"
    answer = client.post(path, data={"e-II.1": "28,5", "reason": ""})
    assert answer.status_code == 422
    assert 'value="28,5"' in answer.text
    answer = client.post(path, data={"e-II.1": "nhiều", "reason": "Biểu 03."})
    assert (answer.status_code, "Biểu 03." in answer.text) == (422, True)


def test_a_check_sent_too_late_keeps_its_words(accounts, client_as, world, monkeypatch):
    client = client_as(RoleCode.VERIFIER)
    monkeypatch.setattr("verification.second_check_views.now", lambda: CLOSES)
    path = f"/tham-dinh/lan-hai/{world['check']}"
    page = client.get(path).text
    assert "Đã hết thời gian thẩm định" in page
    assert 'name="reason"' not in page
    answer = client.post(path, data={"e-II.1": "28", "reason": "Biểu 03 trang 2."})
    assert answer.status_code == 409
    assert "Đã hết thời gian thẩm định" in answer.text
    assert "Biểu 03 trang 2." in answer.text
    page = client.get("/tham-dinh/lan-hai").text
    assert "Mở tiêu chí đầu tiên" not in page
    office = client_as(RoleCode.OFFICE).get("/tham-dinh/khac-nhau").text
    assert "1 tiêu chí chưa thẩm định lần hai xong khi đã hết thời gian" in office


def test_the_office_settles_on_the_page(accounts, client_as, world):
    verifier = client_as(RoleCode.VERIFIER)
    assert "1" in verifier.get("/tham-dinh/lan-hai").text
    path = f"/tham-dinh/lan-hai/{world['check']}"
    verifier.post(path, data={"e-II.1": "28", "reason": "Biểu 03 trang 2."})
    assert "Đã chấm lần hai: 28" in verifier.get(path).text
    assert verifier.get("/tham-dinh/khac-nhau").status_code == 403
    office = client_as(RoleCode.OFFICE)
    assert f"/tham-dinh/khac-nhau/{world['check']}" in office.get("/tham-dinh/khac-nhau").text
    path = f"/tham-dinh/khac-nhau/{world['check']}"
    page = office.get(path).text
    assert REASON in page
    assert "Biểu 03 trang 2." in page
    answer = office.post(path, data={"take": "other", "e-II.1": "x", "reason": "Đối chiếu lại."})
    assert answer.status_code == 422
    assert "Đối chiếu lại." in answer.text
    assert office.post(path, data={"reason": "Đối chiếu lại."}).status_code == 422
    told = office.post(f"{path}/tinh", data={"e-II.1": "27"}).json
    assert told["difference"] == "tăng 2,00"
    answer = office.post(path, data={"take": "other", "e-II.1": "27", "reason": "Đối chiếu lại."})
    assert answer.location == "/tham-dinh/khac-nhau"
    assert "Đã xong: 27" in office.get(path).text
    with accounts.app_context():
        card = db.session.get(Scorecard, world["card"])
        own = next(one for one in card.assessments if one.level is AssessmentLevel.OFFICE)
        assert own.entries["II.1"] == "27"


def test_the_draw_is_shown_first_then_done(accounts, client_as, world):
    office = client_as(RoleCode.OFFICE)
    assert "Rút 1 phiếu" in office.get("/tham-dinh/rut-mau").text
    assert office.post("/tham-dinh/rut-mau").location == "/tham-dinh/khac-nhau"
    assert "đủ tỷ lệ" in office.post("/tham-dinh/rut-mau").text
    assert office.post("/tham-dinh/lan-hai/phan-cong").status_code == 302
    with accounts.app_context():
        verifier, year = find_user_by_name("thamdinh"), db.session.get(Scorecard, world["card"])
        assert count_checks_to_make(verifier.id, year.movement_year_id) == 5
