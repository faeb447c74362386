"""What a run says as a whole: how many of each kind, and what a reader has to be warned of."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from awards.models import AwardStatus
from awards.results import fact
from awards.sealing import ResultRow
from scoring.evaluation import Evaluation, TypeResult
from scoring.recommendation import AwardOutcome, Status

LISTED_AT_MOST = 200
_FLAGS = ("complete", "eligible", "on_hold", "excluded")


def counts_of(results: Sequence[ResultRow]) -> dict[str, Any]:
    """Participants in all, and for each type how many are complete, eligible, on hold, excluded, and how
    many have each award status.
    """
    types: dict[str, Counter[str]] = {}
    for result in results:
        counter = types.setdefault(result.type_code, Counter())
        counter["participants"] += 1
        counter.update(flag for flag in _FLAGS if getattr(result, flag))
        counter[result.award_status.value] += 1
    names = ["participants", *_FLAGS, *(status.value for status in AwardStatus)]
    return {
        "participants": len(results),
        "types": {code: {name: counter[name] for name in names} for code, counter in types.items()},
    }


def warnings_of(
    evaluation: Evaluation, inputs: Iterable[Mapping[str, Any]], findings: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Ties that straddle a quota; what could not be read; what the check says of the document.

    Of what could not be read at most LISTED_AT_MOST are listed, and the rest counted: the inputs of each
    participant hold all of theirs.
    """
    found: list[dict[str, Any]] = [warning for result in evaluation.types for warning in _ties(result)]
    unread = [
        {"code": "unread", "participant": item["id"], "name": item["name"], "type": item["type"], **what}
        | {"problem": what["code"], "code": "unread"}
        for item in inputs
        for what in item["unread"]
    ]
    found += unread[:LISTED_AT_MOST]
    if len(unread) > LISTED_AT_MOST:
        found.append({"code": "unread_more", "count": len(unread) - LISTED_AT_MOST})
    return found + [{"code": "document", **finding} for finding in findings]


def _ties(result: TypeResult) -> Iterator[dict[str, Any]]:
    for outcome in result.recommendation.awards:
        groups: dict[int, list[int]] = {}
        for index in outcome.line.straddling.nonzero()[0].tolist():
            groups.setdefault(int(outcome.standing.groups.codes[index]), []).append(index)
        for group, members in sorted(groups.items()):
            yield _tie(result, outcome, group, members)


def _tie(result: TypeResult, outcome: AwardOutcome, group: int, members: list[int]) -> dict[str, Any]:
    places = int(outcome.places.places[group]) if outcome.places is not None else 0
    first = members[0]
    return {
        "code": "tie_at_line",
        "type": result.kind.code,
        "award": outcome.rule.code,
        "group": list(outcome.standing.groups.labels[group]),
        "participants": [result.evidence[index].id for index in members],
        "names": [result.evidence[index].name for index in members],
        "total": fact(result.cards[first].total),
        "places": places,
        "left": places - int(outcome.line.start[first]),
        "ties": outcome.rule.ties,
        "waits": any(outcome.status[index] == Status.BALLOT for index in members),
    }
