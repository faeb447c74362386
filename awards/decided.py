"""A sealed run, recommended anew after what the council decided. The run itself never changes.

Places are computed from the columns of the run, which are kept; reasons from the inputs of those alone of
whom they speak.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

import numpy as np
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from awards.models import EvaluationRun, RunResult
from awards.run_columns import RunColumns, SomeRun, TypeRun, columns_of_run
from awards.sealed_inputs import evidence_of
from awards.wording import Wording
from foundation.database import db
from scoring.award_rules import Grading
from scoring.columns import Bools, Ints
from scoring.decided import Decided, grade_key, is_grade_key
from scoring.engine import Engine, Scorecard, compile_rubric
from scoring.evidence import Evidence
from scoring.explain import Explainer
from scoring.ranking import Standing
from scoring.reasons import Reason
from scoring.recommendation import Line as QuotaLine
from scoring.recommendation import Places, Recommendation, Status, recommend


class Decision(NamedTuple):
    """What the council decided on one award or grade: whom it granted it and whom it refused it, by
    participant.
    """

    granted: Collection[int] = ()
    refused: Collection[int] = ()


Decisions = Mapping[str, Decision]
"""By the code of the award, or the key of the grade (`scoring.decided.grade_key`)."""

TOLD = (Status.GRANTED, Status.REFUSED, Status.RECOMMENDED, Status.BALLOT, Status.HELD)
DECIDED = frozenset({"granted", "refused"})


@dataclass(frozen=True, slots=True)
class Line:
    """One participant and one award, or a grade with a quota: what the run said, and what is said after the
    decisions. Of a grade `award` is its key, and whoever has it is `recommended`.

    `before` and `status` are recommended, held, ballot, granted, refused, outside, has_higher, has_award,
    too_soon, below or barred. `group` numbers the groups in which the award's places are counted; `start` is
    the place there at which the participant's set of equals begins, from 1; `places` how many there are, None
    without a quota.
    """

    participant_id: int
    name: str
    type_code: str
    position: int
    award: str
    award_name: str
    before: str
    status: str
    group: int
    start: int
    places: int | None

    @property
    def is_changed(self) -> bool:
        """Whether the decisions changed what is said of somebody on whom nothing was decided."""
        return self.before != self.status and self.status not in DECIDED

    @property
    def is_grade(self) -> bool:
        """Whether a grade is spoken of."""
        return is_grade_key(self.award)

    @property
    def is_due(self) -> bool:
        """Whether the council is to be asked: of a grade only between equals, the rules give it otherwise."""
        return self.status == "ballot" or (self.status == "recommended" and not self.is_grade)

    @property
    def left(self) -> int:
        """How many places there are for the set of equals."""
        return max(0, (self.places or 0) - self.start + 1)


@dataclass(frozen=True, slots=True)
class Premises:
    """What is to be taken as given: what was decided, and whose hold is lifted, by participant."""

    decisions: Decisions
    released: Collection[int] = ()

    def concerns(self, of_type: TypeRun) -> bool:
        """Whether anything of it speaks of a participant of this type."""
        named = {one for decision in self.decisions.values() for part in decision for one in part}
        return bool(np.isin(of_type.participant_ids, list(named | set(self.released))).any())

    def applied(self, columns: RunColumns, of_type: TypeRun) -> Recommendation:
        """The recommendation of one type under these premises."""
        ids = of_type.participant_ids
        masks = {
            code: Decided(_mask(ids, decision.granted), _mask(ids, decision.refused))
            for code, decision in self.decisions.items()
        }
        known = of_type.sealed.columns
        known = replace(known, on_hold=known.on_hold & ~_mask(ids, self.released))
        return recommend(columns.rubric, of_type.kind, known, masks)


def recommend_with(
    run: SomeRun, decisions: Decisions, *, released: Collection[int] = (), all_types: bool = False
) -> list[Line]:
    """What the run recommends after the decisions, of the types that they concern or of all.

    `released` are those whose hold was lifted since. A line for each participant and award that is, or was,
    recommended, held, waiting for a ballot or decided on; grades with a quota first, since awards may ask for
    them, then the higher award, then by type in the document's order, then as the ranking lists them.
    """
    columns, premises = columns_of_run(run), Premises(decisions, released)
    lines = [
        line
        for of_type in columns.types.values()
        if all_types or premises.concerns(of_type)
        for line in _lines(of_type, premises.applied(columns, of_type))
    ]
    places = {rule.code: place for place, rule in enumerate(columns.rubric.awards)}
    return sorted(lines, key=lambda line: places.get(line.award, -1))


def grades_with(run: SomeRun, decisions: Decisions) -> dict[int, tuple[str, str]]:
    """By participant whose grade the decisions change: the name of its grade in the run, and of the one
    it has after them; empty for none.
    """
    columns, premises, found = columns_of_run(run), Premises(decisions), dict[int, tuple[str, str]]()
    for of_type in columns.types.values():
        was, now = of_type.sealed.grades, premises.applied(columns, of_type).grades
        if was is None or now is None:
            continue
        names = [*(grade.name for grade in now.grading.grades), ""]
        for index in np.flatnonzero(was.grade != now.grade).tolist():
            told = names[int(was.grade[index])], names[int(now.grade[index])]
            found[int(of_type.participant_ids[index])] = told
    return found


def may_tie(grading: Grading | None) -> bool:
    """Whether equals at the line of a grade's quota are put to the council."""
    return grading is not None and grading.ties == "ballot" and any(one.quota for one in grading.grades)


