"""A whole session of the council in real browsers: nine members, one with a conflict of interest, one absent
with a written opinion; a tie at the quota settled in secret; one recommendation overturned; seal and facts.
"""

import hashlib
import json
import re

import pytest
from playwright.sync_api import Page, expect

from council.models import CouncilSession, Method
from foundation.database import db, transaction
from tests.council import make_session, question_about
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENT = 60_000
RECUSED, WRITTEN = "Bí thư Huyện đoàn", "Chủ tịch Hội LHPN"
WINNER, LOSER, OVERTURNED, NEXT_IN_LINE = "Xã An Ninh", "Xã Phú Tân", "Xã Hồ Đắc Kiện", "Xã Thiện Mỹ"
TURNED_DOWN = "Vừa phát hiện kê hai lần một công trình; Hội đồng yêu cầu xác minh."


@pytest.fixture
def session(accounts):
    """A prepared session on a sealed run, and the account of each member by name."""
    with accounts.app_context(), transaction():
        prepared = make_session()
        question_about(prepared, LOSER).method = Method.SECRET
        names = {one.name: one.user.username for one in prepared.members if one.user}
        return prepared.id, names


@pytest.fixture
def as_member(open_page, session):
    """`as_member(name)`: the page of one member, signed in, on a phone."""
    _session_id, names = session

    def sign_in(name: str) -> Page:
        page = open_page("phone")
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập hoặc thư điện tử").fill(names[name])
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/")
        return page

    return sign_in


