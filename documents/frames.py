"""Everything around the words of a paper, by the day of signing: who issues, who signs, on what law."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import current_app, g, has_request_context, request
from flask_babel import gettext as _

from authorities.models import Issuer
from authorities.models import Signer as SignerEntry
from authorities.queries import bases_on, issuer_on, issuers_on, signers_on
from documents.bodies import bodies_of
from documents.kinds.base import Frame, PaperKind
from documents.paper import Header, Mark, Signature, Signer
from documents.replacing import replaced_by
from foundation.errors import DomainError
from register.codes import CHECK_PATH, written_code
from register.models import Paper

BLANK_SIGNER = Signer((), "")


def issuers_for(kind: PaperKind, day: date) -> list[Issuer]:
    """Who may issue such a paper on a day."""
    return list(issuers_on(day, kind.part))


def issuer_for(kind: PaperKind, day: date, area: str) -> Issuer:
    """Who issues such a paper on a day: of the area that was chosen, the first where none was. Raises
    DomainError where nobody does, and where the chosen one does not on that day: never another in its place.
    """
    offered = issuers_for(kind, day)
    found = next((one for one in offered if one.area == area or not area), None)
    if found is not None:
        return found
    if offered:
        raise DomainError(said_of_other(offered, day), field="area")
    raise DomainError(
        _(
            "Chưa có cơ quan ban hành nào đang áp dụng ngày %(day)s. Ghi ở trang Thẩm quyền.",
            day=f"{day:%d/%m/%Y}",
        ),
        field="signed_on",
    )


def said_of_other(offered: Sequence[Issuer], day: date) -> str:
    """That the day has other issuers than the one that was chosen before."""
    return _(
        "Ngày %(day)s do %(issuers)s ban hành; người ký và căn cứ cũng theo ngày này. Xem lại rồi lưu, hoặc "
        "sửa ngày ký.",
        day=f"{day:%d/%m/%Y}",
        issuers=", ".join(one.told for one in offered),
    )


def frame_of(
    kind: PaperKind,
    particulars: Mapping[str, Any],
    *,
    day: date,
    signed_on: date | None,
    paper: Paper | None,
) -> Frame:
    """The frame of a paper by the facts of `day` (`documents.paper_days.day_of`). Raises DomainError where
    nobody may issue or sign it on that day.
    """
    issuer = issuer_for(kind, day, str(particulars.get("area", "")))
    number = paper.number if paper else None
    header = Header(
        superior=issuer.superior,
        issuing=issuer.name,
        symbol=symbol_of(kind, issuer),
        place=issuer.place if kind.dated else "",
        year=day.year,
        number=number,
        signed_on=signed_on,
    )
    code = paper.code if paper else None
    texts = {key: str(value) for key, value in particulars.get("texts", {}).items()}
    return Frame(
        header=header,
        signature=_signature(kind, issuer, particulars, day),
        bases=tuple(one.text for one in bases_on(kind.facts_code, day)),
        day=day,
        bodies=bodies_of(issuer, day),
        texts=texts,
        mark=Mark(written_code(code), check_address()) if code else None,
        draft=code is None,
        replaces=replaced_by(paper),
    )


def symbol_of(kind: PaperKind, issuer: Issuer) -> str:
    """QĐ-UBND; empty for a paper without number."""
    return f"{kind.symbol}-{issuer.symbol}" if kind.symbol else ""


def series_of(kind: PaperKind, issuer: Issuer) -> str | None:
    """The series in which such a paper of this issuer takes its number."""
    return f"{issuer.code}/{issuer.area}:{symbol_of(kind, issuer)}" if kind.symbol else None


def check_address() -> str:
    """Where the public asks: under the address that the installation says people use, else the reader's; a
    task says in `g.check_address` what its reader's was.
    """
    kept: str | None = g.get("check_address")
    if kept is not None:
        return kept
    site = current_app.config["SETTINGS"].site_url
    if site is None and has_request_context():
        site = request.host_url.rstrip("/")
    return f"{site or ''}{CHECK_PATH}"


def choose_signer(kind: PaperKind, issuer: Issuer, day: date, chosen: str) -> SignerEntry | None:
    """The entry by which a paper is signed: the one that was chosen, if it is in force, else the usual one.

    Raises DomainError where the chosen one may not sign on that day.
    """
    found = signers_on(issuer, kind.facts_code, day)
    if not chosen:
        return usual_signer(kind, issuer, found, day)
    signer = next((one for one in found if str(one.id) == chosen), None)
    if signer is None:
        raise DomainError(
            _(
                "Người ký đã chọn không ký được loại văn bản này ngày %(day)s. Chọn lại người ký.",
                day=f"{day:%d/%m/%Y}",
            ),
            field="signer",
        )
    return signer


def usual_signer(
    kind: PaperKind, issuer: Issuer, found: Sequence[SignerEntry], day: date
) -> SignerEntry | None:
    """The first, unless the paper would go from a chairman to the same person: then the first who signs for
    the chairman (KT., TL., TUQ.). Two who are known by different names are two persons.
    """
    first = next(iter(found), None)
    if first is None or not kind.to_chair or _signs_for_another(first):
        return first
    committee = issuer_on("committee", day, issuer.area)
    chairman = next(iter(signers_on(committee, "decision", day)), None) if committee else None
    if chairman and chairman.name and first.name and chairman.name != first.name:
        return first
    return next((one for one in found if _signs_for_another(one)), first)


def _signs_for_another(signer: SignerEntry) -> bool:
    return any(line.startswith(("KT.", "TL.", "TUQ.")) for line in signer.authority_lines)


def _signature(kind: PaperKind, issuer: Issuer, particulars: Mapping[str, Any], day: date) -> Signature:
    recipients = tuple(str(line) for line in particulars.get("recipients", kind.recipients))
    entry = choose_signer(kind, issuer, day, str(particulars.get("signer", "")))
    if entry is None:
        return Signature(BLANK_SIGNER, recipients)
    name = str(particulars.get("signer_name", "")).strip() or entry.name
    return Signature(Signer(entry.authority_lines, entry.title, name), recipients)
