"""Tờ trình of the council to the chairman who decides, with its list."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from documents.bodies import Bodies
from documents.kinds.base import Field, Frame, PaperKind, Shape, Source, Usual
from documents.materials import Material
from documents.proposals import WITH, Asking, ProposalLetter, copies, letter, proposal_texts
from foundation.errors import DomainError

OWN, ALL = "own", ""
OPINIONS = Field(
    "opinions",
    _l("Việc lấy ý kiến"),
    Shape.TEXT,
    hint=_l(
        "Đã lấy ý kiến của ai, kết quả ra sao. Ví dụ: Đã lấy ý kiến Công an huyện về 95 trường hợp, không có "
        "ý kiến khác."
    ),
    longest=2_000,
)
APPRAISAL = Field(
    "appraisal",
    _l("Ý kiến thẩm định"),
    Shape.TEXT,
    hint=_l("Để trống thì nêu kết quả thẩm định và lần đánh giá đã chốt."),
    longest=2_000,
)
PERIOD = Field("period", _l("Thời gian đạt thành tích"), required=True, longest=100)


def build(material: Material, frame: Frame) -> ProposalLetter:
    """The council asks for what the chairman gives; and, where there is any, that the committee proposes the
    rest to the province. Raises DomainError where nothing is left to ask for.
    """
    awards = material.content.awards
    if frame.text("about") == OWN:
        awards = [one for one in awards if not one["proposed"]]
    if not awards:
        raise DomainError("Phiên họp này không có trường hợp nào để đề nghị khen thưởng.")
    bodies = frame.bodies
    higher = any(one["proposed"] for one in awards)
    asked = f"{bodies.council} kính trình {bodies.chairman} xem xét, quyết định khen thưởng"
    further = "; trình cấp có thẩm quyền khen thưởng các trường hợp thuộc thẩm quyền của cấp trên"
    asking = Asking(
        asks=bodies.council,
        to=(bodies.chairman,),
        request=f"{asked}{further if higher else ''}. {WITH}",
        awards=awards,
    )
    return letter(material, frame, asking)


def usual(material: Material, bodies: Bodies) -> Usual:
    """The words of an area."""
    copied = copies(bodies, f"Thành viên Hội đồng TĐKT {bodies.level}")
    return Usual(proposal_texts(material.content), copied)


def remarks(_material: Material, snapshot: ProposalLetter) -> Sequence[str]:
    """What the law wants stated and the draft does not."""
    return snapshot.faults


def _about(_material: Material) -> Sequence[tuple[str, str]]:
    return [(ALL, "Tất cả hình thức Hội đồng đã thông qua"), (OWN, "Chỉ hình thức do cấp mình tặng")]


def _subject(material: Material) -> str:
    session = material.content.session
    return f"Đề nghị khen thưởng Phong trào thi đua năm {session['year']}, phiên họp thứ {session['number']}"


KIND = PaperKind(
    code="proposal",
    name=_l("Tờ trình"),
    source=Source.SESSION,
    part="council",
    symbol="TTr",
    to_chair=True,
    template="proposal.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=remarks,
    fields=(
        Field("about", _l("Nội dung trình"), Shape.CHOICE, choices=_about),
        PERIOD,
        OPINIONS,
        APPRAISAL,
    ),
)
