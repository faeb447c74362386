"""What the record calls movements, their years, and the criteria sets of those."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from criteria.models import CriteriaSet
from foundation.database import db
from movements.models import GivenAward, Movement, MovementYear


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


def name_criteria_sets(ids: Collection[str]) -> Mapping[str, str]:
    """The criteria sets by their number in the database: of which year, and which version."""
    rows = db.session.execute(
        select(CriteriaSet.id, CriteriaSet.version, MovementYear.year)
        .join(MovementYear, MovementYear.id == CriteriaSet.movement_year_id)
        .where(CriteriaSet.id.in_(map(int, ids)))
    )
    return {
        str(key): _("năm %(year)s, phiên bản %(version)s", year=year, version=version)
        for key, version, year in rows
    }


def name_given(ids: Collection[str]) -> Mapping[str, str]:
    """Given awards by their number in the database: what, for which year, and to whom."""
    rows = db.session.execute(
        select(GivenAward.id, GivenAward.award_name, GivenAward.year, GivenAward.name).where(
            GivenAward.id.in_(map(int, ids))
        )
    )
    return {
        str(key): _("%(award)s năm %(year)s cho %(name)s", award=award, year=year, name=name)
        for key, award, year, name in rows
    }


NAMES = {
    "given_award": name_given,
    "movement": name_movements,
    "movement_year": name_years,
    "criteria_set": name_criteria_sets,
}
