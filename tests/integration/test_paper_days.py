"""By which day a paper goes: its own, else that of its source, never silently today; a new issuer is told."""

import pytest

from council.models import SessionState
from documents.drafting import preview_html
from documents.materials import load
from documents.paper_days import source_day
from foundation.clock import local, now
from foundation.database import db
from foundation.permissions import RoleCode
from register.queries import find_paper
from tests.awarding import build_session
from tests.council import open_council, seal_small_year

ENTERED = {"text_proposal": "Xét đề nghị của Hội đồng", "text_articles": "Thi hành."}
DISTRICT, COMMUNE = "huyện Châu Thành", "xã Hồ Đắc Kiện"


@pytest.fixture
def session_id(ready):
    return ready(build_session)


def new_draft(clerk, session_id, **entered):
    address = f"/van-ban/lap?loai=decision&nguon=session:{session_id}"
    return clerk.post(address, data=ENTERED | entered)


def paper_at(response):
    assert response.status_code == 302, response.text
    return find_paper(int(response.location.rstrip("/").rpartition("/")[2]))


def test_a_new_draft_begins_with_day_and_issuer_of_its_session(session_id, client_as):
    page = client_as(RoleCode.CLERK).get(f"/van-ban/lap?loai=decision&nguon=session:{session_id}").text
    assert 'value="2024-12-10"' in page
    assert f'value="{DISTRICT}"' in page
    assert "xã Phú Tâm" not in page


def test_a_draft_without_a_day_stays_the_paper_of_the_district(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    answer = new_draft(clerk, session_id, signed_on="", area=DISTRICT)
    with clerk.application.app_context():
        paper = paper_at(answer)
        assert (paper.signed_on, paper.series) == (None, "committee/huyện Châu Thành:QĐ-UBND")
        html = preview_html(paper, now())
    assert "Nghị định số 98/2023/NĐ-CP" in html
    assert "152/2025" not in html
    assert "Phú Tâm" not in html.partition("Nơi nhận")[0].partition('class="kind"')[0]
    page = clerk.get(answer.location).text
    assert "đang lấy theo ngày 10/12/2024" in page
    assert DISTRICT in page
    assert DISTRICT in clerk.get(f"{answer.location}/phat-hanh").text


def test_papers_of_a_run_go_by_the_session_that_is_prepared_else_by_the_seal(context):
    session = open_council(run=seal_small_year())
    material = load(f"run:{session.run_id}")
    assert source_day(material) == local(session.meets_at).date()
    session.state = SessionState.CANCELLED
    db.session.flush()
    assert source_day(material) == local(session.run.sealed_at).date()


def test_another_issuer_is_told_before_it_is_saved(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    answer = new_draft(clerk, session_id, signed_on="2024-12-18", area=DISTRICT)
    told = clerk.post(answer.location, data=ENTERED | {"signed_on": "2025-08-15", "area": DISTRICT})
    assert told.status_code == 422
    assert "Ngày 15/08/2025 do " in told.text
    assert COMMUNE in told.text
    assert 'value="2025-08-15"' in told.text
    with clerk.application.app_context():
        assert str(paper_at(answer).signed_on) == "2024-12-18"
    saved = clerk.post(answer.location, data=ENTERED | {"signed_on": "2025-08-15", "area": COMMUNE})
    with clerk.application.app_context():
        assert paper_at(saved).particulars["area"] == COMMUNE


def test_who_issues_on_a_day_is_shown_without_saving(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    answer = new_draft(clerk, session_id, signed_on="2024-12-18", area=DISTRICT)
    look = {"signed_on": "2025-08-15", "area": DISTRICT, "go": "look"}
    page = clerk.post(answer.location, data=ENTERED | look)
    assert page.status_code == 200
    assert "Ngày 15/08/2025 do " in page.text
    with clerk.application.app_context():
        assert paper_at(answer).particulars["area"] == DISTRICT
