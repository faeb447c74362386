"""What the record calls the layouts of certificates and the district's templates."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from documents.kinds import find_kind
from documents.models import CertificateLayout, PaperTemplate
from foundation.database import db


def name_layouts(ids: Collection[str]) -> Mapping[str, str]:
    """Layouts by the award whose certificates they place."""
    wanted = select(CertificateLayout.id, CertificateLayout.award).where(
        CertificateLayout.id.in_(map(int, ids))
    )
    return {str(key): award or _("dùng chung") for key, award in db.session.execute(wanted)}


def name_templates(ids: Collection[str]) -> Mapping[str, str]:
    """Templates by the kind of paper that they print."""
    wanted = select(PaperTemplate.id, PaperTemplate.kind).where(PaperTemplate.id.in_(map(int, ids)))
    return {str(key): _kind_name(code) for key, code in db.session.execute(wanted)}


def _kind_name(code: str) -> str:
    kind = find_kind(code)
    return str(kind.name) if kind else code


NAMES = {"certificate_layout": name_layouts, "paper_template": name_templates}
