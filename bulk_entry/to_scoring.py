"""From a participant type of a criteria document to the columns of a table, and from cells to entries.

The one place of this room that knows scoring.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from bulk_entry.columns import CODE, NAME, Column
from bulk_entry.words import chosen, folded, near_words
from criteria.attributes import attributes_read
from criteria.entry_cells import CellReader, CriterionReader, asked_of
from criteria.entry_titles import CellFault
from criteria.entry_words import PARTS
from criteria.models import CriteriaSet
from criteria.wording import misread_text
from foundation.formats import is_vietnamese, plain_number
from foundation.tables.values import Figure
from scorecards.models import AssessmentLevel
from scorecards.scorers import scorer_for
from scorecards.to_scoring import plain
from scorecards.typed import to_shown, typing_convention
from scoring.conditions import AttributeValue
from scoring.evidence import NEVER, NOT_APPLICABLE, Entry, Pair
from scoring.reading import (
    Convention,
    Misread,
    Raw,
    convention_of,
    is_asked,
    may_be_not_applicable,
    parts_of,
    read_attribute,
    read_date,
    read_number,
)
from scoring.rubric import Attribute, Criterion, ParticipantType, Rubric
from scoring.scales import Amount, DaysLate, Levels, YesNo

HOUSEHOLD = "household"
_APPLYING = frozenset({"figure_not_applicable", "dash_but_applies"})
DASH = "-"
_DASHES = frozenset({"-", "–", "—", "−"})
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, in words; a warning does not keep the table from being taken."""

    key: str
    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What the cells of one row say. Only what has a column is named; an entry of None is none.

    `attributes` are as a participant keeps them, `entries` as an assessment does.
    """

    attributes: dict[str, bool | str | None] = field(default_factory=dict)
    entries: dict[str, Raw | None] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """The points that a participant's own entries give so far, and what it has still to enter."""

    total: Decimal
    missing: tuple[str, ...]


def household_types(rubric: Rubric) -> list[ParticipantType]:
    """The types of the document that are households, in its order."""
    return [kind for kind in rubric.types if kind.category == HOUSEHOLD]


