"""What the report of a year is drawn from: its latest sealed run, its awards, and those of the year before.

Plain facts; what papers make of them stands in `documents.kinds.movement_report`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.distribution import LOOKS
from awards.models import AwardStatus
from awards.over_years import build_over_years, drawable
from awards.pictures import Unit
from awards.queries import RunLine, list_runs
from awards.run_facts import RunFacts, TypeFacts, facts_of
from awards.run_queries import SealedRow, list_sealed
from documents.paper import EvaluationMark
from foundation.formats import grouped_code
from movements.given_queries import GivenFilter, list_given
from movements.models import GivenAward, GivenStanding, MovementYear

FEW = 25
"""Units of a type that a table or a picture names one by one."""


@dataclass(frozen=True, slots=True)
class TypeResult:
    """One participant type: how many took part, were not completely scored, reached the pass mark, and have
    each grade; `average` of all who took part, None where there is nobody.
    """

    code: str
    name: str
    category: str
    size: int
    incomplete: int
    eligible: int
    average: Decimal | None
    grades: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """One ranking group of few: its average, and who leads it with how many points."""

    name: str
    type_name: str
    size: int
    average: Decimal
    first: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure of one unit that was to fall: at the beginning and at the end of the year, in per cent."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def points(self) -> Decimal:
        """By how many percentage points it fell."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Falls:
    """One criterion that asks by how much a rate fell; `without` units entered none."""

    name: str
    lines: tuple[Fall, ...]
    without: int


@dataclass(frozen=True, slots=True)
class Awarded:
    """How many have one form of award, by category; `proposed` of them wait for the higher level."""

    name: str
    counts: tuple[tuple[str, int], ...]
    proposed: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _category, count in self.counts)


@dataclass(frozen=True, slots=True)
class YearResult:
    """One year as far as it was evaluated."""

    year: int
    types: tuple[TypeResult, ...]
    awards: tuple[Awarded, ...]


@dataclass(frozen=True, slots=True)
class MovementResult:
    """The material of a report. `before` is the year before, None where nothing of it was sealed; `dots` are
    the units of each type of few, from the lowest total.
    """

    movement: str
    now: YearResult
    before: YearResult | None
    groups: tuple[GroupResult, ...]
    falls: tuple[Falls, ...]
    dots: tuple[tuple[str, tuple[Unit, ...], Decimal], ...]
    mark: EvaluationMark


def read_movement_year(year: MovementYear) -> MovementResult | None:
    """What is known of a year; None where nothing of it was sealed."""
    runs = list_runs()
    run = _latest(runs, year.year)
    if run is None:
        return None
    facts, rows = facts_of(run), list_sealed(run.id)
    last = _latest(runs, year.year - 1)
    few = [(code, kind) for code, kind in facts.types.items() if 1 < kind.size <= FEW]
    return MovementResult(
        movement=year.movement.name,
        now=_year(facts, rows),
        before=_year(facts_of(last), list_sealed(last.id)) if last else None,
        groups=tuple(_groups(facts, rows)),
        falls=tuple(falls for _code, kind in few for falls in _falls(facts, kind)),
        dots=tuple(
            (kind.kind.name, _units(rows[code]), kind.kind.max)
            for code, kind in few
            if "cluster" in kind.kind.ranking.group
        ),
        mark=EvaluationMark(str(run.number), run.sealed_at, grouped_code(run.result_sha256)),
    )


def _latest(runs: Sequence[RunLine], year: int) -> RunLine | None:
    return next((one for one in runs if one.year == year), None)


def _year(facts: RunFacts, rows: dict[str, list[SealedRow]]) -> YearResult:
    types = tuple(_type(kind, rows.get(code, [])) for code, kind in facts.types.items())
    categories = {one.code: one.category for one in types}
    return YearResult(facts.run.year, types, tuple(_awards(facts.run.year, categories)))


def _type(kind: TypeFacts, rows: Sequence[SealedRow]) -> TypeResult:
    groups = kind.groups.values()
    counts = Counter(row.grade for row in rows)
    grading = kind.kind.grading
    grades = [(one.name, counts[one.code]) for one in grading.grades] if grading else []
    return TypeResult(
        code=kind.kind.code,
        name=kind.kind.name,
        category=str(kind.kind.category),
        size=kind.size,
        incomplete=sum(one.count(AwardStatus.INCOMPLETE) for one in groups),
        eligible=sum(one.eligible for one in groups),
        average=_average(rows),
        grades=tuple(grades),
    )


def _average(rows: Sequence[SealedRow]) -> Decimal | None:
    return sum((row.total for row in rows), Decimal(0)) / len(rows) if rows else None


def _groups(facts: RunFacts, rows: dict[str, list[SealedRow]]) -> Iterator[GroupResult]:
    """The groups of types that are made of units, in the order of the criteria."""
    for code, kind in facts.types.items():
        if kind.kind.category != "collective":
            continue
        named: dict[str, list[SealedRow]] = {}
        for row in rows.get(code, []):
            named.setdefault(row.group_name, []).append(row)
        for name, members in named.items():
            average = _average(members)
            ranked = [row for row in members if row.rank == 1]
            if average is not None and ranked:
                first = ", ".join(row.name for row in ranked)
                yield GroupResult(name, kind.kind.name, len(members), average, first, ranked[0].total)


def _falls(facts: RunFacts, kind: TypeFacts) -> Iterator[Falls]:
    """The rates of a type that were to fall, each unit with its beginning and its end."""
    for criterion in drawable(kind):
        if getattr(criterion.scale, "asks", "number") != "decrease":
            continue
        courses = build_over_years(facts, kind, criterion.code, None, [facts.run])
        if courses is None:
            continue
        own = [one for one in courses.courses if len(one.moments) > 1]
        ends = [Fall(one.name, one.moments[-2].value, one.moments[-1].value) for one in own]
        if ends:
            yield Falls(criterion.name, tuple(ends), kind.size - len(ends))


def _units(rows: Sequence[SealedRow]) -> tuple[Unit, ...]:
    """The units as the picture of the ranking draws them."""
    ordered = sorted(rows, key=lambda row: (row.total, row.name))
    return tuple(
        Unit(
            row.name.removeprefix("Xã ").removeprefix("Thị trấn "),
            str(row.rank or "–"),
            row.total,
            LOOKS.get(row.award_status, "off"),
        )
        for row in ordered
    )


def _awards(year: int, categories: dict[str, str]) -> Iterator[Awarded]:
    """The given awards of a year by form: neither revoked nor declined."""
    forms: dict[str, list[GivenAward]] = {}
    for one in list_given(GivenFilter(year=year)):
        if one.revoked_on is None and one.standing is not GivenStanding.DECLINED:
            forms.setdefault(one.award_name, []).append(one)
    for name, given in forms.items():
        counts = Counter(categories.get(one.participant.type_code, "") for one in given)
        proposed = sum(one.standing is GivenStanding.PROPOSED for one in given)
        yield Awarded(name, tuple(sorted(counts.items())), proposed)
