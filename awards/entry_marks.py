"""Marks and past awards of a participant, listed in one cell or given in columns of their own."""

from collections.abc import Callable, Mapping

from awards.entry_columns import ColumnMap
from criteria.entry_cells import DASHES
from criteria.entry_titles import CellFault, folded
from foundation.tables.values import Row
from scoring.evidence import PastAward
from scoring.reading import Misread, read_yes_no
from scoring.rubric import ParticipantType, Rubric

_YEARS = range(1945, 2101)

Report = Callable[[CellFault], None]
MarksOfType = Mapping[str, tuple[str, str]]


def marks_of_type(rubric: Rubric, kind: ParticipantType) -> MarksOfType:
    """By folded code: the field (`exclusions`, `holds`) that a mark of the type belongs to, and its code."""
    exclusions, on_hold = rubric.marks_of(kind)
    marks = {folded(mark.code): ("exclusions", mark.code) for mark in exclusions}
    return marks | {folded(mark.code): ("holds", mark.code) for mark in on_hold}


class MarkReader:
    """Reads the marks and past awards of each row; faults go to `fault`, what is only doubtful to `warn`."""

    def __init__(self, rubric: Rubric, columns: ColumnMap, fault: Report, warn: Report) -> None:
        self.columns, self.year = columns, rubric.year
        self.awards = {folded(award.code): award.code for award in rubric.awards}
        self._fault, self._warn = fault, warn

    def marks(self, row: Row, kind: ParticipantType, known: MarksOfType) -> dict[str, set[str]]:
        """The codes of the marks that are set, by field."""
        found: dict[str, set[str]] = {"exclusions": set(), "holds": set()}
        for field, codes in found.items():
            codes |= self._listed_marks(row, field, kind, known)
        for mark, place in self.columns.marks.items():
            if self._is_set(row, mark, place):
                if mark in known:
                    field, code = known[mark]
                    found[field].add(code)
                else:
                    facts = {"value": row.cells[place], "type": kind.name}
                    self._fault(CellFault("not_of_type", row.number, place, facts))
        return found

    def _listed_marks(self, row: Row, field: str, kind: ParticipantType, known: MarksOfType) -> set[str]:
        of_field = {code: mark for code, (owner, mark) in known.items() if owner == field}
        codes = set()
        for place, text in self._listed(row, field):
            if folded(text) in of_field:
                codes.add(of_field[folded(text)])
            else:
                facts = {"value": text, "known": tuple(of_field.values()), "type": kind.name}
                self._fault(CellFault("mark_unknown", row.number, place, facts))
        return codes

    def _is_set(self, row: Row, mark: str, place: int) -> bool:
        text = row.cells[place]
        if not text or text in DASHES:
            return False
        try:
            return read_yes_no(text)
        except Misread as misread:
            self._fault(CellFault(misread.code, row.number, place, {"node": mark, **misread.facts}))
            return False

    def past_awards(self, row: Row) -> tuple[PastAward, ...]:
        """The awards of earlier years; one of the document's year or later is taken, and warned of."""
        found = []
        for place, text in self._listed(row, "past_awards"):
            code, colon, year = (part.strip() for part in text.partition(":"))
            if not colon or not year.isdecimal() or int(year[:5]) not in _YEARS:
                self._fault(CellFault("past_award_form", row.number, place, {"value": text}))
            elif folded(code) not in self.awards:
                facts = {"value": code, "known": tuple(self.awards.values())}
                self._fault(CellFault("past_award_unknown", row.number, place, facts))
            else:
                found.append(PastAward(self.awards[folded(code)], int(year)))
                if self.year is not None and int(year) >= self.year:
                    late = {"value": text, "year": str(self.year)}
                    self._warn(CellFault("past_award_late", row.number, place, late))
        return tuple(found)

    def _listed(self, row: Row, field: str) -> list[tuple[int, str]]:
        """The parts of a list in one cell, each with the column."""
        place = self.columns.fields.get(field)
        if place is None or not row.cells[place]:
            return []
        parts = (part.strip() for part in row.cells[place].replace(",", ";").split(";"))
        return [(place, part) for part in parts if part and part not in DASHES]
