"""What a table must hold for the rules of a document to be applied to a participant type."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from awards.entry_columns import ColumnMap
from criteria.attributes import attributes_read
from criteria.entry_cells import WHOLE, Asked, applies, asked_of
from criteria.entry_titles import CellFault, asks_plan, folded
from scoring.evidence import Evidence
from scoring.reading import is_asked, parts_of
from scoring.rubric import Criterion, ParticipantType, Rubric


class Needs(NamedTuple):
    """The grouping fields (`cluster`, `parent`) and the attributes that some rule of the type reads.

    `grouping` are those of the attributes by which groups are made.
    """

    fields: tuple[str, ...]
    attributes: tuple[str, ...]
    grouping: tuple[str, ...]


def needs_of(rubric: Rubric, kind: ParticipantType) -> Needs:
    """What the rules of one type read besides its criteria."""
    awards = [award for award in rubric.awards if kind.code in award.types]
    groups = [*kind.ranking.group, *(part for award in awards for part in award.group or [])]
    read = attributes_read(rubric, kind)
    grouping = {part for part in groups if part in rubric.attributes}
    read |= grouping
    fields = [part for part in ("cluster", "parent") if part in groups]
    attributes = [code for code in rubric.attributes if code in read]
    return Needs(tuple(fields), tuple(attributes), tuple(code for code in attributes if code in grouping))


def missing_columns(
    kind: ParticipantType, needs: Needs, columns: ColumnMap, participants: Sequence[Evidence]
) -> tuple[list[CellFault], list[CellFault]]:
    """Faults and warnings for columns that the participants of a type need and the table lacks."""
    faults = [
        CellFault("group_column_missing", facts={"field": field, "type": kind.name})
        for field in needs.fields
        if field not in columns.fields
    ]
    warnings: list[CellFault] = []
    for asked in asked_of(kind):
        lacking = _lacking(asked.criterion, columns)
        if not lacking or not _applies_to_any(asked, participants):
            continue
        facts = {"column": lacking, "name": asked.criterion.name, "type": kind.name}
        if asked.extra:
            warnings.append(CellFault("extra_column_missing", facts=facts))
        else:
            faults.append(CellFault("column_missing", facts=facts))
    return faults, warnings


def missing_marks(
    rubric: Rubric, kinds: Sequence[ParticipantType], columns: ColumnMap
) -> Iterator[CellFault]:
    """Warnings for grounds of exclusion or hold, and for past awards, of which the table can say nothing."""
    for place, field in enumerate(("exclusions", "holds")):
        marks = dict.fromkeys(mark.code for kind in kinds for mark in rubric.marks_of(kind)[place])
        if marks and field not in columns.fields and not any(folded(code) in columns.marks for code in marks):
            yield CellFault(f"{field}_missing", facts={"marks": tuple(marks)})
    here = {kind.code for kind in kinds}
    timed = [a.code for a in rubric.awards if a.not_again_within is not None and here & set(a.types)]
    if timed and "past_awards" not in columns.fields:
        yield CellFault("past_awards_missing", facts={"awards": tuple(timed)})


def _lacking(criterion: Criterion, columns: ColumnMap) -> str:
    """The column that a criterion lacks, or nothing."""
    if not is_asked(criterion):
        return ""
    found, parts = columns.criteria.get(folded(criterion.code), {}), parts_of(criterion)
    if WHOLE in found:
        return ""
    if parts is None:
        return criterion.code
    wanted = parts[:1] if asks_plan(criterion) else parts
    if not any(part in found for part in wanted):
        return criterion.code
    return next((f"{criterion.code}.{part}" for part in wanted if part not in found), "")


def _applies_to_any(asked: Asked, participants: Iterable[Evidence]) -> bool:
    if not asked.conditions:
        return True
    return any(applies(asked.conditions, item.attributes) is not False for item in participants)
