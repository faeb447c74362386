"""The pages of judging: the queue, one criterion, accepting at once, sending back, the end."""

import json
from datetime import timedelta

import pytest

from accounts.models import User
from foundation import clock
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from history.queries import list_entries
from movements.models import Stage, StageCode
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from tests.district import make_commune
from tests.verifying import (
    NOW,
    SUBMITTED_AT,
    make_cluster,
    make_member,
    make_village,
    submit,
    verifying_year,
)
from verification.notices import SLOT


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for room in ("views", "deed_views", "bulk_views"):
        monkeypatch.setattr(f"verification.{room}.now", lambda: NOW)


@pytest.fixture
def card_id(accounts):
    with accounts.app_context(), transaction():
        year = verifying_year()
        return submit(year, make_commune(cluster=make_cluster())).id


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def stored(app, card_id, level=AssessmentLevel.OFFICE):
    with app.app_context():
        card = db.session.get(Scorecard, card_id)
        found = next((one for one in card.assessments if one.level is level), None)
        return (dict(found.entries), dict(found.reasons)) if found else ({}, {})


def judge(client, card_id, code, **fields):
    data = {"code": code, f"b-{code}": "null", "claim": json.dumps("30"), "save": "1"} | fields
    return client.post(f"/tham-dinh/{card_id}", data=data)


def test_the_queue_lists_what_was_submitted(office, card_id):
    page = office.get("/tham-dinh").text
    assert "Xã An Ninh" in page
    assert f"/tham-dinh/{card_id}" in page
    assert "0 / 5" in page
    assert office.get("/tham-dinh?trang-thai=done&loai=commune&cum=1&xa=9").status_code == 200


def test_who_judges_nothing_is_told_so(client_as, card_id):
    assert "không được giao thẩm định" in client_as(RoleCode.COUNCIL).get("/tham-dinh").text
    assert client_as(RoleCode.COUNCIL).get(f"/tham-dinh/{card_id}").status_code == 403


def test_anothers_scorecard_is_not_there_and_the_attempt_is_recorded(accounts, client_as, card_id):
    client = client_as(RoleCode.VERIFIER)
    for path in ("", "/tra-lai", "/ket-thuc", "/can-cu"):
        assert client.get(f"/tham-dinh/{card_id}{path}").status_code == 404
    assert client.get(f"/tham-dinh/chap-nhan?phieu={card_id}").status_code == 404
    assert client.get("/tham-dinh/99999").status_code == 404
    with accounts.app_context():
        assert any(one.subject_id == str(card_id) for one in list_entries(limit=5))


def test_the_page_puts_claim_and_finding_side_by_side(office, card_id):
    page = office.get(f"/tham-dinh/{card_id}?tieu-chi=II.1").text
    assert "Giảm tỷ lệ hộ nghèo" in page
    assert 'name="e-II.1" type="text" value="30"' in page or 'value="30"' in page
    assert "Lưu và sang II.2" in page
    assert "Chấp nhận như tự chấm" in page
    assert office.get(f"/tham-dinh/{card_id}?tieu-chi=khong-co").status_code == 200


def test_a_change_without_a_reason_comes_back_with_what_was_typed(accounts, office, card_id):
    answer = judge(office, card_id, "II.1", **{"e-II.1": "25,5"})
    assert answer.status_code == 422
    assert "ghi lý do" in answer.text
    assert 'value="25,5"' in answer.text
    assert "giảm 4,50" in answer.text
    assert stored(accounts, card_id) == ({}, {})
    answer = judge(office, card_id, "II.1", **{"e-II.1": "25,5", "reason": "Biểu 03 ghi khác."})
    assert answer.location.endswith("?tieu-chi=II.2")
    assert stored(accounts, card_id) == ({"II.1": "25.5"}, {"II.1": "Biểu 03 ghi khác."})


def test_a_figure_that_cannot_be_read_keeps_the_reason(office, card_id):
    answer = judge(office, card_id, "II.1", **{"e-II.1": "nhiều", "reason": "Biểu 03 ghi khác."})
    assert answer.status_code == 422
    assert "Biểu 03 ghi khác." in answer.text
    assert 'value="nhiều"' in answer.text


def test_a_common_reason_is_filled_in_without_a_script(accounts, office, card_id):
    answer = judge(office, card_id, "II.1", **{"e-II.1": "25", "mau": "Minh chứng chưa đủ."})
    assert answer.status_code == 200
    assert "Minh chứng chưa đủ.</textarea>" in answer.text
    assert stored(accounts, card_id) == ({}, {})


