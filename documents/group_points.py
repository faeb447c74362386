"""The members of one ranking group with their points by section, from the sealed run alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from awards.board import full_group_name
from awards.council_word import CouncilWord
from awards.queries import AnyRow, Selection, list_rows
from awards.result_tables import NodeColumn, grade_name, node_columns
from awards.run_facts import RunFacts, TypeFacts, facts_of
from awards.run_lines import run_line_of
from awards.sealed import SealedResult
from council.rulings_told import tell_rulings
from documents.from_results import outcome_of, place_told, without_holds
from documents.paper import EvaluationMark
from foundation.formats import grouped_code

AT_ONCE = 1_000
MOST_COLUMNS = 10
"""More columns of points than this no sheet holds, even across."""


@dataclass(frozen=True, slots=True)
class PointsColumn:
    """A section or criterion as a column; `above` heads those that follow it."""

    code: str
    name: str
    maximum: Decimal | None
    above: bool


@dataclass(frozen=True, slots=True)
class MemberPoints:
    """One member as it was ranked: points by column, None where there are none; grade and `remark` are what
    the council decided, else what is proposed, or what keeps it from its place.
    """

    place: str
    name: str
    points: tuple[Decimal | None, ...]
    self_total: Decimal | None
    total: Decimal
    grade: str
    remark: str


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """One group of a sealed run with everything that its summary says."""

    type_name: str
    group: str
    columns: tuple[PointsColumn, ...]
    members: tuple[MemberPoints, ...]
    mark: EvaluationMark


def read_points(run_id: int, type_code: str, group_key: str) -> GroupPoints | None:
    """The group with its points; None where the run has none of this key."""
    facts = facts_of(run_line_of(run_id))
    word = tell_rulings(facts.run.movement_year_id)
    kind = facts.types.get(type_code)
    group = kind.groups.get(group_key) if kind else None
    if kind is None or group is None:
        return None
    columns = columns_of(kind)
    return GroupPoints(
        type_name=kind.kind.name,
        group=full_group_name(group, kind),
        columns=columns,
        members=tuple(
            _member(row, kind, columns, word) for row in rows_of(facts, Selection(type_code, group_key))
        ),
        mark=mark_of(facts),
    )


def rows_of(facts: RunFacts, selection: Selection) -> Iterator[AnyRow]:
    """Every row of a selection, some at a time."""
    offset = 0
    while rows := list_rows(facts.run.id, selection, offset=offset, limit=AT_ONCE):
        yield from rows
        offset += len(rows)


def mark_of(facts: RunFacts) -> EvaluationMark:
    """What leads back to the seal of a run."""
    run = facts.run
    return EvaluationMark(str(run.number), run.sealed_at, grouped_code(run.result_sha256))


def columns_of(kind: TypeFacts) -> tuple[PointsColumn, ...]:
    """The sections, each before what is directly below it; the sections alone where that is too many."""
    nodes = node_columns(kind.kind)
    listed = [one for one in nodes if one.depth == 0 or (one.depth == 1 and one.role is None)]
    if len(listed) > MOST_COLUMNS:
        listed = [one for one in nodes if one.depth == 0]
    return tuple(
        PointsColumn(one.code, one.name, one.max, _heads(one, listed)) for one in listed[:MOST_COLUMNS]
    )


def _heads(node: NodeColumn, listed: list[NodeColumn]) -> bool:
    place = listed.index(node)
    return node.depth == 0 and place + 1 < len(listed) and listed[place + 1].depth == 1


def _member(
    row: AnyRow, kind: TypeFacts, columns: tuple[PointsColumn, ...], word: CouncilWord
) -> MemberPoints:
    result = SealedResult.from_text(row.result)
    ruled = "; ".join(
        one.words for one in word.of(row.participant_id) if not one.is_grade and one.outcome != "held"
    )
    return MemberPoints(
        place=place_told(row.rank, row.tied),
        name=row.name,
        points=tuple(result.points(one.code) for one in columns),
        self_total=row.self_total,
        total=row.total,
        grade=word.graded(row.participant_id, grade_name(kind.kind, row.grade)),
        remark=f"{ruled[:1].upper()}{ruled[1:]}" if ruled else outcome_of(without_holds(result.document)),
    )
