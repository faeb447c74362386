"""The overview as a page shows it: counts by type, commune or cluster with bars, and one page of the set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from foundation.permissions import Actor
from movements.models import MovementYear
from overview.kinds import Kind
from overview.queries import (
    Chosen,
    Progress,
    count_chosen,
    count_progress,
    list_chosen,
    list_places,
    without_state,
)

PAGE_ROWS = 50
BAR_WIDTH = 420
BY = {"type": "type_code", "commune": "commune_id", "cluster": "cluster_id"}


@dataclass(frozen=True, slots=True)
class Block:
    """One state's part of a bar: where it starts and how wide it is."""

    state: str
    x: float
    width: float
    count: int


@dataclass(frozen=True, slots=True)
class CountLine:
    """The counts of one type, commune or cluster. `key` is None for those that belong to none."""

    key: Any
    name: str
    counts: Mapping[str, int]
    total: int
    late: int
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Board:
    """The page. `lines` hold at least one count each; `whole` sums them."""

    by: str
    lines: Sequence[CountLine]
    whole: CountLine
    rows: Sequence[Any]
    total: int
    page: int
    pages: int
    kinds: Sequence[Kind]
    communes: Sequence[Any]
    clusters: Sequence[Any]


def build_board(
    actor: Actor,
    year: MovementYear,
    kinds: Sequence[Kind],
    chosen: Chosen,
    by: str,
    page: int,
    now: datetime,
) -> Board:
    """The overview of a year for one reader, cut to those whom it may see."""
    communes, clusters = list_places(actor)
    names: dict[str, Mapping[Any, str]] = {
        "type": {kind.code: kind.name for kind in kinds},
        "commune": {row.id: row.name for row in communes},
        "cluster": {row.id: row.name for row in clusters},
    }
    counted = count_progress(actor, year, without_state(chosen), now, BY[by])
    total = count_chosen(actor, year, chosen, now)
    pages = max(1, -(-total // PAGE_ROWS))
    page = min(page, pages)
    return Board(
        by=by,
        lines=_lines(counted, names[by]),
        whole=_line(None, _("Cộng"), _sum(counted.values())),
        rows=list_chosen(actor, year, chosen, now, offset=(page - 1) * PAGE_ROWS, limit=PAGE_ROWS),
        total=total,
        page=page,
        pages=pages,
        kinds=kinds,
        communes=communes,
        clusters=clusters,
    )


def _lines(counted: Mapping[Any, Mapping[str, int]], names: Mapping[Any, str]) -> list[CountLine]:
    """In the order of the names; those that belong to none come last."""
    lines = [_line(key, name, counted[key]) for key, name in names.items() if key in counted]
    if None in counted:
        lines.append(_line(None, _("Không thuộc nơi nào"), counted[None]))
    return lines


def _line(key: Any, name: str, counts: Mapping[str, int]) -> CountLine:
    states = {state.value: counts[state] for state in Progress if counts.get(state)}
    total = sum(states.values())
    return CountLine(key, name, states, total, counts.get("late", 0), _blocks(states, total))


def _blocks(states: Mapping[str, int], total: int) -> list[Block]:
    blocks, x = [], 0.0
    for state, count in states.items():
        width = BAR_WIDTH * count / total
        blocks.append(Block(state, round(x, 1), round(width, 1), count))
        x += width
    return blocks


def _sum(counted: Any) -> dict[str, int]:
    total: dict[str, int] = {}
    for counts in counted:
        for state, count in counts.items():
            total[state] = total.get(state, 0) + count
    return total
