"""A secret ballot in browsers: on a phone, twice at the same moment, without a script, by keyboard."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import func, select

from accounts.queries import find_user_by_name
from council.models import Ballot, RollEntry
from council.urn import open_urn
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from tests.balloting import open_one
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def ballot(accounts):
    """The address of an open ballot: "hoidong", "chutich" and seven others sit there, nobody is recused."""
    with accounts.app_context(), transaction():
        others = [make_user(username=f"uyvien{n}", roles=[RoleCode.COUNCIL]) for n in range(7)]
        users = [find_user_by_name("chutich"), find_user_by_name("hoidong"), *others]
        return f"/phien-hop/{open_one(users=users, recused=()).session.id}/phieu/1"


def mark(page, name="Xã An Ninh", word="Đồng ý"):
    page.get_by_label(name, exact=True).check()
    page.get_by_label(word, exact=True).check()
    page.get_by_text("Xem lại phiếu", exact=True).click()
    expect(page.get_by_role("heading", name="Phiếu của bạn ghi như sau")).to_be_visible()


def in_the_urn(app) -> int:
    with app.app_context():
        row = db.session.execute(select(Ballot.id, Ballot.urn, Ballot.urn_key)).one()
        return len(open_urn(row.id, row.urn, row.urn_key))


def voted(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(RollEntry.voted))


def test_a_member_votes_on_a_phone_and_finds_the_ballot_counted(ballot, enter, open_page, accounts):
    page = enter("council", "phone")
    page.goto(ballot)
    page.get_by_text("Xem lại phiếu", exact=True).click()
    first = page.locator(".paper-question").first
    expect(first.locator(".unanswered")).to_be_visible()
    expect(page.get_by_role("button", name="Bỏ phiếu")).to_be_hidden()
    mark(page)
    expect(page.get_by_label("Xã Phú Tân")).to_be_hidden()  # looking over shows only what was marked
    page.get_by_text("Sửa lại").click()
    mark(page, "Xã Phú Tân")
    button = page.get_by_role("button", name="Bỏ phiếu")
    assert button.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận phiếu của bạn")
    receipt = page.locator(".receipt-code").inner_text().split()
    for number in range(4):
        cast_as(open_page(), f"uyvien{number}", ballot)
    office = enter("office")
    office.goto(f"{ballot}/kiem")
    expect(office.get_by_text("5 trong 9")).to_be_visible()
    wall = enter("clerk")
    wall.goto(f"{ballot}/kiem?view=projection")
    expect(wall.get_by_text("5 trong 9")).to_be_visible()
    office.get_by_role("link", name="Đóng phiếu và kiểm phiếu").click()
    office.get_by_role("button", name="Đóng phiếu và kiểm phiếu").click()
    expect(office.get_by_role("row", name=re.compile("Xã An Ninh"))).to_contain_text("80,00%")
    expect(wall.get_by_role("row", name=re.compile("Xã An Ninh"))).to_contain_text("80,00%")
    sent = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"{ballot}/tra-cuu")
    page.get_by_label("Mã phiếu của bạn").fill(" ".join(receipt).lower())
    page.get_by_role("button", name="Tìm phiếu của tôi").click()
    expect(page.locator("[data-answer]")).to_contain_text("Phiếu của bạn đã được kiểm")
    own = page.locator("tr.own")
    expect(own).to_have_count(2)
    expect(own.first).to_contain_text("Xã Phú Tân")
    assert not [line for line in sent if receipt[0] in line.upper()]  # found on this device alone


def cast_as(page, name, ballot):
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/")
    page.goto(ballot)
    mark(page)
    page.get_by_role("button", name="Bỏ phiếu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận phiếu của bạn")


PRESS = """at => setTimeout(() => document.querySelector("#phieu-bau button").click(), at - Date.now())"""


def test_two_browsers_of_one_member_pressing_at_once_give_one_ballot(ballot, enter, accounts):
    pages = [enter("council", width) for width in ("phone", "desktop")]
    for page, name in zip(pages, ("Xã An Ninh", "Xã Phú Tân"), strict=True):
        page.goto(ballot)
        mark(page, name)
    moment = time.time() * 1000 + 1_500
    for page in pages:
        page.evaluate(PRESS, moment)
    heading = re.compile("Đã nhận phiếu của bạn|Phiếu này không được nhận")
    for page in pages:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    said = {page.get_by_role("heading", level=1).inner_text().strip() for page in pages}
    assert said == {"Phiếu này không được nhận", "Đã nhận phiếu của bạn"}
    assert voted(accounts) == 1
    assert in_the_urn(accounts) == 2


def test_the_paper_works_without_a_script(ballot, browser, address, accounts):
    context = browser.new_context(
        java_script_enabled=False, base_url=address, viewport={"width": 390, "height": 844}
    )
    try:
        cast_as(context.new_page(), "uyvien1", ballot)
    finally:
        context.close()
    assert voted(accounts) == 1


def test_axe_finds_nothing_on_the_pages_of_a_ballot(ballot, enter):
    office, member = enter("office"), enter("council", "phone")
    for page, url in ((member, ballot), (office, f"{ballot}/kiem"), (office, f"{ballot}/dong")):
        page.goto(url)
        if page is member:
            page.get_by_label("Xã An Ninh").check()
        found = Axe().run(page).response["violations"]
        assert found == [], [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_the_paper_is_filled_and_cast_by_keyboard(ballot, enter, accounts):
    page = enter("council")
    page.goto(ballot)
    page.get_by_label("Xã An Ninh").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator("#xem-lai")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#xem")).to_be_focused()
    page.get_by_role("button", name="Bỏ phiếu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận phiếu của bạn")
    assert voted(accounts) == 1
