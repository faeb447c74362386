"""Why a quota line lies where it does: reached from the ranking, read, followed to what stands beside it."""

import re

import pytest
from playwright.sync_api import expect

from foundation.permissions import RoleCode
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.ranking_pages import HAMLETS
from tests.sealed_year import COMMUNES, seal_year

pytestmark = pytest.mark.browser


def sealed_run():
    return seal_year(COMMUNES, hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}).id


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed_run)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_line_of_a_group_is_explained_one_click_from_the_ranking(run_id, enter, width):
    page = enter(RoleCode.COUNCIL, width)
    page.goto("/xep-hang?type=hamlet")
    main = page.get_by_role("main")
    first = main.get_by_role("row").filter(has_text=re.compile("^Vạch chỉ tiêu")).first
    first.get_by_role("link", name="Vì sao vạch ở đây").click()
    expect(main.get_by_role("heading", name="Vì sao vạch nằm ở đây")).to_be_visible()
    aloud = main.locator(".aloud")
    expect(aloud).to_contain_text("Ngay trên vạch: Ấp Phước Hòa")
    expect(aloud).to_contain_text("Ngay dưới vạch: Ấp Hòa Long")
    around = main.get_by_role("region", name="Quanh vạch")
    expect(around.get_by_role("row").filter(has_text="Ấp Phước Hòa")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)

    page.get_by_label("Nhóm").select_option(label="Xã Phú Tân")
    page.get_by_role("button", name="Xem", exact=True).click()
    expect(page).to_have_title(re.compile("Xã Phú Tân"))
    assert_no_sideways_scroll(page)

    around.get_by_role("row").filter(has_text="Ấp Hòa Long").get_by_role("link", name="Vì sao").click()
    expect(main.get_by_role("heading", name="Ấp Hòa Long", exact=True)).to_be_visible()
    main.get_by_role("link", name="Vạch chỉ tiêu").click()
    main.get_by_role("link", name="Có chắc không").click()
    expect(main.get_by_role("heading", name="Ai giữ được kết quả")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_equals_on_both_sides_of_the_line_are_shown_across_it(run_id, enter, width):
    page = enter(RoleCode.COUNCIL, width)
    page.goto("/xep-hang?type=commune")
    page.get_by_role("main").get_by_role("link", name="Vì sao vạch ở đây").click()
    around = page.get_by_role("region", name="Quanh vạch")
    expect(around.get_by_role("row").filter(has_text="Vạch chỉ tiêu")).to_be_visible()
    rows = around.get_by_role("row").all_inner_texts()
    line = next(number for number, text in enumerate(rows) if "Vạch chỉ tiêu" in text)
    assert "4=" in rows[line - 1]
    assert "4=" in rows[line + 1]
    assert_accessible(page)
    assert_no_sideways_scroll(page)
