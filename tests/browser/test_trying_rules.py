"""A council member tries another quota, keeps it and shares it; the chair opens what was shared."""

import re

import pytest
from playwright.sync_api import expect

from foundation.database import transaction
from foundation.permissions import RoleCode
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.sealed_year import seal_year

pytestmark = pytest.mark.browser


@pytest.fixture
def base(accounts):
    with accounts.app_context(), transaction():
        return f"/xep-hang/{seal_year().id}/phuong-an"


def field(page, label):
    """A number, whose name tells also what was sealed once it differs."""
    return page.get_by_label(re.compile(rf"^{label}\s*(đã chốt .*)?$"))


def change(page, base, label, value):
    """Type into a control; its own answer is what is waited for."""
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith(base)):
        field(page, label).fill(value)


def test_trying_keeping_and_sharing(base, enter):
    page = enter(RoleCode.COUNCIL)
    page.goto(f"{base}?type=commune")
    expect(page.locator("form#dat")).to_have_attribute("data-ready", "yes")
    change(page, base, "Chỉ tiêu", "62,5")
    effect = page.locator("#tac-dong")
    expect(effect.locator(".move-in")).to_contain_text("Xã An Ninh")
    expect(effect.locator(".move-in")).to_contain_text("Xã Phú Tân")
    expect(effect.locator("tr.row-in")).to_have_count(2)
    expect(page.locator("#so-cho")).to_have_text("1 chỗ khác bản đã chốt")
    expect(page).to_have_url(re.compile("awards/GK/quota/percent=62.5"))
    change(page, base, "Điểm tối thiểu", "tám")
    expect(page.locator("#awards-GK-conditions-0-at-least-loi")).to_contain_text("phải là một số")
    expect(effect.get_by_role("alert")).to_contain_text("Chưa tính được phương án này")
    change(page, base, "Điểm tối thiểu", "80")
    expect(effect.locator("tr.row-in")).to_have_count(2)
    assert_accessible(page)
    page.get_by_label("Tên phương án").fill("Nới chỉ tiêu")
    page.get_by_label("Chia sẻ với Hội đồng").check()
    page.get_by_role("button", name="Lưu phương án", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nới chỉ tiêu")

    chair = enter(RoleCode.CHAIR)
    chair.goto(f"{base}/da-luu")
    assert_accessible(chair)
    chair.get_by_role("link", name="Nới chỉ tiêu").click()
    expect(chair.get_by_role("main").get_by_text("Phương án thử", exact=True)).to_be_visible()
    expect(chair.locator("#tac-dong .move-in")).to_contain_text("Xã An Ninh")
    expect(chair.get_by_role("link", name="Áp dụng")).to_have_count(0)


def test_on_a_phone_controls_fold_and_the_bar_tells(base, enter):
    page = enter(RoleCode.COUNCIL, "phone")
    page.goto(f"{base}?type=commune")
    expect(page.locator("form#dat")).to_have_attribute("data-ready", "yes")
    expect(field(page, "Điểm tối thiểu")).to_be_hidden()
    expect(page.locator(".runbar")).to_contain_text("Vào 0 · Ra 0")
    page.get_by_text("Mở các chỗ đặt thử").click()
    change(page, base, "Điểm tối thiểu", "91")
    expect(page.locator(".runbar")).to_contain_text("Vào 0 · Ra 1")
    assert_no_sideways_scroll(page)
    assert_accessible(page)


def test_drawing_along_the_line_fills_the_number(base, enter):
    page = enter(RoleCode.COUNCIL)
    page.goto(f"{base}?type=commune")
    expect(page.locator("form#dat")).to_have_attribute("data-ready", "yes")
    line = page.get_by_role("slider", name="Kéo: Điểm tối thiểu")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith(base)):
        line.press("ArrowRight")
    expect(field(page, "Điểm tối thiểu")).to_have_value("81")
