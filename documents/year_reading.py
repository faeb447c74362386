"""What the report of a year is drawn from: its latest sealed run, its awards, and those of the year before.

Plain facts; what papers make of them stands in `documents.kinds.movement_report`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from awards.council_word import CouncilWord
from awards.models import AwardStatus
from awards.over_years import build_over_years, drawable
from awards.pictures import Unit
from awards.queries import RunLine, list_runs
from awards.result_tables import grade_name
from awards.run_facts import RunFacts, TypeFacts, facts_of
from awards.run_queries import SealedRow, list_sealed
from council.rulings_told import tell_rulings
from documents.kinds.base import Source
from documents.paper import EvaluationMark
from foundation.formats import grouped_code, printed_difference
from movements.given_queries import GivenFilter, list_given
from movements.models import GivenAward, GivenStanding, MovementYear
from register.models import PaperState
from register.queries import list_papers_of

FEW = 25
"""Units of a type that a table or a picture names one by one."""


@dataclass(frozen=True, slots=True)
class TypeResult:
    """One participant type: how many took part, were not completely scored, reached the pass mark, and have
    each grade that stands; `average` of all who took part, None where there is nobody; `changed` are those
    whose grade the council decided otherwise: name, grade by the evaluation, grade decided.
    """

    code: str
    name: str
    category: str
    size: int
    incomplete: int
    eligible: int
    average: Decimal | None
    grades: tuple[tuple[str, int], ...]
    changed: tuple[tuple[str, str, str], ...] = ()


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
        """By how many percentage points it fell: the difference of the two figures as they are printed."""
        return printed_difference(self.before, self.after, 2)


@dataclass(frozen=True, slots=True)
class Falls:
    """One criterion that asks by how much a rate fell; `without` units entered none."""

    name: str
    lines: tuple[Fall, ...]
    without: int


@dataclass(frozen=True, slots=True)
class Awarded:
    """How many have one form of award, by category; `proposed` of them wait for the higher level, the others
    were decided on; `undecided` of these by the council, while its decision is not issued yet.
    """

    name: str
    counts: tuple[tuple[str, int], ...]
    proposed: int
    undecided: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _category, count in self.counts)

    @property
    def decided(self) -> int:
        """Those who do not wait for the higher level."""
        return self.total - self.proposed


@dataclass(frozen=True, slots=True)
class YearResult:
    """One year as far as it was evaluated; `ruled`: the council has decided."""

    year: int
    ruled: bool
    types: tuple[TypeResult, ...]
    awards: tuple[Awarded, ...]


@dataclass(frozen=True, slots=True)
class MovementResult:
    """The material of a report. `before` is the year before, None where nothing of it was sealed; `dots` are
    the units of each type of few, from the lowest total: name of the type, units, top of the scale.
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
    facts, rows, word = facts_of(run), list_sealed(run.id), tell_rulings(year.id)
    last = _latest(runs, year.year - 1)
    few = [(code, kind) for code, kind in facts.types.items() if 1 < kind.size <= FEW]
    return MovementResult(
        movement=year.movement.name,
        now=_year(facts, rows),
        before=_year(facts_of(last), list_sealed(last.id)) if last else None,
        groups=tuple(_groups(facts, rows)),
        falls=tuple(falls for _code, kind in few for falls in _falls(facts, kind)),
        dots=tuple(
            (kind.kind.name, _units(rows[code], word), kind.kind.max)
            for code, kind in few
            if "cluster" in kind.kind.ranking.group
        ),
        mark=EvaluationMark(str(run.number), run.sealed_at, grouped_code(run.result_sha256)),
    )


def _latest(runs: Sequence[RunLine], year: int) -> RunLine | None:
    return next((one for one in runs if one.year == year), None)


def _year(facts: RunFacts, rows: dict[str, list[SealedRow]]) -> YearResult:
    word = tell_rulings(facts.run.movement_year_id)
    types = tuple(_type(kind, rows.get(code, []), word) for code, kind in facts.types.items())
    categories = {one.code: one.category for one in types}
    awards = tuple(_awards(facts.run.year, categories))
    return YearResult(facts.run.year, bool(word.sessions), types, awards)


def _type(kind: TypeFacts, rows: Sequence[SealedRow], word: CouncilWord) -> TypeResult:
    groups = kind.groups.values()
    graded = [_graded(row, kind, word) for row in rows]
    counts = Counter(decided for _name, _evaluated, decided in graded)
    grading = kind.kind.grading
    grades = [(one.name, counts[one.name]) for one in grading.grades] if grading else []
    return TypeResult(
        code=kind.kind.code,
        name=kind.kind.name,
        category=str(kind.kind.category),
        size=kind.size,
        incomplete=sum(one.count(AwardStatus.INCOMPLETE) for one in groups),
        eligible=sum(one.eligible for one in groups),
        average=_average(rows),
        grades=tuple(grades),
        changed=tuple(one for one in graded if one[1] != one[2]),
    )


def _graded(row: SealedRow, kind: TypeFacts, word: CouncilWord) -> tuple[str, str, str]:
    """Whose grade, what the evaluation came to, and what stands: the council's, where it decided."""
    evaluated = grade_name(kind.kind, row.grade)
    return row.name, evaluated, word.grade_of(row.participant_id) or evaluated


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


def _units(rows: Sequence[SealedRow], word: CouncilWord) -> tuple[Unit, ...]:
    """The units as the picture of the ranking draws them: once the council has decided, by its word."""
    ordered = sorted(rows, key=lambda row: (row.total, row.name))
    return tuple(
        Unit(
            row.name.removeprefix("Xã ").removeprefix("Thị trấn "),
            str(row.rank or "–"),
            row.total,
            look_of(row, word),
        )
        for row in ordered
    )


def look_of(row: SealedRow, word: CouncilWord) -> str:
    """Black for who has an award or is proposed for one, white for the others: a report goes to many, so of
    whom something is verified it does not say.
    """
    if word.sessions:
        return "solid" if any(one.outcome == "granted" for one in word.of(row.participant_id)) else "off"
    return "solid" if row.award_status in (AwardStatus.RECOMMENDED, AwardStatus.BALLOT) else "off"


def _awards(year: int, categories: dict[str, str]) -> Iterator[Awarded]:
    """The given awards of a year by form: neither revoked nor declined."""
    forms: dict[str, list[GivenAward]] = {}
    issued: dict[int | None, bool] = {None: True}
    for one in list_given(GivenFilter(year=year)):
        if one.revoked_on is None and one.standing is not GivenStanding.DECLINED:
            forms.setdefault(one.award_name, []).append(one)
            if one.session_id not in issued:
                issued[one.session_id] = _has_decision(one.session_id)
    for name, given in forms.items():
        counts = Counter(categories.get(one.participant.type_code, "") for one in given)
        granted = [one for one in given if one.standing is not GivenStanding.PROPOSED]
        undecided = sum(not issued[one.session_id] for one in granted)
        yield Awarded(name, tuple(sorted(counts.items())), len(given) - len(granted), undecided)


def _has_decision(session_id: int | None) -> bool:
    """Whether the decision on the awards of a session was issued and stands."""
    papers = list_papers_of(f"{Source.SESSION}:{session_id}")
    return any(one.kind == "decision" and one.state is PaperState.ISSUED for one in papers)
