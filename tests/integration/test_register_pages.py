"""The register on the screen and as a workbook."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from foundation.database import transaction
from foundation.permissions import SYSTEM, RoleCode
from register.numbers import continue_from
from register.services import revoke
from tests.district import make_year
from tests.factories import NOW
from tests.registering import SERIES, draft, issue

LETTERS = "council:TTr-HĐTĐKT"


@pytest.fixture
def register(accounts):
    """Two decisions with numbers given elsewhere between them, and a proposal."""
    with accounts.app_context(), transaction():
        year = make_year()
        first = issue(draft(year, subject="Khen thưởng đợt một"))
        continue_from(actor=SYSTEM, series=SERIES, year=2024, last=9, reason="Sổ giấy", now=NOW)
        issue(draft(year, subject="Khen thưởng đợt hai"))
        issue(draft(year, series=LETTERS, symbol="TTr-HĐTĐKT", subject="Đề nghị khen thưởng"))
        revoke(actor=SYSTEM, paper=first, reason="Xét sai thẩm quyền", now=NOW)
        draft(year, series="committee:KH-UBND", symbol="KH-UBND", signed_on=date(2024, 11, 4))
    return accounts


def client(app, role=RoleCode.CLERK):
    made = app.test_client()
    made.become(role)
    return made


def test_the_register_shows_every_number_and_those_given_elsewhere(register):
    page = client(register).get("/so-van-ban?year=2024").text
    for told in (
        "01/QĐ-UBND",
        "02–09",
        "Cấp ngoài hệ thống",
        "10/QĐ-UBND",
        "01/TTr-HĐTĐKT",
        "Xét sai thẩm quyền",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("asked", "found", "left"),
    [
        ("tim=dot+hai", "10/QĐ-UBND", "01/QĐ-UBND"),
        ("tim=10/qd", "10/QĐ-UBND", "01/TTr-HĐTĐKT"),
        (f"so={LETTERS}", "01/TTr-HĐTĐKT", "10/QĐ-UBND"),
        ("tim=kh%C3%B4ng+c%C3%B3", "Bỏ bớt chữ tìm", "10/QĐ-UBND"),
    ],
)
def test_a_paper_is_found_by_words_number_and_series(register, asked, found, left):
    page = client(register).get(f"/so-van-ban?year=2024&{asked}").text
    assert found in page
    assert left not in page


def test_the_workbook_has_a_sheet_for_each_series_with_its_gaps(register):
    book = load_workbook(BytesIO(client(register).get("/so-van-ban/tep?year=2024").data))
    sheet = next(one for one in book if "QĐ-UBND" in one.title)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:2] for row in rows] == [[1, "QĐ-UBND"], ["02–09", ""], [10, "QĐ-UBND"]]
    assert rows[0][8:10] == ["Xét sai thẩm quyền", "Đã thu hồi"]
    assert rows[1][3] == "Cấp ngoài hệ thống"
    assert rows[2][2].date() == date(2024, 11, 5)


def test_numbers_given_elsewhere_are_noted_before_the_first_of_our_own(register):
    clerk, page = client(register), "/so-van-ban/so-ngoai?year=2024&so=committee:KH-UBND"
    assert "Số cuối đang ghi là 0" in clerk.get(page).text
    refused = clerk.post(page, data={"last": "41", "reason": ""})
    assert (refused.status_code, 'value="41"' in refused.text) == (422, True)
    assert clerk.post(page, data={"last": "41", "reason": "Sổ giấy của văn thư"}).status_code == 302
    assert "Số cuối đang ghi là 41" in clerk.get(page).text
    back = clerk.post(page, data={"last": "40", "reason": "Nhầm"})
    assert (back.status_code, "ghi số từ đó trở lên" in back.text) == (422, True)
    with register.app_context(), transaction():
        later = NOW + timedelta(hours=1)
        year = make_year(2025)
        assert issue(draft(year, series="committee:KH-UBND", symbol="KH-UBND"), now=later).number == 42


def test_a_wide_leap_of_numbers_is_named_and_confirmed_before_it_is_noted(register):
    clerk, page = client(register), "/so-van-ban/so-ngoai?year=2024&so=committee:KH-UBND"
    typed = {"last": "900", "reason": "Sổ giấy"}
    asked = clerk.post(page, data=typed)
    assert (asked.status_code, "từ 01 đến 900" in asked.text, "Nhảy 900 số" in asked.text) == (
        422,
        True,
        True,
    )
    assert 'name="sure" value="900"' in asked.text
    assert "Sổ giấy" in asked.text
    other = clerk.post(page, data=typed | {"last": "9000", "sure": "900"})
    assert (other.status_code, "Nhảy 9000 số" in other.text) == (422, True)
    assert "Số cuối đang ghi là 0" in clerk.get(page).text
    assert clerk.post(page, data=typed | {"sure": "900"}).status_code == 302
    assert "Số cuối đang ghi là 900" in clerk.get(page).text


def test_who_may_not_issue_reads_the_register_at_most(register):
    council = client(register, RoleCode.COUNCIL)
    assert council.post("/so-van-ban/so-ngoai?year=2024&so=x", data={}).status_code == 403
    assert client(register).get("/so-van-ban/so-ngoai?year=2024&so=committee:khong-co").status_code == 404
