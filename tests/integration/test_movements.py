from datetime import UTC, datetime, timedelta

import pytest

from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from movements import queries
from movements.models import Stage, StageCode
from movements.services import start_year
from tests.district import make_movement, make_year, refuses
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("context")


def test_a_year_starts_with_its_stages():
    assert [stage.code for stage in make_year().stages] == [StageCode.REGISTRATION, StageCode.SELF_SCORING]


def test_a_year_starts_once():
    year = make_year()
    with pytest.raises(Conflict):
        start_year(actor=SYSTEM, movement=year.movement, year=2024, calendar={}, now=NOW)


def test_a_year_outside_the_movement_does_not_start():
    movement = make_movement()
    with pytest.raises(DomainError) as refusal:
        start_year(actor=SYSTEM, movement=movement, year=2026, calendar={}, now=NOW)
    assert refusal.value.field == "year"


def test_a_stage_out_of_order_is_named():
    movement = make_movement()
    with pytest.raises(DomainError) as refusal:
        start_year(
            actor=SYSTEM, movement=movement, year=2024, calendar={StageCode.COUNCIL: (NOW, NOW)}, now=NOW
        )
    assert refusal.value.field == "council"


def test_only_the_standing_office_starts_a_year():
    movement, unit = make_movement(), make_user(roles=[RoleCode.UNIT])
    with pytest.raises(NotAllowed):
        start_year(actor=unit, movement=movement, year=2024, calendar={}, now=NOW)


def test_a_stage_is_open_from_its_first_instant_and_closed_at_its_last():
    year = make_year()
    stage = year.stages[1]
    assert [s.code for s in queries.list_open_stages(year.id, stage.opens_at)] == [StageCode.SELF_SCORING]
    assert queries.list_open_stages(year.id, stage.closes_at) == []
    assert stage.is_open(stage.closes_at - timedelta(seconds=1))
    assert not stage.is_open(stage.closes_at)


def test_the_current_year_is_the_latest_begun_in_viet_nam():
    year = make_year(2024)
    later = start_year(actor=SYSTEM, movement=year.movement, year=2025, calendar={}, now=NOW)
    assert queries.find_current_year(datetime(2024, 12, 31, 16, tzinfo=UTC)) is year
    assert queries.find_current_year(datetime(2024, 12, 31, 17, tzinfo=UTC)) is later


def test_the_current_year_before_the_first_is_the_first():
    year = make_year()
    assert queries.find_current_year(datetime(2020, 1, 1, tzinfo=UTC)) is year


def test_there_is_no_current_year_in_an_empty_database():
    assert queries.find_current_year(NOW) is None


def test_the_database_refuses_an_unknown_stage_and_one_that_closes_as_it_opens():
    year = make_year()
    refuses(Stage(movement_year_id=year.id, code="lunch", opens_at=NOW, closes_at=NOW + timedelta(1)))
    refuses(Stage(movement_year_id=year.id, code=StageCode.COUNCIL, opens_at=NOW, closes_at=NOW))
