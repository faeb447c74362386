"""Whether what a part of a document refers to exists: attributes, criteria, grades, groups."""

from collections.abc import Iterator
from functools import cached_property

from scoring.award_rules import Gate
from scoring.conditions import NO, YES, Condition
from scoring.faults import Fault, Path
from scoring.rubric import Criterion, ParticipantType, Rubric

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
    if condition.attribute is None:
        for name, parts in (("all", condition.all_), ("any", condition.any_)):
            for index, part in enumerate(parts or []):
                yield from check_condition(scope, part, (*path, name, index))
        if condition.not_ is not None:
            yield from check_condition(scope, condition.not_, (*path, "not"))
        return
    attribute = scope.rubric.attributes.get(condition.attribute)
    facts = {"attribute": condition.attribute}
    if attribute is None:
        attributes = tuple(scope.rubric.attributes)
        yield Fault("unknown_attribute", (*path, "attribute"), {**facts, "known": attributes})
        return
    if attribute.kind != "number" and condition.numeric_attributes():
        yield Fault("attribute_not_number", path, facts)
    for value in ([condition.is_] if condition.is_ is not None else []) + (condition.in_ or []):
        known = attribute.kind not in ("choice", "yes_no")
        known = known or (attribute.kind == "choice" and value in (attribute.choices or {}))
        known = known or (attribute.kind == "yes_no" and value.strip().lower() in YES | NO)
        if not known:
            yield Fault("unknown_choice", path, facts | {"value": value})


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
