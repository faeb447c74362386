"""How failed requests answer scripts: JSON in fixed shapes; and what becomes of those who trespass."""

import pytest
from flask import Flask, abort

from accounts.queries import find_user_by_name
from foundation.access import public
from foundation.errors import Conflict, DomainError, Trespass
from foundation.permissions import RoleCode
from history.queries import list_entries
from tests.page_client import PageClient

SCRIPT = {"Accept": "application/json"}
FAULTS = {
    "conflict": Conflict("Có người vừa sửa.", field="II.1"),
    "rule": DomainError("Chỉ ghi một số.", field="II.1"),
    "trespass": Trespass("Không có trang này.", subject=("scorecard", 7)),
}


@pytest.fixture
def faulty(app: Flask):
    """The application with one more door, behind which requests fail in each way."""

    def fail(how: str):
        if how in FAULTS:
            raise FAULTS[how]
        abort(int(how))

    if "tests.fail" not in app.view_functions:
        app._got_first_request = False
        app.add_url_rule("/tests/fail/<how>", "tests.fail", public(fail), methods=["GET", "POST"])
    return app


@pytest.mark.parametrize(("how", "status"), [("conflict", 409), ("rule", 422)])
def test_a_broken_rule_answers_with_sentence_and_field(faulty, client, how, status):
    answer = client.post(f"/tests/fail/{how}", headers=SCRIPT)
    assert answer.status_code == status
    assert answer.json == {"message": FAULTS[how].message, "field": "II.1"}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (413, "quá lớn nên máy chủ"),
        (429, "Đợi ít phút"),
        (404, "Tìm lại từ trang đầu"),
        (403, "vai trò khác"),
    ],
)
def test_any_other_failure_answers_with_the_words_of_its_page(faulty, client, status, words):
    answer = client.get(f"/tests/fail/{status}", headers=SCRIPT)
    assert answer.status_code == status
    assert set(answer.json) == {"message", "field"}
    assert words in answer.json["message"]
    assert words in client.get(f"/tests/fail/{status}").text


def test_a_browser_that_takes_anything_still_gets_the_page(faulty, client):
    for accept in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", ""):
        assert client.get("/tests/fail/409", headers={"Accept": accept}).mimetype == "text/html"


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_ended_session_says_where_to_sign_in_and_back_to_the_page(client, method):
    headers = SCRIPT | {"Referer": "http://localhost/phieu/5?muc=II"}
    answer = getattr(client, method)("/tai-khoan/mat-khau", headers=headers)
    assert answer.status_code == 401
    assert answer.json == {"sign_in": "/dang-nhap?next=/phieu/5?muc%3DII"}


def test_an_ended_session_never_leads_elsewhere(client):
    answer = client.get("/tai-khoan/mat-khau", headers=SCRIPT | {"Referer": "https://evil.example/phieu"})
    assert answer.json == {"sign_in": "/dang-nhap?next=/"}


def test_an_ended_session_without_a_token_is_an_ended_session(client):
    answer = client.post("/tai-khoan/mat-khau", headers=SCRIPT, csrf=False)
    assert (answer.status_code, list(answer.json)) == (401, ["sign_in"])


def test_a_stale_token_is_told_and_a_fresh_one_can_be_had(client_as):
    client = client_as(RoleCode.OFFICE)
    stale = client.post("/tai-khoan/mat-khau", headers=SCRIPT, data={"csrf_token": "cũ"}, csrf=False)
    assert (stale.status_code, stale.json) == (400, {"csrf": True})
    token = client.get("/phien").json["csrf_token"]
    again = client.post("/tai-khoan/mat-khau", headers=SCRIPT | {"X-CSRFToken": token}, csrf=False)
    assert again.status_code == 422


def test_the_state_of_the_session_says_whose_it_is(accounts, client: PageClient):
    visitor = client.get("/phien")
    assert (visitor.json["signed_in"], visitor.json["user_id"]) == (False, None)
    assert visitor.headers["Cache-Control"] == "no-store"
    client.become(RoleCode.UNIT)
    state = client.get("/phien").json
    with accounts.app_context():
        assert state["user_id"] == find_user_by_name("ap").id
    assert state["signed_in"] is True


def test_a_first_password_sends_a_script_to_the_page_that_changes_it(app, client_as):
    client = client_as(RoleCode.OFFICE)
    with app.app_context():
        from foundation.database import db

        find_user_by_name("noivu").must_change_password = True
        db.session.commit()
    answer = client.get("/", headers=SCRIPT)
    assert (answer.status_code, answer.json) == (401, {"sign_in": "/tai-khoan/mat-khau"})


@pytest.mark.parametrize(("method", "headers"), [("get", {}), ("post", {}), ("get", SCRIPT)])
def test_trespass_is_a_missing_page_and_an_entry_in_the_record(faulty, client_as, method, headers):
    client = client_as(RoleCode.UNIT)
    answer = getattr(client, method)("/tests/fail/trespass", headers=headers)
    assert answer.status_code == 404
    assert "Không có trang này." in (answer.json["message"] if headers else answer.text)
    with faulty.app_context():
        (entry,) = list_entries(limit=1)
        assert entry.action == "access:refused"
        assert (entry.subject_type, entry.subject_id) == ("scorecard", "7")
        assert entry.actor_name == "Ấp Phước Hòa"
        assert entry.note == f"{method.upper()} /tests/fail/trespass"


def test_an_expired_form_names_its_fields_as_the_page_did(client):
    answer = client.post(
        "/tai-khoan/moi",
        data={"full_name": "UBND xã An Ninh", "la": "gì"},
        headers={"Origin": "http://localhost"},
        csrf=False,
    )
    assert "<dt>Tên người hoặc đơn vị</dt>" in answer.text
    assert "<dt>la</dt>" in answer.text
    assert 'name="full_name"' in answer.text
