"""The council's room in a browser: a session prepared and opened, the roll, notes that save themselves and
are never written over, a show of hands, and a phone that keeps itself fresh.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from council.models import CouncilSession
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.council import seal_year_with_households

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENT = 60_000


@pytest.fixture
def sealed(accounts):
    with accounts.app_context(), transaction():
        seal_year_with_households()


def press(page: Page, name: str) -> None:
    """The button or link of this name in the page's main part, and wait for where it leads."""
    main = page.get_by_role("main")
    found = main.get_by_role("button", name=name, exact=True).or_(
        main.get_by_role("link", name=name, exact=True)
    )
    with page.expect_navigation():
        found.first.click()


def check(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def note(page: Page, words: str) -> None:
    """Write notes and go on to another field; the server has answered."""
    with page.expect_response(re.compile("/ghi-chep$")):
        page.get_by_role("textbox", name=re.compile("Ghi chép thảo luận")).fill(words)
        page.get_by_role("heading", level=1).click()


def stored(accounts) -> str:
    with accounts.app_context():
        return db.session.query(CouncilSession).one().items[0].notes


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_session_is_prepared_opened_and_voted_on_by_hands(accounts, sealed, enter, width):
    office = enter(RoleCode.OFFICE, width)
    office.goto("/phien-hop/moi")
    check(office)
    office.get_by_label("Nơi họp").fill("Phòng họp số 1")
    office.get_by_label("Giờ, ngày họp").fill("14:00 10/12/2024")
    press(office, "Lập phiên họp")
    room = office.url
    check(office)
    for path in ("chuong-trinh", "thanh-vien", "quy-tac", "de-nghi?tim=thien my", "sua"):
        office.goto(f"{room}/{path}")
        check(office)
    office.goto(room)
    press(office, "Mở phiên họp")

    member = enter(RoleCode.COUNCIL, "phone")
    member.goto(room)
    expect(member.locator("#phien")).to_contain_text("chưa điểm danh")

    office.goto(f"{room}/diem-danh")
    check(office)
    press(office, "Lưu điểm danh")
    expect(member.locator("#phien")).not_to_contain_text("chưa điểm danh", timeout=PATIENT)
    member.goto(f"{room}/lien-quan")
    check(member)
    press(member, "Không có liên quan nào khác")

    office.goto(room)
    press(office, "Khai liên quan")
    check(office)
    press(office, "Những người có mặt còn lại không có liên quan")
    office.goto(room)
    note(office, "Ông A: số liệu đúng.")
    assert stored(accounts) == "Ông A: số liệu đúng."
    press(office, "Ghi biểu quyết giơ tay")
    check(office)
    rows = office.locator(".roll fieldset")
    expect(rows).to_have_count(len(member_names(accounts)))
    rows.filter(has_text="Thành viên Hội đồng").get_by_label("Không ý kiến").check()
    press(office, "Ghi biểu quyết")
    expect(office.get_by_role("main")).to_contain_text("Tán thành")
    expect(member.locator("#phien")).to_contain_text("không có ý kiến 1", timeout=PATIENT)
    check(member)
    office.goto(f"{room}?view=projection")
    check(office)


def member_names(accounts) -> list[str]:
    with accounts.app_context():
        return [one.name for one in db.session.query(CouncilSession).one().members if one.votes]


def test_notes_of_two_secretaries_never_write_over_each_other(accounts, sealed, enter):
    first = enter(RoleCode.OFFICE)
    first.goto("/phien-hop/moi")
    first.get_by_label("Nơi họp").fill("Phòng họp số 1")
    press(first, "Lập phiên họp")
    first.get_by_role("link", name=re.compile("Thông qua kết quả")).first.click()
    first.wait_for_url("**/noi-dung/*")
    second = enter(RoleCode.CHAIR)
    second.goto(first.url)
    note(first, "Ông A: đồng ý.")
    note(second, "Bà B: chưa rõ.")
    theirs = second.locator("[data-theirs]")
    expect(theirs).to_be_visible()
    expect(theirs).to_have_text("Ông A: đồng ý.")
    assert stored(accounts) == "Ông A: đồng ý."
    with second.expect_response(re.compile("/ghi-chep$")):
        second.get_by_role("button", name="Giữ bản của tôi").click()
    assert stored(accounts) == "Bà B: chưa rõ."
    second.context.set_offline(True)
    second.get_by_role("textbox", name=re.compile("Ghi chép thảo luận")).fill("Bà B: đã rõ.")
    second.get_by_role("heading", level=1).click()
    expect(second.locator("[data-said]")).to_contain_text("Đã giữ trên máy này")
    with second.expect_response(re.compile("/ghi-chep$")):
        second.context.set_offline(False)
    expect(second.locator("[data-said]")).to_contain_text("Đã lưu")
    assert stored(accounts) == "Bà B: đã rõ."
