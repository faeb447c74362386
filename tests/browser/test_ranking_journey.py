"""From the seal to the printed list, as the standing office walks it; and what axe finds on the way."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from foundation.clock import now
from foundation.database import transaction
from foundation.permissions import SYSTEM, RoleCode
from scorecards.sample import load_sample
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.sealed_year import COMMUNES, Card, seal_year

pytestmark = pytest.mark.browser

HAMLETS = [Card(f"Ấp Phước {n}", "35", f"{60 - n}.5") for n in range(1, 46)]


@pytest.fixture
def district(accounts):
    with accounts.app_context(), transaction():
        load_sample(actor=SYSTEM, now=now(), households=40)


def sealed_run():
    return seal_year(COMMUNES, hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:12]}).id


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed_run)


@pytest.mark.slow
def test_office_seals_reads_why_downloads_and_prints(district, enter):
    page = enter(RoleCode.OFFICE)
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Xếp hạng").click()
    page.get_by_role("main").get_by_role("link", name="Đánh giá và chốt").click()
    assert_accessible(page)
    page.get_by_label(re.compile("Tôi biết còn .* phiếu chưa thẩm định")).check()
    page.get_by_role("button", name="Đánh giá và chốt").click()
    expect(page.get_by_text(re.compile("Đã chốt lần đánh giá 1. Mã kết quả"))).to_be_visible()

    page.get_by_role("navigation", name="Loại đối tượng").get_by_role(
        "link", name="Ấp", exact=False
    ).first.click()
    rows = page.locator("table.board tbody tr:has(.rank)")
    expect(rows).to_have_count(50)
    recommended = rows.filter(has_text="Đề xuất tặng").filter(has_text="Giấy khen").first
    recommended.get_by_role("link", name="Vì sao").locator("visible=true").click()
    expect(page.get_by_role("heading", name=re.compile("Đề xuất tặng Giấy khen"))).to_be_visible()
    page.locator("summary", has_text="Tất cả lý do").click()
    expect(page.locator(".reasons li").first).to_be_visible()

    neighbour = page.get_by_role("heading", name=re.compile("Không đề xuất khen thưởng"))
    while not neighbour.count():
        with page.expect_navigation():
            page.get_by_role("link", name="Liền sau").click()
    expect(neighbour).to_be_visible()

    page.go_back()
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Xếp hạng").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Bảng tính").click()
    assert load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[0].max_row > 8

    page.get_by_role("link", name="In danh sách").click()
    page.get_by_label("Kèm theo Tờ trình số").fill("46/TTr-HĐTĐKT")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải PDF").click()
    text = " ".join(one.extract_text() for one in PdfReader(download.value.path()).pages)
    assert "DỰ THẢO" in text
    assert "Kết quả đánh giá lần 1" in " ".join(text.split())


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_the_ranking_are_accessible_and_never_scroll_sideways(run_id, enter, width, theme):
    page = enter(RoleCode.OFFICE, width)
    if theme == "dark":
        page.locator("summary:visible").click()
        page.locator("details[open]").get_by_role("button", name="Giao diện tối").click()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    paths = ["/xep-hang", "/xep-hang?type=hamlet", "/xep-hang?sort=name", "/xep-hang?view=projection"]
    paths += [
        "/xep-hang?q=khong+co",
        f"/van-ban/danh-sach/{run_id}",
        f"/van-ban/danh-sach/{run_id}/in?signed_on=x",
    ]
    for path in paths:
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.goto("/xep-hang")
    for link in page.get_by_role("link", name="Vì sao").locator("visible=true").all()[::3]:
        address = link.get_attribute("href") or ""
        other = page.context.new_page()
        other.goto(address)
        assert_accessible(other)
        assert_no_sideways_scroll(other)
        other.close()


def test_nothing_scrolls_sideways_at_320(run_id, enter):
    page = enter(RoleCode.OFFICE, "phone")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in (
        "/xep-hang",
        "/xep-hang?type=hamlet",
        f"/xep-hang/{run_id}/1",
        f"/van-ban/danh-sach/{run_id}",
    ):
        page.goto(path)
        assert_no_sideways_scroll(page)


def test_ranking_is_reached_and_sorted_by_keyboard(run_id, enter):
    page = enter(RoleCode.COUNCIL)
    page.goto("/xep-hang")
    head = page.get_by_role("columnheader", name="Thẩm định", exact=True)
    head.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile("sort=verified"))


def test_state_stands_under_the_name_on_a_phone(run_id, enter):
    page = enter(RoleCode.COUNCIL, "phone")
    page.goto("/xep-hang")
    first = page.locator("table.board tbody tr").first
    name = first.locator(".unit").bounding_box()
    state = first.locator(".state").locator("visible=true").bounding_box()
    assert state["y"] >= name["y"] + name["height"]
