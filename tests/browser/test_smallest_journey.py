"""A council member asks where the line lies and what would alter a place, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import expect

from awards import smallest_panel
from foundation.database import transaction
from foundation.permissions import RoleCode
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.integration.test_why_for_units import number_of
from tests.sealed_year import seal_year

pytestmark = pytest.mark.browser

OUTSIDE = "Thị trấn Châu Thành"


@pytest.fixture
def run_id(accounts):
    with accounts.app_context(), transaction():
        return seal_year().id


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_from_the_place_to_the_line_and_back(enter, run_id, accounts, width):
    page = enter(RoleCode.COUNCIL, width)
    page.goto(f"/xep-hang/{run_id}/{number_of(accounts, OUTSIDE)}")
    panel = page.get_by_role("region", name="Chỉ cần đổi gì thì kết quả khác")
    expect(panel).to_contain_text("Nếu tổng điểm thêm 4,61 điểm, thành 87,51")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Vạch chỉ tiêu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vạch chỉ tiêu Giấy khen")
    expect(page.get_by_role("main")).to_contain_text("Xã An Ninh và Xã Phú Tân bằng nhau đúng vạch")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name=f"Vì sao {OUTSIDE}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(OUTSIDE)


def test_of_a_large_type_the_change_is_found_when_asked_for(enter, run_id, accounts, monkeypatch):
    monkeypatch.setattr(smallest_panel, "AT_ONCE", 1)
    page = enter(RoleCode.COUNCIL)
    number = number_of(accounts, OUTSIDE)
    page.goto(f"/xep-hang/{run_id}/{number}")
    assert "Nếu tổng điểm" not in page.content()
    with page.expect_response(f"**/xep-hang/{run_id}/{number}/doi"):
        page.get_by_text("Tìm thay đổi nhỏ nhất").click()
    expect(page.get_by_text("Nếu tổng điểm thêm 4,61 điểm, thành 87,51")).to_be_visible()
    assert_accessible(page)