def test_accepting_one_criterion_goes_on(accounts, office, card_id):
    data = {"code": "II.1", "b-II.1": "null", "claim": json.dumps("30"), "e-II.1": "12", "accept": "1"}
    assert office.post(f"/tham-dinh/{card_id}", data=data).status_code == 302
    assert stored(accounts, card_id)[0] == {"II.1": "30"}


def test_a_conflict_shows_both_values_and_takes_the_second_decision(accounts, client_as, card_id):
    office = client_as(RoleCode.OFFICE)
    judge(office, card_id, "II.1", **{"e-II.1": "25", "reason": "Biểu 03 ghi khác."})
    answer = judge(office, card_id, "II.1", **{"e-II.1": "28", "reason": "Theo biên bản."})
    assert answer.status_code == 409
    assert "Đang lưu: 25" in answer.text
    assert "Bạn nhập: 28" in answer.text
    assert 'value="28"' in answer.text
    base = json.dumps("25")
    judge(office, card_id, "II.1", **{"e-II.1": "28", "reason": "Theo biên bản.", "b-II.1": base})
    assert stored(accounts, card_id)[0] == {"II.1": "28"}


def test_a_claim_that_changed_is_told(office, card_id):
    answer = judge(office, card_id, "II.1", claim=json.dumps("29"), **{"e-II.1": "29"})
    assert answer.status_code == 409
    assert "vừa đổi" in answer.text


def test_points_while_typing_come_from_the_engine(office, card_id):
    answer = office.post(f"/tham-dinh/{card_id}/tinh", data={"code": "II.1", "e-II.1": "25,5"})
    assert answer.json["points"] == "25,50"
    assert answer.json["difference"] == "giảm 4,50"
    assert answer.json["differs"]
    answer = office.post(f"/tham-dinh/{card_id}/tinh", data={"code": "II.1", "e-II.1": "x"})
    assert answer.json["fault"]
    assert office.post(f"/tham-dinh/{card_id}/tinh", data={"code": "Z"}).status_code == 404


def test_accept_all_finish_and_the_notice_to_the_unit(accounts, office, card_id):
    address = f"/tham-dinh/chap-nhan?phieu={card_id}"
    assert "Gia hạn nộp phiếu" in office.get(f"/phieu/{card_id}").text
    page = office.get(address).text
    assert "3 tiêu chí" in page
    assert "thiếu minh chứng bắt buộc" in page
    digest = page.split('name="digest" type="hidden" value="')[1].split('"')[0]
    assert "vừa thay đổi" in office.post(address, data={"digest": "x" * 64}).text
    assert office.post(address, data={"digest": digest}).location.endswith(f"/tham-dinh/{card_id}")
    assert set(stored(accounts, card_id)[0]) == {"I.2", "II.1", "II.2"}
    assert office.post(f"/tham-dinh/{card_id}/ket-thuc", data={}).status_code == 422
    judge(office, card_id, "I.1", claim=json.dumps("yes"), **{"e-I.1": "no", "reason": "Chưa có văn bản."})
    judge(office, card_id, "III", claim="null", **{"e-III": "8"})
    page = office.get(f"/tham-dinh/{card_id}/ket-thuc").text
    assert "Chưa có văn bản." in page
    assert "tự chấm 10,00, thẩm định 0,00" in page
    assert office.post(f"/tham-dinh/{card_id}/ket-thuc", data={"next": "1"}).location == "/tham-dinh"
    with accounts.test_request_context():
        card = db.session.get(Scorecard, card_id)
        assert card.status is ScorecardStatus.VERIFIED
        told = str(accounts.extensions[SLOT][0](card))
    assert "điều chỉnh 1 tiêu chí" in told
    assert "Chưa có văn bản." in told
    page = office.get(f"/tham-dinh/{card_id}").text
    assert "Mở lại thẩm định" in page
    assert "Gia hạn nộp phiếu" not in office.get(f"/phieu/{card_id}").text
    office.post(f"/tham-dinh/{card_id}/mo-lai", data={"reason": "Sót biểu."})
    with accounts.app_context():
        assert db.session.get(Scorecard, card_id).status is ScorecardStatus.SUBMITTED


