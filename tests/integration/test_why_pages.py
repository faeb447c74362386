"""Why one stands where it stands, and what leads to its neighbours."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from foundation.database import transaction
from foundation.permissions import RoleCode
from tests.ranking_pages import HAMLET_PAGE, HAMLETS, participant, sealed, text_of
from tests.sealed_year import DOCUMENT, WITH_HIGHER, Card, seal_year


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed)


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def test_why_reads_aloud_what_led_to_a_recommendation(run_id, office, accounts):
    page = text_of(office.get(f"/xep-hang/{run_id}/{participant(accounts, 'Xã Thuận Hòa')}"))
    assert "Đề xuất tặng Giấy khen của Chủ tịch UBND huyện</h2>" in page
    assert "<strong>90,38 điểm</strong>, xếp <strong>hạng 3 trong 8</strong>" in page
    assert "8 × 50% = 4, làm tròn xuống: 4 suất" in page
    assert "Hơn ngưỡng 80 điểm là <strong>10,38</strong> điểm." in page
    assert "Không phải dùng tiêu chí phụ hay bỏ phiếu." in page
    assert "Mất nhiều điểm nhất ở Lãnh đạo: <strong>35,00 trên 40</strong>." in page
    assert "<s>37,00</s>" in page
    assert "Thẩm định: Kê hai lần ban hành, xác nhận được một." in page
    assert "2022: Giấy khen của Chủ tịch UBND huyện" in page
    assert "Tất cả lý do" in page


@pytest.mark.parametrize(
    ("name", "headline", "sentence"),
    [
        ("Xã An Ninh", "Chờ Hội đồng bỏ phiếu về", "2 đơn vị bằng nhau đúng vạch chỉ tiêu"),
        ("Xã Phú Tâm", "Chưa xét", "Đơn đang được xác minh"),
        ("Thị trấn Châu Thành", "Không đề xuất khen thưởng: ngoài chỉ tiêu", "kém suất cuối 4,60 điểm"),
        ("Xã Thiện Mỹ", "Không đề xuất khen thưởng: chưa đạt điều kiện", "chênh 0,76"),
        ("Xã An Hiệp", "Không đề xuất khen thưởng: không đủ điều kiện chung", "dưới mức sàn 20"),
        ("Ấp Xây Đá", "Chưa xếp hạng: chưa chấm xong", "Còn 1 tiêu chí chưa chấm"),
    ],
)
def test_why_tells_every_other_outcome(run_id, office, accounts, name, headline, sentence):
    page = text_of(office.get(f"/xep-hang/{run_id}/{participant(accounts, name)}"))
    assert headline in page
    assert sentence in page


def test_a_full_grade_is_told_where_it_decides(office, accounts):
    document = DOCUMENT.replace("name: Tốt, at_least: 80", "name: Tốt, at_least: 80, quota: {count: 1}")
    document = document.replace(
        "name: Từ 80 điểm trở lên}", "name: Từ 80 điểm trở lên}, {grade: [tot], name: Xếp loại Tốt}"
    )
    with accounts.app_context(), transaction():
        run_id = seal_year(document=document).id
    assert "<strong>Xếp loại Tốt:</strong> từ 80 điểm; <span" in text_of(office.get("/xep-hang"))
    page = text_of(office.get(f"/xep-hang/{run_id}/{participant(accounts, 'Xã Thuận Hòa')}"))
    assert page.count("Đủ điểm xếp loại Tốt nhưng đã hết chỉ tiêu: 1 suất.") == 3
    assert "Đơn vị này đạt 4 trong 5 điều kiện." in page


def test_why_says_who_ahead_takes_no_place_of_the_award(office, accounts):
    second = [Card("Ấp Hòa Long", "37", "54")]
    document = WITH_HIGHER.replace(
        "[hamlet]\n    quota", "[hamlet]\n    conditions: [{points: total, above: 80}]\n    quota"
    )
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": [*HAMLETS[:1], *second]}, document=document).id
    page = text_of(office.get(f"/xep-hang/{run_id}/{participant(accounts, 'Ấp Hòa Long')}"))
    assert "Ấp Phước Hòa (hạng 1) đã được đề nghị Bằng khen của Chủ tịch UBND tỉnh nên không tính" in page


def test_conditions_are_counted_as_they_are_listed(run_id, office, accounts):
    page = office.get(f"/xep-hang/{run_id}/{participant(accounts, 'Xã Phú Tâm')}").text
    assert page.count("bi-check2") == 3
    assert page.count("bi-x-lg") == 1
    assert "Đơn vị này đạt 3 trong 4 điều kiện." in " ".join(page.split())


def test_the_incomplete_count_nowhere_as_verified(run_id, office, accounts):
    page = text_of(office.get(f"/xep-hang/{run_id}/{participant(accounts, 'Ấp Xây Đá')}"))
    assert "chưa chấm đủ, mới có 50,00" in page
    assert "Mất nhiều điểm nhất" not in page
    ranking = text_of(office.get(HAMLET_PAGE))
    assert "(4 phiếu)" in ranking
    assert "Điểm của 4 đơn vị" in ranking
    book = load_workbook(BytesIO(office.get(f"/xep-hang/{run_id}/bang-tinh?type=hamlet").data))
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert "chưa đủ" in cells


def test_why_leads_to_those_beside(run_id, office, accounts):
    ids = {name: participant(accounts, name) for name in ("Xã Phú Tâm", "Xã Thuận Hòa", "Xã An Ninh")}
    page = office.get(f"/xep-hang/{run_id}/{ids['Xã Thuận Hòa']}").text
    assert f'rel="prev" href="/xep-hang/{run_id}/{ids["Xã Phú Tâm"]}"' in page
    assert f'rel="next" href="/xep-hang/{run_id}/' in page


def test_an_unfinished_scorecard_is_told_of_in_few_words(run_id, office, accounts):
    text = text_of(office.get(f"/xep-hang/{run_id}/{participant(accounts, 'Ấp Xây Đá')}"))
    assert "Ấp Xây Đá: còn 1 tiêu chí chưa chấm" in text
    assert "Chấm xong mới xét khen thưởng." in text
    assert text.count("Chưa chấm xong nên chưa nói được đổi gì thì kết quả khác.") == 1
