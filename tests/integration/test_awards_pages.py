"""The ranking, why each one stands there, the seal, the spreadsheet, the list: what they show and refuse."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from awards.models import AwardStatus, EvaluationRun, RunResult
from awards.services import seal_run
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from participants.services import create_participant
from scorecards.models import Scorecard, ScorecardStatus
from tests.district import make_year
from tests.factories import NOW
from tests.page_client import page_faults
from tests.sealed_year import COMMUNES, DOCUMENT, WITH_HIGHER, Card, prepare_year, seal_year


def sealed():
    return seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}).id


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed)


IN_AN_NINH = (RunResult.type_code == "hamlet", RunResult.commune_name == "Xã An Ninh")
HAMLET_PAGE = "/xep-hang?type=hamlet"
HAMLETS = (
    Card("Ấp Phước Hòa", "38", "55"),
    Card("Ấp Hòa Long", "37", "54"),
    Card("Ấp Xây Đá", None, "50"),
)


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def participant(app, name):
    with app.app_context():
        return db.session.scalar(select(RunResult.participant_id).where(RunResult.name == name))


def text_of(page):
    return " ".join(page.text.split())


def rows_of(page):
    return page.text.count('<td class="rank">')


def test_ranking_shows_places_states_and_the_seal(run_id, office):
    page = office.get("/xep-hang")
    assert page.status_code == 200
    assert "Lần đánh giá 1" in page.text
    assert "Mã kết quả" in page.text
    assert rows_of(page) == 8
    for word in ("Đề xuất tặng", "Chưa xét", "Chờ bỏ phiếu", "Ngoài chỉ tiêu", "Dưới ngưỡng"):
        assert word in page.text
    assert "Không đủ điều kiện" in page.text
    assert "Kém suất cuối 4,60 điểm" in page.text
    assert "Thiếu 0,76 điểm" in page.text
    assert "Mục I 15,00, sàn 20" in page.text
    assert "Đơn đang được xác minh; giữ suất" in page.text


def test_ranking_says_the_rule_with_its_rounding(run_id, office):
    page = text_of(office.get("/xep-hang"))
    assert "8 × 50% = 4, làm tròn xuống: 4 suất" in page
    assert "từ 80 điểm trở lên" in page


def test_tie_across_the_line_is_bracketed_crossed_and_told(run_id, office):
    page = text_of(office.get("/xep-hang"))
    before, line, after = page.partition('<tr class="quota crossed">')
    assert line
    assert 'class="tied tie-first"' in before
    assert "Xã An Ninh" in before
    assert 'class="tied tie-last"' in after
    assert page.count('<td class="rank">4=</td>') == 2
    assert "Vạch chỉ tiêu: 4 suất" in after
    assert "<strong>Hai đơn vị bằng nhau đúng vạch chỉ tiêu Giấy khen" in page
    assert "cùng 87,50 điểm, còn 1 suất" in page


def test_a_tie_for_a_higher_award_is_told_beside_what_was_won(office, accounts):
    with accounts.app_context(), transaction():
        seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}, document=WITH_HIGHER)
        commune = db.session.scalar(select(RunResult.commune_id).where(*IN_AN_NINH))
    for page in map(text_of, map(office.get, (HAMLET_PAGE, f"{HAMLET_PAGE}&commune={commune}"))):
        assert "<strong>Hai đơn vị bằng nhau đúng vạch chỉ tiêu Bằng khen của Chủ tịch UBND tỉnh." in page
        assert "cùng 93,00 điểm, còn 1 suất" in page
        assert "chờ bỏ phiếu về Bằng khen của Chủ tịch UBND tỉnh, còn 1 suất" in page


def test_line_stands_after_the_last_place_without_a_tie(office, accounts):
    with accounts.app_context(), transaction():
        seal_year([card for card in COMMUNES if card.name not in ("Xã Phú Tân", "Xã An Hiệp")])
    before, line, _after = text_of(office.get("/xep-hang")).partition('<tr class="quota">')
    assert line
    assert before.count('<td class="rank">') == 3


def test_hamlets_stand_group_by_group_with_their_own_ranks(run_id, office):
    page = office.get("/xep-hang?type=hamlet")
    assert rows_of(page) == 5
    assert page.text.count('<tr class="section">') == 2
    assert page.text.count('<td class="rank">1</td>') == 2
    assert "chưa đủ" in page.text
    assert "Còn 1 tiêu chí chưa chấm" in page.text


def test_group_commune_and_words_narrow_the_rows(run_id, office, accounts):
    commune = participant(accounts, "Xã Phú Tân")
    with accounts.app_context():
        key = db.session.scalar(select(RunResult.group_key).where(*IN_AN_NINH))
    one_group = office.get(f"/xep-hang?type=hamlet&group={key}")
    assert rows_of(one_group) == 3
    assert '<tr class="section">' not in one_group.text
    assert rows_of(office.get(f"/xep-hang?type=hamlet&commune={commune}")) == 2
    assert rows_of(office.get("/xep-hang?q=ho+dac")) == 1
    assert rows_of(office.get("/xep-hang?q=Ấp+Phước+hoà&type=hamlet")) == 2
    nobody = office.get("/xep-hang?q=khong+co")
    assert rows_of(nobody) == 0
    assert "Không thấy ai tên “khong co”" in nobody.text


@pytest.mark.parametrize(
    ("outcome", "rows"),
    [("recommended", 2), ("waiting", 3), ("outside", 1), ("below", 2), ("incomplete", 0), ("x", 8)],
)
def test_outcome_narrows_the_rows(run_id, office, outcome, rows):
    page = office.get(f"/xep-hang?outcome={outcome}")
    assert rows_of(page) == rows
    assert ('class="quota' in page.text) is (outcome == "x")


def test_waiting_finds_those_who_wait_for_a_higher_award(office, accounts):
    with accounts.app_context(), transaction():
        seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}, document=WITH_HIGHER)
    page = office.get(f"{HAMLET_PAGE}&outcome=waiting")
    assert rows_of(page) == 2
    assert '<option value="waiting" selected>' in page.text


def test_signs_alone_find_nobody(run_id, office):
    assert rows_of(office.get("/xep-hang?q=%25")) == 0


def test_choosing_another_commune_lets_go_of_the_group(run_id, office, accounts):
    with accounts.app_context():
        key = db.session.scalar(select(RunResult.group_key).where(*IN_AN_NINH))
    commune = participant(accounts, "Xã Phú Tân")
    assert rows_of(office.get(f"/xep-hang?type=hamlet&group={key}&commune={commune}")) == 2


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("sort=rank", "Xã Hồ Đắc Kiện", "Xã An Hiệp"),
        ("sort=rank&dir=desc", "Xã An Hiệp", "Xã Hồ Đắc Kiện"),
        ("sort=name", "Thị trấn Châu Thành", "Xã Thuận Hòa"),
        ("sort=verified&dir=desc", "Xã Hồ Đắc Kiện", "Xã An Hiệp"),
        ("sort=self", "Xã An Hiệp", "Xã Hồ Đắc Kiện"),
        ("sort=nonsense", "Xã Hồ Đắc Kiện", "Xã An Hiệp"),
    ],
)
def test_columns_sort_and_say_so(run_id, office, asked, first, last):
    page = office.get(f"/xep-hang?{asked}")
    names = [part.split("<")[0] for part in page.text.split('<span class="unit">')[1:]]
    assert (names[0], names[-1]) == (first, last)
    assert page.text.count("aria-sort=") == 1


def test_out_of_rank_order_there_is_neither_line_nor_bracket(run_id, office):
    page = office.get("/xep-hang?sort=name")
    assert 'class="quota' not in page.text
    assert 'class="tied' not in page.text


def test_pages_keep_order_and_say_where_they_are(office, accounts):
    with accounts.app_context(), transaction():
        seal_year([Card(f"Xã số {n}", "30", f"{n * 0.5:.2f}") for n in range(1, 121)])
    first = office.get("/xep-hang")
    assert "1–50 trong 120" in first.text
    assert rows_of(first) == 50
    last = office.get("/xep-hang?page=3")
    assert "101–120 trong 120" in last.text
    assert rows_of(last) == 20
    assert "101–120 trong 120" in office.get("/xep-hang?page=99").text
    assert "1–50 trong 120" in office.get("/xep-hang?page=x").text


def test_projection_has_its_own_view(run_id, office):
    assert 'data-view="projection"' in office.get("/xep-hang?view=projection").text
    assert "data-view" not in office.get("/xep-hang?view=other").text


@pytest.mark.parametrize(
    "path",
    [
        "/xep-hang/999",
        "/xep-hang/999/1",
        "/xep-hang/1/99999",
        "/xep-hang?type=nobody",
        "/xep-hang?group=nobody",
        "/xep-hang?commune=99999",
        "/xep-hang?commune=x",
        "/xep-hang/999/bang-tinh",
        "/xep-hang/danh-gia/999",
        "/van-ban/danh-sach/999",
        "/van-ban/danh-sach/999/in",
    ],
)
def test_what_is_not_there_is_not_found(run_id, office, path):
    assert office.get(path).status_code == 404


def test_no_participant_is_shown_from_another_run(run_id, office, accounts):
    with accounts.app_context(), transaction():
        year = db.session.get(EvaluationRun, run_id).movement_year
        late = create_participant(actor=SYSTEM, now=NOW, code="99", name="Xã mới", type_code="commune").id
        second = seal_run(actor=SYSTEM, year=year, now=NOW).id
    page = office.get(f"/xep-hang/{run_id}")
    assert "Đây không phải lần đánh giá mới nhất" in page.text
    assert f'/xep-hang/{second}"' in page.text
    assert office.get(f"/xep-hang/{run_id}/{late}").status_code == 404
    assert office.get(f"/xep-hang/{second}/{late}").status_code == 200


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


def test_names_are_escaped(office, accounts):
    with accounts.app_context(), transaction():
        seal_year([Card("Xã <b>A</b>", "38", "55"), Card("Xã B & C", "37", "55")])
    unit = participant(accounts, "Xã <b>A</b>")
    for path in ("/xep-hang", f"/xep-hang/1/{unit}"):
        page = office.get(path)
        assert "<b>A</b>" not in page.text
        assert "&lt;b&gt;A" in page.text
        assert not page_faults(page.text)


def test_without_a_run_the_office_sees_the_button(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
    page = client_as(RoleCode.OFFICE).get("/xep-hang")
    assert f'href="/xep-hang/danh-gia/{year_id}"' in page.text
    others = client_as(RoleCode.COUNCIL).get("/xep-hang")
    assert others.status_code == 200
    assert "danh-gia" not in others.text
    assert "chưa được đánh giá" in others.text


def test_without_a_year_the_page_says_what_comes_first(client_as):
    assert "Chưa có năm thi đua nào" in client_as(RoleCode.OFFICE).get("/xep-hang").text


def test_sealing_asks_first_then_seals_and_shows_the_code(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
    office = client_as(RoleCode.OFFICE)
    asked = text_of(office.get(f"/xep-hang/danh-gia/{year_id}"))
    assert "<dt>Phiếu của năm</dt><dd>8</dd>" in asked
    assert "<dt>Chưa xong</dt><dd>0</dd>" in asked
    assert "phiên bản 1" in asked
    sealed = office.post(f"/xep-hang/danh-gia/{year_id}", follow_redirects=True)
    assert "Đã chốt lần đánh giá 1. Mã kết quả" in sealed.text
    assert rows_of(sealed) == 8
    with accounts.app_context():
        assert db.session.scalars(select(RunResult.award_status)).all().count(AwardStatus.BALLOT) == 2


def test_who_has_no_scorecard_is_counted_before_sealing(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
        create_participant(actor=SYSTEM, now=NOW, code="99", name="Xã mới", type_code="commune")
    office = client_as(RoleCode.OFFICE)
    asked = text_of(office.get(f"/xep-hang/danh-gia/{year_id}"))
    assert "<dt>Chưa có phiếu</dt><dd>1</dd>" in asked
    assert "1 trường hợp chưa có phiếu." in asked


def test_sealing_with_unverified_scorecards_asks_for_a_tick(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
        card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
        card.status = ScorecardStatus.SUBMITTED
    office, address = client_as(RoleCode.OFFICE), f"/xep-hang/danh-gia/{year_id}"
    refused = office.post(address)
    assert refused.status_code == 422
    assert "Còn 1 phiếu chưa thẩm định: đánh dấu ô này nếu vẫn chốt." in refused.text
    sealed = office.post(address, data={"with_unverified": "y"}, follow_redirects=True)
    assert "Đã chốt lần đánh giá 1" in sealed.text


def test_sealing_twice_from_two_windows_is_refused(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
    office = client_as(RoleCode.OFFICE)
    address = f"/xep-hang/danh-gia/{year_id}"
    assert 'name="after" type="hidden" value="0"' in office.get(address).text
    assert "Đã chốt lần đánh giá 1" in office.post(address, data={"after": "0"}, follow_redirects=True).text
    refused = office.post(address, data={"after": "0"}, follow_redirects=True)
    assert "đã có lần đánh giá 1, chốt lúc" in refused.text
    assert "Đánh giá lại và chốt lần 2" in refused.text
    with accounts.app_context():
        assert len(db.session.scalars(select(EvaluationRun.id)).all()) == 1


def test_sealing_without_a_token_does_nothing(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
    page = client_as(RoleCode.OFFICE).post(f"/xep-hang/danh-gia/{year_id}", csrf=False)
    assert page.status_code == 400
    with accounts.app_context():
        assert db.session.scalar(select(EvaluationRun.id)) is None


@pytest.mark.parametrize("role", [RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.CLERK, RoleCode.UNIT])
def test_sealing_is_refused_to_others(client_as, accounts, role):
    with accounts.app_context(), transaction():
        year_id = prepare_year().id
    client = client_as(role)
    assert client.get(f"/xep-hang/danh-gia/{year_id}").status_code == 403
    assert client.post(f"/xep-hang/danh-gia/{year_id}").status_code == 403


def test_sealing_says_what_is_missing(client_as, accounts):
    with accounts.app_context(), transaction():
        year_id = make_year().id
    office = client_as(RoleCode.OFFICE)
    assert "Chưa đánh giá được." in office.get(f"/xep-hang/danh-gia/{year_id}").text
    answer = office.post(f"/xep-hang/danh-gia/{year_id}", follow_redirects=True)
    assert "chưa có bộ tiêu chí được ban hành" in answer.text


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


def test_grounds_are_for_those_who_work_on_the_awards(run_id, client_as, accounts):
    held = participant(accounts, "Xã Phú Tâm")
    for role in (RoleCode.ADMIN, RoleCode.COMMUNE, RoleCode.UNIT):
        client = client_as(role)
        for path in ("/xep-hang", f"/xep-hang/{run_id}/{held}"):
            page = client.get(path)
            assert "Chưa xét" in page.text
            assert "Đơn đang được xác minh" not in page.text
        assert page.text.count("bi-x-lg") == 1
    assert "Đơn đang được xác minh" in client_as(RoleCode.CLERK).get(f"/xep-hang/{run_id}/{held}").text


@pytest.mark.parametrize(("role", "status"), [(RoleCode.UNIT, 403), (RoleCode.VERIFIER, 200)])
def test_households_are_opened_by_those_who_work_on_the_awards(client_as, accounts, role, status):
    document = DOCUMENT.replace("name: Ấp\n", "name: Hộ\n    category: household\n")
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=document).id
    household = participant(accounts, "Ấp Phước Hòa")
    client = client_as(role)
    assert client.get(f"/xep-hang/{run_id}/{household}").status_code == status
    assert (f"/xep-hang/{run_id}/{household}" in client.get(HAMLET_PAGE).text) is (status == 200)


LIST = {"symbol": "DS-HĐTĐKT", "authority": "chair", "award": "", "recipients": "Lưu: VT, HĐTĐKT"}


def pdf_text(answer):
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_list_has_the_recommended_only_and_names_the_rest_in_closing(run_id, office):
    values = LIST | {"number": "18", "signed_on": "2024-12-12", "signer": "Trần Văn Minh"}
    values |= {"request": "46/TTr-HĐTĐKT", "requested_on": "2024-12-12"}
    text = pdf_text(office.get(f"/van-ban/danh-sach/{run_id}/in", query_string=values))
    assert "Số: 18/DS-HĐTĐKT" in text
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
        ({"number": "0"}, "Ghi số từ 1"),
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
    page = text_of(client_as(RoleCode.CLERK).get("/van-ban/danh-sach", follow_redirects=True))
    assert "<dt>Xã, thị trấn</dt><dd>2</dd>" in page
    assert "3 trường hợp chưa vào danh sách." in page


def test_list_is_refused_to_units(run_id, client_as):
    unit = client_as(RoleCode.UNIT)
    for path in ("/van-ban/danh-sach", f"/van-ban/danh-sach/{run_id}", f"/van-ban/danh-sach/{run_id}/in"):
        assert unit.get(path).status_code == 403


def test_list_without_a_run_says_so(client_as, accounts):
    assert "Chưa có kết quả đã chốt" in client_as(RoleCode.CLERK).get("/van-ban/danh-sach").text


def test_english_pages_have_no_fault(run_id, office, accounts):
    office.post("/ngon-ngu", data={"language": "en"})
    unit = participant(accounts, "Xã Thuận Hòa")
    assert "94.70" in office.get("/xep-hang").text
    assert office.get(f"/xep-hang/{run_id}/{unit}").status_code == 200


def statements_of(client, path):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return seen


@pytest.fixture
def two_groups(accounts):
    """A run in which one commune has 2 hamlets and the other 50: the keys of the two groups."""
    many = [Card(f"Ấp {n}", "30", f"{n}") for n in range(1, 51)]
    with accounts.app_context(), transaction():
        run = seal_year(hamlets={"Xã An Ninh": many[:2], "Xã Phú Tân": many})
        statement = select(RunResult.group_key, RunResult.participant_id)
        statement = statement.where(RunResult.run_id == run.id, RunResult.name == "Ấp 2")
        return [tuple(row) for row in db.session.execute(statement.order_by(RunResult.group_key))]


@pytest.mark.parametrize(
    "path",
    [
        "/xep-hang?type=hamlet&group={group}",
        "/xep-hang?type=hamlet&group={group}&q=ap",
        "/xep-hang?type=hamlet&group={group}&sort=name",
        "/xep-hang/1/{unit}",
    ],
)
def test_as_many_statements_for_two_rows_as_for_fifty(office, two_groups, path):
    office.get("/xep-hang?type=hamlet")  # what every page of a type shares is read once
    (small, first), (large, second) = two_groups
    office.get("/xep-hang/1/vach?type=hamlet")  # and so is what a run is computed from
    few = statements_of(office, path.format(group=small, unit=first))
    many = statements_of(office, path.format(group=large, unit=second))
    assert len(few) == len(many)


def test_a_sealed_page_is_drawn_once(run_id, office):
    office.get("/xep-hang?type=hamlet")
    assert not [read for read in statements_of(office, "/xep-hang?type=hamlet") if "run_result" in read]
