"""The scorecards a person answers for, as their first page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assignments.queries import list_units
from criteria.models import CriteriaSet
from criteria.queries import find_published
from movements.deadlines import deadline_of, is_running, stage_of
from movements.models import MovementYear, StageCode
from participants.models import Participant
from scorecards.claims import claim_of
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.queries import find_scorecard
from scorecards.submission_rules import WITH_THE_UNIT, closes_at, has_started, is_time_running
from scorecards.sums import Sums

SHOWN = 12
SCORED, MISSING = "scored", "missing"


@dataclass(frozen=True, slots=True)
class OwnCard:
    """One unit's scorecard. `asked` are the criteria the unit enters, `entered` those it has, `by_others`
    those that others enter; all None where nothing was opened yet. `writable`: it may be entered now.
    `criteria_set_id` is what it is judged by: its own set, before there is a scorecard the year's published.
    """

    unit: Participant
    scorecard: Scorecard | None
    closes: datetime | None
    writable: bool
    started: bool
    criteria_set_id: int | None = None
    asked: int | None = None
    entered: int | None = None
    by_others: int | None = None
    sums: Sums | None = None

    @property
    def state(self) -> str:
        """The word for its state."""
        return "missing" if self.scorecard is None else self.scorecard.status.value

    @property
    def left(self) -> int:
        """How many criteria the unit has still to enter."""
        return (self.asked or 0) - (self.entered or 0)

    @property
    def with_unit(self) -> bool:
        """Whether it is the unit's turn."""
        return self.scorecard is None or self.scorecard.status in WITH_THE_UNIT

    @property
    def verified(self) -> bool:
        """Whether the unit can read what was verified."""
        return self.scorecard is not None and self.scorecard.status in (
            ScorecardStatus.VERIFIED,
            ScorecardStatus.OBJECTION,
            ScorecardStatus.SEALED,
        )


def list_own_cards(
    user_id: int, year: MovementYear, type_codes: Sequence[str], now: datetime
) -> list[OwnCard]:
    """The scorecards of the units that an account acts for, of types that the year judges."""
    units = [unit for unit in list_units(user_id) if unit.type_code in type_codes]
    published = find_published(year.id) if units else None
    return [_card(unit, year, published, now) for unit in units[:SHOWN]]


def _card(unit: Participant, year: MovementYear, published: CriteriaSet | None, now: datetime) -> OwnCard:
    scorecard = find_scorecard(year.id, unit.id)
    if scorecard is None:
        closes = deadline_of(year, StageCode.SELF_SCORING)
        stage = stage_of(year, StageCode.SELF_SCORING)
        started = stage is None or stage.opens_at <= now
        writable = is_running(year, StageCode.SELF_SCORING, now)
        return OwnCard(unit, None, closes, writable, started, published.id if published else None)
    claim = claim_of(scorecard)
    own = [claim.scored.nodes[one.code].state for one in claim.own_criteria]
    missing = own.count(MISSING)
    return OwnCard(
        unit=unit,
        scorecard=scorecard,
        closes=closes_at(scorecard),
        writable=scorecard.status in WITH_THE_UNIT and is_time_running(scorecard, now),
        started=has_started(scorecard, now),
        criteria_set_id=scorecard.criteria_set_id,
        asked=own.count(SCORED) + missing,
        entered=own.count(SCORED),
        by_others=len(claim.scored.missing) - missing,
        sums=claim.sums,
    )
