"""What the record calls evaluation runs."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from awards.models import EvaluationRun
from awards.scenario_queries import name_scenarios
from foundation.database import db
from movements.models import MovementYear


def name_runs(ids: Collection[str]) -> Mapping[str, str]:
    """The runs by their number in the database: which one of which year."""
    rows = db.session.execute(
        select(EvaluationRun.id, EvaluationRun.number, MovementYear.year)
        .join(MovementYear, MovementYear.id == EvaluationRun.movement_year_id)
        .where(EvaluationRun.id.in_(map(int, ids)))
    )
    return {
        str(key): _("lần %(number)s, năm %(year)s", number=number, year=year) for key, number, year in rows
    }


NAMES = {"evaluation_run": name_runs, "scenario": name_scenarios}
