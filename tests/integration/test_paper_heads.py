"""Papers that are printed without a draft bear the head of their day."""

from datetime import UTC, date, datetime

import pytest

from authorities.heads import head_on
from council.ballot_sheets import sheets_of
from foundation.database import transaction
from foundation.permissions import RoleCode
from tests.balloting import open_one
from tests.papers import load_facts, words

MEETS = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


@pytest.fixture
def facts(context):
    load_facts()


def test_a_blank_ballot_bears_the_councils_head_of_the_day(facts):
    head = sheets_of(open_one().ballot, {}).head
    assert (head.superior, head.issuing) == ("UBND huyện Châu Thành", "Hội đồng\nThi đua - Khen thưởng")
    assert head.place_line.startswith("Châu Thành, ngày ")


def test_a_commune_has_its_own_head_from_the_day_on_which_it_began(facts):
    head = head_on("council", date(2025, 7, 1), "xã Phú Tâm")
    assert (head.superior, head.place) == ("UBND xã Phú Tâm", "Phú Tâm")


def test_a_divided_district_heads_nothing_any_more(facts):
    head = head_on("council", date(2025, 8, 1), "huyện Châu Thành")
    assert (head.superior, head.place) == ("UBND xã Phú Tâm", "Phú Tâm")


def in_november_2026():
    """A ballot of a session on a day on which the communes issue."""
    sitting = open_one()
    sitting.session.meets_at = MEETS
    sitting.session.members[0].position = "Chủ tịch UBND huyện"
    sitting.session.members[1].position = "Chủ tịch Hội Nông dân"
    return sitting.ballot


def invitation(ballot, area=""):
    said, _remarks = words(f"planned:{ballot.session_id}", "invitation", day=date(2026, 11, 30), area=area)
    return said


def test_ballots_and_invitation_of_one_session_bear_one_head(facts):
    ballot = in_november_2026()
    head = sheets_of(ballot, {}).head
    assert head.superior == "UBND xã Phú Tâm"
    assert head.superior in invitation(ballot)


def test_ballots_follow_the_commune_that_was_chosen_for_the_invitation(facts):
    ballot = in_november_2026()
    assert "UBND xã An Ninh" in invitation(ballot, "xã An Ninh")
    assert sheets_of(ballot, {}).head.superior == "UBND xã An Ninh"


def test_without_facts_a_name_alone_is_a_districts(context):
    assert head_on("council", date(2024, 8, 1), "Châu Thành").superior == "UBND huyện Châu Thành"


def test_the_dossier_leads_to_the_blank_papers_of_a_ballot(accounts, client_as):
    with accounts.app_context(), transaction():
        sitting = open_one()
        year, session, number = sitting.session.movement_year_id, sitting.session.id, sitting.number
    office = client_as(RoleCode.OFFICE)
    address = f"/phien-hop/{session}/phieu/{number}/giay"
    assert address in office.get(f"/van-ban?year={year}").text
    assert office.get(address).mimetype == "application/pdf"


def test_titles_of_a_district_that_is_no_more_are_told(facts):
    ballot = in_november_2026()
    _said, remarks = words(f"planned:{ballot.session_id}", "invitation", day=date(2026, 11, 30))
    assert any("30/11/2026 không còn" in one and "Chủ tịch UBND huyện" in one for one in remarks)
    assert not any("Chủ tịch Hội Nông dân" in one for one in remarks)


def test_titles_of_the_district_are_right_in_its_time(facts):
    ballot = open_one().ballot
    _said, remarks = words(f"planned:{ballot.session_id}", "invitation", day=date(2024, 12, 5))
    assert remarks == []


def test_the_page_of_the_session_leads_to_its_members(accounts, client_as):
    with accounts.app_context(), transaction():
        load_facts()
        session = in_november_2026().session_id
    page = client_as(RoleCode.OFFICE).get(f"/phien-hop/{session}").text
    assert "không còn vào ngày họp" in page
    assert f'href="/phien-hop/{session}/thanh-vien"' in page
