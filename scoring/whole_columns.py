"""Everything that was scored of one type as columns: enough to judge it anew under other rules.

Scoring is by far the longest part of an evaluation, and most rules do not touch it. `WholeColumns` keep what
it gave, so that thresholds, quotas, floors, ties and tie-break keys can change and `recommend` answers at
once, exactly as a whole evaluation of the changed document would.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from scoring.award_rules import AwardRule, Gate, TieBreak
from scoring.columns import (
    Bools,
    Columns,
    Groups,
    Ints,
    given_column,
    group_columns,
    last_year_of,
    maxima_column,
    points_column,
    tie_column,
)
from scoring.conditions import Condition, holds
from scoring.engine import Engine, Scorecard, floor_points
from scoring.evidence import Evidence
from scoring.exact import ZERO, Exact
from scoring.nodes import NA
from scoring.rubric import ParticipantType, Rubric, Section, maximum_of
from scoring.weights import Parts, parts_of

WHOLE = ("total", "bonus", "penalty")


@dataclass(frozen=True, slots=True)
class Exacts:
    """One exact number for each participant: the place of it among `values`, which rise."""

    places: Ints
    values: tuple[Fraction, ...]

    @classmethod
    def of(cls, numbers: Sequence[Exact]) -> "Exacts":
        """From the numbers themselves."""
        values = sorted(set(numbers))
        places = {value: place for place, value in enumerate(values)}
        column = np.fromiter((places[number] for number in numbers), dtype=np.int64, count=len(numbers))
        return cls(column, tuple(Fraction(value) for value in values))

    def below(self, bound: Exact) -> Bools:
        """Whose number is less than `bound`."""
        return self.places < bisect_left(self.values, Fraction(bound))


@dataclass(frozen=True, slots=True)
class SectionColumns:
    """What a floor asks of a section: its value before later rounding, the maximum that counted, and to whom
    it applied.
    """

    exact: Exacts
    which_maximum: Ints
    maxima: tuple[Decimal, ...]
    applies: Bools

    def fails(self, section: Section) -> Bools:
        """Who stays below the floor that `section` sets."""
        failed = np.zeros(len(self.applies), dtype=bool)
        for place, maximum in enumerate(self.maxima):
            floor = floor_points(section, maximum)
            failed |= (self.which_maximum == place) & self.exact.below(floor)
        return failed & self.applies


@dataclass(frozen=True, slots=True)
class WholeColumns:
    """One type's participants, in the order of their ids. `points` and `maxima` hold every node, the total,
    the bonus and the penalty; `ties` the columns of tie-break keys by key, which are places among
    `tie_values`; `conditions` by condition of whom it is known to hold. `last_year` is by award the latest
    year, up to the document's, in which one had it (0 for never); `given` and `taken` as in `Columns`.
    Without `parts` the sections count for what they did.
    """

    ids: Sequence[str]
    decimals: int
    points: dict[str, Ints]
    maxima: dict[str, Ints]
    sections: dict[str, SectionColumns]
    incomplete: Bools
    excluded: Bools
    on_hold: Bools
    groups: dict[tuple[str, ...], Groups]
    ties: dict[str, Ints]
    tie_values: dict[str, tuple[Exact, ...]]
    conditions: dict[str, Bools]
    last_year: dict[str, Ints]
    given: dict[str, Bools]
    taken: dict[str, Bools]
    parts: Parts | None = None

    @property
    def size(self) -> int:
        """How many participants."""
        return len(self.ids)

    def under(self, rubric: Rubric, kind: ParticipantType) -> Columns:
        """What a document makes of them that scores alike and asks for the same attributes."""
        total = self.total(kind)
        return Columns(
            ids=self.ids,
            decimals=self.decimals,
            points=self.points | {"total": total},
            maxima=self.maxima,
            barred=self.incomplete | self.excluded | self.failed(kind),
            on_hold=self.on_hold,
            incomplete=self.incomplete,
            groups=self.groups,
            tie_keys=[self._tie(tie, total) for tie in kind.ranking.tie_break],
            conditions=self.conditions,
            blocked={
                award.code: self._blocked(award.code, award.not_again_within, rubric.year)
                for award in awards_of(rubric, kind)
                if award.not_again_within is not None
            },
            given=self.given,
            taken=self.taken,
        )

    def _tie(self, tie: TieBreak, total: Ints) -> Ints:
        if tie.points != "total" or total is self.points["total"]:
            return self.ties[tie.key]
        return total if tie.order == "high" else -total

    def total(self, kind: ParticipantType) -> Ints:
        """The totals, where sections at the top count for what `kind` says."""
        weights = {
            child.code: maximum_of(child)
            for child in kind.children
            if isinstance(child, Section) and child.role is None
        }
        parts = [part for part in self.parts.columns.parts if part.section] if self.parts else []
        if self.parts is None or all(part.counts_for == weights[part.code] for part in parts):
            return self.points["total"]
        return self.parts.totals(weights)

    def failed(self, kind: ParticipantType) -> Bools:
        """Who is below the floor of some section, as far as they are completely scored."""
        failed = np.zeros(self.size, dtype=bool)
        for section in sections_with_floor(kind):
            failed |= self.sections[section.code].fails(section)
        return failed & ~self.incomplete

    def _blocked(self, award: str, years: int, year: int | None) -> Bools:
        if year is None:
            return np.zeros(self.size, dtype=bool)
        return self.last_year[award] >= max(1, year - years)


def columns_of(engine: Engine, evidence: Sequence[Evidence], cards: Sequence[Scorecard]) -> Columns:
    """The columns of participants of one type, given with their scorecards in the order of their ids: as
    many as the rules of the document read.
    """
    kind, rubric = engine.kind, engine.rubric
    wanted = {"total"} | {gate.points for gate in gates_of(rubric, kind) if gate.points}
    floors = {section.code for section in sections_with_floor(kind)}
    return _read(engine, evidence, cards, wanted, floors).under(rubric, kind)


def whole_columns_of(
    engine: Engine, evidence: Sequence[Evidence], cards: Sequence[Scorecard]
) -> WholeColumns:
    """The same with every node, for documents to come."""
    nodes = list(engine.kind.nodes())
    sections = {node.code for node in nodes if isinstance(node, Section)}
    codes = {*WHOLE, *(node.code for node in nodes)}
    return replace(_read(engine, evidence, cards, codes, sections), parts=parts_of(engine, cards))


def _read(
    engine: Engine,
    evidence: Sequence[Evidence],
    cards: Sequence[Scorecard],
    codes: Collection[str],
    sections: Collection[str],
) -> WholeColumns:
    kind, rubric = engine.kind, engine.rubric
    awards, unit = awards_of(rubric, kind), rubric.decimals
    ties = {tie.key: tie_column(tie, engine, evidence, cards) for tie in kind.ranking.tie_break}
    return WholeColumns(
        ids=[item.id for item in evidence],
        decimals=unit,
        points={code: points_column(cards, code, unit) for code in codes},
        maxima={code: maxima_column(cards, code, unit) for code in codes},
        sections={code: _section(cards, code) for code in sections},
        incomplete=_bools(not card.complete for card in cards),
        excluded=_bools(bool(card.excluded) for card in cards),
        on_hold=_bools(bool(card.on_hold) for card in cards),
        groups={grouping: group_columns(grouping, evidence) for grouping in groupings_of(rubric, kind)},
        ties={key: column for key, (column, _) in ties.items()},
        tie_values={key: values for key, (_, values) in ties.items()},
        conditions={
            condition.key: _bools(holds(condition, item.attributes) is True for item in evidence)
            for condition in conditions_of(gates_of(rubric, kind))
        },
        last_year={award.code: last_year_of(award.code, rubric.year, evidence) for award in awards},
        given={
            award.code: given_column(rubric.year, evidence, award=award.code, achievement=award.achievement)
            for award in awards
        },
        taken={
            award.achievement: given_column(rubric.year, evidence, achievement=award.achievement)
            for award in awards
        },
    )


def awards_of(rubric: Rubric, kind: ParticipantType) -> list[AwardRule]:
    """The award rules that concern a type, the higher award first."""
    return [award for award in rubric.awards if kind.code in award.types]


def gates_of(rubric: Rubric, kind: ParticipantType) -> list[Gate]:
    """Every gate of a type: of its grades, then of its awards."""
    grades = kind.grading.grades if kind.grading else []
    gates = [gate for grade in grades for gate in grade.conditions]
    return gates + [gate for award in awards_of(rubric, kind) for gate in award.conditions]


def conditions_of(gates: Iterable[Gate]) -> list[Condition]:
    """The conditions on attributes that gates read."""
    read = [condition for gate in gates for condition in (gate.attribute_holds, gate.when)]
    return [condition for condition in read if condition is not None]


def groupings_of(rubric: Rubric, kind: ParticipantType) -> set[tuple[str, ...]]:
    """What members of a group share, for the ranking and for every quota of a type."""
    groups = [award.group for award in awards_of(rubric, kind) if award.group is not None]
    return {tuple(group) for group in [kind.ranking.group, *groups]}


def sections_with_floor(kind: ParticipantType) -> list[Section]:
    """The sections that ask for a least."""
    return [node for node in kind.nodes() if isinstance(node, Section) and node.floor]


def _section(cards: Sequence[Scorecard], code: str) -> SectionColumns:
    nodes = [card.nodes[code].as_printed for card in cards]
    maxima = {maximum: place for place, maximum in enumerate(sorted({node.max or ZERO for node in nodes}))}
    return SectionColumns(
        exact=Exacts.of([node.exact for node in nodes]),
        which_maximum=np.fromiter((maxima[node.max or ZERO] for node in nodes), np.int64, len(nodes)),
        maxima=tuple(maxima),
        applies=_bools(node.state != NA for node in nodes),
    )


def _bools(values: Iterable[bool]) -> Bools:
    return np.fromiter(values, dtype=bool)
