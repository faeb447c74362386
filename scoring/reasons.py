"""Reasons: why a figure, a place or an award came out as it did, as data and never as prose.

`code` names the kind of reason, `facts` holds its figures (exact decimals, counts, codes and names taken
from the document) and `points` is what the reason adds to the total, signed, or None where it adds
nothing. The `points` of all reasons of a scorecard add up to its total exactly. Words for each code live
in one place outside this package, so that page, spreadsheet and paper say the same.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

Fact = Decimal | int | str | bool | None | tuple[str, ...]


class Reason(NamedTuple):
    """One reason. `node` is the code of the criterion or section it speaks of ("" for the whole)."""

    code: str
    facts: Mapping[str, Fact]
    points: Decimal | None = None
    node: str = ""
