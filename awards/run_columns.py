"""The columns of a sealed run: everything that was scored, kept so that other rules can be tried at once.

They come from the inputs that the run sealed, are kept by this process and as a file, and are used only
where what they give under the run's own rules is what the run sealed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from flask import current_app
from flask_babel import gettext as _

from awards.column_files import Scored, read_columns, write_columns
from awards.counting_attributes import count_columns
from awards.kept import Kept
from awards.queries import find_document
from awards.run_queries import SealedRow, list_inputs, list_sealed
from awards.sealed_inputs import Inputs, evidence_of
from awards.states import States, states_of
from criteria.document import Finding, judge
from criteria.yaml_source import read_yaml
from foundation.errors import Conflict
from scoring.columns import Ints
from scoring.engine import compile_rubric
from scoring.evaluation import Evaluation, TypeResult, evaluate_type
from scoring.recommendation import Recommendation, recommend
from scoring.rubric import ParticipantType, Rubric
from scoring.whole_columns import WholeColumns, whole_columns_of


class SomeRun(Protocol):
    """A sealed run, as a row or as a list shows it."""

    @property
    def id(self) -> int:
        """Its number in the database."""

    @property
    def result_sha256(self) -> str:
        """Its seal."""


@dataclass(frozen=True, slots=True)
class TypeRun:
    """One type of a run; everything is in the order of the participants' codes.

    `groups` are the names of the ranking groups by their number in the columns, `commune` is a number
    among `communes` (-1 for none), each an id and a name. `sealed` and `states` are what the run sealed.
    """

    kind: ParticipantType
    whole: WholeColumns
    counts: Mapping[str, Ints]
    participant_ids: Ints
    names: Sequence[str]
    groups: Sequence[str]
    commune: Ints
    communes: Sequence[tuple[int, str]]
    sealed: Recommendation
    states: States


@dataclass(frozen=True, slots=True)
class RunColumns:
    """A run with its document, as plain content and as rubric, what the check warns of in it, and its types
    in the document's order.
    """

    rubric: Rubric
    content: Mapping[str, Any]
    warned: Sequence[Finding]
    types: Mapping[str, TypeRun]


_kept: Kept[RunColumns] = Kept(3)
_making = Lock()


def columns_of_run(run: SomeRun) -> RunColumns:
    """The columns of a run; made once. Raises Conflict where they do not give what the run sealed."""

    def make() -> RunColumns:
        with _making:
            return _kept.get((run.result_sha256, run.id, "made"), lambda: _make(run))

    return _kept.get((run.result_sha256, run.id), make)


def keep_columns(seal: str, evaluation: Evaluation, inputs: Iterable[Inputs]) -> None:
    """Write down the columns of what was just evaluated, so that trying other rules need not wait; a full
    disk keeps nobody from sealing.
    """
    owners = {(item["type"], item["id"]): item["participant_id"] for item in inputs}
    scored = {}
    for result in evaluation.types:
        code = result.kind.code
        scored[code] = _scored(result, [owners[code, item.id] for item in result.evidence])
    with suppress(OSError):
        write_columns(_instance(), seal, scored)


def _make(run: SomeRun) -> RunColumns:
    source = read_yaml(find_document(run.id).encode())
    reading = judge(source)
    rubric = reading.rubric
    rows = list_sealed(run.id)
    if rubric is None:
        raise Conflict(_("Bộ tiêu chí của lần đánh giá này không còn đọc được."))
    kept = read_columns(_instance(), run.result_sha256)
    types = _types(rubric, kept, rows) if kept is not None else None
    if types is None:
        scored = {kind.code: one for kind, one in _score(rubric, run.id)}
        types = _types(rubric, scored, rows)
        if types is None:
            raise Conflict(
                _(
                    "Tính lại lần đánh giá này không ra đúng kết quả đã chốt, nên không thử được trên đó. "
                    "Nhờ quản trị kiểm tra lần đánh giá, hoặc đánh giá lại."
                )
            )
        with suppress(OSError):
            write_columns(_instance(), run.result_sha256, scored)
    return RunColumns(rubric, source.content, reading.warnings, types)


def _score(rubric: Rubric, run_id: int) -> Iterator[tuple[ParticipantType, Scored]]:
    engines = compile_rubric(rubric)
    for kind in rubric.types:
        inputs = [json.loads(text) for text in list_inputs(run_id, kind.code)]
        if inputs:
            inputs.sort(key=lambda item: item["id"])
            result = evaluate_type(engines[kind.code], [evidence_of(item) for item in inputs])
            yield kind, _scored(result, [item["participant_id"] for item in inputs])


def _scored(result: TypeResult, owners: Sequence[int]) -> Scored:
    return Scored(
        whole_columns_of(result.engine, result.evidence, result.cards),
        np.array(owners, dtype=np.int64),
        count_columns(result.engine.rubric, result.kind, result.evidence),
    )


def _types(
    rubric: Rubric, scored: Mapping[str, Scored], rows: Mapping[str, list[SealedRow]]
) -> dict[str, TypeRun] | None:
    """The types of a run; None where something does not agree with what was sealed."""
    types = {kind.code: kind for kind in rubric.types if kind.code in rows}
    if types.keys() != scored.keys():
        return None
    read = {code: _type(rubric, kind, scored[code], rows[code]) for code, kind in types.items()}
    found = {code: one for code, one in read.items() if one is not None}
    return found if found.keys() == types.keys() else None


def _type(rubric: Rubric, kind: ParticipantType, scored: Scored, rows: Sequence[SealedRow]) -> TypeRun | None:
    whole = scored.whole
    owners = scored.participant_ids.tolist()
    by_owner = {row.participant_id: row for row in rows}
    if len(owners) != len(by_owner) or not by_owner.keys() <= set(owners):
        return None
    ordered = [by_owner[owner] for owner in owners]
    sealed = recommend(rubric, kind, whole.under(rubric, kind))
    states = states_of(sealed, whole.excluded)
    if not _agrees(sealed, states, ordered):
        return None
    communes = sorted({(row.commune_id, row.commune_name or "") for row in ordered if row.commune_id})
    places = {number: place for place, (number, _name) in enumerate(communes)}
    standing = sealed.standing.groups
    group_names = dict(zip(standing.codes.tolist(), (row.group_name for row in ordered), strict=True))
    return TypeRun(
        kind=kind,
        whole=whole,
        counts=scored.counts,
        participant_ids=scored.participant_ids,
        names=[row.name for row in ordered],
        groups=[group_names.get(code, "") for code in range(len(standing.labels))],
        commune=_ints(places.get(row.commune_id or 0, -1) for row in ordered),
        communes=communes,
        sealed=sealed,
        states=states,
    )


def _agrees(sealed: Recommendation, states: States, rows: Sequence[SealedRow]) -> bool:
    """Whether this is what the run sealed of everybody: points, rank, grade, award and its state."""
    standing, grades, codes = sealed.standing, sealed.grades, [one.rule.code for one in sealed.awards]
    unit = 10**sealed.columns.decimals
    grade_codes = [grade.code for grade in grades.grading.grades] if grades else []
    grade_of = grades.grade.tolist() if grades else [-1] * len(rows)
    now = zip(
        sealed.columns.points["total"].tolist(),
        standing.rank.tolist(),
        (grade_codes[number] if number >= 0 else None for number in grade_of),
        (codes[number] if number >= 0 else None for number in states.award.tolist()),
        (states.at(index) for index in range(len(rows))),
        strict=True,
    )
    then = ((int(row.total * unit), row.rank or 0, row.grade, row.award, row.award_status) for row in rows)
    return all(one == other for one, other in zip(now, then, strict=True))


def _ints(numbers: Iterator[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)


def _instance() -> Path:
    instance: Path = current_app.config["SETTINGS"].instance
    return instance
