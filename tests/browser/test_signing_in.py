"""Signing in, with mouse, keyboard and phone; what axe finds on the pages in common."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.sample import SAMPLE_PASSWORD
from foundation.permissions import RoleCode

pytestmark = pytest.mark.browser


def assert_accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_in_common_are_accessible(enter, width, theme):
    page = enter(RoleCode.ADMIN, width)
    if theme == "dark":
        page.locator("summary:visible").click()
        page.locator("details[open]").get_by_role("button", name="Giao diện tối").click()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    for path in ("/", "/tai-khoan", "/tai-khoan/moi", "/tai-khoan/mat-khau", "/khong-co"):
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_door_is_accessible_and_explains_a_wrong_password(open_page, width):
    page = open_page(width)
    page.goto("/dang-nhap")
    assert_accessible(page)
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("noivu")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("Tên đăng nhập hoặc mật khẩu chưa đúng.")).to_be_visible()
    expect(page.get_by_label("Tên đăng nhập hoặc thư điện tử")).to_have_value("noivu")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_signing_in_by_keyboard_alone(open_page):
    page = open_page()
    page.goto("/tai-khoan/mat-khau")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Tên đăng nhập hoặc thư điện tử")).to_be_focused()
    page.keyboard.type("NoiVu")
    page.keyboard.press("Tab")
    page.keyboard.type(SAMPLE_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đổi mật khẩu")


def test_the_menu_of_the_phone_works_without_script(enter):
    page = enter(RoleCode.OFFICE, "phone")
    page.get_by_text("Danh mục").click()
    page.locator("details[open]").get_by_role("link", name="Xếp hạng").click()
    page.wait_for_url("**/xep-hang")


def test_the_language_switch_stays(enter):
    page = enter(RoleCode.UNIT)
    page.locator("summary:visible").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/tai-khoan/mat-khau")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_session_that_ends_under_an_open_form_keeps_what_was_typed(enter):
    page = enter(RoleCode.ADMIN)
    page.goto("/tai-khoan/moi")
    page.get_by_label("Tên đăng nhập").fill("xa.anninh")
    page.get_by_label("Tên người hoặc đơn vị").fill("UBND xã An Ninh")
    page.get_by_label("Xã, thị trấn").check()
    page.context.clear_cookies()
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Phiên làm việc đã hết hạn")
    expect(page.get_by_text("UBND xã An Ninh")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    door = opened.value
    door.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("quantri")
    door.get_by_label("Mật khẩu").fill(SAMPLE_PASSWORD)
    door.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    door.wait_for_url("**/")
    page.get_by_role("button", name="Gửi lại").click()
    page.get_by_label("Lập tài khoản, giao đơn vị sau").check()
    page.get_by_role("button", name="Lập tài khoản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mật khẩu dùng một lần")
    expect(page.get_by_text("xa.anninh")).to_be_visible()
