"""Builders of the district and its year: plain functions; any value can be said instead."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from criteria.models import CriteriaSet
from foundation.database import db
from foundation.permissions import SYSTEM
from movements.models import Movement, MovementYear, StageCode
from movements.services import create_movement, start_year
from participants.models import Participant
from participants.services import create_participant
from scorecards.models import Scorecard
from tests.factories import NOW

SHA = "0" * 64


def make_commune(code: str = "31600", name: str = "Xã An Ninh", **overrides: Any) -> Participant:
    """A commune made by the service."""
    values = {"actor": SYSTEM, "now": NOW, "code": code, "name": name, "type_code": "commune"}
    return create_participant(**(values | overrides))


def make_movement() -> Movement:
    """The movement of 2021 to 2025."""
    return create_movement(
        actor=SYSTEM,
        now=NOW,
        name="Châu Thành chung tay vì người nghèo",
        period_from=date(2021, 1, 1),
        period_to=date(2025, 12, 31),
        district_name="Châu Thành",
        province_name="Sóc Trăng",
        standing_body="Phòng Nội vụ",
    )


def make_year(year: int = 2024) -> MovementYear:
    """A year with its first two stages."""
    calendar = {
        StageCode.REGISTRATION: (datetime(year, 1, 2, tzinfo=UTC), datetime(year, 2, 28, tzinfo=UTC)),
        StageCode.SELF_SCORING: (datetime(year, 10, 15, tzinfo=UTC), datetime(year, 11, 8, tzinfo=UTC)),
    }
    return start_year(actor=SYSTEM, movement=make_movement(), year=year, calendar=calendar, now=NOW)


def make_criteria_set(year: MovementYear, **overrides: Any) -> CriteriaSet:
    """A draft of the criteria of a year."""
    values = {"movement_year_id": year.id, "version": 1, "document": "x: 1", "sha256": SHA, "created_at": NOW}
    criteria_set = CriteriaSet(**(values | overrides))
    db.session.add(criteria_set)
    db.session.flush()
    return criteria_set


def make_scorecard() -> Scorecard:
    """The draft scorecard of a commune."""
    year = make_year()
    scorecard = Scorecard(
        movement_year_id=year.id,
        participant_id=make_commune().id,
        criteria_set_id=make_criteria_set(year).id,
        updated_at=NOW,
    )
    db.session.add(scorecard)
    db.session.flush()
    return scorecard


def refuses(row: Any) -> None:
    """Assert that the database itself does not take the row."""
    with pytest.raises((IntegrityError, StatementError)), db.session.begin_nested():
        db.session.add(row)
