"""The spreadsheet and the list drawn from a sealed run: what they hold and who may fetch them."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from foundation.permissions import RoleCode
from tests.ranking_pages import sealed, text_of


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed)


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def test_spreadsheet_holds_table_criteria_and_reasons(run_id, office):
    answer = office.get(f"/xep-hang/{run_id}/bang-tinh?type=commune")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"Xã Hồ Đắc Kiện", "Kế hoạch", "94.7", "40"} <= cells
    reasons = {str(cell.value) for row in book["Lý do"].iter_rows() for cell in row}
    assert any("kém suất cuối 4,60 điểm" in text for text in reasons)


def test_spreadsheet_is_refused_to_units(run_id, client_as):
    unit = client_as(RoleCode.UNIT)
    assert unit.get(f"/xep-hang/{run_id}/bang-tinh").status_code == 403
    assert "bang-tinh" not in unit.get("/xep-hang").text


LIST = {"symbol": "DS-HĐTĐKT", "authority": "chair", "award": "", "recipients": "Lưu: VT, HĐTĐKT"}


def pdf_text(answer):
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_list_has_the_recommended_only_and_names_the_rest_in_closing(run_id, office):
    values = LIST | {"signed_on": "2024-12-12", "signer": "Trần Văn Minh"}
    values |= {"request": "46/TTr-HĐTĐKT", "requested_on": "2024-12-12"}
    text = pdf_text(office.get(f"/van-ban/danh-sach/{run_id}/in", query_string=values))
    assert re.search(r"Số:\s+/DS-HĐTĐKT", text)
    assert "DỰ THẢO" in text
    assert "ngày 12 tháng 12 năm 2024" in text
    assert "Kèm theo Tờ trình số 46/TTr-HĐTĐKT ngày 12 tháng 12 năm 2024 của Hội đồng Thi đua" in text
    table, _, closing = text.partition("Danh sách này có 04 tập thể")
    assert "Xã Hồ Đắc Kiện" in table
    assert "Ấp Phước Hòa, xã An Ninh" in table
    assert "Xã Phú Tâm" not in table
    assert "Trường hợp của xã Phú Tâm chưa xét, chờ kết luận xác minh" in closing
    assert "xã An Ninh" in closing
    assert "Trần Văn Minh" in closing
    assert "Kết quả đánh giá lần 1" in closing
    assert "56,7 điểm phần trăm" in table


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"symbol": "danh sách"}, "Ghi ký hiệu gồm tên loại và cơ quan"),
        ({"request": "số 46"}, "Ghi số và ký hiệu của tờ trình"),
        ({"signed_on": "2024-12-01", "requested_on": "2024-12-02"}, "Ngày tờ trình không sau"),
        ({"recipients": ""}, "Ghi ít nhất dòng lưu"),
    ],
)
def test_list_says_what_to_correct(run_id, office, wrong, message):
    page = office.get(f"/van-ban/danh-sach/{run_id}/in", query_string=LIST | wrong)
    assert page.status_code == 422
    assert message in page.text


def test_list_page_counts_what_will_be_printed(run_id, client_as):
    page = text_of(client_as(RoleCode.CLERK).get(f"/van-ban/danh-sach/{run_id}"))
    assert "<dt>Xã, thị trấn</dt><dd>2</dd>" in page
    assert "3 trường hợp chưa vào danh sách." in page


def test_list_is_refused_to_units(run_id, client_as):
    unit = client_as(RoleCode.UNIT)
    for path in (f"/van-ban/danh-sach/{run_id}", f"/van-ban/danh-sach/{run_id}/in"):
        assert unit.get(path).status_code == 403
