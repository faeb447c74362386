"""The receipt for a file: snapshot → HTML → PDF."""

from dataclasses import dataclass

from evidence.models import EvidenceFile
from evidence.queries import treatment_of
from foundation.clock import local
from foundation.formats import plain_number
from foundation.papers.printing import make_pdf
from foundation.papers.rendering import render
from foundation.papers.wording import long_date
from foundation.uploads.judging import words
from movements.models import MovementYear


@dataclass(frozen=True)
class EvidenceReceipt:
    """What stands on the receipt. The hashes are in lines of four groups, to be compared by eye."""

    number: str
    year: int
    movement: str
    standing_body: str
    unit: str
    name: str
    document: str
    size: str
    pages: int | None
    received_at: str
    received_by: str
    received_sha256: tuple[str, str]
    sha256: tuple[str, str] | None
    treatment: str
    sample: bool


def make_receipt(file: EvidenceFile, year: MovementYear) -> bytes:
    """The PDF of a file's receipt; the same file gives the same bytes until it is described anew."""
    return make_pdf(render("evidence_receipt.html", receipt_of(file, year)))


def receipt_of(file: EvidenceFile, year: MovementYear) -> EvidenceReceipt:
    """What the receipt of a file says."""
    at = local(file.received_at)
    parts = [file.title, f"số {file.number}" if file.number else None]
    if file.issued_on:
        parts.append(f"ngày {file.issued_on:%d/%m/%Y}")
    return EvidenceReceipt(
        number=f"{file.receipt:04d}/{year.year}",
        year=year.year,
        movement=year.movement.name,
        standing_body=year.movement.standing_body,
        unit=file.participant.name,
        name=file.name,
        document=", ".join(part for part in parts if part),
        size=f"{plain_number(file.size)} byte",
        pages=file.pages,
        received_at=f"{at:%H} giờ {at:%M} phút {at:%S} giây, {long_date(at.date())}",
        received_by=file.received_by.full_name if file.received_by else "",
        received_sha256=_in_two_lines(file.received_sha256),
        sha256=_in_two_lines(file.sha256) if file.sha256 != file.received_sha256 else None,
        treatment=", ".join(words(treatment_of(file))),
        sample=year.is_sample,
    )


def _in_two_lines(sha256: str) -> tuple[str, str]:
    return grouped(sha256[:32]), grouped(sha256[32:])


def grouped(sha256: str) -> str:
    """A hash in groups of eight signs."""
    return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))
