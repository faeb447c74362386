"""Where a participant would stand while one thing of its scorecard changes step by step, and the first step
at which an award turns out otherwise.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Protocol

from scoring.elsewhere import Elsewhere
from scoring.recommendation import Status
from scoring.rivals import Stand
from scoring.sides import side_of

# How often a search goes on to the next stretch before it gives up: nothing so far away is of use to anybody.
PATIENCE = 400
AT_ONCE = 64
WALKED = 2_000


class Curve(Protocol):
    """Stands by number of steps, from `low` to `high`; 0 is where the participant stands now.

    While `branch` stays, and if the curve is `steady`, nothing of a stand turns back: totals, points, keys
    only rise or only fall.
    """

    @property
    def low(self) -> int: ...  # noqa: D102

    @property
    def high(self) -> int: ...  # noqa: D102

    @property
    def steady(self) -> bool: ...  # noqa: D102

    def stand(self, number: int) -> Stand: ...  # noqa: D102

    def branch(self, number: int) -> Hashable: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Turn:
    """After so many steps, and not before, the award turns out so."""

    number: int
    status: Status


def turns(elsewhere: Elsewhere, curve: Curve, step: int, most: int = 2) -> list[Turn]:
    """The first turns of the award in one direction (`step` 1 or -1), the nearest first."""
    end = curve.high if step > 0 else curve.low
    side, found = elsewhere.side(curve.stand(0)), []
    for number, status in _visits(elsewhere, curve, step, end):
        if side_of(status) is not side:
            side = side_of(status)
            found.append(Turn(number, status))
            if len(found) == most:
                break
    return found


def _visits(elsewhere: Elsewhere, curve: Curve, step: int, end: int) -> Iterator[tuple[int, Status]]:
    """The steps at which something may change, with what the award says there."""
    if not curve.steady:
        yield from _walk(elsewhere, curve, step, end)
        return
    number = 0
    for _ in range(PATIENCE):
        if number == end:
            return
        number = _last_alike(elsewhere, curve, number, end)
        if number == end:
            return
        number += step
        yield number, elsewhere.status(curve.stand(number))


def _walk(elsewhere: Elsewhere, curve: Curve, step: int, end: int) -> Iterator[tuple[int, Status]]:
    """Every step, one after another, as far as that is of use."""
    numbers = range(step, step * (min(abs(end), WALKED) + 1), step)
    for first in range(0, len(numbers), AT_ONCE):
        part = numbers[first : first + AT_ONCE]
        yield from zip(part, elsewhere.statuses([curve.stand(number) for number in part]), strict=True)


def _last_alike(elsewhere: Elsewhere, curve: Curve, start: int, end: int) -> int:
    """The last step towards `end` up to which the award is known to say the same as at `start`."""
    branch = curve.branch(start)
    edge = _last_that(lambda number: curve.branch(number) == branch, start, end)
    stays = _sameness(elsewhere, curve.stand(start), curve.stand(edge))
    return _last_that(lambda number: stays(curve.stand(number)), start, edge)


def _sameness(elsewhere: Elsewhere, start: Stand, edge: Stand) -> Callable[[Stand], bool]:
    """What must hold of a stand between two for the award to say the same as at the first."""
    if start.barred:
        return lambda stand: stand.barred
    met = elsewhere.bounds_met(start)
    until = elsewhere.settled_until(start, edge.total)
    if until is None:
        relation = elsewhere.rivals.relation(start)
        return lambda stand: (
            not stand.barred
            and stand.total == start.total
            and elsewhere.bounds_met(stand) == met
            and elsewhere.rivals.relation(stand) == relation
        )
    low, high = min(start.total, until), max(start.total, until)
    return lambda stand: (
        not stand.barred and low <= stand.total <= high and elsewhere.bounds_met(stand) == met
    )


def _last_that(holds: Callable[[int], bool], start: int, end: int) -> int:
    """The last number from `start` towards `end` of which `holds`, which never begins to hold again."""
    if start == end or holds(end):
        return end
    step = 1 if end > start else -1
    inside, leap = start, 1
    while True:
        ahead = inside + step * leap
        if (ahead - end) * step >= 0:
            ahead = end
        if ahead == end or not holds(ahead):
            break
        inside, leap = ahead, leap * 2
    outside = ahead
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside
