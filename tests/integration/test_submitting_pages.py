"""The pages of handing in, as the unit, the office and strangers see them."""

import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from accounts.queries import find_user_by_name
from assignments.services import assign_unit
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from scorecards.citing import cite as add_citation
from scorecards.models import Citation, Scorecard, ScorecardStatus, Submission
from scorecards.services import assess
from tests.claiming import CLOSES, cite, claiming, file_of
from tests.district import make_commune
from tests.factories import NOW
from tests.year import OFFICE, SELF, enter

FULL = {"A": "yes", "B": "3", "C": {"numerator": "20", "denominator": "30"}}


@pytest.fixture
def clock(monkeypatch):
    """`clock(instant)`: what the pages take for the present."""

    def set_to(instant):
        monkeypatch.setattr("scorecards.submitting_views.now", lambda: instant)

    set_to(NOW)
    return set_to


@pytest.fixture
def card_id(accounts, clock):
    """The complete scorecard of the commune that the sample account "xa" acts for."""
    with accounts.app_context(), transaction():
        own = claiming()
        assign_unit(actor=SYSTEM, user=find_user_by_name("xa"), participant=own.unit, now=NOW)
        enter(own.card, SELF, FULL)
        cited = {"number": "12/KH-UBND", "issued_on": date(2024, 1, 15), "page": "1-6"}
        cite(own.card, "A", evidence_file=file_of(own.card), **cited)
        return own.card.id


def change(app, card_id, **values):
    with app.app_context(), transaction():
        card = db.session.get(Scorecard, card_id)
        for name, value in values.items():
            setattr(card, name, value)


def stored(app, card_id):
    with app.app_context():
        card = db.session.get(Scorecard, card_id)
        return card.status, len(db.session.scalars(select(Submission)).all())


def seen(page):
    return re.search(r'name="seen"[^>]*value="(\w+)"', page).group(1)


def test_a_unit_reviews_hands_in_and_gets_its_receipt(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    page = unit.get(f"/phieu/{card_id}/nop").text
    assert "Đã nhập đủ" in page
    assert "12/KH-UBND, 15/01/2024, trang 1-6" in page
    response = unit.post(f"/phieu/{card_id}/nop", data={"seen": seen(page)})
    assert response.headers["Location"] == f"/phieu/{card_id}/bien-nhan/1"
    page = unit.get(response.headers["Location"]).text
    assert "70,00" in page
    assert "08:41:00 05/11/2024" in page
    assert "khớp với mã khi nộp" in page
    assert stored(accounts, card_id) == (ScorecardStatus.SUBMITTED, 1)


def test_what_is_wanting_is_a_list_of_links_and_must_be_ticked(client_as, accounts, card_id):
    with accounts.app_context(), transaction():
        enter(db.session.get(Scorecard, card_id), SELF, {"B": None, "T1": "1"})
    unit = client_as(RoleCode.COMMUNE)
    page = unit.get(f"/phieu/{card_id}/nop").text
    assert f'href="/phieu/{card_id}#tc-B"' in page
    assert f'href="/phieu/{card_id}#tc-T1"' in page
    response = unit.post(f"/phieu/{card_id}/nop", data={"seen": seen(page)})
    assert response.status_code == 422
    assert "đánh dấu đồng ý nộp khi còn thiếu" in response.text
    assert stored(accounts, card_id) == (ScorecardStatus.DRAFT, 0)
    response = unit.post(f"/phieu/{card_id}/nop", data={"seen": seen(page), "with_gaps": "y"})
    assert response.status_code == 302
    page = unit.get(response.headers["Location"]).text
    assert "Chưa nhập" in page


def test_what_changed_since_the_review_is_shown_before_handing_in(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    mark = seen(unit.get(f"/phieu/{card_id}/nop").text)
    with accounts.app_context(), transaction():
        enter(db.session.get(Scorecard, card_id), SELF, {"B": "2"})
    response = unit.post(f"/phieu/{card_id}/nop", data={"seen": mark})
    assert response.status_code == 422
    assert "Phiếu vừa được sửa" in response.text
    assert seen(response.text) != mark
    assert unit.post(f"/phieu/{card_id}/nop", data={"seen": seen(response.text)}).status_code == 302


def test_after_the_deadline_the_page_says_so_and_keeps_everything(client_as, accounts, card_id, clock):
    clock(CLOSES)
    unit = client_as(RoleCode.COMMUNE)
    page = unit.get(f"/phieu/{card_id}/nop").text
    assert "Đã hết hạn nộp lúc 07:00 08/11/2024" in page
    assert "3 mô hình" in page
    assert 'name="seen"' not in page
    assert unit.post(f"/phieu/{card_id}/nop").status_code == 409
    change(accounts, card_id, extended_until=CLOSES + timedelta(days=1), extension_reason="Bão lũ")
    page = unit.get(f"/phieu/{card_id}/nop").text
    assert "Lý do: Bão lũ" in page
    assert unit.post(f"/phieu/{card_id}/nop", data={"seen": seen(page)}).status_code == 302


def test_the_receipt_says_time_figures_total_and_fingerprint(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    unit.post(f"/phieu/{card_id}/nop")
    response = unit.get(f"/phieu/{card_id}/bien-nhan/1.pdf")
    assert response.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(response.data))
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in reader.pages))
    assert len(reader.pages) <= 2
    assert f"mở https://thidua.chauthanh.vn/phieu/{card_id}/bien-nhan" in text.replace("\u200b", "")
    for words in ("BIÊN NHẬN", "Xã An Ninh", "08:41:00 ngày 05/11/2024", "70,00", "ke-hoach-12.pdf"):
        assert words in text
    content = unit.get(f"/phieu/{card_id}/bien-nhan/1.json").data
    fingerprint = hashlib.sha256(content).hexdigest().upper()
    assert all(fingerprint[start : start + 8] in text for start in range(0, 64, 8))
    assert response.data == unit.get(f"/phieu/{card_id}/bien-nhan/1.pdf").data


