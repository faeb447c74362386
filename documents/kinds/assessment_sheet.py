"""Phiếu thẩm định of a unit: what unit, group and standing office found, side by side, with the reasons."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from documents.kinds.base import Frame, PaperKind, Source
from documents.materials import Material
from documents.score_sheet import ScoreSheet, assessment_sheet
from documents.usual_copies import council, kept, usual_copies
from foundation.errors import Conflict


def build(material: Material, frame: Frame) -> ScoreSheet:
    """The sheet of a scorecard whose verification is done. Raises Conflict before that."""
    if not material.content.is_verified:
        raise Conflict(_("Phiếu này chưa thẩm định xong nên chưa in được phiếu thẩm định."))
    return assessment_sheet(material.content, frame)


def _subject(material: Material) -> str:
    return f"Phiếu thẩm định năm {material.content.year} của {material.content.unit}"


KIND = PaperKind(
    code="assessment_sheet",
    name=_l("Phiếu thẩm định"),
    source=Source.SCORECARD,
    part="standing",
    symbol="",
    template="score_sheet.html",
    build=build,
    subject=_subject,
    usual=usual_copies(lambda bodies: ("Đơn vị có tên trên", council(bodies), kept(bodies))),
    facts_as="scorecard",
)
