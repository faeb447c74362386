"""The criteria document: participant types, their trees of criteria, grades, ranking and awards.

These forms are the document itself: YAML, the web editor and the spreadsheet all become them, and all
are judged by them. What concerns several parts at once (codes, sums, bands) is judged in `check.py`.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from scoring.award_rules import AwardRule, Grading, Ranking
from scoring.conditions import Code, Condition, DocumentPart, Name, Positive, Whole
from scoring.exact import ZERO
from scoring.scales import Scale

Role = Literal["bonus", "penalty"]
EnteredBy = Literal["unit", "group", "verifier", "office"]
NotApplicable = Literal["rescale", "rescale_total", "full", "zero"]
EvidenceField = Literal["number", "date", "page", "file"]


class Attribute(DocumentPart):
    """A fact about a participant that is no criterion; conditions and tie-breaks read it."""

    name: Name
    kind: Literal["number", "yes_no", "choice", "text"] = "number"
    choices: dict[Code, Name] | None = None
    default: str | None = None
    sensitive: bool = False


class Mark(DocumentPart):
    """A ground for exclusion or for a hold."""

    code: Code
    name: Name
    clause: Name | None = None


class Floor(DocumentPart):
    """The least a section must reach, in points or percent of its maximum, for any award."""

    points: Positive | None = None
    percent: Annotated[Positive, Field(le=100)] | None = None


class EvidenceRule(DocumentPart):
    """Whether evidence must stand beside the figure, and which of its parts."""

    required: bool = False
    fields: list[EvidenceField] = Field(default_factory=list)
    hint: Name | None = None


class Node(DocumentPart):
    """What sections and criteria share."""

    code: Code
    name: Name
    clause: Name | None = None
    note: Name | None = None
    role: Role | None = None
    applies_if: Condition | None = None
    on_not_applicable: NotApplicable | None = None


def _named_scale(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


class Criterion(Node):
    """A leaf: what is asked, and how it becomes points. Only bonus and penalty may lack a maximum.

    `labels` names the figure that is entered ("Số mô hình"), or both where two are asked for.
    """

    max: Positive | None = None
    labels: list[Name] | None = Field(default=None, min_length=1, max_length=2)
    scale: Annotated[Scale, BeforeValidator(_named_scale)]
    entered_by: EnteredBy = "unit"
    evidence: EvidenceRule = EvidenceRule()
    second_check: bool = False


class Section(Node):
    """A branch. `max` caps what its criteria give; bonus stands above it unless `bonus_within_max`.

    With `counts_for` its points, added up out of `max` as ever, count for so many in what is around it.
    """

    max: Positive | None = None
    counts_for: Positive | None = None
    floor: Floor | None = None
    bonus_within_max: bool = False
    children: list["AnyNode"] = Field(min_length=1)


def _section_or_criterion(value: Any) -> str:
    if isinstance(value, Section) or (isinstance(value, dict) and "children" in value):
        return "section"
    return "criterion"


AnyNode = Annotated[
    Annotated[Section, Tag("section")] | Annotated[Criterion, Tag("criterion")],
    Discriminator(_section_or_criterion),
]
Section.model_rebuild()


def maximum_of(node: Section | Criterion) -> Decimal:
    """What a node counts for at most in what is around it: its printed maximum, unless it says otherwise."""
    if isinstance(node, Section) and node.counts_for is not None:
        return node.counts_for
    return printed_maximum(node)


def printed_maximum(node: Section | Criterion) -> Decimal:
    """The printed maximum of a node; of a section without one, the sum of its ordinary children's."""
    if node.max is not None or isinstance(node, Criterion):
        return node.max or ZERO
    return sum((maximum_of(child) for child in node.children if child.role is None), ZERO)


class ParticipantType(DocumentPart):
    """One kind of participant with everything that judges it."""

    code: Code
    name: Name
    category: Literal["collective", "household", "individual"] = "collective"
    max: Positive
    bonus_within_max: bool = False
    children: list[AnyNode] = Field(min_length=1)
    exclusions: list[Mark] = Field(default_factory=list)
    holds: list[Mark] = Field(default_factory=list)
    ranking: Ranking = Ranking()
    grading: Grading | None = None

    def nodes(self) -> Iterator[Section | Criterion]:
        """Every section and criterion, each before its children, in document order."""
        pending: list[Section | Criterion] = list(reversed(self.children))
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, Section):
                pending.extend(reversed(node.children))

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion in document order."""
        return (node for node in self.nodes() if isinstance(node, Criterion))


class Rubric(DocumentPart):
    """A whole criteria document."""

    format: Literal["1"]
    title: Name
    movement: Name | None = None
    period: Name | None = None
    year: Annotated[Whole, Field(ge=2000, le=2100)] | None = None
    source: Name | None = None
    notes: list[Name] = Field(default_factory=list)
    decimals: Annotated[Whole, Field(ge=0, le=6)] = 2
    rounding: Literal["half_up", "half_even", "floor", "ceiling"] = "half_up"
    round_at: Literal["criterion", "section", "total"] = "criterion"
    attributes: dict[Code, Attribute] = Field(default_factory=dict)
    exclusions: list[Mark] = Field(default_factory=list)
    holds: list[Mark] = Field(default_factory=list)
    types: list[ParticipantType] = Field(min_length=1)
    awards: list[AwardRule] = Field(default_factory=list)

    def type(self, code: str) -> ParticipantType | None:
        """The participant type with this code, if the document has one."""
        return next((kind for kind in self.types if kind.code == code), None)

    def marks_of(self, kind: ParticipantType) -> tuple[list[Mark], list[Mark]]:
        """Exclusions and holds that concern a type: the document's own, then the type's."""
        return self.exclusions + kind.exclusions, self.holds + kind.holds
