"""What stands on record of a hamlet's households of one type: read at once, however many they are."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from bulk_entry.to_scoring import TypeTable, household_types
from foundation.database import db
from foundation.vietnamese import sort_key
from movements.models import MovementYear
from participants.models import Participant
from participants.queries import ORDER
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.submission_rules import WITH_THE_UNIT

MARK_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Household:
    """One household in force, with its own entries of the year and the cells that show them."""

    id: int
    code: str
    name: str
    attributes: Mapping[str, Any]
    scorecard_id: int | None
    status: ScorecardStatus | None
    entries: Mapping[str, Any]
    total: Decimal | None
    shown: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether its scorecard is with those who enter it."""
        return self.status is None or self.status in WITH_THE_UNIT

    @property
    def mark(self) -> str:
        """A short mark of all that the grid shows, by which a change made meanwhile is noticed."""
        seen = [self.name, dict(self.attributes), dict(self.entries), self.status]
        return _digest(seen)[:MARK_LENGTH]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A household in force of the same hamlet that stands in the table of another type."""

    code: str
    name: str
    type_code: str


@dataclass(frozen=True)
class State:
    """The households of a hamlet and one type, in the order of lists."""

    table: TypeTable
    hamlet: Participant
    year: MovementYear
    households: Sequence[Household]
    elsewhere: Sequence[Elsewhere] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Household]:
        """By code, without regard to case."""
        return {one.code.casefold(): one for one in self.households}

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[Household]]:
        """By the words of the name: "hòa" and "hoà" are the same word."""
        found: dict[str, list[Household]] = {}
        for one in self.households:
            found.setdefault(sort_key(one.name), []).append(one)
        return found

    @cached_property
    def digest(self) -> str:
        """What is seen here, as one hash."""
        return _digest([[one.id, one.mark] for one in self.households])


def load_state(table: TypeTable, hamlet: Participant, year: MovementYear) -> State:
    """The state of the households of this type under a hamlet."""
    columns = (Participant.id, Participant.code, Participant.name, Participant.attributes)
    card = (Scorecard.id.label("card"), Scorecard.status, Assessment.entries, Assessment.total)
    statement = (
        select(*columns, *card)
        .outerjoin(
            Scorecard, (Scorecard.participant_id == Participant.id) & (Scorecard.movement_year_id == year.id)
        )
        .outerjoin(
            Assessment,
            (Assessment.scorecard_id == Scorecard.id) & (Assessment.level == AssessmentLevel.SELF),
        )
        .where(
            Participant.parent_id == hamlet.id,
            Participant.type_code == table.kind.code,
            Participant.valid_to.is_(None),
        )
        .order_by(*ORDER)
    )
    households = [_household(table, row) for row in db.session.execute(statement)]
    return State(table, hamlet, year, households, _elsewhere(table, hamlet))


def _elsewhere(table: TypeTable, hamlet: Participant) -> list[Elsewhere]:
    others = [one.code for one in household_types(table.rubric) if one.code != table.kind.code]
    statement = (
        select(Participant.code, Participant.name, Participant.type_code)
        .where(
            Participant.parent_id == hamlet.id,
            Participant.type_code.in_(others),
            Participant.valid_to.is_(None),
        )
        .order_by(Participant.id)
    )
    return [Elsewhere(*row) for row in db.session.execute(statement)]


def _household(table: TypeTable, row: Any) -> Household:
    entries = row.entries or {}
    shown = table.shown(row.attributes, entries) | {"code": row.code, "name": row.name}
    return Household(
        row.id, row.code, row.name, row.attributes, row.card, row.status, entries, row.total, shown
    )


def count_by_type(hamlet_ids: Iterable[int], type_codes: Sequence[str]) -> dict[tuple[int, str], int]:
    """How many households in force stand under each hamlet, by type."""
    statement = (
        select(Participant.parent_id, Participant.type_code, func.count())
        .where(
            Participant.parent_id.in_(list(hamlet_ids)),
            Participant.type_code.in_(type_codes),
            Participant.valid_to.is_(None),
        )
        .group_by(Participant.parent_id, Participant.type_code)
    )
    return {(row[0] or 0, row[1]): row[2] for row in db.session.execute(statement)}


def list_retired(hamlet_id: int, type_codes: Sequence[str], limit: int = 200) -> Sequence[Participant]:
    """Households no longer kept, the latest first."""
    statement = select(Participant).where(
        Participant.parent_id == hamlet_id,
        Participant.type_code.in_(type_codes),
        Participant.valid_to.is_not(None),
    )
    return db.session.scalars(
        statement.order_by(Participant.valid_to.desc(), Participant.id.desc()).limit(limit)
    ).all()


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
