"""Taking a scorecard's form: judged cell by cell, kept as a preview, written whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from assignments.scope import may_enter_for, require_sight
from bulk_entry.form_reading import ReadForm, broken_cells
from bulk_entry.household_table import LONGEST_CELL
from bulk_entry.models import PendingEntry
from bulk_entry.pending import content_of, find_pending, forget, keep_pending
from bulk_entry.plans import CellChange
from bulk_entry.scorecard_form import KIND, own_of, table_for
from bulk_entry.to_scoring import Fault, TypeTable, shown_text
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import Actor
from history.services import record
from scorecards.holding import hold
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.rules import obstacle_to_entering
from scorecards.services import LONGEST_NOTE, assess
from scorecards.to_scoring import Raw

SELF = AssessmentLevel.SELF


@dataclass(frozen=True, slots=True)
class FormFault:
    """A cell of a form that must be put right: its row in the sheet, what it is, what it says, what to do."""

    row: int
    title: str
    text: str
    told: str


@dataclass(frozen=True, slots=True)
class FormClash:
    """A cell changed both in the form and on record since the form was taken."""

    title: str
    base: str
    now: str
    typed: str


@dataclass(frozen=True, slots=True)
class JudgedForm:
    """What came of a form: its faults, or where it waits."""

    faults: Sequence[FormFault]
    pending: PendingEntry | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says: text by column key or "n.CRITERION", and the row it stands in."""

    cells: Mapping[str, str]
    rows: Mapping[str, int]


def typed_of(form: ReadForm, table: TypeTable) -> Typed:
    """The figures and notes of a form; of a criterion with two figures the first row holds the note."""
    cells: dict[str, str] = {}
    rows: dict[str, int] = {}
    for row in form.table.rows:
        values = dict(zip(form.keys, row.cells, strict=False))
        key = values.get("key", "")
        if key not in table.by_key or not table.by_key[key].is_figure:
            continue
        cells[key], rows[key] = values.get("entry", ""), row.number
        note = f"n.{table.by_key[key].subject}"
        if note not in cells or values.get("note"):
            cells[note], rows[note] = values.get("note", ""), row.number
    return Typed(cells, rows)


def require_entry(actor: Actor, scorecard: Scorecard, now: datetime) -> None:
    """Raise where the actor may not enter this scorecard's own figures at this instant."""
    require_sight(actor, scorecard.participant, ("scorecard", scorecard.id))
    if not may_enter_for(actor, scorecard.participant):
        raise NotAllowed(_("Phiếu này do đơn vị khác nhập; tài khoản này chỉ xem."))
    obstacle = obstacle_to_entering(actor, scorecard, SELF, now)
    if obstacle is not None:
        raise Conflict(obstacle)


def preview_form(*, actor: Actor, scorecard: Scorecard, form: ReadForm, now: datetime) -> JudgedForm:
    """Judge a form; without faults, keep what it would change, and what clashes, until somebody says yes."""
    require_entry(actor, scorecard, now)
    table = table_for(scorecard)
    typed = typed_of(form, table)
    base = form.marker.base.get("", {})
    entries, notes = own_of(scorecard)
    shown = table.shown({}, entries)
    touched = {
        key: text
        for key, text in typed.cells.items()
        if key in table.by_key and table.normal(key, text) != base.get(key, "")
    }
    cells = {key: touched.get(key, shown.get(key, "")) for key in shown if key in typed.cells}
    table.settle([(cells, shown)])
    read = table.read(cells, scorecard.participant.attributes, shown)
    told_notes = _notes(typed, base, notes)
    faults = [*_broken(form, table), *_faults(table, typed, read.faults), *_long(typed, told_notes)]
    if faults:
        return JudgedForm(faults, None)
    clashing = [
        key
        for key, text in touched.items()
        if table.normal(key, shown.get(key, "")) not in (base.get(key, ""), table.normal(key, text))
    ]
    content = {
        "criteria": scorecard.criteria_set.sha256,
        "entries": {code: raw for code, raw in read.entries.items() if entries.get(code) != raw},
        "notes": told_notes,
        "clashes": {key: [base.get(key, ""), shown_text(typed.cells[key])] for key in clashing},
    }
    pending = keep_pending(actor=actor, kind=KIND, subject_id=scorecard.id, content=content, now=now)
    return JudgedForm((), pending)


