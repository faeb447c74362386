"""A year of many units for the measurement of saving: communes, accounts and open scorecards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from accounts.services import create_user
from assignments.models import UnitMember
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.clock import local_date
from foundation.database import db
from foundation.permissions import SYSTEM, RoleCode
from movements.models import StageCode
from movements.services import create_movement, start_year
from participants.services import create_participant
from scorecards.services import open_scorecard

CRITERIA = 24
ACCOUNTS = 20
DAY = timedelta(days=1)


@dataclass(frozen=True)
class District:
    """What was made: account names with the ids of their scorecards, names with the ids of units that have
    none yet, and the codes that they enter.
    """

    cards: list[tuple[str, int]]
    unopened: list[tuple[str, int]]
    fields: list[str]


def make_year_of_units(units: int, password: str, now: datetime) -> District:
    """As many units with a scorecard as without one."""
    day = local_date(now)
    movement = create_movement(
        actor=SYSTEM,
        name="Phong trào",
        period_from=day.replace(month=1, day=1),
        period_to=day.replace(month=12, day=31),
        district_name="Châu Thành",
        province_name="Sóc Trăng",
        standing_body="Phòng Nội vụ",
        now=now,
    )
    calendar = {StageCode.SELF_SCORING: (now - DAY, now + 10 * DAY)}
    year = start_year(actor=SYSTEM, movement=movement, year=day.year, calendar=calendar, now=now)
    criteria_set = create_criteria_set(
        actor=SYSTEM, movement_year_id=year.id, year=year.year, document=_document(day.year), now=now
    )
    publish_criteria_set(actor=SYSTEM, criteria_set=criteria_set, year=year.year, now=now)
    users = [_account(number, password, now) for number in range(ACCOUNTS)]
    cards, unopened = [], []
    for number in range(2 * units):
        unit = create_participant(
            actor=SYSTEM, code=f"X{number:04d}", name=f"Xã số {number}", type_code="commune", now=now
        )
        user = users[number % ACCOUNTS]
        db.session.add(UnitMember(user_id=user.id, participant_id=unit.id, since=now))
        if number >= units:
            unopened.append((user.username, unit.id))
            continue
        card = open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=now)
        cards.append((user.username, card.id))
    return District(cards, unopened, [f"A{number}" for number in range(CRITERIA)])


def _account(number: int, password: str, now: datetime) -> User:
    return create_user(
        actor=SYSTEM,
        username=f"xa{number}",
        full_name=f"Cán bộ {number}",
        password=password,
        roles=[RoleCode.COMMUNE],
        must_change_password=False,
        now=now,
    )


def _document(year: int) -> str:
    """A document of two sections with as many criteria as real tables have."""
    half = CRITERIA // 2
    sections = "".join(
        f"""
      - code: S{section}
        name: Mục {section}
        max: {half * 10}
        children:{"".join(_criterion(number) for number in range(section * half, (section + 1) * half))}"""
        for section in (0, 1)
    )
    return f"""
format: "1"
title: Bảng điểm
year: {year}
types:
  - code: commune
    name: Xã
    max: {CRITERIA * 10}
    children:{sections}
"""


def _criterion(number: int) -> str:
    scales = (
        "{kind: count, unit: mô hình, each: 2}",
        "{kind: target, unit: hộ, target: 8, minimum: 4, points_at_minimum: 5}",
        "{kind: bands, bands: [{at_least: 8, points: 10}, {below: 8, points: 6}]}",
        "{kind: amount, unit: triệu đồng, plan: 10}",
    )
    return f"""
          - {{code: A{number}, name: Tiêu chí {number}, max: 10, scale: {scales[number % len(scales)]}}}"""
