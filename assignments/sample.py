"""Whom the sample accounts speak for: units, duties and clusters of the sample district."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from assignments.models import ChargeKind
from assignments.services import assign_charge, assign_duty, assign_unit
from foundation.permissions import Actor
from participants.models import Cluster, Participant
from participants.queries import find_by_code, list_clusters

UNITS: tuple[tuple[str, str, str], ...] = (
    ("xa", "commune", "31600"),
    ("ap", "hamlet", "31600-01"),
    ("banganh", "agency", "P-NNPTNT"),
    ("doanhnghiep", "enterprise", "HTX-06"),
    ("cumtruong", "commune", "31576"),
    ("hoidong8", "agency", "HUYEN-DOAN"),
)
DUTIES: tuple[tuple[str, str, str | None, list[str] | None], ...] = (
    ("thamdinh", "commune", None, None),
    ("thamdinh", "hamlet", None, None),
    ("thamdinh", "household_poor", None, None),
    ("thamdinh", "household_not_poor", None, None),
    ("thamdinh2", "agency", None, None),
    ("thamdinh2", "enterprise", None, None),
    ("thamdinh2", "official", None, None),
    ("thamdinh2", "commune", "CUM-2", ["XA-KQ"]),
)
CHARGES: tuple[tuple[str, str, ChargeKind], ...] = (
    ("hoidong", "CUM-1", ChargeKind.COUNCIL),
    ("hoidong", "KHOI-QLNN", ChargeKind.COUNCIL),
    ("chutich", "CUM-2", ChargeKind.COUNCIL),
    ("cumtruong", "CUM-2", ChargeKind.HEAD),
    ("banganh", "KHOI-QLNN", ChargeKind.HEAD),
)


def bind_sample_accounts(*, actor: Actor, users: list[User], now: datetime) -> None:
    """Tie the sample accounts to the sample district, which must have been loaded."""
    by_name = {user.username: user for user in users}
    clusters = {cluster.code: cluster for cluster in list_clusters()}
    for name, type_code, code in UNITS:
        assign_unit(actor=actor, user=by_name[name], participant=_unit(type_code, code), now=now)
    for name, type_code, cluster, criteria in DUTIES:
        assign_duty(
            actor=actor,
            user=by_name[name],
            type_code=type_code,
            cluster=_cluster(clusters, cluster),
            criteria=criteria,
            now=now,
        )
    for name, code, kind in CHARGES:
        assign_charge(actor=actor, user=by_name[name], cluster=clusters[code], kind=kind, now=now)


def _cluster(clusters: Mapping[str, Cluster], code: str | None) -> Cluster | None:
    return None if code is None else clusters[code]


def _unit(type_code: str, code: str) -> Participant:
    unit = find_by_code(type_code, code)
    if unit is None:
        raise LookupError(f"the sample district has no {type_code} {code}")
    return unit
