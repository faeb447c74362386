"""What the record calls participants and clusters."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from foundation.database import db
from participants.models import Cluster, Participant


def name_participants(ids: Collection[str]) -> Mapping[str, str]:
    """The names of participants by their number."""
    return _names(Participant, ids)


def name_clusters(ids: Collection[str]) -> Mapping[str, str]:
    """The names of clusters by their number."""
    return _names(Cluster, ids)


def _names(model: type[Participant] | type[Cluster], ids: Collection[str]) -> Mapping[str, str]:
    rows = db.session.execute(select(model.id, model.name).where(model.id.in_(map(int, ids))))
    return {str(number): name for number, name in rows}


NAMES = {"participant": name_participants, "cluster": name_clusters}
