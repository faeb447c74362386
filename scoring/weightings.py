"""Plausible weightings: other weights for the parts of a total, drawn so that every machine draws the same.

Each weight is multiplied by its own factor from 1 − r to 1 + r, all equally likely, in steps of a ten
thousandth; then all are brought back to their common sum, so that the whole maximum stays, in steps of a
hundredth of a point (or the document's smallest, if that is smaller). Each weighting is therefore a document
that the engine could score. Whole numbers only, from the raw output of PCG64, which NumPy keeps for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np

from scoring.columns import Ints
from scoring.parts import FITS, PartColumns

STEPS = 10_000
LEAST_SPREAD, MOST_SPREAD = 5, 50


@dataclass(frozen=True, slots=True)
class Weightings:
    """`table` has a row for each weighting and a column for each part, numerators over `per`; `own` is the
    weighting of the document itself. The weights of `varied` parts differ from row to row.
    """

    seed: int
    spread: int
    codes: tuple[str, ...]
    varied: tuple[bool, ...]
    per: int
    own: tuple[int, ...]
    table: Ints

    @property
    def count(self) -> int:
        """How many weightings."""
        return len(self.table)

    def columns(self, start: int, end: int) -> list[int | Ints]:
        """The weights of the rows from `start` to `end` (left out), as `weighted_sums` takes them."""
        rows = self.table[start:end]
        return [
            rows[:, number : number + 1] if varied else own
            for number, (varied, own) in enumerate(zip(self.varied, self.own, strict=True))
        ]

    def counts_for(self, row: int) -> dict[str, Decimal]:
        """One weighting as a document would say it: the points that each varied part counts for."""
        return {
            code: Decimal(int(weight)) / self.per
            for code, weight, varied in zip(self.codes, self.table[row], self.varied, strict=True)
            if varied
        }


def draw_weightings(columns: PartColumns, *, count: int, spread: int, seed: int) -> Weightings:
    """`count` weightings of the sections at the top, each varied by up to `spread` percent (5 to 50).

    The first of more weightings are those of fewer. A criterion at the top keeps its weight, and so does a
    section that stands alone: its weight would be brought back to what it was.
    """
    if not LEAST_SPREAD <= spread <= MOST_SPREAD:
        raise ValueError(f"a spread of {spread} percent")
    parts = columns.parts
    numbers = [Fraction(number) for part in parts for number in (part.counts_for, part.maximum)]
    per = lcm(100, columns.unit, *(number.denominator for number in numbers))
    own = [int(part.counts_for * per) for part in parts]
    sections = [number for number, part in enumerate(parts) if part.section and part.counts_for]
    table = np.empty((count, len(parts)), dtype=np.int64)
    table[:] = own
    if len(sections) > 1:
        factors = _factors(count, len(sections), spread, seed)
        table[:, sections] = _brought_back([own[number] for number in sections], factors)
    varied = tuple(len(sections) > 1 and number in sections for number in range(len(parts)))
    codes = tuple(part.code for part in parts)
    return Weightings(seed, spread, codes, varied, per, tuple(own), table)


def _factors(count: int, width: int, spread: int, seed: int) -> Ints:
    """Factors in ten thousandths, one row for each weighting."""
    raw = np.random.PCG64(seed).random_raw(count * width)
    low, steps = (100 - spread) * STEPS // 100, 2 * spread * STEPS // 100 + 1
    factors: Ints = (np.asarray(raw, dtype=np.uint64) % np.uint64(steps)).astype(np.int64) + low
    return factors.reshape(count, width)


def _brought_back(own: Sequence[int], factors: Ints) -> Ints:
    """The weights times their factors, in proportion to the sum of `own`; what whole numbers leave over goes
    to the largest remainders, the first of equals first.
    """
    whole = sum(own)
    fits = max(own) * 2 * STEPS * whole < FITS
    products = factors.astype(np.int64 if fits else object) * np.array(
        own, dtype=np.int64 if fits else object
    )
    sums = products.sum(axis=1, keepdims=True)
    scaled = products * whole
    table = (scaled // sums).astype(np.int64)
    missing = whole - table.sum(axis=1, keepdims=True)
    places = np.argsort(np.argsort(-(scaled % sums), axis=1, kind="stable"), axis=1, kind="stable")
    brought: Ints = table + (places < missing)
    return brought
