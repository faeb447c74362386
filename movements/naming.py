"""What the record calls movements and their years."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.database import db
from movements.models import Movement, MovementYear


def name_movements(ids: Collection[str]) -> Mapping[str, str]:
    """The names of movements by their number."""
    rows = db.session.execute(select(Movement.id, Movement.name).where(Movement.id.in_(map(int, ids))))
    return {str(number): name for number, name in rows}


def name_years(ids: Collection[str]) -> Mapping[str, str]:
    """The years by their number in the database."""
    rows = db.session.execute(
        select(MovementYear.id, MovementYear.year).where(MovementYear.id.in_(map(int, ids)))
    )
    return {str(number): _("năm %(year)s", year=year) for number, year in rows}


NAMES = {"movement": name_movements, "movement_year": name_years}
