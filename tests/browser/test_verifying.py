"""A verifier at work: one criterion changed by keyboard alone, the rest accepted, the scorecard finished."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from assignments.models import VerifierDuty
from foundation import clock
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.district import make_commune
from tests.verifying import NOW, make_cluster, submit, verifying_year

pytestmark = pytest.mark.browser


@pytest.fixture
def card_id(accounts, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for room in ("views", "deed_views", "bulk_views"):
        monkeypatch.setattr(f"verification.{room}.now", lambda: NOW)
    with accounts.app_context(), transaction():
        year, cluster = verifying_year(), make_cluster()
        card = submit(year, make_commune(cluster=cluster))
        submit(year, make_commune("31603", "Xã Phú Tân", cluster=cluster), minutes=5)
        user = db.session.query(User).filter_by(username="thamdinh").one()
        db.session.add(VerifierDuty(user_id=user.id, type_code="commune", since=NOW))
        return card.id


def office_says(accounts, card_id):
    with accounts.app_context():
        card = db.session.get(Scorecard, card_id)
        own = next((one for one in card.assessments if one.level is AssessmentLevel.OFFICE), None)
        entries, reasons = (dict(own.entries), dict(own.reasons)) if own else ({}, {})
        return card.status, entries, reasons


@pytest.mark.slow
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_verifier_changes_one_criterion_by_keyboard_accepts_the_rest_and_finishes(
    accounts, card_id, enter, width
):
    page = enter(RoleCode.VERIFIER, width)
    page.goto("/tham-dinh")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    # The keys are the script's: they answer once the page has loaded.
    with page.expect_navigation():
        page.get_by_role("link", name="Mở phiếu đầu tiên").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã An Ninh")
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url("**tieu-chi=I.2")
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_url("**tieu-chi=II.1")
    field = page.get_by_role("textbox", name="Số điểm chấm")
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("25,5")
    expect(page.locator("#diem")).to_have_text("25,50")
    expect(page.locator("#lech")).to_contain_text("giảm 4,50")
    expect(field).to_have_class(re.compile("changed"))
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("ghi lý do").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Số điểm chấm")).to_have_value("25,5")
    reason = page.get_by_role("textbox", name="Lý do điều chỉnh")
    expect(reason).to_be_focused()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.keyboard.type("Biểu 03 ghi 25,5.")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**tieu-chi=II.2")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url("**tieu-chi=III")
    expect(field).to_be_focused()
    page.keyboard.type("8")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**tieu-chi=I.1")
    page.goto(f"/tham-dinh/chap-nhan?phieu={card_id}")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Chấp nhận 1 tiêu chí").press("Enter")
    expect(page.get_by_text("Đã chấp nhận 1 tiêu chí.")).to_be_visible()
    page.goto(f"/tham-dinh/{card_id}?tieu-chi=I.1")
    with page.expect_navigation():
        page.keyboard.press("Control+Shift+Enter")
    expect(page.get_by_text("Thiếu minh chứng bắt buộc: ghi lý do")).to_be_visible()
    expect(page.get_by_role("textbox", name="Lý do chấp nhận hoặc điều chỉnh")).to_be_focused()
    page.keyboard.type("Đã xem bản giấy.")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url("**/ket-thuc**")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Kết thúc và sang phiếu tiếp theo").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Phú Tân")
    status, entries, reasons = office_says(accounts, card_id)
    assert status is ScorecardStatus.VERIFIED
    assert (entries["II.1"], entries["I.2"], entries["III"]) == ("25.5", "2", "8")
    assert reasons == {"I.1": "Đã xem bản giấy.", "II.1": "Biểu 03 ghi 25,5."}


def test_a_draft_stays_on_the_device_until_it_is_sent(card_id, enter):
    page = enter(RoleCode.VERIFIER)
    page.goto(f"/tham-dinh/{card_id}?tieu-chi=II.1")
    page.get_by_role("textbox", name="Số điểm chấm").fill("25")
    page.get_by_role("textbox", name="Lý do điều chỉnh").fill("Biểu 03 ghi")
    expect(page.get_by_text("Nháp giữ trên máy này")).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Số điểm chấm")).to_have_value("25")
    expect(page.get_by_role("textbox", name="Lý do điều chỉnh")).to_have_value("Biểu 03 ghi")
    expect(page.locator("#lech")).to_contain_text("giảm 5,00")
    page.get_by_role("button", name="minh chứng chưa đủ").click()
    expect(page.get_by_role("textbox", name="Lý do điều chỉnh")).to_have_value(
        "Biểu 03 ghi; Minh chứng chưa đủ để công nhận số liệu này."
    )
    page.get_by_role("button", name="Lưu và sang").click()
    page.wait_for_url("**tieu-chi=II.2")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_other_pages_are_accessible(accounts, card_id, enter, width):
    page = enter(RoleCode.OFFICE, width)
    for path in (f"{card_id}", f"{card_id}/tra-lai", f"{card_id}/can-cu", f"{card_id}/ket-thuc", "ho"):
        page.goto(f"/tham-dinh/{path}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
