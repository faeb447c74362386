"""One scorecard from the first figure to the answered objection: nothing that anybody typed is lost."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from foundation.database import db
from foundation.formats import day
from foundation.permissions import RoleCode
from movements.models import StageCode
from scorecards.models import AssessmentLevel, Citation, Scorecard, ScorecardStatus
from tests import hostile_files as made
from tests.browser.journey import (
    add_file,
    begin,
    card_of,
    expect_saved,
    expect_words,
    field,
    hand_in,
    note,
    place,
    press,
    read_citation,
    turn_to,
)
from tests.browser.test_signing_in import assert_no_sideways_scroll
from verification.models import Objection, Return

pytestmark = pytest.mark.browser
KEPT = "Đã giữ trên máy này"
PLAN = {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": made.pdf_with_text("Ke hoach 12")}
PLAN_WORDS = {
    "Số, ký hiệu văn bản": "12/KH-UBND",
    "Ngày văn bản": "15/01/2024",
    "Trang, mục": "3 - 5, Biểu 03",
    "Ghi chú cho người thẩm định": "Xin xem mục “Phân công”, điểm c",
}
PHOTO = {"name": "anh-mo-hinh.jpg", "mimeType": "image/jpeg", "buffer": made.photograph()}
PHOTO_WORDS = {
    "Số, ký hiệu văn bản": "45/BB-UBND",
    "Ngày văn bản": "02/10/2024",
    "Trang, mục": "1",
    "Ghi chú cho người thẩm định": "Ảnh chụp buổi trao bò giống ở ấp Phước Hòa",
}
BIEU = {"name": "bieu-03-sua.pdf", "mimeType": "application/pdf", "buffer": made.pdf_with_text("Bieu 03 sua")}
BIEU_WORDS = {
    "Số, ký hiệu văn bản": "88/BC-UBND",
    "Ngày văn bản": "18/11/2024",
    "Trang, mục": "2",
    "Ghi chú cho người thẩm định": "Bản sửa đã ký, đóng dấu",
}
NOTE_A = "Kế hoạch “Không để ai bị bỏ lại phía sau” <số 12> & phụ lục; gửi ngày 15/01"
NOTE_B_BEGUN = "Nuôi bò sữa ở ấp Phước Hòa; trồng hành tím"
NOTE_B_REST = " ở Vĩnh Châu, đường đất không có sóng; nước mặn 4‰"
NOTE_B = NOTE_B_BEGUN + NOTE_B_REST
NOTE_B_NEW = "Chỉ tính 2 mô hình đã được công nhận; bỏ mô hình hành tím (thuộc thị xã Vĩnh Châu)"
WHY_RETURNED = "Mô hình hành tím thuộc thị xã Vĩnh Châu: chỉ kê mô hình trên địa bàn xã."
WHOLE_NOTE = "Đề nghị rà soát lại, nộp trong tuần; vướng gì gọi bà Sáu ở Phòng Nội vụ."
WHY_CHANGED = "Biểu 03 chỉ ghi 18 hộ; 2 hộ thoát nghèo từ năm 2023 (trang 2)."
GROUND = "Biểu 03 bản sửa ngày 18/11 ghi đủ 20 hộ: hộ Thạch Sơn, hộ Lý Thị Ngà mới được công nhận."
ANSWER = "Bản sửa có chữ ký đến hộ thứ 19; hộ Thạch Sơn công nhận năm 2023. Lấy 19 hộ."
STEPS = [
    "dẫn minh chứng cho tiêu chí",
    "nhập tự chấm",
    "nộp phiếu chấm điểm",
    "trả lại phiếu chấm điểm",
    "thẩm định",
    "kết thúc thẩm định",
    "gửi đề nghị phúc tra",
    "trả lời phúc tra",
]


@pytest.fixture
def card_id(accounts):
    """The scorecard of the journey, nothing entered yet."""
    return begin(accounts)


@pytest.mark.slow
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_from_the_first_figure_to_the_answered_objection(enter, accounts, card_id, width):
    commune = enter(RoleCode.COMMUNE, width)
    score_with_two_files(commune, card_id)
    commune = lose_the_connection(commune, card_id)
    hand_in_and_read_the_receipt(commune, card_id)

    turn_to(accounts, card_id, StageCode.VERIFICATION)
    office = enter(RoleCode.OFFICE, width)
    send_back(office)
    correct_and_hand_in_again(commune, card_id)
    verify(enter(RoleCode.VERIFIER, width), card_id)

    turn_to(accounts, card_id, StageCode.OBJECTION)
    object_to_the_change(commune, card_id)
    answer(office)
    read_the_answer(commune, card_id)
    assert_nothing_is_lost(accounts, card_id)
    assert_all_is_recorded(commune, office, card_id)


def score_with_two_files(page, card_id):
    card_of(page, card_id)
    place(page, "A").get_by_label("Có", exact=False).first.check()
    note(page, "A").fill(NOTE_A)
    note(page, "A").blur()
    expect_saved(page, "A")
    add_file(page, place(page, "A").locator("#mc-A"), PLAN, PLAN_WORDS)
    expect(note(page, "A")).to_have_value(NOTE_A)
    field(page, "e-T1").fill("1")
    expect_saved(page, "T1")
    add_file(page, place(page, "T1").locator("#mc-T1"), PHOTO, PHOTO_WORDS)
    assert_no_sideways_scroll(page)


def lose_the_connection(page, card_id):
    """Cut off in the middle of a sentence, the tab closed, opened again when there is a connection."""
    field(page, "e-B").fill("3")
    expect_saved(page, "B")
    note(page, "B").focus()
    page.keyboard.type(NOTE_B_BEGUN)
    page.context.set_offline(True)
    page.keyboard.type(NOTE_B_REST)
    field(page, "e-C-numerator").fill("20")
    field(page, "e-C-denominator").fill("30")
    expect(page.locator("#tc-B [data-save-state]")).to_contain_text(KEPT)
    expect(page.locator("#tc-C [data-save-state]")).to_contain_text(KEPT)
    expect(field(page, "n-B")).to_have_value(NOTE_B)
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    card_of(page, card_id)
    expect_saved(page, "B", "C")
    card_of(page, card_id)
    expect(note(page, "A")).to_have_value(NOTE_A)
    expect(note(page, "B")).to_have_value(NOTE_B)
    for name, text in {"e-B": "3", "e-T1": "1", "e-C-numerator": "20", "e-C-denominator": "30"}.items():
        expect(field(page, name)).to_have_value(text)
    read_citation(page, place(page, "A").locator("#mc-A"), PLAN_WORDS)
    read_citation(page, place(page, "T1").locator("#mc-T1"), PHOTO_WORDS)
    return page


def hand_in_and_read_the_receipt(page, card_id):
    hand_in(page, card_id, 1)
    receipt = page.get_by_role("main")
    expect_words(receipt, "72,00", NOTE_A, NOTE_B, "12/KH-UBND", "3 - 5, Biểu 03", "45/BB-UBND", "3 mô hình")
    assert_no_sideways_scroll(page)


def send_back(page):
    page.goto("/tham-dinh")
    page.get_by_role("link", name="Mở phiếu đầu tiên").click()
    page.locator("main a[href*='/tra-lai']").click()
    page.wait_for_url("**/tra-lai**")
    reason = field(page, "r-B")
    if not reason.is_visible():
        page.locator("details", has=reason).locator("summary").click()
    reason.fill(WHY_RETURNED)
    page.get_by_label("Ý kiến chung").fill(WHOLE_NOTE)
    press(page, "/tra-lai")
    expect(page).not_to_have_url(re.compile("/tra-lai"))


def correct_and_hand_in_again(page, card_id):
    card_of(page, card_id)
    expect_words(page.get_by_role("main"), WHY_RETURNED, WHOLE_NOTE)
    place(page, "B")
    field(page, "e-B").fill("2")
    note(page, "B").fill(NOTE_B_NEW)
    note(page, "B").blur()
    expect_saved(page, "B")
    expect(page.locator("#gives-B")).to_contain_text("20")
    page.locator(f"main a[href='/phieu/{card_id}/thay-doi']").first.click()
    row = page.get_by_role("row").filter(has_text="Mô hình được nhân rộng")
    expect(row.get_by_role("cell").nth(0)).to_contain_text("3 mô hình")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("2 mô hình")
    expect_words(row, WHY_RETURNED, NOTE_B_NEW)
    assert_no_sideways_scroll(page)
    card_of(page, card_id)
    hand_in(page, card_id, 2)
    expect_words(page.get_by_role("main"), NOTE_B_NEW, "2 mô hình")


def verify(page, card_id):
    """One criterion changed, one scored by the verifier alone, the others accepted, then finished."""
    page.goto("/tham-dinh")
    page.get_by_role("link", name="Mở phiếu đầu tiên").click()
    page.wait_for_url(f"**/tham-dinh/{card_id}**")
    page.goto(f"/tham-dinh/{card_id}?tieu-chi=A")
    expect_words(page.get_by_role("main"), NOTE_A, "12/KH-UBND", WHY_RETURNED)
    page.goto(f"/tham-dinh/{card_id}?tieu-chi=C")
    field(page, "e-C-numerator").fill("18")
    page.get_by_role("textbox", name="Lý do điều chỉnh").fill(WHY_CHANGED)
    page.locator("button[name=save]").click()
    page.wait_for_url("**tieu-chi=D")
    field(page, "e-D").first.check()
    page.locator("button[name=save]").click()
    page.wait_for_url("**tieu-chi=T1")
    expect_words(page.get_by_role("main"), "45/BB-UBND")
    page.locator("button[name=accept]").click()
    page.wait_for_url("**tieu-chi=A")
    page.goto(f"/tham-dinh/chap-nhan?phieu={card_id}")
    field(page, "finishing").uncheck()
    press(page, "/chap-nhan")
    expect(page).not_to_have_url(re.compile("/chap-nhan"))
    page.goto(f"/tham-dinh/{card_id}/ket-thuc")
    expect_words(page.get_by_role("main"), WHY_CHANGED)
    assert_no_sideways_scroll(page)
    page.locator("button[name=stay]").click()
    page.wait_for_url("**/tham-dinh")


def object_to_the_change(page, card_id):
    page.goto(f"/phieu/{card_id}")
    expect_words(page.get_by_role("main"), WHY_CHANGED, NOTE_B_NEW)
    page.locator(f"main a[href='/phieu/{card_id}/phuc-tra']").first.click()
    page.locator(f"main a[href='/phieu/{card_id}/phuc-tra/C']").click()
    ground = page.get_by_role("textbox", name="Vì sao đề nghị phúc tra")
    ground.fill(GROUND)
    expect(field(page, "e-C-numerator")).to_have_value("20")
    expect(field(page, "e-C-denominator")).to_have_value("30")
    add_file(page, page.locator("#mc-C"), BIEU, BIEU_WORDS)
    expect(ground).to_have_value(GROUND)
    press(page, "/phuc-tra/C")
    expect(page.get_by_text("Chờ trả lời")).to_be_visible()
    expect_words(page.locator("#tc-C"), GROUND, "88/BC-UBND", WHY_CHANGED)
    assert_no_sideways_scroll(page)


def answer(page):
    page.goto("/phuc-tra")
    page.get_by_role("link", name="Mở đề nghị đầu tiên").click()
    expect_words(page.get_by_role("main"), GROUND, "88/BC-UBND", "18/11/2024", WHY_CHANGED)
    page.get_by_role("radio", name="Chấp nhận một phần").check()
    field(page, "e-C-numerator").fill("19")
    field(page, "e-C-denominator").fill("30")
    page.get_by_role("textbox", name="Lý do").fill(ANSWER)
    press(page, "/phuc-tra/")
    page.wait_for_url("**/phuc-tra")


def read_the_answer(page, card_id):
    page.goto(f"/phieu/{card_id}/phuc-tra")
    expect_words(page.locator("#tc-C"), ANSWER, GROUND, "19")
    page.goto(f"/phieu/{card_id}")
    expect_words(page.locator("#tc-C"), ANSWER, "19")
    expect_words(page.locator("#tc-C #mc-C"), "88/BC-UBND")
    expect_words(page.locator("#tc-A"), NOTE_A, "12/KH-UBND")


def assert_nothing_is_lost(app, card_id):
    """Every character as it was typed, in the column of whoever typed it."""
    with app.app_context():
        card = db.session.get(Scorecard, card_id)
        levels = {one.level: one for one in card.assessments}
        own, office = levels[AssessmentLevel.SELF], levels[AssessmentLevel.OFFICE]
        assert own.entries == {
            "A": "yes",
            "B": "2",
            "C": {"numerator": "20", "denominator": "30"},
            "T1": "1",
        }
        assert own.notes == {"A": NOTE_A, "B": NOTE_B_NEW}
        assert office.entries["C"] == {"numerator": "19", "denominator": "30"}
        assert office.entries["D"] == "yes"
        assert office.reasons["C"] == ANSWER
        assert card.status is ScorecardStatus.VERIFIED
        returned, objection = (
            db.session.scalars(select(Return)).one(),
            db.session.scalars(select(Objection)).one(),
        )
        assert (returned.reasons, returned.note) == ({"B": WHY_RETURNED}, WHOLE_NOTE)
        assert (objection.text, objection.answer_text) == (GROUND, ANSWER)
        cited = {one.criterion: one for one in db.session.scalars(select(Citation))}
        for code, words in {"A": PLAN_WORDS, "T1": PHOTO_WORDS, "C": BIEU_WORDS}.items():
            one = cited[code]
            assert [one.number, day(one.issued_on), one.page, one.note] == list(words.values())


def assert_all_is_recorded(commune, office, card_id):
    """Each step and each sentence on the history of the scorecard, and in the record of the whole year."""
    texts = [NOTE_A, NOTE_B, NOTE_B_NEW, WHY_RETURNED, WHOLE_NOTE, WHY_CHANGED, GROUND, ANSWER]
    cited = [*PLAN_WORDS.values(), *PHOTO_WORDS.values(), *BIEU_WORDS.values()]
    commune.goto(f"/phieu/{card_id}/nhat-ky")
    office.goto(f"/nhat-ky?type=scorecard&id={card_id}")
    for page in (commune, office):
        record = page.get_by_role("main").get_by_role("list").first
        expect_words(record, *STEPS, *texts, *cited)
        for phrase, times in (("nộp phiếu chấm điểm", 2), ("dẫn minh chứng cho tiêu chí", 3)):
            expect(page.locator(".done").filter(has_text=phrase)).to_have_count(times)
        assert_no_sideways_scroll(page)
    for name in ("ke-hoach.pdf", "anh-mo-hinh.jpg", "bieu-03-sua.pdf"):
        expect_words(commune.locator(".record"), name)
