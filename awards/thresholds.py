"""The pass mark of a type's awards: the total from which an award is possible at all."""

from decimal import Decimal

from scoring.rubric import ParticipantType, Rubric


def threshold_of(rubric: Rubric, kind: ParticipantType) -> Decimal | None:
    """The pass mark of a type: of its last award rule; the highest where marks differ by attribute."""
    rules = [rule for rule in rubric.awards if kind.code in rule.types]
    for rule in reversed(rules):
        marks = [gate.lower for gate in rule.conditions if gate.points == "total" and gate.lower is not None]
        if marks:
            return max(marks)
    return None
