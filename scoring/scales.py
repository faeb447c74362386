"""The scales of a criteria document: what is asked for one criterion, and how points arise from it.

Each kind is one form, named by `kind`. How a figure becomes points stands in `points.py`.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scoring.conditions import Code, Condition, DocumentPart, Name, NotNegative, Number, Positive, Whole


class Bounds(DocumentPart):
    """Ends of an interval: `at_least` and `at_most` belong to it, `above` and `below` do not."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _one_end_each(self) -> Self:
        if self.at_least is not None and self.above is not None:
            raise ValueError("bounds_two_lower")
        if self.at_most is not None and self.below is not None:
            raise ValueError("bounds_two_upper")
        low, high = self.lower, self.upper
        if low is not None and high is not None:
            closed = self.at_least is not None and self.at_most is not None
            if low > high or (low == high and not closed):
                raise ValueError("bounds_empty")
        return self

    @property
    def lower(self) -> Decimal | None:
        """The lower end, whether or not it belongs to the interval."""
        return self.at_least if self.at_least is not None else self.above

    @property
    def upper(self) -> Decimal | None:
        """The upper end, whether or not it belongs to the interval."""
        return self.at_most if self.at_most is not None else self.below

    def contains(self, value: Decimal) -> bool:
        """Whether `value` (a Decimal or a Fraction) lies inside."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )


class Band(Bounds):
    """An interval of the figure and the points it gives."""

    points: NotNegative
    name: Name | None = None


class Level(DocumentPart):
    """One named level."""

    code: Code
    name: Name
    points: NotNegative


class Origin(DocumentPart):
    """Takes the figure of another criterion instead of asking for one.

    `over: target` counts only what exceeds that criterion's target (never below zero), `over: minimum`
    what exceeds its minimum.
    """

    criterion: Code
    over: Literal["target", "minimum"] | None = None


# How the figure of a numeric scale is asked for: as one number; as numerator and denominator, read as a
# percentage; or as two states, read as the fall or the rise from the first to the second.
Asked = Literal["number", "ratio", "decrease", "increase"]


class Measured(DocumentPart):
    """What numeric scales share: unit, how the figure is asked, and its plausible range.

    `counted` says that people, households or papers are counted: whole numbers, in both of two figures.
    """

    unit: Name | None = None
    asks: Asked = "number"
    origin: Origin | None = Field(default=None, alias="from")
    value_decimals: Whole | None = Field(default=None, ge=0, le=6)
    counted: bool = False
    least: Number | None = None
    most: Number | None = None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("range_order")
        return self


class Manual(DocumentPart):
    """Points set by judgement, from `least` to the maximum, in steps of `step` where one is given."""

    kind: Literal["manual"]
    step: Positive | None = None
    least: NotNegative = Decimal(0)


class YesNo(DocumentPart):
    """Yes gives `points` (the maximum if not given), no gives `no_points`."""

    kind: Literal["yes_no"]
    points: NotNegative | None = None
    no_points: NotNegative = Decimal(0)


class Levels(DocumentPart):
    """Named levels with their points."""

    kind: Literal["levels"]
    levels: list[Level] = Field(min_length=2)


class Count(Measured):
    """`start` plus `each` for every full `per` of the figure, kept between zero and the maximum.

    A negative `each` with `start` at the maximum takes points off. `short_of` counts what the figure lacks
    of a mark (for each 1 % short of 100), `beyond` what it has above one. `whole: no` counts broken steps.
    """

    kind: Literal["count"]
    each: Number
    per: Positive = Decimal(1)
    start: NotNegative = Decimal(0)
    whole: bool = True
    short_of: Number | None = None
    beyond: Number | None = None

    @model_validator(mode="after")
    def _one_mark(self) -> Self:
        if self.short_of is not None and self.beyond is not None:
            raise ValueError("count_two_marks")
        return self


class Bands(Measured):
    """Bands of the figure, each with its points; `whole` says that only whole numbers occur."""

    kind: Literal["bands"]
    bands: list[Band] = Field(min_length=1)
    whole: bool = False


def _day(value: object) -> object:
    """A date as a document writes it, 2024-11-15 or 15/11/2024; never a bare number."""
    if not isinstance(value, str):
        return value
    parts = [int(part) for part in re.findall(r"\d{1,4}", value)][:3]
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            return date(*parts)
        if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", value.strip()):
            return date(*reversed(parts))
    except ValueError:
        pass
    raise ValueError("not_a_date")


Day = Annotated[date, BeforeValidator(_day)]


class DaysLate(DocumentPart):
    """Calendar days after `deadline`, in bands; the entry is the number of days, or the date.

    `never` is what something never handed in gives; the entry for it is "never".
    """

    kind: Literal["days_late"]
    deadline: Day | None = None
    bands: list[Band] = Field(min_length=1)
    never: NotNegative | None = None


class TargetVariant(DocumentPart):
    """Other thresholds for some units, a year, or where an attribute holds; the first that fits counts."""

    units: list[str] | None = Field(default=None, min_length=1)
    year: Whole | None = None
    when: Condition | None = None
    minimum: Number | None = None
    target: Number | None = None
    plan: Positive | None = None
    strict: bool | None = None

    @model_validator(mode="after")
    def _says_when_and_what(self) -> Self:
        if self.units is None and self.year is None and self.when is None:
            raise ValueError("variant_without_condition")
        if all(part is None for part in (self.minimum, self.target, self.plan, self.strict)):
            raise ValueError("variant_without_figure")
        return self


class Target(Measured):
    """Full points at `target`, `points_at_minimum` at `minimum`, a straight line between.

    Below the minimum: nothing, or in proportion to it (`better: lower`: minimum over figure). With `strict`
    the target and the minimum must be passed, not only met; a figure that only meets the target then gets
    `points_before_target`, to which the line runs. Without a minimum there is one threshold. A variant may
    be strict where the document is not, and the other way round.
    """

    kind: Literal["target"]
    target: Number
    minimum: Number | None = None
    points_at_target: NotNegative | None = None
    points_before_target: NotNegative | None = None
    points_at_minimum: NotNegative | None = None
    below_minimum: Literal["zero", "proportional"] = "zero"
    better: Literal["higher", "lower"] = "higher"
    strict: bool = False
    variants: list[TargetVariant] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.minimum is not None:
            worse = self.minimum > self.target if self.better == "higher" else self.minimum < self.target
            if worse:
                raise ValueError("target_order")
        return self


class Ratio(DocumentPart):
    """Numerator over denominator: full points at `full_at` percent, none at `zero_at`, a line between.

    `counted` as in `Measured`.
    """

    kind: Literal["ratio"]
    unit: Name | None = None
    full_at: Positive = Decimal(100)
    zero_at: NotNegative = Decimal(0)
    value_decimals: Whole | None = Field(default=None, ge=0, le=6)
    counted: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.zero_at >= self.full_at:
            raise ValueError("ratio_order")
        return self


class Amount(DocumentPart):
    """An amount against a plan: in proportion, full points at `cap_percent` of the plan and above.

    The plan stands here, in a variant, or is entered for each participant. Under `zero_below` percent of
    the plan there are no points.
    """

    kind: Literal["amount"]
    unit: Name | None = None
    plan: Positive | None = None
    cap_percent: Positive = Decimal(100)
    zero_below: NotNegative = Decimal(0)
    variants: list[TargetVariant] = Field(default_factory=list)


SCALE_KINDS = frozenset(
    {"manual", "yes_no", "levels", "count", "bands", "days_late", "target", "ratio", "amount"}
)
Scale = Annotated[
    Manual | YesNo | Levels | Count | Bands | DaysLate | Target | Ratio | Amount,
    Field(discriminator="kind"),
]