def press(page: Page, name: str) -> None:
    """The button or link of this name in the page's main part, and wait for where it leads."""
    at = page.get_by_role("main")
    found = at.get_by_role("button", name=name, exact=True).or_(at.get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        found.first.click()


def call_the_roll(page: Page) -> None:
    row = page.get_by_role("group", name=WRITTEN)
    row.get_by_label("Vắng, có văn bản").check()
    row.get_by_label("Số, ngày văn bản ý kiến").fill("12/YK ngày 09/12/2024")
    press(page, "Lưu điểm danh")


def declare_conflict(page: Page, session_id: int) -> None:
    page.goto(f"/phien-hop/{session_id}")
    press(page, "Khai liên quan")
    page.locator("summary", has_text=LOSER).click()
    page.get_by_label(re.compile(LOSER)).check()
    page.get_by_label("Lý do").fill(f"Công tác tại {LOSER.lower()} đến tháng 6/2024")
    press(page, "Khai các nội dung đã chọn")
    expect(page.get_by_role("main")).to_contain_text("Công tác tại xã phú tân đến tháng 6/2024")


def vote(page: Page, session_id: int, name: str) -> None:
    page.goto(f"/phien-hop/{session_id}")
    press(page, "Bỏ phiếu")
    page.get_by_label(name, exact=True).check()
    page.get_by_text("Xem lại phiếu", exact=True).click()
    press(page, "Bỏ phiếu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận phiếu của bạn", timeout=PATIENT)


def by_hands(page: Page) -> None:
    """One item by hands: everybody agrees, but one recommendation is turned down by all with its reason."""
    press(page, "Ghi biểu quyết giơ tay")
    if page.get_by_role("main").get_by_text(OVERTURNED).count():
        for tick in page.locator('input[name="cau"][type="checkbox"]').all():
            if OVERTURNED not in tick.locator("xpath=..").inner_text():
                tick.uncheck()
        for choice in page.get_by_label("Không tán thành").all():
            choice.check()
        page.get_by_label("Lý do, khi kết quả khác đề xuất").fill(TURNED_DOWN)
    else:
        page.get_by_role("group", name=WRITTEN).get_by_label("Tán thành", exact=True).check()
    press(page, "Ghi biểu quyết")


def by_ballot(page: Page, session_id: int, as_member, names) -> None:
    press(page, "Lập phiếu bầu")
    press(page, "Lập phiếu")
    press(page, "Mở bỏ phiếu")
    voters = [name for name in names if name not in (RECUSED, WRITTEN)]
    recused = as_member(RECUSED)
    recused.goto(f"/phien-hop/{session_id}")
    expect(recused.get_by_role("link", name="Bỏ phiếu", exact=True)).to_have_count(0)
    for number, name in enumerate(voters):
        vote(as_member(name), session_id, WINNER if number < 5 else LOSER)
    page.goto(f"/phien-hop/{session_id}")
    press(page, "Đóng phiếu và kiểm phiếu")
    page.locator("summary", has_text="Có thành viên bỏ phiếu giấy").click()
    page.get_by_label(re.compile(WRITTEN)).check()
    page.locator(".total-line", has_text=LOSER).locator("input").fill("1")
    press(page, "Đóng phiếu và kiểm phiếu")
    page.get_by_label("Các thành viên này biết và đồng ý như vậy").check()
    press(page, "Đóng phiếu và kiểm phiếu")
    expect(page.get_by_role("row", name=re.compile(WINNER))).to_contain_text("62,50%", timeout=PATIENT)
    page.goto(f"/phien-hop/{session_id}")


def run_the_agenda(page: Page, session_id: int, as_member, names) -> None:
    """The one primary action of the session's page, again and again, until only the seal is left."""
    main = page.get_by_role("main")
    page.goto(f"/phien-hop/{session_id}")
    while not main.get_by_role("link", name="Chốt phiên họp").count():
        if main.get_by_role("link", name="Lập phiếu bầu").count():
            by_ballot(page, session_id, as_member, names)
        else:
            by_hands(page)
        page.goto(f"/phien-hop/{session_id}")


def test_from_conflict_to_the_facts_of_the_minutes(enter, as_member, session, accounts):
    session_id, names = session
    office = enter("office")
    office.goto(f"/phien-hop/{session_id}")
    press(office, "Mở phiên họp")
    declare_conflict(as_member(RECUSED), session_id)
    office.goto(f"/phien-hop/{session_id}/diem-danh")
    call_the_roll(office)
    office.goto(f"/phien-hop/{session_id}")
    press(office, "Khai liên quan")
    press(office, "Những người có mặt còn lại không có liên quan")
    press(office, WRITTEN)
    press(office, "Không có liên quan nào khác")
    run_the_agenda(office, session_id, as_member, names)
    press(office, "Chốt phiên họp")
    expect(office.get_by_role("main")).to_contain_text(
        f"Được đề xuất mà chưa đưa ra Hội đồng: {NEXT_IN_LINE}"
    )
    press(office, "Đưa vào chương trình")
    press(office, "Cập nhật chương trình")
    run_the_agenda(office, session_id, as_member, names)
    press(office, "Chốt phiên họp")
    press(office, "Chốt phiên họp")
    office.goto(f"/phien-hop/{session_id}/ket-qua")
    said = " ".join(office.get_by_role("main").inner_text().split())
    for fact in (
        "Có mặt 8 / 9 đủ số họp, cần 6",
        f"Vắng, có ý kiến bằng văn bản {WRITTEN} (12/YK ngày 09/12/2024).",
        "Phát ra 8, thu về 8, hợp lệ 8, không hợp lệ 0.",
        "ít nhất 5 trên 8. 1 thành viên vắng có ý kiến bằng văn bản được phát phiếu",
        "1 thành viên không biểu quyết vì có liên quan, không tính vào mẫu số.",
        f"{WINNER} 5 62,50% Tặng {LOSER} 3 37,50% Không tặng",
        f"{RECUSED} không biểu quyết: Công tác tại xã phú tân đến tháng 6/2024",
        f"Khác với đề xuất. Lý do: {TURNED_DOWN}",
        "Xã Phú Tâm Giấy khen của Chủ tịch UBND huyện: giữ suất.",
    ):
        assert fact in said, fact
    for name, votes in (
        (OVERTURNED, "0 9 0 0/9, 0,00% Không tặng"),
        (NEXT_IN_LINE, "9 0 0 9/9, 100,00% Tặng"),
    ):
        row = office.get_by_role("row").filter(has=office.get_by_text(name, exact=True))
        assert votes in " ".join(row.filter(has_text="%").first.inner_text().split()), name
    with accounts.app_context():
        sealed = db.session.get_one(CouncilSession, session_id)
        document = json.loads(sealed.document)
        assert hashlib.sha256(sealed.document.encode()).hexdigest() == sealed.seal
        assert sealed.seal in said
    assert [award["name"] for award in document["awards"]] == [WINNER, NEXT_IN_LINE]
    choice = next(q for item in document["items"] for q in item["questions"] if q["kind"] == "choose")
    counted = {name: choice["tally"][name] for name in ("members", "recused", "present", "written", "whole")}
    assert counted == {"members": 9, "recused": 1, "present": 7, "written": 1, "whole": 8}
    assert choice["hands"] == [], "nobody can say who chose whom"
