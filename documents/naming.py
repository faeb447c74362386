"""What the record calls the layouts of certificates."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from documents.models import CertificateLayout
from foundation.database import db


def name_layouts(ids: Collection[str]) -> Mapping[str, str]:
    """Layouts by the award whose certificates they place."""
    wanted = select(CertificateLayout.id, CertificateLayout.award).where(
        CertificateLayout.id.in_(map(int, ids))
    )
    return {str(key): award or _("dùng chung") for key, award in db.session.execute(wanted)}


NAMES = {"certificate_layout": name_layouts}
