"""Sealing a session: what was decided becomes one document with its hash, and nothing of it changes again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from council.decisions import ruling_on
from council.freezing import release_standings
from council.holding import hold_to_run
from council.models import CouncilSession, SessionState
from council.open_matters import Matter, list_deferred, list_left_out, list_open_matters
from council.queries import load_session
from council.result_document import Document, build_document, seal_of
from council.rules import HELD
from foundation.clock import local_date
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.queries import find_head
from history.services import record
from movements.given import Given, grant_given
from movements.given_queries import find_participants

SEALED = "session:sealed"
LONGEST_REASON = 2_000


class OpenMatters(Conflict):
    """Something of the session is still open; `matters` is all of it."""

    def __init__(self, matters: Sequence[Matter]) -> None:
        super().__init__(
            _("Phiên họp chưa chốt được. %(matters)s", matters=" ".join(one.text for one in matters))
        )
        self.matters = list(matters)


def seal_session(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    reasons: Mapping[int, str] | None = None,
    left_out_reason: str = "",
    now: datetime,
) -> CouncilSession:
    """Seal a session: its document and seal are kept, awards granted are entered on the list of given awards,
    and the standings may move again.

    `reasons` say by question why it is put off, `left_out_reason` why the council was not asked about those
    whom the run recommends after its decisions. Raises NotAllowed, OpenMatters with everything that is open,
    DomainError where a reason is too long, Conflict where the session was changed, sealed or called off.
    """
    hold_to_run(actor, session_id, version)
    session = load_session(session_id)
    assert session is not None  # noqa: S101 - it is held
    put_off = _keep_reasons(session, reasons or {})
    matters = list_open_matters(session, put_off, left_out_reason)
    if matters:
        raise OpenMatters(matters)
    head = find_head()
    document = build_document(
        session,
        sealed={
            "at": now.isoformat(),
            "by": actor.actor_name,
            "record": {"entries": head.entries if head else 0, "head": head.hash if head else ""},
        },
        left_out=_left_out(session, left_out_reason),
    )
    _give_awards(session, document, now)
    release_standings(session, now)
    db.session.flush()
    session.document, session.seal = seal_of(document)
    session.state, session.sealed_at, session.sealed_by_id = SessionState.SEALED, now, actor.actor_id
    db.session.flush()
    after = {
        "number": session.number,
        "seal": session.seal,
        "result_sha256": session.run.result_sha256,
        "awards": len(document["awards"]),
    }
    record(actor=actor, action=SEALED, subject=("council_session", session.id), after=after, now=now)
    return session


@dataclass(frozen=True, slots=True)
class Rulings:
    """How many were granted each award, and a grade; were refused an award; have their place kept."""

    granted: Sequence[tuple[str, int]]
    graded: Sequence[tuple[str, int]]
    refused: int
    held: int


def list_rulings(session: CouncilSession) -> Rulings:
    """What sealing the session now would decide."""
    granted, graded = dict[str, int](), dict[str, int]()
    refused = held = 0
    for question in (one for item in session.items for one in item.questions):
        for case in question.candidates:
            ruling = ruling_on(question, case)
            if ruling:
                given = graded if case.is_grade else granted
                given[case.award_name] = given.get(case.award_name, 0) + 1
            refused += ruling is False and not case.is_grade
            held += case.status == HELD and bool(question.carried)
    return Rulings(list(granted.items()), list(graded.items()), refused, held)


def _keep_reasons(session: CouncilSession, reasons: Mapping[int, str]) -> dict[int, str]:
    """Write down why questions are put off; a reason that stands already stays unless another is given."""
    kept = {}
    for question in list_deferred(session):
        words = " ".join(reasons.get(question.id, question.reason).split())
        if len(words) > LONGEST_REASON:
            raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON), field="reason")
        question.reason = kept[question.id] = words
    return kept


def _left_out(session: CouncilSession, reason: str) -> Document:
    cases = [
        {
            "participant": line.participant_id,
            "name": line.name,
            "type": line.type_code,
            "award": line.award,
            "award_name": line.award_name,
            "status": line.status,
        }
        for line in list_left_out(session)
    ]
    return {"cases": cases, "reason": " ".join(reason.split()) if cases else ""}


def _give_awards(session: CouncilSession, document: Mapping[str, Any], now: datetime) -> None:
    people = find_participants([one["participant"] for one in document["awards"]])
    awards = [
        Given(
            participant=people[one["participant"]],
            name=one["name"],
            year=session.movement_year.year,
            award=one["award"],
            award_name=one["award_name"],
            issuer=one["issuer"],
            achievement=one["achievement"],
            award_kind=one["award_kind"],
            reference=_reference(session),
            proposed=one["proposed"],
            decided_on=local_date(now),
        )
        for one in document["awards"]
    ]
    grant_given(awards=awards, session_id=session.id, now=now)


def _reference(session: CouncilSession) -> str:
    """Where an award was decided, as the list of given awards keeps it; it is data, so it is Vietnamese."""
    return f"Phiên họp thứ {session.number} của Hội đồng, năm {session.movement_year.year}"
