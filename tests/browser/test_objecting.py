"""A commune objects on a phone with a new file; the office answers; the commune reads the answer."""

import pytest
from playwright.sync_api import expect

from accounts.queries import find_user_by_name
from assignments.models import UnitMember, VerifierDuty
from foundation import clock
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from scorecards.models import Scorecard
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.district import make_commune
from tests.objecting import REASON, open_objections, verified_card
from tests.verifying import NOW, make_verifier, verifying_year
from verification.drawing import add_checks
from verification.models import SecondCheck

pytestmark = pytest.mark.browser
GROUND = "Biểu 03 bản sửa ngày 18/11 ghi 30."
ANSWER = "Bản sửa chỉ có chữ ký đến điểm 28; công nhận 28."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def card_id(accounts, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for room in ("views", "objection_views", "second_check_views", "notices"):
        monkeypatch.setattr(f"verification.{room}.now", lambda: NOW)
    for room in ("entry_views", "citing_views"):
        monkeypatch.setattr(f"scorecards.{room}.now", lambda: NOW)
    with accounts.app_context(), transaction():
        year, commune = verifying_year(), make_commune()
        open_objections(year)
        unit = find_user_by_name("xa")
        db.session.add(UnitMember(user_id=unit.id, participant_id=commune.id, since=NOW))
        db.session.flush()
        return verified_card(year, commune, find_user_by_name("noivu")).id


@pytest.mark.slow
def test_a_commune_objects_on_a_phone_and_reads_the_answer(card_id, enter):
    page = enter(RoleCode.COMMUNE, "phone")
    page.goto(f"/phieu/{card_id}")
    page.get_by_role("link", name="Đề nghị phúc tra từng tiêu chí").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Đề nghị phúc tra II.1").click()
    expect(page.get_by_role("textbox", name="Số điểm chấm")).to_have_value("30")
    expect(page.locator("[data-differs]")).to_contain_text("tăng 5,00")
    page.get_by_role("textbox", name="Vì sao đề nghị phúc tra").fill(GROUND)
    expect(page.get_by_text("Nháp giữ trên máy này")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Vì sao đề nghị phúc tra")).to_have_value(GROUND)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Thêm tệp").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("#mc-file").set_input_files(
        {"name": "bieu-03-sua.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    dialog.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(page.locator("#mc-II\\.1").get_by_role("link", name="bieu-03-sua.pdf").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Vì sao đề nghị phúc tra")).to_have_value(GROUND)
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Chờ trả lời")).to_be_visible()
    expect(page.get_by_text("bieu-03-sua.pdf").first).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    office = enter(RoleCode.OFFICE)
    office.goto("/phuc-tra")
    assert_accessible(office)
    office.get_by_role("link", name="Mở đề nghị đầu tiên").click()
    expect(office.get_by_text(GROUND).first).to_be_visible()
    expect(office.get_by_text("bieu-03-sua.pdf").first).to_be_visible()
    assert_accessible(office)
    office.get_by_role("radio", name="Chấp nhận một phần").check()
    office.get_by_role("textbox", name="Số điểm chấm").fill("28")
    expect(office.locator("[data-points]")).to_have_text("28,00")
    with office.expect_navigation():
        office.get_by_role("button", name="Lưu câu trả lời").click()
    expect(office.get_by_text("Ghi câu trả lời").first).to_be_visible()
    expect(office.get_by_role("textbox", name="Số điểm chấm")).to_have_value("28")
    expect(office.get_by_role("radio", name="Chấp nhận một phần")).to_be_checked()
    office.get_by_role("textbox", name="Lý do").fill(ANSWER)
    office.get_by_role("button", name="Lưu câu trả lời").click()
    office.wait_for_url("**/phuc-tra")

    page.goto(f"/phieu/{card_id}/phuc-tra")
    expect(page.get_by_text(ANSWER).first).to_be_visible()
    expect(page.get_by_text("Số liệu sau phúc tra: 28")).to_be_visible()
    page.goto(f"/phieu/{card_id}/nhat-ky")
    expect(page.get_by_text("trả lời phúc tra").first).to_be_visible()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_pages_of_second_checks_are_accessible(accounts, card_id, enter, width):
    with accounts.app_context(), transaction():
        card = db.session.get(Scorecard, card_id)
        other = make_verifier(("commune", None, None))
        blind, made = add_checks(other, card, ["II.1", "I.2"], NOW)
        verifier = find_user_by_name("thamdinh")
        db.session.add(VerifierDuty(user_id=verifier.id, type_code="commune", since=NOW))
        blind.assigned_to_id, made.made_at, made.made_by_id, made.entry = verifier.id, NOW, other.id, "3"
        ids = blind.id, made.id
    page = enter(RoleCode.VERIFIER, width)
    for path in ("lan-hai", f"lan-hai/{ids[0]}", f"{card_id}"):
        page.goto(f"/tham-dinh/{path}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page = enter(RoleCode.OFFICE, width)
    for path in ("khac-nhau", f"khac-nhau/{ids[1]}", "rut-mau"):
        page.goto(f"/tham-dinh/{path}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    with accounts.app_context():
        assert db.session.get(SecondCheck, ids[0]).made_at is None