def changes_in(scorecard: Scorecard, pending: PendingEntry) -> tuple[list[CellChange], list[FormClash]]:
    """What a kept form does to what stands now, and where both changed."""
    content, table = content_of(pending), table_for(scorecard)
    entries, notes = own_of(scorecard)
    before, after = table.shown({}, entries), table.shown({}, _merged(entries, content["entries"]))
    changes = [
        CellChange(column.full_title, before.get(column.key, ""), after.get(column.key, ""))
        for column in table.figures
        if before.get(column.key, "") != after.get(column.key, "")
    ]
    changes += [
        CellChange(_("%(code)s: ghi chú", code=code), notes.get(code, ""), text)
        for code, text in content["notes"].items()
        if notes.get(code, "") != text
    ]
    clashes = [
        FormClash(table.by_key[key].full_title, base, before.get(key, ""), typed)
        for key, (base, typed) in content["clashes"].items()
    ]
    return changes, clashes


def state_mark(scorecard: Scorecard) -> str:
    """By what a preview notices that the scorecard changed meanwhile."""
    return str(scorecard.version)


def apply_form(
    *, actor: Actor, token: str, scorecard: Scorecard, seen: str, take_mine: bool, now: datetime
) -> int:
    """Write a kept form, whole or not at all, and say how many criteria changed. Where both the form and the
    record changed a cell, `take_mine` says whether the form's stands. Raises Conflict where the scorecard
    changed since the preview, or its criteria were published anew.
    """
    require_entry(actor, scorecard, now)
    hold(scorecard)
    pending = find_pending(actor, token, KIND, now, subject_id=scorecard.id)
    content = content_of(pending)
    if content["criteria"] != scorecard.criteria_set.sha256 or state_mark(scorecard) != seen:
        raise Conflict(
            _("Phiếu vừa được sửa ở nơi khác sau khi xem trước. Xem lại các thay đổi dưới đây rồi ghi.")
        )
    kept = set() if take_mine else {key.split(".", 1)[1] for key in content["clashes"]}
    entries = {code: raw for code, raw in content["entries"].items() if not _is_kept(code, kept)}
    if entries or content["notes"]:
        assess(actor=actor, scorecard=scorecard, level=SELF, entries=entries, notes=content["notes"], now=now)
        record(
            actor=actor,
            action="scorecard:form-taken",
            subject=("scorecard", scorecard.id),
            after={"criteria": sorted({*entries, *content["notes"]})},
            now=now,
        )
    forget(pending)
    return len({*entries, *content["notes"]})


def _is_kept(code: str, kept: set[str]) -> bool:
    return any(one == code or one.startswith(f"{code}.") for one in kept)


def _merged(entries: Mapping[str, Any], changes: Mapping[str, Raw | None]) -> dict[str, Any]:
    return {code: raw for code, raw in {**entries, **changes}.items() if raw is not None}


def _notes(typed: Typed, base: Mapping[str, str], notes: Mapping[str, str]) -> dict[str, str]:
    """The notes that were changed in the form."""
    found: dict[str, str] = {}
    for key, text in typed.cells.items():
        code = key.removeprefix("n.")
        if key.startswith("n.") and text.strip() != base.get(key, "") and text.strip() != notes.get(code, ""):
            found[code] = text.strip()
    return found


def _faults(table: TypeTable, typed: Typed, found: Sequence[Fault]) -> Iterator[FormFault]:
    for fault in found:
        if not fault.is_warning:
            text = shown_text(typed.cells.get(fault.key, ""))
            yield FormFault(
                typed.rows.get(fault.key, 0), table.by_key[fault.key].full_title, text, fault.text
            )


def _broken(form: ReadForm, table: TypeTable) -> Iterator[FormFault]:
    by_row = {row.number: dict(zip(form.keys, row.cells, strict=False)) for row in form.table.rows}
    for row, key, told in broken_cells(form):
        subject = by_row.get(row, {}).get("key", "")
        if key == "entry" and subject in table.by_key:
            yield FormFault(row, table.by_key[subject].full_title, "", told)


def _long(typed: Typed, notes: Mapping[str, str]) -> Iterator[FormFault]:
    for code, text in notes.items():
        if len(text) > LONGEST_NOTE:
            told = _("Ghi chú nhiều nhất %(n)s ký tự.", n=LONGEST_NOTE)
            yield FormFault(typed.rows.get(f"n.{code}", 0), code, text[:40], told)
    for key, text in typed.cells.items():
        if key.startswith("c.") and len(text) > LONGEST_CELL:
            told = _("Dài quá %(length)s ký tự — rút gọn lại.", length=LONGEST_CELL)
            yield FormFault(typed.rows.get(key, 0), key.removeprefix("c."), text[:40], told)
