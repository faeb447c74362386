"""How firm recommendations are: in how many plausible weightings each is what it is.

Under each weighting the whole recommendation is made anew: grades, conditions on the total, quotas, the
precedence of awards, ties at the line. Totals are rounded as the document rounds, so that ties are real ties.
"""

from dataclasses import dataclass

import numpy as np

from scoring.columns import Ints
from scoring.firm_bounds import Unmoved, leave_out_unmoved
from scoring.firm_rules import Rules
from scoring.firm_trials import Outcome, apply
from scoring.parts import PartColumns
from scoring.total_bounds import bounds_of, tables_of
from scoring.weightings import Weightings


@dataclass(frozen=True, slots=True)
class AwardShare:
    """Of one award, in how many weightings each has it, and in how many each waits for a ballot on it."""

    code: str
    won: Ints
    ballot: Ints


@dataclass(frozen=True, slots=True)
class Firmness:
    """In how many of the `weightings` each participant's outcome stays: for every award of the type, whether
    it is recommended (or held), whether it waits for a ballot, or neither. `movable` counts those whom some
    weighting might move.
    """

    weightings: Weightings
    stays: Ints
    awards: tuple[AwardShare, ...]
    movable: int

    @property
    def count(self) -> int:
        """How many weightings were tried."""
        return self.weightings.count


def firmness(rules: Rules, totals: Ints, parts: PartColumns, weightings: Weightings) -> Firmness:
    """Try every weighting on participants whose `totals` led to the recommendation; `rules`, `totals` and
    `parts` speak of the same ones in the same order, of all who compete with each other (`Rules.around`).
    """
    base = apply(rules, totals[None])
    unmoved = leave_out_unmoved(rules, bounds_of(parts, weightings))
    stays, awards = _certain(rules, base, unmoved, weightings.count)
    rows = unmoved.movable
    now = [Outcome(one.won[:, rows], one.ballot[:, rows]) for one in base]
    for table in tables_of(parts.of(rows), weightings):
        same = np.ones(table.shape, dtype=bool)
        for before, after, share in zip(now, apply(unmoved.rules, table), awards, strict=True):
            same &= (after.won == before.won) & (after.ballot == before.ballot)
            share.won[rows] += np.count_nonzero(after.won, axis=0)
            share.ballot[rows] += np.count_nonzero(after.ballot, axis=0)
        stays[rows] += np.count_nonzero(same, axis=0)
    return Firmness(weightings, stays, tuple(awards), len(rows))


def _certain(
    rules: Rules, base: list[Outcome], unmoved: Unmoved, count: int
) -> tuple[Ints, list[AwardShare]]:
    """The counts of those whom nothing moves; zeros for the others."""
    same = np.ones(rules.size, dtype=bool)
    awards = []
    certain = np.ones(rules.size, dtype=bool)
    certain[unmoved.movable] = False
    for step, before, won in zip(rules.awards, base, unmoved.won, strict=True):
        same &= (before.won[0] == won) & ~before.ballot[0]
        always = np.where(certain & won, count, 0).astype(np.int64)
        awards.append(AwardShare(step.code, always, np.zeros(rules.size, dtype=np.int64)))
    return np.where(certain & same, count, 0).astype(np.int64), awards
