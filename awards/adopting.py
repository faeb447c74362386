"""Making a scenario the rules of its year: a new version of the criteria, and a new run under it.

The document that was tried is the one that is written, published and evaluated. Everything happens in one
transaction, so that no version stands without its run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from textwrap import wrap

from flask_babel import force_locale
from flask_babel import gettext as _

from awards.freezing import refuse_while_frozen
from awards.models import EvaluationRun, Scenario
from awards.rules import can_adopt_scenario
from awards.run_columns import columns_of_run
from awards.run_queries import find_last_number
from awards.scenario_page import change_words, state_of
from awards.services import seal_run
from awards.trying import Trial, try_changes
from criteria.models import CriteriaSet
from criteria.queries import find_published
from criteria.rewriting import CannotRewriteError, rewrite
from criteria.services import create_criteria_set
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.formats import day
from foundation.permissions import Actor
from history.services import record
from overview.publishing import publish
from scoring.scenario import read_changes
from tasks.handlers import Tell, silent
from tasks.models import Task
from tasks.services import submit

LONGEST_NOTE = 900
ADOPT_TASK = "adopt-scenario"


@dataclass(frozen=True, slots=True)
class Draft:
    """What adopting would publish: the text, and how it differs from the text of the run, line by line."""

    document: str
    lines: Sequence[tuple[str, str]]


def submit_adoption(
    *,
    actor: Actor,
    scenario: Scenario,
    version: int,
    reason: str,
    with_unverified: bool,
    now: datetime,
) -> Task:
    """Have a scenario adopted in the background; `with_unverified` as the actor ticked it. What
    `adopt_scenario` would refuse now is refused now, with the same errors; the rest the task tells.
    """
    _require(actor)
    said = _reason(reason)
    _published(scenario, version)
    draft_of(scenario, said, now)
    params = {
        "run": scenario.run_id,
        "scenario": scenario.id,
        "version": version,
        "reason": said,
        "with_unverified": with_unverified,
    }
    title = _("Áp dụng phương án “%(name)s” và đánh giá lại", name=scenario.name)
    return submit(kind=ADOPT_TASK, title=title, params=params, owner=actor, now=now)


def adopt_scenario(
    *,
    actor: Actor,
    scenario: Scenario,
    version: int,
    reason: str,
    now: datetime,
    tell: Tell = silent,
) -> EvaluationRun:
    """Publish the document of a scenario as the next version of its year's criteria, and evaluate the year
    under it. `version` is the scenario as the actor has seen it; `tell` hears how far sealing is.

    Raises NotAllowed, DomainError beside the reason or where the text cannot be written, Conflict where the
    scenario, the criteria or the results have changed meanwhile, or standings are frozen.
    """
    _require(actor)
    said = _reason(reason)
    held: Scenario | None = lock_row(Scenario, scenario.id)
    published = _published(held, version)
    if held is None or published is None:
        raise Conflict(_("Phương án này vừa bị xóa."))
    run, year = held.run, held.run.movement_year
    document = draft_of(held, said, now).document
    made = create_criteria_set(
        actor=actor, movement_year_id=year.id, year=year.year, document=document, now=now
    )
    publish(actor=actor, year=year, criteria_set=made, now=now)
    again = seal_run(actor=actor, year=year, now=now, last_seen=run.number, tell=tell)
    held.adopted_at, held.adopted_by_id, held.adopted_reason = now, actor.actor_id, said
    held.adopted_set_id, held.adopted_run_id = made.id, again.id
    db.session.flush()
    record(
        actor=actor,
        action="scenario:adopted",
        subject=("scenario", held.id),
        before={"version": published.version, "run": run.number},
        after={"version": made.version, "run": again.number, "reason": said},
        now=now,
    )
    return again


def refuse_outdated(scenario: Scenario) -> CriteriaSet:
    """The criteria that a scenario would replace. Raises Conflict where it can no longer be adopted, saying
    why and what to do.
    """
    run, year = scenario.run, scenario.run.movement_year
    if scenario.adopted_at is not None:
        raise Conflict(_("Phương án này đã được áp dụng ngày %(day)s.", day=day(scenario.adopted_at)))
    refuse_while_frozen(year.id)
    published = find_published(year.id)
    if published is None or published.sha256 != run.document_sha256:
        raise Conflict(
            _(
                "Bộ tiêu chí của năm đã có bản khác với bản mà lần đánh giá %(number)s dùng. Đánh giá lại, "
                "rồi lập phương án trên lần mới.",
                number=run.number,
            )
        )
    if find_last_number(year.id) != run.number:
        raise Conflict(
            _(
                "Đã có lần đánh giá mới hơn lần %(number)s. Lập phương án trên lần mới nhất.",
                number=run.number,
            )
        )
    return published


def draft_of(scenario: Scenario, reason: str, now: datetime) -> Draft:
    """What adopting would publish, with notes that say why. Raises DomainError where it cannot be written."""
    run = scenario.run
    trial = try_changes(columns_of_run(run), read_changes(list(scenario.changes)))
    content = trial.applied.content
    content["notes"] = [*(content.get("notes") or ()), *_notes(scenario, trial, reason, now)]
    try:
        document = rewrite(run.document, content)
    except CannotRewriteError as error:
        raise DomainError(
            _(
                "Không ghi được phương án này vào văn bản bộ tiêu chí mà giữ nguyên phần còn lại. Sửa tay "
                "các chỗ nêu ở trên trong tệp bộ tiêu chí rồi ban hành như một phiên bản mới."
            )
        ) from error
    lines = list(unified_diff(run.document.splitlines(), document.splitlines(), lineterm="", n=1))
    kinds = {"+": "ins", "-": "del", "@": "gap"}
    return Draft(document, [(kinds.get(line[:1], ""), line[1:]) for line in lines[2:]])


def _require(actor: Actor) -> None:
    if not can_adopt_scenario(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng được áp dụng phương án."))


def _reason(reason: str) -> str:
    said = " ".join(reason.split())
    if not said:
        raise DomainError(_("Ghi lý do áp dụng, ví dụ: Hội đồng thống nhất tại phiên họp."), field="reason")
    return said


def _published(held: Scenario | None, version: int) -> CriteriaSet | None:
    if held is None:
        return None
    if held.version != version:
        raise Conflict(_("Phương án này vừa được sửa. Xem lại các thay đổi rồi áp dụng."))
    return refuse_outdated(held)


def _notes(scenario: Scenario, trial: Trial, reason: str, now: datetime) -> list[str]:
    """What the document says of its own origin, in Vietnamese whatever the language of the screen."""
    columns = columns_of_run(scenario.run)
    with force_locale("vi"):
        words = change_words(columns.rubric, state_of(columns, trial.changes))
        told = "; ".join(f"{one.where}, {one.what}: {one.old} → {one.new}" for one in words)
        origin = _(
            "Phiên bản lập ngày %(day)s theo phương án “%(name)s” thử trên lần đánh giá %(number)s. "
            "Lý do: %(reason)s",
            day=day(now),
            name=scenario.name,
            number=scenario.run.number,
            reason=reason,
        )
        return [*wrap(origin, LONGEST_NOTE), *wrap(_("Các chỗ thay đổi: %(told)s.", told=told), LONGEST_NOTE)]
