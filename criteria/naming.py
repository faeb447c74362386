"""What the record calls criteria sets."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from criteria.models import CriteriaSet
from foundation.database import db


def name_criteria_sets(ids: Collection[str]) -> Mapping[str, str]:
    """The criteria sets by their number in the database."""
    rows = db.session.execute(
        select(CriteriaSet.id, CriteriaSet.version).where(CriteriaSet.id.in_(map(int, ids)))
    )
    return {
        str(number): _("bộ tiêu chuẩn, phiên bản %(version)s", version=version) for number, version in rows
    }


NAMES = {"criteria_set": name_criteria_sets}
