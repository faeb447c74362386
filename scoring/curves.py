"""Where a participant would stand while one thing of its scorecard changes step by step, and the first step
at which an award turns out otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from scoring.elsewhere import Elsewhere, Search
from scoring.recommendation import Status
from scoring.rivals import Stand
from scoring.sides import side_of

Found = TypeVar("Found")

# How often a search goes on to the next stretch before it gives up: nothing so far away is of use to anybody.
PATIENCE = 2_000
AT_ONCE = 64


class Curve(Protocol):
    """Stands by number of steps, from `low` to `high`; 0 is where the participant stands now.

    `runs_on` says of two steps that between them nothing turns back: totals, points, keys only rise or only
    fall. It stays true or becomes false as the second goes away from the first. `guess` says after how many
    steps the total may be so much, where that is easy.
    """

    @property
    def low(self) -> int: ...  # noqa: D102

    @property
    def high(self) -> int: ...  # noqa: D102

    def stand(self, number: int) -> Stand: ...  # noqa: D102

    def runs_on(self, start: int, number: int) -> bool: ...  # noqa: D102

    def guess(self, total: int) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Turn:
    """After so many steps, and not before, the award turns out so."""

    number: int
    status: Status


def together(elsewhere: Elsewhere, searches: Sequence[Search[Found]]) -> list[Found]:
    """What several searches find. They go on in step, so that what all of them want to know of the award is
    asked at once.
    """
    found: dict[int, Found] = {}
    open_to = dict(enumerate(searches))
    while open_to:
        wanted: list[Stand] = []
        for number, search in list(open_to.items()):
            try:
                wanted += next(search)
            except StopIteration as end:
                found[number] = end.value
                del open_to[number]
        elsewhere.statuses(wanted)
    return [found[number] for number in range(len(searches))]


def turns(elsewhere: Elsewhere, curve: Curve, step: int, most: int = 2) -> Search[list[Turn]]:
    """The first turns of the award in one direction (`step` 1 or -1), the nearest first."""
    end = curve.high if step > 0 else curve.low
    yield [curve.stand(0), curve.stand(end)]
    side, number, found, small = elsewhere.side(curve.stand(0)), 0, list[Turn](), 0
    for _ in range(PATIENCE):
        last = yield from _last_alike(elsewhere, curve, number, end)
        if last == end or len(found) == most:
            break
        small = small + 1 if last == number else 0
        number = last + step
        yield _ahead(curve, number, step, end) if small % AT_ONCE == 1 else [curve.stand(number)]
        status = elsewhere.status(curve.stand(number))
        if side_of(status) is not side:
            side = side_of(status)
            found.append(Turn(number, status))
    return found


def _ahead(curve: Curve, number: int, step: int, end: int) -> list[Stand]:
    """The next steps, to be asked about at once where every single one has to be looked at."""
    return [curve.stand(one) for one in range(number, end + step, step)[:AT_ONCE]]


def _last_alike(elsewhere: Elsewhere, curve: Curve, start: int, end: int) -> Search[int]:
    """The last step towards `end` up to which the award is known to say the same as at `start`."""
    edge = _last_that(lambda number: curve.runs_on(start, number), start, end)
    if edge == start:
        return start
    stays, until = yield from _sameness(elsewhere, curve.stand(start), curve.stand(edge))
    guess = None if until is None else curve.guess(until)
    return _last_that(lambda number: stays(curve.stand(number)), start, edge, guess)


Stays = Callable[[Stand], bool]


def _sameness(elsewhere: Elsewhere, start: Stand, edge: Stand) -> Search[tuple[Stays, int | None]]:
    """What must hold of a stand between two for the award to say the same as at the first; and the total up
    to which it does, where it is the total that decides.
    """
    if start.barred:
        return lambda stand: stand.barred, None
    met = elsewhere.bounds_met(start)
    until = yield from elsewhere.settled_until(start, edge.total)
    if until is None:
        relation = elsewhere.rivals.relation(start)
        return (
            lambda stand: (
                not stand.barred
                and stand.total == start.total
                and elsewhere.bounds_met(stand) == met
                and elsewhere.rivals.relation(stand) == relation
            ),
            None,
        )
    low, high = min(start.total, until), max(start.total, until)
    return (
        lambda stand: not stand.barred and low <= stand.total <= high and elsewhere.bounds_met(stand) == met,
        until,
    )


def _last_that(holds: Callable[[int], bool], start: int, end: int, guess: int | None = None) -> int:
    """The last number from `start` towards `end` of which `holds`, which never begins to hold again."""
    if start == end or holds(end):
        return end
    step = 1 if end > start else -1
    if guess is not None and 0 <= (guess - start) * step < (end - start) * step and holds(guess):
        start = guess
    inside, leap = start, 1
    while (end - inside - step * leap) * step > 0 and holds(inside + step * leap):
        inside, leap = inside + step * leap, leap * 2
    outside = min(inside + leap, end) if step > 0 else max(inside - leap, end)
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside
