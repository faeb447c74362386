"""Báo cáo thành tích of a nominee: written and signed by the nominee where it is a unit, for a household or
an official by the unit that proposes (Decree 152/2025, Art. 33.8); confirmed by the level that submits it. It
bears the head of who writes it and no number of our register.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from council.question_texts import inside
from documents.authors import author_of, confirmer_of
from documents.bodies import Bodies
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.nominees import FigureLine, Nominee
from documents.paper import Header, Mark, SessionMark, Signature, Signer, session_mark
from documents.person_names import name_in


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
        header=Header(
            superior=frame.text("superior"),
            issuing="\n".join(frame.lines("author")),
            symbol=frame.text("symbol"),
            place=frame.text("place") or frame.header.place,
            year=frame.day.year,
            signed_on=frame.header.signed_on,
        ),
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
            _signer(frame.lines("signs"), frame.text("signer_name")),
            frame.signature.recipients,
            Signer(
                (f"Xác nhận của {frame.text('confirmed_by')}",),
                frame.text("confirming_title"),
                name_in(frame.text("confirming_name")),
            ),
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


def _signer(lines: Sequence[str], name: str) -> Signer:
    return Signer(tuple(lines[:-1]), lines[-1] if lines else "", name_in(name))


def usual(material: Material, bodies: Bodies) -> Usual:
    """The head, who signs and who confirms, by what the nominee is and where."""
    one: Nominee = material.content
    author = author_of(one, bodies)
    texts = {
        "superior": author.superior,
        "author": author.name,
        "symbol": author.symbol,
        "place": author.place,
        "period": f"năm {material.year.year}",
        "story": f"{one.achieved}." if one.achieved else "",
        "signs": "\n".join(author.signs),
        "signer_name": "",
        "confirmed_by": confirmer_of(one, bodies),
        "confirming_title": "Chủ tịch",
        "confirming_name": "",
    }
    return Usual(texts, RECIPIENTS)


def _subject(material: Material) -> str:
    return f"Báo cáo thành tích năm {material.year.year} của {material.content.name}"


def _remarks(_material: Material, snapshot: AchievementReport) -> Sequence[str]:
    told = []
    if not snapshot.story:
        told.append(_("Chưa ghi phần thành tích bằng lời."))
    if not snapshot.signature.signer.name:
        told.append(_("Chưa có họ tên người ký báo cáo; ghi ở mục Họ tên người ký báo cáo."))
    if snapshot.signature.second and not snapshot.signature.second.name:
        told.append(_("Chưa có họ tên người xác nhận; ghi ở mục Họ tên người xác nhận."))
    return told


RECIPIENTS = ("Hội đồng TĐKT", "Lưu: hồ sơ đơn vị")
KIND = PaperKind(
    code="achievement_report",
    name=_l("Báo cáo thành tích tóm tắt"),
    source=Source.NOMINEE,
    part="committee",
    symbol="",
    signed=False,
    headed_by="author",
    template="achievement_report.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=_remarks,
    fields=(
        Field(
            "author",
            _l("Đơn vị báo cáo"),
            Shape.TEXT,
            hint=_l("Đứng ở đầu báo cáo; hộ gia đình, cá nhân thì là đơn vị đề nghị. Xuống dòng được giữ."),
            required=True,
            longest=200,
        ),
        Field("superior", _l("Cơ quan cấp trên của đơn vị"), hint=_l("Để trống nếu không có."), longest=200),
        Field(
            "symbol",
            _l("Ký hiệu văn bản của đơn vị"),
            hint=_l("Ví dụ BC-UBND; số do đơn vị ghi. Để trống nếu không có."),
            longest=40,
        ),
        Field("place", _l("Địa danh"), longest=100),
        Field("period", _l("Thời gian đạt thành tích"), longest=100),
        Field(
            "story",
            _l("Thành tích bằng lời"),
            Shape.TEXT,
            hint=_l("Mỗi đoạn một dòng: hoàn cảnh, việc đã làm, kết quả, ai được giúp."),
            longest=6_000,
        ),
        Field(
            "signs",
            _l("Thẩm quyền, chức vụ người ký báo cáo"),
            Shape.TEXT,
            hint=_l("Mỗi dòng một dòng chữ ký; dòng cuối là chức vụ."),
            required=True,
            longest=200,
        ),
        Field("signer_name", _l("Họ tên người ký báo cáo"), longest=100),
        Field("confirmed_by", _l("Nơi xác nhận"), required=True, longest=150),
        Field("confirming_title", _l("Chức vụ người xác nhận"), required=True, longest=100),
        Field("confirming_name", _l("Họ tên người xác nhận"), longest=100),
    ),
    recipients=RECIPIENTS,
)
