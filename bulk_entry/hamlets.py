"""The hamlets whose households somebody may see, with how many they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from assignments.scope import acting_unit_ids, visible
from bulk_entry.state import count_by_type
from bulk_entry.tables import HAMLET
from foundation.database import db
from foundation.permissions import Actor
from participants.models import Participant


@dataclass(frozen=True, slots=True)
class HamletLine:
    """One hamlet. `has_account` says that somebody of its own enters; `counts` are by household type."""

    id: int
    name: str
    commune: str
    has_account: bool
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many households of all types."""
        return sum(self.counts.values())


def hamlet_lines(actor: Actor, type_codes: Sequence[str]) -> list[HamletLine]:
    """The hamlets that the actor may see, commune by commune."""
    commune = aliased(Participant)
    statement = (
        select(Participant, commune.name)
        .outerjoin(commune, commune.id == Participant.parent_id)
        .where(Participant.type_code == HAMLET, Participant.valid_to.is_(None), visible(actor))
        .order_by(commune.precedence, commune.sort_key, Participant.precedence, Participant.sort_key)
        .order_by(Participant.id)
    )
    found = [(row[0], row[1] or "") for row in db.session.execute(statement)]
    units = [hamlet for hamlet, _name in found]
    counts = count_by_type([one.id for one in units], type_codes)
    acting = acting_unit_ids(units)
    return [
        HamletLine(
            hamlet.id,
            hamlet.name,
            name,
            acting.get(hamlet.id) == hamlet.id,
            {code: counts.get((hamlet.id, code), 0) for code in type_codes},
        )
        for hamlet, name in found
    ]
