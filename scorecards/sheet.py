"""The reading model of a scorecard: what every page, form and paper shows of it, in document order.

A line carries what was entered and given at every level, side by side; `sheet_building` makes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scorecards.lines import OTHER, UNREAD, Line, SectionLine
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.sums import Sums, sums_of
from scorecards.to_scoring import TypeScorer
from scorecards.wording import PointsWording
from scoring.engine import Scorecard as Scored
from scoring.exact import ZERO
from scoring.nodes import MISSING
from scoring.reasons import Reason


@dataclass(frozen=True)
class Sheet:
    """The whole scorecard as one level sees it."""

    scorecard: Scorecard
    scorer: TypeScorer
    level: AssessmentLevel
    wording: PointsWording
    rows: tuple[Line | SectionLine, ...]
    scored: Scored
    totals: Mapping[AssessmentLevel, Decimal]
    remarks: tuple[Reason, ...] = field(default=())

    @property
    def lines(self) -> Iterator[Line]:
        """Every criterion."""
        return (row for row in self.rows if isinstance(row, Line))

    @property
    def sections(self) -> Iterator[SectionLine]:
        """Every section, each before its own."""
        return (row for row in self.rows if isinstance(row, SectionLine))

    @property
    def top(self) -> list[Line | SectionLine]:
        """What stands at the first depth."""
        return [row for row in self.rows if row.depth == 0]

    def line(self, code: str) -> Line | None:
        """The line of a criterion."""
        return next((line for line in self.lines if line.code == code), None)

    @property
    def decimals(self) -> int:
        """How many places points have."""
        return self.wording.rubric.decimals

    @property
    def total(self) -> Decimal:
        """What the figures give so far."""
        return self.scored.total

    @property
    def entered_max(self) -> Decimal:
        """What the total so far is out of."""
        return self.scored.entered_max

    @property
    def sums(self) -> Sums:
        """The total in its parts: the one truth for every page and paper."""
        return sums_of(self.scored, self.decimals)

    @property
    def missing(self) -> list[Line]:
        """What this level still has to enter; what cannot be read is among `unread`."""
        return [line for line in self.lines if line.owned and line.state == MISSING]

    @property
    def unread(self) -> list[Line]:
        """What this level entered and nobody can read."""
        return [line for line in self.lines if line.state == UNREAD]

    @property
    def others(self) -> list[Line]:
        """Ordinary criteria that somebody else enters and that are open."""
        return [
            line for line in self.lines if line.state == OTHER and line.role is None and line.points is None
        ]

    @property
    def missing_points(self) -> Decimal:
        """The maxima of what is missing or cannot be read."""
        return sum((line.max or ZERO for line in (*self.missing, *self.unread) if line.role is None), ZERO)

    @property
    def others_points(self) -> Decimal:
        """The maxima of what somebody else enters."""
        return sum((line.max or ZERO for line in self.others), ZERO)
