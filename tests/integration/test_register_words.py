"""The register finds papers by any of their words, and writes the book of outgoing papers."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from foundation.database import transaction
from foundation.permissions import RoleCode
from register.queries import find_paper, list_certificates
from tests.awarding import draft, issued_decision, sealed_session
from tests.integration.test_once_only import issue, replacement_of


def build_register():
    """A decision with its bonus table, and a proposal; whom the decision names, and the numbers."""
    session = sealed_session()
    decision = issued_decision(session)
    table = issue(draft(f"decision:{decision.id}", "bonus_table"))
    issue(draft(decision.source, "proposal", texts={"opinions": "Đã lấy ý kiến."}))
    waiting = draft(decision.source, "commendation_list")
    names = [one.name for one in list_certificates(decision.id)]
    return decision.id, table.id, waiting.id, names[0]


@pytest.fixture
def register(ready, client_as):
    numbers = ready(build_register)
    return client_as(RoleCode.CLERK), *numbers


def test_a_paper_is_found_by_awardee_kind_and_recipient(register):
    clerk, _decision, _table, _draft, name = register
    for asked in (name, "giấy khen", "QUYET DINH", "Thường trực Huyện ủy", "Nhu Dieu 3"):
        page = clerk.get("/so-van-ban", query_string={"year": 2024, "tim": asked}).text
        assert "01/QĐ-UBND" in page, asked
    page = clerk.get("/so-van-ban", query_string={"year": 2024, "tim": "Bằng khen Thủ tướng"}).text
    assert "01/QĐ-UBND</a>" not in page


def test_the_workbook_is_the_book_of_outgoing_papers(register):
    book = load_workbook(BytesIO(register[0].get("/so-van-ban/tep?year=2024").data))
    sheet = next(one for one in book if "QĐ-UBND" in one.title)
    heads = [cell.value for cell in sheet[3]]
    assert heads[:9] == [
        "Số",
        "Ký hiệu",
        "Ngày, tháng văn bản",
        "Tên loại và trích yếu nội dung",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ghi chú",
    ]
    number, symbol, _day, title, signer, recipients, kept, *_rest = [cell.value for cell in sheet[4]]
    assert (number, symbol) == (1, "QĐ-UBND")
    assert title.startswith("Quyết định về việc khen thưởng Phong trào thi đua")
    assert signer
    assert "Thường trực Huyện ủy, HĐND huyện" in recipients
    assert "Lưu" not in recipients
    assert kept.startswith("VT")


def test_files_are_called_as_the_office_does(register):
    clerk, decision, table, waiting, _name = register
    for paper, told in (
        (decision, "QD-01-2024"),
        (table, f"Bang-ke-tien-thuong-{table}"),
        (waiting, f"Danh-sach-khen-thuong-du-thao-{waiting}"),
    ):
        for address, ending in ((f"/van-ban/{paper}/xem?save=1", "pdf"), (f"/van-ban/{paper}/docx", "docx")):
            said = clerk.get(address).headers["Content-Disposition"]
            assert f"filename={told}.{ending}" in said.replace('"', "")


def test_a_draft_shows_under_the_year_it_is_of(register):
    clerk, _decision, _table, waiting, _name = register
    with clerk.application.app_context():
        year = find_paper(waiting).movement_year_id
    own = clerk.get(f"/van-ban?year={year}").text
    assert "Đang soạn" in own
    assert "01/DS-HĐTĐKT" not in clerk.get("/so-van-ban?year=2031").text
    assert "DS-HĐTĐKT" not in clerk.get("/so-van-ban?year=2031").text
    assert "DS-HĐTĐKT" in clerk.get("/so-van-ban?year=2024").text


def test_the_book_notes_what_replaced_what(register):
    clerk, decision, *_others = register
    with clerk.application.app_context(), transaction():
        issue(replacement_of(find_paper(decision)))
    book = load_workbook(BytesIO(clerk.get("/so-van-ban/tep?year=2024").data))
    sheet = next(one for one in book if "QĐ-UBND" in one.title)
    assert [sheet.cell(row, 9).value for row in (4, 5)] == [
        "Đã thay thế bằng số 02/QĐ-UBND",
        "Thay thế số 01/QĐ-UBND",
    ]
