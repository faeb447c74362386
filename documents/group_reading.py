"""What papers of one ranking group are drawn from: the group in a sealed run with its members' points."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from awards.queries import RunLine, Selection, list_rows
from awards.run_facts import RunFacts, facts_of
from documents.from_results import place_told
from documents.paper import EvaluationMark
from foundation.formats import grouped_code

MOST = 2_000
"""More members no group of units has."""


@dataclass(frozen=True, slots=True)
class Member:
    """One participant of the group as it was ranked. `rank` is empty for who was not."""

    rank: str
    name: str
    self_total: Decimal | None
    total: Decimal
    grade: str


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """The group; `movement` and `year` of its run, `mark` leads back to its seal."""

    name: str
    type_name: str
    movement: str
    year: int
    members: tuple[Member, ...]
    mark: EvaluationMark


def read_group(run: RunLine, movement: str, type_code: str, key: str) -> RankedGroup | None:
    """The group in that run; None where it has none of this key."""
    kind = facts_of(run).types.get(type_code)
    group = kind.groups.get(key) if kind else None
    if kind is None or group is None:
        return None
    grading = kind.kind.grading
    grades = {one.code: one.name for one in grading.grades} if grading else {}
    rows = list_rows(run.id, Selection(type_code, key), offset=0, limit=MOST)
    members = tuple(
        Member(
            place_told(row.rank, row.tied) if row.rank else "",
            row.name,
            row.self_total,
            row.total,
            grades.get(row.grade, ""),
        )
        for row in rows
    )
    mark = EvaluationMark(str(run.number), run.sealed_at, grouped_code(run.result_sha256))
    return RankedGroup(group.name or kind.kind.name, kind.kind.name, movement, run.year, members, mark)


def meeting_groups(run: RunLine) -> Iterator[tuple[str, str]]:
    """Name and key (`<run>:<type>:<group>`) of the groups that meet: the clusters of units."""
    facts: RunFacts = facts_of(run)
    for code, kind in facts.types.items():
        ranking = kind.kind.ranking
        if "cluster" in ranking.group:
            for key, group in kind.groups.items():
                yield group.name, f"{run.id}:{code}:{key}"
