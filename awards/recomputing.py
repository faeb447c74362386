"""Proving a sealed run: it is computed again from its own document and inputs and compared with itself.

Three things are told apart: inputs or results that no longer are what was sealed, and scorecards that have
changed since (which is nobody's fault, but good to know).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from awards.difference_words import subject_words
from awards.differences import Change, changes_between
from awards.models import EvaluationRun
from awards.run_queries import find_result_text, iterate_results
from awards.sealing import ResultRow, digest, seal_inputs, seal_of
from awards.services import SEALED, read_inputs
from criteria.document import read_document
from criteria.services import sha256_of
from history.queries import list_entries_of

_SEALED_TEXTS = frozenset({"inputs", "result", "inputs_sha256", "result_sha256"})
_COLUMNS = tuple(name for name in ResultRow._fields if name not in _SEALED_TEXTS)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference of one participant. `part` says of what: inputs, result, shown or present."""

    participant: str
    type_code: str
    name: str
    part: str
    change: Change

    def sentence(self) -> str:
        """The difference as a person reads it."""
        parts = {
            "inputs": _("số liệu đã chốt"),
            "result": _("kết quả"),
            "shown": _("cột lưu"),
            "present": _("phiếu hiện nay"),
        }
        return _(
            "%(name)s (%(code)s), %(part)s, %(subject)s: %(old)s → %(new)s",
            name=self.name,
            code=self.participant,
            part=parts[self.part],
            subject=subject_words(self.change.subject),
            old=self.change.old,
            new=self.change.new,
        )


