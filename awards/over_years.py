"""One figure of every participant over the years, from the sealed runs: above all the poverty rate."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from awards.board_queries import list_inputs
from awards.kept import Kept
from awards.queries import RunLine
from awards.run_facts import RunFacts, TypeFacts
from scorecards.figures import plain
from scoring.evidence import Pair
from scoring.figures import figure_reader
from scoring.rubric import Criterion
from scoring.scales import Bands, Count, Ratio, Target

WIDTH, HEIGHT, EDGE = 260, 64, 14
Measured = Bands | Count | Ratio | Target


@dataclass(frozen=True, slots=True)
class Moment:
    """The figure at one moment: where it is drawn, and what stands beside it."""

    label: str
    value: Decimal
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Course:
    """One participant's figure over the years."""

    participant_id: int
    name: str
    moments: tuple[Moment, ...]

    @property
    def path(self) -> str:
        """The line through the moments, as SVG."""
        return "M" + "L".join(f"{moment.x} {moment.y}" for moment in self.moments)

    @property
    def change(self) -> Decimal | None:
        """From the first moment to the last."""
        return self.moments[-1].value - self.moments[0].value if len(self.moments) > 1 else None

    @property
    def told(self) -> str:
        """The whole course in words."""
        return "; ".join(f"{moment.label}: {plain(moment.value)}" for moment in self.moments)


@dataclass(frozen=True, slots=True)
class OverYears:
    """Everything the page shows. `unit` of the level that is drawn, `choices` the criteria one may choose."""

    criterion: Criterion
    unit: str
    years: tuple[int, ...]
    courses: tuple[Course, ...]
    without: int
    choices: tuple[tuple[str, str], ...]

    @property
    def lone(self) -> str:
        """The year, where there is but one and its figure no change: nothing to draw a course of."""
        alone = all(len(course.moments) == 1 for course in self.courses)
        return str(self.years[0]) if len(self.years) == 1 and alone else ""

    @property
    def first_year(self) -> str:
        """The year, where there is but one, whose figure is a change from its beginning to its end."""
        return str(self.years[0]) if len(self.years) == 1 and not self.lone else ""

    @property
    def decimals(self) -> int:
        """As many decimals as any of the figures has."""
        values = [moment.value for course in self.courses for moment in course.moments]
        return max((0, *(-int(value.normalize().as_tuple().exponent) for value in values if value)))


_kept: Kept[OverYears | None] = Kept(40)


def drawable(kind: TypeFacts) -> list[Criterion]:
    """The criteria of a type whose figure can be followed over the years; falls and rises first."""
    found = [
        node
        for node in kind.kind.criteria()
        if isinstance(node.scale, Measured) and getattr(node.scale, "origin", None) is None
    ]
    return sorted(found, key=lambda node: not _is_state(node))


def _is_state(criterion: Criterion) -> bool:
    """Whether the figure is the change between two states, each of which can be drawn."""
    return getattr(criterion.scale, "asks", "number") in ("decrease", "increase")


def build_over_years(
    facts: RunFacts, kind: TypeFacts, code: str, group_key: str | None, runs: Sequence[RunLine]
) -> OverYears | None:
    """The courses of one group (or of the whole type) in the order of this run's ranking; None where the
    type has no such figure. `runs` as `list_runs` gives them; the latest of each year up to this one counts.
    """
    choices = drawable(kind)
    criterion = next((one for one in choices if one.code == code), next(iter(choices), None))
    if criterion is None:
        return None
    used = _latest(facts, runs)
    key = (*((run.id, run.result_sha256) for run in used), kind.kind.code, criterion.code, group_key)
    return _kept.get(key, lambda: _build(used, kind, criterion, group_key, choices))


def _latest(facts: RunFacts, runs: Sequence[RunLine]) -> list[RunLine]:
    by_year: dict[int, RunLine] = {facts.run.year: facts.run}
    for run in runs:
        if run.year < facts.run.year:
            by_year.setdefault(run.year, run)
    return [by_year[year] for year in sorted(by_year)]


def _build(
    runs: Sequence[RunLine],
    kind: TypeFacts,
    criterion: Criterion,
    group_key: str | None,
    choices: Sequence[Criterion],
) -> OverYears:
    rows = list_inputs(runs[-1].id, kind.kind.code, group_key)
    values: dict[int, list[tuple[str, Decimal]]] = {row.participant_id: [] for row in rows}
    for run in runs:
        of_year = rows if run is runs[-1] else list_inputs(run.id, kind.kind.code, None)
        for row in of_year:
            if row.participant_id in values:
                own = values[row.participant_id]
                own.extend(_read(criterion, json.loads(row.inputs)["entries"], run.year, first=not own))
    known = [value for own in values.values() for _label, value in own]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(1))
    courses = [
        Course(row.participant_id, row.name, tuple(_placed(values[row.participant_id], low, high)))
        for row in rows
        if values[row.participant_id]
    ]
    return OverYears(
        criterion=criterion,
        unit="%" if _is_state(criterion) else str(getattr(criterion.scale, "unit", None) or ""),
        years=tuple(run.year for run in runs),
        courses=tuple(courses),
        without=len(rows) - len(courses),
        choices=tuple((one.code, one.name) for one in choices),
    )


def _read(
    criterion: Criterion, entries: Mapping[str, Any], year: int, *, first: bool
) -> Iterator[tuple[str, Decimal]]:
    """The moments that one year adds: of a change between two states its end; of the first, its start too."""
    entry = entries.get(criterion.code)
    if not isinstance(entry, dict) or not {"number", "pair"} & entry.keys():
        return
    if "number" in entry:
        yield str(year), Decimal(entry["number"])
        return
    before, after = (Decimal(part) for part in entry["pair"])
    if not _is_state(criterion):
        scale = criterion.scale
        assert isinstance(scale, Measured)  # noqa: S101 - `drawable` says so
        whole, part = figure_reader(scale)(Pair(before, after)).as_integer_ratio()
        yield str(year), round(Decimal(whole) / Decimal(part), 2)
        return
    if first:
        yield _("đầu %(year)s", year=year), before
    yield _("cuối %(year)s", year=year), after


def _placed(values: Sequence[tuple[str, Decimal]], low: Decimal, high: Decimal) -> Iterator[Moment]:
    """All participants share one scale, so that their heights compare."""
    span = high - low or Decimal(1)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    for number, (label, value) in enumerate(values):
        y = HEIGHT - EDGE - float((value - low) / span) * (HEIGHT - 2 * EDGE)
        yield Moment(label, value, round(EDGE + number * step, 1), round(y, 1))
