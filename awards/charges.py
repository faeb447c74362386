"""What a council member sees first: the clusters that the member is in charge of."""

from dataclasses import dataclass

from assignments.models import ChargeKind
from assignments.queries import list_cluster_ids
from awards.board import full_group_name
from awards.board_queries import list_cluster_groups
from awards.kept import Kept
from awards.run_facts import RunFacts
from foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class Charge:
    """A group of the run that lies in a cluster of the member's."""

    type_code: str
    group_key: str
    name: str


_kept: Kept[dict[int, tuple[Charge, ...]]] = Kept(16)


def charges_of(facts: RunFacts, actor: Actor) -> list[Charge]:
    """The groups of a run that the actor is in charge of as council member, in the order of the document."""
    clusters = list_cluster_ids(actor.actor_id, ChargeKind.COUNCIL)
    if not clusters:
        return []
    run = facts.run
    groups = _kept.get((run.id, run.result_sha256, run.sealed_at), lambda: _read(facts))
    return [charge for cluster_id in clusters for charge in groups.get(cluster_id, ())]


def _read(facts: RunFacts) -> dict[int, tuple[Charge, ...]]:
    found: dict[int, tuple[Charge, ...]] = {}
    for row in list_cluster_groups(facts.run.id):
        kind = facts.types[row.type_code]
        if kind.kind.ranking.group != ["cluster"]:
            continue
        charge = Charge(row.type_code, row.group_key, full_group_name(kind.groups[row.group_key], kind))
        found[row.cluster_id] = (*found.get(row.cluster_id, ()), charge)
    return found