def name_of_grade(name: str) -> str:
    """A grade as an agenda names it beside awards; kept with a session, so it is Vietnamese."""
    with force_locale("vi"):
        return _("Xếp loại %(grade)s", grade=name)


def reasons_with(
    run: EvaluationRun,
    decisions: Decisions,
    wanted: Collection[tuple[int, str]],
    *,
    released: Collection[int] = (),
) -> dict[tuple[int, str], str]:
    """Why each of these participants stands so with each of these awards after the decisions: the last
    sentence of what is said of it.
    """
    columns, premises = columns_of_run(run), Premises(decisions, released)
    engines, said = compile_rubric(columns.rubric), dict[tuple[int, str], str]()
    people = {participant for participant, _award in wanted}
    for code, of_type in columns.types.items():
        indices = np.flatnonzero(_mask(of_type.participant_ids, people)).tolist()
        if not indices:
            continue
        explainer = _explainer(run, of_type, premises.applied(columns, of_type), engines[code])
        wording = Wording(columns.rubric, of_type.kind, _group_names(of_type))
        for index in indices:
            for reason in explainer.reasons(index):
                key = (int(of_type.participant_ids[index]), _about(reason))
                if key in wanted:
                    said[key] = wording.say(reason)
    return said


def _about(reason: Reason) -> str:
    """The award, or the key of the grade, of which a reason speaks."""
    if reason.code in ("grade_tie", "grade_full", "grade_granted", "grade_refused", "graded"):
        return grade_key(str(reason.facts["grade"]))
    return str(reason.facts.get("award", ""))


class _Compared(NamedTuple):
    """One award, or a grade with a quota, in the run (`was`) and after the decisions (`status`)."""

    key: str
    name: str
    was: Ints
    status: Ints
    standing: Standing
    line: QuotaLine
    places: Places | None


def _lines(of_type: TypeRun, after: Recommendation) -> Iterator[Line]:
    position = np.empty(len(of_type.names), dtype=np.int64)
    position[after.standing.order] = np.arange(1, len(of_type.names) + 1)
    for one in (*_grades(of_type.sealed, after), *_awards(of_type.sealed, after)):
        indices = np.flatnonzero(np.isin(one.was, TOLD) | np.isin(one.status, TOLD))
        for index in indices[np.argsort(position[indices])].tolist():
            yield _line(of_type, one, index, int(position[index]))


def _grades(sealed: Recommendation, after: Recommendation) -> Iterator[_Compared]:
    was, now = sealed.grades, after.grades
    if was is None or now is None or now.grading.ties != "ballot":
        return
    for number, grade in enumerate(now.grading.grades):
        if grade.quota is not None:
            key, name = grade_key(grade.code), name_of_grade(grade.name)
            states = was.status(number), now.status(number)
            yield _Compared(key, name, *states, after.standing, now.lines[number], now.places[number])


def _awards(sealed: Recommendation, after: Recommendation) -> Iterator[_Compared]:
    for was, now in zip(sealed.awards, after.awards, strict=True):
        yield _Compared(
            now.rule.code, now.rule.name, was.status, now.status, now.standing, now.line, now.places
        )


def _line(of_type: TypeRun, outcome: _Compared, index: int, position: int) -> Line:
    group = int(outcome.standing.groups.codes[index])
    return Line(
        participant_id=int(of_type.participant_ids[index]),
        name=of_type.names[index],
        type_code=of_type.kind.code,
        position=position,
        award=outcome.key,
        award_name=outcome.name,
        before=Status(int(outcome.was[index])).name.lower(),
        status=Status(int(outcome.status[index])).name.lower(),
        group=group,
        start=int(outcome.line.start[index]) + 1,
        places=int(outcome.places.places[group]) if outcome.places is not None else None,
    )


def _group_names(of_type: TypeRun) -> dict[tuple[str, ...], str]:
    """The names of ranking groups, where their parts are no names."""
    labels = of_type.sealed.standing.groups.labels
    return {label: name for label, name in zip(labels, of_type.groups, strict=True) if any(label)}


class _AsNeeded:
    """Evidence and scorecards of a type by their place in the columns, read when they are asked for."""

    def __init__(self, run: EvaluationRun, of_type: TypeRun, engine: Engine) -> None:
        self._run_id, self._ids, self._engine = run.id, of_type.participant_ids, engine
        self._evidence: dict[int, Evidence] = {}
        self._cards: dict[int, Scorecard] = {}

    def evidence(self, index: int) -> Evidence:
        """The evidence that the run sealed."""
        if index not in self._evidence:
            statement = select(RunResult.inputs).where(
                RunResult.run_id == self._run_id, RunResult.participant_id == int(self._ids[index])
            )
            self._evidence[index] = evidence_of(json.loads(db.session.execute(statement).scalar_one()))
        return self._evidence[index]

    def card(self, index: int) -> Scorecard:
        """What the engine gives for it."""
        if index not in self._cards:
            self._cards[index] = self._engine.score(self.evidence(index))
        return self._cards[index]


class _Each:
    """A sequence as an explainer reads one: by place."""

    def __init__(self, read: Any) -> None:
        self._read = read

    def __getitem__(self, index: int) -> Any:
        return self._read(index)


def _explainer(run: EvaluationRun, of_type: TypeRun, after: Recommendation, engine: Engine) -> Explainer:
    known = _AsNeeded(run, of_type, engine)
    evidence = cast(Sequence[Evidence], _Each(known.evidence))
    return Explainer(engine, after, evidence, cast(Sequence[Scorecard], _Each(known.card)))


def _mask(ids: Ints, wanted: Collection[int]) -> Bools:
    return np.isin(ids, list(wanted))
