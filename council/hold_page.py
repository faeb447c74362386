"""What the pages of holds and exclusions show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council.hold_effects import Effect, effects_on
from council.queries import find_year_in_hand
from foundation.database import db
from movements.models import MovementYear
from movements.queries import find_current_year, find_year, list_years
from scorecards.models import Scorecard
from verification.mark_queries import Standing, list_lifted, list_standing, names_of
from verification.models import Mark


@dataclass(frozen=True, slots=True)
class HoldList:
    """The grounds of a year: those that stand, and those that were lifted, the latest first. `elsewhere` are
    other years in which something stands, each with how much.
    """

    year: MovementYear
    standing: Sequence[Standing]
    lifted: Sequence[Mark]
    elsewhere: Sequence[tuple[MovementYear, int]]


@dataclass(frozen=True, slots=True)
class HoldPage:
    """One ground with its words of today, what it does or what follows from lifting it, and whatever else
    stands on the same scorecard.
    """

    mark: Mark
    name: str
    effects: Sequence[Effect]
    others: Sequence[Standing]

    @property
    def card(self) -> Scorecard:
        """The scorecard it lies on."""
        return self.mark.scorecard


def choose_year(year_id: int | None, now: datetime, *, card_id: int | None = None) -> MovementYear | None:
    """The year that is asked for, or that of a scorecard; otherwise that of the session that sits or is
    prepared, and without one the current year.
    """
    if card_id is not None:
        card = db.session.get(Scorecard, card_id)
        return card.movement_year if card is not None else None
    asked = find_year(year_id) if year_id is not None else None
    return asked or find_year_in_hand() or find_current_year(now)


def build_list(year: MovementYear) -> HoldList:
    """The list of a year."""
    others = [(one, len(list_standing(one.id))) for one in list_years() if one.id != year.id]
    elsewhere = [(one, count) for one, count in others if count]
    return HoldList(year, list_standing(year.id), list_lifted(year.id), elsewhere)


def build_hold_page(mark: Mark) -> HoldPage:
    """The page of one ground."""
    card = mark.scorecard
    standing = list_standing(card.movement_year_id, [card.participant_id])
    return HoldPage(
        mark=mark,
        name=names_of(card).get(mark.code, mark.name),
        effects=effects_on(card, lays=mark.stands),
        others=[one for one in standing if one.mark is None or one.mark.id != mark.id],
    )
