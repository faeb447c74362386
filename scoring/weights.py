"""The totals of many participants under other section weights, exactly as the engine would give them.

Only totals change with weights: what is asked of a section itself (floors, gates, tie-breaks) is judged as
printed, so that every other column of an evaluation stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from scoring.columns import Ints
from scoring.engine import Engine, Scorecard
from scoring.parts import PartColumns, part_columns
from scoring.weighted_sums import total_points


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the totals of one type's participants."""

    columns: PartColumns

    def totals(self, counts_for: Mapping[str, Decimal]) -> Ints:
        """The totals, in the document's smallest points, where these sections at the top count for so many
        points (`counts_for`); what is not named counts as in the document. KeyError for what is no ordinary
        section at the top.
        """
        sections = {part.code for part in self.columns.parts if part.section}
        if unknown := counts_for.keys() - sections:
            raise KeyError(*sorted(unknown))
        points = [counts_for.get(part.code, part.counts_for) for part in self.columns.parts]
        per = lcm(
            *(Fraction(number).denominator for number in points),
            *(Fraction(part.maximum).denominator for part in self.columns.parts),
        )
        return total_points(self.columns, [int(number * per) for number in points], per)


def parts_of(engine: Engine, cards: Sequence[Scorecard]) -> Parts:
    """The parts of scored participants of one type, in their order."""
    return Parts(part_columns(engine, cards))
