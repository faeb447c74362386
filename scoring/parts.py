"""What the totals of one type are made of: ordinary parts, bonus and penalty, many participants at once.

Numbers are whole: numerators over a denominator that each row has for itself (`PartColumns.over`). They are
64-bit where they fit, else Python's own whole numbers, so that nothing is rounded but by the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from scoring.columns import Bools, Ints
from scoring.engine import Engine, Scorecard
from scoring.exact import ZERO
from scoring.nodes import NA, NodeResult
from scoring.rubric import Criterion, Rubric, Section, maximum_of, printed_maximum

# Whole numbers, 64-bit or Python's own.
Wholes = NDArray[np.int64] | NDArray[np.object_]
FITS = 2**62
_ALL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Part:
    """One ordinary part of the whole: a section or a criterion that stands at the top.

    `points` are numerators over `PartColumns.over` or, where the part is `settled`, over the document's unit;
    of a section they are as printed, out of `maximum`. `gone` says for whom the part was taken out, `full`
    whom it gives its weight because it does not apply, and `kept` (numerators over `keeps`) how much of its
    maximum was not taken out.
    """

    code: str
    section: bool
    settled: bool
    maximum: Decimal
    counts_for: Decimal
    points: Wholes
    gone: Bools
    full: Bools
    kept: Wholes
    keeps: int

    def of(self, rows: Ints | Bools) -> "Part":
        """The part of these rows."""
        return replace(
            self,
            points=self.points[rows],
            gone=self.gone[rows],
            full=self.full[rows],
            kept=self.kept[rows],
        )


@dataclass(frozen=True, slots=True)
class PartColumns:
    """The parts of all rows, and the rules by which they become totals. `bonus` and `penalty` (not negative)
    are numerators over `over`; `extras` says that the document knows bonus or penalty at all; `bounded` that
    no criterion at the top gives more than its maximum.
    """

    decimals: int
    rounding: str
    plainly: bool
    limit: Decimal
    bonus_within_max: bool
    extras: bool
    bounded: bool
    parts: tuple[Part, ...]
    bonus: Wholes
    penalty: Wholes
    over: Wholes

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.bonus)

    @property
    def unit(self) -> int:
        """How many of the smallest steps make one point."""
        return int(10**self.decimals)

    @property
    def simple(self) -> Bools:
        """The rows of which every part counts with its whole weight."""
        odd = np.zeros(self.size, dtype=bool)
        for part in self.parts:
            odd |= part.gone | part.full | (part.kept != part.keeps)
        return ~odd

    def of(self, rows: Ints | Bools) -> "PartColumns":
        """The parts of these rows."""
        return replace(
            self,
            parts=tuple(part.of(rows) for part in self.parts),
            bonus=self.bonus[rows],
            penalty=self.penalty[rows],
            over=self.over[rows],
        )


def wholes(numbers: Sequence[int]) -> Wholes:
    """Whole numbers as a column, 64-bit where each of them is."""
    fits = not numbers or (min(numbers) > -FITS and max(numbers) < FITS)
    return np.array(numbers, dtype=np.int64 if fits else object)


def part_columns(engine: Engine, cards: Sequence[Scorecard]) -> PartColumns:
    """The parts of scored participants of one type, in their order."""
    kind, rubric = engine.kind, engine.rubric
    ordinary = [child for child in kind.children if child.role is None]
    nodes = [[card.nodes[child.code].as_printed for card in cards] for child in ordinary]
    bonus, penalty = (_extras(engine, cards, role) for role in ("bonus", "penalty"))
    loose = [column for child, column in zip(ordinary, nodes, strict=True) if not _settles(rubric, child)]
    over = _over(rubric, [*bonus, *penalty, *loose], len(cards))
    return PartColumns(
        decimals=rubric.decimals,
        rounding=rubric.rounding,
        plainly=rubric.round_at == "criterion",
        limit=kind.max,
        bonus_within_max=kind.bonus_within_max,
        extras=any(child.role is not None for child in kind.children),
        bounded=all(
            node.exact <= (child.max or ZERO)
            for child, column in zip(ordinary, nodes, strict=True)
            if isinstance(child, Criterion)
            for node in column
        ),
        parts=tuple(
            _part(rubric, child, column, over) for child, column in zip(ordinary, nodes, strict=True)
        ),
        bonus=_together(bonus, over, 1),
        penalty=_together(penalty, over, -1),
        over=wholes(over),
    )


def _extras(engine: Engine, cards: Sequence[Scorecard], role: str) -> list[list[NodeResult]]:
    """The bonus or penalty at the top, a list for each."""
    codes = [child.code for child in engine.kind.children if child.role == role]
    return [[card.nodes[code] for card in cards] for code in codes]


def _over(rubric: Rubric, columns: Sequence[Sequence[NodeResult]], size: int) -> list[int]:
    """The denominator of each row: the document's unit, where it rounds each criterion."""
    unit = 10**rubric.decimals
    if rubric.round_at == "criterion" or not columns:
        return [unit] * size
    rows = zip(*columns, strict=True)
    return [lcm(unit, *(node.exact.as_integer_ratio()[1] for node in row)) for row in rows]


def _together(columns: Sequence[Sequence[NodeResult]], over: Sequence[int], sign: int) -> Wholes:
    rows = zip(*columns, strict=True) if columns else [()] * len(over)
    return wholes(
        [sign * sum(int(node.exact * own) for node in row) for row, own in zip(rows, over, strict=True)]
    )


def _settles(rubric: Rubric, child: Section | Criterion) -> bool:
    """Whether the document rounds the part itself."""
    return rubric.round_at == "criterion" or (rubric.round_at == "section" and isinstance(child, Section))


def _part(
    rubric: Rubric, child: Section | Criterion, nodes: Sequence[NodeResult], over: Sequence[int]
) -> Part:
    maximum, settled, unit = printed_maximum(child), _settles(rubric, child), 10**rubric.decimals
    policies = [_policy(node) for node in nodes]
    kept = [_kept(node, maximum) for node in nodes]
    keeps = lcm(*(share.denominator for share in kept))
    points = [
        0 if policy == "full" else int(node.exact * (unit if settled else own))
        for node, policy, own in zip(nodes, policies, over, strict=True)
    ]
    return Part(
        code=child.code,
        section=isinstance(child, Section),
        settled=settled,
        maximum=maximum,
        counts_for=maximum_of(child),
        points=wholes(points),
        gone=np.array([policy in ("rescale", "rescale_total") for policy in policies], dtype=bool),
        full=np.array([policy == "full" for policy in policies], dtype=bool),
        kept=wholes([keeps if share is _ALL else int(share * keeps) for share in kept]),
        keeps=keeps,
    )


def _policy(node: NodeResult) -> str:
    """How a part that does not apply is treated; empty for one that applies."""
    return str(node.reasons[0].facts["policy"]) if node.state == NA else ""


def _kept(node: NodeResult, maximum: Decimal) -> Fraction:
    """How much of the maximum of a part that applies was not taken out for the whole."""
    if not node.removed or node.state == NA or not maximum:
        return _ALL
    return 1 - Fraction(node.removed) / Fraction(maximum)
