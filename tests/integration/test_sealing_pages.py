"""The door that seals: what it asks first, what it refuses, what it says is missing."""

import pytest
from sqlalchemy import select

from awards.models import AwardStatus, EvaluationRun, RunResult
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from participants.services import create_participant
from scorecards.models import Scorecard, ScorecardStatus
from tests.district import make_year
from tests.factories import NOW
from tests.ranking_pages import rows_of, text_of
from tests.sealed_year import prepare_year


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


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
