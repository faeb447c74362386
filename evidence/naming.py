"""What the record calls files of evidence."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from evidence.models import EvidenceFile
from foundation.database import db


def name_files(ids: Collection[str]) -> Mapping[str, str]:
    """The files by their number in the database: receipt and name."""
    rows = db.session.execute(
        select(EvidenceFile.id, EvidenceFile.receipt, EvidenceFile.name).where(
            EvidenceFile.id.in_(map(int, ids))
        )
    )
    return {
        str(key): _("biên nhận %(number)s, %(name)s", number=number, name=name) for key, number, name in rows
    }


NAMES = {"evidence_file": name_files}
