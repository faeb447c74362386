from decimal import Decimal

import pytest

from assignments.models import UnitMember
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from scorecards.models import ScorecardStatus
from scorecards.services import assess, open_scorecard
from tests.district import make_commune, make_year
from tests.factories import NOW, make_user
from tests.year import COUNCIL, OFFICE, SELF, enter, publish, ready_year

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def card(context):
    year = make_year()
    publish(year)
    return open_scorecard(actor=SYSTEM, movement_year=year, participant=make_commune(), now=NOW)


def test_each_level_keeps_what_it_entered_and_the_total_so_far(card):
    enter(card, SELF, {"A": "50", "B": {"numerator": "20", "denominator": "30"}})
    enter(card, OFFICE, {"A": "47", "C": "yes"}, A="Đối chiếu hồ sơ")
    own, office = card.assessments
    assert (own.entries["A"], own.total, own.complete) == ("50", Decimal(70), False)
    assert (office.entries, office.total, office.complete) == ({"A": "47", "C": "yes"}, Decimal(77), True)
    assert office.reasons == {"A": "Đối chiếu hồ sơ"}


def test_changing_a_claim_needs_a_reason(card):
    enter(card, SELF, {"A": "50"})
    with pytest.raises(DomainError) as refusal:
        enter(card, OFFICE, {"A": "47"})
    assert refusal.value.field == "A"
    enter(card, OFFICE, {"A": "50.0"})


@pytest.mark.parametrize(
    ("level", "entries"), [(SELF, {"A": "nhiều"}), (SELF, {"C": "yes"}), (COUNCIL, {"Z": "1"})]
)
def test_what_cannot_count_is_refused_beside_its_criterion(card, level, entries):
    with pytest.raises(DomainError) as refusal:
        enter(card, level, entries)
    assert [refusal.value.field] == list(entries)


def test_a_figure_is_taken_back(card):
    enter(card, SELF, {"A": "50"})
    assert enter(card, SELF, {"A": None}).total == 0
    assert [entry.action for entry in list_entries_of("scorecard", str(card.id))] == [
        "scorecard:opened",
        "scorecard:assessed-self",
        "scorecard:assessed-self",
    ]


def test_a_unit_does_not_enter_for_the_office(card):
    unit = make_user(roles=[RoleCode.UNIT])
    db.session.add(UnitMember(user_id=unit.id, participant_id=card.participant_id, since=NOW))
    with pytest.raises(NotAllowed):
        assess(actor=unit, scorecard=card, level=OFFICE, entries={"C": "yes"}, now=NOW)
    assess(actor=unit, scorecard=card, level=SELF, entries={"A": "50"}, now=NOW)


def test_a_sealed_scorecard_is_closed(card):
    card.status = ScorecardStatus.SEALED
    with pytest.raises(Conflict):
        enter(card, SELF, {"A": "50"})


def test_a_participant_has_one_scorecard():
    year, cards = ready_year(1)
    with pytest.raises(Conflict):
        open_scorecard(actor=SYSTEM, movement_year=year, participant=cards["X00"].participant, now=NOW)


def test_no_scorecard_without_published_criteria():
    with pytest.raises(DomainError, match="ban hành"):
        open_scorecard(actor=SYSTEM, movement_year=make_year(), participant=make_commune(), now=NOW)
    db.session.rollback()
