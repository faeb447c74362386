"""The list of scorecards that an account enters, and the way into one from the first page."""

import re
from datetime import timedelta

from accounts.queries import find_user_by_name
from assignments.services import assign_unit
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.models import StageCode
from scorecards.models import Scorecard
from scorecards.my_cards import list_my_cards
from tests.claiming import cite, claiming, file_of
from tests.district import make_commune
from tests.year import SELF, enter

FULL = {"A": "yes", "B": "3", "C": {"numerator": "20", "denominator": "30"}}


def test_required_evidence_that_is_wanting_counts_as_missing(context):
    own = claiming()
    enter(own.card, SELF, FULL)
    year = own.card.movement_year

    def card():
        return list_my_cards(own.user.id, year)[0].cards[0]

    assert (card().missing, card().evidence) == (0, 1)
    cite(
        own.card, "A", evidence_file=file_of(own.card), number="12/KH-UBND", issued_on=now().date(), page="1"
    )
    assert (card().missing, card().evidence) == (0, 0)
    enter(own.card, SELF, {"B": None})
    assert (card().missing, card().evidence) == (1, 0)


def test_what_is_cited_is_read_at_once_for_all_cards(client_as, accounts):
    with accounts.app_context(), transaction():
        own = claiming()
        enter(own.card, SELF, FULL)
        for unit in (own.unit, make_commune("XA-88", "Xã An Hiệp")):
            assign_unit(actor=SYSTEM, user=find_user_by_name("xa"), participant=unit, now=now())
    page = client_as(RoleCode.COMMUNE).get("/cham-diem").text
    assert "1 minh chứng" in page
    assert "thiếu 1 minh chứng" in page


def test_starting_from_the_first_page_leads_straight_into_the_card(client_as, accounts):
    with accounts.app_context(), transaction():
        own = claiming()
        for stage in own.card.movement_year.stages:
            if stage.code is StageCode.SELF_SCORING:
                stage.opens_at, stage.closes_at = now() - timedelta(days=5), now() + timedelta(days=5)
        unit = make_commune("XA-88", "Xã An Hiệp")
        assign_unit(actor=SYSTEM, user=find_user_by_name("xa"), participant=unit, now=now())
        known = own.card.id
    client = client_as(RoleCode.COMMUNE)
    page = client.get("/").text
    action = re.search(r'action="(/cham-diem/\d+)".*?Bắt đầu chấm điểm', page, re.S)[1]
    opened = client.post(action).location
    assert opened != f"/phieu/{known}"
    assert client.get(opened).status_code == 200
    with accounts.app_context():
        card = db.session.get(Scorecard, int(opened.rpartition("/")[2]))
        assert card.participant.code == "XA-88"
