"""Keeping given awards through the years: by a decision of the council, or from papers of earlier years."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from foundation.clock import local_date
from foundation.database import begin_writing, db, lock_row
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor, Permission, can
from foundation.vietnamese import plain
from history.services import record
from movements.given_queries import find_in_force
from movements.models import GivenAward, GivenSource, GivenStanding
from participants.models import Participant

MOVEMENT = "movement"
OTHER = "other"
KINDS = ("topical", "unexpected", "merit")
EARLIEST = 1945
CODE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Given:
    """An award to be kept: to whom, for which year, which form, and where it was decided; `proposed` to a
    higher level, which has not answered yet.
    """

    participant: Participant
    year: int
    award: str
    award_name: str
    issuer: str = ""
    achievement: str = MOVEMENT
    award_kind: str = "topical"
    reference: str = ""
    decided_on: date | None = None
    name: str = ""
    proposed: bool = False


def can_keep_awards(actor: Actor | None) -> bool:
    """Whether the actor may enter awards of earlier years and note that one was revoked."""
    return can(actor, Permission.KEEP_AWARDS)


def enter_given(*, actor: Actor, given: Given, now: datetime) -> GivenAward:
    """Keep an award that was decided on paper.

    Raises NotAllowed, DomainError where the year or the day cannot be, Conflict where the participant has
    this award for this year already.
    """
    _require(actor)
    begin_writing()
    _check_days(given, local_date(now))
    if find_in_force(given.participant.id, given.year, given.award) is not None:
        raise Conflict(already_kept(given), field="year")
    kept = _keep(given, GivenSource.IMPORTED, None, now)
    after = {"year": given.year, "award": given.award_name, "reference": given.reference}
    record(actor=actor, action="given:entered", subject=("given_award", kept.id), after=after, now=now)
    return kept


def enter_all(*, actor: Actor, awards: Iterable[Given], now: datetime) -> int:
    """Keep awards of one table together, all or none; how many."""
    _require(actor)
    count = 0
    for given in awards:
        enter_given(actor=actor, given=given, now=now)
        count += 1
    return count


def grant_given(*, awards: Sequence[Given], session_id: int, now: datetime) -> None:
    """Keep the awards that a session of the council granted; the session records them. Raises Conflict where
    a participant has one of them for this year already.
    """
    try:
        db.session.add_all(_row(given, GivenSource.COUNCIL, session_id, now) for given in awards)
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("Có người đã được ghi cùng hình thức khen trong năm. Xem danh sách.")) from error


def revoke_given(*, actor: Actor, given: GivenAward, on: date, reason: str, now: datetime) -> None:
    """Note that an award was revoked (Law on Emulation and Commendation 2022, Art. 93): it stays on the list
    and counts no longer. Raises NotAllowed, DomainError without a reason or with a day that cannot be,
    Conflict where it was revoked already.
    """
    _require(actor)
    lock_row(GivenAward, given.id)
    if given.revoked_on is not None:
        raise Conflict(_("Hình thức khen này đã ghi hủy bỏ rồi. Tải lại trang để xem."))
    said = " ".join(reason.split())
    if not said:
        raise DomainError(_("Ghi lý do hủy bỏ, ví dụ: kê khai gian dối thành tích."), field="reason")
    if on > local_date(now):
        raise DomainError(_("Ngày hủy bỏ chưa tới. Ghi ngày của quyết định hủy bỏ."), field="on")
    if given.decided_on is not None and on < given.decided_on:
        raise DomainError(_("Ngày hủy bỏ đứng trước ngày tặng. Ghi lại ngày hủy bỏ."), field="on")
    given.revoked_on, given.revoke_reason = on, said
    after = {"revoked_on": on.isoformat(), "reason": said}
    record(actor=actor, action="given:revoked", subject=("given_award", given.id), after=after, now=now)


def settle_given(
    *, actor: Actor, given: GivenAward, granted: bool, reference: str, on: date, now: datetime
) -> None:
    """Note what the higher level answered to a proposal: granted by the decision `reference` of the day `on`,
    or declined, with the paper or the reason. What was granted counts for later years; what was declined
    counts no longer at all. A note made in error is corrected by making the other one.

    Raises NotAllowed, DomainError without a reference or with a day that cannot be, Conflict where the award
    was no proposal, was revoked, or where this answer stands already.
    """
    _require(actor)
    lock_row(GivenAward, given.id)
    answer = GivenStanding.GRANTED if granted else GivenStanding.DECLINED
    if not is_proposal(given) or given.revoked_on is not None:
        raise Conflict(_("Hình thức này không chờ cấp trên. Tải lại trang để xem."))
    said = " ".join(reference.split())
    if (given.standing, given.settled_on, given.settled_reference) == (answer, on, said):
        raise Conflict(_("Kết quả này đã ghi rồi. Tải lại trang để xem."))
    if not said:
        raise DomainError(_("Ghi số quyết định tặng, hoặc văn bản, lý do không tặng."), field="reference")
    if on > local_date(now):
        raise DomainError(_("Ngày này chưa tới. Ghi ngày ghi trên văn bản."), field="on")
    if given.decided_on is not None and on < given.decided_on:
        raise DomainError(_("Ngày này đứng trước ngày Hội đồng đề nghị. Ghi lại ngày."), field="on")
    before = {"standing": given.standing.value}
    given.standing, given.settled_on, given.settled_reference = answer, on, said
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("Hình thức này đã được đề nghị lại và đang có trong danh sách.")) from error
    record(
        actor=actor,
        action="given:granted" if granted else "given:declined",
        subject=("given_award", given.id),
        before=before,
        after={"standing": answer.value, "reference": said, "issued_on": on.isoformat()},
        now=now,
    )


def is_proposal(given: GivenAward) -> bool:
    """Whether the award was proposed to a higher level, answered or not."""
    return given.standing is not GivenStanding.GRANTED or given.settled_on is not None


def code_of(name: str) -> str:
    """The code of a form of award that no criteria document names: its words without marks."""
    words = re.findall(r"[a-z0-9]+", plain(name))
    return "-".join(words)[:CODE_LENGTH].strip("-")


def already_kept(given: Given) -> str:
    """What is said of an award that is on the list already."""
    return _(
        "%(name)s đã có %(award)s năm %(year)s trong danh sách.",
        name=given.participant.name,
        award=given.award_name,
        year=given.year,
    )


def fault_of_days(given: Given, today: date) -> tuple[str, str] | None:
    """What is wrong with the year or the day of the decision: the field, and what to do."""
    if not EARLIEST <= given.year <= today.year:
        return "year", _(
            "Ghi năm của thành tích, từ %(first)s đến %(last)s.", first=EARLIEST, last=today.year
        )
    if given.decided_on is None:
        return None
    if given.decided_on > today:
        return "decided_on", _("Ngày quyết định chưa tới. Ghi ngày ghi trên quyết định.")
    if given.decided_on.year < given.year:
        return "decided_on", _("Ngày quyết định đứng trước năm của thành tích. Ghi lại một trong hai.")
    return None


def _check_days(given: Given, today: date) -> None:
    fault = fault_of_days(given, today)
    if fault is not None:
        raise DomainError(fault[1], field=fault[0])


def _require(actor: Actor) -> None:
    if not can_keep_awards(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng ghi khen thưởng các năm và việc hủy bỏ."))


def _keep(given: Given, source: GivenSource, session_id: int | None, now: datetime) -> GivenAward:
    kept = _row(given, source, session_id, now)
    db.session.add(kept)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(already_kept(given)) from error
    return kept


def _row(given: Given, source: GivenSource, session_id: int | None, now: datetime) -> GivenAward:
    return GivenAward(
        participant_id=given.participant.id,
        name=given.name or given.participant.name,
        year=given.year,
        award=given.award,
        award_name=given.award_name,
        issuer=given.issuer,
        achievement=given.achievement,
        award_kind=given.award_kind,
        source=source,
        reference=given.reference,
        session_id=session_id,
        decided_on=given.decided_on,
        given_at=now,
        is_sample=given.participant.is_sample,
        standing=GivenStanding.PROPOSED if given.proposed else GivenStanding.GRANTED,
    )
