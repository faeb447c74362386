"""The totals at which something can change for one participant, and how its tie-break keys may relate to
those of whoever has the same total.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

Keys = tuple[int, ...]


class Stand(NamedTuple):
    """All that ranking, gates and quotas read of a participant and that its points decide: whole numbers of
    the smallest unit. `keys` are the doubled places of the tie-break keys, so that an odd one lies between
    those of others; `points` are those of the nodes that gates read.
    """

    total: int
    keys: Keys
    points: tuple[int, ...]
    barred: bool


class Rivals:
    """Those who may stand before the participant: `stands` are their totals with their keys, `bounds` the
    totals that thresholds ask for.
    """

    def __init__(self, stands: Iterable[tuple[int, Keys]], bounds: Iterable[int]) -> None:
        found: dict[int, set[Keys]] = {}
        for total, keys in stands:
            found.setdefault(total, set()).add(keys)
        self._keys = {total: sorted(keys) for total, keys in found.items()}
        self.marks = tuple(sorted({*self._keys, *bounds}))

    def stretches(self, start: int, end: int) -> Iterator[int]:
        """From `start` (left out) to `end`, of each stretch of totals in which nothing changes the nearest to
        the start.
        """
        step = 1 if end > start else -1
        reached = start
        for mark in self._between(start, end):
            if reached + step != mark:
                yield reached + step
            yield mark
            reached = mark
        if reached != end:
            yield reached + step

    def _between(self, start: int, end: int) -> Sequence[int]:
        if end > start:
            return self.marks[bisect_left(self.marks, start + 1) : bisect_left(self.marks, end + 1)]
        return self.marks[bisect_left(self.marks, end) : bisect_left(self.marks, start)][::-1]

    def relations(self, stand: Stand) -> Iterator[Stand]:
        """The stand with every relation that its keys may have to those of the same total."""
        keys = self._keys.get(stand.total)
        if not keys or not stand.keys:
            yield stand
            return
        yield stand._replace(keys=(*keys[0][:-1], keys[0][-1] - 1))
        for key in keys:
            yield stand._replace(keys=key)
            yield stand._replace(keys=(*key[:-1], key[-1] + 1))

    def relation(self, stand: Stand) -> Keys:
        """Where each key stands among those of the same total: as long as this stays, nothing changes."""
        listed = self._keys.get(stand.total, [])
        return tuple(_place(sorted({keys[at] for keys in listed}), own) for at, own in enumerate(stand.keys))


def _place(values: Sequence[int], own: int) -> int:
    place = bisect_left(values, own)
    return 2 * place if place < len(values) and values[place] == own else 2 * place - 1
