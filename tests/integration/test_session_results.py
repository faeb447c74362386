"""Pages from decisions to the seal: following, sealing, the result, its exports and the printed list."""

import hashlib
import io
import json

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from authorities.loading import load_facts_of_district, load_national_facts
from council.models import CouncilSession
from council.queries import load_session
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from tests.awarding import words
from tests.council import open_council, question_about
from tests.deciding import REASON, decide, decide_rest, put_off, reload, seal
from tests.factories import NOW
from tests.integration.test_recompute_sessions import tamper

FIRST, HELD, WINNER, LOSER = "Xã Hồ Đắc Kiện", "Xã Phú Tâm", "Xã An Ninh", "Xã Phú Tân"


@pytest.fixture
def opened(accounts):
    """The number of an open session of which nothing is decided."""
    with accounts.app_context(), transaction():
        return open_council(absent=[9], written=[8]).id


@pytest.fixture
def decided(accounts, opened):
    """The same with everything decided, one thing against the recommendation, one vote not unanimous."""
    with accounts.app_context(), transaction():
        session = reload(load_session(opened))
        session = decide(
            session, question_about(session, FIRST), "agree", others={"Bí thư Huyện đoàn": "disagree"}
        )
        decide_rest(session)
    return opened


@pytest.fixture
def sealed(accounts, decided):
    """The same, sealed."""
    with accounts.app_context(), transaction():
        seal(load_session(decided))
    return decided


def body(response):
    return response.get_data(as_text=True)


def send(client, url, session_id, **data):
    with client.application.app_context():
        version = db.session.get_one(CouncilSession, session_id).version
    return client.post(url, data={"version": version, **data})


PAPER = {"award": "", "symbol": "DS-HĐTĐKT", "authority": "chair", "recipients": "Lưu: VT"}


def printed(client, url):
    """The text of a list as it is printed."""
    response = client.get(url, query_string=PAPER)
    assert response.mimetype == "application/pdf", body(response)
    reader = PdfReader(io.BytesIO(response.get_data()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_session_leads_to_what_follows_and_to_the_seal(client_as, accounts, opened):
    office = client_as(RoleCode.OFFICE)
    assert "Xem và cập nhật" not in body(office.get(f"/phien-hop/{opened}"))
    with accounts.app_context(), transaction():
        session = reload(load_session(opened))
        decide(session, question_about(session, FIRST), "disagree")
    assert "Xem và cập nhật" in body(office.get(f"/phien-hop/{opened}"))
    page = body(office.get(f"/phien-hop/{opened}/theo-ket-luan"))
    assert WINNER in page
    assert "Chưa có gì được sửa" in page
    done = send(office, f"/phien-hop/{opened}/theo-ket-luan", opened)
    assert done.status_code == 302
    assert "Chương trình đã đúng theo các kết luận" in body(office.get(f"/phien-hop/{opened}/theo-ket-luan"))
    again = send(office, f"/phien-hop/{opened}/theo-ket-luan", opened)
    assert again.headers["Location"].endswith("theo-ket-luan")


def test_the_page_of_sealing_tells_everything_that_is_open(client_as, opened):
    office = client_as(RoleCode.OFFICE)
    page = body(office.get(f"/phien-hop/{opened}/chot"))
    assert "việc trước khi chốt được" in page
    answer = send(office, f"/phien-hop/{opened}/chot", opened)
    assert answer.status_code == 409
    assert body(answer).count("chưa biểu quyết") >= 4


def test_a_reason_typed_is_not_lost_when_something_else_is_open(client_as, accounts, opened):
    with accounts.app_context(), transaction():
        session = reload(load_session(opened))
        session = put_off(session, question_about(session, FIRST))
        question = question_about(session, FIRST).id
    answer = send(
        client_as(RoleCode.OFFICE),
        f"/phien-hop/{opened}/chot",
        opened,
        **{f"reason-{question}": "Chờ số liệu"},
    )
    assert answer.status_code == 409
    assert "Chờ số liệu" in body(answer)


def test_sealing_leads_to_the_result(client_as, decided):
    office = client_as(RoleCode.OFFICE)
    answer = send(office, f"/phien-hop/{decided}/chot", decided)
    assert answer.headers["Location"].endswith(f"/phien-hop/{decided}/ket-qua")
    assert "Đã chốt phiên họp" in body(office.get(f"/phien-hop/{decided}/ket-qua"))
    assert "Kết quả phiên họp" in body(office.get(f"/phien-hop/{decided}"))


def test_a_session_changed_meanwhile_is_not_sealed(client_as, decided):
    office = client_as(RoleCode.OFFICE)
    answer = office.post(f"/phien-hop/{decided}/chot", data={"version": 1})
    assert answer.status_code == 409
    assert "vừa được sửa ở nơi khác" in body(answer)


@pytest.mark.parametrize("role", [RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.CLERK])
def test_whoever_does_not_run_the_session_seals_nothing(client_as, decided, role):
    client = client_as(role)
    assert client.get(f"/phien-hop/{decided}/chot").status_code == 403
    assert client.post(f"/phien-hop/{decided}/chot", data={"version": 1}).status_code == 403
    assert client.get(f"/phien-hop/{decided}/theo-ket-luan").status_code == 403


@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.COMMUNE, RoleCode.VERIFIER, RoleCode.ADMIN])
def test_results_are_for_those_who_read_sessions(client_as, sealed, role):
    client = client_as(role)
    for url in ("ket-qua", "ket-qua.json", "ket-qua.xlsx"):
        assert client.get(f"/phien-hop/{sealed}/{url}").status_code == 403


