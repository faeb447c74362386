"""A signer without a name is told on the draft, before the number is taken, and before certificates print."""

import pytest

from authorities.models import LegalBasis, Signer
from authorities.queries import list_all
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from tests.awarding import build_decision, build_session

NAMELESS = "Chưa có họ tên người ký."
ENTERED = {
    "signed_on": "2024-12-18",
    "area": "huyện Châu Thành",
    "text_proposal": "Xét đề nghị của Hội đồng",
    "text_articles": "Thi hành.",
}


@pytest.fixture
def session_id(ready):
    return ready(build_session)


def new_draft(clerk, session_id, **entered):
    address = f"/van-ban/lap?loai=decision&nguon=session:{session_id}"
    return clerk.post(address, data=ENTERED | entered).location


def test_a_missing_name_is_told_on_the_draft_and_before_its_number(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    draft = new_draft(clerk, session_id)
    page = clerk.get(draft).text
    assert NAMELESS in page
    assert 'href="#signer_name"' in page
    issue = clerk.get(f"{draft}/phat-hanh").text
    assert NAMELESS in issue
    assert f'href="{draft}#signer_name"' in issue


def test_a_name_in_the_draft_is_enough(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    assert NAMELESS not in clerk.get(new_draft(clerk, session_id, signer_name="Trần Văn An")).text


def test_a_name_among_the_signers_is_enough(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    with clerk.application.app_context(), transaction():
        for one in list_all(Signer):
            one.name = "Trần Văn An"
    assert NAMELESS not in clerk.get(new_draft(clerk, session_id)).text


def test_certificates_of_a_decision_without_a_name_are_told(ready, client_as):
    decision = ready(build_decision)
    assert NAMELESS in client_as(RoleCode.CLERK).get(f"/van-ban/{decision}/giay").text


def test_only_entries_that_the_paper_uses_are_to_be_confirmed(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    draft = new_draft(clerk, session_id)
    page = clerk.get(draft).text
    assert "Căn cứ sau chưa được xác nhận" in page
    assert "Nghị định số 98/2023/NĐ-CP" in page.partition("Căn cứ sau chưa được xác nhận")[2]
    assert "Căn cứ Nghị định số 152" not in page.partition("Căn cứ sau chưa được xác nhận")[2]
    assert "Căn cứ sau chưa được xác nhận" in clerk.get(f"{draft}/phat-hanh").text


def test_what_was_confirmed_is_not_told(session_id, client_as):
    clerk = client_as(RoleCode.CLERK)
    with clerk.application.app_context(), transaction():
        for one in list_all(LegalBasis):
            one.certainty = "confirmed"
        db.session.flush()
    page = clerk.get(new_draft(clerk, session_id)).text
    assert "Căn cứ Nghị định số 98" not in page.partition("Căn cứ sau chưa được xác nhận")[2]
