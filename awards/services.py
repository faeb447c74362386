"""Evaluating a year and sealing what comes of it. A run is made once and never changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from awards.freezing import refuse_while_frozen
from awards.models import EvaluationRun, RunResult
from awards.rules import can_seal_run
from awards.run_columns import keep_columns
from awards.run_queries import count_scorecards, find_last_number, find_run_of
from awards.run_summary import counts_of, warnings_of
from awards.seal_course import Course, Heard
from awards.sealed_inputs import inputs_of
from awards.sealing import ResultRow, SealedRun, seal_inputs
from criteria.document import Finding, Reading, read_document
from criteria.models import CriteriaSet
from criteria.queries import find_published
from foundation.bulk import insert_rows
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.formats import moment
from foundation.permissions import Actor
from history.services import record
from movements.models import MovementYear
from scorecards.queries import iterate_members
from scorecards.to_scoring import readers_of
from scoring import ENGINE_VERSION
from scoring.rubric import Rubric
from tasks.handlers import Tell, silent
from tasks.models import Task
from tasks.services import submit

SEALED = "run:sealed"
SEAL_TASK = "seal-run"


def seal_run(
    *, actor: Actor, year: MovementYear, now: datetime, last_seen: int | None = None, tell: Tell = silent
) -> EvaluationRun:
    """Evaluate everyone of the year under its published criteria and seal the result as its next run.

    Scorecards keep their states: sealing judges what stands there now, and may be done again. `last_seen`
    is the number of the last run that the actor knows of; `tell` hears how far it is. Raises NotAllowed,
    DomainError where no criteria are published or nobody takes part, Conflict where another seal came in
    between or standings are frozen.
    """
    criteria_set, reading, rubric = _grounds(actor, year, last_seen)
    scorecards = count_scorecards(year.id)
    course = Course(tell, sum(scorecards.values()))
    inputs = read_inputs(year, rubric, course.reading())
    if not inputs:
        raise DomainError(_("Chưa có đơn vị, hộ hay cá nhân nào để đánh giá."))
    sealed = seal_inputs(rubric, criteria_set.sha256, inputs, course.evaluating())
    run = _new_run(actor, year, criteria_set, sealed, now)
    run.counts = counts_of(sealed.results) | {"scorecards": scorecards}
    run.warnings = warnings_of(sealed.evaluation, inputs, document_warnings(reading))
    _store(run, sealed.results, course.storing())
    keep_columns(run.result_sha256, sealed.evaluation, inputs)
    after = {
        "year": year.year,
        "number": run.number,
        "document_sha256": run.document_sha256,
        "result_sha256": run.result_sha256,
        "participants": len(sealed.results),
        "scorecards": run.counts["scorecards"],
    }
    record(actor=actor, action=SEALED, subject=("evaluation_run", run.id), after=after, now=now)
    return run


def submit_seal(
    *, actor: Actor, year: MovementYear, now: datetime, last_seen: int | None, with_unverified: bool
) -> Task:
    """Have a year evaluated and sealed in the background; `with_unverified` as the actor ticked it.

    What `seal_run` would refuse now is refused now, with the same errors; the rest the task tells.
    """
    _grounds(actor, year, last_seen)
    title = _("Đánh giá và chốt năm %(year)s", year=year.year)
    params = {"year": year.id, "last_seen": last_seen, "with_unverified": with_unverified}
    return submit(kind=SEAL_TASK, title=title, params=params, owner=actor, now=now)


def _grounds(actor: Actor, year: MovementYear, last_seen: int | None) -> tuple[CriteriaSet, Reading, Rubric]:
    """What a seal rests on: the published criteria as kept and as read. Raises as `seal_run` does."""
    if not can_seal_run(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng được đánh giá và chốt kết quả."))
    refuse_while_frozen(year.id)
    _refuse_unseen(year, last_seen)
    criteria_set = find_published(year.id)
    if criteria_set is None:
        raise DomainError(
            _("Năm %(year)s chưa có bộ tiêu chí được ban hành. Ban hành bộ tiêu chí trước.", year=year.year)
        )
    reading = read_document(criteria_set.document.encode())
    if reading.rubric is None:
        raise DomainError(_("Bộ tiêu chí không còn đọc được. Lập phiên bản mới rồi ban hành."))
    return criteria_set, reading, reading.rubric


def _refuse_unseen(year: MovementYear, last_seen: int | None) -> None:
    """Refuse to seal once more what somebody else, or another window, has just sealed."""
    last = find_last_number(year.id)
    run = find_run_of(year.id, last) if last_seen is not None and last != last_seen else None
    if run is not None:
        raise Conflict(
            _(
                "Năm %(year)s đã có lần đánh giá %(number)s, chốt lúc %(moment)s. "
                "Đánh giá lại thì bấm lần nữa.",
                year=year.year,
                number=run.number,
                moment=moment(run.sealed_at),
            )
        )


def read_inputs(
    year: MovementYear, rubric: Rubric, heard: Heard = lambda _done: None
) -> list[dict[str, Any]]:
    """What is known now of everyone whom the document judges, as a run would seal it; `heard` is told after
    each how many are read.

    Raises DomainError where two of one type have the same code in this year.
    """
    readers = readers_of(rubric)
    inputs: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for member in iterate_members(year, list(readers)):
        key = (member.type_code, member.facts.code)
        if key in seen:
            raise DomainError(
                _("Mã %(code)s được dùng cho hai đơn vị trong năm %(year)s.", code=key[1], year=year.year)
            )
        seen.add(key)
        inputs.append(inputs_of(member, readers[member.type_code].read(member.facts)))
        heard(len(inputs))
    return inputs


def document_warnings(reading: Reading) -> list[Mapping[str, Any]]:
    """What the check warns of, as data."""
    return [_warning(finding) for finding in reading.warnings]


def _warning(finding: Finding) -> dict[str, Any]:
    facts = {name: str(value) for name, value in finding.fault.facts.items()}
    return {"problem": finding.fault.code, "line": finding.line, "place": finding.place, "facts": facts}


def _new_run(
    actor: Actor, year: MovementYear, criteria_set: CriteriaSet, sealed: SealedRun, now: datetime
) -> EvaluationRun:
    return EvaluationRun(
        movement_year_id=year.id,
        number=find_last_number(year.id) + 1,
        criteria_set_id=criteria_set.id,
        document=criteria_set.document,
        document_sha256=criteria_set.sha256,
        result_sha256=sealed.seal,
        sealed_at=now,
        sealed_by_id=actor.actor_id,
        engine_version=ENGINE_VERSION,
        is_sample=year.is_sample,
    )


def _store(run: EvaluationRun, results: Sequence[ResultRow], heard: Heard) -> None:
    db.session.add(run)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("Vừa có người khác chốt kết quả. Tải lại trang để xem.")) from error
    columns = ("run_id", *ResultRow._fields)
    insert_rows(RunResult, columns, ((run.id, *result) for result in results), progress=heard)
