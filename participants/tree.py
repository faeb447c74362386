"""The tree of participants as values: who stands above whom, and in whose cluster."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One participant as the tree sees it."""

    id: int
    parent_id: int | None
    type_code: str
    name: str
    cluster_id: int | None


@dataclass(frozen=True, slots=True)
class Tree:
    """Every participant that has others below it, and every cluster's name, by id. A participant
    without children is looked up through its parent.
    """

    nodes: Mapping[int, Node]
    cluster_names: Mapping[int, str]

    def upward(self, participant_id: int | None) -> Iterator[Node]:
        """The participant and those above it, nearest first; nothing for an unknown id."""
        seen: set[int] = set()
        while participant_id is not None and participant_id not in seen:
            seen.add(participant_id)
            node = self.nodes.get(participant_id)
            if node is None:
                return
            yield node
            participant_id = node.parent_id

    def nearest(self, participant_id: int | None, type_code: str) -> Node | None:
        """The participant itself or the first above it that is of this type."""
        return next((node for node in self.upward(participant_id) if node.type_code == type_code), None)

    def cluster_id(self, participant_id: int | None) -> int | None:
        """The cluster of the participant, or of the first above it that has one."""
        return next((n.cluster_id for n in self.upward(participant_id) if n.cluster_id is not None), None)
