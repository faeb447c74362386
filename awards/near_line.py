"""Who stands close to a quota line, on either side: the last inside and the first outside of each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.board_queries import list_at
from awards.kept import Kept
from awards.models import AwardStatus
from awards.queries import WON, AnyRow
from awards.quotas import QuotaLine
from awards.run_facts import RunFacts, TypeFacts

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Near:
    """One group's line: who has the last place, who would be next, and the points between them."""

    group_key: str
    group_name: str
    inside: str
    outside: str
    gap: Decimal


_kept: Kept[tuple[Near, ...]] = Kept(64)


def near_lines(facts: RunFacts, kind: TypeFacts, lines: Mapping[str, QuotaLine]) -> tuple[Near, ...]:
    """Every line of a type that parts two totals, the closest first. A line that a tie crosses, or behind
    which nobody qualifies, is not among them.
    """
    run = facts.run
    key = (run.id, run.result_sha256, run.sealed_at, kind.kind.code)
    return _kept.get(key, lambda: tuple(_read(facts, kind, lines)))


def _read(facts: RunFacts, kind: TypeFacts, lines: Mapping[str, QuotaLine]) -> list[Near]:
    places = {line.after: key for key, line in lines.items() if not line.crossed}
    wanted = [position + step for position in places for step in (0, 1)]
    rows = {row.position: row for row in list_at(facts.run.id, kind.kind.code, wanted)}
    found = []
    for position, group_key in places.items():
        inside, outside = rows.get(position), rows.get(position + 1)
        if inside is not None and outside is not None and _face(inside, outside):
            name = kind.groups[group_key].name
            gap = inside.total - outside.total
            found.append(Near(group_key, name, inside.name, outside.name, gap))
    return sorted(found, key=lambda near: (near.gap, near.group_name, near.group_key))


def _face(inside: AnyRow, outside: AnyRow) -> bool:
    """Whether these two compete for the same last place."""
    return (
        inside.group_key == outside.group_key
        and inside.award_status in WON
        and outside.award_status is AwardStatus.OUTSIDE
        and inside.award == outside.award
    )


def closest(near: Sequence[Near], group_key: str | None) -> tuple[Near, ...]:
    """Those of one group, or the closest of all."""
    return tuple(one for one in near if group_key in (None, one.group_key))[:SHOWN]
