"""Who reads what of a result: the unit itself and those above it everything, others the ranking."""

import pytest
from sqlalchemy import select

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from awards.models import RunResult
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from tests.factories import NOW
from tests.ranking_pages import HAMLET_PAGE, HAMLETS
from tests.sealed_year import DOCUMENT, seal_year

GROUND = "Đơn đang được xác minh"
WORKING = "Điểm từ đâu ra"
ELSEWHERE = "dành cho chính đơn vị này"


def sealed():
    return seal_year(hamlets={"Xã An Ninh": HAMLETS}).id


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed)


def number_of(app, name: str) -> int:
    with app.app_context():
        return db.session.scalar(select(RunResult.participant_id).where(RunResult.name == name))


def act_for(app, username: str, name: str) -> int:
    """Tie the sample account to this unit alone."""
    number = number_of(app, name)
    with app.app_context(), transaction():
        user = find_user_by_name(username)
        db.session.query(UnitMember).filter_by(user_id=user.id).delete()
        db.session.add(UnitMember(user_id=user.id, participant_id=number, since=NOW))
    return number


def test_a_unit_reads_everything_of_its_own_result(run_id, accounts, client_as):
    held = act_for(accounts, "xa", "Xã Phú Tâm")
    page = client_as(RoleCode.COMMUNE).get(f"/xep-hang/{run_id}/{held}").text
    assert GROUND in page
    assert WORKING in page
    assert ELSEWHERE not in page


def test_a_unit_reads_of_others_what_the_ranking_shows(run_id, accounts, client_as):
    act_for(accounts, "xa", "Xã An Ninh")
    held = number_of(accounts, "Xã Phú Tâm")
    page = client_as(RoleCode.COMMUNE).get(f"/xep-hang/{run_id}/{held}")
    assert page.status_code == 200
    assert "Chưa xét" in page.text
    assert ELSEWHERE in page.text
    for hidden in (GROUND, WORKING, "Tất cả lý do", "Đã được khen"):
        assert hidden not in page.text


def test_a_commune_reads_everything_of_its_hamlets_and_a_hamlet_nothing_more_of_its_commune(
    run_id, accounts, client_as
):
    commune = act_for(accounts, "xa", "Xã An Ninh")
    hamlet = act_for(accounts, "ap", "Ấp Hòa Long")
    assert WORKING in client_as(RoleCode.COMMUNE).get(f"/xep-hang/{run_id}/{hamlet}").text
    assert WORKING in client_as(RoleCode.UNIT).get(f"/xep-hang/{run_id}/{hamlet}").text
    assert WORKING not in client_as(RoleCode.UNIT).get(f"/xep-hang/{run_id}/{commune}").text


@pytest.mark.parametrize("role", [RoleCode.OFFICE, RoleCode.COUNCIL, RoleCode.VERIFIER, RoleCode.CLERK])
def test_who_works_on_the_awards_reads_everything(run_id, accounts, client_as, role):
    held = number_of(accounts, "Xã Phú Tâm")
    assert GROUND in client_as(role).get(f"/xep-hang/{run_id}/{held}").text


def test_private_results_open_to_their_own_unit_alone(accounts, client_as):
    document = DOCUMENT.replace("name: Ấp\n", "name: Hộ\n    category: household\n")
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=document).id
    own = act_for(accounts, "ap", "Ấp Hòa Long")
    other = number_of(accounts, "Ấp Phước Hòa")
    client = client_as(RoleCode.UNIT)
    board = client.get(HAMLET_PAGE).text
    assert f'/xep-hang/{run_id}/{own}"' in board
    assert f'/xep-hang/{run_id}/{other}"' not in board
    page = client.get(f"/xep-hang/{run_id}/{own}").text
    assert WORKING in page
    assert 'rel="prev"' not in page
    assert client.get(f"/xep-hang/{run_id}/{other}").status_code == 403
    act_for(accounts, "ap", "Ấp Phước Hòa")
    assert f'/xep-hang/{run_id}/{other}"' in client.get(HAMLET_PAGE).text
