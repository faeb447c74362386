"""The documents behind the figures of a sealed result: what its scorecard cited when the run was sealed."""

from dataclasses import dataclass

from assignments.scope import may_see
from awards.models import RunResult
from awards.queries import RunLine
from foundation.permissions import Actor
from participants.models import Participant
from scorecards.citing_queries import list_citations_at
from scorecards.models import Citation


@dataclass(frozen=True, slots=True)
class Proof:
    """A document cited for a criterion. `withdrawn` after the sealing it leads nowhere any more."""

    citation: Citation

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back since."""
        return self.citation.removed_at is not None


def proofs_of(
    actor: Actor, participant: Participant | None, run: RunLine, row: RunResult
) -> dict[str, tuple[Proof, ...]]:
    """By criterion what was cited at the instant of sealing, for who may read the scorecard itself; nothing
    for others. The words beside a citation are those of today.
    """
    if participant is None or not may_see(actor, participant):
        return {}
    found: dict[str, tuple[Proof, ...]] = {}
    for one in list_citations_at(row.participant_id, run.movement_year_id, run.sealed_at):
        found[one.criterion] = (*found.get(one.criterion, ()), Proof(one))
    return found
