"""Grades, ranking and award rules, as a criteria document states them."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from scoring.conditions import Code, Condition, DocumentPart, Name, Number, Positive, Whole
from scoring.scales import Bounds

Rounding = Literal["floor", "ceiling", "half_up"]
TiePolicy = Literal["ballot", "all", "none"]


class Quota(DocumentPart):
    """How many places: a count, or a percentage of the group, rounded as said; never silently.

    `of` says what the percentage is taken of: all members of the group, or only those who are eligible.
    """

    count: Annotated[Whole, Field(ge=0)] | None = None
    percent: Annotated[Positive, Field(le=100)] | None = None
    of: Literal["group", "eligible"] = "group"
    rounding: Rounding = "floor"
    minimum: Annotated[Whole, Field(ge=0)] = 0
    maximum: Annotated[Whole, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _count_or_percent(self) -> Self:
        if (self.count is None) == (self.percent is None):
            raise ValueError("quota_form")
        if self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("quota_order")
        return self


class Gate(Bounds):
    """One condition of a grade or award.

    `points: total` or a section's or criterion's code with bounds, or with `percent_at_least` of its
    maximum; `grade`: one of these grades; `rank_at_most`; or `if`: a condition on attributes. With `when`
    the gate concerns only those for whom it holds, so that pass marks may differ.
    """

    points: Code | None = None
    percent_at_least: Annotated[Positive, Field(le=100)] | None = None
    grade: list[Code] | None = Field(default=None, min_length=1)
    rank_at_most: Annotated[Whole, Field(ge=1)] | None = None
    attribute_holds: Condition | None = Field(default=None, alias="if")
    when: Condition | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.points, self.grade, self.rank_at_most, self.attribute_holds]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("gate_form")
        bounded = (self.lower, self.upper, self.percent_at_least) != (None, None, None)
        if bounded != (self.points is not None):
            raise ValueError("gate_bounds")
        return self


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


GroupBy = Annotated[list[Code], BeforeValidator(_as_list)]


class TieBreak(DocumentPart):
    """One key that separates equals, tried in the order of the document.

    `points` of `total`, `bonus`, `penalty`, a section or a criterion; the entered `figure` of a criterion;
    an `attribute`; or `prefer`: those for whom a condition holds (the statutory preference).
    """

    points: Code | None = None
    figure: Code | None = None
    attribute: Code | None = None
    prefer: Condition | None = None
    order: Literal["high", "low"] = "high"
    name: Name | None = None

    @property
    def key(self) -> str:
        """One text for one key, whatever it is called."""
        return self.model_dump_json(by_alias=True, exclude_none=True, exclude={"name"})

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.points, self.figure, self.attribute, self.prefer]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("tie_break_form")
        return self


class Ranking(DocumentPart):
    """With whom a participant is compared, and how equals are separated before a ballot.

    `group` names what members of a group share, besides their type: `cluster`, `parent`, or an attribute;
    an empty list compares all of a type.
    """

    group: GroupBy = Field(default_factory=list)
    tie_break: list[TieBreak] = Field(default_factory=list)


class Grade(DocumentPart):
    """A grade: its gates on the total and others, and how many may have it."""

    code: Code
    name: Name
    at_least: Number | None = None
    above: Number | None = None
    conditions: list[Gate] = Field(default_factory=list)
    quota: Quota | None = None

    @property
    def threshold(self) -> Decimal | None:
        """The total that the grade asks for, met or passed."""
        return self.at_least if self.at_least is not None else self.above


class Grading(DocumentPart):
    """The grades from best to least; who finds no room in a grade's quota falls to the next.

    `barred: true` grades also those whom an exclusion or a section's floor bars from awards (never within
    a quota).
    """

    grades: list[Grade] = Field(min_length=1)
    ties: TiePolicy = "none"
    barred: bool = False


class AwardRule(DocumentPart):
    """A form of award, in order of precedence: the first that fits is recommended.

    `achievement` groups forms of which a participant gets only one for the same achievement (all of a
    document by default); an award outside the group says another word. `group` is where the quota counts
    (the ranking group if not given). `ties` says what happens when equals straddle the quota. `bonus` names
    the rate of the bonus money that comes with it; scoring does not read it.
    """

    code: Code
    name: Name
    issuer: Name
    types: list[Code] = Field(min_length=1)
    proposal: bool = False
    clause: Name | None = None
    conditions: list[Gate] = Field(default_factory=list)
    quota: Quota | None = None
    group: GroupBy | None = None
    ties: TiePolicy = "ballot"
    not_again_within: Annotated[Whole, Field(ge=1, le=50)] | None = None
    achievement: Code = "movement"
    award_kind: Literal["topical", "merit", "unexpected"] = "topical"
    bonus: Code | None = None
