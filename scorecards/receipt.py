"""The receipt of a submission: snapshot and HTML. It says only what the submission keeps, so a reprint
says the same; it confirms that the scorecard arrived, not that anybody verified it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_babel import force_locale

from authorities.heads import committee_of, place_of
from foundation.formats import plain_number
from foundation.papers.rendering import render
from foundation.papers.wording import long_date
from scorecards.models import Submission
from scorecards.scorers import scorer_of
from scorecards.submission_lines import Line, lines_of
from scorecards.sums import Sums, kept_sums

FILES_LISTED = 40
SHORT_HASH = 12
GROUP = 8


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the receipt, as every paper has it."""

    superior: str
    issuing: str
    number_line: str
    place_line: str


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One section or criterion: what was entered, in words, and the points (None where nothing was)."""

    code: str
    name: str
    is_section: bool
    figure: str
    points: Decimal | None
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that the submission cites."""

    receipt: int
    name: str
    criteria: str
    hash_head: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The snapshot of a receipt."""

    header: Head
    title: tuple[str, ...]
    unit: str
    parent: str
    submitted_by: str
    submitted_at: str
    card: int
    number: int
    criteria: str
    lines: tuple[ReceiptLine, ...]
    sums: Sums
    entered: int
    missing: str
    unproven: tuple[str, ...]
    files: tuple[FileLine, ...]
    more_files: int
    documents_without_file: int
    fingerprint: tuple[str, ...]
    address: str
    sample: bool


def receipt_of(submission: Submission, site: str | None = None) -> Receipt:
    """The receipt of a submission, from what it keeps; `site` is the address at which people reach the
    product, where it is known.
    """
    content = submission.content
    with force_locale("vi"):
        lines = tuple(lines_of(scorer_of(submission.scorecard), content))
    path = f"/phieu/{submission.scorecard_id}/bien-nhan/{submission.number}"
    movement = content["movement"]
    at = datetime.fromisoformat(content["submitted_at"])
    files = tuple(_files(content))
    parent = content["parent"]
    return Receipt(
        header=Head(
            superior=committee_of(movement["district"]),
            issuing=movement["standing_body"],
            number_line=f"Phiếu số {submission.scorecard_id}, nộp lần {submission.number}",
            place_line=f"{place_of(movement['district'])}, {long_date(at.date())}",
        ),
        title=(
            f"Nộp phiếu tự chấm điểm năm {content['year']}",
            f"Phong trào thi đua “{movement['name']}”",
        ),
        unit=content["participant"]["name"],
        parent=parent or "",
        submitted_by=content["submitted_by"],
        submitted_at=f"{at:%H:%M:%S} ngày {at:%d/%m/%Y} (giờ Việt Nam)",
        card=submission.scorecard_id,
        number=submission.number,
        criteria=_criteria_line(content["criteria"]),
        lines=tuple(_told(one) for one in lines if _is_printed(one, content)),
        sums=kept_sums(content),
        entered=len(content["entries"]),
        missing=", ".join(content["missing"]),
        unproven=tuple(one.code for one in lines if one.lacks),
        files=files[:FILES_LISTED],
        more_files=max(0, len(files) - FILES_LISTED),
        documents_without_file=sum(1 for one in content["citations"] if one["file"] is None),
        fingerprint=grouped(submission.fingerprint),
        address=f"{site}{path}" if site else "",
        sample=content["sample"],
    )


def grouped(fingerprint: str) -> tuple[str, ...]:
    """A fingerprint in groups that two people can read to each other."""
    upper = fingerprint.upper()
    return tuple(upper[start : start + GROUP] for start in range(0, len(upper), GROUP))


def render_receipt(receipt: Receipt) -> str:
    """The receipt as a complete XHTML page."""
    return render("receipt.html", receipt)


def _criteria_line(criteria: dict[str, Any]) -> str:
    return f"phiên bản {criteria['version']}, mã {criteria['sha256'][:SHORT_HASH].upper()}"


def _is_printed(line: Line, content: dict[str, Any]) -> bool:
    return bool(line.figure) or line.is_section or line.code in content["missing"]


def _told(line: Line) -> ReceiptLine:
    return ReceiptLine(line.code, line.name, line.is_section, line.figure, line.points, line.maximum)


def _files(content: dict[str, Any]) -> Iterator[FileLine]:
    """Every file once, with the criteria that it serves, by receipt number."""
    serves: dict[int, list[str]] = {}
    known: dict[int, dict[str, Any]] = {}
    for one in content["citations"]:
        if one["file"] is not None:
            known[one["file"]["receipt"]] = one["file"]
            serves.setdefault(one["file"]["receipt"], []).append(one["criterion"])
    for receipt in sorted(known):
        file = known[receipt]
        criteria = ", ".join(dict.fromkeys(serves[receipt]))
        yield FileLine(receipt, file["name"], criteria, file["received_sha256"][:SHORT_HASH].upper())


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def points_text(value: Decimal | None) -> str:
    """Points on the receipt where they stand in a sentence."""
    return "chưa có" if value is None else plain_number(value, 2)
