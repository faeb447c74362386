"""Objecting criterion by criterion, and the office's answers: all of it kept."""

import html
import json
import re
from datetime import timedelta

import pytest

from foundation import clock
from foundation.database import db, transaction
from foundation.errors import Conflict, DomainError, NotAllowed, Trespass
from foundation.permissions import RoleCode
from history.queries import list_entries_of
from messages.models import Message, MessageKind
from scorecards import citing
from scorecards.models import Scorecard, ScorecardStatus
from tests.district import make_commune
from tests.objecting import REASON, open_objections, verified_card
from tests.verifying import NOW, OFFICE, SELF, make_member, make_office, verifying_year
from verification.models import Answer, Objection
from verification.objecting import answer_objection, raise_objection, withdraw_objection
from verification.objection_page import build_objections, view_of
from verification.objection_queries import ObjectionState, count_waiting_objections, list_objections

GROUND = "Biểu 03 bản sửa ngày 18/11 ghi 30."


@pytest.fixture
def year(context):
    year = verifying_year()
    open_objections(year)
    return year


@pytest.fixture
def office(context):
    return make_office()


@pytest.fixture
def commune(year):
    return make_commune()


@pytest.fixture
def unit(commune):
    return make_member(commune)


@pytest.fixture
def card(year, commune, office):
    return verified_card(year, commune, office)


def object_to(unit, card, code="II.1", **values):
    given = {"text": GROUND, "wanted": "30", "now": NOW} | values
    return raise_objection(actor=unit, scorecard_id=card.id, code=code, **given)


def answer(office, objection, kind, text="Đã đối chiếu bản sửa.", **values):
    return answer_objection(
        actor=office, objection_id=objection.id, answer=kind, text=text, **({"now": NOW} | values)
    )


def figures(card, level):
    own = next(one for one in card.assessments if one.level is level)
    return own.entries, own.reasons


def test_accepting_gives_what_was_asked_and_tells_the_unit(card, unit, office):
    objection = object_to(unit, card)
    assert (card.status, objection.verified) == (ScorecardStatus.OBJECTION, "25")
    answer(office, objection, Answer.ACCEPTED)
    assert card.status is ScorecardStatus.VERIFIED
    entries, reasons = figures(card, OFFICE)
    assert entries["II.1"] == "30"
    assert figures(card, SELF)[0]["II.1"] == "30"
    assert objection.answered_entry == "30"
    told = db.session.query(Message).filter_by(user_id=unit.id, kind=MessageKind.ANSWERED).one()
    assert "Đã đối chiếu bản sửa." in told.body
    actions = [one.action for one in list_entries_of("scorecard", str(card.id))]
    assert actions[-3:] == ["scorecard:objected", "scorecard:assessed-office", "scorecard:objection-answered"]
    assert reasons["II.1"] == "Đã đối chiếu bản sửa."


def test_refusing_changes_no_figure(card, unit, office):
    objection = object_to(unit, card)
    answer(office, objection, Answer.REFUSED, entry="40")
    assert figures(card, OFFICE)[0]["II.1"] == "25"
    assert figures(card, OFFICE)[1]["II.1"] == REASON
    assert objection.answered_entry is None


def test_accepting_in_part_needs_its_own_figure(card, unit, office):
    objection = object_to(unit, card)
    for entry, words in ((None, "Ghi số liệu"), ("25", "giống số đã thẩm định"), ("30", "đúng như đơn vị")):
        with pytest.raises(DomainError, match=words) as refusal:
            answer(office, objection, Answer.PARTLY, entry=entry)
        assert refusal.value.field == "entry"
    with pytest.raises(DomainError) as refusal:
        answer(office, objection, Answer.PARTLY, entry="nhiều")
    assert refusal.value.field == "entry"
    answer(office, objection, Answer.PARTLY, entry="27,5")
    assert figures(card, OFFICE)[0]["II.1"] == "27.5"


