"""Where the places of one award end in one group, read from a sealed run: who has them, who stands before and
takes none, who is just inside and who just outside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from awards.board import place_of
from awards.run_columns import TypeRun
from awards.sealing import STATUSES, WHOLE_TYPE
from scoring.award_rules import AwardRule, TieBreak
from scoring.columns import Bools
from scoring.figures import shown
from scoring.reasons import Fact
from scoring.recommendation import AwardOutcome, Status

# How many outside the line are of interest.
NEAR = 3


@dataclass(frozen=True, slots=True)
class Contender:
    """One who stands near the line, with its rank as it is read."""

    index: int
    participant_id: int
    name: str
    place: str
    total: Decimal
    status: Status
    on_hold: bool

    @property
    def state(self) -> str:
        """What pages call the state."""
        return STATUSES[self.status].value


@dataclass(frozen=True, slots=True)
class Parting:
    """The tie-break key that parted two of one total, and its value of each."""

    key: TieBreak
    inside: Fact
    outside: Fact


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The line of one award in one group of `size`; `places` were counted as `quota` says.

    `inside` have the places, `tied` wait for a ballot at the line, `outside` are the next candidates, each
    from the best. `higher`, `failed` and `soon` stand before the last of those and take no place: for a
    higher award, for a condition that is not met, for an award had before.
    """

    rule: AwardRule
    key: str
    size: int
    quota: dict[str, Fact]
    inside: tuple[Contender, ...]
    tied: tuple[Contender, ...]
    outside: tuple[Contender, ...]
    higher: tuple[Contender, ...]
    failed: tuple[Contender, ...]
    soon: tuple[Contender, ...]
    parting: Parting | None

    @property
    def places(self) -> int:
        """How many places there are."""
        return int(str(self.quota["places"]))

    @property
    def left(self) -> int:
        """How many of them nobody has yet."""
        return max(0, self.places - len(self.inside))

    @property
    def last_inside(self) -> Contender | None:
        """Who stands just above the line."""
        return self.inside[-1] if self.inside else None

    @property
    def first_outside(self) -> Contender | None:
        """Who stands just below it."""
        return self.outside[0] if self.outside else None


def keys_of(outcome: AwardOutcome) -> list[str]:
    """The groups in which an award counts its places, by name in an address, in their order."""
    return ["/".join(label) or WHOLE_TYPE for label in outcome.standing.groups.labels]


def read_line(was: TypeRun, outcome: AwardOutcome, key: str) -> GroupLine | None:
    """The line of an award with a quota in the group of this name; None where there is no such group."""
    keys, quota = keys_of(outcome), outcome.rule.quota
    if key not in keys or outcome.places is None or quota is None:
        return None
    number = keys.index(key)
    reader = _Reader(was, outcome, number)
    exact = outcome.places.exact[number]
    return GroupLine(
        rule=outcome.rule,
        key=key,
        size=int(outcome.standing.groups.sizes[number]),
        quota={
            "count": quota.count,
            "percent": quota.percent,
            "of": quota.of,
            "base": int(outcome.places.base[number]),
            "exact": shown(exact),
            "rounding": quota.rounding,
            "minimum": quota.minimum,
            "maximum": quota.maximum,
            "places": int(outcome.places.places[number]),
        },
        inside=tuple(reader.contenders(reader.inside)),
        tied=tuple(reader.contenders(reader.tied)),
        outside=tuple(reader.contenders(reader.outside[:NEAR])),
        higher=tuple(reader.contenders(reader.before(Status.HAS_HIGHER))),
        failed=tuple(reader.contenders(reader.before(Status.BELOW))),
        soon=tuple(reader.contenders(reader.before(Status.TOO_SOON, Status.HAS_AWARD))),
        parting=reader.parting(),
    )


class _Reader:
    """Sorts the ranked of one group by what became of them; lists are places in the columns, best first."""

    def __init__(self, was: TypeRun, outcome: AwardOutcome, group: int) -> None:
        self.was, self.outcome = was, outcome
        order = outcome.standing.order
        here = (outcome.standing.groups.codes == group) & (outcome.standing.rank > 0)
        self.order: list[int] = order[here[order]].tolist()
        straddling = outcome.line.straddling & outcome.candidates & ~outcome.won
        waits = straddling if outcome.rule.ties == "ballot" else np.zeros_like(straddling)
        self.inside = self._those(outcome.won)
        self.tied = self._those(waits)
        self.outside = self._those(outcome.status == Status.OUTSIDE)
        last = [*self.inside, *self.tied] or self.outside[:1] or self.order
        self._until = max((self.order.index(one) for one in last[-1:]), default=-1)

    def _those(self, who: Bools) -> list[int]:
        return [index for index in self.order if who[index]]

    def before(self, *statuses: Status) -> list[int]:
        """Who of such a state stands before the line."""
        found = self.order[: self._until + 1]
        return [index for index in found if self.outcome.status[index] in statuses]

    def contenders(self, indexes: Iterable[int]) -> Iterator[Contender]:
        """Those at these places of the columns."""
        was, standing = self.was, self.outcome.standing
        columns = was.sealed.columns
        for index in indexes:
            yield Contender(
                index=index,
                participant_id=int(was.participant_ids[index]),
                name=was.names[index],
                place=place_of(int(standing.rank[index]), int(standing.tied[index])),
                total=Decimal(int(columns.points["total"][index])).scaleb(-columns.decimals),
                status=Status(int(self.outcome.status[index])),
                on_hold=bool(columns.on_hold[index]),
            )

    def parting(self) -> Parting | None:
        """What parted the last inside from the first outside, where their totals are equal."""
        if self.tied or not self.inside or not self.outside:
            return None
        above, below = self.inside[-1], self.outside[0]
        columns = self.was.sealed.columns
        if columns.points["total"][above] != columns.points["total"][below]:
            return None
        for key, column in zip(self.was.kind.ranking.tie_break, columns.tie_keys, strict=True):
            if column[above] != column[below]:
                return Parting(
                    key, self._value(key, int(column[above])), self._value(key, int(column[below]))
                )
        return None

    def _value(self, key: TieBreak, place: int) -> Fact:
        """The value at a place of a tie-break column; None where it was not known."""
        values = self.was.whole.tie_values[key.key]
        number = place if key.order == "high" else -place
        if not 0 <= number < len(values):
            return None
        return bool(values[number]) if key.prefer is not None else shown(values[number])
