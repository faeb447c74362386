"""Keeping what is tried: scenarios with a name and a note, one's own until they are shared.

A scenario never touches the run that it is tried on.
"""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from awards.models import EvaluationRun, Scenario
from awards.rules import can_change_scenario, can_try_rules
from awards.run_columns import columns_of_run
from awards.scenario_queries import find_named
from awards.trying import try_changes
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record
from scoring.scenario import Change, write_changes


def create_scenario(
    *,
    actor: Actor,
    run: EvaluationRun,
    name: str,
    note: str,
    shared: bool,
    changes: Iterable[Change],
    now: datetime,
) -> Scenario:
    """Keep some changes of a run's rules under a name, which of one's own on this run is used once.

    Raises NotAllowed, DomainError beside the name, FaultyChangesError where the changes make no document.
    """
    if not can_try_rules(actor) or actor.actor_id is None:
        raise NotAllowed(_("Chỉ thành viên Hội đồng và Thường trực Hội đồng được thử phương án."))
    scenario = Scenario(
        run_id=run.id,
        owner_id=actor.actor_id,
        name=_free_name(run.id, actor, name, None),
        note=note.strip(),
        shared=shared,
        changes=_judged(run, changes),
        created_at=now,
        changed_at=now,
    )
    db.session.add(scenario)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise _name_taken(scenario.name) from error
    _record(actor, "scenario:created", scenario, now)
    return scenario


def change_scenario(
    *,
    actor: Actor,
    scenario: Scenario,
    version: int,
    name: str,
    note: str,
    shared: bool,
    changes: Iterable[Change],
    now: datetime,
) -> None:
    """Replace what a scenario says. `version` is the one that the actor has seen.

    Raises as when created, and Conflict where it was changed meanwhile, adopted or removed.
    """
    held = _hold(actor, scenario, version)
    was_shared = held.shared
    held.name = _free_name(held.run_id, actor, name, held)
    held.note, held.shared, held.changed_at = note.strip(), shared, now
    held.changes = _judged(held.run, changes)
    db.session.flush()
    action = "scenario:changed" if was_shared == shared else _sharing(shared)
    _record(actor, action, held, now)


def share_scenario(*, actor: Actor, scenario: Scenario, version: int, shared: bool, now: datetime) -> None:
    """Show a scenario to everybody who may try rules, or to nobody else any more."""
    held = _hold(actor, scenario, version)
    held.shared, held.changed_at = shared, now
    db.session.flush()
    _record(actor, _sharing(shared), held, now)


def remove_scenario(*, actor: Actor, scenario: Scenario, version: int, now: datetime) -> None:
    """Remove one's own scenario; one that was adopted stays as the reason of its criteria."""
    held = _hold(actor, scenario, version)
    _record(actor, "scenario:removed", held, now)
    db.session.delete(held)
    db.session.flush()


def _hold(actor: Actor, scenario: Scenario, version: int) -> Scenario:
    """The scenario, held until the transaction ends, as the actor has seen it."""
    if not can_change_scenario(actor, scenario):
        raise NotAllowed(
            _("Chỉ người lập phương án được sửa hoặc xóa nó. Lưu thành phương án của mình để sửa.")
        )
    held: Scenario | None = lock_row(Scenario, scenario.id)
    if held is None:
        raise Conflict(_("Phương án này vừa bị xóa. Lưu thành phương án mới nếu còn cần."))
    if held.adopted_at is not None:
        raise Conflict(_("Phương án đã áp dụng thì không sửa. Lưu thành phương án mới."))
    if held.version != version:
        raise Conflict(
            _(
                "Phương án này vừa được sửa ở cửa sổ khác. Mở lại để xem bản mới; muốn giữ những gì đang đặt "
                "thì lưu thành phương án mới với tên khác."
            )
        )
    return held


def _judged(run: EvaluationRun, changes: Iterable[Change]) -> list[dict[str, str | None]]:
    trial = try_changes(columns_of_run(run), changes)
    if not trial.changes:
        raise DomainError(_("Chưa có chỗ nào khác bản đã chốt. Đổi ít nhất một chỗ rồi lưu."), field="name")
    return write_changes(trial.changes)


def _free_name(run_id: int, actor: Actor, name: str, own: Scenario | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Đặt tên cho phương án, ví dụ: Nặng về kết quả giảm nghèo."), field="name")
    other = find_named(run_id, actor.actor_id, name)
    if other is not None and other is not own:
        raise _name_taken(name)
    return name


def _name_taken(name: str) -> DomainError:
    return DomainError(
        _("Bạn đã có phương án tên “%(name)s” của lần đánh giá này. Đặt tên khác.", name=name), field="name"
    )


def _sharing(shared: bool) -> str:
    return "scenario:shared" if shared else "scenario:unshared"


def _record(actor: Actor, action: str, scenario: Scenario, now: datetime) -> None:
    """What one tries for oneself is nobody else's: of it the record says only that it was done."""
    after = {"name": scenario.name, "changes": len(scenario.changes)} if scenario.shared else None
    record(actor=actor, action=action, subject=("scenario", scenario.id), after=after, now=now)
