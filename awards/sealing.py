"""What a run seals: inputs and results as canonical text, their hashes, and the seal over all of them.

Everything here depends on the criteria document and the inputs alone, so that the same inputs give the
same result and the same seal, today and years later. Words are no part of a seal.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from awards.models import AwardStatus, Category
from awards.results import fact, row_document
from awards.sealed_inputs import claimed_of, evidence_of
from scoring.engine import Engine
from scoring.evaluation import AwardLine, Evaluation, Row, evaluate
from scoring.recommendation import Status
from scoring.rubric import ParticipantType, Rubric

WHOLE_TYPE = "all"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

STATUSES = {
    Status.RECOMMENDED: AwardStatus.RECOMMENDED,
    Status.HELD: AwardStatus.HELD,
    Status.BALLOT: AwardStatus.BALLOT,
    Status.OUTSIDE: AwardStatus.OUTSIDE,
    Status.HAS_AWARD: AwardStatus.TOO_SOON,
    Status.HAS_HIGHER: AwardStatus.NONE,
    Status.TOO_SOON: AwardStatus.TOO_SOON,
    Status.BELOW: AwardStatus.BELOW,
    Status.BARRED: AwardStatus.BARRED,
}


def canonical(data: Any) -> str:
    """The one text of some JSON data: sorted keys, no spaces, letters as they are."""
    return _ENCODER.encode(data)


def digest(text: str) -> str:
    """SHA-256 over the UTF-8 of a text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


class ResultRow(NamedTuple):
    """One participant's row of a run, named as the columns of `run_result` (without the run)."""

    participant_id: int
    position: int
    name: str
    type_code: str
    category: Category
    group_key: str
    group_name: str
    cluster_id: int | None
    cluster_name: str | None
    commune_id: int | None
    commune_name: str | None
    self_total: Decimal | None
    total: Decimal
    rank: int | None
    tied: int
    eligible: bool
    on_hold: bool
    excluded: bool
    complete: bool
    grade: str | None
    award: str | None
    award_status: AwardStatus
    inputs_sha256: str
    result_sha256: str
    inputs: str
    result: str


@dataclass(frozen=True, slots=True)
class SealedRun:
    """Everything that follows from a document and inputs; `order` sorts rows as the seal takes them."""

    evaluation: Evaluation
    results: list[ResultRow]
    seal: str


def _unheard(done: int) -> None:
    """For callers that nobody watches."""


def seal_inputs(
    rubric: Rubric,
    document_sha256: str,
    inputs: Sequence[Mapping[str, Any]],
    heard: Callable[[int], None] = _unheard,
) -> SealedRun:
    """Evaluate canonical inputs and seal what comes of them. The order of the inputs does not matter.

    `heard` is told after each participant how many are sealed.
    """
    by_key = {(item["type"], item["id"]): item for item in inputs}
    evaluation = evaluate(rubric, [evidence_of(item) for item in by_key.values()])
    results = []
    marks: list[tuple[int, str, str, str]] = []
    for number, result in enumerate(evaluation.types):
        for row in result.rows():
            item = by_key[result.kind.code, row.evidence.id]
            sealed = _result(result.engine, row, item)
            results.append(sealed)
            marks.append((number, row.evidence.id, sealed.inputs_sha256, sealed.result_sha256))
            heard(len(results))
    return SealedRun(evaluation, results, seal_of(document_sha256, ((m[2], m[3]) for m in sorted(marks))))


def seal_of(document_sha256: str, hashes: Iterable[tuple[str, str]]) -> str:
    """The seal: over the document's hash and each participant's, by type in document order, then by code."""
    seal = hashlib.sha256(document_sha256.encode())
    for inputs_sha256, result_sha256 in hashes:
        seal.update(inputs_sha256.encode())
        seal.update(result_sha256.encode())
    return seal.hexdigest()


def _result(engine: Engine, row: Row, item: Mapping[str, Any]) -> ResultRow:
    kind, card = engine.kind, row.card
    claimed = _claimed(engine, row, item)
    inputs = canonical(item)
    sealed = row_document(row, kind.code, None) | {"claimed": claimed, "remarks": item["remarks"]}
    result = canonical(sealed)
    award, status = award_of(row)
    return ResultRow(
        participant_id=item["participant_id"],
        position=row.position + 1,
        name=item["name"],
        type_code=kind.code,
        category=Category(kind.category),
        group_key="/".join(row.group) or WHOLE_TYPE,
        group_name=", ".join(_group_names(engine.rubric, kind, row, item)),
        cluster_id=item["cluster_id"],
        cluster_name=item["cluster_name"],
        commune_id=item["commune_id"],
        commune_name=item["commune_name"],
        self_total=Decimal(claimed["total"]) if claimed else None,
        total=card.total,
        rank=row.rank,
        tied=row.tied,
        eligible=card.eligible,
        on_hold=bool(card.on_hold),
        excluded=bool(card.excluded),
        complete=card.complete,
        grade=row.grade,
        award=award,
        award_status=status,
        inputs_sha256=digest(inputs),
        result_sha256=digest(result),
        inputs=inputs,
        result=result,
    )


def _claimed(engine: Engine, row: Row, item: Mapping[str, Any]) -> dict[str, Any] | None:
    """The points of what was claimed, node by node; None where nothing was."""
    entries = claimed_of(item)
    if entries is None:
        return None
    agreed = item["claimed"] == item["entries"]
    card = row.card if agreed else engine.score(replace(row.evidence, entries=entries))
    points = {code: fact(node.points) for code, node in card.nodes.items()}
    return {"total": fact(card.total), "entered_max": fact(card.entered_max), "points": points}


def award_of(row: Row) -> tuple[str | None, AwardStatus]:
    """The award rule that goes furthest for a participant, and how far.

    So a recommended lower award stands before a higher one that waits for a ballot: both are in the result.
    Of two rules that go as far, the higher award counts where it is won or waits, the lower one, being
    nearer, where it is missed.
    """
    if not row.awards:
        return None, AwardStatus.NONE
    furthest = max(line.status for line in row.awards)
    as_far: list[AwardLine] = [line for line in row.awards if line.status == furthest]
    status = STATUSES[furthest]
    if status is AwardStatus.BARRED:
        waits = row.card.missing and not row.card.excluded
        return None, AwardStatus.INCOMPLETE if waits else AwardStatus.BARRED
    return as_far[0 if furthest >= Status.BALLOT else -1].code, status


def _group_names(rubric: Rubric, kind: ParticipantType, row: Row, item: Mapping[str, Any]) -> Iterator[str]:
    """The names of what the members of a group share; their key where something has no name."""
    names = {"cluster": item["cluster_name"], "parent": item["parent_name"]}
    for part, key in zip(kind.ranking.group, row.group, strict=True):
        attribute = rubric.attributes.get(part)
        choices = (attribute.choices if attribute else None) or {}
        name = names.get(part) or choices.get(key) or key
        if name:
            yield name
