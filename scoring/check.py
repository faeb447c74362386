"""What is wrong with a criteria document as a whole: codes, references, sums, bands, thresholds.

`check(rubric)` finds every fault and every warning at once, each with its place in the document.
"""

from collections.abc import Iterator
from decimal import Decimal

from scoring.check_awards import check_awards, check_grading, check_ranking
from scoring.check_codes import check_codes, walk
from scoring.check_references import Scope, check_condition
from scoring.check_scales import check_criterion
from scoring.exact import ZERO
from scoring.faults import Fault, Path
from scoring.rubric import ParticipantType, Role, Rubric, Section, maximum_of, printed_maximum


def check(rubric: Rubric) -> list[Fault]:
    """Every fault and warning of the document, in document order of its parts."""
    faults = list(check_codes(rubric))
    for index, kind in enumerate(rubric.types):
        path: Path = ("types", index)
        scope = Scope(rubric, kind)
        faults += _check_sums(kind, kind.max, path)
        faults += _check_nodes(scope, path)
        faults += check_ranking(scope, path)
        faults += check_grading(scope, path)
    return faults + list(check_awards(rubric))


def _check_sums(parent: ParticipantType | Section, maximum: Decimal | None, path: Path) -> Iterator[Fault]:
    ordinary = sum((maximum_of(child) for child in parent.children if child.role is None), ZERO)
    bonus = sum((child.max or ZERO for child in parent.children if child.role == "bonus"), ZERO)
    facts = {"code": parent.code, "sum": ordinary, "max": maximum}
    if maximum is not None and ordinary > maximum:
        yield Fault("children_exceed", (*path, "max"), facts)
    elif maximum is not None and ordinary != maximum:
        filled = parent.bonus_within_max and ordinary + bonus == maximum
        if not filled:
            yield Fault("children_fall_short", (*path, "max"), facts, "warning")
    for index, child in enumerate(parent.children):
        if isinstance(child, Section) and child.role is None:
            yield from _check_sums(child, child.max, (*path, "children", index))


def _check_nodes(scope: Scope, type_path: Path) -> Iterator[Fault]:
    for path, node, inherited in walk(scope.kind, type_path):
        role = inherited or node.role
        if node.role is not None and inherited:
            yield Fault("role_nested", (*path, "role"), {"code": node.code})
        if node.applies_if is not None:
            yield from check_condition(scope, node.applies_if, (*path, "applies_if"))
        if isinstance(node, Section):
            yield from _check_floor(node, path)
            yield from _check_weight(node, role, path)
        else:
            yield from check_criterion(scope, node, role, path)


def _check_floor(section: Section, path: Path) -> Iterator[Fault]:
    floor = section.floor
    if floor is None:
        return
    if (floor.points is None) == (floor.percent is None):
        yield Fault("floor_form", (*path, "floor"), {"code": section.code})
    elif floor.points is not None and floor.points > printed_maximum(section):
        facts = {"code": section.code, "max": printed_maximum(section)}
        yield Fault("floor_above_max", (*path, "floor"), facts)


def _check_weight(section: Section, role: Role | None, path: Path) -> Iterator[Fault]:
    if section.counts_for is None:
        return
    if role is not None:
        yield Fault("counts_for_role", (*path, "counts_for"), {"code": section.code})
    elif section.max is None:
        yield Fault("counts_for_without_max", (*path, "counts_for"), {"code": section.code})
