"""Reads of scorecards. What an evaluation needs of a year is read at once, in as many statements whatever
the number of participants.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from foundation.database import db
from movements.given_queries import past_awards_until
from movements.models import MovementYear
from participants.models import Cluster, Participant
from participants.queries import load_tree, valid_on
from participants.tree import Tree
from scorecards.models import Assessment, AssessmentLevel, Scorecard
from scorecards.to_scoring import Facts

ROWS_AT_ONCE = 2_000
COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Member:
    """One participant of a year: the facts that count, and where it stands in the district.

    `remarks` says by criterion why those who verified differ from the claim.
    """

    participant_id: int
    type_code: str
    facts: Facts
    cluster_id: int | None
    cluster_name: str | None
    parent_name: str | None
    commune_id: int | None
    commune_name: str | None
    remarks: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Card:
    """What a scorecard says, gathered from its rows."""

    exclusions: Sequence[str]
    holds: Sequence[str]
    past_awards: Sequence[Mapping[str, Any]]
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    entries: dict[AssessmentLevel, Mapping[str, Any]] = field(default_factory=dict)
    told: dict[AssessmentLevel, Mapping[str, str]] = field(default_factory=dict)

    @property
    def remarks(self) -> dict[str, str]:
        """By criterion, the remark of the highest level that made one."""
        return {code: text for level in VERIFYING for code, text in self.told.get(level, {}).items() if text}


VERIFYING = (AssessmentLevel.GROUP, AssessmentLevel.OFFICE, AssessmentLevel.COUNCIL)
_NO_CARD = _Card((), (), ())


def find_scorecard(movement_year_id: int, participant_id: int) -> Scorecard | None:
    """The scorecard of a participant in a year."""
    return db.session.scalars(
        select(Scorecard).where(
            Scorecard.movement_year_id == movement_year_id, Scorecard.participant_id == participant_id
        )
    ).one_or_none()


def count_without_scorecard(movement_year: MovementYear, type_codes: Sequence[str]) -> int:
    """How many of these types existed at the end of the year and have no scorecard in it."""
    having = select(Scorecard.participant_id).where(Scorecard.movement_year_id == movement_year.id)
    statement = (
        select(func.count())
        .select_from(Participant)
        .where(
            Participant.type_code.in_(type_codes),
            valid_on(date(movement_year.year, 12, 31)),
            Participant.id.not_in(having),
        )
    )
    return db.session.scalar(statement) or 0


def iterate_members(movement_year: MovementYear, type_codes: Sequence[str]) -> Iterator[Member]:
    """Everyone of these types who existed at the end of the year, with or without a scorecard, by type
    and code.
    """
    cards, given = _cards(movement_year.id), past_awards_until(movement_year.year)
    places = _Places(load_tree(), _codes_of_parents(), _codes_of_clusters())
    columns = (
        Participant.id,
        Participant.type_code,
        Participant.code,
        Participant.name,
        Participant.parent_id,
        Participant.cluster_id,
        Participant.attributes,
    )
    statement = (
        select(*columns)
        .where(Participant.type_code.in_(type_codes), valid_on(date(movement_year.year, 12, 31)))
        .order_by(Participant.type_code, Participant.code, Participant.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    for row in db.session.execute(statement):
        yield places.member(row, cards.get(row.id, _NO_CARD), given.get(row.id, ()))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where participants stand, with the codes that groups are made of."""

    tree: Tree
    parent_codes: Mapping[int, str]
    cluster_codes: Mapping[int, str]

    def member(self, row: Any, card: _Card, given: Sequence[Mapping[str, Any]]) -> Member:
        parent = self.tree.nodes.get(row.parent_id)
        cluster_id = row.cluster_id or self.tree.cluster_id(row.parent_id)
        commune_id, commune_name = row.id, row.name
        if row.type_code != COMMUNE:
            commune = self.tree.nearest(row.parent_id, COMMUNE)
            commune_id, commune_name = (commune.id, commune.name) if commune else (None, None)
        facts = Facts(
            code=row.code,
            name=row.name,
            cluster=self.cluster_codes[cluster_id] if cluster_id is not None else "",
            parent=self.parent_codes[row.parent_id] if row.parent_id is not None else "",
            attributes=row.attributes,
            entries=card.entries,
            exclusions=card.exclusions,
            holds=card.holds,
            past_awards=past_awards_of(card.past_awards, given),
            targets=card.targets,
        )
        return Member(
            participant_id=row.id,
            type_code=row.type_code,
            facts=facts,
            cluster_id=cluster_id,
            cluster_name=self.tree.cluster_names[cluster_id] if cluster_id is not None else None,
            parent_name=parent.name if parent else None,
            commune_id=commune_id,
            commune_name=commune_name,
            remarks=card.remarks,
        )


def past_awards_of(
    told: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """What a scorecard tells of earlier awards, and those that are kept, without doubles. A kept one knows
    more and counts instead; one that is void counts for nothing, whoever tells of it.
    """
    kept = {(one["award"], one["year"]) for one in given}
    others = [one for one in told if (one["award"], int(one["year"])) not in kept]
    return [*others, *(one for one in given if not one["void"])]


def _cards(movement_year_id: int) -> dict[int, _Card]:
    """Every scorecard of a year by participant, with what each level entered."""
    statement = (
        select(
            Scorecard.participant_id,
            Scorecard.exclusions,
            Scorecard.holds,
            Scorecard.past_awards,
            Scorecard.targets,
            Assessment.level,
            Assessment.entries,
            Assessment.reasons,
        )
        .outerjoin(Assessment, Assessment.scorecard_id == Scorecard.id)
        .where(Scorecard.movement_year_id == movement_year_id)
        .order_by(Scorecard.id, Assessment.id)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    cards: dict[int, _Card] = {}
    for row in db.session.execute(statement):
        card = cards.get(row.participant_id)
        if card is None:
            card = cards[row.participant_id] = _Card(row.exclusions, row.holds, row.past_awards, row.targets)
        if row.level is not None:
            card.entries[row.level] = row.entries
            card.told[row.level] = row.reasons
    return cards


def _codes_of_parents() -> dict[int, str]:
    parents = select(Participant.parent_id).where(Participant.parent_id.is_not(None)).distinct()
    rows = db.session.execute(select(Participant.id, Participant.code).where(Participant.id.in_(parents)))
    return {row.id: row.code for row in rows}


def _codes_of_clusters() -> dict[int, str]:
    return {row.id: row.code for row in db.session.execute(select(Cluster.id, Cluster.code))}
