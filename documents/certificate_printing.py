"""The certificates of a decision as files: one for all of them, or one each; in the order of its list."""

from collections.abc import Sequence

from documents.certificate_layout import Layout
from documents.certificates import Certificates, CertificateText, achievement, draw, render_html
from documents.decision_lines import ReadDecision, read_decision
from documents.layouts import layout_for
from documents.paper import Mark
from foundation.papers.wording import long_date, number_line, two_digits
from foundation.vietnamese import plain
from register.models import Certificate, Paper

AT_ONCE = 20
"""So many certificates are printed while a person waits; more, in the background."""
NATION = "Cộng hòa xã hội chủ nghĩa Việt Nam"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


def decision_of(paper: Paper) -> ReadDecision:
    """What an issued decision says."""
    return read_decision(paper.snapshot or "{}", paper.particulars)


def is_given(certificate: Certificate) -> bool:
    """Whether it may be printed: not taken back."""
    return certificate.revoked_at is None


def print_certificates(decision: ReadDecision, certificates: Sequence[Certificate], address: str) -> bytes:
    """One PDF of these certificates, in their order; sheets of different sizes may follow each other."""
    # WeasyPrint takes a third of the start of the whole product, and only this needs it.
    from foundation.papers.printing import make_pdf

    return make_pdf(certificates_html(decision, certificates, address))


def certificates_html(decision: ReadDecision, certificates: Sequence[Certificate], address: str) -> str:
    """The words of these certificates where they stand, for the PDF and for the DOCX."""
    layouts = {one.award: layout_for(one.award) for one in certificates}
    drawings = tuple(
        draw(layouts[one.award], text_of(decision, one, layouts[one.award], address)) for one in certificates
    )
    title = form_of(certificates[0].award_name)
    return render_html(Certificates(title, drawings, certificates[0].decision.is_sample))


def trial_print(layout: Layout) -> bytes:
    """The test page of a layout: sample words over a grid of millimetres, with the box of each field."""
    from foundation.papers.printing import make_pdf

    drawing = draw(layout, sample_text(), grid=True)
    return make_pdf(render_html(Certificates("Trang in thử", (drawing,))))


def sample_text() -> CertificateText:
    """Words of usual length for every field."""
    fields = {
        "nation": NATION,
        "motto": MOTTO,
        "issuer": "Chủ tịch Ủy ban nhân dân huyện Châu Thành",
        "given": "Tặng",
        "award": "Giấy khen",
        "recipient": "Hộ ông Nguyễn Văn A",
        "address": "ấp Phước Hòa, xã An Ninh, huyện Châu Thành",
        "achievement": "Đã có thành tích trong Phong trào thi đua “Châu Thành chung tay vì người nghèo - "
        "Không để ai bị bỏ lại phía sau” năm 2024",
        "decision": "Quyết định số 05/QĐ-UBND ngày 18 tháng 12 năm 2024",
        "roll": "Vào sổ vàng số: 12",
        "place": "Châu Thành, ngày 18 tháng 12 năm 2024",
        "role": "Chủ tịch",
        "signer": "Họ và tên",
    }
    return CertificateText(fields, Mark("0000-0000-0000", "https://tenmien.gov.vn/kiem-tra"))


def text_of(
    decision: ReadDecision, certificate: Certificate, layout: Layout, address: str
) -> CertificateText:
    """What one certificate says."""
    header, signer = decision.header, decision.signature["signer"]
    number = number_line(header.number, header.symbol).removeprefix("Số:").strip()
    fields = {
        "nation": NATION,
        "motto": MOTTO,
        "issuer": decision.authority,
        "given": "Tặng",
        "award": form_of(certificate.award_name),
        "recipient": certificate.name,
        "address": _address(certificate, decision.area),
        "achievement": achievement(layout.told, decision.deed, certificate.achievement),
        "decision": f"Quyết định số {number} {long_date(decision.day)}",
        "roll": f"Vào sổ vàng số: {two_digits(certificate.roll)}",
        "place": f"{header.place}, {long_date(decision.day)}",
        "role": "\n".join((*signer["authority"], signer["title"])),
        "signer": signer["name"],
    }
    return CertificateText(fields, Mark(certificate.written_code, address))


def form_of(award: str) -> str:
    """The form alone, since who gives it stands above: Giấy khen của Chủ tịch … is a Giấy khen."""
    return award.partition(" của ")[0]


def file_name(certificate: Certificate) -> str:
    """The name of the file of one certificate, without its kind: 012-ho-ong-tran-vanh-na."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain(certificate.name))
    return f"{certificate.place:03d}-{'-'.join(words.split())[:60]}"


def _address(certificate: Certificate, area: str) -> str:
    """Where the recipient is, up to the district; a commune that decides stands in most addresses already."""
    parts = [certificate.address] if certificate.address else []
    told = f"{certificate.name} {certificate.address}".casefold()
    town = area.replace("huyện", "thị trấn", 1).casefold()
    is_told = area.split(" ", 1)[-1].casefold() in told and town not in told
    if not is_told and (area.startswith("huyện") or not parts):
        parts.append(area)
    return ", ".join(parts)
