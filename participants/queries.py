"""Reads of participants, always in a total order: rank, Vietnamese name, id."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from foundation.database import db
from foundation.vietnamese import sort_key
from participants.models import Cluster, Participant
from participants.tree import Node, Tree

ORDER = (Participant.precedence, Participant.sort_key, Participant.id)


def find_participant(participant_id: int) -> Participant | None:
    """The participant with this id."""
    return db.session.get(Participant, participant_id)


def find_by_code(type_code: str, code: str, *, on: date | None = None) -> Participant | None:
    """The participant of this type and code that exists on a day, or is in force where none is given."""
    in_force = Participant.valid_to.is_(None) if on is None else valid_on(on)
    statement = select(Participant).where(
        Participant.type_code == type_code, Participant.code == code, in_force
    )
    return db.session.scalars(statement.order_by(Participant.id)).first()


def find_namesake(type_code: str, name: str, parent_id: int | None) -> Participant | None:
    """A participant in force of this type, under the same parent, with the same words for a name
    ("hòa" and "hoà" are the same word).
    """
    statement = select(Participant).where(
        Participant.type_code == type_code,
        Participant.sort_key == sort_key(name),
        Participant.parent_id.is_(None) if parent_id is None else Participant.parent_id == parent_id,
        Participant.valid_to.is_(None),
    )
    return db.session.scalars(statement.order_by(Participant.id)).first()


def list_by_type(
    type_code: str, *, on: date | None = None, offset: int = 0, limit: int | None = None
) -> Sequence[Participant]:
    """Participants of one type, those that exist on `on` where it is given."""
    return _page(select(Participant).where(Participant.type_code == type_code), on, offset, limit)


def list_by_cluster(cluster_id: int, *, on: date | None = None) -> Sequence[Participant]:
    """The members of a cluster."""
    return _page(select(Participant).where(Participant.cluster_id == cluster_id), on)


def list_children(
    parent_id: int, *, type_code: str | None = None, on: date | None = None
) -> Sequence[Participant]:
    """The participants right below another, of one type where it is given."""
    statement = select(Participant).where(Participant.parent_id == parent_id)
    if type_code is not None:
        statement = statement.where(Participant.type_code == type_code)
    return _page(statement, on)


def list_by_commune(
    commune_id: int,
    type_code: str,
    *,
    on: date | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Participant]:
    """Participants of one type anywhere below a commune (or below any other participant)."""
    statement = select(Participant).where(
        Participant.parent_id.in_(_self_and_below(commune_id)), Participant.type_code == type_code
    )
    return _page(statement, on, offset, limit)


def count_by_type(*, on: date | None = None) -> dict[str, int]:
    """How many participants there are of each type."""
    statement = select(Participant.type_code, func.count()).group_by(Participant.type_code)
    if on is not None:
        statement = statement.where(valid_on(on))
    rows = db.session.execute(statement.order_by(Participant.type_code))
    return {row[0]: row[1] for row in rows}


def list_clusters(type_code: str | None = None) -> Sequence[Cluster]:
    """Clusters, of one participant type where it is given."""
    statement = select(Cluster)
    if type_code is not None:
        statement = statement.where(Cluster.type_code == type_code)
    return db.session.scalars(statement.order_by(Cluster.type_code, Cluster.sort_key, Cluster.id)).all()


def load_tree() -> Tree:
    """Everyone who has others below or belongs to a cluster, in two reads however many households."""
    parents = select(Participant.parent_id).where(Participant.parent_id.is_not(None)).distinct()
    columns = (
        Participant.id,
        Participant.parent_id,
        Participant.type_code,
        Participant.name,
        Participant.cluster_id,
    )
    rows = db.session.execute(
        select(*columns)
        .where(or_(Participant.cluster_id.is_not(None), Participant.id.in_(parents)))
        .order_by(Participant.id)
    )
    clusters = db.session.execute(select(Cluster.id, Cluster.name).order_by(Cluster.id))
    return Tree(
        nodes={row.id: Node(*row) for row in rows},
        cluster_names={row.id: row.name for row in clusters},
    )


def valid_on(day: date) -> ColumnElement[bool]:
    """The condition that a participant exists on a day."""
    return and_(
        or_(Participant.valid_from.is_(None), Participant.valid_from <= day),
        or_(Participant.valid_to.is_(None), Participant.valid_to >= day),
    )


def _self_and_below(participant_id: int) -> Select[int]:
    """The ids of a participant and of everyone below who may have children of their own."""
    root = select(Participant.id).where(Participant.id == participant_id).cte("below", recursive=True)
    parent, child = aliased(Participant), aliased(Participant)
    has_children = select(child.id).where(child.parent_id == parent.id).exists()
    below = root.union(select(parent.id).join(root, parent.parent_id == root.c.id).where(has_children))
    return select(below.c.id)


def _page(
    statement: Select[Participant],
    on: date | None,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[Participant]:
    if on is not None:
        statement = statement.where(valid_on(on))
    return db.session.scalars(statement.order_by(*ORDER).offset(offset).limit(limit)).all()
