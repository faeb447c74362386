"""Evaluating a table without a database: document and entries in, results with their warnings out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from flask_babel import gettext as _

from awards.entries import Entries, read_entries
from awards.entry_columns import header_test
from awards.entry_wording import entry_fault_text
from awards.results import FORMAT, Say, row_document
from awards.wording import Wording
from criteria.document import Finding, read_document
from criteria.entry_titles import CellFault
from criteria.wording import fault_text
from foundation.tables.reading import read_table
from foundation.tables.values import TableFault, TableRefused, column_letter
from foundation.tables.wording import table_fault_text
from scoring.engine import Scorecard
from scoring.evaluation import Evaluation, evaluate
from scoring.reasons import Reason
from scoring.rubric import Rubric

TOLD = 10


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault or warning as people read it: the place in the file, and the sentence."""

    code: str
    text: str
    row: int | None = None
    column: str | None = None
    header: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """The place in words: "dòng 4, cột C (II.1)"; empty where the whole file is meant."""
        if self.line is not None:
            return _("dòng %(line)s", line=self.line)
        parts = [] if self.row is None else [_("dòng %(row)s", row=self.row)]
        if self.column is not None:
            parts.append(_("cột %(column)s", column=self.column))
        return ", ".join(parts) + (f" ({self.header})" if self.header else "")

    def document(self) -> dict[str, Any]:
        """The remark as JSON knows it."""
        source = "criteria" if self.line is not None else "entries"
        place = {"row": self.row, "column": self.column, "header": self.header, "line": self.line}
        return {"source": source, "code": self.code, **place, "text": self.text}


class Refused(Exception):
    """A file has faults; `remarks` are all of them, and `about` says which file."""

    def __init__(self, about: str, remarks: list[Remark]) -> None:
        super().__init__(about)
        self.about, self.remarks = about, remarks


@dataclass(frozen=True, slots=True)
class Batch:
    """An evaluated table."""

    evaluation: Evaluation
    warnings: list[Remark]

    @property
    def rubric(self) -> Rubric:
        """The criteria document, checked."""
        return self.evaluation.rubric

    def results(self, *, reasons_said: bool = True) -> Iterator[dict[str, Any]]:
        """Every participant's result as `results.row_document`, type by type, group by group, best first."""
        for of_type in self.evaluation.types:
            say = remembered(Wording(self.rubric, of_type.kind).say) if reasons_said else None
            for row in of_type.rows():
                yield row_document(row, of_type.kind.code, say)


def remembered(say: Say, limit: int = 100_000) -> Say:
    """The same sentences, each worded once while it keeps recurring: most reasons are shared by many.

    For use while one language is spoken.
    """
    known: dict[object, str] = {}

    def speak(reason: Reason) -> str:
        key = (reason.code, reason.node, reason.points, tuple(reason.facts.items()))
        text = known.get(key)
        if text is None:
            if len(known) >= limit:
                known.clear()
            text = known[key] = say(reason)
        return text

    return speak


def evaluate_table(document: bytes, entries: bytes, filename: str) -> Batch:
    """Evaluate a table by a criteria document. Raises Refused with every fault of the one or the other."""
    reading = read_document(document)
    if reading.rubric is None:
        raise Refused("criteria", [_of_document(finding) for finding in reading.faults])
    try:
        table = read_table(entries, filename, header_test(reading.rubric))
    except TableRefused as refused:
        raise Refused("entries", [_of_table(refused.fault, ())]) from None
    read = read_entries(reading.rubric, table)
    faults = [_of_table(fault, table.header) for fault in table.faults]
    faults += [_of_entry(fault, table.header) for fault in read.faults]
    if faults:
        raise Refused("entries", sorted(faults, key=_order))
    evaluation = evaluate(reading.rubric, read.participants)
    warnings = [_of_document(finding) for finding in reading.warnings]
    warnings += [_of_entry(fault, table.header) for fault in [*read.warnings, *_of_cards(evaluation, read)]]
    return Batch(evaluation, warnings)


def write_json(batch: Batch, stream: TextIO) -> None:
    """Write the JSON document of docs/evaluate.md, one participant a line, so that memory stays small."""
    head = {"format": FORMAT, "title": batch.rubric.title, "year": batch.rubric.year}
    stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "participants": [')
    for number, result in enumerate(batch.results()):
        stream.write((",\n" if number else "\n") + json.dumps(result, ensure_ascii=False))
    warnings = [warning.document() for warning in batch.warnings]
    stream.write('\n], "warnings": ' + json.dumps(warnings, ensure_ascii=False) + "}\n")


def _of_cards(evaluation: Evaluation, read: Entries) -> Iterator[CellFault]:
    """Warnings for participants who are not wholly scored, or of whom nothing was asked."""
    people = [
        pair for of_type in evaluation.types for pair in zip(of_type.evidence, of_type.cards, strict=True)
    ]
    groups = {
        "incomplete": [item.id for item, card in people if not card.complete],
        "nothing_applies": [item.id for item, card in people if not card.entered_max and _is_idle(card)],
    }
    for code, ids in groups.items():
        told = sorted((read.rows[key], key) for key in ids)[:TOLD]
        who = tuple((key, row) for row, key in told)
        row = told[0][0] if len(ids) == 1 else None
        if ids:
            yield CellFault(code, row, None, {"count": len(ids), "of": len(people), "who": who})


def _is_idle(card: Scorecard) -> bool:
    """Whether no criterion applied to the participant and nothing else was claimed."""
    return all(node.state in ("not_applicable", "not_claimed") for node in card.nodes.values())


def _of_document(finding: Finding) -> Remark:
    text = f"{finding.place}: {fault_text(finding.fault)}"
    return Remark(finding.fault.code, text, line=finding.line)


def _of_table(fault: TableFault, header: tuple[str, ...]) -> Remark:
    return _placed(fault.code, table_fault_text(fault), fault.row, fault.column, header)


def _of_entry(fault: CellFault, header: tuple[str, ...]) -> Remark:
    return _placed(fault.code, entry_fault_text(fault), fault.row, fault.column, header)


def _placed(code: str, text: str, row: int | None, column: int | None, header: tuple[str, ...]) -> Remark:
    if column is None:
        return Remark(code, text, row)
    title = header[column] if column < len(header) else ""
    return Remark(code, text, row, column_letter(column), title or None)


def _order(remark: Remark) -> tuple[int, int, str]:
    return (remark.row or 0, len(remark.column or ""), remark.column or "")
