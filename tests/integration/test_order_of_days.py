"""Days of papers that do not follow one another are told on the draft and before issuing, not refused."""

from datetime import date

import pytest

from council.result_queries import find_sealed
from documents.readiness import readiness_of
from foundation.clock import local
from foundation.permissions import RoleCode
from register.models import PaperState
from tests.awarding import IN_DISTRICT, build_session, draft, issued_decision
from tests.integration.test_once_only import issue


@pytest.fixture
def session(app, ready):
    number = ready(build_session)
    with app.app_context():
        yield find_sealed(number)


@pytest.mark.parametrize("kind", ["decision", "commendation_list", "council_minutes", "proposal"])
def test_a_paper_dated_before_the_session_is_told_and_issued_all_the_same(session, kind):
    met = local(session.meets_at).date()
    paper = draft(f"session:{session.id}", kind, day=met.replace(day=1, month=1))
    ready = readiness_of(paper, IN_DISTRICT)
    assert any(f"trước ngày họp {met:%d/%m/%Y} của Hội đồng" in one for one in ready.remarks)
    assert ready.obstacles == []
    on_time = draft(f"session:{session.id}", kind)
    assert not any("ngày họp" in one for one in readiness_of(on_time, IN_DISTRICT).remarks)


def test_a_decision_dated_before_its_proposal_is_told(session):
    source = f"session:{session.id}"
    issue(draft(source, "proposal", day=date(2024, 12, 19)))
    (told,) = (one for one in readiness_of(draft(source), IN_DISTRICT).remarks if "Tờ trình" in one)
    assert "Ngày ký 18/12/2024 trước ngày 19/12/2024 của Tờ trình số 01/TTr-HĐTĐKT" in told
    after = readiness_of(draft(source, day=date(2024, 12, 19)), IN_DISTRICT)
    assert not any("Tờ trình" in one for one in after.remarks)


def test_a_bonus_table_dated_before_its_decision_is_told_but_may_be_issued(session):
    decision = issued_decision(session)
    table = draft(f"decision:{decision.id}", "bonus_table", day=date(2024, 12, 17))
    (told,) = readiness_of(table, IN_DISTRICT).remarks
    assert "trước ngày 18/12/2024 của quyết định" in told
    assert issue(table).state is PaperState.ISSUED


def test_hours_and_names_that_cannot_be_are_refused_with_a_sentence_and_kept(ready, client_as):
    number = ready(build_session)
    clerk = client_as(RoleCode.CLERK)
    for kind, field, typed, told in (
        ("council_minutes", "text_ended", "25 giờ 99", "“25 giờ 99” không phải giờ trong ngày"),
        ("decision", "signer_name", "Trần Văn 5 Minh", "Họ và tên không có chữ số"),
    ):
        sent = {"signed_on": "2024-12-18", field: typed}
        page = clerk.post(f"/van-ban/lap?loai={kind}&nguon=session:{number}", data=sent)
        assert page.status_code == 422
        assert told in page.text
        assert f'value="{typed}"' in page.text
