"""Scored participants of one type as columns: whole numbers in NumPy arrays, one entry a participant.

Points are whole numbers of the document's last decimal (94,70 is 9470), so that comparing and adding stay
exact while a million participants are ranked at once. Participants stand in the order of their ids, so
that nothing depends on the order in which they came.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.award_rules import Gate, TieBreak
from scoring.conditions import holds
from scoring.engine import Engine, Scorecard
from scoring.evidence import Evidence, Pair
from scoring.exact import ZERO, Exact
from scoring.figures import figure_reader
from scoring.nodes import NA
from scoring.reading import is_asked
from scoring.scales import Bands, Count, Ratio, Target

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Groups:
    """Which group each participant is in: a number for each, and the parts of each group's name."""

    codes: Ints
    labels: list[tuple[str, ...]]

    @cached_property
    def sizes(self) -> Ints:
        """Members of each group."""
        return self.count(np.ones(len(self.codes), dtype=bool))

    def count(self, who: Bools) -> Ints:
        """How many of these are in each group."""
        return np.bincount(self.codes[who], minlength=len(self.labels)).astype(np.int64)


@dataclass(slots=True)
class Columns:
    """One type's participants.

    `points` and `maxima` hold the columns of `total`, `bonus`, `penalty` and of every section and criterion
    that some rule reads; `tie_keys` the tie-break keys in order, greater being better. `conditions` says of
    each condition on attributes that a gate reads, by its key, of whom it is known to hold. `blocked` are
    those who had an award too recently, by award; `given` those who got it this year already, and `taken`
    those who got any form for the same achievement, by achievement. `barred` have no rank and no award;
    `incomplete` are those of them who are only not completely scored yet.
    """

    ids: Sequence[str]
    decimals: int
    points: dict[str, Ints]
    maxima: dict[str, Ints]
    barred: Bools
    on_hold: Bools
    groups: dict[tuple[str, ...], Groups]
    tie_keys: list[Ints] = field(default_factory=list)
    conditions: dict[str, Bools] = field(default_factory=dict)
    blocked: dict[str, Bools] = field(default_factory=dict)
    given: dict[str, Bools] = field(default_factory=dict)
    taken: dict[str, Bools] = field(default_factory=dict)
    incomplete: Bools | None = None

    @property
    def size(self) -> int:
        """How many participants."""
        return len(self.ids)

    def scaled(self, value: Decimal) -> Fraction:
        """A number of points in the columns' unit, exact."""
        return Fraction(value) * Fraction(10**self.decimals)


def points_of(card: Scorecard, code: str) -> Decimal | None:
    """The points of a node as printed, or of the `total`, the `bonus` or the `penalty`; None for none."""
    if code == "total":
        return card.total
    if code in ("bonus", "penalty"):
        return card.bonus if code == "bonus" else card.penalty
    return card.nodes[code].as_printed.points


def max_of(card: Scorecard, code: str) -> Decimal | None:
    """The maximum that counts for a node as printed, or that of the whole for the total."""
    if code in ("total", "bonus", "penalty"):
        return card.max
    node = card.nodes[code].as_printed
    return None if node.state == NA else node.max


def points_column(cards: Sequence[Scorecard], code: str, unit: int) -> Ints:
    """The points of a node, or of the whole, in the smallest unit; none counts as zero."""
    return np.array([int((points_of(card, code) or ZERO).scaleb(unit)) for card in cards], dtype=np.int64)


def maxima_column(cards: Sequence[Scorecard], code: str, unit: int) -> Ints:
    """The maxima that counted, likewise."""
    return np.array([int((max_of(card, code) or ZERO).scaleb(unit)) for card in cards], dtype=np.int64)


def group_columns(grouping: tuple[str, ...], evidence: Sequence[Evidence]) -> Groups:
    """The groups of those who share what a grouping names, in the order of their labels."""
    labels: dict[tuple[str, ...], int] = {}
    names = [group_label(grouping, item) for item in evidence]
    for name in sorted(set(names)):
        labels[name] = len(labels)
    codes = np.fromiter((labels[name] for name in names), dtype=np.int64, count=len(names))
    return Groups(codes, list(labels))


def group_label(grouping: Sequence[str], evidence: Evidence) -> tuple[str, ...]:
    """What the participant has for each part of a grouping, as text."""
    parts = {"cluster": evidence.cluster, "parent": evidence.parent}
    return tuple(
        parts[part] if part in parts else str(evidence.attributes.get(part, "")) for part in grouping
    )


def tie_column(
    tie: TieBreak, engine: Engine, evidence: Sequence[Evidence], cards: Sequence[Scorecard]
) -> tuple[Ints, tuple[Exact, ...]]:
    """What a tie-break key reads, as places among all values: greater is better, unknown the worst; and these
    values, rising.
    """
    values = [tie_value(tie, engine, item, card) for item, card in zip(evidence, cards, strict=True)]
    known = sorted({value for value in values if value is not None})
    places = {value: place for place, value in enumerate(known)}
    sign = 1 if tie.order == "high" else -1
    worst = -len(known) - 1
    column = np.array([sign * places[v] if v is not None else worst for v in values], dtype=np.int64)
    return column, tuple(known)


def tie_value(tie: TieBreak, engine: Engine, evidence: Evidence, card: Scorecard) -> Exact | None:
    """What a tie-break key reads of a participant; None where it is not known."""
    if tie.points is not None:
        return points_of(card, tie.points)
    if tie.prefer is not None:
        return Decimal(holds(tie.prefer, evidence.attributes) is True)
    if tie.attribute is not None:
        value = evidence.attributes.get(tie.attribute)
        return Decimal(value) if isinstance(value, Decimal | bool) else None
    return _figure(tie.figure or "", engine, evidence)


def _figure(code: str, engine: Engine, evidence: Evidence) -> Exact | None:
    entry = evidence.entries.get(code)
    criterion = next(item for item in engine.kind.criteria() if item.code == code)
    if isinstance(criterion.scale, Count | Bands | Target | Ratio) and is_asked(criterion):
        return figure_reader(criterion.scale)(entry) if isinstance(entry, Decimal | Pair) else None
    if isinstance(entry, Pair):
        return Fraction(entry.first) / Fraction(entry.second)
    return Decimal(entry) if isinstance(entry, Decimal | bool) else None


def last_year_of(award: str, year: int | None, evidence: Sequence[Evidence]) -> Ints:
    """The latest year, up to the document's, in which one had this award; 0 for never."""
    until = year or 0
    years = (
        max((past.year for past in item.past_awards if past.award == award and past.year <= until), default=0)
        for item in evidence
    )
    return np.fromiter(years, dtype=np.int64, count=len(evidence))


def given_column(year: int | None, evidence: Sequence[Evidence], **wanted: str) -> Bools:
    """Who was given such an award in the document's year, for an achievement that is known."""
    return np.array(
        [
            any(
                past.year == year
                and past.achievement
                and all(getattr(past, name) == value for name, value in wanted.items())
                for past in item.past_awards
            )
            for item in evidence
        ],
        dtype=bool,
    )


def concerns(columns: Columns, gate: Gate) -> Bools:
    """Whom the gate concerns: all, unless it says when."""
    if gate.when is not None:
        return columns.conditions[gate.when.key]
    return np.ones(columns.size, dtype=bool)
