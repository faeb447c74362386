"""What will be done: for each household only what changes, as it will be kept; and how that reads beside what
stands now. A plan is JSON, so it waits in a pending entry; how it reads is worked out anew each time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from bulk_entry.columns import NAME
from bulk_entry.judging import JudgedRow, Judgement, with_changes
from bulk_entry.state import Household, State
from bulk_entry.to_scoring import TypeTable


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What one household gets. `id` is None for a new one; `name` None where it stays."""

    number: int
    id: int | None
    name: str | None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    entries: Mapping[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {
            "number": self.number,
            "id": self.id,
            "name": self.name,
            "attributes": dict(self.attributes),
            "entries": dict(self.entries),
        }


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after, as it reads; empty where there is nothing. `brief` is the title in short."""

    title: str
    before: str
    after: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one household."""

    row: PlannedRow
    household: Household | None
    name: str
    cells: Sequence[CellChange]
    total_before: Decimal | None
    total_after: Decimal


@dataclass(frozen=True)
class Changes:
    """All that a plan does to what stands now. `gone` are rows whose household is no longer there or open."""

    new: Sequence[Change]
    changed: Sequence[Change]
    unchanged: int
    absent: Sequence[Household]
    gone: Sequence[PlannedRow]

    @cached_property
    def erased(self) -> int:
        """How many cells lose what stood in them."""
        return sum(1 for change in self.changed for cell in change.cells if cell.before and not cell.after)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.new or self.changed)


def plan_of(judgement: Judgement, *, keep_typed: bool) -> list[PlannedRow]:
    """The plan of a table without faults. Where cells were changed elsewhere meanwhile, `keep_typed` says
    whether the table's own stand.
    """
    return [_planned(row, keep_typed=keep_typed) for row in judgement.rows]


def _planned(row: JudgedRow, *, keep_typed: bool) -> PlannedRow:
    household = row.household
    if household is None:
        attributes = with_changes({}, row.read.attributes)
        return PlannedRow(row.typed.number, None, row.name, attributes, with_changes({}, row.read.entries))
    dropped = set() if keep_typed else {clash.key for clash in row.clashes}
    attributes = {
        code: value
        for code, value in row.read.attributes.items()
        if f"a.{code}" not in dropped and household.attributes.get(code) != value
    }
    entries = {
        code: raw
        for code, raw in row.read.entries.items()
        if household.entries.get(code) != raw
        and not any(key == f"c.{code}" or key.startswith(f"c.{code}.") for key in dropped)
    }
    name = row.name if row.name != household.name and NAME not in dropped else None
    return PlannedRow(row.typed.number, household.id, name, attributes, entries)


def rows_of(data: Iterable[Mapping[str, Any]]) -> list[PlannedRow]:
    """The plan that a pending entry keeps."""
    return [PlannedRow(**row) for row in data]


def changes_of(state: State, plan: Sequence[PlannedRow]) -> Changes:
    """How a plan reads against what stands now."""
    by_id = {one.id: one for one in state.households}
    new: list[Change] = []
    changed: list[Change] = []
    gone: list[PlannedRow] = []
    seen: set[int] = set()
    unchanged = 0
    for row in plan:
        household = by_id.get(row.id) if row.id is not None else None
        if row.id is not None:
            seen.add(row.id)
            if household is None or (not household.is_open and (row.name or row.attributes or row.entries)):
                gone.append(row)
                continue
        change = _change(state.table, row, household)
        if household is None:
            new.append(change)
        elif change.cells:
            changed.append(change)
        else:
            unchanged += 1
    absent = [one for one in state.households if one.id not in seen]
    return Changes(new, changed, unchanged, absent, gone)


def _change(table: TypeTable, row: PlannedRow, household: Household | None) -> Change:
    before = household.shown if household else {}
    attributes = with_changes(household.attributes if household else {}, row.attributes)
    entries = with_changes(household.entries if household else {}, row.entries)
    name = row.name or (household.name if household else "")
    after = table.shown(attributes, entries) | {NAME: name}
    return Change(
        row=row,
        household=household,
        name=name,
        cells=tuple(_cells(table, before, after)),
        total_before=household.total if household else None,
        total_after=table.points(attributes, entries).total,
    )


def _cells(table: TypeTable, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[CellChange]:
    for column in table.columns:
        old, new = before.get(column.key, ""), after.get(column.key, before.get(column.key, ""))
        if old != new:
            yield CellChange(column.full_title, old, new, column.brief_title)