def test_an_answer_needs_words_and_an_office(card, unit, office):
    objection = object_to(unit, card)
    with pytest.raises(DomainError, match="câu trả lời"):
        answer(office, objection, Answer.REFUSED, text="  ")
    with pytest.raises(NotAllowed):
        answer(unit, objection, Answer.REFUSED)
    answer(office, objection, Answer.REFUSED)
    with pytest.raises(Conflict, match="đã được trả lời"):
        answer(office, objection, Answer.ACCEPTED)


def test_an_objection_says_why_and_a_figure_that_can_be(card, unit):
    for values, field in (
        ({"text": " "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"wanted": "nhiều"}, "wanted"),
        ({"wanted": "25"}, "wanted"),
    ):
        with pytest.raises(DomainError) as refusal:
            object_to(unit, card, **values)
        assert refusal.value.field == field
    assert card.status is ScorecardStatus.VERIFIED


def test_one_objection_waits_at_a_time_and_can_be_taken_back(card, unit, office):
    first = object_to(unit, card)
    with pytest.raises(Conflict, match="đang chờ"):
        object_to(unit, card)
    object_to(unit, card, code="III", wanted=None)
    withdraw_objection(actor=unit, objection_id=first.id, now=NOW)
    assert card.status is ScorecardStatus.OBJECTION
    with pytest.raises(Conflict, match="đã rút"):
        answer(office, first, Answer.REFUSED)
    assert object_to(unit, card).id != first.id


def test_only_the_unit_objects_and_only_in_time(card, unit, office):
    with pytest.raises(NotAllowed):
        object_to(office, card)
    with pytest.raises(Trespass):
        object_to(make_member(make_commune("31999", "Xã khác")), card)
    with pytest.raises(Conflict, match="Chưa đến"):
        object_to(unit, card, now=NOW - timedelta(days=2))
    with pytest.raises(Conflict, match="Đã hết"):
        object_to(unit, card, now=NOW + timedelta(days=30))
    card.status = ScorecardStatus.SUBMITTED
    with pytest.raises(Conflict, match="chưa thẩm định xong"):
        object_to(unit, card)
    card.status = ScorecardStatus.SEALED
    with pytest.raises(Conflict, match="đã chốt"):
        object_to(unit, card)


def test_what_is_told_late_may_be_objected_to_after_the_stage(card, unit):
    late = NOW + timedelta(days=11)
    card.verified_at = late - timedelta(days=1)
    assert object_to(unit, card, now=late).id
    assert citing.cite(
        actor=unit, scorecard=card, criterion="II.1", file=None, number="9/BC", in_objection=True, now=late
    ).id


def test_unanswered_ones_stay_open_and_are_overdue(card, unit, office, year):
    objection = object_to(unit, card)
    late = NOW + timedelta(days=40)
    assert not view_of(objection, NOW).overdue
    assert view_of(objection, late).overdue
    assert count_waiting_objections(year.id) == 1
    answer(office, objection, Answer.REFUSED, now=late)
    assert count_waiting_objections(year.id) == 0


def test_the_queue_shows_what_waits_first_the_oldest_first(card, unit, office, year):
    second = object_to(unit, card, code="III", wanted=None, now=NOW + timedelta(hours=1))
    first = object_to(unit, card)
    answered = object_to(unit, card, code="I.2", wanted="3", now=NOW - timedelta(hours=1))
    answer(office, answered, Answer.REFUSED)
    assert [one.id for one in list_objections(year, None).objections] == [first.id, second.id, answered.id]
    assert [one.id for one in list_objections(year, ObjectionState.ANSWERED).objections] == [answered.id]
    assert list_objections(year, ObjectionState.WAITING, "hamlet").objections == []


def test_evidence_that_was_judged_stays_while_more_is_added(card, unit):
    def cite(number, now):
        return citing.cite(
            actor=unit, scorecard=card, criterion="II.1", file=None, number=number, in_objection=True, now=now
        )

    added = cite("9/BC", NOW)
    citing.withdraw_citation(actor=unit, citation=added, in_objection=True, now=NOW)
    judged = cite("10/BC", NOW)
    judged.cited_at = card.verified_at
    with pytest.raises(NotAllowed, match="đã qua thẩm định"):
        citing.withdraw_citation(actor=unit, citation=judged, in_objection=True, now=NOW)


