"""From the cells of one row to the entry of one criterion: one reader for each criterion and type.

Everything that does not depend on the row is found out once, and equal texts are read once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from criteria.entry_titles import CellFault, asks_plan
from foundation.tables.values import Figure
from scoring.conditions import AttributeValue, Condition, holds
from scoring.evidence import NOT_APPLICABLE, Entry, OwnTarget, Pair, Special
from scoring.reading import Convention, Misread, parts_of, read_entry, read_number
from scoring.rubric import Criterion, ParticipantType, Section

DASHES = frozenset({"-", "–", "—", "−"})
WHOLE = ""
_GROUPED = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}%?$")

Attributes = Mapping[str, AttributeValue]
Report = Callable[[CellFault], None]


class Asked(NamedTuple):
    """A criterion with the conditions under which it applies, its sections' before its own; `extra` if it
    is bonus or penalty.
    """

    criterion: Criterion
    conditions: tuple[Condition, ...]
    extra: bool


def asked_of(kind: ParticipantType) -> Iterator[Asked]:
    """The criteria of a type, each with its conditions."""

    def inside(
        parent: ParticipantType | Section, above: tuple[Condition, ...], extra: bool
    ) -> Iterator[Asked]:
        for node in parent.children:
            conditions = above if node.applies_if is None else (*above, node.applies_if)
            within = extra or node.role is not None
            if isinstance(node, Section):
                yield from inside(node, conditions, within)
            else:
                yield Asked(node, conditions, within)

    return inside(kind, (), False)


def applies(conditions: Sequence[Condition], attributes: Attributes) -> bool | None:
    """Whether a criterion applies; None where an attribute that decides it is not known."""
    answers = [holds(condition, attributes) for condition in conditions]
    return False if False in answers else (None if None in answers else True)


class CellReader:
    """Reads numbers as the whole file writes them; cells that hold numbers are never ambiguous."""

    def __init__(self, convention: Convention) -> None:
        self.convention = convention

    def settled(self, texts: Sequence[str]) -> tuple[Convention, list[str]]:
        """The texts, and the decimal sign by which they are to be read."""
        if self.convention == "comma":
            return "comma", [t.replace(".", ",") if isinstance(t, Figure) else t for t in texts]
        if self.convention is None:
            doubtful = any(not isinstance(t, Figure) and _GROUPED.match(t) for t in texts)
            return (None if doubtful else "point"), list(texts)
        return "point", list(texts)


class CriterionReader:
    """Reads one criterion's cells; `places` are its columns by part ("" is the criterion itself)."""

    def __init__(self, asked: Asked, places: Mapping[str, int], cells: CellReader) -> None:
        self.criterion, self.conditions = asked.criterion, asked.conditions
        self.code = self.criterion.code
        self.cells = cells
        self.parts: tuple[str, ...] = parts_of(self.criterion) or ()
        self.places = [places.get(part) for part in (WHOLE, *self.parts)]
        self.first = next((place for place in self.places if place is not None), None)
        self.limits = {part: places[part] for part in ("target", "minimum") if part in places}
        self._whole = self.places[0] if sum(place is not None for place in self.places) == 1 else None
        self._known: dict[tuple[object, ...], Entry | Misread | None] = {}

    def read(self, row: int, cells: Sequence[str], attributes: Attributes, report: Report) -> Entry | None:
        """The entry, or None where none is made; what is wrong goes to `report`."""
        texts = self._texts(cells)
        if not any(texts):
            return None
        state = applies(self.conditions, attributes) if self.conditions else None
        if state is False and all(text in DASHES for text in texts if text):
            return None
        convention, settled = self.cells.settled(texts)
        key = (convention, *settled)
        if key not in self._known:
            self._known[key] = self._read(settled, convention)
        entry = self._known[key]
        if isinstance(entry, Misread):
            report(self._fault(entry, row, texts))
            return None
        self._judge(row, texts, entry, state, report)
        return entry

    def _texts(self, cells: Sequence[str]) -> list[str]:
        if self._whole is not None:
            return [cells[self._whole]]
        return ["" if place is None else cells[place] for place in self.places]

    def _read(self, texts: list[str], convention: Convention) -> Entry | Misread | None:
        try:
            if len(texts) == 1:
                return read_entry(self.criterion, texts[0], convention)
            return self._read_parts(texts, convention)
        except Misread as misread:
            return misread

    def _read_parts(self, texts: list[str], convention: Convention) -> Entry | None:
        whole, first, second = texts
        if asks_plan(self.criterion):
            return self._against_plan(whole, first, second, convention)
        if whole and (first or second):
            raise Misread("whole_and_part", self.parts[0 if first else 1], criterion=self.code)
        return (
            read_entry(self.criterion, whole, convention) if whole else self._pair(first, second, convention)
        )

    def _against_plan(self, whole: str, first: str, plan: str, convention: Convention) -> Entry | None:
        """A plan alone scores nothing: it may be known long before the result is."""
        if whole and first:
            raise Misread("whole_and_part", self.parts[0], criterion=self.code)
        actual = whole or first
        if not actual or actual in DASHES or not plan:
            return read_entry(self.criterion, actual, convention)
        if actual.endswith("%"):
            raise Misread("percent_and_plan", self.parts[1], criterion=self.code)
        return self._pair(actual, plan, convention)

    def _pair(self, first: str, second: str, convention: Convention) -> Entry | None:
        if (first in DASHES) != (second in DASHES):
            raise Misread("half_dash", self.parts[0 if first in DASHES else 1])
        figures = dict(zip(self.parts, (first, second), strict=True))
        return read_entry(self.criterion, figures, convention)

    def _judge(
        self, row: int, texts: list[str], entry: Entry | None, state: bool | None, report: Report
    ) -> None:
        """What the cell says against what the attributes say, and a numerator above its denominator."""
        if entry is NOT_APPLICABLE and state is True:
            names = sorted({code for condition in self.conditions for code in condition.attributes()})
            report(self._at("dash_but_applies", row, texts, attributes=tuple(names)))
        elif state is False and entry is not None and not isinstance(entry, Special):
            names = sorted({code for condition in self.conditions for code in condition.attributes()})
            report(self._at("figure_not_applicable", row, texts, attributes=tuple(names)))
        elif isinstance(entry, Pair) and self.parts[0] == "numerator" and entry.first > entry.second:
            report(self._at("above_denominator", row, texts, first=entry.first, second=entry.second))

    def _at(self, code: str, row: int, texts: list[str], **facts: object) -> CellFault:
        place = next(place for place, text in zip(self.places, texts, strict=False) if text)
        value = next(text for text in texts if text)
        return CellFault(code, row, place, {"code": self.code, "value": value, **facts})

    def _fault(self, misread: Misread, row: int, texts: list[str]) -> CellFault:
        place = None
        if misread.part in self.parts:
            place = self.places[1 + self.parts.index(misread.part)]
        if place is None:
            place = next((p for p, text in zip(self.places, texts, strict=False) if text), self.first)
        return CellFault(misread.code, row, place, {"node": self.code, **misread.facts})

    def read_limits(self, row: int, cells: Sequence[str], report: Report) -> OwnTarget | None:
        """The thresholds that hold for this participant alone, if the row gives any."""
        found = {}
        for part, place in self.limits.items():
            text = cells[place]
            if not text or text in DASHES:
                continue
            try:
                convention, settled = self.cells.settled([text])
                found[part] = read_number(settled[0], convention)
            except Misread as misread:
                report(CellFault(misread.code, row, place, {"node": self.code, **misread.facts}))
        return OwnTarget(**found) if found else None
