"""The pages of households without a script: grid, pasting, letting go, handing in, forms."""

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from history.models import HistoryEntry
from participants.models import Participant
from scorecards.models import Citation, Scorecard, ScorecardStatus
from tests.hamlets import POOR, Hamlet, bind_sample_head, cells, make_hamlet, pasted
from tests.hostile_files import pdf


def two_hamlets():
    hamlet = Hamlet(now=now())
    bind_sample_head(hamlet)
    make_hamlet(hamlet.commune, "31600-02", "Ấp Khác")
    return hamlet.unit.id


@pytest.fixture
def hamlet_id(accounts, ready):
    return ready(two_hamlets)


@pytest.fixture
def head(hamlet_id, client_as):
    return client_as(RoleCode.UNIT)


def count(app):
    with app.app_context():
        return db.session.scalar(
            select(func.count()).select_from(Participant).where(Participant.type_code == POOR)
        )


def take(head, hamlet_id, text):
    sent = head.post(f"/ho/{hamlet_id}/dan", data={"loai": POOR, "text": text})
    assert sent.status_code == 302, sent.get_data(as_text=True)
    return confirm(head, sent.location)


def confirm(head, location):
    page = head.get(location).get_data(as_text=True)
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    return head.post(location, data={"seen": seen})


def test_a_table_is_pasted_previewed_and_written(hamlet_id, accounts, head):
    assert "Hộ của Ấp Hòa Long" in head.get("/ho", follow_redirects=True).get_data(as_text=True)
    sent = head.post(f"/ho/{hamlet_id}/dan", data={"loai": POOR, "text": pasted(3)})
    page = head.get(sent.location).get_data(as_text=True)
    assert "Ghi 3 hộ" in page
    assert count(accounts) == 0
    assert confirm(head, sent.location).status_code == 302
    assert count(accounts) == 3
    grid = head.get(f"/ho/{hamlet_id}?loai={POOR}").get_data(as_text=True)
    assert cells(2)[0] in grid
    assert 'value="1.602,5"' in grid


def test_the_grid_saves_without_a_script_and_keeps_what_was_typed(hamlet_id, accounts, head):
    typed = {"loai": POOR, "1-name": "Hộ ông Lý Sa Rây", "1-c.HN1.1": "chắc vậy", "2-name": "Hộ bà Kim Út"}
    refused = head.post(f"/ho/{hamlet_id}", data=typed)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Chưa ghi gì vào hệ thống: còn 1 ô cần sửa." in page
    assert re.search(r'href="#o1-\d+">Dòng\s1, HN1.1', page)
    assert 'value="chắc vậy"' in page
    assert 'value="Hộ bà Kim Út"' in page
    assert count(accounts) == 0
    sent = head.post(f"/ho/{hamlet_id}", data=typed | {"1-c.HN1.1": "có"})
    confirm(head, sent.location)
    assert count(accounts) == 2


def test_the_check_for_the_script_keeps_nothing(hamlet_id, accounts, head):
    rows = [
        {"n": 1, "cells": {"name": "Hộ ông Lý Sa Rây", "c.HN2.1": "xấu"}},
        {"n": 2, "cells": {"name": ""}},
    ]
    token = head._token()
    sent = head.open(
        f"/ho/{hamlet_id}/kiem-tra",
        method="POST",
        data=json.dumps({"loai": POOR, "rows": rows}),
        content_type="application/json",
        headers={"X-CSRFToken": token, "Accept": "application/json"},
    )
    assert sent.status_code == 200, sent.get_data(as_text=True)
    assert [fault["key"] for fault in sent.json["rows"][0]["faults"]] == ["c.HN2.1"]
    assert sent.json["next"] is None
    assert count(accounts) == 0


def test_a_hamlet_of_others_is_not_found_and_entered_in_the_record(hamlet_id, accounts, head):
    with accounts.app_context():
        other = db.session.scalars(select(Participant).where(Participant.code == "31600-02")).one().id
    for path in (f"/ho/{other}", f"/ho/{other}/nop", f"/bieu-mau/ho/{other}.xlsx", f"/ho/{other}/moi"):
        assert head.get(path).status_code == 404
    assert head.post(f"/ho/{other}", data={"1-name": "Hộ A B"}).status_code == 404
    with accounts.app_context():
        refused = (
            select(func.count()).select_from(HistoryEntry).where(HistoryEntry.action == "access:refused")
        )
        assert db.session.scalar(refused) == 5