def test_sending_back_keeps_what_was_typed_until_it_is_right(accounts, office, card_id):
    address = f"/tham-dinh/{card_id}/tra-lai"
    assert "Bổ sung minh chứng bắt buộc.</textarea>" in office.get(address).text
    answer = office.post(address, data={"r-I.1": "", "note": ""})
    assert answer.status_code == 422
    answer = office.post(address, data={"r-I.1": "Thiếu kế hoạch.", "due_at": "mai"})
    assert answer.status_code == 422
    assert "Thiếu kế hoạch." in answer.text
    answer = office.post(address, data={"r-I.1": "Thiếu kế hoạch.", "due_at": "17:00 24/11/2024"})
    assert answer.location == "/tham-dinh"
    with accounts.test_request_context():
        card = db.session.get(Scorecard, card_id)
        assert card.status is ScorecardStatus.RETURNED
        told = str(accounts.extensions[SLOT][0](card))
    assert "Thiếu kế hoạch." in told
    assert "Thiếu kế hoạch." in office.get(f"/phieu/{card_id}").text
    assert "17:00 24/11/2024" in told
    assert "chờ đơn vị bổ sung" in office.get(f"/tham-dinh/{card_id}").text


def test_sending_back_tells_every_fault_at_once_and_who_hears(office, card_id):
    address = f"/tham-dinh/{card_id}/tra-lai"
    page = office.get(address).text
    assert "chưa có tài khoản nên hệ thống không báo được" in page
    assert "ví dụ 07:00 24/11/2024" in page
    answer = office.post(address, data={"note": "", "due_at": "mai"}).text
    assert "Ghi lý do ở ít nhất một tiêu chí" in answer
    assert "Ghi giờ và ngày, ví dụ" in answer


def test_a_conflict_shows_the_others_reason_and_asks_which_to_keep(client_as, card_id):
    office = client_as(RoleCode.OFFICE)
    judge(office, card_id, "II.1", **{"e-II.1": "25", "reason": "Biểu 03 ghi khác."})
    answer = judge(office, card_id, "II.1", **{"e-II.1": "28", "reason": "Theo biên bản."}).text
    assert "Lý do của người kia: Biểu 03 ghi khác." in answer
    assert "Giữ số đang lưu" in answer
    assert "Ghi số của tôi" in answer
    assert "Theo biên bản.</textarea>" in answer


def test_a_claim_without_evidence_asks_for_a_word_and_stays_marked(office, card_id):
    data = {"code": "I.1", "b-I.1": "null", "claim": json.dumps("yes"), "accept": "1"}
    assert "Thiếu minh chứng bắt buộc: ghi lý do" in office.post(f"/tham-dinh/{card_id}", data=data).text
    data["reason"] = "Đã xem bản giấy."
    assert office.post(f"/tham-dinh/{card_id}", data=data).status_code == 302
    page = office.get(f"/tham-dinh/{card_id}/ket-thuc").text
    assert "thiếu minh chứng bắt buộc" in page
    assert "Đã xem bản giấy." in page


def test_an_odd_figure_is_warned_of_beside_its_field(office, card_id):
    fields = {"code": "II.2", "e-II.2-numerator": "99999", "e-II.2-denominator": "26"}
    answer = office.post(f"/tham-dinh/{card_id}/tinh", data=fields).json
    assert "(99.999) lớn hơn" in answer["warning"]
    assert not answer["fault"]


def test_what_cannot_be_accepted_is_said_and_nothing_is_offered(office, card_id):
    address = f"/tham-dinh/chap-nhan?phieu={card_id}"
    digest = office.get(address).text.split('name="digest" type="hidden" value="')[1].split('"')[0]
    office.post(address, data={"digest": digest})
    page = office.get(address).text
    assert "Không còn tiêu chí nào chấp nhận ngay được." in page
    assert "Chấp nhận 0" not in page


def test_accepting_is_hinted_at_only_where_something_was_claimed(office, card_id):
    assert "<kbd>Shift</kbd>" in office.get(f"/tham-dinh/{card_id}?tieu-chi=II.1").text
    page = office.get(f"/tham-dinh/{card_id}?tieu-chi=III").text
    assert "<kbd>Shift</kbd>" not in page
    assert "Nộp lúc" in page