@dataclass(slots=True)
class Recomputation:
    """What came of computing a run again: faults of the run as a whole, and differences by participant."""

    participants: int = 0
    faults: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether everything agrees."""
        return not self.faults and not self.differences


@dataclass(frozen=True, slots=True)
class _Stored:
    """A stored row: what its columns say, and the hashes of its texts as they are now."""

    shown: Mapping[str, Any]
    code: str
    inputs_now: str
    result_now: str

    @property
    def sealed_hashes(self) -> tuple[str, str]:
        return self.shown["inputs_sha256"], self.shown["result_sha256"]


def recompute_run(run: EvaluationRun) -> Recomputation:
    """Compute a run again from what it stores, and say what does not agree."""
    outcome = Recomputation()
    if sha256_of(run.document) != run.document_sha256:
        outcome.faults.append(_("Bộ tiêu chí lưu trong đợt đã bị sửa."))
    rubric = read_document(run.document.encode()).rubric
    if rubric is None:
        outcome.faults.append(_("Bộ tiêu chí lưu trong đợt không đọc được."))
        return outcome
    order = {kind.code: number for number, kind in enumerate(rubric.types)}
    stored: dict[int, _Stored] = {}
    inputs = [item for row in iterate_results(run.id) if (item := _take(row, stored, outcome))]
    outcome.participants = len(stored)
    again = seal_inputs(rubric, run.document_sha256, [item for item in inputs if item["type"] in order])
    for result in again.results:
        _compare(run, stored[result.participant_id], result, outcome)
    in_order = sorted(stored.values(), key=lambda row: (order.get(row.shown["type_code"], -1), row.code))
    seal = seal_of(run.document_sha256, (row.sealed_hashes for row in in_order))
    if not run.result_sha256 == seal == again.seal:
        outcome.faults.append(_("Mã chốt tính lại là %(seal)s, mã đã lưu khác.", seal=again.seal))
    _check_counts(run, outcome)
    _check_record(run, outcome)
    return outcome


def compare_with_present(run: EvaluationRun) -> list[Difference]:
    """Whose inputs have changed since a run was sealed, and in what; also who came or left."""
    rubric = read_document(run.document.encode()).rubric
    if rubric is None:
        return []
    present = {item["participant_id"]: item for item in read_inputs(run.movement_year, rubric)}
    found: list[Difference] = []
    for row in iterate_results(run.id):
        sealed = _parsed(row.inputs)
        now = present.pop(row.participant_id, None)
        if sealed is not None and now is not None:
            now = _without_later_awards(now, sealed)
        if sealed is not None and sealed != now:
            found += _differences(sealed, "present", sealed, now or {})
    for newcomer in present.values():
        found += _differences(newcomer, "present", {}, {"id": newcomer["id"]})
    return found


def _without_later_awards(now: dict[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    """What is known now, less the awards that have been given since: they came of the run, and are no change
    of what it judged.
    """
    kept = [past for past in now["past_awards"] if past in sealed["past_awards"] or "achievement" not in past]
    return now | {"past_awards": kept}


def _take(row: Any, stored: dict[int, _Stored], outcome: Recomputation) -> dict[str, Any] | None:
    """Remember a stored row without its texts, and give its inputs if they can still be read."""
    item = _parsed(row.inputs)
    code = item["id"] if item else str(row.participant_id)
    shown = {name: getattr(row, name) for name in ResultRow._fields if name not in ("inputs", "result")}
    kept = _Stored(shown, code, digest(row.inputs), digest(row.result))
    stored[row.participant_id] = kept
    identity = {"id": code, "type": row.type_code, "name": row.name}
    if kept.inputs_now != row.inputs_sha256:
        old, new = {"sha256": row.inputs_sha256}, {"sha256": kept.inputs_now}
        outcome.differences += _differences(identity, "inputs", old, new)
    if item is not None and item["participant_id"] != row.participant_id:
        old, new = {"participant_id": item["participant_id"]}, {"participant_id": row.participant_id}
        outcome.differences += _differences(identity, "inputs", old, new)
        item["participant_id"] = row.participant_id
    return item


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        item: dict[str, Any] = json.loads(text)
    except ValueError:
        return None
    return item if {"id", "type", "name", "participant_id"} <= item.keys() else None


def _compare(run: EvaluationRun, stored: _Stored, result: ResultRow, outcome: Recomputation) -> None:
    """The stored result and its columns against the recomputed ones."""
    identity = {"id": stored.code, "type": result.type_code, "name": result.name}
    if stored.result_now != result.result_sha256:
        text = find_result_text(run.id, result.participant_id)
        old, new = _loose(text), json.loads(result.result)
        outcome.differences += _differences(identity, "result", old, new)
    elif stored.shown["result_sha256"] != result.result_sha256:
        old, new = {"sha256": stored.shown["result_sha256"]}, {"sha256": result.result_sha256}
        outcome.differences += _differences(identity, "result", old, new)
    old = {name: _plain(stored.shown[name]) for name in _COLUMNS}
    new = {name: _plain(getattr(result, name)) for name in _COLUMNS}
    if stored.result_now == result.result_sha256:
        outcome.differences += _differences(identity, "shown", old, new)


def _loose(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(value: Any) -> Any:
    """A column's value as text that compares: 87.5 from the database is 87.50 of a result."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _differences(
    who: Mapping[str, Any], part: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Difference]:
    return [
        Difference(who["id"], who["type"], who["name"], part, change) for change in changes_between(old, new)
    ]


def _check_counts(run: EvaluationRun, outcome: Recomputation) -> None:
    if run.counts.get("participants") != outcome.participants:
        outcome.faults.append(
            _(
                "Đợt đã chốt %(sealed)s kết quả, nay còn %(found)s.",
                sealed=run.counts.get("participants"),
                found=outcome.participants,
            )
        )


def _check_record(run: EvaluationRun, outcome: Recomputation) -> None:
    """The record of what was done holds the seal too, in its own chain of hashes."""
    entries = list_entries_of("evaluation_run", str(run.id))
    seals = [entry.after["result_sha256"] for entry in entries if entry.action == SEALED and entry.after]
    if seals != [run.result_sha256]:
        outcome.faults.append(_("Mã chốt không đúng với mã ghi trong nhật ký khi chốt."))
