"""The scorecards that a person enters: its units', and those of participants below for whom it acts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assignments.queries import at_and_below, find_units_with_members, list_unit_ids
from criteria.queries import find_published
from criteria.rubrics import rubric_of
from foundation.database import db
from movements.models import MovementYear
from participants.models import Participant
from participants.queries import valid_on
from scorecards.claims import Claim
from scorecards.models import Assessment, AssessmentLevel, Citation, Scorecard
from scorecards.scorers import scorer_of
from scorecards.submission_gaps import gaps_of
from scorecards.submission_queries import list_standing_citations_of
from scoring.rubric import ParticipantType


@dataclass(frozen=True, slots=True)
class MyCard:
    """One participant with its scorecard of the year, if any, its points so far and how much is missing:
    criteria, and required evidence.
    """

    participant: Participant
    scorecard: Scorecard | None
    total: Decimal | None
    missing: int
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class MyCards:
    """The cards of one type."""

    kind: ParticipantType
    cards: Sequence[MyCard]


SHOWN = 60


def list_my_participants(user_id: int, year: MovementYear) -> list[Participant]:
    """Whom an account acts for: its units, and those below that have no account nearer to them."""
    own = set(list_unit_ids(user_id))
    if not own:
        return []
    statement = (
        select(Participant)
        .where(
            Participant.id.in_(at_and_below(Participant.id.in_(own))),
            valid_on(date(year.year, 12, 31)),
        )
        .options(selectinload(Participant.parent))
        .order_by(Participant.type_code, Participant.precedence, Participant.sort_key, Participant.id)
    )
    below = list(db.session.scalars(statement))
    parents = {one.id: one.parent_id for one in below}
    others = find_units_with_members(parents) - own
    return [one for one in below if _is_ours(one.id, own, others, parents)]


def _is_ours(at: int | None, own: set[int], others: set[int], parents: Mapping[int, int | None]) -> bool:
    while at is not None:
        if at in own:
            return True
        if at in others:
            return False
        at = parents.get(at)
    return False


def list_my_cards(user_id: int, year: MovementYear) -> list[MyCards]:
    """Everyone the account enters for who is judged this year, by type in the document's order."""
    criteria_set = find_published(year.id)
    if criteria_set is None:
        return []
    participants = list_my_participants(user_id, year)
    cards = _cards(year.id, [one.id for one in participants])
    found = []
    for kind in rubric_of(criteria_set).types:
        ours = [one for one in participants if one.type_code == kind.code]
        if ours:
            found.append(MyCards(kind, tuple(_my_cards(ours, cards))))
    return found


def _my_cards(participants: Sequence[Participant], cards: Mapping[int, Scorecard]) -> Iterator[MyCard]:
    shown = [cards[one.id].id for one in participants[:SHOWN] if one.id in cards]
    cited: dict[int, list[Citation]] = defaultdict(list)
    for citation in list_standing_citations_of(shown):
        cited[citation.scorecard_id].append(citation)
    for place, participant in enumerate(participants):
        card = cards.get(participant.id)
        own = (
            next((one for one in card.assessments if one.level is AssessmentLevel.SELF), None)
            if card
            else None
        )
        total = own.total if own else None
        if card is None or place >= SHOWN:
            yield MyCard(participant, card, total, 0)
            continue
        gaps = gaps_of(_claim(card, own, cited[card.id]))
        yield MyCard(participant, card, total, len(gaps.unscored) + len(gaps.unreadable), len(gaps.evidence))


def _cards(year_id: int, participant_ids: Sequence[int]) -> dict[int, Scorecard]:
    statement = select(Scorecard).where(
        Scorecard.movement_year_id == year_id, Scorecard.participant_id.in_(participant_ids)
    )
    statement = statement.options(selectinload(Scorecard.assessments))
    return {one.participant_id: one for one in db.session.scalars(statement)}


def _claim(card: Scorecard, own: Assessment | None, cited: Sequence[Citation]) -> Claim:
    """What the participant claims, from what was already read."""
    entries, notes = (dict(own.entries), dict(own.notes)) if own else ({}, {})
    return Claim(card, scorer_of(card), entries, notes, cited)