def test_the_office_sees_all_hamlets_and_enters_nothing(hamlet_id, client_as):
    office = client_as(RoleCode.OFFICE)
    assert "Ấp Khác" in office.get("/ho").get_data(as_text=True)
    page = office.get(f"/ho/{hamlet_id}?loai={POOR}").get_data(as_text=True)
    assert "Trang này chỉ để xem" in page
    assert "Kiểm tra và xem trước" not in page
    assert office.post(f"/ho/{hamlet_id}", data={}).status_code == 403


def test_a_household_is_let_go_and_taken_back_on_its_pages(hamlet_id, accounts, head):
    take(head, hamlet_id, pasted(1))
    with accounts.app_context():
        one = db.session.scalars(select(Participant).where(Participant.type_code == POOR)).one().id
    assert head.post(f"/ho/{hamlet_id}/{one}/thoi", data={"reason": ""}).status_code == 422
    assert head.post(f"/ho/{hamlet_id}/{one}/thoi", data={"reason": "Chuyển đi"}).status_code == 302
    assert cells(1)[0] in head.get(f"/ho/{hamlet_id}/da-thoi").get_data(as_text=True)
    assert head.get(f"/ho/{hamlet_id}/{one}").status_code == 404
    assert head.post(f"/ho/{hamlet_id}/{one}/lay-lai").status_code == 302
    assert head.get(f"/ho/{hamlet_id}/{one}").status_code == 200


def test_households_are_handed_in_together_once_confirmed(hamlet_id, accounts, head):
    take(head, hamlet_id, pasted(4))
    path = f"/ho/{hamlet_id}/nop?loai={POOR}"
    page = head.get(path).get_data(as_text=True)
    assert "Thiếu minh chứng" in page
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    asked = head.post(path, data={"loai": POOR, "seen": seen, "with_unproven": "y"})
    listed = asked.get_data(as_text=True)
    assert asked.status_code == 200
    assert "Các hộ sẽ nộp" in listed
    assert 'name="confirmed"' in listed
    with accounts.app_context():
        assert ScorecardStatus.SUBMITTED not in set(db.session.scalars(select(Scorecard.status)))
    head.post(path, data={"loai": POOR, "seen": "cũ", "with_unproven": "y", "confirmed": "1"})
    with accounts.app_context():
        assert ScorecardStatus.SUBMITTED not in set(db.session.scalars(select(Scorecard.status)))
    said = {"loai": POOR, "seen": seen, "with_unproven": "y", "confirmed": "1"}
    sent = head.post(path, data=said, follow_redirects=True)
    assert "Đã nộp phiếu của" in sent.get_data(as_text=True)
    with accounts.app_context():
        assert ScorecardStatus.SUBMITTED in set(db.session.scalars(select(Scorecard.status)))


def test_one_list_proves_the_same_figure_of_many_households_once_confirmed(hamlet_id, accounts, head):
    take(head, hamlet_id, pasted(3))
    path = f"/ho/{hamlet_id}/minh-chung?tieu-chi=HN1.1"
    page = head.get(f"{path}&loai={POOR}").get_data(as_text=True)
    cards = re.findall(r'name="households" value="(\d+)" checked', page)
    assert len(cards) == 3
    said = {"loai": POOR, "number": "12/DS", "issued_on": "25/10/2024", "page": "2", "known": ""}

    def send(households):
        data = {**said, "households": households, "file": (BytesIO(pdf()), "danh-sach.pdf")}
        return head.post(path, data=data, content_type="multipart/form-data")

    refused = send([])
    assert refused.status_code == 422
    assert "Chọn ít nhất một hộ." in refused.get_data(as_text=True)
    assert 'value="12/DS"' in refused.get_data(as_text=True)
    sent = send(cards[:2])
    assert sent.status_code == 302, sent.get_data(as_text=True)
    shown = head.get(sent.location).get_data(as_text=True)
    assert "Ghi cho 2 hộ" in shown
    assert "danh-sach.pdf" in shown

    def cited():
        with accounts.app_context():
            return [
                (one.scorecard_id, one.page, one.evidence_file.name)
                for one in db.session.scalars(select(Citation))
            ]

    assert cited() == []
    assert head.post(sent.location).status_code == 302
    assert cited() == [(int(card), "2", "danh-sach.pdf") for card in cards[:2]]
    again = head.get(f"{path}&loai={POOR}").get_data(as_text=True)
    assert re.findall(r'name="households" value="(\d+)" checked', again) == cards[2:]
    assert head.get(sent.location).status_code == 404


