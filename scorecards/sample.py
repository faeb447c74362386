"""The sample year: movement, criteria, and a scorecard for everyone, the same for the same seed.

Each participant's figures depend on the seed and its own code alone. How well it did is drawn once and
colours every figure; what it claims is sometimes rosier than what was verified.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext as _
from sqlalchemy import exists, func, select

from accounts.models import User
from accounts.sample import ensure_sample_accounts
from assignments.sample import bind_sample_accounts
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.bulk import Progress, continue_numbering, insert_rows
from foundation.clock import VIETNAM
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import Actor, RoleCode
from movements.models import Movement, MovementYear, StageCode
from movements.services import create_movement, start_year
from participants.models import Participant
from participants.sample import load_district
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.sample_cards import Card, CardMaker

FACTS = Path(__file__).with_name("sample_year.yaml")
PRESETS = Path(__file__).parent.parent / "criteria" / "presets"
PARTICIPANTS_AT_ONCE = 5_000
AFTERNOON = timedelta(hours=15)
CARD_COLUMNS = (
    "id",
    "movement_year_id",
    "participant_id",
    "criteria_set_id",
    "status",
    "exclusions",
    "holds",
    "past_awards",
    "updated_at",
)
ASSESSMENT_COLUMNS = (
    "scorecard_id",
    "level",
    "entries",
    "reasons",
    "total",
    "complete",
    "assessed_at",
    "assessed_by_id",
)

Facts = dict[str, Any]
Days = dict[AssessmentLevel, datetime]


def load_sample(
    *, actor: Actor, now: datetime, seed: int = 1, households: int = 300, progress: Progress | None = None
) -> MovementYear:
    """Make the whole sample: accounts, district, movement, year, published criteria and scorecards.

    Nothing is evaluated. Raises Conflict where the database holds participants or a movement, DomainError
    for a number of households out of range. `progress` hears how many rows are in.
    """
    if db.session.scalar(select(exists().where(Movement.id.is_not(None)))):
        raise Conflict(_("Cơ sở dữ liệu đã có phong trào; dữ liệu mẫu chỉ nạp vào cơ sở dữ liệu trống."))
    load_district(actor=actor, now=now, seed=seed, households=households, progress=progress)
    users = ensure_sample_accounts(actor=actor, now=now)
    bind_sample_accounts(actor=actor, users=users, now=now)
    facts = read_sample_facts()
    movement = create_movement(actor=actor, now=now, is_sample=True, **facts["movement"])
    year = start_year(
        actor=actor, movement=movement, year=facts["year"], calendar=calendar_of(facts["calendar"]), now=now
    )
    document = (PRESETS / facts["criteria"]).read_text(encoding="utf-8")
    criteria_set = create_criteria_set(
        actor=actor, movement_year_id=year.id, year=year.year, document=document, now=now
    )
    publish_criteria_set(actor=actor, criteria_set=criteria_set, year=year.year, now=now)
    maker = CardMaker(document, facts, seed)
    load_scorecards(
        year,
        criteria_set.id,
        lambda row: maker.make(row.type_code, row.code, row.attributes),
        assessed_on=facts["assessed"],
        verifier_id=_verifier(users),
        progress=progress,
    )
    return year


def read_sample_facts() -> Facts:
    """What stands in the file of the sample year."""
    facts: Facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    return facts


def calendar_of(days: dict[str, list[date]]) -> dict[StageCode, tuple[datetime, datetime]]:
    """The stages from their first and last days, both included."""
    return {
        StageCode(code): (_midnight(first), _midnight(last + timedelta(days=1)))
        for code, (first, last) in days.items()
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _verifier(users: list[User]) -> int | None:
    return next((user.id for user in users if RoleCode.VERIFIER in user.role_codes), None)


def load_scorecards(
    year: MovementYear,
    criteria_set_id: int,
    make: Callable[[Any], Card | None],
    *,
    assessed_on: Mapping[str, date],
    verifier_id: int | None,
    progress: Progress | None = None,
) -> None:
    """The scorecard that `make` gives to each participant (id, type_code, code, attributes), if it does.

    Numbers are given here, so that assessments can follow their scorecards without asking for them.
    """
    first, done = (db.session.scalar(select(func.max(Scorecard.id))) or 0) + 1, 0
    days = {AssessmentLevel(level): _midnight(day) + AFTERNOON for level, day in assessed_on.items()}
    for chunk in _participants():
        made = ((row.id, make(row)) for row in chunk)
        with_card = [(owner, card) for owner, card in made if card is not None]
        cards = [(number, owner, card) for number, (owner, card) in enumerate(with_card, start=first)]
        rows = (_card_row(year, criteria_set_id, days, *one) for one in cards)
        insert_rows(Scorecard, CARD_COLUMNS, rows)
        levels = (row for number, _, card in cards for row in _levels(number, card, days, verifier_id))
        insert_rows(Assessment, ASSESSMENT_COLUMNS, levels)
        first, done = first + len(cards), done + len(chunk)
        if progress is not None:
            progress(done)
    continue_numbering(Scorecard)


def _participants() -> Iterator[list[Any]]:
    """Everyone, by number, a chunk at a time."""
    columns = (Participant.id, Participant.type_code, Participant.code, Participant.attributes)
    last = 0
    while True:
        chunk = list(
            db.session.execute(
                select(*columns)
                .where(Participant.id > last)
                .order_by(Participant.id)
                .limit(PARTICIPANTS_AT_ONCE)
            )
        )
        if not chunk:
            return
        yield chunk
        last = chunk[-1].id


def _card_row(
    year: MovementYear, criteria_set_id: int, days: Days, number: int, owner: int, card: Card
) -> tuple[Any, ...]:
    changed = days[card.levels[-1].level]
    marks = (card.exclusions, card.holds, card.past_awards)
    return (number, year.id, owner, criteria_set_id, card.status, *marks, changed)


def _levels(number: int, card: Card, days: Days, verifier_id: int | None) -> Iterator[tuple[Any, ...]]:
    for one in card.levels:
        by = verifier_id if one.level is AssessmentLevel.OFFICE else None
        what = (one.entries, one.reasons, one.total, one.complete)
        yield (number, one.level, *what, days[one.level], by)
