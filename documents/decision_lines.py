"""A decision as later papers read it: from the words that stand, or those of its draft."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents.awarding import reference
from documents.commendation_list import Recipient
from documents.paper import Header


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient of a decision, in the order of its list."""

    award: str
    recipient: Recipient
    name: str


@dataclass(frozen=True, slots=True)
class ReadDecision:
    """What a decision says: `told` names it for other papers, `deed` what was achieved, `rate` the bonus rate
    that was chosen for it, `signature` who signed as data.
    """

    told: str
    header: Header
    day: date
    area: str
    deed: str
    lines: tuple[Line, ...]
    rate: str
    authority: str
    signature: Mapping[str, Any]
    year: int


def read_decision(snapshot: str, particulars: Mapping[str, Any]) -> ReadDecision:
    """From the JSON of its snapshot and what the clerk entered."""
    data = json.loads(snapshot)
    head = dict(data["header"])
    signed = head["signed_on"]
    header = Header(**(head | {"signed_on": date.fromisoformat(signed) if signed else None}))
    return ReadDecision(
        told=f"{reference('Quyết định', header)} của {data['authority']}",
        header=header,
        day=date.fromisoformat(data["day"]),
        area=data["area"],
        deed=data["deed"],
        lines=tuple(
            Line(part["award"], Recipient(group["recipient"]), row["name"])
            for annex in data["annexes"]
            for part in annex["parts"]
            for group in part["groups"]
            for one in group["subgroups"]
            for row in one["rows"]
        ),
        rate=str(particulars.get("texts", {}).get("bonus", "")),
        authority=data["authority"],
        signature=data["signature"],
        year=data["source"]["year"],
    )
