"""A lost phone and a found record: setting up the second step, signing in with it, reading who did what."""

import pytest
from passlib.totp import TOTP
from playwright.sync_api import expect

from accounts.sample import SAMPLE_PASSWORD
from foundation.permissions import RoleCode
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_setting_up_signing_in_and_reading_the_record(enter, width):
    page = enter(RoleCode.OFFICE, width)
    page.goto("/tai-khoan/hai-buoc/thiet-lap")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    secret = page.locator(".secret-key strong").inner_text().replace(" ", "")
    page.get_by_label("Mã 6 chữ số đang hiện trong ứng dụng").fill(TOTP(secret).generate().token)
    page.get_by_role("button", name="Bật đăng nhập hai bước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã dự phòng")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    code = page.locator(".recovery-codes li").first.inner_text()
    with page.expect_download() as slip:
        page.get_by_role("button", name="Tải phiếu để in").click()
    assert slip.value.suggested_filename == "ma-du-phong.pdf"

    page.context.clear_cookies()
    page.goto("/dang-nhap?next=/nhat-ky")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill("noivu")
    page.get_by_label("Mật khẩu").fill(SAMPLE_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhập mã xác thực")
    page.keyboard.press("Tab")
    page.get_by_label("Mã xác thực").fill("không phải")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Mã chưa đúng hoặc đã dùng.")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("Mã xác thực").fill(code)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Nhật ký")
    expect(page.locator(".record .done").first).to_have_text("Phòng Nội vụ đăng nhập")
    expect(page.get_by_text("mật khẩu và mã dự phòng")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Kiểm tra toàn bộ").click()
    expect(page.get_by_text("không mục nào bị sửa hay xóa")).to_be_visible()
