"""Reads of movements, years and stages, always in a total order."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from foundation.clock import local_date
from foundation.database import db
from movements.models import Movement, MovementYear, Stage


def list_movements() -> Sequence[Movement]:
    """Every movement, the latest first."""
    return db.session.scalars(
        select(Movement).order_by(Movement.period_from.desc(), Movement.id.desc())
    ).all()


def list_years() -> Sequence[MovementYear]:
    """Every year of every movement, the latest first."""
    return db.session.scalars(
        select(MovementYear).order_by(MovementYear.year.desc(), MovementYear.id.desc())
    ).all()


def find_year(movement_year_id: int) -> MovementYear | None:
    """The year with this id."""
    return db.session.get(MovementYear, movement_year_id)


def find_year_of(movement_id: int, year: int) -> MovementYear | None:
    """The year of a movement by its number."""
    return db.session.scalars(
        select(MovementYear).where(MovementYear.movement_id == movement_id, MovementYear.year == year)
    ).one_or_none()


def find_current_year(now: datetime) -> MovementYear | None:
    """The year people work on: the latest one not after the present calendar year in Viet Nam, or, where
    all lie ahead, the earliest.
    """
    years = list_years()
    past = [year for year in years if year.year <= local_date(now).year]
    return past[0] if past else (years[-1] if years else None)


def list_open_stages(movement_year_id: int, now: datetime) -> Sequence[Stage]:
    """The stages that run at this instant; two may overlap."""
    statement = select(Stage).where(
        Stage.movement_year_id == movement_year_id, Stage.opens_at <= now, now < Stage.closes_at
    )
    return db.session.scalars(statement.order_by(Stage.opens_at, Stage.id)).all()
