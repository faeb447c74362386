"""Who waits for a ballot in a run, because equals stand across a quota line; read once by each process."""

from dataclasses import dataclass
from decimal import Decimal

from awards.kept import Kept
from awards.models import AwardStatus
from awards.queries import list_ballots
from awards.run_facts import RunFacts, TypeFacts
from awards.sealed import SealedResult

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits: `tied` stand equal for `left` places of the award."""

    name: str
    group_key: str
    position: int
    total: Decimal
    award: str
    award_name: str
    tied: int
    left: int


_kept: Kept[tuple[Waiting, ...]] = Kept(32)


def list_waiting(facts: RunFacts, kind: TypeFacts) -> tuple[Waiting, ...]:
    """Those of a type who wait, in the order of the ranking."""
    if not any(group.count(AwardStatus.BALLOT) for group in kind.groups.values()):
        return ()
    run = facts.run
    key = (run.id, run.result_sha256, run.sealed_at, kind.kind.code)
    return _kept.get(key, lambda: _read(facts, kind))


def _read(facts: RunFacts, kind: TypeFacts) -> tuple[Waiting, ...]:
    waiting = []
    for row in list_ballots(facts.run.id, kind.kind.code, limit=MOST):
        reason = SealedResult.from_text(row.result).find("ballot", award=row.award)
        if reason is None:
            continue
        told = reason.facts
        waiting.append(
            Waiting(
                row.name,
                row.group_key,
                row.position,
                row.total,
                row.award,
                str(told["name"]),
                int(str(told["run"])),
                int(str(told["left"])),
            )
        )
    return tuple(waiting)
