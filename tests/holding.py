"""Laying and lifting grounds on the small sealed year: plain functions."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts.models import User
from foundation.database import db
from foundation.permissions import RoleCode
from participants.models import Participant
from scorecards.models import Scorecard
from tests.factories import NOW, make_user
from verification.marking import Paper, set_mark
from verification.models import Mark

LATER = NOW + timedelta(hours=1)
PAPER = Paper("112/QĐ-TTr", date(2024, 1, 15))


def card_of(name: str) -> Scorecard:
    """The scorecard of the participant of this name."""
    joined = select(Scorecard).join(Participant, Participant.id == Scorecard.participant_id)
    return db.session.scalars(joined.where(Participant.name == name)).one()


def make_office() -> User:
    """An account of the standing office."""
    return make_user(full_name="Phòng Nội vụ", roles=[RoleCode.OFFICE])


def set_ground(
    name: str,
    *,
    stands: bool,
    actor: User | None = None,
    code: str = "KN",
    ground: str = "Đơn tố cáo ngày 03/12",
    at: datetime = LATER,
    **more: Any,
) -> Mark:
    """Lay a ground on the participant of this name, or lift it."""
    return set_mark(
        actor=actor or make_office(),
        scorecard_id=card_of(name).id,
        code=code,
        stands=stands,
        ground=ground,
        now=at,
        **more,
    )
