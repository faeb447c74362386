"""What stands on paper for good leads the public to its page, or is not issued."""

from dataclasses import replace

import pytest

from accounts.models import User
from documents.certificate_printing import certificates_html, decision_of
from documents.issuing import take_number, words_of
from documents.public_address import address_on, is_loopback
from foundation.database import db, transaction
from foundation.errors import DomainError
from foundation.permissions import SYSTEM, RoleCode
from register.models import PaperState
from register.queries import list_certificates
from tests.awarding import IN_DISTRICT, build_session, draft, sealed_session

SITE = "https://thidua.chauthanh.soctrang.gov.vn"


@pytest.fixture
def site(app, monkeypatch):
    def put(address):
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], site_url=address))

    return put


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:80", "", "/x"]
)
def test_an_address_of_the_machine_itself_leads_nowhere(address):
    assert is_loopback(address)


def test_an_address_of_the_office_leads_somewhere():
    assert not is_loopback(SITE)
    assert not is_loopback("http://10.0.0.5:8000")


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:8000", "http://localhost:5000"])
def test_nothing_is_issued_without_an_address_that_leads_here(site, context, address):
    paper = draft(f"session:{sealed_session().id}")
    site(address)
    with pytest.raises(DomainError, match="SITE_URL"):
        take_number(actor=SYSTEM, paper=paper, now=IN_DISTRICT)
    assert (paper.state, paper.number) == (PaperState.DRAFT, None)


def test_papers_and_certificates_bear_one_address(site, context):
    site(SITE)
    paper = draft(f"session:{sealed_session().id}")
    take_number(actor=SYSTEM, paper=paper, now=IN_DISTRICT)
    assert f"Kiểm tra tại {SITE}/kiem-tra" in words_of(paper.id).html
    site("https://khac.gov.vn")
    html = certificates_html(decision_of(paper), list_certificates(paper.id), address_on(paper))
    assert f"{SITE}/kiem-tra" in html
    assert "khac.gov.vn" not in html


def test_sample_data_may_try_and_is_told_loudly(ready, site, client_as):
    session = ready(build_session)
    clerk = client_as(RoleCode.CLERK)
    site(None)
    entered = {"signed_on": "2024-12-18", "text_proposal": "Xét đề nghị", "text_articles": "Thi hành."}
    made = clerk.post(f"/van-ban/lap?loai=decision&nguon=session:{session}", data=entered).location
    page = clerk.get(f"{made}/phat-hanh").text
    assert "SITE_URL" in page
    assert "Dữ liệu mẫu" in page
    with clerk.application.app_context(), transaction():
        for one in db.session.query(User):
            one.is_sample = False
    assert "Dữ liệu mẫu thì" not in clerk.get(f"{made}/phat-hanh").text
