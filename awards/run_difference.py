"""Two runs of one year, side by side: for whom the later one says something else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.board import place_of
from awards.models import AwardStatus
from awards.queries import WON, RunLine
from awards.run_facts import facts_of
from awards.run_queries import SealedRow, list_sealed

LISTED_AT_MOST = 300
_SIDES = {(False, True): "in", (True, False): "out"}


@dataclass(frozen=True, slots=True)
class Side:
    """What one run says of somebody; None for who was not in it."""

    total: Decimal
    place: str
    status: str
    award: str


@dataclass(frozen=True, slots=True)
class Line:
    """One participant of whom the runs say different things. `side` is in, out or empty."""

    participant_id: int
    name: str
    group: str
    before: Side | None
    after: Side | None
    side: str


@dataclass(frozen=True, slots=True)
class TypeDifference:
    """One type: how many enter, leave or have other points, and the lines."""

    name: str
    decimals: int
    entered: int
    left: int
    points: int
    lines: Sequence[Line]
    hidden: int


def difference_of(later: RunLine, earlier: RunLine) -> list[TypeDifference]:
    """What differs, type by type in the order of the later document; where nothing does, no type."""
    facts = facts_of(later)
    before, after = list_sealed(earlier.id), list_sealed(later.id)
    names = {rule.code: rule.name for run in (facts_of(earlier), facts) for rule in run.rubric.awards}
    found = (
        _type(kind.name, facts.rubric.decimals, names, before.get(kind.code, []), after.get(kind.code, []))
        for kind in facts.rubric.types
    )
    return [one for one in found if one.lines or one.points]


def _type(
    name: str,
    decimals: int,
    awards: dict[str, str],
    before: Sequence[SealedRow],
    after: Sequence[SealedRow],
) -> TypeDifference:
    was, now = ({row.participant_id: row for row in rows} for rows in (before, after))
    lines = list(_lines(awards, was, now))
    points = sum(key in was and was[key].total != row.total for key, row in now.items())
    return TypeDifference(
        name,
        decimals,
        sum(line.side == "in" for line in lines),
        sum(line.side == "out" for line in lines),
        points,
        lines[:LISTED_AT_MOST],
        max(0, len(lines) - LISTED_AT_MOST),
    )


def _lines(awards: dict[str, str], was: dict[int, SealedRow], now: dict[int, SealedRow]) -> Iterator[Line]:
    for key in [*now, *(key for key in was if key not in now)]:
        old, new = was.get(key), now.get(key)
        row = new or was[key]
        if _says(old) != _says(new):
            won = tuple(one is not None and one.award_status in WON for one in (old, new))
            sides = (_side(awards, old), _side(awards, new))
            yield Line(key, row.name, row.group_name, *sides, _SIDES.get((won[0], won[1]), ""))


def _says(row: SealedRow | None) -> tuple[str | None, AwardStatus] | None:
    return None if row is None else (row.award, row.award_status)


def _side(awards: dict[str, str], row: SealedRow | None) -> Side | None:
    if row is None:
        return None
    award = awards.get(row.award or "", "") if row.award_status in WON else ""
    return Side(row.total, place_of(row.rank, 1), row.award_status.value, award)
