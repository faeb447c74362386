"""What the council has decided, read off the questions of a session or off its seal: who got which award."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from awards.decided import Decision, Decisions
from council.models import Candidate, CouncilSession, Question, QuestionState, SessionState
from council.rules import HELD
from foundation.database import db

Ruling = tuple[str, int, bool]
"""An award, a participant, and whether it was granted."""


def decisions_of(session: CouncilSession) -> dict[str, Decision]:
    """What stands decided: by this session so far, and by those sealed before it on the same run."""
    return gathered([*_sealed_before(session), *rulings_of(session)])


def gathered(rulings: Iterable[Ruling]) -> dict[str, Decision]:
    """Rulings by award; of two on the same case the later one counts."""
    last = {(award, participant): granted for award, participant, granted in rulings}
    found: dict[str, Decision] = {}
    for (award, participant), granted in last.items():
        decision = found.setdefault(award, Decision(set(), set()))
        part: Any = decision.granted if granted else decision.refused
        part.add(participant)
    return found


def rulings_of(session: CouncilSession) -> Iterator[Ruling]:
    """Every ruling of a session, in the order of the agenda."""
    for item in session.items:
        for question in item.questions:
            for case in question.candidates:
                granted = ruling_on(question, case)
                if granted is not None:
                    yield case.award, case.participant_id, granted


def ruling_on(question: Question, case: Candidate) -> bool | None:
    """Whether the award was granted or refused; None where nothing is decided, or the place of somebody on
    hold is kept. A hold that is not kept is refused.
    """
    if question.state is not QuestionState.DECIDED:
        return None
    if case.status == HELD:
        return False if question.carried is False else None
    return case.granted


def is_decided(decisions: Decisions, participant_id: int, award: str) -> bool:
    """Whether the council ruled on this participant and award."""
    decision = decisions.get(award)
    return decision is not None and (participant_id in decision.granted or participant_id in decision.refused)


def rulings_of_document(document: Mapping[str, Any]) -> Iterator[Ruling]:
    """Every ruling of a sealed session, read off its document."""
    for item in document["items"]:
        for question in item["questions"]:
            for case in question["candidates"]:
                if case["ruling"] is not None:
                    yield case["award"], case["participant"], case["ruling"]


def _sealed_before(session: CouncilSession) -> Iterator[Ruling]:
    statement = (
        select(CouncilSession.document)
        .where(
            CouncilSession.run_id == session.run_id,
            CouncilSession.state == SessionState.SEALED,
            CouncilSession.number < session.number,
        )
        .order_by(CouncilSession.number)
    )
    for text in db.session.scalars(statement):
        yield from rulings_of_document(json.loads(text or "{}"))
