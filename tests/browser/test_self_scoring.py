"""A commune scores itself: every field saves itself; nothing typed is lost, whatever happens on the way."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from accounts.queries import find_user_by_name
from accounts.sample import SAMPLE_PASSWORD
from assignments.services import assign_unit
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.models import Stage, StageCode
from scorecards.models import Scorecard, Submission
from tests.browser.journey import expect_saved
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.claiming import cite, claiming
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.browser
KEPT = "Đã giữ trên máy này, sẽ tự gửi khi có mạng"
WIDTHS = pytest.mark.parametrize("width", ["desktop", "phone"])


@pytest.fixture
def card_id(accounts: Flask) -> int:
    """The empty scorecard of a commune, self-scoring running now; "xa" and "xa.hai" act for it."""
    with accounts.app_context(), transaction():
        own = claiming()
        for stage in own.card.movement_year.stages:
            if stage.code is StageCode.SELF_SCORING:
                stage.opens_at, stage.closes_at = now() - timedelta(days=5), now() + timedelta(days=5)
        second = make_user(username="xa.hai", full_name="Chị Hai", roles=[RoleCode.COMMUNE])
        for user in (find_user_by_name("xa"), second):
            assign_unit(actor=SYSTEM, user=user, participant=own.unit, now=now())
        return own.card.id


def stored(app: Flask, card_id: int) -> dict:
    with app.app_context():
        card = db.session.get(Scorecard, card_id)
        return dict(card.assessments[0].entries) if card.assessments else {}


def notes(app: Flask, card_id: int) -> dict:
    with app.app_context():
        return dict(db.session.get(Scorecard, card_id).assessments[0].notes)


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def open_card(page: Page, card_id: int) -> None:
    page.goto(f"/phieu/{card_id}")
    expect(page.locator("#phieu")).to_have_attribute("data-ready", "yes")


def state(page: Page, code: str):
    return page.locator(f"#tc-{code} [data-save-state]")


def field(page: Page, name: str):
    return page.locator(f'[name="{name}"]')


def note(page: Page, code: str):
    box = page.locator(f"#tc-{code} .entry-note")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return field(page, f"n-{code}")


@WIDTHS
def test_every_field_saves_itself_and_points_follow(enter, accounts, card_id, width):
    page = enter(RoleCode.COMMUNE, width)
    open_card(page, card_id)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("Có").first.check()
    expect_saved(page, "A")
    expect(page.locator("#gives-A")).to_contain_text("20")
    page.locator("#tc-B [data-step='1']").click(click_count=3)
    expect(field(page, "e-B")).to_have_value("3")
    expect(page.locator("#gives-B")).to_contain_text("30")
    field(page, "e-C-numerator").fill("20")
    field(page, "e-C-denominator").fill("30")
    expect(page.locator("#tally .big-figure")).to_contain_text("70,00")
    note(page, "C").fill("Theo báo cáo 88/BC-UBND")
    note(page, "C").blur()
    expect_saved(page, "C")
    expect(page.locator("#tally")).to_contain_text("Đã nhập đủ phần của mình")
    expect(page.locator("#tally")).not_to_contain_text("chưa nhập")
    assert stored(accounts, card_id) == {
        "A": "yes",
        "B": "3",
        "C": {"numerator": "20", "denominator": "30"},
    }
    assert notes(accounts, card_id) == {"C": "Theo báo cáo 88/BC-UBND"}
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_what_cannot_be_read_is_kept_as_typed_and_explained(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    field(page, "e-B").fill("ba mô hình")
    expect_saved(page, "B")
    expect(page.locator("#tc-B .field-error")).to_have_count(0)
    field(page, "e-B").blur()
    expect(page.locator("#tc-B .field-error")).to_contain_text("ba mô hình")
    assert stored(accounts, card_id) == {"B": "ba mô hình"}
    assert_accessible(page)
    field(page, "e-B").fill("3")
    expect(page.locator("#tc-B .field-error")).to_have_count(0)
    expect(page.locator("#gives-B")).to_contain_text("30")


def test_a_connection_that_breaks_loses_nothing_and_sends_by_itself(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    page.context.set_offline(True)
    field(page, "e-B").fill("2")
    note(page, "B").fill("Nuôi bò, trồng hành tím")
    field(page, "e-C-numerator").fill("11")
    expect(state(page, "B")).to_contain_text(KEPT)
    assert_accessible(page)
    later = page.locator("#tc-B .gives-later")
    expect(later).to_have_text("Điểm sẽ tính lại khi gửi được")
    page.context.set_offline(False)
    expect(later).to_have_count(0)
    expect_saved(page, "B", "C")
    assert stored(accounts, card_id)["B"] == "2"
    assert notes(accounts, card_id) == {"B": "Nuôi bò, trồng hành tím"}


@WIDTHS
def test_what_was_typed_without_a_connection_survives_closing_the_page(enter, accounts, card_id, width):
    page = enter(RoleCode.COMMUNE, width)
    open_card(page, card_id)
    context = page.context
    context.set_offline(True)
    field(page, "e-C-numerator").fill("20")
    field(page, "e-C-denominator").fill("30")
    note(page, "C").fill("Gõ giữa đồng, không có sóng")
    expect(state(page, "C")).to_contain_text(KEPT)
    page.close()
    assert stored(accounts, card_id) == {}
    context.set_offline(False)
    again = context.new_page()
    open_card(again, card_id)
    expect(field(again, "e-C-numerator")).to_have_value("20")
    expect(field(again, "n-C")).to_have_value("Gõ giữa đồng, không có sóng")
    expect_saved(again, "C")
    assert stored(accounts, card_id) == {"C": {"numerator": "20", "denominator": "30"}}
    assert notes(accounts, card_id) == {"C": "Gõ giữa đồng, không có sóng"}


def test_a_server_that_fails_for_a_while_is_asked_again(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    page.route("**/muc", lambda route: route.fulfill(status=503, body="", content_type="text/html"))
    field(page, "e-B").fill("2")
    expect(state(page, "B")).to_contain_text(KEPT)
    page.unroute("**/muc")
    expect_saved(page, "B")
    assert stored(accounts, card_id) == {"B": "2"}


def test_a_busy_server_is_asked_again_when_it_said(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    busy = {"status": 503, "json": {"message": "Hệ thống đang bận"}, "headers": {"Retry-After": "1"}}
    page.route("**/muc", lambda route: route.fulfill(**busy))
    field(page, "e-B").fill("2")
    expect(state(page, "B")).to_contain_text("máy chủ đang bận, sẽ tự gửi lại")
    expect(page.locator("#luu")).to_contain_text("Giữ 1 trên máy, máy chủ đang bận")
    page.unroute("**/muc")
    expect_saved(page, "B")
    assert stored(accounts, card_id) == {"B": "2"}


@WIDTHS
def test_a_session_that_ends_keeps_what_was_typed_until_signing_in_again(enter, accounts, card_id, width):
    page = enter(RoleCode.COMMUNE, width)
    open_card(page, card_id)
    page.context.clear_cookies()
    field(page, "e-B").fill("2")
    expect(page.get_by_text("Phiên làm việc đã hết hạn.")).to_be_visible()
    note(page, "B").fill("Gõ tiếp sau khi hết phiên")
    expect(state(page, "B")).to_contain_text("sẽ gửi sau khi đăng nhập lại")
    assert_accessible(page)
    page.get_by_role("link", name="Đăng nhập lại").click()
    sign_in(page, "xa", SAMPLE_PASSWORD)
    page.wait_for_url(f"**/phieu/{card_id}")
    expect(field(page, "e-B")).to_have_value("2")
    expect(field(page, "n-B")).to_have_value("Gõ tiếp sau khi hết phiên")
    expect_saved(page, "B")
    assert stored(accounts, card_id) == {"B": "2"}
    assert notes(accounts, card_id) == {"B": "Gõ tiếp sau khi hết phiên"}


def test_signing_in_in_another_tab_is_enough(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    page.context.clear_cookies()
    field(page, "e-B").fill("2")
    expect(page.get_by_text("Phiên làm việc đã hết hạn.")).to_be_visible()
    door = page.context.new_page()
    door.goto("/dang-nhap")
    sign_in(door, "xa", SAMPLE_PASSWORD)
    door.wait_for_url("**/")
    door.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect_saved(page, "B")
    expect(page.get_by_text("Phiên làm việc đã hết hạn.")).to_be_hidden()
    assert stored(accounts, card_id) == {"B": "2"}


def test_what_one_account_typed_is_never_sent_under_another(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    page.context.clear_cookies()
    field(page, "e-B").fill("2")
    expect(page.get_by_text("Phiên làm việc đã hết hạn.")).to_be_visible()
    other = page.context.new_page()
    other.goto("/dang-nhap")
    sign_in(other, "xa.hai", PASSWORD)
    other.wait_for_url("**/")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Trình duyệt này đang đăng nhập bằng tài khoản khác.")).to_be_visible()
    open_card(other, card_id)
    expect(field(other, "e-B")).to_have_value("")
    expect(other.get_by_text("còn số liệu chưa gửi của tài khoản khác")).to_be_visible()
    assert_accessible(other)
    assert stored(accounts, card_id) == {}


@WIDTHS
def test_two_people_at_one_criterion_see_both_values_and_choose(enter, open_page, accounts, card_id, width):
    first = enter(RoleCode.COMMUNE)
    second = open_page(width)
    second.goto("/dang-nhap")
    sign_in(second, "xa.hai", PASSWORD)
    second.wait_for_url("**/")
    open_card(first, card_id)
    open_card(second, card_id)
    field(first, "e-B").fill("3")
    expect_saved(first, "B")
    field(second, "e-B").fill("2")
    panel = second.locator("#tc-B .two-values")
    expect(panel.locator("[data-mine]")).to_have_text("2 mô hình")
    expect(panel.locator("[data-theirs]")).to_have_text("3 mô hình")
    expect(panel.locator("[data-by]")).to_have_text("UBND xã An Ninh")
    assert stored(accounts, card_id) == {"B": "3"}
    assert_accessible(second)
    assert_no_sideways_scroll(second)
    panel.get_by_role("button", name="Giữ số liệu trên máy này").click()
    expect_saved(second, "B")
    expect(panel).to_have_count(0)
    assert stored(accounts, card_id) == {"B": "2"}
    field(first, "e-B").fill("4")
    panel = first.locator("#tc-B .two-values")
    expect(panel.locator("[data-theirs]")).to_have_text("2 mô hình")
    panel.get_by_role("button", name=re.compile("Lấy số liệu của")).click()
    expect(field(first, "e-B")).to_have_value("2")
    expect_saved(first, "B")
    assert stored(accounts, card_id) == {"B": "2"}


def test_two_devices_of_one_account_see_both_values_also_after_a_lost_connection(enter, accounts, card_id):
    first, second = enter(RoleCode.COMMUNE), enter(RoleCode.COMMUNE, "phone")
    open_card(first, card_id)
    open_card(second, card_id)
    first.route("**/muc", lambda route: route.abort())
    field(first, "e-B").fill("1")
    note(first, "B").fill("Máy thứ nhất")
    expect(state(first, "B")).to_contain_text(KEPT)
    expect(first.locator("#luu")).to_have_attribute("data-state", "kept")
    field(second, "e-B").fill("2")
    note(second, "B").fill("Máy thứ hai")
    expect_saved(second, "B")
    first.unroute("**/muc")
    first.evaluate("dispatchEvent(new Event('online'))")
    panel = first.locator("#tc-B .two-values")
    expect(panel.locator("[data-theirs]")).to_have_text("2 mô hình")
    assert stored(accounts, card_id) == {"B": "2"}
    panel.get_by_role("button", name="Giữ số liệu trên máy này").click()
    expect(panel.locator("[data-theirs]")).to_have_text("Máy thứ hai")
    assert notes(accounts, card_id) == {"B": "Máy thứ hai"}
    panel.get_by_role("button", name="Giữ số liệu trên máy này").click()
    expect_saved(first, "B")
    assert (stored(accounts, card_id), notes(accounts, card_id)) == ({"B": "1"}, {"B": "Máy thứ nhất"})


def test_nothing_moves_between_press_and_release(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    page.route("**/muc", lambda route: route.abort())
    field(page, "e-B").fill("1")
    box = page.locator("#tc-B .entry-note")
    summary = box.locator("summary")
    at = summary.bounding_box()
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    with page.expect_event("requestfailed"):
        page.mouse.down()
    page.evaluate("new Promise(requestAnimationFrame)")
    assert summary.bounding_box() == at
    page.mouse.up()
    expect(box).to_have_attribute("open", "")
    expect(state(page, "B")).to_contain_text(KEPT)


def test_a_late_answer_never_overwrites_what_is_being_typed(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    held = []
    page.route("**/muc", lambda route: route.continue_() if held else held.append(route))
    box = field(page, "e-C-numerator")
    field(page, "e-C-denominator").fill("3000")
    with page.expect_request("**/muc"):
        box.focus()
    page.keyboard.type("1")
    expect(state(page, "C")).to_contain_text("Đang lưu")
    page.keyboard.type("234")
    held[0].continue_()
    expect_saved(page, "C")
    expect(box).to_have_value("1234")
    expect(box).to_be_focused()
    assert box.evaluate("box => box.selectionStart") == 4
    assert stored(accounts, card_id)["C"] == {"numerator": "1234", "denominator": "3000"}


def test_an_answer_that_gets_lost_is_no_conflict_with_oneself(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    broken = [True]

    def swallow(route):
        if not broken:
            route.continue_()
            return
        route.fetch()
        route.abort()

    def lost(text):
        return page.expect_event("requestfailed", lambda one: text in (one.post_data or ""))

    page.route("**/muc", swallow)
    with lost('"e-B":"1"'):
        field(page, "e-B").fill("1")
    expect(state(page, "B")).to_contain_text(KEPT)
    with lost("Đã đối chiếu"):
        note(page, "B").fill("Đã đối chiếu")
    with lost('"e-B":"2"'):
        field(page, "e-B").fill("2")
    expect(state(page, "B")).to_contain_text(KEPT)
    page.goto("about:blank")
    assert stored(accounts, card_id) == {"B": "1"}
    broken.clear()
    open_card(page, card_id)
    expect_saved(page, "B")
    assert stored(accounts, card_id) == {"B": "2"}
    note(page, "B").fill("Đã đối chiếu lại")
    field(page, "e-B").fill("4")
    expect_saved(page, "B")
    assert page.locator("#tc-B .two-values").count() == 0
    assert stored(accounts, card_id) == {"B": "4"}
    assert notes(accounts, card_id) == {"B": "Đã đối chiếu lại"}


def test_the_deadline_passing_under_an_open_page_loses_nothing(enter, accounts, card_id):
    page = enter(RoleCode.COMMUNE)
    open_card(page, card_id)
    field(page, "e-B").fill("3")
    expect_saved(page, "B")
    close_self_scoring(accounts)
    field(page, "e-B").fill("4")
    expect(state(page, "B")).to_contain_text("hết hạn")
    assert stored(accounts, card_id) == {"B": "3"}
    page.goto(f"/phieu/{card_id}")
    note_of_kept = page.locator("#phieu-khoa")
    expect(note_of_kept).to_contain_text("B: 4")
    assert_accessible(page)
    note_of_kept.get_by_role("button").click()
    page.reload()
    expect(page.locator("#phieu-khoa")).to_be_hidden()


def close_self_scoring(app: Flask) -> None:
    with app.app_context(), transaction():
        stage = db.session.scalars(select(Stage).where(Stage.code == StageCode.SELF_SCORING)).one()
        stage.closes_at = now() - timedelta(minutes=1)


@WIDTHS
def test_from_what_is_missing_to_the_receipt(enter, accounts, card_id, width):
    page = enter(RoleCode.COMMUNE, width)
    open_card(page, card_id)
    page.get_by_label("Có").first.check()
    field(page, "e-B").fill("3")
    page.get_by_role("button", name="Xem lại").locator("visible=true").click()
    page.wait_for_url(f"**/phieu/{card_id}/nop")
    assert stored(accounts, card_id) == {"A": "yes", "B": "3"}
    expect(page.locator(".gaps").first).to_contain_text("Hộ đăng ký đã thoát nghèo")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("link", name="Hộ đăng ký đã thoát nghèo").click()
    expect(page.locator("#phieu")).to_have_attribute("data-ready", "yes")
    field(page, "e-C-numerator").fill("20")
    field(page, "e-C-denominator").fill("30")
    expect_saved(page, "C")
    with accounts.app_context(), transaction():
        cite(db.session.get(Scorecard, card_id), "A", number="12/KH-UBND")
    page.goto(f"/phieu/{card_id}/nop")
    page.get_by_role("button", name="Nộp phiếu khi còn thiếu").click()
    expect(page.get_by_text("đánh dấu đồng ý nộp khi còn thiếu")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Tôi biết phiếu còn thiếu").check()
    page.get_by_role("button", name="Nộp phiếu khi còn thiếu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biên nhận nộp phiếu lần 1")
    expect(page.locator(".big-figure")).to_contain_text("70,00")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    with accounts.app_context():
        fingerprint = db.session.scalars(select(Submission)).one().fingerprint.upper()
    expect(page.locator(".fingerprint")).to_contain_text(fingerprint[:8])
    page.goto(f"/phieu/{card_id}")
    expect(page.locator("form#phieu")).to_have_count(0)
    for path in ("rut", "thay-doi", "nhat-ky"):
        page.goto(f"/phieu/{card_id}/{path}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def save_the_page(page: Page) -> None:
    with page.expect_navigation():
        page.locator("[data-plain-save] button").click()


def test_without_script_the_page_is_a_form_with_a_save_button(browser, address, accounts, card_id):
    context = browser.new_context(base_url=address, locale="vi-VN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/dang-nhap")
    sign_in(page, "xa", SAMPLE_PASSWORD)
    page.goto(f"/phieu/{card_id}")
    page.get_by_label("Có").first.check()
    field(page, "e-B").fill("3")
    field(page, "e-C-numerator").fill("20")
    field(page, "e-C-denominator").fill("ba mươi")
    save_the_page(page)
    expect(field(page, "e-C-denominator")).to_have_value("ba mươi")
    field(page, "e-C-denominator").fill("30")
    save_the_page(page)
    assert stored(accounts, card_id) == {
        "A": "yes",
        "B": "3",
        "C": {"numerator": "20", "denominator": "30"},
    }
    page.locator("button[value=nop]").first.click()
    page.wait_for_url(f"**/phieu/{card_id}/nop")
    page.get_by_label("Tôi biết phiếu còn thiếu").check()
    page.get_by_role("button", name="Nộp phiếu khi còn thiếu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Biên nhận nộp phiếu lần 1")
    context.close()
