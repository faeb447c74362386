"""What is known of one participant, as data that a run seals, and back again.

Numbers are written exactly, and each entry says what it is: {"number": "1.25"}, {"pair": ["22", "25"]},
{"level": "full"}, {"special": "-"}, true or false.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scorecards.queries import Member
from scorecards.to_scoring import Known
from scoring.conditions import AttributeValue
from scoring.evidence import Entry, Evidence, OwnTarget, Pair, PastAward, Special

Inputs = Mapping[str, Any]


def inputs_of(member: Member, known: Known) -> dict[str, Any]:
    """All that a run has to remember of a participant in order to be computed again."""
    evidence = known.evidence
    return {
        "participant_id": member.participant_id,
        "id": evidence.id,
        "type": evidence.type,
        "name": evidence.name,
        "cluster": evidence.cluster,
        "cluster_id": member.cluster_id,
        "cluster_name": member.cluster_name,
        "parent": evidence.parent,
        "parent_name": member.parent_name,
        "commune_id": member.commune_id,
        "commune_name": member.commune_name,
        "attributes": {code: _value(value) for code, value in evidence.attributes.items()},
        "entries": _entries(evidence.entries),
        "claimed": None if known.claimed is None else _entries(known.claimed),
        "targets": {code: _target(target) for code, target in evidence.targets.items()},
        "exclusions": sorted(evidence.exclusions),
        "holds": sorted(evidence.holds),
        "past_awards": [_past(past) for past in sorted_awards(evidence)],
        "unread": [unread.as_data() for unread in known.unread],
        "remarks": dict(member.remarks),
    }


def sorted_awards(evidence: Evidence) -> list[PastAward]:
    """Past awards by year, then by code."""
    return sorted(evidence.past_awards, key=lambda past: (past.year, past.award))


def _past(past: PastAward) -> dict[str, Any]:
    """A past award; what it was given for stands only where that is known, as in runs sealed before."""
    known = {"award": past.award, "year": past.year}
    return known | ({"achievement": past.achievement, "name": past.name} if past.achievement else {})


def evidence_of(inputs: Inputs) -> Evidence:
    """The evidence that sealed inputs describe."""
    return Evidence(
        id=inputs["id"],
        type=inputs["type"],
        name=inputs["name"],
        cluster=inputs["cluster"],
        parent=inputs["parent"],
        entries={code: read_entry(entry) for code, entry in inputs["entries"].items()},
        attributes={code: _read_value(value) for code, value in inputs["attributes"].items()},
        targets={code: _read_target(target) for code, target in inputs["targets"].items()},
        exclusions=frozenset(inputs["exclusions"]),
        holds=frozenset(inputs["holds"]),
        past_awards=tuple(PastAward(**past) for past in inputs["past_awards"]),
    )


def claimed_of(inputs: Inputs) -> dict[str, Entry] | None:
    """The entries as claimed; None where the participant entered nothing."""
    claimed = inputs["claimed"]
    return None if claimed is None else {code: read_entry(entry) for code, entry in claimed.items()}


def read_entry(data: Any) -> Entry:
    """One entry from its data."""
    if isinstance(data, bool):
        return data
    ((form, value),) = data.items()
    if form == "number":
        return Decimal(value)
    if form == "pair":
        return Pair(Decimal(value[0]), Decimal(value[1]))
    return Special(value) if form == "special" else str(value)


def _entries(entries: Mapping[str, Entry]) -> dict[str, Any]:
    return {code: _entry(entry) for code, entry in entries.items()}


def _entry(entry: Entry) -> Any:
    if isinstance(entry, bool):
        return entry
    if isinstance(entry, Decimal):
        return {"number": f"{entry:f}"}
    if isinstance(entry, Pair):
        return {"pair": [f"{entry.first:f}", f"{entry.second:f}"]}
    if isinstance(entry, Special):
        return {"special": entry.value}
    if isinstance(entry, str):
        return {"level": entry}
    raise TypeError(f"nobody enters {entry!r}")


def _value(value: AttributeValue) -> Any:
    return {"number": f"{value:f}"} if isinstance(value, Decimal) else value


def _read_value(data: Any) -> AttributeValue:
    if isinstance(data, dict):
        return Decimal(data["number"])
    return data if isinstance(data, bool) else str(data)


def _target(target: OwnTarget) -> dict[str, str | None]:
    parts = {"target": target.target, "minimum": target.minimum, "plan": target.plan}
    return {name: None if value is None else f"{value:f}" for name, value in parts.items()}


def _read_target(data: Mapping[str, str | None]) -> OwnTarget:
    return OwnTarget(**{name: None if value is None else Decimal(value) for name, value in data.items()})
