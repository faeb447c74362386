"""Who waits for a ballot in a run, because equals stand across a quota line; read once by each process."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from awards.kept import Kept
from awards.queries import AnyRow, list_tied
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
    """Those of a type who wait, in the order of the ranking; also for a higher award than they have."""
    if kind.kind.code not in facts.tied:
        return ()
    run = facts.run
    key = (run.id, run.result_sha256, run.sealed_at, kind.kind.code)
    return _kept.get(key, lambda: _read(facts, kind))


def _read(facts: RunFacts, kind: TypeFacts) -> tuple[Waiting, ...]:
    tied = facts.tied[kind.kind.code]
    rows = list_tied(facts.run.id, kind.kind.code, tied[:MOST])
    return tuple(waiting for row in rows for waiting in _waiting(row))


def _waiting(row: AnyRow) -> Iterator[Waiting]:
    for reason in SealedResult.from_text(row.result).select(("ballot",)):
        told = reason.facts
        yield Waiting(
            row.name,
            row.group_key,
            row.position,
            row.total,
            str(told["award"]),
            str(told["name"]),
            int(str(told["run"])),
            int(str(told["left"])),
        )
