"""Claimed beside found, as one row of two points for each criterion, all on one axis of per cent."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from verification.page import Row, VerifyingPage

LEFT, RIGHT = Decimal(10), Decimal(250)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Pair:
    """One criterion: its points as claimed and as found, and where they stand on the axis (None: nowhere)."""

    row: Row
    claimed: Decimal | None
    found: Decimal | None
    claimed_x: Decimal | None
    found_x: Decimal | None

    @property
    def differs(self) -> bool:
        """Whether what was found is not what was claimed."""
        return self.found is not None and self.claimed is not None and self.found != self.claimed


def build_picture(page: VerifyingPage) -> Sequence[Pair]:
    """A pair for each criterion that this desk judges, and for those that follow from them."""
    return [_pair(row) for row in page.listed]


def _pair(row: Row) -> Pair:
    found = row.line.points if row.judged else None
    return Pair(row, row.claimed, found, _x(row, row.claimed), _x(row, found))


def _x(row: Row, points: Decimal | None) -> Decimal | None:
    """Where points stand between none and the maximum of the criterion."""
    if points is None or not row.line.max:
        return None
    share = min(abs(points) / row.line.max, Decimal(1))
    return (LEFT + share * (RIGHT - LEFT)).quantize(Decimal("0.1"))
