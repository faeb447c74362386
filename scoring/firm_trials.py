"""Applying the rules of a type to a table of totals: a row for each weighting, a column for each participant.

What each row says is what `recommendation.recommend` says of these totals. Total and tie-break become one
whole number, so that the line of a quota is found among values, without putting anybody in order.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.columns import Bools, Ints
from scoring.firm_rules import NO_LEAST, NO_MOST, AwardStep, Gates, Grouping, Rules

# Keys are whole numbers, the smallest kind that holds them; nobody's is below zero.
Keys = NDArray[Any]


class Outcome(NamedTuple):
    """Of one award, who has it in each row (held and given included), and who waits for a ballot on it."""

    won: Bools
    ballot: Bools


class _Cut(NamedTuple):
    """The line of a quota in each row: who is inside, and who is equal on both sides of it (None: nobody)."""

    inside: Bools
    straddling: Bools | None

    @property
    def before(self) -> Bools:
        """Who stands before the end of the places: inside, or equal at the line."""
        return self.inside if self.straddling is None else self.inside | self.straddling


def apply(rules: Rules, totals: Ints) -> list[Outcome]:
    """What every award says of everybody under each row of totals."""
    return list(_Trial(rules, totals).awards())


def keys_of(rules: Rules, totals: Ints) -> Keys:
    """Total and tie-break as one number, the greater the better; equal where nothing separates."""
    return _keys_and_width(rules, totals)[0]


def _keys_and_width(rules: Rules, totals: Ints) -> tuple[Keys, int | None]:
    """The keys, and by how much one more of the total raises them (None: by no fixed number)."""
    width: int | None = int(rules.tie.max(initial=0)) + 1
    times, most = int(rules.tie.max(initial=0)) + 1, int(totals.max(initial=0)) + 1
    if most * times >= 2**62:
        totals = np.unique(totals, return_inverse=True)[1].reshape(totals.shape)
        most, width = totals.size, None
    kind = np.int32 if most * times < 2**31 else np.int64
    keys: Keys = totals.astype(kind)
    keys *= times
    keys += rules.tie.astype(kind)
    return keys, width


class _Trial:
    """One table of totals under the rules."""

    def __init__(self, rules: Rules, totals: Ints) -> None:
        self.rules, self.totals = rules, totals
        self.keys, self.width = _keys_and_width(rules, totals)
        self.lines = [Lines(grouping) for grouping in rules.groupings]
        self.nobody = np.zeros(totals.shape, dtype=bool)

    def awards(self) -> Iterator[Outcome]:
        """Award by award, the higher first."""
        grade = self._grades()
        higher: dict[str, Bools] = {}
        for step in self.rules.awards:
            candidates = self._passed(step.gates, step.open, grade)
            had = higher.get(step.achievement)
            if had is not None:
                candidates &= ~had
            outcome = self._settled(step, candidates)
            higher[step.achievement] = outcome.won if had is None else had | outcome.won
            placed = step.placed.any()
            yield Outcome(outcome.won | step.placed if placed else outcome.won, outcome.ballot)

    def _settled(self, step: AwardStep, candidates: Bools) -> Outcome:
        if step.rooms is None:
            return Outcome(candidates, self.nobody)
        cut = self.lines[step.grouping].cut(self.keys, candidates, step.rooms)
        if step.ties == "all":
            return Outcome(cut.before | self._beside(step, candidates), self.nobody)
        waits = cut.straddling is not None and step.ties == "ballot"
        return Outcome(cut.inside, cut.straddling if waits and cut.straddling is not None else self.nobody)

    def _beside(self, step: AwardStep, candidates: Bools) -> Bools:
        """Candidates equal to somebody who has a place already, where the first of these equals found one."""
        beside = np.zeros_like(candidates)
        grouping = self.rules.groupings[step.grouping]
        for one in np.flatnonzero(step.placed).tolist():
            members = grouping.codes == grouping.codes[one]
            own = self.keys[:, one : one + 1]
            before = ((self.keys > own) & candidates & members).sum(axis=1, keepdims=True)
            equals = ((self.keys == own) & step.placed & members).sum(axis=1, keepdims=True)
            room = (step.rooms if step.rooms is not None else np.zeros(0))[grouping.codes[one]]
            beside |= (self.keys == own) & candidates & members & (before - equals < room)
        return beside

    def _grades(self) -> NDArray[np.int8]:
        """The grade of everybody, -1 for none; of those without a rank, none."""
        found = np.full(self.totals.shape, -1, dtype=np.int8)
        for number, step in enumerate(self.rules.grades):
            candidates = self._passed(step.gates, self.rules.ranked, found)
            if number:
                candidates &= found < 0
            if step.rooms is not None:
                cut = self.lines[0].cut(self.keys, candidates, step.rooms)
                candidates = cut.before if step.ties == "all" else cut.inside
            np.putmask(found, candidates, number)
        return found

    def _passed(self, gates: Gates, open_to: Bools, grade: NDArray[np.int8]) -> Bools:
        """Who of those it is open to meets the conditions."""
        least, most = gates.least.max(initial=NO_LEAST), gates.most.min(initial=NO_MOST)
        always = gates.fixed & open_to
        passed = self._at_least(gates.least) if least > NO_LEAST else np.ones(self.totals.shape, dtype=bool)
        if not always.all():
            passed &= always
        if most < NO_MOST:
            passed &= self.totals <= gates.most
        for bound, concerned in gates.ranks:
            rooms = np.full(self.rules.groupings[0].size, bound, dtype=np.int64)
            everybody = np.broadcast_to(self.rules.ranked, self.totals.shape)
            passed &= self.lines[0].cut(self.keys, everybody, rooms).before | ~concerned
        for wanted, concerned in gates.grades:
            has = np.logical_or.reduce([grade == number for number in wanted])
            passed &= has if concerned.all() else has | ~concerned
        return passed

    def _at_least(self, least: Ints) -> Bools:
        """Whose total is so much at least, asked of the keys where these rise evenly with it."""
        if self.width is None:
            return self.totals >= least
        top = np.iinfo(self.keys.dtype).max
        bound = np.clip(np.clip(least, 0, top // self.width + 1) * self.width, 0, top)
        return self.keys >= bound.astype(self.keys.dtype)


class Lines:
    """Finds the lines of quotas in one grouping."""

    def __init__(self, grouping: Grouping) -> None:
        self.codes = grouping.codes
        self.sizes = np.bincount(grouping.codes, minlength=grouping.size).astype(np.int64)
        self.ends = np.cumsum(self.sizes)
        self.only = np.flatnonzero(self.sizes).tolist()

    def cut(self, keys: Keys, candidates: Bools, rooms: Ints) -> _Cut:
        """Who of the candidates finds one of the places of its group."""
        if not self.only:
            return _Cut(candidates, None)
        # Who is no candidate stands below zero, apart: many equal numbers are slow to divide.
        masked = np.where(candidates, keys, ~keys)
        last, after = self._of_one(masked, rooms) if len(self.only) == 1 else self._of_many(masked, rooms)
        apart = last > after
        inside = candidates & (keys >= np.where(apart, last, after + 1))
        straddling = None if apart.all() else candidates & (keys == last) & ~apart
        return _Cut(inside, straddling)

    def _of_one(self, keys: Keys, rooms: Ints) -> tuple[Keys, Keys]:
        """The key of the last that finds a place and of the first that finds none: below zero where no
        candidate is left to find one, out of reach where there is no place.
        """
        size, room = keys.shape[1], int(rooms[self.only[0]])
        shape, top = (len(keys), 1), np.iinfo(keys.dtype).max
        if room <= 0 or room >= size:
            last, after = (top, top - 1) if room <= 0 else (-1, -2)
            return np.full(shape, last, dtype=keys.dtype), np.full(shape, after, dtype=keys.dtype)
        parted = np.partition(keys, size - room, axis=1)
        return parted[:, size - room, None], parted[:, : size - room].max(axis=1, keepdims=True)

    def _of_many(self, keys: Keys, rooms: Ints) -> tuple[Keys, Keys]:
        """The same for each group, spread over its members. Sorted with the number of the group before the
        key, every group keeps its own stretch of the row.
        """
        most = max(int(keys.max(initial=0)), -int(keys.min(initial=0))) + 1
        width = 2 * most
        bases = np.arange(len(self.sizes), dtype=np.int64) * width + most
        row = np.sort(keys + bases[self.codes], axis=1)
        at = np.clip(self.ends - rooms, 0, keys.shape[1] - 1)
        last, after = row[:, at] - bases, row[:, np.maximum(at - 1, 0)] - bases
        none, all_ = rooms <= 0, (rooms >= self.sizes) & (rooms > 0)
        last = np.where(none, width, np.where(all_, -1, last))
        after = np.where(none, width - 1, np.where(all_, -2, after))
        return last[:, self.codes], after[:, self.codes]
