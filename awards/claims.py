"""Claims beside what was verified: who claims too much and where, which verifiers cut more than others on the
same criteria, and what deserves a second look first. It warns and never changes a score.

A gap is claimed minus verified points as a share of the criterion's maximum: 0.25 is a quarter too much.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum
from typing import NamedTuple, TypeVar

from awards.claim_queries import list_claimed, list_judges
from awards.effect_words import state_words
from awards.kept import Kept
from awards.models import AwardStatus
from awards.queries import AnyRow, RunLine
from awards.run_facts import RunFacts, TypeFacts
from awards.sealed import SealedResult
from awards.shrinkage import Estimate, grand_mean, percent, shrink
from foundation.preferences import language

Key = TypeVar("Key", bound=Hashable)
ENOUGH = 8
"""With fewer cases nobody is pointed out."""
FAR = 0.05
"""A gap this far from that of all, after shrinking, is pointed out; less is looked at by nobody first."""
FIRST = 20
DRAWN = 300
SIDE, EDGE = 300, 36


class Case(NamedTuple):
    """One criterion of one participant that was claimed and verified. `by` verified it, if known."""

    participant_id: int
    code: str
    gap: float
    points: Decimal
    maximum: Decimal
    by: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: who or what, its cases and gaps; `far` points it out."""

    name: str
    estimate: Estimate
    far: bool
    participant_id: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Something to check first: given as claimed where this unit and this criterion are usually cut.
    `expected` are the points usually taken off there, as `unit_cases` of the unit and `criterion_cases` of
    the criterion tell; `state` says how the participant stands, of those who meet an award's conditions.
    """

    participant_id: int
    name: str
    code: str
    criterion: str
    points: Decimal
    expected: Decimal
    state: str
    unit_cases: int
    criterion_cases: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One participant in the picture: claimed to the right, verified upwards."""

    name: str
    claimed: Decimal
    verified: Decimal
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything the page of one type shows. `usual` is the mean gap of all cases."""

    cases: int
    usual: float
    units: tuple[Row, ...]
    communes: tuple[Row, ...]
    criteria: tuple[Row, ...]
    years: tuple[tuple[int, Estimate], ...]
    verifiers: tuple[Row, ...]
    looks: tuple[Look, ...]
    dots: tuple[Dot, ...]
    low: int
    high: int

    @property
    def usual_percent(self) -> Decimal:
        """The mean gap in percent, as it is shown."""
        return percent(self.usual)


_kept: Kept[Claims] = Kept(12)


def build_claims(facts: RunFacts, kind: TypeFacts, runs: Sequence[RunLine]) -> Claims:
    """The page of one type of a run; `runs` as `list_runs` gives them, for the years before."""
    run = facts.run
    key = (run.id, run.result_sha256, run.sealed_at, kind.kind.code, len(runs), language())
    return _kept.get(key, lambda: _build(facts, kind, runs))


def _build(facts: RunFacts, kind: TypeFacts, runs: Sequence[RunLine]) -> Claims:
    rows = list_claimed(facts.run.id, kind.kind.code)
    judges = list_judges(facts.run.movement_year_id, kind.kind.code)
    results = {row.participant_id: SealedResult.from_text(row.result) for row in rows}
    cases = [case for row in rows for case in _cases(kind, row, results, judges)]
    names = {row.participant_id: row.name for row in rows}
    criteria = {node.code: node.name for node in kind.kind.criteria()}
    usual = grand_mean({0: [case.gap for case in cases]})
    by_unit = shrink(_grouped(cases, lambda case: case.participant_id))
    by_criterion = shrink(_grouped(cases, lambda case: case.code))
    low, high, dots = _dots(rows)
    return Claims(
        cases=len(cases),
        usual=usual,
        units=_worst(Row(names[one], e, _far(e, usual), participant_id=one) for one, e in by_unit.items()),
        communes=_communes(rows, cases, usual),
        criteria=tuple(Row(criteria[one], e, _far(e, usual), code=one) for one, e in by_criterion.items()),
        years=tuple(_years(kind, facts.run, runs, cases)),
        verifiers=_verifiers(cases),
        looks=tuple(_looks(rows, cases, by_unit, by_criterion, usual, criteria)),
        dots=dots,
        low=low,
        high=high,
    )


def _cases(
    kind: TypeFacts,
    row: AnyRow,
    results: Mapping[int, SealedResult],
    judges: Mapping[int, Mapping[str, str]],
) -> Iterator[Case]:
    result = results[row.participant_id]
    own = judges.get(row.participant_id, {})
    for node in kind.kind.criteria():
        claimed, points, maximum = (
            result.claimed(node.code),
            result.points(node.code),
            result.maximum(node.code),
        )
        if claimed is None or points is None or not maximum or node.role is not None:
            continue
        gap = float((claimed - points) / maximum)
        yield Case(row.participant_id, node.code, gap, points, maximum, own.get(node.code))


def _grouped(cases: Iterable[Case], key: Callable[[Case], Key]) -> dict[Key, list[float]]:
    found: dict[Key, list[float]] = defaultdict(list)
    for case in cases:
        found[key(case)].append(case.gap)
    return found


def _far(estimate: Estimate, usual: float) -> bool:
    return estimate.cases >= ENOUGH and estimate.shrunk - usual >= FAR


def _worst(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those furthest above the rest, the furthest first; as many as a page holds."""
    return tuple(sorted(rows, key=lambda row: (-row.estimate.shrunk, row.name))[:FIRST])