def test_grounds_are_set_and_lifted_on_their_page(accounts, office, card_id):
    address = f"/tham-dinh/{card_id}/can-cu"
    assert office.post(address, data={"code": "H1", "stands": "yes", "ground": ""}).status_code == 422
    office.post(address, data={"code": "H1", "stands": "yes", "ground": "Đơn ngày 3/11"})
    page = office.get(address).text
    assert "Đơn ngày 3/11" in page
    assert "Đã ghi chưa xét: Đang xác minh đơn thư." in page
    assert "H1" not in page.replace('value="H1"', "").replace("can-cu-H1", "")
    assert "Đang xác minh đơn thư" in office.get(f"/tham-dinh/{card_id}").text
    office.post(address, data={"code": "H1", "stands": "no", "ground": "Đơn sai"})
    with accounts.app_context():
        assert db.session.get(Scorecard, card_id).holds == []


def test_barring_takes_a_tick_besides_the_ground(accounts, office, card_id):
    address = f"/tham-dinh/{card_id}/can-cu"
    data = {"code": "X1", "stands": "yes", "ground": "Quyết định 12/QĐ-UBND"}
    answer = office.post(address, data=data)
    assert answer.status_code == 422
    assert "Đánh dấu xác nhận" in answer.text
    assert "Quyết định 12/QĐ-UBND" in answer.text
    assert office.post(address, data=data | {"sure": "y"}).status_code == 302
    with accounts.app_context():
        assert db.session.get(Scorecard, card_id).exclusions == ["X1"]


def test_a_ground_is_laid_after_the_council_sat_too(accounts, office, card_id, monkeypatch):
    with accounts.app_context(), transaction():
        year = db.session.get(Scorecard, card_id).movement_year
        opens, closes = NOW + timedelta(days=9), NOW + timedelta(days=19)
        year.stages.append(Stage(code=StageCode.COUNCIL, opens_at=opens, closes_at=closes))
    monkeypatch.setattr("verification.deed_views.now", lambda: opens)
    address = f"/tham-dinh/{card_id}/can-cu"
    data = {"code": "H1", "stands": "yes", "ground": "Đơn ngày 3/12"}
    assert office.post(address, data=data).status_code == 302
    again = office.post(address, data=data | {"ground": "Đơn thứ hai"})
    assert again.status_code == 409
    assert "Người khác vừa đổi mục này" in again.text
    with accounts.app_context():
        assert db.session.get(Scorecard, card_id).holds == ["H1"]


@pytest.fixture
def village(accounts):
    with accounts.app_context(), transaction():
        year = verifying_year()
        commune, hamlet, cards = make_village(year, households=4)
        make_member(hamlet, RoleCode.UNIT)
        clerk = db.session.query(User).filter_by(username="xa").one()
        from assignments.models import UnitMember

        db.session.add(UnitMember(user_id=clerk.id, participant_id=commune.id, since=NOW))
        return hamlet.id, [card.id for card in cards]


def test_a_commune_takes_a_hamlet_of_households_at_once(accounts, client_as, village):
    hamlet_id, ids = village
    commune = client_as(RoleCode.COMMUNE)
    assert "4 hộ đã nộp" in commune.get("/tham-dinh/ho").text
    page = commune.get(f"/tham-dinh/ho?ap={hamlet_id}").text
    assert page.count("9,00") == 4
    address = f"/tham-dinh/chap-nhan?ap={hamlet_id}"
    preview = commune.get(address).text
    digest = preview.split('name="digest" type="hidden" value="')[1].split('"')[0]
    answer = commune.post(address, data={"digest": digest, "finishing": "y"})
    assert answer.location.endswith(f"/tham-dinh/ho?ap={hamlet_id}")
    assert stored(accounts, ids[0], AssessmentLevel.GROUP)[0] == {"N1": "5", "N2": "yes"}
    assert "Còn 0 hộ" in commune.get(f"/tham-dinh/ho?ap={hamlet_id}").text
    assert "Hộ Lý Thị 0" in client_as(RoleCode.OFFICE).get("/tham-dinh").text


def test_the_office_waives_the_check_of_the_commune(accounts, client_as, village):
    office = client_as(RoleCode.OFFICE)
    card_id = village[1][0]
    assert "đang chờ Xã An Ninh" in office.get(f"/tham-dinh/{card_id}").text
    office.post(f"/tham-dinh/{card_id}/khong-cho", data={"reason": ""})
    office.post(f"/tham-dinh/{card_id}/khong-cho", data={"reason": "Xã chậm quá hạn."})
    assert "Lưu và sang" in office.get(f"/tham-dinh/{card_id}").text


def test_the_time_of_submission_stands_in_vietnam(office, card_id):
    assert (SUBMITTED_AT + timedelta(hours=7)).strftime("%H:%M %d/%m/%Y") in office.get("/tham-dinh").text
