"""Whom no weighting can move: the rules applied to bounds of each total instead of the totals themselves.

Every answer is a pair: what surely holds under all weightings, and what possibly holds under some. Whoever
surely finds a place in a quota takes it before those who may move do, and whoever surely finds none never
takes one from them; both can then be left out, and everybody else's outcome is what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from scoring.columns import Bools, Ints
from scoring.firm_rules import Gates, Grouping, Rules
from scoring.firm_trials import keys_of


class Perhaps(NamedTuple):
    """What surely holds, and what possibly does."""

    surely: Bools
    possibly: Bools


class Bounds(NamedTuple):
    """The least and the greatest total of each."""

    least: Ints
    most: Ints


@dataclass(frozen=True, slots=True)
class Unmoved:
    """What is left to try: `movable` rows under `rules` with fewer places. Of the others, `won` says for each
    award who surely has it; who of them does not, surely does not.
    """

    movable: Ints
    rules: Rules
    won: list[Bools]


def leave_out_unmoved(rules: Rules, bounds: Bounds) -> Unmoved:
    """The rules for those who may move."""
    trial = _Bounded(rules, bounds)
    won = trial.awards()
    kept = trial.needed
    for one in won:
        kept = kept | (one.surely != one.possibly)
    rows = np.flatnonzero(kept)
    left = trial.left(~kept).of(rows)
    return Unmoved(rows, left, [one.surely for one in won])


def _less(rooms: Ints | None, fewer: Ints) -> Ints | None:
    return None if rooms is None else rooms - fewer


class _Walk(NamedTuple):
    """One walk through a quota: who surely finds a place (a tie at the line does not count), who possibly
    stands before its end, and who surely does.
    """

    inside: Bools
    before: Bools
    surely_before: Bools


class _Bounded:
    """The rules on bounds. `needed` gathers those who must stay for what they do to others."""

    def __init__(self, rules: Rules, bounds: Bounds) -> None:
        self.rules, self.bounds = rules, bounds
        both = keys_of(rules, np.stack([bounds.least, bounds.most]))
        self.low, self.high = both[0].astype(np.int64), both[1].astype(np.int64)
        self.needed = np.zeros(rules.size, dtype=bool)
        self.taken: list[tuple[str, int, Bools]] = []

    def awards(self) -> list[Perhaps]:
        """Award by award, who has it; who may wait for a ballot counts as one who may or may not."""
        grades = self._grades()
        higher: dict[str, Perhaps] = {}
        won = []
        nobody = np.zeros(self.rules.size, dtype=bool)
        for number, step in enumerate(self.rules.awards):
            had = higher.get(step.achievement, Perhaps(nobody, nobody))
            passed = self._passed(step.gates, grades)
            candidates = Perhaps(
                passed.surely & step.open & ~had.possibly, passed.possibly & step.open & ~had.surely
            )
            grouping = self.rules.groupings[step.grouping]
            got = self._settled(candidates, grouping, step.rooms, step.ties, ("award", number))
            if step.ties == "all" and step.placed.any():
                # Whoever equals one of those placed may be taken with them.
                self.needed |= candidates.possibly | step.placed
                got = Perhaps(got.surely, candidates.possibly)
            higher[step.achievement] = Perhaps(had.surely | got.surely, had.possibly | got.possibly)
            won.append(Perhaps(got.surely | step.placed, got.possibly | step.placed))
        return won

    def left(self, gone: Bools) -> Rules:
        """The rules with the places that those who are left out surely have taken out."""
        grades, awards = list(self.rules.grades), list(self.rules.awards)
        for kind, number, inside in self.taken:
            grouping = self.rules.groupings[0 if kind == "grade" else awards[number].grouping]
            fewer = np.bincount(grouping.codes[inside & gone], minlength=grouping.size).astype(np.int64)
            if kind == "grade":
                grades[number] = replace(grades[number], rooms=_less(grades[number].rooms, fewer))
            else:
                awards[number] = replace(awards[number], rooms=_less(awards[number].rooms, fewer))
        return replace(self.rules, grades=tuple(grades), awards=tuple(awards))

    def _settled(
        self,
        candidates: Perhaps,
        grouping: Grouping,
        rooms: Ints | None,
        ties: str,
        place: tuple[str, int],
    ) -> Perhaps:
        if rooms is None:
            return candidates
        walk = self._walk(candidates, grouping, rooms)
        self.needed |= walk.before & ~walk.inside
        self.taken.append((*place, walk.inside))
        surely = walk.surely_before if ties == "all" else walk.inside
        return Perhaps(surely, walk.before)

    def _grades(self) -> list[Perhaps]:
        nobody = np.zeros(self.rules.size, dtype=bool)
        surely = possibly = nobody
        found: list[Perhaps] = []
        for number, step in enumerate(self.rules.grades):
            passed = self._passed(step.gates, found)
            open_to = self.rules.ranked
            candidates = Perhaps(passed.surely & open_to & ~possibly, passed.possibly & open_to & ~surely)
            got = self._settled(candidates, self.rules.groupings[0], step.rooms, step.ties, ("grade", number))
            surely, possibly = surely | got.surely, possibly | got.possibly
            found.append(got)
        return found

    def _passed(self, gates: Gates, grades: Sequence[Perhaps]) -> Perhaps:
        least, most = self.bounds
        surely = gates.fixed & (least >= gates.least) & (most <= gates.most)
        possibly = gates.fixed & (most >= gates.least) & (least <= gates.most)
        for bound, concerned in gates.ranks:
            ranked = self.rules.ranked
            rooms = np.full(self.rules.groupings[0].size, bound, dtype=np.int64)
            walk = self._walk(Perhaps(ranked, ranked), self.rules.groupings[0], rooms)
            # Equals at the line of a rank all pass it, so that nobody can take a place off it.
            self.needed |= walk.before
            surely, possibly = (
                surely & (walk.surely_before | ~concerned),
                possibly & (walk.before | ~concerned),
            )
        for wanted, concerned in gates.grades:
            among = [grades[number] for number in wanted]
            has = [np.logical_or.reduce([one[side] for one in among]) for side in (0, 1)]
            surely, possibly = surely & (has[0] | ~concerned), possibly & (has[1] | ~concerned)
        return Perhaps(surely, possibly)

    def _walk(self, candidates: Perhaps, grouping: Grouping, rooms: Ints) -> _Walk:
        inside, before, surely_before = (np.zeros(self.rules.size, dtype=bool) for _side in range(3))
        order = np.argsort(grouping.codes, kind="stable")
        ends = np.cumsum(np.bincount(grouping.codes, minlength=grouping.size))
        for group, (start, end) in enumerate(zip([0, *ends.tolist()], ends.tolist(), strict=False)):
            members = order[start:end]
            if len(members):
                low, high, room = self.low[members], self.high[members], int(rooms[group])
                surely, possibly = candidates.surely[members], candidates.possibly[members]
                worst, best = np.sort(high[possibly]), np.sort(low[surely])
                # Those who may be equal or better, oneself among them; those who may be better; those who
                # surely are better.
                at_worst = len(worst) - np.searchsorted(worst, low, "left")
                better = len(worst) - np.searchsorted(worst, low, "right") - (possibly & (high > low))
                at_best = len(best) - np.searchsorted(best, high, "right")
                inside[members] = surely & (at_worst <= room)
                surely_before[members] = surely & (better < room)
                before[members] = possibly & (at_best < room)
        return _Walk(inside, before, surely_before)
