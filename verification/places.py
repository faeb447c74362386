"""Where the participants of a list stand: their commune and cluster, read at once for all of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from assignments.scope import COMMUNE
from foundation.database import db
from participants.models import Cluster, Participant


@dataclass(frozen=True, slots=True)
class Above:
    """One participant with who stands right above it."""

    id: int
    parent_id: int | None
    type_code: str
    name: str
    cluster_id: int | None
    cluster_name: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """Some participants and everyone above them."""

    known: Mapping[int, Above]

    def cluster_id(self, participant_id: int) -> int | None:
        """The cluster of the participant, or of the first above it that has one."""
        return next((one.cluster_id for one in self._line(participant_id) if one.cluster_id), None)

    def words(self, participant_id: int) -> str:
        """Who stands above and in which cluster: "ấp Phước Hòa, xã An Ninh"; "Cụm thi đua số 2"."""
        line = list(self._line(participant_id))
        above = [one.name for one in line[1:]]
        commune = next((place for place, one in enumerate(line) if one.type_code == COMMUNE), None)
        if commune:
            return ", ".join(above[:commune])
        cluster = next((one.cluster_name for one in line if one.cluster_name), None)
        return ", ".join(above[:1] + ([cluster] if cluster else []))

    def _line(self, participant_id: int | None) -> Iterator[Above]:
        while participant_id is not None and participant_id in self.known:
            one = self.known[participant_id]
            yield one
            participant_id = one.parent_id


def find_places(participant_ids: Collection[int]) -> Places:
    """Where these participants stand, in one read."""
    start = select(Participant.id, Participant.parent_id).where(Participant.id.in_(participant_ids))
    found = start.cte("line", recursive=True)
    above = aliased(Participant)
    found = found.union(select(above.id, above.parent_id).join(found, found.c.parent_id == above.id))
    columns = (
        Participant.id,
        Participant.parent_id,
        Participant.type_code,
        Participant.name,
        Participant.cluster_id,
        Cluster.name,
    )
    statement = select(*columns).outerjoin(Cluster, Cluster.id == Participant.cluster_id)
    rows = db.session.execute(
        statement.where(Participant.id.in_(select(found.c.id))).order_by(Participant.id)
    )
    return Places({row[0]: Above(*row) for row in rows})