class TypeTable:
    """The table of one participant type: its columns, how cells are read and shown, what they give.

    Where not `sensitive`, attributes that the document calls so have no column.
    """

    def __init__(
        self, criteria_set: CriteriaSet, rubric: Rubric, kind: ParticipantType, *, sensitive: bool = True
    ) -> None:
        self.criteria_set, self.rubric, self.kind = criteria_set, rubric, kind
        self.scorer = scorer_for(criteria_set, kind.code)
        read = attributes_read(rubric, kind)
        self._attributes = {
            code: one
            for code, one in rubric.attributes.items()
            if code in read and (sensitive or not one.sensitive)
        }
        self._asked = {
            one.criterion.code: one
            for one in asked_of(kind)
            if one.criterion.entered_by == "unit" and is_asked(one.criterion)
        }
        self.figures = tuple(
            column for one in self._asked.values() for column in _figure_columns(one.criterion)
        )
        self.columns: tuple[Column, ...] = (
            Column(CODE, _("Mã hộ"), "code"),
            Column(NAME, _("Tên hộ"), "name"),
            *(_attribute_column(code, one) for code, one in self._attributes.items()),
            *self.figures,
        )
        self.by_key = {column.key: column for column in self.columns}
        self._places = {column.key: place for place, column in enumerate(self.columns)}
        self._readers = [self._reader(code) for code in self._asked]

    def criterion(self, code: str) -> Criterion:
        """The criterion with this code."""
        return self._asked[code].criterion

    def read(self, cells: Cells, attributes: Mapping[str, Any], shown: Cells) -> Read:
        """What the cells of a row say. `attributes` and `shown` are those of the participant on record: a
        cell that reads as it was shown is not read again, whatever else it could mean.
        """
        faults: list[Fault] = []
        found = self._read_attributes(cells, shown, faults)
        known = self._known_attributes({**attributes, **found})
        moved = any(attributes.get(code) != value for code, value in found.items())
        texts = [self._text(column, cells, shown, faults) for column in self.columns]
        entries: dict[str, Raw | None] = {}
        for reader in self._readers:
            keys = [self.columns[place].key for place in reader.places if place is not None]
            given = [key for key in keys if key in cells]
            same = all(cells[key] == shown.get(key, "") for key in given)
            if not given or (same and not moved) or any(fault.key in keys for fault in faults):
                continue
            told: list[CellFault] = []
            entry = reader.read(0, texts, known, told.append)
            if same:
                told = [one for one in told if one.code in _APPLYING]
            faults += [self._told(one, reader) for one in told]
            if not same:
                asked = [texts[self._places[key]] for key in keys]
                entries[reader.code] = _raw(reader.criterion, entry, asked)
        return Read(found, entries, tuple(faults))

    def shown(self, attributes: Mapping[str, Any], entries: Mapping[str, Any]) -> dict[str, str]:
        """What stands on record, as the cells show it."""
        cells = {
            f"a.{code}": _attribute_text(one, attributes.get(code)) for code, one in self._attributes.items()
        }
        for column in self.figures:
            cells[column.key] = self.shown_figure(column, entries.get(column.subject))
        return cells

    def shown_figure(self, column: Column, raw: Any) -> str:
        """One cell of an entry on record."""
        if isinstance(raw, Mapping):
            text = str(raw.get(column.part, ""))
        elif raw is None or (column.part and raw != DASH and column is not self._first(column.subject)):
            return ""
        else:
            text = str(raw)
        return _word_of(column, text, self.criterion(column.subject))

    def normal(self, key: str, text: str) -> str:
        """A cell's text without what does not count, to tell whether two say the same."""
        column = self.by_key.get(key)
        if column is None or column.kind == "code":
            return folded(text)
        if not text or text in _DASHES:
            return DASH if text else ""
        if column.words:
            return chosen(column.words, text) or folded(text)
        if column.kind == "number":
            return str(_exact(text, typing_convention()))
        return folded(text)

    def points(self, attributes: Mapping[str, Any], entries: Mapping[str, Any]) -> Points:
        """What the participant's own entries give."""
        scored = self.scorer.score("", attributes, {AssessmentLevel.SELF: entries})
        return Points(scored.total, tuple(code for code in scored.missing if code in self._asked))

    def settle(self, rows: Sequence[tuple[dict[str, str], Cells]]) -> None:
        """Put down the numbers of a table exactly, in place; each row comes with what was shown of it.

        They are read as the page writes them. Where the table itself writes broken numbers only in the other
        way, a number that may mean two stays as it was written, and is refused when it is read.
        """
        numbers = [column.key for column in self.columns if column.kind == "number"]
        typed = [
            (cells, key)
            for cells, shown in rows
            for key in numbers
            if cells.get(key) and cells[key] != shown.get(key)
        ]
        convention = _convention([cells[key] for cells, key in typed])
        for cells, key in typed:
            cells[key] = _exact(cells[key], convention)

    def _first(self, code: str) -> Column:
        return next(column for column in self.figures if column.subject == code)

    def _reader(self, code: str) -> CriterionReader:
        places = {column.part: self._places[column.key] for column in self.figures if column.subject == code}
        return CriterionReader(self._asked[code], places, CellReader(None))

    def _read_attributes(
        self, cells: Cells, shown: Cells, faults: list[Fault]
    ) -> dict[str, bool | str | None]:
        found: dict[str, bool | str | None] = {}
        for code, attribute in self._attributes.items():
            key = f"a.{code}"
            if key not in cells or cells[key] == shown.get(key, ""):
                continue
            text = self._settled(self.by_key[key], cells[key], faults)
            if not text:
                found[code] = None
            elif not any(fault.key == key for fault in faults):
                try:
                    found[code] = _kept(read_attribute(attribute, text))
                except Misread as misread:
                    faults.append(Fault(key, misread_text(misread)))
        return found

    def _known_attributes(self, values: Mapping[str, Any]) -> dict[str, AttributeValue]:
        known: dict[str, AttributeValue] = {}
        for code, attribute in self.rubric.attributes.items():
            value = values.get(code)
            value = attribute.default if value is None else value
            if value is None:
                continue
            try:
                known[code] = read_attribute(
                    attribute, ("yes" if value else "no") if isinstance(value, bool) else str(value)
                )
            except Misread:
                continue
        return known

    def _text(self, column: Column, cells: Cells, shown: Cells, faults: list[Fault]) -> str:
        text = cells.get(column.key, "")
        if column.kind == "number" and text == shown.get(column.key):
            return _exact(text, typing_convention())
        return self._settled(column, text, faults)

    def _settled(self, column: Column, text: str, faults: list[Fault]) -> str:
        """The text as the reading understands it: of a choice what is stored."""
        text = text if isinstance(text, Figure) else text.strip()
        if not text or not column.words or (column.dash and text in _DASHES):
            return text
        stored = chosen(column.words, text)
        if stored is None:
            if not any(fault.key == column.key for fault in faults):
                faults.append(Fault(column.key, near_words(column.choices, text)))
            return ""
        return stored

    def _told(self, fault: CellFault, reader: CriterionReader) -> Fault:
        place = fault.column if fault.column is not None else next(p for p in reader.places if p is not None)
        key = self.columns[place].key
        names = [self.rubric.attributes[code].name for code in fault.facts.get("attributes", ())]  # type: ignore[attr-defined]
        if fault.code == "figure_not_applicable":
            text = _(
                "Theo “%(names)s”, tiêu chí này không áp dụng — để trống ô này.",
                names=", ".join(names),
            )
            return Fault(key, text)
        if fault.code == "dash_but_applies":
            text = _(
                "Theo “%(names)s”, tiêu chí này có áp dụng — ghi số liệu, không ghi dấu gạch ngang.",
                names=", ".join(names),
            )
            return Fault(key, text)
        facts = {name: value for name, value in fault.facts.items() if name not in ("node", "code", "part")}
        text = misread_text(Misread(fault.code, _part_of(fault, reader), **facts))
        return Fault(key, text, is_warning=fault.code == "above_denominator")


