"""The result of an evaluation as plain data: what JSON files, sealed runs and pages all draw from.

Decimals are text, so that no reader makes binary floats of them. The layout is documented in
docs/evaluate.md and only ever grows.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from awards.wording import Wording
from scoring.evaluation import PENDING, AwardLine, Evaluation, Row
from scoring.nodes import NodeResult
from scoring.reasons import Fact, Reason
from scoring.recommendation import Status

FORMAT = 1
Say = Callable[[Reason], str]


def evaluation_document(evaluation: Evaluation, warnings: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The whole evaluation with every participant, type by type and group by group, best first."""
    participants = []
    for result in evaluation.types:
        wording = Wording(evaluation.rubric, result.kind)
        participants += [row_document(row, result.kind.code, wording.say) for row in result.rows()]
    return {
        "format": FORMAT,
        "title": evaluation.rubric.title,
        "year": evaluation.rubric.year,
        "participants": participants,
        "warnings": list(warnings),
    }


def row_document(row: Row, type_code: str, say: Say | None) -> dict[str, Any]:
    """One participant's result; without `say` the reasons carry no text (words are not part of a seal)."""
    card = row.card
    return {
        "id": row.evidence.id,
        "name": row.evidence.name,
        "type": type_code,
        "group": list(row.group),
        "group_size": row.group_size,
        "total": fact(card.total),
        "max": fact(card.max),
        "entered_max": fact(card.entered_max),
        "base": fact(card.base),
        "bonus": fact(card.bonus),
        "penalty": fact(card.penalty),
        "points": {code: node_document(node) for code, node in card.nodes.items()},
        "rank": row.rank,
        "tied": row.tied,
        "tied_with": list(row.tied_with),
        "eligible": card.eligible,
        "complete": card.complete,
        "missing": list(card.missing),
        "excluded": list(card.excluded),
        "failed_floors": list(card.failed_floors),
        "on_hold": bool(card.on_hold),
        "holds": list(card.on_hold),
        "grade": row.grade,
        "awards": [_line(line) for line in row.awards if line.status is Status.RECOMMENDED],
        "pending": [
            _line(line) | {"status": PENDING[line.status]} for line in row.awards if line.status in PENDING
        ],
        "award_status": {line.code: line.status.name.lower() for line in row.awards},
        "reasons": [reason_document(reason, say) for reason in row.reasons],
    }


def reason_document(reason: Reason, say: Say | None) -> dict[str, Any]:
    """One reason: code, facts, what it adds to the total, the node it speaks of, and its sentence."""
    document: dict[str, Any] = {
        "code": reason.code,
        "node": reason.node,
        "points": fact(reason.points),
        "facts": {name: fact(value) for name, value in reason.facts.items()},
    }
    if say is not None:
        document["text"] = say(reason)
    return document


def node_document(node: NodeResult) -> dict[str, Any]:
    """One section or criterion: signed points, the maximum that counted, and its state."""
    return {"points": fact(node.points), "max": fact(node.max), "state": node.state}


def fact(value: Fact) -> Any:
    """A fact as JSON knows it; a zero has no sign."""
    if isinstance(value, Decimal):
        return f"{value or abs(value):f}"
    return list(value) if isinstance(value, tuple) else value


def _line(line: AwardLine) -> dict[str, Any]:
    return {"code": line.code, "name": line.name, "place": line.place, "places": line.places}
