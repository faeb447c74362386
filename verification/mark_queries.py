"""Reads of holds and exclusions, always in a total order.

What stands is what the scorecards say: their codes. The marks add who laid a ground, when and by which paper.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, and_, cast, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from criteria.rubrics import rubric_of
from foundation.database import db
from foundation.vietnamese import search_patterns
from participants.models import Participant
from scorecards.models import Scorecard
from verification.models import Mark, MarkDeed, MarkKind

NOTHING = ("[]", "null")
FOUND_AT_ONCE = 20
ORDER = (Participant.type_code, Participant.precedence, Participant.sort_key, Participant.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """A ground that stands on a scorecard; `mark` is None for one of which only the record tells."""

    scorecard: Scorecard
    kind: MarkKind
    code: str
    name: str
    mark: Mark | None = None

    @property
    def is_hold(self) -> bool:
        """Whether it keeps back, and does not bar."""
        return self.kind is MarkKind.HOLD

    @property
    def since(self) -> datetime | None:
        """Since when."""
        return self.mark.laid_at if self.mark is not None else None

    @property
    def deed(self) -> MarkDeed | None:
        """How it was laid."""
        return self.mark.laid if self.mark is not None else None


def find_mark(mark_id: int) -> Mark | None:
    """The mark with this id, with all that was done about it."""
    statement = select(Mark).where(Mark.id == mark_id).options(*_whole())
    return db.session.scalars(statement).one_or_none()


def find_mark_in_force(scorecard_id: int, code: str) -> Mark | None:
    """The mark of this code that stands on a scorecard."""
    statement = select(Mark).where(
        Mark.scorecard_id == scorecard_id, Mark.code == code, Mark.lifted_at.is_(None)
    )
    return db.session.scalars(statement.options(*_whole())).one_or_none()


def list_standing(
    movement_year_id: int, participants: Collection[int] | None = None, *, holds_only: bool = False
) -> list[Standing]:
    """Every ground that stands on a scorecard of the year, of these participants where they are given: by
    type and name, exclusions first. A few statements, however many stand.
    """
    bearing = or_(_bears(Scorecard.holds), *([] if holds_only else [_bears(Scorecard.exclusions)]))
    statement = _cards(movement_year_id).where(bearing)
    if participants is not None:
        statement = statement.where(Scorecard.participant_id.in_(participants))
    cards = db.session.scalars(statement).all()
    marks = {(one.scorecard_id, one.code): one for one in _in_force([card.id for card in cards])}
    return [
        Standing(card, kind, code, name, marks.get((card.id, code)))
        for card in cards
        for kind, code, name in _codes_on(card)
        if kind is MarkKind.HOLD or not holds_only
    ]


def list_lifted(movement_year_id: int) -> Sequence[Mark]:
    """The grounds that were lifted in a year, the latest first."""
    statement = (
        select(Mark)
        .join(Scorecard, Scorecard.id == Mark.scorecard_id)
        .where(Scorecard.movement_year_id == movement_year_id, Mark.lifted_at.is_not(None))
        .options(*_whole())
        .order_by(Mark.lifted_at.desc(), Mark.id.desc())
    )
    return db.session.scalars(statement).all()


def list_changed_since(
    movement_year_id: int, participants: Collection[int], since: datetime
) -> Sequence[Mark]:
    """The grounds of these participants that were laid or lifted after an instant."""
    statement = (
        select(Mark)
        .join(Scorecard, Scorecard.id == Mark.scorecard_id)
        .where(
            Scorecard.movement_year_id == movement_year_id,
            Scorecard.participant_id.in_(participants),
            or_(Mark.laid_at > since, Mark.lifted_at > since),
        )
        .options(*_whole())
        .order_by(Mark.laid_at, Mark.id)
    )
    return db.session.scalars(statement).all()


def search_cards(movement_year_id: int, words: str) -> Sequence[Scorecard]:
    """The scorecards of a year whose participant is called so, or has this code: at most FOUND_AT_ONCE and
    one more.
    """
    patterns = search_patterns(words)
    statement = _cards(movement_year_id).limit(FOUND_AT_ONCE + 1)
    coded = Participant.code == words.strip()
    named = and_(*(Participant.sort_key.like(pattern) for pattern in patterns)) if patterns else false()
    return db.session.scalars(statement.where(or_(coded, named))).all()


def find_card(movement_year_id: int, scorecard_id: int) -> Scorecard | None:
    """A scorecard of this year."""
    statement = _cards(movement_year_id).where(Scorecard.id == scorecard_id)
    return db.session.scalars(statement).one_or_none()


def _cards(movement_year_id: int) -> Select[Scorecard]:
    return (
        select(Scorecard)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Scorecard.movement_year_id == movement_year_id)
        .options(
            joinedload(Scorecard.participant).joinedload(Participant.parent),
            joinedload(Scorecard.criteria_set),
        )
        .order_by(*ORDER)
    )


def _bears(codes: InstrumentedAttribute[list[str]]) -> ColumnElement[bool]:
    return cast(codes, Text).not_in(NOTHING)


def _in_force(scorecards: Sequence[int]) -> Sequence[Mark]:
    if not scorecards:
        return []
    statement = select(Mark).where(Mark.scorecard_id.in_(scorecards), Mark.lifted_at.is_(None))
    return db.session.scalars(statement.options(*_whole()).order_by(Mark.id)).all()


def _codes_on(card: Scorecard) -> Iterator[tuple[MarkKind, str, str]]:
    names = names_of(card)
    for kind, codes in ((MarkKind.EXCLUSION, card.exclusions), (MarkKind.HOLD, card.holds)):
        for code in dict.fromkeys(codes):
            yield kind, code, names.get(code, code)


def names_of(card: Scorecard) -> dict[str, str]:
    """What the document of a scorecard calls its grounds, by code."""
    rubric = rubric_of(card.criteria_set)
    kind = rubric.type(card.participant.type_code)
    if kind is None:
        return {}
    return {one.code: one.name for part in rubric.marks_of(kind) for one in part}


def _whole() -> tuple[ORMOption, ...]:
    return (
        joinedload(Mark.scorecard).joinedload(Scorecard.participant).joinedload(Participant.parent),
        joinedload(Mark.scorecard).joinedload(Scorecard.criteria_set),
        selectinload(Mark.deeds).joinedload(MarkDeed.done_by),
    )