def _part_of(fault: CellFault, reader: CriterionReader) -> str | None:
    if fault.column is None or not reader.parts:
        return None
    found = reader.places.index(fault.column)
    return reader.parts[found - 1] if found else None


def _figure_columns(criterion: Criterion) -> Iterator[Column]:
    code, scale = criterion.code, criterion.scale
    dash = may_be_not_applicable(criterion)
    unit = getattr(scale, "unit", None) or ""
    for part in parts_of(criterion) or ():
        yield Column(
            f"c.{code}.{part}", criterion.name, "number", code, part, str(PARTS[part]), unit, dash=dash
        )
    if parts_of(criterion):
        return
    key = f"c.{code}"
    if isinstance(scale, YesNo):
        yield Column(key, criterion.name, "yes_no", code, words=_yes_no(), dash=dash)
    elif isinstance(scale, Levels):
        words = tuple((level.name, level.code) for level in scale.levels)
        yield Column(key, criterion.name, "choice", code, words=words, dash=dash)
    else:
        label = _("số ngày chậm") if isinstance(scale, DaysLate) else ""
        yield Column(key, criterion.name, "number", code, label=label, unit=unit, dash=dash)


def _attribute_column(code: str, attribute: Attribute) -> Column:
    key, name = f"a.{code}", attribute.name
    if attribute.kind == "choice":
        words = tuple((word, stored) for stored, word in (attribute.choices or {}).items())
        return Column(key, name, "choice", code, words=words)
    if attribute.kind == "yes_no":
        return Column(key, name, "yes_no", code, words=_yes_no())
    return Column(key, name, "number" if attribute.kind == "number" else "text", code)


def _yes_no() -> tuple[tuple[str, str], ...]:
    return ((_("có"), "yes"), (_("không"), "no"))


def _word_of(column: Column, stored: str, criterion: Criterion | None = None) -> str:
    if column.words:
        return next((word for word, value in column.words if value == stored), stored)
    if criterion is None or column.kind != "number":
        return stored.replace(".", ",") if column.kind == "number" and is_vietnamese() else stored
    shown = to_shown(criterion, {column.part: stored} if column.part and stored != DASH else stored)
    return shown if isinstance(shown, str) else shown[column.part]


def _attribute_text(attribute: Attribute, value: Any) -> str:
    if value is None or value == "":
        return ""
    column = _attribute_column("x", attribute)
    return _word_of(column, _as_text(value))


def _as_text(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def shown_text(text: str) -> str:
    """A cell's text as the page writes it: a number that a spreadsheet held, with the page's signs."""
    if not isinstance(text, Figure):
        return text
    return text.replace(".", ",") if is_vietnamese() else str(text)


def shown_number_of(text: str) -> Decimal | None:
    """The number that a cell shows; None where it shows none, or a percentage."""
    if not text or text.rstrip().endswith("%"):
        return None
    try:
        return read_number(text, typing_convention())
    except Misread:
        return None


def written_maximum(value: Decimal | None) -> str:
    """A maximum as a form writes it; nothing where there is none."""
    return "" if value is None else plain_number(plain(value), vietnamese=is_vietnamese())


def _kept(value: AttributeValue) -> bool | str:
    return f"{plain(value):f}" if isinstance(value, Decimal) else value


def _raw(criterion: Criterion, entry: Entry | None, texts: Sequence[str]) -> Raw | None:
    """An entry as an assessment keeps it: exact, with a decimal point."""
    if entry is None:
        return None
    if entry is NOT_APPLICABLE or entry is NEVER:
        return str(entry.value)
    if isinstance(entry, bool):
        return "yes" if entry else "no"
    if isinstance(entry, Pair):
        if isinstance(criterion.scale, Amount) and texts[0].endswith("%"):
            return f"{plain(entry.first):f}%"
        names = parts_of(criterion) or ("", "")
        return {name: f"{plain(value):f}" for name, value in zip(names, entry, strict=True)}
    if isinstance(entry, Decimal):
        return _day(criterion, texts[0]) or f"{plain(entry):f}"
    return str(entry)


def _day(criterion: Criterion, text: str) -> str | None:
    """The date, where one was written instead of the days after the deadline."""
    if not isinstance(criterion.scale, DaysLate) or isinstance(text, Figure):
        return None
    try:
        return read_date(text).isoformat()
    except Misread:
        return None


def _convention(texts: Sequence[str]) -> Convention:
    """The decimal sign of the page; none where the table speaks for the other one alone."""
    signs = {convention_of([text]) for text in texts if not isinstance(text, Figure)} - {None}
    ours = typing_convention()
    return None if signs and ours not in signs else ours


def _exact(text: str, convention: Convention) -> str:
    """A number as exact text; anything else, and what may mean two numbers, as it stands."""
    if isinstance(text, Figure):
        return text
    try:
        value = read_number(text, convention)
    except Misread:
        return text
    return Figure(f"{plain(value):f}" + ("%" if text.rstrip().endswith("%") else ""))
