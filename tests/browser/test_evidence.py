"""Sending evidence from the page of a scorecard: on a phone, refused, cut off, a path in the name."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from scorecards.services import open_scorecard
from tests import hostile_files as made
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.district import make_commune, make_year
from tests.factories import NOW
from tests.year import publish

pytestmark = pytest.mark.browser

PDF = {"name": "../../bao-cao.pdf", "mimeType": "application/pdf", "buffer": made.pdf_with_text("Bao cao")}
DISGUISED = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": made.SVG}
SAID = {
    "Số, ký hiệu văn bản": "88/BC-UBND",
    "Trang, mục": "1",
    "Ghi chú cho người thẩm định": "xin xem Biểu 03",
}


@pytest.fixture
def card(accounts: Flask) -> int:
    """The scorecard of the commune that the sample account acts for, open now."""
    with accounts.app_context(), transaction():
        year = make_year()
        publish(year)
        for stage in year.stages:
            stage.opens_at, stage.closes_at = now() - timedelta(days=5), now() + timedelta(days=5)
        unit = make_commune()
        member = UnitMember(user_id=find_user_by_name("xa").id, participant_id=unit.id, since=NOW)
        db.session.add(member)
        return open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW).id


def fill(page: Page, files) -> None:
    for label, words in SAID.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Tệp từ máy này").set_input_files(files)


def assert_words_kept(page: Page) -> None:
    for label, words in SAID.items():
        expect(page.get_by_label(label)).to_have_value(words)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_file_is_refused_then_sent_and_no_word_is_lost(enter, card, width):
    page = enter(RoleCode.COMMUNE, width)
    page.goto(f"/phieu/{card}/minh-chung?tieu-chi=A")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    fill(page, [DISGUISED])
    page.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(page.get_by_text("hình vẽ SVG hoặc trang web")).to_be_visible()
    assert_words_kept(page)
    assert_accessible(page)
    page.get_by_label("Tệp từ máy này").set_input_files([PDF])
    page.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(
        page.get_by_role("link", name="Văn bản số 88/BC-UBND").or_(
            page.get_by_role("link", name="bao-cao.pdf")
        )
    ).to_be_visible()
    page.goto("/minh-chung/1")
    expect(page.get_by_role("definition").filter(has_text="bao-cao.pdf")).to_have_text("bao-cao.pdf")
    expect(page.get_by_role("img", name="Trang 1 của bao-cao.pdf")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto("/minh-chung")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_lost_connection_leaves_words_and_file_in_place(enter, card):
    page = enter(RoleCode.COMMUNE, "phone")
    page.goto(f"/phieu/{card}/minh-chung?tieu-chi=A")
    fill(page, [PDF])
    page.context.set_offline(True)
    page.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(page.get_by_text("Mất mạng giữa chừng")).to_be_visible()
    assert_words_kept(page)
    assert page.get_by_label("Tệp từ máy này").evaluate("field => field.files.length") == 1
    page.context.set_offline(False)
    page.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(
        page.get_by_role("link", name="bao-cao.pdf").or_(
            page.get_by_role("link", name="Văn bản số 88/BC-UBND")
        )
    ).to_be_visible()


def test_from_the_scorecard_the_form_opens_over_the_page(enter, card):
    page = enter(RoleCode.COMMUNE)
    page.goto(f"/phieu/{card}")
    page.locator("#mc-A").get_by_role("button", name="Thêm tệp").click()
    form = page.get_by_role("dialog")
    expect(form).to_be_visible()
    fill(page, [DISGUISED, PDF])
    form.get_by_role("button", name="Đưa vào minh chứng").click()
    expect(form.get_by_text("anh.jpg: Tệp này là hình vẽ SVG")).to_be_visible()
    expect(form.get_by_text("đã nhận")).to_be_visible()
    assert_words_kept(page)
    expect(page.locator("#mc-A .files li")).to_have_count(1)
    form.get_by_role("link", name="Hủy").click()
    expect(form).to_have_count(0)
    page.locator("#mc-A").get_by_role("button", name="Sửa hoặc bỏ").click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ khỏi tiêu chí A").click()
    expect(page.locator("#mc-A .files li")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_a_script_the_same_form_is_a_page(browser, address, card, tmp_path):
    context = browser.new_context(java_script_enabled=False, base_url=address, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("xa")
    page.get_by_label("Mật khẩu").fill("ChauThanh@2024")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.goto(f"/phieu/{card}/minh-chung?tieu-chi=A")
    too_large = tmp_path / "lon.pdf"
    too_large.write_bytes(bytes(34 * 1024 * 1024))
    for files, says in (([DISGUISED], "hình vẽ SVG"), (too_large, "Tệp lớn hơn 20 MB")):
        fill(page, files)
        page.get_by_role("button", name="Đưa vào minh chứng").click()
        expect(page.get_by_text(says)).to_be_visible()
        assert_words_kept(page)
    context.close()
