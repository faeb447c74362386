"""What every page of a sealed run needs of it: its criteria, the types, groups and communes it ranked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _

from awards.kept import Kept
from awards.models import AwardStatus
from awards.queries import WON, AnyRow, RunLine, find_document, find_warnings, list_groups, list_outcomes
from criteria.document import read_document
from foundation.errors import NotFound
from scoring.rubric import ParticipantType, Rubric


class Outcome(NamedTuple):
    """How many have one state of one award, and where the first and the last of them stand."""

    size: int
    first: int
    last: int


@dataclass(slots=True)
class GroupFacts:
    """One group of a type in a run. `first` is the place of its first row in the list of the type;
    `communes` counts its members by commune, `outcomes` by award and state.
    """

    key: str
    name: str
    size: int = 0
    eligible: int = 0
    first: int = 0
    communes: dict[int | None, int] = field(default_factory=dict)
    outcomes: dict[tuple[str | None, AwardStatus], Outcome] = field(default_factory=dict)

    def count(self, *statuses: AwardStatus, award: str | None = None) -> int:
        """How many have one of these states, of one award where it is given."""
        return sum(
            outcome.size
            for (code, status), outcome in self.outcomes.items()
            if status in statuses and award in (None, code)
        )

    @property
    def last_won(self) -> int | None:
        """Where the last who is recommended or held stands in the list of the type."""
        found = [outcome.last for (_, status), outcome in self.outcomes.items() if status in WON]
        return max(found, default=None)


@dataclass(slots=True)
class TypeFacts:
    """One participant type in a run. `claims` of its members scored themselves: their two sums tell by how
    much, on average, claims differ from what was verified.
    """

    kind: ParticipantType
    groups: dict[str, GroupFacts] = field(default_factory=dict)
    communes: dict[int, str] = field(default_factory=dict)
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(0)
    claims: int = 0
    sum_self: Decimal = Decimal(0)
    sum_of_claimed: Decimal = Decimal(0)

    @property
    def size(self) -> int:
        """How many were ranked or listed."""
        return sum(group.size for group in self.groups.values())


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run with its criteria document and its types, in the document's order; `tied` names, by type, those
    whom a ballot must part.
    """

    run: RunLine
    rubric: Rubric
    types: dict[str, TypeFacts]
    tied: dict[str, list[str]] = field(default_factory=dict)

    def type(self, code: str | None) -> TypeFacts:
        """The type with this code, or the first where none is asked for."""
        found = next(iter(self.types.values()), None) if not code else self.types.get(code)
        if found is None:
            raise NotFound(_("Lần đánh giá này không có loại đối tượng đó."))
        return found


_kept: Kept[RunFacts] = Kept(8)


def facts_of(run: RunLine) -> RunFacts:
    """The facts of a run; read once by each process."""
    return _kept.get((run.id, run.result_sha256, run.sealed_at), lambda: _read(run))


def _read(run: RunLine) -> RunFacts:
    rubric = rubric_of(find_document(run.id))
    by_type: dict[str, list[AnyRow]] = {}
    for row in list_groups(run.id):
        by_type.setdefault(row.type_code, []).append(row)
    types = {kind.code: _type(kind, by_type[kind.code]) for kind in rubric.types if kind.code in by_type}
    for row in list_outcomes(run.id):
        group = types[row.type_code].groups[row.group_key]
        group.outcomes[row.award, row.award_status] = Outcome(row.size, row.first, row.last)
    return RunFacts(run, rubric, types, _tied(find_warnings(run.id)))


def _tied(warnings: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    tied: dict[str, list[str]] = {}
    for warning in warnings:
        if warning["code"] == "tie_at_line" and warning["waits"]:
            tied.setdefault(warning["type"], []).extend(warning["names"])
    return tied


@lru_cache(maxsize=4)
def rubric_of(document: str) -> Rubric:
    """The criteria of a sealed document, which was checked before it was published."""
    rubric = read_document(document.encode()).rubric
    if rubric is None:
        raise ValueError("a sealed criteria document no longer reads")
    return rubric


def _type(kind: ParticipantType, rows: Sequence[AnyRow]) -> TypeFacts:
    facts = TypeFacts(kind)
    ends: list[Decimal | None] = []
    for row in rows:
        group = facts.groups.setdefault(row.group_key, GroupFacts(row.group_key, row.group_name))
        group.first = min(group.first, row.first) if group.size else row.first
        group.size += row.size
        group.eligible += row.eligible
        group.communes[row.commune_id] = group.communes.get(row.commune_id, 0) + row.size
        if row.commune_id is not None:
            facts.communes.setdefault(row.commune_id, row.commune_name or "")
        ends += [row.lowest, row.highest, row.lowest_self, row.highest_self]
        facts.claims += row.claims
        facts.sum_self += row.sum_self or 0
        facts.sum_of_claimed += row.sum_of_claimed or 0
    known = [end for end in ends if end is not None]
    facts.lowest, facts.highest = min(known, default=kind.max), max(known, default=kind.max)
    return facts
