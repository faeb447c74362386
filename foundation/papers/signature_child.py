"""The process that reads the signatures of one file and ends; little memory, a few seconds, no open file.
Started by path, with Python's isolated mode; see `signatures`.
"""

import json
import re
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from foundation.papers.appended import nothing_shown_after, only_signatures_after
from foundation.papers.signatures import Fault

MEMORY = 1024 * 1024 * 1024
SECONDS = 6
LONGEST = 250
CONTENT = "data"
"""The type of content that a signature of a PDF covers (ISO 32000-2, 12.8.3.3)."""
END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")


def main() -> None:
    """Read one order, eight bytes with the length of the issued file and the signed one; write one answer."""
    order = sys.stdin.buffer.read()
    length, signed = int.from_bytes(order[:8], "big"), order[8:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = read(signed[:length], signed)
    except Exception:  # noqa: BLE001 - whatever a file does to its reader, it cannot be read
        answer = {"fault": Fault.UNREADABLE}
    json.dump(answer, sys.stdout)


def read(issued: bytes, signed: bytes) -> dict[str, Any]:
    """The names of the signers, or the fault of the file."""
    reader = PdfFileReader(BytesIO(signed))
    signatures = list(reader.embedded_regular_signatures)
    if not signatures:
        return {"fault": Fault.UNSIGNED}
    if not all(_is_whole(one) for one in reader.embedded_signatures):
        return {"fault": Fault.BROKEN}
    last = max(one.signed_revision for one in reader.embedded_signatures)
    shown = only_signatures_after(PdfFileReader(BytesIO(issued)), reader)
    if not shown or not nothing_shown_after(reader, last) or not END.search(signed):
        return {"fault": Fault.ALTERED}
    return {"signers": [_name(one) for one in signatures]}


def _is_whole(signature: Any) -> bool:
    """Whether the signature fits the bytes that it covers and the key of its certificate."""
    signature.compute_integrity_info(skip_diff=True)
    if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    if signature in signature.reader.embedded_timestamp_signatures:
        return True
    digest = signature.compute_digest()
    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, CONTENT, actual_digest=digest
    )
    return intact and valid


def _name(signature: Any) -> str:
    known = signature.signer_cert.subject.native
    name = known.get("common_name") or known.get("organization_name") or ""
    return " ".join(str(name[0] if isinstance(name, list) else name).split())[:LONGEST]


if __name__ == "__main__":
    main()