def test_a_receipt_names_no_address_where_the_site_knows_none(client_as, accounts, card_id, monkeypatch):
    nowhere = replace(accounts.config["SETTINGS"], site_url=None)
    monkeypatch.setitem(accounts.config, "SETTINGS", nowhere)
    unit = client_as(RoleCode.COMMUNE)
    unit.post(f"/phieu/{card_id}/nop")
    reader = PdfReader(BytesIO(unit.get(f"/phieu/{card_id}/bien-nhan/1.pdf").data))
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in reader.pages))
    assert "mở phiếu này" in text
    assert "/phieu/" not in text


def test_the_receipt_lists_every_figure_and_the_evidence_that_was_wanting(client_as, accounts, card_id):
    with accounts.app_context(), transaction():
        for citation in db.session.scalars(select(Citation)):
            citation.removed_at = NOW
    unit = client_as(RoleCode.COMMUNE)
    page = unit.get(f"/phieu/{card_id}/nop").text
    unit.post(f"/phieu/{card_id}/nop", data={"seen": seen(page), "with_gaps": "y"})
    page = unit.get(f"/phieu/{card_id}/bien-nhan/1").text
    assert "Còn thiếu minh chứng" in page
    assert "Chưa có minh chứng" in page
    pdf = PdfReader(BytesIO(unit.get(f"/phieu/{card_id}/bien-nhan/1.pdf").data))
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in pdf.pages))
    assert "Còn thiếu minh chứng 1 tiêu chí: A" in text
    assert "Mô hình được nhân rộng 3 mô hình" in text


