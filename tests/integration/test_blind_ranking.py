"""A sealed result, read by somebody who is still to check one of its units blind."""

import pytest

from accounts.queries import find_user_by_name
from assignments.models import VerifierDuty
from awards.blinding import list_hidden
from awards.models import EvaluationRun, RunResult
from awards.services import seal_run
from foundation.database import db, transaction
from foundation.formats import number
from foundation.permissions import SYSTEM, RoleCode
from tests.district import make_commune
from tests.objecting import verified_card, verify_whole
from tests.verifying import DOCUMENT, NOW, submit, verifying_year
from verification.drawing import draw_marked
from verification.models import SecondCheck

MARKED = DOCUMENT.replace(
    "name: Giảm tỷ lệ hộ nghèo, max: 40,", "name: Giảm tỷ lệ hộ nghèo, max: 40, second_check: true,"
)


@pytest.fixture
def run(accounts, monkeypatch):
    """The number of a run of two communes; the sample verifier has a second check of the first to make."""
    for module in ("awards.views", "awards.blinding", "verification.blinding"):
        monkeypatch.setattr(f"{module}.now", lambda: NOW)
    with accounts.app_context(), transaction():
        year, office = verifying_year(MARKED), find_user_by_name("noivu")
        verifier = find_user_by_name("thamdinh")
        db.session.add(VerifierDuty(user_id=verifier.id, type_code="commune", since=NOW))
        card = verified_card(year, make_commune("31600", "Xã An Ninh"), office)
        verify_whole(office, submit(year, make_commune("31601", "Xã Phú Tân")), {"II.1": "12"})
        draw_marked(office, card, NOW)
        return seal_run(actor=SYSTEM, year=year, now=NOW).id


def totals(app):
    with app.app_context():
        rows = db.session.query(RunResult).order_by(RunResult.name).all()
        return {row.name: number(row.total, 2) for row in rows}


def test_the_total_of_what_is_to_be_checked_blind_is_hidden_until_it_is(accounts, client_as, run):
    points = totals(accounts)
    assert points["Xã An Ninh"] != points["Xã Phú Tân"]
    verifier = client_as(RoleCode.VERIFIER)
    page = verifier.get(f"/xep-hang/{run}").text
    assert points["Xã An Ninh"] not in page
    assert points["Xã Phú Tân"] in page
    assert "còn thẩm định lần hai phiếu của Xã An Ninh" in page
    assert "/tham-dinh/lan-hai" in page
    answer = verifier.get(f"/xep-hang/{run}/bang-tinh")
    assert answer.status_code == 403
    assert "còn thẩm định lần hai phiếu của Xã An Ninh" in answer.text
    assert points["Xã An Ninh"] in client_as(RoleCode.OFFICE).get(f"/xep-hang/{run}").text
    with accounts.app_context(), transaction():
        db.session.query(SecondCheck).one().made_at = NOW
    page = verifier.get(f"/xep-hang/{run}").text
    assert points["Xã An Ninh"] in page
    assert "còn thẩm định lần hai" not in page
    assert verifier.get(f"/xep-hang/{run}/bang-tinh").status_code == 200


def test_every_other_page_of_the_run_waits_too(accounts, client_as, run):
    with accounts.app_context(), transaction():
        db.session.query(SecondCheck).one().assigned_to_id = find_user_by_name("noivu").id
    office = client_as(RoleCode.OFFICE)
    for path in ("bang-tinh", "tu-cham", "phuong-an", "vach"):
        assert "còn thẩm định lần hai" in office.get(f"/xep-hang/{run}/{path}").text, path
    answer = office.get(f"/van-ban/danh-sach/{run}/in")
    assert (answer.status_code, answer.mimetype) == (403, "text/html")


def test_a_check_of_another_year_hides_nothing(accounts, client_as, run):
    with accounts.app_context():
        year = db.session.get(EvaluationRun, run).movement_year_id
        verifier = find_user_by_name("thamdinh")
        assert [one.name for one in list_hidden(verifier, year, NOW)] == ["Xã An Ninh"]
        assert list_hidden(verifier, year + 1, NOW) == []
