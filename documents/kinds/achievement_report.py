"""Báo cáo thành tích tóm tắt of a nominee, written by the office for those who need not write it themselves:
farmers, minorities, vulnerable people (Decree 152/2025, Art. 33.8); confirmed by who submits the proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from council.question_texts import inside
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source
from documents.materials import Material
from documents.nominees import FigureLine, Nominee
from documents.paper import Header, Mark, SessionMark, Signature, Signer, session_mark


@dataclass(frozen=True, slots=True)
class AchievementReport:
    """The snapshot. `facts` are who and where, `story` paragraphs in people's own words; `signature.second`
    confirms it.
    """

    header: Header
    title: tuple[str, ...]
    name: str
    facts: tuple[tuple[str, str], ...]
    story: tuple[str, ...]
    figures: tuple[FigureLine, ...]
    total: Decimal
    results: str
    proofs: tuple[str, ...]
    past: tuple[str, ...]
    request: str
    signature: Signature
    source: SessionMark
    mark: Mark | None = None
    draft: bool = True
    sample: bool = False


def build(material: Material, frame: Frame) -> AchievementReport:
    """The report on the nominee that the material's key names."""
    one: Nominee = material.content
    session = one.session.session
    awards = "; ".join(one.awards)
    grade = f"; xếp loại {one.grade}" if one.grade else ""
    group = f" trong {inside(one.group)}" if one.group else ""
    return AchievementReport(
        header=frame.header,
        title=(f"Đề nghị tặng {awards}", f"Phong trào thi đua “{session['movement']}” năm {session['year']}"),
        name=one.name,
        facts=_facts(one, frame),
        story=frame.lines("story"),
        figures=one.figures,
        total=one.total,
        results=f"hạng {one.place}{group}{grade}",
        proofs=one.proofs,
        past=one.past,
        request=f"Với thành tích trên, đề nghị xét tặng {awards} cho {inside(one.name)}./.",
        signature=Signature(
            frame.signature.signer,
            frame.signature.recipients,
            Signer((f"Xác nhận của {frame.text('confirmed_by')}",), frame.text("confirming_title")),
        ),
        source=session_mark(one.session),
        mark=frame.mark,
        draft=frame.draft,
        sample=material.is_sample,
    )


def _facts(one: Nominee, frame: Frame) -> tuple[tuple[str, str], ...]:
    told = [
        ("Tên", one.name),
        ("Đối tượng", one.type_name),
        ("Địa chỉ", one.address or frame.bodies.area),
        ("Hình thức đề nghị", "; ".join(one.awards)),
        ("Thời gian đạt thành tích", frame.text("period")),
    ]
    return tuple((label, value) for label, value in told if value)


def _defaults(material: Material) -> Mapping[str, str]:
    one: Nominee = material.content
    commune = one.commune
    return {
        "period": f"năm {material.year.year}",
        "story": f"{one.achieved}." if one.achieved else "",
        "confirmed_by": f"UBND {commune[:1].lower()}{commune[1:]}" if commune else "cấp trình khen thưởng",
        "confirming_title": "Chủ tịch" if commune else "Thủ trưởng",
    }


def _subject(material: Material) -> str:
    return f"Báo cáo thành tích năm {material.year.year} của {material.content.name}"


def _remarks(_material: Material, snapshot: AchievementReport) -> tuple[str, ...]:
    return () if snapshot.story else (_("Chưa ghi phần thành tích bằng lời."),)


KIND = PaperKind(
    code="achievement_report",
    name=_l("Báo cáo thành tích tóm tắt"),
    source=Source.NOMINEE,
    part="standing",
    symbol="BC",
    template="achievement_report.html",
    build=build,
    subject=_subject,
    defaults=_defaults,
    remarks=_remarks,
    fields=(
        Field("period", _l("Thời gian đạt thành tích"), longest=100),
        Field(
            "story",
            _l("Thành tích bằng lời"),
            Shape.TEXT,
            hint=_l("Mỗi đoạn một dòng: hoàn cảnh, việc đã làm, kết quả, ai được giúp."),
            longest=6_000,
        ),
        Field("confirmed_by", _l("Nơi xác nhận"), required=True, longest=150),
        Field("confirming_title", _l("Chức vụ người xác nhận"), required=True, longest=100),
    ),
    recipients=("Hội đồng TĐKT", "Lưu: VT"),
)
