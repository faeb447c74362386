"""What a submission keeps: all that was claimed and cited at one instant, as canonical JSON with its
fingerprint. Whoever holds the content can compute the fingerprint again with any SHA-256 program.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from foundation.clock import local
from scorecards.claims import Claim
from scorecards.models import Citation, Scorecard

FORMAT = 1
Content = dict[str, Any]


def content_of(claim: Claim, *, number: int, by: str, now: datetime) -> Content:
    """The content of a handing-in; JSON values only, exact numbers as text."""
    card, scored = claim.scorecard, claim.scored
    own = {one.code for one in claim.own_criteria}
    points = _points(claim)
    return {
        "format": FORMAT,
        "number": number,
        "submitted_at": local(now).isoformat(timespec="seconds"),
        "submitted_by": by,
        **_whose(card),
        "entries": {code: claim.entries[code] for code in sorted(claim.entries)},
        "notes": {code: text for code, text in sorted(claim.notes.items()) if text},
        "citations": [_cited(one) for one in claim.citations],
        "points": points,
        "total": text_of(scored.total),
        "entered_max": text_of(scored.entered_max),
        "max": text_of(scored.max),
        "bonus": text_of(scored.bonus),
        "penalty": text_of(scored.penalty),
        "missing": [code for code in scored.missing if code in own],
        "elsewhere": [code for code in scored.missing if code not in own],
        "sections": list(_sections(claim, points)),
    }


def canonical(content: Content) -> bytes:
    """The one spelling of a content: keys sorted, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint_of(content: Content) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def mark_of(claim: Claim) -> str:
    """A short mark of what the claim says now, by which a page notices that it changed meanwhile."""
    seen = [dict(claim.entries), dict(claim.notes), [_cited(one) for one in claim.citations]]
    return hashlib.sha256(canonical({"seen": seen})).hexdigest()[:16]


def text_of(value: Decimal | None) -> str | None:
    """An exact number as text: decimal point, no needless zeros."""
    return None if value is None else f"{value.normalize() + 0:f}"


def _whose(card: Scorecard) -> Content:
    unit, year, criteria = card.participant, card.movement_year, card.criteria_set
    return {
        "year": year.year,
        "participant": {"type": unit.type_code, "code": unit.code, "name": unit.name},
        "parent": unit.parent.name if unit.parent else None,
        "criteria": {"version": criteria.version, "sha256": criteria.sha256},
        "movement": {
            "name": year.movement.name,
            "district": year.movement.district_name,
            "province": year.movement.province_name,
            "standing_body": year.movement.standing_body,
        },
        "sample": year.is_sample,
    }


def _points(claim: Claim) -> dict[str, str | None]:
    """The points of every node; None for a section of which nothing was entered, which is not zero."""
    nodes = claim.scored.nodes
    begun = {
        above for code, path in claim.scorer.paths.items() if nodes[code].points is not None for above in path
    }
    return {code: text_of(node.points) if code in begun else None for code, node in nodes.items()}


def _sections(claim: Claim, points: dict[str, str | None]) -> Iterator[Content]:
    """The branches directly below the type, as a receipt lists them."""
    for node in claim.scorer.reader.kind.children:
        yield {
            "code": node.code,
            "name": node.name,
            "role": node.role,
            "points": points[node.code],
            "max": text_of(claim.scored.nodes[node.code].max),
        }


def _cited(citation: Citation) -> Content:
    file = citation.evidence_file
    return {
        "id": citation.id,
        "criterion": citation.criterion,
        "number": citation.number or (file.number if file else None),
        "issued_on": _day(citation.issued_on or (file.issued_on if file else None)),
        "page": citation.page,
        "note": citation.note,
        "file": None
        if file is None
        else {
            "id": file.id,
            "receipt": file.receipt,
            "name": file.name,
            "title": file.title,
            "size": file.size,
            "sha256": file.sha256,
            "received_sha256": file.received_sha256,
        },
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
