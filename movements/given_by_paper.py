"""What a decision changes in the list of given awards: issued, it names their number and day; replaced or
revoked, they count no longer (Law on Emulation and Commendation 2022, Art. 93).

Whoever issues or revokes the decision has been asked for the right to do so; these services ask no more.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from foundation.database import db
from foundation.permissions import Actor
from history.services import record
from movements.given_queries import list_given_by, list_in_force
from movements.models import GivenAward, GivenStanding

LONGEST_REASON = 500
DECISION = "Quyết định số"
Recipient = tuple[int, str]
"""A participant's number, and the code of the award."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision as the list of given awards knows it: the session it carries out, the paper's own number in
    the record, "Quyết định số 05/QĐ-UBND", its day, and whom it names with which award.
    """

    session_id: int
    paper_id: int
    reference: str
    signed_on: date
    named: Collection[Recipient]


def confirm_given(*, actor: Actor, decision: Deciding, now: datetime) -> int:
    """Keep number and day of an issued decision with the awards it names; how many changed. An award that
    had fallen with an earlier decision is given anew. Safe to repeat.
    """
    rows = [one for one in list_given_by(decision.session_id) if _key(one) in decision.named]
    standing = {_key(one): one for one in rows if one.revoked_on is None}
    changed = [one for one in standing.values() if _differs(one, decision)]
    for one in changed:
        one.reference, one.decided_on = decision.reference, decision.signed_on
    anew = list(_given_anew(rows, standing.keys(), decision, now))
    db.session.add_all(anew)
    db.session.flush()
    count = len(changed) + len(anew)
    if count:
        after = {"awards": count, "reference": decision.reference}
        record(actor=actor, action="given:decided", subject=_subject(decision), after=after, now=now)
    return count


def withdraw_given(*, actor: Actor, decision: Deciding, reason: str, on: date, now: datetime) -> int:
    """Note that the awards which this decision gave count no longer; how many. Those that another decision
    names by now, or that fell before, stay as they are.
    """
    fallen = [
        one
        for one in list_given_by(decision.session_id)
        if _key(one) in decision.named and one.revoked_on is None and not _is_of_another(one, decision)
    ]
    for one in fallen:
        one.revoked_on, one.revoke_reason = max(on, decision.signed_on), reason[:LONGEST_REASON]
    db.session.flush()
    if fallen:
        after = {"awards": len(fallen), "reference": decision.reference, "reason": reason}
        record(actor=actor, action="given:withdrawn", subject=_subject(decision), after=after, now=now)
    return len(fallen)


def _given_anew(
    rows: Collection[GivenAward], standing: Collection[Recipient], decision: Deciding, now: datetime
) -> Iterator[GivenAward]:
    """New lines for those whose line was revoked, unless they have the award of that year from elsewhere."""
    fallen = {_key(one): one for one in rows if _key(one) not in standing}
    if not fallen:
        return
    year = next(iter(fallen.values())).year
    kept = {_key(one) for one in list_in_force([participant for participant, _award in fallen], year)}
    for key, one in fallen.items():
        if key not in kept:
            yield GivenAward(
                participant_id=one.participant_id,
                name=one.name,
                year=one.year,
                award=one.award,
                award_name=one.award_name,
                issuer=one.issuer,
                achievement=one.achievement,
                award_kind=one.award_kind,
                source=one.source,
                reference=decision.reference,
                session_id=one.session_id,
                decided_on=decision.signed_on,
                given_at=now,
                standing=GivenStanding.GRANTED,
                is_sample=one.is_sample,
            )


def reference_of(number: int | None, symbol: str) -> str:
    """How the list names a decision; it is data, so it is Vietnamese."""
    return f"{DECISION} {number or 0:02d}/{symbol}"


def reason_of_revoking(reference: str, reason: str) -> str:
    """Why an award fell with its decision."""
    return _("%(decision)s bị thu hồi: %(reason)s", decision=reference, reason=reason)


def reason_of_cancelling(reason: str) -> str:
    """Why an award fell with its certificate."""
    return _("Giấy khen bị hủy bỏ: %(reason)s", reason=reason)


def reason_of_replacing(reference: str, by: str) -> str:
    """Why an award fell that the decision in place of the first one does not name."""
    return _("%(new)s thay thế %(old)s không còn tên này", new=by, old=reference)


def _key(given: GivenAward) -> Recipient:
    return given.participant_id, given.award


def _differs(given: GivenAward, decision: Deciding) -> bool:
    return (given.reference, given.decided_on) != (decision.reference, decision.signed_on)


def _is_of_another(given: GivenAward, decision: Deciding) -> bool:
    return given.reference.startswith(DECISION) and _differs(given, decision)


def _subject(decision: Deciding) -> tuple[str, int]:
    return "paper", decision.paper_id
