"""Taking a table of households: judged, kept as a preview, then written whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from assignments.keeping import may_keep_households, obstacle_to_keeping, require_keeping
from bulk_entry.household_table import MOST_ROWS, TypedRow
from bulk_entry.judging import Judgement, judge
from bulk_entry.models import PendingEntry
from bulk_entry.pending import content_of, find_pending, forget, keep_pending
from bulk_entry.plans import Change, Changes, PlannedRow, changes_of, plan_of, rows_of
from bulk_entry.state import State, load_state
from bulk_entry.tables import table_of
from foundation.clock import local_date
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record
from movements.models import MovementYear
from participants.households import (
    NewHousehold,
    change_household,
    create_households,
    restore_household,
    retire_household,
)
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.queries import find_scorecard
from scorecards.rules import obstacle_to_entering, obstacle_to_opening
from scorecards.services import assess, ensure_scorecard
from scorecards.submission_rules import WITH_THE_UNIT

KIND = "households"


@dataclass(frozen=True, slots=True)
class Previewed:
    """What came of a table: how it was judged, and where it waits if nothing keeps it from being taken.

    `obstacles` are sentences that concern the whole table.
    """

    state: State
    judgement: Judgement
    obstacles: Sequence[str]
    pending: PendingEntry | None


@dataclass(frozen=True, slots=True)
class Taken:
    """How much was written."""

    new: int
    changed: int


def preview(
    *,
    actor: Actor,
    hamlet: Participant,
    year: MovementYear,
    type_code: str | None,
    rows: Sequence[TypedRow],
    source: str = "grid",
    take_clashes: bool | None = None,
    now: datetime,
) -> Previewed:
    """Judge a table and, where it has no fault, keep what it would change until somebody says yes.

    Where cells were changed elsewhere meanwhile, nothing is kept unless `take_clashes` says whether the
    table's own stand. Raises Trespass or NotAllowed for the wrong person.
    """
    require_keeping(actor, hamlet)
    state = load_state(table_of(actor, hamlet, year, type_code), hamlet, year)
    if len(rows) > MOST_ROWS:
        raise DomainError(_("Bảng có hơn %(most)s dòng. Chia thành nhiều bảng.", most=MOST_ROWS))
    judgement = judge(state, rows)
    obstacle = obstacle_to_keeping(actor, year, now)
    obstacles = [] if obstacle is None else [obstacle]
    if not obstacles and not judgement.fault_count:
        obstacles = _obstacles_to_figures(actor, state, judgement, now)
    stops = obstacles or judgement.fault_count or (judgement.clash_count and take_clashes is None)
    if stops or not judgement.rows:
        return Previewed(state, judgement, obstacles, None)
    content = {
        "type_code": state.table.kind.code,
        "criteria": state.table.criteria_set.sha256,
        "year_id": year.id,
        "source": source,
        "rows": [row.as_data() for row in plan_of(judgement, keep_typed=bool(take_clashes))],
    }
    pending = keep_pending(actor=actor, kind=KIND, subject_id=hamlet.id, content=content, now=now)
    return Previewed(state, judgement, (), pending)


def changes_in(state: State, pending: PendingEntry) -> Changes:
    """What a kept table does to what stands now."""
    return changes_of(state, rows_of(content_of(pending)["rows"]))


def state_for(actor: Actor, pending: PendingEntry, hamlet: Participant, year: MovementYear) -> State:
    """What stands now of the households that a kept table is about. Raises Conflict where the year's criteria
    were published anew since.
    """
    content = content_of(pending)
    table = table_of(actor, hamlet, year, content["type_code"])
    if table.criteria_set.sha256 != content["criteria"] or content["year_id"] != year.id:
        raise Conflict(
            _("Bộ tiêu chí của năm đã được ban hành lại sau khi bảng này được đọc. Mở lại trang rồi nhập.")
        )
    return load_state(table, hamlet, year)


def apply(
    *, actor: Actor, token: str, hamlet: Participant, year: MovementYear, seen: str, now: datetime
) -> Taken:
    """Write a kept table, whole or not at all: households, their scorecards and figures.

    `seen` is the digest of what the preview showed as standing. Raises Conflict where something changed
    since, so that a new preview is due; DomainError or NotAllowed as the services it calls.
    """
    require_keeping(actor, hamlet)
    lock_row(Participant, hamlet.id)
    pending = find_pending(actor, token, KIND, now, subject_id=hamlet.id)
    state = state_for(actor, pending, hamlet, year)
    changes = changes_in(state, pending)
    if state.digest != seen or changes.gone:
        raise Conflict(
            _("Có số liệu vừa được sửa ở nơi khác sau khi xem trước. Xem lại các thay đổi dưới đây rồi ghi.")
        )
    obstacle = obstacle_to_keeping(actor, year, now)
    if obstacle is not None:
        raise DomainError(obstacle)
    _write(actor, state, changes, now)
    taken = Taken(len(changes.new), len(changes.changed))
    record(
        actor=actor,
        action="household:table-taken",
        subject=("participant", hamlet.id),
        after={
            "year": year.year,
            "type_code": state.table.kind.code,
            "source": content_of(pending)["source"],
            "new": taken.new,
            "changed": taken.changed,
        },
        now=now,
    )
    forget(pending)
    return taken


def _write(actor: Actor, state: State, changes: Changes, now: datetime) -> None:
    households = _create(actor, state, changes.new, now)
    ids = [change.row.id for change in changes.changed if change.row.id is not None]
    known = {one.id: one for one in _participants(ids)}
    for change in changes.changed:
        household = known[change.row.id or 0]
        change_household(
            actor=actor, household=household, name=change.row.name, attributes=change.row.attributes, now=now
        )
        households.append((change.row, household))
    for row, household in households:
        _enter(actor, state.year, household, row.entries, now)


def _create(
    actor: Actor, state: State, new: Sequence[Change], now: datetime
) -> list[tuple[PlannedRow, Participant]]:
    made = create_households(
        actor=actor,
        hamlet=state.hamlet,
        type_code=state.table.kind.code,
        households=[NewHousehold(change.name, change.row.attributes) for change in new],
        since=min(local_date(now), date(state.year.year, 12, 31)),
        now=now,
    )
    return [(change.row, household) for change, household in zip(new, made, strict=True)]


def _enter(
    actor: Actor, year: MovementYear, household: Participant, entries: Mapping[str, Any], now: datetime
) -> None:
    if not entries and obstacle_to_opening(actor, year, now) is not None:
        return
    card = ensure_scorecard(actor=actor, movement_year=year, participant=household, now=now)
    if entries:
        assess(actor=actor, scorecard=card, level=AssessmentLevel.SELF, entries=entries, now=now)


def _participants(ids: Sequence[int]) -> Sequence[Participant]:
    return db.session.scalars(select(Participant).where(Participant.id.in_(ids))).all()


def _obstacles_to_figures(actor: Actor, state: State, judgement: Judgement, now: datetime) -> list[str]:
    """Why figures cannot be entered now: once for new scorecards, then for each household that is late."""
    found: dict[str, None] = {}
    opening = obstacle_to_opening(actor, state.year, now)
    if opening is None:
        return []
    for row in judgement.rows:
        if not any(raw is not None for raw in row.read.entries.values()):
            continue
        card: Scorecard | None = None
        if row.household is not None:
            card = find_scorecard(state.year.id, row.household.id)
        told = opening if card is None else obstacle_to_entering(actor, card, AssessmentLevel.SELF, now)
        if told is not None:
            found.setdefault(told)
    return list(found)


def save_one(
    *, actor: Actor, hamlet: Participant, year: MovementYear, type_code: str, row: TypedRow, now: datetime
) -> Previewed:
    """Judge one household and, where nothing is wrong, write it at once; `pending` is then None and the
    judgement without faults or clashes.
    """
    found = preview(
        actor=actor, hamlet=hamlet, year=year, type_code=type_code, rows=[row], source="one", now=now
    )
    if found.pending is not None:
        seen = found.state.digest
        apply(actor=actor, token=found.pending.token, hamlet=hamlet, year=year, seen=seen, now=now)
    return found


def retire(
    *,
    actor: Actor,
    hamlet: Participant,
    household: Participant,
    year: MovementYear,
    reason: str,
    now: datetime,
) -> None:
    """Let a household go. Raises Conflict where its scorecard is handed in, DomainError outside the time for
    households or without a reason.
    """
    _require_time(actor, hamlet, year, now)
    card = find_scorecard(year.id, household.id)
    if card is not None and card.status not in WITH_THE_UNIT:
        raise Conflict(_("Phiếu của hộ đã nộp. Rút phiếu về trước khi cho thôi hộ này."))
    until = min(local_date(now), date(year.year, 12, 30))
    retire_household(actor=actor, household=household, reason=reason, until=until, now=now)


def restore(
    *, actor: Actor, hamlet: Participant, household: Participant, year: MovementYear, now: datetime
) -> None:
    """Take a household back that was let go."""
    _require_time(actor, hamlet, year, now)
    restore_household(actor=actor, household=household, now=now)


def may_keep(actor: Actor, hamlet: Participant, year: MovementYear, now: datetime) -> bool:
    """Whether the actor may take in and change the hamlet's households at this instant."""
    return may_keep_households(actor, hamlet) and obstacle_to_keeping(actor, year, now) is None


def _require_time(actor: Actor, hamlet: Participant, year: MovementYear, now: datetime) -> None:
    require_keeping(actor, hamlet)
    obstacle = obstacle_to_keeping(actor, year, now)
    if obstacle is not None:
        raise DomainError(obstacle)
