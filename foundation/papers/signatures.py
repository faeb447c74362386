"""Whether a file is an issued one with digital signatures appended, and nothing else.

Who stands behind a certificate is not judged here: the root of the state's authority is not at hand, and
the tools that read signatures show it. What is judged is that every signature is whole and that nothing but
signatures came after the issued bytes (PAdES, ETSI EN 319 142-1; ISO 32000-2, 12.8).
"""

from enum import StrEnum
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from foundation.papers.appended import only_signatures_after

LONGEST = 250
CONTENT = "data"
"""The type of content that a signature of a PDF covers (ISO 32000-2, 12.8.3.3)."""


class Fault(StrEnum):
    """Why a file is no signed copy."""

    NOT_OURS = "not-ours"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    ALTERED = "altered"


class NoSignedCopy(Exception):
    """The file is no signed copy of the issued one; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read_signers(issued: bytes, signed: bytes) -> tuple[str, ...]:
    """The names in the certificates of the signatures, in the order of signing. Raises NoSignedCopy."""
    if not signed.startswith(issued):
        raise NoSignedCopy(Fault.NOT_OURS)
    try:
        return _read(issued, signed)
    except (PdfError, SigningError, ValueError, KeyError, TypeError, IndexError) as error:
        raise NoSignedCopy(Fault.UNREADABLE) from error


def _read(issued: bytes, signed: bytes) -> tuple[str, ...]:
    reader = PdfFileReader(BytesIO(signed))
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        raise NoSignedCopy(Fault.UNSIGNED)
    for one in signatures:
        if not _is_whole(one):
            raise NoSignedCopy(Fault.BROKEN)
    if not only_signatures_after(PdfFileReader(BytesIO(issued)), reader):
        raise NoSignedCopy(Fault.ALTERED)
    return tuple(_name(one) for one in signatures)


def _is_whole(signature: Any) -> bool:
    """Whether the signature fits the bytes that it covers and the key of its certificate."""
    signature.compute_integrity_info(skip_diff=True)
    if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    digest = signature.compute_digest()
    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, CONTENT, actual_digest=digest
    )
    return intact and valid


def _name(signature: Any) -> str:
    known = signature.signer_cert.subject.native
    name = known.get("common_name") or known.get("organization_name") or ""
    return " ".join(str(name[0] if isinstance(name, list) else name).split())[:LONGEST]