def test_a_touched_submission_is_told(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    unit.post(f"/phieu/{card_id}/nop")
    with accounts.app_context(), transaction():
        submission = db.session.scalars(select(Submission)).one()
        submission.content = {**submission.content, "total": "90"}
    assert "Mã kiểm tra không khớp" in unit.get(f"/phieu/{card_id}/bien-nhan/1").text


def test_taken_back_and_why_not(client_as, accounts, card_id, clock):
    unit = client_as(RoleCode.COMMUNE)
    assert "Chỉ rút được phiếu" in unit.get(f"/phieu/{card_id}/rut").text
    unit.post(f"/phieu/{card_id}/nop")
    assert "Rút phiếu về nháp" in unit.get(f"/phieu/{card_id}/rut").text
    assert unit.post(f"/phieu/{card_id}/rut").status_code == 302
    assert stored(accounts, card_id) == (ScorecardStatus.DRAFT, 1)
    assert "đã được rút" in unit.get(f"/phieu/{card_id}/bien-nhan/1").text
    unit.post(f"/phieu/{card_id}/nop")
    clock(CLOSES)
    assert "Đã hết hạn nộp" in unit.get(f"/phieu/{card_id}/rut").text
    assert unit.post(f"/phieu/{card_id}/rut").status_code == 409


def test_resubmitting_shows_what_changed(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    assert "chưa có lần nộp nào" in unit.get(f"/phieu/{card_id}/thay-doi").text
    unit.post(f"/phieu/{card_id}/nop")
    change(accounts, card_id, status=ScorecardStatus.RETURNED)
    with accounts.app_context(), transaction():
        card = db.session.get(Scorecard, card_id)
        enter(card, SELF, {"B": "2"})
        cite(card, "B", number="88/BC-UBND", page="3")
    page = unit.get(f"/phieu/{card_id}/thay-doi").text
    assert "Hiện nay, chưa nộp lại: 60,00 điểm." in page
    assert "3 mô hình" in page
    assert "2 mô hình" in page
    assert "Thêm minh chứng: 88/BC-UBND, trang 3" in page
    assert f"/phieu/{card_id}/thay-doi" in unit.get(f"/phieu/{card_id}/nop").text
    unit.post(f"/phieu/{card_id}/nop")
    assert "Lần 2 nộp lúc" in unit.get(f"/phieu/{card_id}/thay-doi").text


def test_the_office_gives_more_time_and_the_unit_reads_why(client_as, accounts, card_id, clock):
    clock(CLOSES)
    office = client_as(RoleCode.OFFICE)
    assert "Hạn nộp chung: 07:00 08/11/2024" in office.get(f"/phieu/{card_id}/gia-han").text
    typed = {"until": "17:00 07/11/2024", "reason": "Bão lũ chia cắt xã"}
    response = office.post(f"/phieu/{card_id}/gia-han", data=typed)
    assert response.status_code == 422
    assert "Bão lũ chia cắt xã" in response.text
    response = office.post(f"/phieu/{card_id}/gia-han", data={**typed, "until": "12/11/2024 17:00"})
    assert response.headers["Location"] == f"/phieu/{card_id}"
    page = client_as(RoleCode.COMMUNE).get(f"/phieu/{card_id}/nop").text
    assert "Đơn vị được gia hạn đến 17:00 12/11/2024" in page


def test_more_time_for_a_unit_that_has_not_begun(client_as, accounts, card_id, clock):
    clock(CLOSES)
    with accounts.app_context(), transaction():
        year_id = db.session.get(Scorecard, card_id).movement_year_id
        unit_id = make_commune("31601", "Xã Chưa Chấm").id
    office = client_as(RoleCode.OFFICE)
    assert "chưa bắt đầu chấm" in office.get(f"/nam/{year_id}/gia-han/{unit_id}").text
    typed = {"until": "17:00 12/11/2024", "reason": "Mới sáp nhập"}
    assert office.post(f"/nam/{year_id}/gia-han/{unit_id}", data=typed).status_code == 302
    assert office.get(f"/nam/{year_id}/gia-han/99999").status_code == 404


def test_strangers_see_nothing_and_readers_only_read(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    unit.post(f"/phieu/{card_id}/nop")
    stranger = client_as(RoleCode.UNIT)
    for page in ("nop", "rut", "bien-nhan/1", "bien-nhan/1.pdf", "bien-nhan/1.json", "thay-doi", "nhat-ky"):
        assert stranger.get(f"/phieu/{card_id}/{page}").status_code == 404
    assert stranger.post(f"/phieu/{card_id}/nop").status_code == 404
    office = client_as(RoleCode.OFFICE)
    assert office.get(f"/phieu/{card_id}/bien-nhan/1").status_code == 200
    assert office.get(f"/phieu/{card_id}/nop").status_code == 403
    assert unit.get(f"/phieu/{card_id}/gia-han").status_code == 403
    assert office.get(f"/phieu/{card_id}/bien-nhan/7").status_code == 404
    assert office.get("/phieu/99999/bien-nhan/1").status_code == 404


def test_the_history_of_one_scorecard_names_each_step(client_as, accounts, card_id):
    unit = client_as(RoleCode.COMMUNE)
    unit.post(f"/phieu/{card_id}/nop")
    unit.post(f"/phieu/{card_id}/rut")
    page = unit.get(f"/phieu/{card_id}/nhat-ky").text
    assert page.index("rút phiếu chấm điểm") < page.index("nộp phiếu chấm điểm")


def test_the_history_says_names_and_sums_up_what_was_saved_in_one_go(client_as, accounts, card_id):
    with accounts.app_context(), transaction():
        later = [NOW + timedelta(seconds=place) for place in range(5)]
        card = db.session.get(Scorecard, card_id)
        typed = [
            *zip("BBBA", ("1", "12", "5", "no"), later, strict=False),
            ("B", "6", NOW + timedelta(minutes=9)),
        ]
        for code, raw, at in typed:
            assess(actor=SYSTEM, scorecard=card, level=SELF, entries={code: raw}, now=at)
        file = file_of(card, 2, "bao-cao.pdf")
        add_citation(actor=SYSTEM, scorecard=card, criterion="B", file=file, number="7/BC-UBND", now=later[4])
    page = client_as(RoleCode.COMMUNE).get(f"/phieu/{card_id}/nhat-ky").text
    words = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "B Mô hình được nhân rộng trước: 3 mô hình sau: 5 mô hình Gộp 3 lần lưu liền nhau" in words
    assert "A Ban hành kế hoạch trước: Có sau: Không" in words
    assert "B Mô hình được nhân rộng trước: 5 mô hình sau: 6 mô hình" in words
    cited = "Tiêu chí B Mô hình được nhân rộng Tệp bao-cao.pdf (biên nhận số 2) Số, ký hiệu văn bản 7/BC-UBND"
    assert cited in words
    assert "SHA" not in words
    assert "yes" not in words


def test_readings_do_not_grow_with_what_is_cited(client_as, accounts, card_id):
    with accounts.app_context(), transaction():
        card = db.session.get(Scorecard, card_id)
        enter(card, OFFICE, {"D": "yes"})
        for receipt in range(2, 12):
            cite(card, "B", evidence_file=file_of(card, receipt, f"tep-{receipt}.pdf"))
    unit = client_as(RoleCode.COMMUNE)
    response = unit.get(f"/phieu/{card_id}/nop")
    assert response.text.count("tep-") == 10
