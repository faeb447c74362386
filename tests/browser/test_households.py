"""A hamlet head enters 200 households: pasted into the grid with one wrong cell, and as a form."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import select

from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from participants.models import Participant
from scorecards.models import Assessment, Scorecard
from tests.browser.test_signing_in import assert_accessible, assert_no_sideways_scroll
from tests.hamlets import POOR, Hamlet, bind_sample_head, cells, pasted

pytestmark = pytest.mark.browser
PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.querySelector(selector);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
# One call that polls by itself: the page's policy forbids what waiting for a function would put into it.
NOTHING_KEPT = """async () => {
  const pause = () => new Promise((go) => setTimeout(go, 50));
  for (let turn = 0; localStorage.length && turn < 600; turn += 1) await pause();
  return localStorage.length === 0;
}"""
FIRST = 'tr[data-row="1"] input[data-key="name"]'


def one_hamlet():
    hamlet = Hamlet(now=now())
    bind_sample_head(hamlet)
    return hamlet.unit.id


@pytest.fixture
def hamlet_id(accounts, ready):
    return ready(one_hamlet)


def in_grid_order(text: str) -> str:
    """The columns as the grid has them: the loan before the kind of poverty."""
    rows = [line.split("\t") for line in text.splitlines()]
    return "\n".join("\t".join([name, loan, status, *rest]) for name, status, loan, *rest in rows)


def written(app) -> dict[str, tuple[dict, dict]]:
    """Every household by name, with its attributes and its own entries."""
    with app.app_context():
        rows = db.session.execute(
            select(Participant.name, Participant.attributes, Assessment.entries, Assessment.total)
            .outerjoin(Scorecard, Scorecard.participant_id == Participant.id)
            .outerjoin(Assessment, Assessment.scorecard_id == Scorecard.id)
            .where(Participant.type_code == POOR)
        )
        return {row.name: (row.attributes, row.entries, str(row.total)) for row in rows}


def open_grid(page: Page, hamlet_id: int) -> None:
    page.goto(f"/ho/{hamlet_id}?loai={POOR}")


@pytest.mark.slow
def test_two_hundred_households_by_pasting_and_by_form_give_the_same_records(
    accounts, hamlet_id, enter, tmp_path
):
    page = enter(RoleCode.UNIT)
    open_grid(page, hamlet_id)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải mẫu Excel").click()
    empty_form = tmp_path / "mau.xlsx"
    download.value.save_as(empty_form)

    wrong = in_grid_order(pasted(200)).replace("Hiệu quả trong hộ", "Hiệu quả lắm", 1)
    page.evaluate(PASTE, [FIRST, wrong])
    expect(page.locator("tbody tr")).to_have_count(203)
    expect(page.locator(".cell-bad")).to_have_count(1)
    page.get_by_role("button", name="Kiểm tra và xem trước").click()
    bad = page.locator(".cell-bad input.cell")
    expect(bad).to_be_focused()
    expect(page.locator(".cell-bad .cell-fault")).to_contain_text("Có phải là “Hiệu quả trong hộ”")
    assert not written(accounts), "nothing is accepted by halves"
    expect(page.locator("#tom-tat")).to_contain_text("Chưa ghi gì vào hệ thống: còn 1 ô cần sửa.")
    page.locator("#tom-tat").get_by_role("link").click()
    expect(bad).to_be_focused()
    assert_accessible(page)
    bad.fill("Hiệu quả trong hộ")
    page.get_by_role("button", name="Kiểm tra và xem trước").click()
    page.get_by_role("button", name="Ghi 200 hộ").click()
    expect(page.get_by_text("Đã ghi: 200 hộ mới, 0 hộ thay đổi.")).to_be_visible()
    assert page.evaluate(NOTHING_KEPT), "what is saved is not kept on the device as well"
    by_pasting = written(accounts)
    assert len(by_pasting) == 200
    forget(accounts)

    book = load_workbook(empty_form)
    sheet = book["Nhập liệu"]
    keys = [cell.value for cell in sheet[7]]
    order = [keys.index(f"#{key}") + 1 for key in KEYS]
    for row, number in enumerate(range(1, 201), start=9):
        for place, text in zip(order, cells(number), strict=True):
            figure = text.replace(".", "").replace(",", ".")
            is_number = re.fullmatch(r"\d+(\.\d+)?", figure)
            sheet.cell(row, place).value = float(figure) if is_number else text or None
    filled = tmp_path / "da-dien.xlsx"
    book.save(filled)
    page.get_by_role("link", name="Nộp mẫu đã điền").click()
    page.get_by_label("Tệp .xlsx đã điền").set_input_files(filled)
    assert_accessible(page)
    page.get_by_role("button", name="Đọc tệp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước khi ghi")
    assert_accessible(page)
    page.get_by_role("button", name="Ghi 200 hộ").click()
    expect(page.get_by_text("Đã ghi: 200 hộ mới, 0 hộ thay đổi.")).to_be_visible()
    assert written(accounts) == by_pasting


KEYS = (
    "name",
    "a.poverty_status",
    "a.has_policy_loan",
    "c.HN1.1",
    "c.HN2.1",
    "c.HN2.2.numerator",
    "c.HN2.2.denominator",
    "c.HN2.3.before",
    "c.HN2.3.after",
    "c.HN3.3",
)


def forget(app) -> None:
    """Take the households away again."""
    with app.app_context(), transaction():
        ids = list(db.session.scalars(select(Participant.id).where(Participant.type_code == POOR)))
        for card in db.session.scalars(select(Scorecard).where(Scorecard.participant_id.in_(ids))):
            db.session.delete(card)
        db.session.flush()
        for one in db.session.scalars(select(Participant).where(Participant.id.in_(ids))):
            db.session.delete(one)


def test_two_hundred_pasted_rows_all_arrive(hamlet_id, enter):
    """The first rows at once, the others while one already reads."""
    page = enter(RoleCode.UNIT)
    open_grid(page, hamlet_id)
    page.evaluate(PASTE, [FIRST, in_grid_order(pasted(200))])
    expect(page.locator('tr[data-row="25"] input[data-key="name"]')).to_have_value(cells(25)[0])
    expect(page.locator('tr[data-row="200"] input[data-key="name"]')).to_have_value(cells(200)[0])


def test_the_grid_moves_undoes_and_keeps_what_is_not_saved(hamlet_id, enter):
    page = enter(RoleCode.UNIT)
    open_grid(page, hamlet_id)
    page.locator(FIRST).click()
    page.keyboard.type("Hộ ông Lý Sa Rây")
    page.keyboard.press("Enter")
    expect(page.locator('tr[data-row="2"] input[data-key="name"]')).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIRST)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator('tr[data-row="1"] input[data-key="a.has_policy_loan"]')).to_be_focused()

    rows = "Hộ A\tcó\nHộ B\tkhông\nHộ C\tcó\nHộ D\tcó"
    page.evaluate(PASTE, ['tr[data-row="2"] input[data-key="name"]', rows])
    expect(page.locator('tr[data-row="5"] input[data-key="name"]')).to_have_value("Hộ D")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator('tr[data-row="5"] input[data-key="name"]')).to_have_value("")
    expect(page.locator(FIRST)).to_have_value("Hộ ông Lý Sa Rây")

    page.reload()
    expect(page.locator(FIRST)).to_have_value("Hộ ông Lý Sa Rây")
    expect(page.get_by_text(re.compile("Đã lấy lại bản nhập dở"))).to_be_visible()
    page.get_by_role("button", name="Bỏ bản nhập dở").click()
    expect(page.locator(FIRST)).to_have_value("")


def test_a_lost_connection_keeps_the_grid_and_says_so(hamlet_id, enter):
    page = enter(RoleCode.UNIT)
    open_grid(page, hamlet_id)
    page.locator(FIRST).fill("Hộ ông Lý Sa Rây")
    page.context.set_offline(True)
    page.get_by_role("button", name="Kiểm tra và xem trước").click()
    expect(page.get_by_text(re.compile("Mất kết nối: bảng giữ trên máy này"))).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Kiểm tra và xem trước").click()
    expect(page.get_by_role("button", name="Ghi 1 hộ")).to_be_visible()


def test_one_household_is_entered_on_a_phone(hamlet_id, enter):
    page = enter(RoleCode.UNIT, "phone")
    open_grid(page, hamlet_id)
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    page.get_by_role("link", name="Thêm hộ").click()
    page.get_by_label("Tên hộ").fill("Hộ bà Kim Thị Út")
    page.get_by_label("Diện hộ").select_option("Hộ nghèo")
    page.get_by_label(re.compile("số đầu kỳ")).fill("1500")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Lưu hộ này").click()
    expect(page.locator(".field-error")).to_contain_text("số còn lại")
    expect(page.get_by_label("Tên hộ")).to_have_value("Hộ bà Kim Thị Út")
    page.get_by_label(re.compile("số cuối kỳ")).fill("1.800")
    page.get_by_role("button", name="Lưu hộ này").click()
    expect(page.get_by_role("link", name="Hộ bà Kim Thị Út")).to_be_visible()
    page.get_by_role("link", name="Hộ bà Kim Thị Út").click()
    expect(page.get_by_label(re.compile("số cuối kỳ"))).to_have_value("1.800")
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("", "/dan", f"/nop?loai={POOR}", "/da-thoi"):
        page.goto(f"/ho/{hamlet_id}{path}")
        assert_no_sideways_scroll(page)
        assert_accessible(page)
