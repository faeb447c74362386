"""The sample's year before its own: units only, evaluated and sealed, so that ranks and figures have a past.

Every figure follows from the seed and from the year after: a change of the poverty rate ends where
the next one set out, and whoever is known to have been given an award did well.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import yaml
from sqlalchemy import select

from accounts.queries import find_user_by_name
from awards.models import EvaluationRun
from awards.services import seal_run
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.database import db
from foundation.errors import NotFound
from foundation.permissions import Actor
from movements.models import Movement, MovementYear
from movements.queries import list_movements
from movements.services import start_year
from scorecards.models import Assessment, Scorecard
from scorecards.sample import PRESETS, calendar_of, load_scorecards, read_sample_facts
from scorecards.sample_cards import Card, CardMaker, YearAfter
from verification.sample import document_for

# Households were first judged in the sample's own year.
LEFT_OUT = ("household_not_poor", "household_poor", "BK-HO", "GK-HO")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# How well, at least, whoever was given an award did in each criterion.
OF_PROVINCE, OF_DISTRICT = 0.88, 0.7
NOTHING_AFTER = YearAfter()


class _Dumper(yaml.SafeDumper):
    """Writes out what is repeated, as a person would read it."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def load_earlier_year(*, actor: Actor, now: datetime, seed: int = 1) -> EvaluationRun:
    """Add the year before the sample's own, with verified scorecards of the units, and seal its result.

    Raises NotFound without the sample.
    """
    facts = read_sample_facts()
    movement, own = _own_year(facts["year"])
    facts |= {"year": own.year - 1, "cases": {}}
    year = start_year(
        actor=actor, movement=movement, year=facts["year"], calendar=_calendar(facts["calendar"]), now=now
    )
    document = _without(document_for((PRESETS / facts["criteria"]).read_text(encoding="utf-8"), year.year))
    criteria_set = create_criteria_set(
        actor=actor, movement_year_id=year.id, year=year.year, document=document, now=now
    )
    publish_criteria_set(actor=actor, criteria_set=criteria_set, year=year.year, now=now)
    _load_cards(year, own, criteria_set.id, CardMaker(document, facts, seed), facts)
    return seal_run(actor=actor, year=year, now=now)


def _own_year(year: int) -> tuple[Movement, MovementYear]:
    for movement in list_movements():
        for one in movement.years:
            if movement.is_sample and one.year == year:
                return movement, one
    raise NotFound("the sample is not loaded")


def _calendar(days: Mapping[str, Sequence[date]]) -> Any:
    return calendar_of({code: [_year_before(day) for day in both] for code, both in days.items()})


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def _without(document: str) -> str:
    """The document without the types and awards of LEFT_OUT."""
    content = yaml.load(document, Loader=_LOADER)  # noqa: S506 - a safe loader
    for part in ("types", "awards"):
        content[part] = [one for one in content[part] if one["code"] not in LEFT_OUT]
    text: str = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def _load_cards(
    year: MovementYear, own: MovementYear, criteria_set_id: int, maker: CardMaker, facts: Mapping[str, Any]
) -> None:
    after, past = _told_by(own)

    def make(row: Any) -> Card | None:
        card = maker.make(row.type_code, row.code, row.attributes, after.get(row.id, NOTHING_AFTER))
        if card is not None:
            card.past_awards[:] = past.get(row.id, [])
        return card

    verifier = find_user_by_name("thamdinh")
    load_scorecards(
        year,
        criteria_set_id,
        make,
        assessed_on={level: _year_before(day) for level, day in facts["assessed"].items()},
        verifier_id=verifier.id if verifier else None,
    )


def _merit(award: str) -> float:
    return OF_PROVINCE if award.startswith("BK") else OF_DISTRICT


def _told_by(own: MovementYear) -> tuple[dict[int, YearAfter], dict[int, list[dict[str, Any]]]]:
    """What the sample's own year tells of the one before, and the awards of earlier years still, by
    participant.
    """
    statement = (
        select(Scorecard.participant_id, Scorecard.past_awards, Assessment.entries)
        .join(Assessment, Assessment.scorecard_id == Scorecard.id)
        .where(Scorecard.movement_year_id == own.id)
        .order_by(Assessment.id)
    )
    after, past = dict[int, YearAfter](), dict[int, list[dict[str, Any]]]()
    for participant_id, awards, entries in db.session.execute(statement):
        known = dict(after[participant_id].states) if participant_id in after else {}
        pairs = {code: entry for code, entry in entries.items() if isinstance(entry, dict)}
        known |= {code: Decimal(pair["before"]) for code, pair in pairs.items() if "before" in pair}
        given = [one["award"] for one in awards if one["year"] == own.year - 1]
        after[participant_id] = YearAfter(known, max((_merit(award) for award in given), default=0.0))
        past[participant_id] = [dict(one) for one in awards if one["year"] < own.year - 1]
    return after, past