def test_the_form_of_households_goes_out_and_comes_back(hamlet_id, accounts, head):
    taken = head.get(f"/bieu-mau/ho/{hamlet_id}.xlsx?loai={POOR}")
    assert POOR not in taken.headers["Content-Disposition"]
    assert "ap-hoa-long" in taken.headers["Content-Disposition"]
    book = load_workbook(BytesIO(taken.data))
    sheet = book["Nhập liệu"]
    sheet["B9"], sheet["B10"] = "Hộ ông Lý Sa Rây", "=1+1"
    saved = BytesIO()
    book.save(saved)
    sent = head.post("/bieu-mau/nhan", data={"file": (BytesIO(saved.getvalue()), "mau.xlsx")})
    assert sent.status_code == 422
    assert "Công thức chưa có kết quả" in sent.get_data(as_text=True)
    sheet["B10"] = None
    saved = BytesIO()
    book.save(saved)
    sent = head.post("/bieu-mau/nhan", data={"file": (BytesIO(saved.getvalue()), "mau.xlsx")})
    assert sent.status_code == 302
    confirm(head, sent.location)
    assert count(accounts) == 1
    refused = head.post("/bieu-mau/nhan", data={"file": (BytesIO(b"MZ program"), "mau.xlsx")})
    assert (refused.status_code, "không phải tệp Excel" in refused.get_data(as_text=True)) == (422, True)


def test_a_preview_of_one_hamlet_is_not_written_into_another(hamlet_id, accounts, head):
    with accounts.app_context(), transaction():
        other = db.session.scalars(select(Participant).where(Participant.code == "31600-02")).one().id
        user = find_user_by_name("ap")
        db.session.add(UnitMember(user_id=user.id, participant_id=other, since=now()))
    sent = head.post(f"/ho/{hamlet_id}/dan", data={"loai": POOR, "text": pasted(2)})
    token = sent.location.rsplit("/", 1)[1]
    page = head.get(sent.location).get_data(as_text=True)
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert head.get(f"/ho/{other}/xem-truoc/{token}").status_code == 404
    head.post(f"/ho/{other}/xem-truoc/{token}", data={"seen": seen})
    assert head.post(f"/ho/{other}/bo/{token}").status_code == 404
    assert count(accounts) == 0
    assert confirm(head, sent.location).status_code == 302
    assert count(accounts) == 2


def test_a_second_tap_leads_to_what_was_written(hamlet_id, accounts, head):
    sent = head.post(f"/ho/{hamlet_id}/dan", data={"loai": POOR, "text": pasted(2)})
    page = head.get(sent.location).get_data(as_text=True)
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert head.post(sent.location, data={"seen": seen}).status_code == 302
    again = head.post(sent.location, data={"seen": seen}, follow_redirects=True)
    assert again.status_code == 200
    assert "Bảng này đã ghi, hoặc đã bỏ." in again.get_data(as_text=True)
    assert count(accounts) == 2
    assert head.get(sent.location).status_code == 404


@pytest.mark.parametrize(
    "rows",
    [
        [1],
        [None],
        [[["a"]]],
        [{"cells": [1]}],
        [{"n": "x"}],
        [{"n": [1]}],
        [{"cells": {"name": 5}}],
        ["\ud83d"],
    ],
)
def test_rows_of_a_wrong_shape_are_no_fault_of_the_server(hamlet_id, accounts, head, rows):
    headers = {"X-CSRFToken": head._token(), "Accept": "application/json"}
    address = f"/ho/{hamlet_id}/kiem-tra"
    answer = head.open(address, method="POST", json={"loai": POOR, "rows": rows}, headers=headers)
    assert answer.status_code in (200, 422), answer.text
    assert count(accounts) == 0
