"""The pages of a secret ballot: what each may open, what is said of what is wrong, what is never said."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from council.ballot_receipts import new_receipt
from council.models import Ballot, BallotState, RollEntry, SessionMember, Slip
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from history.models import HistoryEntry
from tasks.running import run_next
from tests.balloting import open_one, sit
from tests.factories import PASSWORD, make_user
from tests.paper_text import docx_paragraphs, squeezed
from tests.working import empty_shelf

NAMES = [f"uyvien{place}" for place in range(1, 10)]


@pytest.fixture
def room(accounts):
    """An open ballot whose nine members can sign in; everything that a test asks about it by plain values."""
    with accounts.app_context(), transaction():
        users = [make_user(username=name, roles=[RoleCode.COUNCIL]) for name in NAMES]
        sitting = open_one(users=users)
        return Room(accounts, sitting.session.id, [one.id for one in sitting.questions])


class Room:
    def __init__(self, app, session_id: int, questions: list[int]) -> None:
        self.app, self.session_id, self.questions = app, session_id, questions
        self.url = f"/phien-hop/{session_id}/phieu/1"

    def member(self, place: int):
        """A client signed in as the member at this place, from 0."""
        client = self.app.test_client()
        answer = client.post("/dang-nhap", data={"name": NAMES[place], "password": PASSWORD})
        assert answer.status_code == 302
        return client

    def fill(self, client, choice="001", approval="a", **changed):
        """Send the paper that the client was given, with these marks."""
        paper = client.get(self.url).get_data(as_text=True)
        receipt = re.search(r'name="receipt"[^>]*value="([^"]+)"', paper)[1]
        data = {"receipt": receipt, "reviewed": "y"}
        for question, value in zip(self.questions, (choice, approval), strict=True):
            if f'name="c-{question}"' in paper and value:
                data[f"c-{question}"] = value
        return client.post(self.url, data=data | changed), receipt

    def read(self, statement):
        with self.app.app_context():
            return db.session.execute(statement).all()


def test_a_member_votes_and_gets_a_receipt_that_no_cookie_and_no_address_holds(room):
    client = room.member(0)
    page = client.get(room.url)
    assert page.headers["Cache-Control"] == "private, no-store"
    answer, receipt = room.fill(client)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Đã nhận phiếu của bạn" in text
    assert all(part in text for part in receipt.split("-"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert receipt not in str(answer.headers)
    assert receipt.replace("-", "") not in "".join(cookie.value for cookie in client._cookies.values())
    again = client.get(room.url).get_data(as_text=True)
    assert "Bạn đã bỏ phiếu này rồi" in again
    assert receipt.split("-")[0] not in again


def test_what_was_chosen_does_not_show_in_the_answer_nor_in_its_length(room):
    """But for receipt and codes the answer is the same whatever was chosen; and its length is noise."""
    answers = []
    for place, marks in enumerate([("001", "a"), ("002", "d"), ("000", "b")]):
        answer, receipt = room.fill(room.member(place), *marks)
        page = answer.get_data(as_text=True)
        plain, noise = page.rsplit("<!--", 1)
        for part in receipt.split("-"):
            plain = plain.replace(part, "#####")
        plain = re.sub(r"<li>[0-9A-F ]{14}</li>", "<li>code</li>", plain)
        plain = re.sub(r'name="csrf_token" value="[^"]+"', "token", plain)
        answers.append((plain, noise))
    assert answers[0][0] == answers[1][0] == answers[2][0]
    assert len({len(noise) for _plain, noise in answers}) == 3


def test_the_recused_members_paper_lacks_the_question(room):
    client = room.member(8)
    paper = client.get(room.url).get_data(as_text=True)
    assert f'name="c-{room.questions[0]}"' not in paper
    assert f'name="c-{room.questions[1]}"' in paper
    answer, _receipt = room.fill(client)
    assert answer.status_code == 200


def test_nothing_marked_is_lost_and_every_fault_is_told(room):
    client = room.member(0)
    answer, receipt = room.fill(client, choice="", approval="d")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Phiếu chưa bỏ được: còn 1 câu cần sửa" in page
    assert re.search(r'value="d" checked', page)
    assert f'value="{receipt}"' in page
    unseen, _receipt = room.fill(client, reviewed="")
    assert unseen.status_code == 422
    assert "Xem lại phiếu trước khi bỏ" in unseen.get_data(as_text=True)
    assert room.read(select(func.count()).where(RollEntry.voted)) == [(0,)]


def test_a_paper_sent_twice_is_one_ballot_and_the_same_answer(room):
    client = room.member(0)
    first, receipt = room.fill(client)
    data = {"receipt": receipt, "reviewed": "y"}
    data |= {f"c-{key}": value for key, value in zip(room.questions, ("001", "a"), strict=True)}
    second = client.post(room.url, data=data)
    assert (first.status_code, second.status_code) == (200, 200)
    assert receipt.split("-")[0] in second.get_data(as_text=True)
    other = client.post(room.url, data=data | {"receipt": new_receipt()})
    assert other.status_code == 409
    assert "Bạn đã bỏ phiếu rồi" in other.get_data(as_text=True)


def test_another_session_s_paper_does_not_exist_and_the_attempt_is_recorded(room, client_as):
    stranger = client_as(RoleCode.COUNCIL)
    assert stranger.get(room.url).status_code == 404
    assert stranger.post(room.url, data={"receipt": new_receipt()}).status_code == 404
    refused = select(func.count(HistoryEntry.id)).where(HistoryEntry.action == "access:refused")
    assert room.read(refused) == [(2,)]
    assert client_as(RoleCode.UNIT).get(room.url).status_code == 403
    assert client_as(RoleCode.CLERK).get(room.url).status_code == 403


def test_who_is_not_marked_present_is_told_whom_to_ask(room):
    with room.app.app_context(), transaction():
        db.session.query(SessionMember).filter_by(order_no=3).update({"attendance": "absent"})
    answer = room.member(2).get(room.url)
    assert answer.status_code == 403
    assert "Báo thư ký phiên họp điểm danh" in answer.get_data(as_text=True)


def vote_all(room, places=range(8)):
    return [
        room.fill(room.member(place), "001" if place < 5 else "002", "a" if place < 6 else "d")[1]
        for place in places
    ]


def test_until_it_is_closed_nobody_sees_more_than_how_many_came_in(room, client_as):
    vote_all(room, range(4))
    office = client_as(RoleCode.OFFICE)
    for part in ("", "?view=projection", "?part=received"):
        page = office.get(f"{room.url}/kiem{part}").get_data(as_text=True)
        assert "4 trong 9" in page
        assert not re.search(r"\d%|Tán thành|An Ninh</strong>", page)
    assert office.get(f"{room.url}/tra-cuu").status_code == 302
    assert office.get(f"{room.url}/bien-ban").status_code == 302


def test_the_office_closes_and_everybody_reads_the_count(room, client_as):
    receipts = vote_all(room)
    office = client_as(RoleCode.OFFICE)
    assert "8 trong 9" in office.get(f"{room.url}/dong").get_data(as_text=True)
    assert office.post(f"{room.url}/dong").status_code == 302
    result = office.get(f"{room.url}/kiem").get_data(as_text=True)
    assert "62,50%" in result
    assert "Phát ra 8, thu về 8, hợp lệ 8, không hợp lệ 0." in result
    minutes = office.get(f"{room.url}/bien-ban").get_data(as_text=True)
    for text in ("Biên bản kiểm phiếu", "62,50%", "75,00%", "ít nhất 5 trên 8", "Xã An Ninh", "8 / 9"):
        assert text in minutes
    member = room.member(0)
    found = member.post(f"{room.url}/tra-cuu", data={"receipt": receipts[0].lower().replace("-", " ")})
    rows = re.findall(r'class="own">.*?</tr>', found.get_data(as_text=True), re.DOTALL)
    assert [re.search(r"<td>(.*?)</td>", row)[1] for row in rows] == ["Xã An Ninh", "Đồng ý"]
    assert found.headers["Cache-Control"] == "private, no-store"
    unknown = member.post(f"{room.url}/tra-cuu", data={"receipt": new_receipt()})
    assert unknown.status_code == 422
    assert "Không thấy phiếu nào mang mã này" in unknown.get_data(as_text=True)
    late, _receipt = room.member(8).post(room.url, data={"receipt": new_receipt()}), None
    assert late.status_code == 409
    assert room.member(8).get(room.url).location.endswith("/kiem")


def test_a_member_opens_and_closes_nothing(room):
    member = room.member(1)
    for part in ("mo", "bo", "dong", "huy"):
        assert member.post(f"{room.url}/{part}").status_code == 403
    assert member.get(f"{room.url}/dong").status_code == 403
    assert member.get(f"{room.url}/giay").status_code == 403
    assert member.get(f"/phien-hop/{room.session_id}/phieu/moi").status_code == 403
    assert member.get(f"{room.url}/kiem").status_code == 200


def test_closing_with_too_few_says_how_to_go_on_and_voiding_needs_a_reason(room, client_as):
    vote_all(room, range(2))
    office = client_as(RoleCode.OFFICE)
    refused = office.post(f"{room.url}/dong")
    assert refused.status_code == 409
    assert "Câu 1 mới nhận 2 phiếu" in refused.get_data(as_text=True)
    assert office.post(f"{room.url}/huy", data={"reason": " "}).status_code == 422
    assert office.post(f"{room.url}/huy", data={"reason": "Mới có hai người"}).status_code == 302
    page = office.get(f"{room.url}/kiem").get_data(as_text=True)
    assert "Lý do: Mới có hai người" in page
    assert room.read(select(Ballot.state)) == [(BallotState.VOID,)]
    assert room.read(select(func.count()).select_from(Slip)) == [(0,)]


def test_paper_ballots_are_entered_with_what_was_typed_kept(room, client_as):
    vote_all(room, range(5))
    office = client_as(RoleCode.OFFICE)
    page = office.get(f"{room.url}/dong").get_data(as_text=True)
    members = re.findall(r'name="giay" value="(\d+)"', page)
    assert len(members) == 4  # the five who voted here are not listed
    choice, approval = room.questions
    typed = {"giay": members[:3], f"t-{choice}-2": "4", f"t-{approval}-agree": "x"}
    refused = office.post(f"{room.url}/dong", data=typed)
    text = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "còn 2 chỗ cần sửa" in text
    assert 'value="4"' in text
    assert 'value="x"' in text
    assert text.count(" checked>") == 3
    typed |= {f"t-{choice}-2": "2", f"t-{choice}-invalid": "1", f"t-{approval}-agree": "3"}
    assert office.post(f"{room.url}/dong", data=typed).status_code == 302
    assert "Phát ra 8, thu về 8, hợp lệ 7, không hợp lệ 1." in office.get(f"{room.url}/kiem").get_data(
        as_text=True
    )


def test_many_blank_papers_are_printed_in_the_background(accounts, client_as):
    with accounts.app_context(), transaction():
        sitting = sit()
        session_id, ids = sitting.session.id, [one.id for one in sitting.questions]
    empty_shelf(accounts)
    office = client_as(RoleCode.OFFICE)
    base = f"/phien-hop/{session_id}/phieu"
    office.post(f"{base}/moi", data={"cau": ids})
    asked = f"{base}/1/giay?ban=60"
    assert "Có 120 tờ phiếu." in office.get(asked).get_data(as_text=True)
    task = office.post(asked).location
    with accounts.app_context():
        assert run_next(accounts.extensions["tasks"], "worker").end == "done"
    assert len(PdfReader(BytesIO(office.get(f"{task}/tai").data)).pages) == 120


def test_a_paper_is_prepared_opened_and_taken_back_on_pages(accounts, client_as):
    with accounts.app_context(), transaction():
        sitting = sit()
        session_id, ids = sitting.session.id, [one.id for one in sitting.questions]
    office = client_as(RoleCode.OFFICE)
    base = f"/phien-hop/{session_id}/phieu"
    assert "còn 1 suất" in office.get(f"{base}/moi").get_data(as_text=True)
    assert office.post(f"{base}/moi", data={}).status_code == 422
    assert office.post(f"{base}/moi", data={"cau": ids}).location == f"{base}/1/kiem"
    assert "Mở bỏ phiếu" in office.get(f"{base}/1/kiem").get_data(as_text=True)
    sheets = office.get(f"{base}/1/giay")
    pages = [page.extract_text() for page in PdfReader(BytesIO(sheets.data)).pages]
    assert len(pages) == 8 + 9  # one for each question and voter; the recused member has none of the first
    assert sum("Xã An Ninh" in " ".join(page.split()) for page in pages) == 8
    assert all("PHIẾU BẦU" in page and "Đóng dấu" in page for page in pages)
    assert len(PdfReader(BytesIO(office.get(f"{base}/1/giay?ban=2").data)).pages) == 4
    assert f"{base}/1/giay?docx=1" in office.get(f"{base}/1/kiem").get_data(as_text=True)
    editable = office.get(f"{base}/1/giay?docx=1")
    assert editable.headers["Content-Disposition"].endswith("phieu-bau-1.docx")
    said = squeezed("".join(docx_paragraphs(editable.data)))
    assert said == squeezed("".join(pages))
    assert office.post(f"{base}/1/bo").status_code == 302
    assert office.get(f"{base}/1/kiem").status_code == 404
    office.post(f"{base}/moi", data={"cau": ids, "title": "Phiếu xét khen"})
    assert office.post(f"{base}/1/mo").status_code == 302
    assert "0 trong 9" in office.get(f"{base}/1/kiem").get_data(as_text=True)
