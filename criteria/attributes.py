"""Which attributes of a participant the rules of its type read."""

from collections.abc import Iterator

from scoring.award_rules import Gate
from scoring.conditions import Condition
from scoring.rubric import Criterion, ParticipantType, Rubric
from scoring.scales import Amount, Target


def attributes_read(rubric: Rubric, kind: ParticipantType) -> set[str]:
    """The codes of all attributes on which a criterion, a grade, a tie or an award of the type depends."""
    read = {code for condition in _conditions(rubric, kind) for code in condition.attributes()}
    return read | {tie.attribute for tie in kind.ranking.tie_break if tie.attribute is not None}


def _conditions(rubric: Rubric, kind: ParticipantType) -> Iterator[Condition]:
    gates: list[Gate] = [
        gate for grade in (kind.grading.grades if kind.grading else []) for gate in grade.conditions
    ]
    gates += [gate for award in rubric.awards if kind.code in award.types for gate in award.conditions]
    found = [condition for gate in gates for condition in (gate.attribute_holds, gate.when)]
    found += [tie.prefer for tie in kind.ranking.tie_break]
    for node in kind.nodes():
        found.append(node.applies_if)
        if isinstance(node, Criterion) and isinstance(node.scale, Target | Amount):
            found += [variant.when for variant in node.scale.variants]
    return (condition for condition in found if condition is not None)
