"""From a table of entries to what is known of each participant, with every fault of the file at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from awards.entry_columns import ColumnMap, map_columns
from awards.entry_groups import GroupNames
from awards.entry_marks import MarkReader, MarksOfType, marks_of_type
from awards.entry_needs import Needs, missing_columns, missing_marks, needs_of
from awards.entry_strays import is_stray
from criteria.entry_cells import DASHES, CellReader, CriterionReader, asked_of
from criteria.entry_titles import CellFault, folded
from foundation.tables.values import Figure, Recast, Row, Table
from scoring.conditions import AttributeValue, as_text
from scoring.evidence import Entry, Evidence, OwnTarget
from scoring.figures import thresholds_for
from scoring.reading import Convention, Misread, convention_of, read_attribute
from scoring.rubric import Attribute, ParticipantType, Rubric
from scoring.scales import Amount, Target

MAX_ID, MAX_TEXT = 100, 500


@dataclass(frozen=True, slots=True)
class Entries:
    """What came of reading: participants, faults and warnings by row and column, and the row of each id."""

    participants: list[Evidence]
    faults: list[CellFault]
    warnings: list[CellFault]
    rows: Mapping[str, int]


def read_entries(rubric: Rubric, table: Table) -> Entries:
    """Read every row. With any fault the participants are incomplete and must not be evaluated."""
    return _Reader(rubric, table).read()


class _Type(NamedTuple):
    """A participant type made ready for reading."""

    kind: ParticipantType
    readers: list[CriterionReader]
    foreign: list[int]
    marks: MarksOfType
    needs: Needs


class _Reader:
    def __init__(self, rubric: Rubric, table: Table) -> None:
        self.rubric, self.table = rubric, table
        self.columns = map_columns(rubric, table.header, table.header_row)
        self.faults, self.warnings = list(self.columns.faults), list(self.columns.warnings)
        self.cells = CellReader(_convention(rubric, table, self.columns))
        self.marks = MarkReader(rubric, self.columns, self.faults.append, self.warnings.append)
        self.types: dict[str, _Type] = {}
        self.names = {folded(kind.name): kind for kind in rubric.types}
        self.names |= {folded(kind.code): kind for kind in rubric.types}
        self.defaults = _defaults(rubric)
        self.unknown: dict[str, list[int]] = {}
        self.groups = GroupNames()
        self.figures = [place for parts in self.columns.criteria.values() for place in parts.values()]

    def read(self) -> Entries:
        participants: list[Evidence] = []
        if "id" not in self.columns.fields:
            self.faults.append(CellFault("id_column_missing", self.table.header_row))
        if self.table.above:
            facts = {"count": self.table.above}
            self.warnings.append(CellFault("rows_above_header", self.table.header_row, None, facts))
        seen: dict[str, int] = {}
        rows: dict[str, int] = {}
        for row in self.table.rows:
            if not self._is_participant(row):
                continue
            kind = self._type_of(row)
            key = self._id_of(row, seen)
            rows[key] = row.number
            if kind is not None:
                participants.append(self._participant(row, key, self._ready(kind)))
        self._judge_columns(participants)
        self._judge_groups()
        spoilt = {(fault.row, fault.column) for fault in self.table.faults}
        faults = [fault for fault in self.faults if (fault.row, fault.column) not in spoilt]
        return Entries(participants, _in_order(faults), _in_order(self.warnings), rows)

    def _field(self, row: Row, name: str) -> str:
        place = self.columns.fields.get(name)
        return "" if place is None else row.cells[place]

    def _fault(self, code: str, row: Row, column: str, **facts: object) -> None:
        self.faults.append(CellFault(code, row.number, self.columns.fields.get(column), facts))

    def _is_participant(self, row: Row) -> bool:
        """Whether the row is a participant's; a sum, note or signature is a fault, an id alone a warning."""
        names = [text for text in (self._field(row, "id"), self._field(row, "name")) if text]
        if is_stray(names, [row.cells[place] for place in self.figures]):
            place = next(place for place, text in enumerate(row.cells) if text)
            self.faults.append(CellFault("row_stray", row.number, place, {"value": row.cells[place]}))
            return False
        if len(row.cells) > 1 and self._field(row, "id") and sum(map(bool, row.cells)) == 1:
            self.warnings.append(CellFault("row_bare", row.number, None, {"value": names[0]}))
        return True

    def _id_of(self, row: Row, seen: dict[str, int]) -> str:
        key = self._field(row, "id")
        if "id" not in self.columns.fields:
            return key
        if not key:
            self._fault("id_missing", row, "id")
        elif isinstance(key, Recast) or (isinstance(key, Figure) and key.endswith("%")):
            self._fault("id_recast", row, "id", value=key)
        elif len(key) > MAX_ID or not key.isprintable():
            self._fault("id_unfit", row, "id", limit=MAX_ID)
        elif seen.setdefault(folded(key), row.number) != row.number:
            self._fault("id_twice", row, "id", value=key, first=seen[folded(key)])
        return key

    def _type_of(self, row: Row) -> ParticipantType | None:
        text = self._field(row, "type")
        if not text:
            if len(self.rubric.types) == 1:
                return self.rubric.types[0]
            self._fault("type_missing", row, "type", types=self._type_codes())
            return None
        kind = self.names.get(folded(text))
        if kind is None:
            near = get_close_matches(folded(text), self.names, 1)
            near_code = self.names[near[0]].code if near else ""
            self._fault("type_unknown", row, "type", value=text, near=near_code, types=self._type_codes())
        return kind

    def _type_codes(self) -> tuple[str, ...]:
        return tuple(kind.code for kind in self.rubric.types)

    def _ready(self, kind: ParticipantType) -> _Type:
        if kind.code not in self.types:
            self.types[kind.code] = self._prepare(kind)
        return self.types[kind.code]

    def _prepare(self, kind: ParticipantType) -> _Type:
        columns = self.columns.criteria
        readers = [
            CriterionReader(asked, columns[folded(asked.criterion.code)], self.cells)
            for asked in asked_of(kind)
            if folded(asked.criterion.code) in columns
            and getattr(asked.criterion.scale, "origin", None) is None
        ]
        own = {place for reader in readers for place in [*reader.places, *reader.limits.values()]}
        foreign = [place for parts in columns.values() for place in parts.values() if place not in own]
        marks = marks_of_type(self.rubric, kind)
        return _Type(kind, readers, foreign, marks, needs_of(self.rubric, kind))

    def _participant(self, row: Row, key: str, of: _Type) -> Evidence:
        attributes = self._attributes(row, of)
        entries: dict[str, Entry] = {}
        targets: dict[str, OwnTarget] = {}
        for reader in of.readers:
            entry = reader.read(row.number, row.cells, attributes, self._report)
            if entry is not None:
                entries[reader.code] = entry
            if reader.limits:
                own = reader.read_limits(row.number, row.cells, self.faults.append)
                if own is not None:
                    targets[reader.code] = own
        for place in of.foreign:
            if row.cells[place] and row.cells[place] not in DASHES:
                facts = {"value": row.cells[place], "type": of.kind.name}
                self.faults.append(CellFault("not_of_type", row.number, place, facts))
        marks = self.marks.marks(row, of.kind, of.marks)
        evidence = Evidence(
            id=key,
            type=of.kind.code,
            name=self._text(row, "name"),
            cluster=self._group(row, "cluster"),
            parent=self._group(row, "parent"),
            entries=entries,
            attributes=attributes,
            targets=targets,
            exclusions=frozenset(marks["exclusions"]),
            holds=frozenset(marks["holds"]),
            past_awards=self.marks.past_awards(row),
        )
        self._check_thresholds(row, of, evidence)
        for field in of.needs.fields:
            if field in self.columns.fields and not self._field(row, field):
                self._fault("group_missing", row, field, field=field)
        return evidence

    def _report(self, fault: CellFault) -> None:
        lenient = fault.code in ("figure_not_applicable", "above_denominator")
        (self.warnings if lenient else self.faults).append(fault)

    def _text(self, row: Row, field: str) -> str:
        text = self._field(row, field)
        if len(text) > MAX_TEXT:
            self._fault("text_too_long", row, field, limit=MAX_TEXT)
        return text

    def _group(self, row: Row, field: str) -> str:
        if isinstance(self._field(row, field), Recast):
            self._fault("group_recast", row, field, value=self._field(row, field))
        return self.groups.settle(field, self._text(row, field), row.number)

    def _attributes(self, row: Row, of: _Type) -> dict[str, AttributeValue]:
        values = dict(self.defaults)
        for code, place in self.columns.attributes.items():
            text = row.cells[place]
            if not text or text in DASHES:
                continue
            try:
                values[code] = self._attribute(self.rubric.attributes[code], text)
            except Misread as misread:
                facts = {"node": code, **misread.facts}
                self.faults.append(CellFault(misread.code, row.number, place, facts))
        for code in of.needs.grouping:
            value = values.get(code)
            if isinstance(value, str):
                values[code] = self.groups.settle(code, value, row.number)
            elif isinstance(value, Decimal):
                values[code] = Decimal(as_text(value or abs(value)))
        for code in of.needs.attributes:
            if code not in values:
                self.unknown.setdefault(code, []).append(row.number)
        return values

    def _attribute(self, attribute: Attribute, text: str) -> AttributeValue:
        convention, (settled,) = self.cells.settled([text])
        if attribute.kind == "number":
            return read_attribute(attribute, settled, convention)
        return read_attribute(attribute, text)

    def _check_thresholds(self, row: Row, of: _Type, evidence: Evidence) -> None:
        """An amount needs a plan from somewhere; a target of one's own must fit its minimum."""
        for reader in of.readers:
            scale, code = reader.criterion.scale, reader.code
            if isinstance(scale, Amount):
                entry = evidence.entries.get(code)
                if not isinstance(entry, Decimal):
                    continue
                if thresholds_for(scale, code, self.rubric.year, evidence).plan is None:
                    self.faults.append(CellFault("plan_missing", row.number, reader.first, {"code": code}))
            elif isinstance(scale, Target) and code in evidence.targets:
                limits = thresholds_for(scale, code, self.rubric.year, evidence)
                minimum, target = limits.minimum, limits.target
                if minimum is None:
                    continue
                if minimum > target if scale.better == "higher" else minimum < target:
                    place = next(iter(reader.limits.values()))
                    facts = {"code": code, "minimum": minimum, "target": target, "better": scale.better}
                    self.faults.append(CellFault("own_target_order", row.number, place, facts))

    def _judge_columns(self, participants: list[Evidence]) -> None:
        for of in self.types.values():
            here = [item for item in participants if item.type == of.kind.code]
            faults, warnings = missing_columns(of.kind, of.needs, self.columns, here)
            self.faults += [CellFault(f.code, self.table.header_row, None, f.facts) for f in faults]
            self.warnings += [CellFault(w.code, self.table.header_row, None, w.facts) for w in warnings]
        kinds = [of.kind for of in self.types.values()]
        for warning in missing_marks(self.rubric, kinds, self.columns):
            self.warnings.append(CellFault(warning.code, self.table.header_row, None, warning.facts))
        for code, rows in self.unknown.items():
            attribute = self.rubric.attributes[code]
            place = self.columns.attributes.get(code)
            facts = {"attribute": code, "name": attribute.name, "count": len(rows), "rows": tuple(rows[:10])}
            which = "attribute_column_missing" if place is None else "attribute_empty"
            self.warnings.append(
                CellFault(which, self.table.header_row if place is None else rows[0], place, facts)
            )

    def _judge_groups(self) -> None:
        places = {**self.columns.attributes, **self.columns.fields}
        for warning in self.groups.warnings():
            place = places.get(str(warning.facts["of"]))
            self.warnings.append(CellFault(warning.code, warning.row, place, warning.facts))


def _defaults(rubric: Rubric) -> dict[str, AttributeValue]:
    return {
        code: read_attribute(attribute, attribute.default)
        for code, attribute in rubric.attributes.items()
        if attribute.default is not None
    }


def _convention(rubric: Rubric, table: Table, columns: ColumnMap) -> Convention:
    """The decimal sign of the file, from every cell that may hold a number."""
    places = [place for parts in columns.criteria.values() for place in parts.values()]
    numbers = [code for code, attribute in rubric.attributes.items() if attribute.kind == "number"]
    places += [columns.attributes[code] for code in numbers if code in columns.attributes]
    texts = {
        text
        for row in table.rows
        for text in map(row.cells.__getitem__, places)
        if ("," in text or "." in text) and not isinstance(text, Figure)
    }
    return convention_of(sorted(texts))


def _in_order(faults: Iterable[CellFault]) -> list[CellFault]:
    return sorted(faults, key=lambda fault: (fault.row or 0, -1 if fault.column is None else fault.column))
