"""Reads of criteria sets, always in a total order."""

from collections.abc import Sequence

from sqlalchemy import func, select

from criteria.models import CriteriaSet, CriteriaSetStatus
from foundation.database import db


def find_criteria_set(criteria_set_id: int) -> CriteriaSet | None:
    """The criteria set with this id."""
    return db.session.get(CriteriaSet, criteria_set_id)


def find_published(movement_year_id: int) -> CriteriaSet | None:
    """The published criteria set of a year; a year has at most one."""
    return db.session.scalars(
        select(CriteriaSet).where(
            CriteriaSet.movement_year_id == movement_year_id,
            CriteriaSet.status == CriteriaSetStatus.PUBLISHED,
        )
    ).one_or_none()


def list_criteria_sets(movement_year_id: int) -> Sequence[CriteriaSet]:
    """Every version of a year's criteria, the latest first; their documents load on demand."""
    return db.session.scalars(
        select(CriteriaSet)
        .where(CriteriaSet.movement_year_id == movement_year_id)
        .order_by(CriteriaSet.version.desc())
    ).all()


def find_last_version(movement_year_id: int) -> int:
    """The number of the latest version of a year, 0 where there is none."""
    return (
        db.session.scalar(
            select(func.max(CriteriaSet.version)).where(CriteriaSet.movement_year_id == movement_year_id)
        )
        or 0
    )
