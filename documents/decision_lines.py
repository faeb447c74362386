"""A decision as later papers read it: from the words that stand, or those of its draft."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from documents.awarding import reference, rows_of
from documents.commendation_list import AwardPart, Group, Recipient, Row, SubGroup
from documents.paper import Header, SessionMark


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient of a decision, in the order of its list."""

    award: str
    recipient: Recipient
    name: str


@dataclass(frozen=True, slots=True)
class ReadDecision:
    """What a decision says: `told` names it for other papers, `deed` what was achieved, `rate` the bonus rate
    that was chosen for it, `signature` who signed as data, `parts` its annexes, `period` that of the deeds;
    `in_force`: it was issued and stands; `cancelled` are the places, from 1, of lines that lost their award.
    """

    told: str
    header: Header
    day: date
    area: str
    deed: str
    lines: tuple[Line, ...]
    parts: tuple[AwardPart, ...]
    period: str
    source: SessionMark
    rate: str
    authority: str
    signature: Mapping[str, Any]
    year: int
    in_force: bool
    cancelled: frozenset[int]


def read_decision(
    snapshot: str,
    particulars: Mapping[str, Any],
    *,
    in_force: bool = True,
    cancelled: frozenset[int] = frozenset(),
) -> ReadDecision:
    """From the JSON of its snapshot, what the clerk entered, and what became of it since."""
    data = json.loads(snapshot)
    head = dict(data["header"])
    signed = head["signed_on"]
    header = Header(**(head | {"signed_on": date.fromisoformat(signed) if signed else None}))
    texts = particulars.get("texts", {})
    source = data["source"]
    parts = tuple(_part(one) for annex in data["annexes"] for one in annex["parts"])
    return ReadDecision(
        told=f"{reference('Quyết định', header)} của {data['authority']}",
        header=header,
        day=date.fromisoformat(data["day"]),
        area=data["area"],
        deed=data["deed"],
        lines=tuple(Line(part.award, recipient, row.name) for part, recipient, row in rows_of(parts)),
        parts=parts,
        period=str(texts.get("period", "")).strip() or f"năm {source['year']}",
        source=SessionMark(**(source | {"sealed_at": datetime.fromisoformat(source["sealed_at"])})),
        rate=str(texts.get("bonus", "")),
        authority=data["authority"],
        signature=data["signature"],
        year=source["year"],
        in_force=in_force,
        cancelled=cancelled,
    )


def _part(data: Mapping[str, Any]) -> AwardPart:
    """The list of one award as the snapshot keeps it."""
    groups = tuple(
        Group(
            Recipient(group["recipient"]),
            tuple(SubGroup(one["name"], _rows(one["rows"])) for one in group["subgroups"]),
        )
        for group in data["groups"]
    )
    return AwardPart(data["award"], groups)


def _rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(
        Row(one["name"], one["achievement"], None if one["points"] is None else Decimal(one["points"]))
        for one in rows
    )