def test_the_result_has_all_facts_for_the_minutes(client_as, sealed):
    page = body(client_as(RoleCode.CLERK).get(f"/phien-hop/{sealed}/ket-qua"))
    for told in (
        "7 / 9",
        "7 thành viên có quyền biểu quyết",
        "12/YK ngày 09/12/2024",
        "Chủ tịch Hội LHPN",
        "7/8, 87,50%",
        "Không tán thành: Bí thư Huyện đoàn.",
        "Ý kiến bằng văn bản: Bí thư Huyện đoàn.",
        "Chưa xét, chờ kết luận xác minh.",
        WINNER,
        "Giấy khen của Chủ tịch UBND huyện",
        "Đầu nhật ký lúc chốt",
    ):
        assert told in page, told
    assert "Khai man" not in page


def test_an_unsealed_session_has_no_result(client_as, decided):
    office = client_as(RoleCode.OFFICE)
    for url in ("ket-qua", "ket-qua.json", "ket-qua.xlsx"):
        assert office.get(f"/phien-hop/{decided}/{url}").status_code == 404
    assert office.get(f"/van-ban/lap?loai=commendation_list&nguon=session:{decided}").status_code == 404
    assert office.get("/phien-hop/99999/ket-qua").status_code == 404


def test_the_hash_of_the_file_is_the_seal(client_as, accounts, sealed):
    answer = client_as(RoleCode.COUNCIL).get(f"/phien-hop/{sealed}/ket-qua.json")
    with accounts.app_context():
        assert hashlib.sha256(answer.data).hexdigest() == db.session.get_one(CouncilSession, sealed).seal
    assert json.loads(answer.data)["awards"][0]["name"] == FIRST


def test_the_spreadsheet_has_awards_cases_votes_and_members(client_as, sealed):
    answer = client_as(RoleCode.OFFICE).get(f"/phien-hop/{sealed}/ket-qua.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Khen thưởng", "Trường hợp", "Biểu quyết", "Thành viên"]
    awards = [[cell.value for cell in row[:7]] for row in book["Khen thưởng"].iter_rows(min_row=6)]
    assert [(row[2], row[5], row[6]) for row in awards] == [(FIRST, 94.7, 1), (WINNER, 87.5, 3)]
    rulings = {row[1].value: row[5].value for row in book["Trường hợp"].iter_rows(min_row=6)}
    assert rulings == {FIRST: "tặng", HELD: "giữ suất", WINNER: "tặng", LOSER: "không tặng"}
    rates = [row[12].value for row in book["Biểu quyết"].iter_rows(min_row=6)]
    assert "7/8, 87,50%" in rates


def list_words(app, session_id, **texts):
    """The words of the list of a sealed session, as a draft has them."""
    with app.app_context(), transaction():
        load_national_facts(actor=SYSTEM, now=NOW)
        load_facts_of_district(actor=SYSTEM, now=NOW)
        return words(f"session:{session_id}", "commendation_list", texts=texts)


def test_the_list_is_drawn_from_the_sealed_session(accounts, sealed):
    told = list_words(accounts, sealed)
    assert told.index(FIRST) < told.index(WINNER)
    assert "Kết quả phiên họp thứ 1 năm 2024 của Hội đồng, mã" in told
    assert "Hội đồng chưa quyết định" not in told


