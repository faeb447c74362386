"""Tờ trình of the committee to a higher level, for the awards that are given there."""

from flask_babel import lazy_gettext as _l

from documents.awarding import named_above
from documents.bodies import Bodies
from documents.kinds.base import Field, Frame, PaperKind, Source, Usual
from documents.kinds.proposal import APPRAISAL, OPINIONS, PERIOD, remarks
from documents.materials import Material
from documents.proposals import WITH, Asking, ProposalLetter, copies, letter, proposal_texts
from foundation.errors import DomainError


def build(material: Material, frame: Frame) -> ProposalLetter:
    """What the council passed and a higher level gives. Raises DomainError where there is nothing."""
    awards = [one for one in material.content.awards if one["proposed"]]
    if not awards:
        raise DomainError(
            "Phiên họp này không có hình thức nào do cấp trên tặng nên không lập tờ trình gửi cấp trên."
        )
    to = frame.text("to")
    asking = Asking(
        asks=frame.bodies.committee,
        to=(to,),
        request=f"{frame.bodies.committee} kính trình {to} xem xét, quyết định khen thưởng. {WITH}",
        awards=awards,
    )
    return letter(material, frame, asking)


def usual(material: Material, bodies: Bodies) -> Usual:
    """The words of an area; it goes to whoever gives the awards by the sealed criteria."""
    issuers = dict.fromkeys(one["issuer"] for one in material.content.awards if one["proposed"])
    to = named_above(next(iter(issuers), ""), bodies.province)
    return Usual(proposal_texts(material.content) | {"to": to}, copies(bodies, "Sở Nội vụ"))


def _subject(material: Material) -> str:
    session = material.content.session
    return f"Đề nghị cấp trên khen thưởng năm {session['year']}, phiên họp thứ {session['number']}"


KIND = PaperKind(
    code="proposal_up",
    facts_as="proposal",
    name=_l("Tờ trình gửi cấp trên"),
    source=Source.SESSION,
    part="committee",
    symbol="TTr",
    template="proposal.html",
    build=build,
    subject=_subject,
    usual=usual,
    remarks=remarks,
    fields=(
        Field(
            "to",
            _l("Kính gửi"),
            hint=_l("Người có thẩm quyền khen thưởng; từ 01/07/2025 xem lại tên tỉnh, thành phố."),
            required=True,
            longest=200,
        ),
        PERIOD,
        OPINIONS,
        APPRAISAL,
    ),
)