def _communes(rows: Sequence[AnyRow], cases: Sequence[Case], usual: float) -> tuple[Row, ...]:
    """By commune, where participants lie in several."""
    names = {row.participant_id: row.commune_name or "" for row in rows}
    if len(set(names.values())) in (1, len(names)):
        return ()
    estimates = shrink(_grouped(cases, lambda case: names[case.participant_id]))
    return _worst(Row(name, e, _far(e, usual)) for name, e in estimates.items() if name)


def _years(
    kind: TypeFacts, run: RunLine, runs: Sequence[RunLine], cases: Sequence[Case]
) -> Iterator[tuple[int, Estimate]]:
    """The mean gap of each year's latest run up to this one, drawn towards that of all years."""
    by_year = {run.year: [case.gap for case in cases]}
    for earlier in runs:
        if earlier.year < run.year and earlier.year not in by_year:
            by_year[earlier.year] = _gaps_of(kind, earlier)
    yield from sorted(shrink(by_year).items())


def _gaps_of(kind: TypeFacts, run: RunLine) -> list[float]:
    rows = list_claimed(run.id, kind.kind.code)
    results = {row.participant_id: SealedResult.from_text(row.result) for row in rows}
    return [case.gap for row in rows for case in _cases(kind, row, results, {})]


def _verifiers(cases: Sequence[Case]) -> tuple[Row, ...]:
    """Each verifier against the others on the same criteria: how much more, or less, was taken off.

    Of each case counts its gap less the mean gap that the others found on that criterion; criteria that
    only one person verified compare with nobody and are left out.
    """
    sums: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        if case.by:
            sums[case.code][case.by].append(case.gap)
    against: dict[str, list[float]] = defaultdict(list)
    for by_person in sums.values():
        if len(by_person) < 2:
            continue
        for person, gaps in by_person.items():
            others = [gap for other, theirs in by_person.items() if other != person for gap in theirs]
            mean = fsum(others) / len(others)
            against[person] += [gap - mean for gap in gaps]
    estimates = shrink(against)
    found = [Row(person, e, e.cases >= ENOUGH and abs(e.shrunk) >= FAR) for person, e in estimates.items()]
    return tuple(sorted(found, key=lambda row: (-row.estimate.shrunk, row.name)))


def _looks(
    rows: Sequence[AnyRow],
    cases: Sequence[Case],
    by_unit: Mapping[int, Estimate],
    by_criterion: Mapping[str, Estimate],
    usual: float,
    criteria: Mapping[str, str],
) -> Iterator[Look]:
    """Points given just as claimed, where both the unit and the criterion are usually cut: by what would
    usually be taken off, and before others of those who meet the conditions of an award.
    """
    about = {row.participant_id: row for row in rows}
    found, states = [], state_words()
    for case in cases:
        unit, criterion = by_unit[case.participant_id], by_criterion[case.code]
        share = unit.shrunk + criterion.shrunk - usual
        row = about[case.participant_id]
        if case.gap or share < FAR or not case.points:
            continue
        near = row.award_status in (AwardStatus.RECOMMENDED, AwardStatus.BALLOT, AwardStatus.OUTSIDE)
        expected = min(round(case.maximum * Decimal(str(round(share, 4))), 2), case.points)
        if expected > 0:
            found.append(
                Look(
                    row.participant_id,
                    row.name,
                    case.code,
                    criteria[case.code],
                    case.points,
                    expected,
                    states[row.award_status] if near else "",
                    unit.cases,
                    criterion.cases,
                )
            )
    found.sort(key=lambda look: (not look.state, -look.expected, look.name, look.code))
    yield from found[:FIRST]


def _dots(rows: Sequence[AnyRow]) -> tuple[int, int, tuple[Dot, ...]]:
    """Claimed against verified totals on one square scale; nothing where there are too many to tell apart."""
    known = [row for row in rows if row.self_total is not None and row.complete]
    if not known or len(known) > DRAWN:
        return 0, 100, ()
    ends = [end for row in known for end in (row.self_total, row.total)]
    low = int(min(ends)) // 10 * 10
    high = max(-(-int(max(ends).to_integral_value("ROUND_CEILING")) // 10) * 10, low + 10)

    def place(points: Decimal) -> float:
        return round(float((points - low) / (high - low)) * SIDE, 1)

    dots = (
        Dot(row.name, row.self_total, row.total, EDGE + place(row.self_total), EDGE + SIDE - place(row.total))
        for row in known
    )
    return low, high, tuple(dots)
