"""Whether what a part of a document refers to exists: attributes, criteria, grades, groups."""

from collections.abc import Iterator
from functools import cached_property

from scoring.award_rules import Gate
from scoring.conditions import NO, YES, Condition, plain_number
from scoring.faults import Fault, Path
from scoring.rubric import Attribute, Criterion, ParticipantType, Rubric

WHOLE = frozenset({"total", "bonus", "penalty"})


class Scope:
    """One participant type inside its document, with its names at hand."""

    def __init__(self, rubric: Rubric, kind: ParticipantType) -> None:
        self.rubric = rubric
        self.kind = kind

    @cached_property
    def nodes(self) -> set[str]:
        """The codes of all sections and criteria."""
        return {node.code for node in self.kind.nodes()}

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """The criteria by code."""
        return {node.code: node for node in self.kind.criteria()}

    @cached_property
    def grades(self) -> set[str]:
        """The codes of the grades."""
        return {grade.code for grade in self.kind.grading.grades} if self.kind.grading else set()


def check_condition(scope: Scope, condition: Condition, path: Path) -> Iterator[Fault]:
    """Faults of a condition: attributes that do not exist, or are compared as what they are not."""
    if condition.attribute is not None:
        yield from _check_comparison(scope, condition, condition.attribute, path)
    for name, parts in (("all", condition.all_), ("any", condition.any_)):
        for index, part in enumerate(parts or []):
            yield from check_condition(scope, part, (*path, name, index))
    if condition.not_ is not None:
        yield from check_condition(scope, condition.not_, (*path, "not"))


def _check_comparison(scope: Scope, condition: Condition, code: str, path: Path) -> Iterator[Fault]:
    attribute = scope.rubric.attributes.get(code)
    facts = {"attribute": code}
    if attribute is None:
        attributes = tuple(scope.rubric.attributes)
        yield Fault("unknown_attribute", (*path, "attribute"), {**facts, "known": attributes})
        return
    if attribute.kind != "number" and condition.numeric_attributes():
        yield Fault("attribute_not_number", path, facts)
    if _is_empty(condition):
        yield Fault("bounds_empty", path, facts)
    for value in ([condition.is_] if condition.is_ is not None else []) + (condition.in_ or []):
        if attribute.kind == "number" and plain_number(value) is None:
            yield Fault("value_not_number", path, facts | {"value": value})
        elif not _is_known(attribute, value):
            yield Fault("unknown_choice", path, facts | {"value": value})


def _is_known(attribute: Attribute, value: str) -> bool:
    """Whether an attribute can have this value; a number or a text can have any."""
    if attribute.kind == "choice":
        return value in (attribute.choices or {})
    return attribute.kind != "yes_no" or value.strip().lower() in YES | NO


def _is_empty(condition: Condition) -> bool:
    """Whether no number can lie within the bounds of the condition."""
    lows = [
        (bound, side) for bound, side in ((condition.at_least, 0), (condition.above, 1)) if bound is not None
    ]
    highs = [
        (bound, side) for bound, side in ((condition.at_most, 0), (condition.below, -1)) if bound is not None
    ]
    return bool(lows and highs) and max(lows) > min(highs)


def check_gate(scope: Scope, gate: Gate, path: Path, *, grades: bool = True) -> Iterator[Fault]:
    """Faults of one gate of a grade or award for one participant type."""
    facts = {"type": scope.kind.code}
    if gate.points is not None and gate.points not in scope.nodes | WHOLE:
        yield Fault("unknown_node", (*path, "points"), facts | {"code": gate.points})
    for grade in gate.grade or []:
        if not grades or grade not in scope.grades:
            yield Fault("unknown_grade", (*path, "grade"), facts | {"code": grade})
    if gate.attribute_holds is not None:
        yield from check_condition(scope, gate.attribute_holds, (*path, "if"))
    if gate.when is not None:
        yield from check_condition(scope, gate.when, (*path, "when"))


def check_group(scope: Scope, group: list[str], path: Path) -> Iterator[Fault]:
    """Faults of a grouping: each part is `cluster`, `parent` or an attribute."""
    for index, part in enumerate(group):
        if part not in {"cluster", "parent"} and part not in scope.rubric.attributes:
            yield Fault("unknown_group", (*path, index), {"code": part})
