"""On which side of an award somebody stands, and who decides about it.

The outcome of a participant depends on nobody below it: ranks, quotas and ties are walked from the best.
So of 25,000 participants it is enough to keep those who share a group with one of them and may take its
place, and whoever decides about these in turn. `who_matters` finds them.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from scoring.columns import Bools, Columns, Groups, Ints
from scoring.recommendation import AwardOutcome, Recommendation, Status


class Side(StrEnum):
    """What comes of one award for one participant: it is won (or its place is held), a ballot decides, a
    higher award stands before it, or it is not won.
    """

    IN = "in"
    BALLOT = "ballot"
    HIGHER = "higher"
    OUT = "out"


_SIDES = {
    Status.RECOMMENDED: Side.IN,
    Status.HELD: Side.IN,
    Status.GRANTED: Side.IN,
    Status.BALLOT: Side.BALLOT,
    Status.HAS_HIGHER: Side.HIGHER,
}


def side_of(status: Status) -> Side:
    """The side that a state of an award stands for."""
    return _SIDES.get(status, Side.OUT)


@dataclass(frozen=True, slots=True)
class Matter:
    """Who matters to one participant (itself left out): `rows` are needed to decide its outcome, of whom
    `rivals` may stand before it where it counts.
    """

    rows: Ints
    rivals: Ints


def who_matters(below: Recommendation, index: int) -> Matter:
    """Who decides the outcome of the last rule of `below` for the participant at `index`, which stands below
    everybody there.
    """
    *_, last = below.awards
    awards = [one for one in below.awards if one is last or one.rule.achievement == last.rule.achievement]
    needed: list[set[int]] = [{int(one.standing.groups.codes[index])} for one in awards]
    rows = np.zeros(below.columns.size, dtype=bool)
    rivals = _is_in({int(below.standing.groups.codes[index])}, below.standing.groups)
    rivals &= ~below.columns.barred
    for number in reversed(range(len(awards))):
        wins = _may_win(below.columns, awards[number])
        codes = awards[number].standing.groups
        rivals |= wins & (codes.codes == codes.codes[index])
        found = wins & _is_in(needed[number], codes)
        rows |= found
        for earlier in range(number):
            needed[earlier] |= set(awards[earlier].standing.groups.codes[found].tolist())
    rows |= rivals
    rows |= _above(below, rows)
    rows[index] = rivals[index] = False
    return Matter(np.flatnonzero(rows), np.flatnonzero(rivals))


def _may_win(columns: Columns, outcome: AwardOutcome) -> Bools:
    """Who takes part in an award if no higher one stands before it, or has a place of it already."""
    nobody = np.zeros(columns.size, dtype=bool)
    meets = ~columns.barred & ~columns.blocked.get(outcome.rule.code, nobody)
    for passed in outcome.passed:
        meets &= passed
    return meets | columns.given.get(outcome.rule.code, nobody)


def _is_in(codes: set[int], groups: Groups) -> Bools:
    return np.isin(groups.codes, sorted(codes))


def _above(below: Recommendation, rows: Bools) -> Bools:
    """Who stands beside or before any of these in the ranking: rank and grade follow from them."""
    standing = below.standing
    lowest = np.zeros(len(standing.groups.labels), dtype=np.int64)
    np.maximum.at(lowest, standing.groups.codes[rows], standing.rank[rows])
    return (standing.rank > 0) & (standing.rank <= lowest[standing.groups.codes])


@dataclass(frozen=True)
class PartOfGroups(Groups):
    """Groups of whom only those who matter are kept: their sizes are those of the whole."""

    members: Ints
    eligible: Ints

    @cached_property
    def sizes(self) -> Ints:
        """Members of each group, those left out included."""
        return self.members

    def count(self, who: Bools) -> Ints:
        """The eligible of each group, those left out included: nobody asks here for others."""
        return self.eligible


def worlds(columns: Columns, rows: Ints, index: int, times: int) -> Columns:
    """The rows and, after them, the participant at `index`, as often as asked: each time as groups of their
    own, so that one recommendation answers for all of them. The participant counts as eligible.
    """
    taken = np.append(rows, index)
    every = np.tile(taken, times)
    return Columns(
        ids=[""] * len(every),
        decimals=columns.decimals,
        points={code: column[every] for code, column in columns.points.items()},
        maxima={code: column[every] for code, column in columns.maxima.items()},
        barred=columns.barred[every],
        on_hold=columns.on_hold[every],
        groups={
            grouping: _repeated(groups, columns.barred, taken, index, times)
            for grouping, groups in columns.groups.items()
        },
        tie_keys=[2 * key[every] for key in columns.tie_keys],
        conditions={key: column[every] for key, column in columns.conditions.items()},
        blocked={code: column[every] for code, column in columns.blocked.items()},
        given={code: column[every] for code, column in columns.given.items()},
        taken={code: column[every] for code, column in columns.taken.items()},
    )


def _repeated(groups: Groups, barred: Bools, taken: Ints, index: int, times: int) -> PartOfGroups:
    present, codes = np.unique(groups.codes[taken], return_inverse=True)
    open_to = ~barred
    open_to[index] = True
    number = len(present)
    shifted = codes[None, :] + number * np.arange(times, dtype=np.int64)[:, None]
    return PartOfGroups(
        shifted.ravel(),
        [()] * (number * times),
        np.tile(groups.sizes[present], times),
        np.tile(groups.count(open_to)[present], times),
    )