def test_the_page_shows_what_was_changed_first(card):
    page = build_objections(card, NOW)
    assert [row.line.code for row in page.changed] == ["II.1"]
    assert "III" in {row.line.code for row in page.others}


# The pages


@pytest.fixture
def pages(accounts, monkeypatch):
    """The number of a verified scorecard of the sample commune account."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for room in ("verification.objection_views", "verification.notices", "scorecards.entry_views"):
        monkeypatch.setattr(f"{room}.now", lambda: NOW)
    monkeypatch.setattr("scorecards.citing_views.now", lambda: NOW)
    from accounts.queries import find_user_by_name
    from assignments.models import UnitMember

    with accounts.app_context(), transaction():
        year = verifying_year()
        open_objections(year)
        commune = make_commune()
        unit = find_user_by_name("xa")
        db.session.add(UnitMember(user_id=unit.id, participant_id=commune.id, since=NOW))
        db.session.flush()
        return verified_card(year, commune, find_user_by_name("noivu")).id


def objection_of(app, **cut):
    with app.app_context():
        return db.session.query(Objection).filter_by(**cut).one()


def test_a_unit_objects_on_the_page_and_reads_the_answer(accounts, client_as, pages):
    unit = client_as(RoleCode.COMMUNE)
    assert "Đề nghị phúc tra từng tiêu chí" in unit.get(f"/phieu/{pages}").text
    page = unit.get(f"/phieu/{pages}/phuc-tra").text
    assert REASON in page
    form = unit.get(f"/phieu/{pages}/phuc-tra/II.1").text
    assert 'value="30"' in form
    said = unit.post(f"/phieu/{pages}/phuc-tra/II.1", data={"e-II.1": "31,5", "text": ""})
    assert said.status_code == 422
    assert 'value="31,5"' in said.text
    said = unit.post(f"/phieu/{pages}/phuc-tra/II.1", data={"e-II.1": "nhiều", "text": GROUND})
    assert said.status_code == 422
    assert 'value="nhiều"' in said.text
    assert GROUND in said.text
    data = {"e-II.1": "31,5", "text": GROUND, "b-II.1": json.dumps("25")}
    assert unit.post(f"/phieu/{pages}/phuc-tra/II.1", data=data).status_code == 302
    assert unit.post(f"/phieu/{pages}/phuc-tra/II.1", data=data).status_code == 409
    one = objection_of(accounts, criterion="II.1")
    assert one.wanted == "31.5"
    office = client_as(RoleCode.OFFICE)
    assert f"/phuc-tra/{one.id}" in office.get("/phuc-tra").text
    page = office.get(f"/phuc-tra/{one.id}").text
    assert GROUND in page
    assert 'value="31,5"' in page
    answer = {"answer": "partly", "text": "", "e-II.1": "28"}
    said = office.post(f"/phuc-tra/{one.id}", data=answer)
    assert said.status_code == 422
    assert 'value="28"' in said.text
    said = office.post(f"/phuc-tra/{one.id}", data=answer | {"text": "Chỉ công nhận 28.", "e-II.1": "25"})
    assert said.status_code == 422
    assert "Chỉ công nhận 28." in said.text
    said = office.post(f"/phuc-tra/{one.id}", data=answer | {"text": "Chỉ công nhận 28."})
    assert said.location == "/phuc-tra"
    for path in (
        "/phuc-tra?trang-thai=answered",
        "/phuc-tra?trang-thai=all",
        "/phuc-tra?trang-thai=withdrawn",
    ):
        assert office.get(path).status_code == 200
    assert "Chỉ công nhận 28." in office.get(f"/phuc-tra/{one.id}").text
    page = unit.get(f"/phieu/{pages}/phuc-tra").text
    assert "Chỉ công nhận 28." in page
    assert "Số liệu sau phúc tra: 28" in page
    assert "trả lời phúc tra" in unit.get(f"/phieu/{pages}/nhat-ky").text


def test_points_while_typing_come_from_the_engine(client_as, pages):
    unit = client_as(RoleCode.COMMUNE)
    told = unit.post(f"/phieu/{pages}/phuc-tra/II.1/tinh", data={"e-II.1": "30"}).json
    assert (told["points"], told["difference"]) == ("30,00", "tăng 5,00")


def test_a_unit_takes_its_objection_back_on_the_page(accounts, client_as, pages):
    unit = client_as(RoleCode.COMMUNE)
    unit.post(f"/phieu/{pages}/phuc-tra/II.1", data={"text": GROUND})
    one = objection_of(accounts, criterion="II.1")
    assert unit.post(f"/phuc-tra/{one.id}/rut").status_code == 302
    assert "Đã rút" in unit.get(f"/phieu/{pages}/phuc-tra").text
    with accounts.app_context():
        assert db.session.get(Scorecard, pages).status is ScorecardStatus.VERIFIED


def test_a_unit_adds_evidence_to_its_objection_on_the_page(client_as, pages):
    unit = client_as(RoleCode.COMMUNE)
    back = f"/phieu/{pages}/phuc-tra/II.1"
    said = unit.post(
        f"/phieu/{pages}/minh-chung?tieu-chi=II.1",
        data={"criterion": "II.1", "number": "18/BC-UBND", "next": back},
    )
    assert said.location.startswith(back)
    assert "18/BC-UBND" in unit.get(back).text


def hidden_in(page, form):
    """What the form that begins so sends without a person typing, as a browser would."""
    inside = page.split(form, 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', inside)
    return {name: html.unescape(value) for name, value in found}


def test_without_a_script_an_objection_travels_along_to_its_evidence_and_back(accounts, client_as, pages):
    unit = client_as(RoleCode.COMMUNE)
    here = f"/phieu/{pages}/phuc-tra/II.1"
    way = html.unescape(re.search(r'formaction="([^"]+)"', unit.get(here).text)[1])
    typed = {"text": GROUND, "e-II.1": "31,5", "b-II.1": '"25"', "mang": "1"}
    page = unit.post(way, data=typed)
    assert page.status_code == 200
    assert "Thêm minh chứng" in page.text
    data = hidden_in(page.text, f'action="/phieu/{pages}/minh-chung')
    faulty = unit.post(way, data=data | {"number": "8" * 61})
    assert faulty.status_code == 422
    assert hidden_in(faulty.text, f'action="/phieu/{pages}/minh-chung')["mang-text"] == GROUND
    again = hidden_in(faulty.text, 'id="mang-ve"')
    done = unit.post(way, data=data | {"number": "18/BC-UBND"})
    assert "Đã ghi minh chứng." in done.text
    for brought in (again, hidden_in(done.text, 'id="mang-ve"')):
        page = unit.post(here, data=brought)
        assert page.status_code == 200
        assert GROUND in page.text
        assert 'value="31,5"' in page.text
    with accounts.app_context():
        assert db.session.query(Objection).count() == 0
    way = next(
        html.unescape(one) for one in re.findall(r'formaction="([^"]+)"', page.text) if "tieu-chi" not in one
    )
    change = unit.post(way, data=typed)
    assert "18/BC-UBND" in change.text
    data = hidden_in(change.text, f'action="{way.partition("?")[0]}"')
    done = unit.post(way, data=data | {"number": "19/BC-UBND"})
    assert hidden_in(done.text, 'id="mang-ve"')["text"] == GROUND
    sent = unit.post(here, data={"text": GROUND, "e-II.1": "31,5", "b-II.1": '"25"'})
    assert sent.status_code == 302
    assert objection_of(accounts, criterion="II.1").text == GROUND


def test_others_do_not_find_it(client_as, pages):
    for path in (f"/phieu/{pages}/phuc-tra", f"/phieu/{pages}/phuc-tra/II.1"):
        assert client_as(RoleCode.UNIT).get(path).status_code == 404
    assert client_as(RoleCode.COMMUNE).get("/phuc-tra").status_code == 403
    assert client_as(RoleCode.OFFICE).get("/phuc-tra/9999").status_code == 404
