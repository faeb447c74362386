"""The receipt of a submission: snapshot and HTML. It says only what the submission keeps, so a reprint
says the same; it confirms that the scorecard arrived, not that anybody verified it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from foundation.formats import plain_number
from foundation.papers.rendering import render
from foundation.papers.wording import long_date
from scorecards.models import Submission
from scorecards.sums import Sums, kept_sums

FILES_LISTED = 10
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
class SectionLine:
    """One section with what it gave; points are None where nothing was entered."""

    code: str
    name: str
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
    number: int
    criteria: str
    sections: tuple[SectionLine, ...]
    sums: Sums
    entered: int
    missing: str
    elsewhere: str
    files: tuple[FileLine, ...]
    more_files: int
    documents_without_file: int
    fingerprint: tuple[str, ...]
    path: str
    sample: bool


def receipt_of(submission: Submission) -> Receipt:
    """The receipt of a submission, from what it keeps."""
    content = submission.content
    movement = content["movement"]
    district = movement["district"].removeprefix("huyện ")
    at = datetime.fromisoformat(content["submitted_at"])
    files = tuple(_files(content))
    parent = content["parent"]
    return Receipt(
        header=Head(
            superior=f"UBND huyện {district}",
            issuing=movement["standing_body"],
            number_line=f"Phiếu số {submission.scorecard_id}, nộp lần {submission.number}",
            place_line=f"{district}, {long_date(at.date())}",
        ),
        title=(
            f"Nộp phiếu tự chấm điểm năm {content['year']}",
            f"Phong trào thi đua “{movement['name']}”",
        ),
        unit=content["participant"]["name"],
        parent=parent or "",
        submitted_by=content["submitted_by"],
        submitted_at=f"{at:%H:%M:%S} ngày {at:%d/%m/%Y} (giờ Việt Nam)",
        number=submission.number,
        criteria=_criteria_line(content["criteria"]),
        sections=tuple(_sections(content)),
        sums=kept_sums(content),
        entered=len(content["entries"]),
        missing=", ".join(content["missing"]),
        elsewhere=", ".join(content["elsewhere"]),
        files=files[:FILES_LISTED],
        more_files=max(0, len(files) - FILES_LISTED),
        documents_without_file=sum(1 for one in content["citations"] if one["file"] is None),
        fingerprint=grouped(submission.fingerprint),
        path=f"/phieu/{submission.scorecard_id}/bien-nhan/{submission.number}",
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


def _sections(content: dict[str, Any]) -> Iterator[SectionLine]:
    for one in content["sections"]:
        yield SectionLine(one["code"], one["name"], _decimal(one["points"]), _decimal(one["max"]))


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
