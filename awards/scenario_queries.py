"""Reads of scenarios, always in a total order."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from awards.models import EvaluationRun, Scenario
from awards.rules import can_see_scenario
from foundation.database import db
from foundation.errors import NotFound, Trespass
from foundation.permissions import Actor


def find_scenario(run_id: int, scenario_id: int, actor: Actor) -> Scenario:
    """A scenario of a run. NotFound where there is none; Trespass where it is another's and not shared."""
    scenario = db.session.scalars(
        select(Scenario)
        .where(Scenario.id == scenario_id, Scenario.run_id == run_id)
        .options(joinedload(Scenario.owner))
    ).one_or_none()
    message = _("Không có phương án này. Mở danh sách phương án của lần đánh giá.")
    if scenario is None:
        raise NotFound(message)
    if not can_see_scenario(actor, scenario):
        raise Trespass(message, subject=("scenario", scenario.id))
    return scenario


def list_scenarios(run_id: int, actor: Actor) -> Sequence[Scenario]:
    """The scenarios of a run that the actor may see: their own, then those that others share, the latest
    change first.
    """
    mine, shown = Scenario.owner_id == actor.actor_id, Scenario.adopted_at.is_not(None)
    return db.session.scalars(
        select(Scenario)
        .where(Scenario.run_id == run_id, or_(mine, shown, Scenario.shared.is_(True)))
        .options(joinedload(Scenario.owner))
        .order_by(mine.desc(), Scenario.changed_at.desc(), Scenario.id.desc())
    ).all()


def find_named(run_id: int, owner_id: int | None, name: str) -> Scenario | None:
    """A person's scenario of this name on a run."""
    return db.session.scalars(
        select(Scenario).where(
            Scenario.run_id == run_id, Scenario.owner_id == owner_id, Scenario.name == name
        )
    ).one_or_none()


def name_scenarios(ids: Collection[str]) -> dict[str, str]:
    """The names of scenarios that everybody may read who may try rules; others stay unnamed."""
    rows = db.session.execute(
        select(Scenario.id, Scenario.name, EvaluationRun.number)
        .join(EvaluationRun, EvaluationRun.id == Scenario.run_id)
        .where(
            Scenario.id.in_(map(int, ids)), or_(Scenario.shared.is_(True), Scenario.adopted_at.is_not(None))
        )
    )
    return {
        str(key): _("“%(name)s”, lần đánh giá %(number)s", name=name, number=number)
        for key, name, number in rows
    }
