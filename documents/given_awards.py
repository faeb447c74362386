"""Decisions and the list of given awards: what is issued, replaced, revoked or cancelled is told there."""

from datetime import date, datetime

from flask_babel import force_locale

from documents.kinds.base import Source
from foundation.clock import local_date
from foundation.permissions import Actor
from movements import given_by_paper as given
from movements.given_by_paper import Deciding
from register.models import Certificate, Paper, PaperState
from register.queries import list_certificates
from register.services import revoke, revoke_certificate

VIETNAMESE = "vi"


def tell_of_issue(*, actor: Actor, paper: Paper, now: datetime) -> None:
    """Keep number and day of an issued decision with its awards; those that only the decision it replaces
    named count no longer. Safe to repeat.
    """
    decision = _deciding(paper)
    if decision is None or paper.state is not PaperState.ISSUED:
        return
    replaced = _deciding(paper.replaces) if paper.replaces else None
    given.confirm_given(actor=actor, decision=decision, now=now)
    if replaced is not None:
        with force_locale(VIETNAMESE):
            reason = given.reason_of_replacing(replaced.reference, decision.reference)
        on = local_date(now)
        given.withdraw_given(actor=actor, decision=replaced, reason=reason, on=on, now=now)


def withdraw_paper(*, actor: Actor, paper: Paper, reason: str, now: datetime) -> None:
    """Take an issued paper back with its certificates; the awards that it gave count no longer. Raises what
    `register.services.revoke` raises.
    """
    decision = _deciding(paper)
    revoke(actor=actor, paper=paper, reason=reason, now=now)
    if decision is not None:
        with force_locale(VIETNAMESE):
            said = given.reason_of_revoking(decision.reference, paper.ended_reason)
        given.withdraw_given(actor=actor, decision=decision, reason=said, on=local_date(now), now=now)


def withdraw_certificate(*, actor: Actor, certificate: Certificate, reason: str, now: datetime) -> None:
    """Take one certificate back; its award counts no longer. Raises what
    `register.services.revoke_certificate` raises.
    """
    decision = _deciding(certificate.decision, certificate)
    revoke_certificate(actor=actor, certificate=certificate, reason=reason, now=now)
    if decision is not None:
        with force_locale(VIETNAMESE):
            said = given.reason_of_cancelling(certificate.revoked_reason)
        given.withdraw_given(actor=actor, decision=decision, reason=said, on=local_date(now), now=now)


def _deciding(paper: Paper, only: Certificate | None = None) -> Deciding | None:
    """What the list knows of a decision: those named whose certificates stand, or `only` one of them; None
    for other papers.
    """
    sort, _colon, session_id = paper.source.partition(":")
    signed_on: date | None = paper.signed_on
    if sort != Source.SESSION or signed_on is None:
        return None
    certificates = [only] if only else list_certificates(paper.id)
    named = {
        (one.participant_id, one.award)
        for one in certificates
        if one.participant_id is not None and one.revoked_at is None
    }
    if not named:
        return None
    reference = given.reference_of(paper.number, paper.symbol)
    return Deciding(int(session_id), paper.id, reference, signed_on, named)
