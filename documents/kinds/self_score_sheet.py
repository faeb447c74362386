"""Phiếu tự chấm điểm of a unit: its claim, in its own name, signed by its own head."""

from flask_babel import lazy_gettext as _l

from documents.kinds.base import Frame, PaperKind, Source
from documents.materials import Material
from documents.score_sheet import ScoreSheet, self_score_sheet
from documents.usual_copies import usual_copies


def build(material: Material, frame: Frame) -> ScoreSheet:
    """The sheet of the scorecard as it stands."""
    return self_score_sheet(material.content, frame)


def _subject(material: Material) -> str:
    return f"Phiếu tự chấm điểm năm {material.content.year} của {material.content.unit}"


KIND = PaperKind(
    code="self_score_sheet",
    name=_l("Phiếu tự chấm điểm"),
    source=Source.SCORECARD,
    part="standing",
    symbol="",
    template="score_sheet.html",
    build=build,
    subject=_subject,
    usual=usual_copies(lambda bodies: (f"Thường trực Hội đồng TĐKT {bodies.level}", "Lưu: đơn vị")),
    facts_as="scorecard",
)
