"""How far somebody has come whose duties name criteria: their part may be done before the scorecard is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from criteria.models import CriteriaSet
from foundation.database import db
from participants.models import Participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from verification.duties import Duties, codes_of, is_within_duty
from verification.plan import Desk, Progress, plan_for, progress
from verification.queue_states import QueueState

ROWS_AT_ONCE = 2_000
FLAGS = slice(4, None)


def list_states(duties: Duties, level: AssessmentLevel, cut: Select[Any]) -> dict[QueueState, list[int]]:
    """The submitted scorecards of a cut, by id: those begun, and those where this person's part is done."""
    found: dict[QueueState, list[int]] = {QueueState.DOING: [], QueueState.DONE: []}
    submitted = cut.where(Scorecard.status == ScorecardStatus.SUBMITTED)
    criteria_sets = _criteria_sets(submitted)
    judged = _assessments(submitted)
    for row in db.session.execute(_cards(submitted, duties).execution_options(yield_per=ROWS_AT_ONCE)):
        plan = plan_for(criteria_sets[row.criteria_set_id], row.type_code)
        mine = codes_of([duty for duty, fits in zip(duties.duties, row[FLAGS], strict=True) if fits])
        if plan is None:
            continue
        desk = Desk(level, mine, office=False)
        state = _state(progress(plan, desk, judged[row.id], row.attributes))
        if state is not None:
            found[state].append(row.id)
    return found


def _state(done: Progress) -> QueueState | None:
    if not done.left:
        return QueueState.DONE
    return QueueState.DOING if done.judged else None


def _cards(submitted: Select[Any], duties: Duties) -> Select[Any]:
    flags = [is_within_duty(duty).label(f"duty_{number}") for number, duty in enumerate(duties.duties)]
    return submitted.with_only_columns(
        Scorecard.id, Scorecard.criteria_set_id, Participant.type_code, Participant.attributes, *flags
    ).order_by(Scorecard.id)


def _criteria_sets(submitted: Select[Any]) -> dict[int, CriteriaSet]:
    used = submitted.with_only_columns(Scorecard.criteria_set_id)
    statement = select(CriteriaSet).where(CriteriaSet.id.in_(used)).order_by(CriteriaSet.id)
    return {one.id: one for one in db.session.scalars(statement)}


def _assessments(submitted: Select[Any]) -> Mapping[int, Sequence[Any]]:
    columns = (
        Assessment.scorecard_id,
        Assessment.level,
        Assessment.entries,
        Assessment.reasons,
        Assessment.marks,
    )
    statement = select(*columns).where(Assessment.scorecard_id.in_(submitted.with_only_columns(Scorecard.id)))
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        statement.order_by(Assessment.id).execution_options(yield_per=ROWS_AT_ONCE)
    ):
        found[row.scorecard_id].append(row)
    return found
