"""What the forms let people choose from: units by type, and hamlets by their commune."""

from collections.abc import Sequence
from dataclasses import dataclass

from assignments.kinds import list_kinds
from assignments.sheet_file import list_account_units
from foundation.clock import now
from participants.models import Participant


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units under one heading."""

    name: str
    units: Sequence[Participant]


def list_unit_groups() -> list[UnitGroup]:
    """Every unit that may have an account: by type, and those below a commune by commune."""
    names = {kind.code: kind.name for kind in list_kinds(now())}
    order = {code: place for place, code in enumerate(names)}
    groups: dict[tuple[int, str], list[Participant]] = {}
    for unit in list_account_units():
        kind = names.get(unit.type_code, unit.type_code)
        name = f"{kind} · {unit.parent.name}" if unit.type_code == "hamlet" and unit.parent else kind
        groups.setdefault((order.get(unit.type_code, len(order)), name), []).append(unit)
    ordered = sorted(groups.items(), key=lambda pair: pair[0][0])
    return [UnitGroup(name, units) for (_place, name), units in ordered]
