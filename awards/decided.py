"""A sealed run, recommended anew after what the council decided. The run itself never changes.

Everything is computed from the inputs that the run sealed. What a type's participants are worth is read once
by each process; a decision then asks for the places alone.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sqlalchemy import select

from awards.kept import Kept
from awards.models import EvaluationRun, RunResult
from awards.run_facts import rubric_of
from awards.sealed_inputs import evidence_of
from awards.wording import Wording
from foundation.database import db
from scoring.columns import Bools
from scoring.decided import Decided
from scoring.engine import compile_rubric
from scoring.evaluation import TypeResult, evaluate_type
from scoring.recommendation import AwardOutcome, Status
from scoring.rubric import Rubric


class Decision(NamedTuple):
    """What the council decided on one award: whom it granted it and whom it refused it, by participant."""

    granted: Collection[int] = ()
    refused: Collection[int] = ()


Decisions = Mapping[str, Decision]
"""By the code of the award."""

TOLD = frozenset({Status.GRANTED, Status.REFUSED, Status.RECOMMENDED, Status.BALLOT, Status.HELD})


class Person(NamedTuple):
    """A participant as the run sealed it; `position` is its place in the list of its type, from 1."""

    participant_id: int
    name: str
    group_name: str
    position: int


@dataclass(frozen=True, slots=True)
class Line:
    """One participant and one award: what the run said, and what is said after the decisions.

    `before` and `status` are recommended, held, ballot, granted, refused, outside, has_higher, has_award,
    too_soon, below or barred. `start` is the place at which the participant's set of equals begins, from 1;
    `places` how many there are for its group, None without a quota.
    """

    participant_id: int
    name: str
    type_code: str
    group_name: str
    position: int
    award: str
    award_name: str
    before: str
    status: str
    start: int
    places: int | None

    @property
    def is_changed(self) -> bool:
        """Whether the decisions changed what is said of somebody on whom nothing was decided."""
        return self.before != self.status and self.status not in ("granted", "refused")


@dataclass(frozen=True)
class _Known:
    """One type of a run: its result as sealed, and who stands at each index of its columns."""

    result: TypeResult
    people: Sequence[Person]

    def after(self, decisions: Decisions) -> TypeResult:
        """The result after the decisions that concern this type."""
        ids = np.array([person.participant_id for person in self.people], dtype=np.int64)
        masks = {
            code: Decided(_mask(ids, decision.granted), _mask(ids, decision.refused))
            for code, decision in decisions.items()
        }
        return self.result.after(masks)


_kept: Kept[_Known] = Kept(8)


def recommend_with(run: EvaluationRun, decisions: Decisions) -> list[Line]:
    """What the run recommends after the decisions, of the types that they concern.

    A line for each participant and award that is, or was, recommended, held, waiting for a ballot or decided
    on; the higher award first, then by type in the document's order, then as the ranking lists them.
    """
    rubric = rubric_of(run.document)
    lines = [line for known in _concerned(run, rubric, decisions) for line in _lines(known, decisions)]
    places = {rule.code: place for place, rule in enumerate(rubric.awards)}
    return sorted(lines, key=lambda line: places[line.award])


def reasons_with(
    run: EvaluationRun, decisions: Decisions, wanted: Collection[tuple[int, str]]
) -> dict[tuple[int, str], str]:
    """Why each of these participants stands so with each of these awards after the decisions: the last
    sentence of what is said of it.
    """
    said: dict[tuple[int, str], str] = {}
    people = {participant for participant, _ in wanted}
    for known in _concerned(run, rubric_of(run.document), decisions):
        result, wording = known.after(decisions), Wording(known.result.engine.rubric, known.result.kind)
        for index, person in enumerate(known.people):
            if person.participant_id not in people:
                continue
            for reason in result.explainer.reasons(index):
                key = (person.participant_id, str(reason.facts.get("award", "")))
                if key in wanted:
                    said[key] = wording.say(reason)
    return said


def _concerned(run: EvaluationRun, rubric: Rubric, decisions: Decisions) -> Iterator[_Known]:
    """The types of a run with somebody on whom something was decided."""
    decided = {one for decision in decisions.values() for part in decision for one in part}
    statement = select(RunResult.type_code).where(
        RunResult.run_id == run.id, RunResult.participant_id.in_(decided)
    )
    types = set(db.session.scalars(statement.distinct()))
    for kind in rubric.types:
        if kind.code in types:
            yield _known(run, rubric, kind.code)


def _known(run: EvaluationRun, rubric: Rubric, type_code: str) -> _Known:
    return _kept.get((run.result_sha256, run.id, type_code), lambda: _read(run, rubric, type_code))


def _read(run: EvaluationRun, rubric: Rubric, type_code: str) -> _Known:
    columns = (RunResult.participant_id, RunResult.name, RunResult.group_name, RunResult.position)
    rows = db.session.execute(
        select(*columns, RunResult.inputs).where(RunResult.run_id == run.id, RunResult.type_code == type_code)
    )
    read = [(evidence_of(json.loads(row.inputs)), Person(*row[:4])) for row in rows]
    read.sort(key=lambda one: one[0].id)
    evidence = [one for one, _person in read]
    result = evaluate_type(compile_rubric(rubric)[type_code], evidence)
    return _Known(result, [person for _evidence, person in read])


def _lines(known: _Known, decisions: Decisions) -> Iterator[Line]:
    before, after = known.result.recommendation, known.after(decisions).recommendation
    for was, outcome in zip(before.awards, after.awards, strict=True):
        told = np.isin(was.status, list(TOLD)) | np.isin(outcome.status, list(TOLD))
        found = [_line(known, was, outcome, index) for index in np.flatnonzero(told).tolist()]
        yield from sorted(found, key=lambda line: line.position)


def _line(known: _Known, was: AwardOutcome, outcome: AwardOutcome, index: int) -> Line:
    person = known.people[index]
    group = int(outcome.standing.groups.codes[index])
    return Line(
        participant_id=person.participant_id,
        name=person.name,
        type_code=known.result.kind.code,
        group_name=person.group_name,
        position=person.position,
        award=outcome.rule.code,
        award_name=outcome.rule.name,
        before=Status(int(was.status[index])).name.lower(),
        status=Status(int(outcome.status[index])).name.lower(),
        start=int(outcome.line.start[index]) + 1,
        places=int(outcome.places.places[group]) if outcome.places is not None else None,
    )


def _mask(ids: np.ndarray, wanted: Collection[int]) -> Bools:
    return np.isin(ids, list(wanted))
