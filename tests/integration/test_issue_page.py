"""The page on which a paper is issued: the number it would take, and what is in the way, told on the page."""

from datetime import date

import pytest

from documents.drafting import kind_of, plan_of
from documents.materials import load
from documents.usual_words import usual_of
from foundation.clock import now
from foundation.database import transaction
from foundation.permissions import SYSTEM, RoleCode
from register.queries import find_paper
from register.services import start_draft
from tests.awarding import DAY, draft, sealed_session
from tests.integration.test_once_only import issue

BUTTON = "Lấy số và phát hành</button>"


def build_proposal():
    """An issued proposal of a session; the source."""
    source = f"session:{sealed_session().id}"
    issue(draft(source, "proposal"))
    return source


@pytest.fixture
def source(ready, accounts):
    return ready(build_proposal)


@pytest.fixture
def clerk(source, client_as):
    return client_as(RoleCode.CLERK)


def waiting(app, source, day, code="decision"):
    """The number of a draft of that day."""
    with app.app_context(), transaction():
        kind, material = kind_of(code), load(source)
        usual = usual_of(kind, material, DAY, "")
        entered = {"texts": dict(usual.texts), "recipients": list(usual.recipients)}
        plan = plan_of(kind, material, entered, signed_on=day, now=now())
        return start_draft(actor=SYSTEM, plan=plan, now=now()).id


def test_the_page_names_the_number_that_would_be_given_and_its_series(accounts, source, clerk):
    number = waiting(accounts, source, DAY, "proposal")
    page = clerk.get(f"/van-ban/{number}/phat-hanh").text
    assert "Số dự kiến" in page
    assert "<strong>02/TTr-HĐTĐKT</strong>" in page
    assert "năm 2024" in page
    assert BUTTON in page
    first = waiting(accounts, source, DAY)
    assert "<strong>01/QĐ-UBND</strong>" in clerk.get(f"/van-ban/{first}/phat-hanh").text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (None, "Ghi ngày ký trước khi lấy số"),
        (date(2024, 12, 1), "Số liền trước đã ký ngày 18/12/2024"),
        (date(2999, 1, 1), "Ngày ký chưa tới"),
    ],
)
def test_a_day_that_cannot_be_is_told_on_the_page_with_the_way_to_mend_it(accounts, source, clerk, day, told):
    number = waiting(accounts, source, day, "proposal")
    address = f"/van-ban/{number}/phat-hanh"
    page = clerk.get(address).text
    assert told in page
    assert BUTTON not in page
    assert f'href="/van-ban/{number}">Sửa bản nháp' in page
    pressed = clerk.post(address)
    assert pressed.status_code in (409, 422)
    assert told in pressed.text
    assert "Về trang đầu" not in pressed.text
    assert f'href="/van-ban/{number}">Sửa bản nháp' in pressed.text
    with accounts.app_context():
        assert find_paper(number).number is None
