"""A scorecard while the figure of one criterion changes: through the engine, with all that follows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from scoring.elsewhere import Elsewhere
from scoring.engine import Scorecard
from scoring.evidence import NEVER, Entry, Evidence
from scoring.exact import Exact
from scoring.figures import Measured, figure_reader
from scoring.grids import Grid
from scoring.points import origin_reader
from scoring.rivals import Stand
from scoring.rubric import Criterion, ParticipantType, Section
from scoring.scales import Band, Bands, Count, DaysLate, Target

Reader = Callable[[Evidence], Entry | None]


class FigureCurve:
    """The stands of one participant by number of steps of one figure (`curves.Curve`)."""

    def __init__(self, elsewhere: Elsewhere, evidence: Evidence, criterion: Criterion, grid: Grid) -> None:
        kind = elsewhere.engine.kind
        moved = [criterion, *(one for one in kind.criteria() if _origin(one) == criterion.code)]
        self.low, self.high = grid.low, grid.high
        self._elsewhere, self._evidence, self._criterion, self._grid = elsewhere, evidence, criterion, grid
        self._directions = _directions(kind, moved)
        self._steady = len(set(self._directions.values()) - {0}) <= 1
        self._bands = [
            (_reader(elsewhere, one), _in_order(one.scale.bands))
            for one in moved
            if isinstance(one.scale, Bands | DaysLate)
        ]
        self._stands: dict[int, Stand] = {}
        self._points: dict[int, tuple[Exact, ...]] = {}

    def evidence(self, number: int) -> Evidence:
        """What would be known after so many steps."""
        return with_entry(self._evidence, self._criterion.code, self._grid.entry(number))

    def card(self, number: int) -> Scorecard:
        """What the engine makes of it."""
        return self._elsewhere.engine.score(self.evidence(number))

    def stand(self, number: int) -> Stand:
        """Where the participant would stand."""
        if number not in self._stands:
            evidence = self.evidence(number)
            card = self._elsewhere.engine.score(evidence)
            self._stands[number] = self._elsewhere.stand(evidence, card)
            self._points[number] = tuple(card.nodes[code].exact for code in self._directions)
        return self._stands[number]

    def runs_on(self, start: int, number: int) -> bool:
        """Whether the same bands hold the figures, between which points may go up and down, and what moves of
        the criteria fed by it moves in one direction.
        """
        if self._bands and self._branch(start) != self._branch(number):
            return False
        return self._steady or len(self._moving(start, number)) <= 1

    def _branch(self, number: int) -> tuple[int, ...]:
        evidence = self.evidence(number)
        return tuple(_number_of(bands, read(evidence)) for read, bands in self._bands)

    def _moving(self, start: int, number: int) -> set[int]:
        """In which directions criteria take the total from one step to another."""
        self.stand(start), self.stand(number)
        pairs = zip(self._directions.values(), self._points[start], self._points[number], strict=True)
        return {direction for direction, first, second in pairs if first != second}

    def guess(self, total: int) -> None:
        """Nobody knows without trying."""


def with_entry(evidence: Evidence, code: str, entry: Entry) -> Evidence:
    """The same with another entry for one criterion."""
    return replace(evidence, entries={**evidence.entries, code: entry})


def roles_of(kind: ParticipantType) -> dict[str, str | None]:
    """By criterion whether it is a bonus, a penalty, or counts within the maximum, its sections included."""
    roles: dict[str, str | None] = {}

    def walk(parent: ParticipantType | Section, above: str | None) -> None:
        for child in parent.children:
            role = above or child.role
            roles[child.code] = role
            if isinstance(child, Section):
                walk(child, role)

    walk(kind, None)
    return roles


def _origin(criterion: Criterion) -> str | None:
    origin = getattr(criterion.scale, "origin", None)
    return origin.criterion if origin is not None else None


def _directions(kind: ParticipantType, moved: Iterable[Criterion]) -> dict[str, int]:
    """By criterion in which direction the total goes with the figure; 0 for bands, which are looked at one by
    one.
    """
    roles = roles_of(kind)
    return {one.code: _direction(one) * (-1 if roles[one.code] == "penalty" else 1) for one in moved}


def _direction(criterion: Criterion) -> int:
    scale = criterion.scale
    if isinstance(scale, Bands | DaysLate):
        return 0
    if isinstance(scale, Target):
        return 1 if scale.better == "higher" else -1
    if isinstance(scale, Count):
        return (1 if scale.each > 0 else -1) * (1 if scale.short_of is None else -1)
    return 1


def _reader(elsewhere: Elsewhere, criterion: Criterion) -> Reader:
    """What gives the figure that a criterion's bands are asked about."""
    engine, scale = elsewhere.engine, criterion.scale
    find = origin_reader(engine.rubric, engine.kind, criterion)
    if find is None:
        code = criterion.code

        def find(evidence: Evidence) -> Entry | None:
            return evidence.entries.get(code)

    if isinstance(scale, DaysLate):
        return find
    read, entry_of = figure_reader(cast(Measured, scale)), find
    return lambda evidence: cast(Entry, read(cast(Entry, entry_of(evidence))))


def _in_order(bands: Sequence[Band]) -> list[Band]:
    lowest = Decimal("-Infinity")
    return sorted(
        bands, key=lambda band: (lowest if band.lower is None else band.lower, band.above is not None)
    )


def _number_of(bands: Sequence[Band], figure: Entry | None) -> int:
    """Which band holds the figure; what is never handed in comes after all of them."""
    if figure is NEVER or not isinstance(figure, Decimal | Fraction):
        return len(bands)
    return next(number for number, band in enumerate(bands) if band.contains(cast(Decimal, figure)))