def test_who_waits_for_a_finding_is_named_only_where_the_clerk_asks_for_it(accounts, sealed):
    told = list_words(accounts, sealed)
    assert "Phú Tâm" not in told
    asked_for = list_words(accounts, sealed, waiting="yes")
    assert "Trường hợp của xã Phú Tâm chưa xét, chờ kết luận xác minh" in asked_for
    with accounts.app_context(), transaction():
        run_id = load_session(sealed).run_id
        rest = {asked: words(f"run:{run_id}", "ranking", texts={"waiting": asked}) for asked in ("", "yes")}
    assert "chờ kết luận" not in rest[""]
    assert "chờ kết luận" in rest["yes"]


def test_once_the_council_decided_the_list_is_made_in_the_dossier_alone(client_as, accounts, sealed):
    clerk = client_as(RoleCode.CLERK)
    with accounts.app_context():
        session = db.session.get_one(CouncilSession, sealed)
        run_id, year = session.run_id, session.movement_year_id
    for url in (f"/van-ban/danh-sach/{run_id}", f"/van-ban/danh-sach/{run_id}/in"):
        assert clerk.get(url).headers["Location"].endswith(f"/van-ban?year={year}")
    address = f"/van-ban/lap?loai=commendation_list&amp;nguon=session:{sealed}"
    assert address in body(clerk.get(f"/phien-hop/{sealed}/ket-qua"))
    assert f"/van-ban/lap?loai=council_minutes&amp;nguon=session:{sealed}" in body(clerk.get("/"))
    page = body(clerk.get(f"/van-ban?year={year}"))
    assert address in page
    ranking = body(clerk.get(f"/xep-hang/{run_id}"))
    assert f'href="/van-ban?year={year}"' in ranking
    assert "/van-ban/danh-sach/" not in ranking
    member = body(client_as(RoleCode.COUNCIL).get(f"/phien-hop/{sealed}/ket-qua"))
    assert address not in member
    assert f'href="/van-ban?year={year}"' in member


def test_before_the_council_decides_the_list_says_so(client_as, accounts, decided):
    clerk = client_as(RoleCode.CLERK)
    with accounts.app_context():
        run_id = db.session.get_one(CouncilSession, decided).run_id
    assert "Hội đồng chưa quyết định." in body(clerk.get(f"/van-ban/danh-sach/{run_id}"))
    told = printed(clerk, f"/van-ban/danh-sach/{run_id}/in")
    assert "Danh sách theo đề xuất của lần đánh giá; Hội đồng chưa quyết định." in told
    assert "DỰ THẢO" in told
    assert "Số: /DS-HĐTĐKT" in told.replace("Số:  ", "Số: ")


def test_rows_tampered_with_change_neither_result_nor_list_and_are_told(client_as, accounts, sealed):
    with accounts.app_context(), transaction():
        tamper("UPDATE candidate SET granted = NOT granted, name = 'Xã Khác' WHERE granted IS NOT NULL")
    clerk = client_as(RoleCode.CLERK)
    page = body(clerk.get(f"/phien-hop/{sealed}/ket-qua"))
    assert "Dữ liệu hiện nay khác bản đã chốt" in page
    assert WINNER in page
    told = list_words(accounts, sealed)
    assert WINNER in told
    assert "Xã Khác" not in told


def test_a_document_that_is_not_the_sealed_one_is_not_used(client_as, accounts, sealed):
    with accounts.app_context(), transaction():
        tamper("UPDATE council_session SET document = replace(document, 'An Ninh', 'An Khang')")
    clerk = client_as(RoleCode.CLERK)
    page = body(clerk.get(f"/phien-hop/{sealed}/ket-qua"))
    assert "Bản chốt không còn nguyên vẹn" in page
    assert "An Khang" not in page
    assert clerk.get(f"/phien-hop/{sealed}/ket-qua.xlsx").status_code == 409
    assert clerk.get(f"/van-ban/lap?loai=commendation_list&nguon=session:{sealed}").status_code == 409


def test_a_reason_stands_beside_what_was_overturned(client_as, accounts, opened):
    with accounts.app_context(), transaction():
        session = reload(load_session(opened))
        session = decide(session, question_about(session, FIRST), "disagree")
        seal(decide_rest(session), left_out_reason="Không xét thêm.")
    page = body(client_as(RoleCode.COUNCIL).get(f"/phien-hop/{opened}/ket-qua"))
    assert f"Khác với đề xuất. Lý do: {REASON}" in page
