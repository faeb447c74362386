"""From draft to number to issued file, and what may follow: replaced, or revoked with a reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm.exc import ObjectDeletedError

from foundation.clock import local_date
from foundation.database import db, lock_row
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.permissions import Actor, Permission, can
from history.services import record
from movements.models import MovementYear
from register import shelf
from register.basis import check_basis
from register.codes import new_code
from register.digests import digests_of
from register.models import Certificate, Paper, PaperState
from register.numbers import ROLL, take_next
from register.queries import find_paper, find_successor, last_signed
from register.rewards import Reward as Reward
from register.rules import (
    check_day,
    check_draft,
    check_in_force,
    check_not_void,
    check_reason,
    check_seen,
    check_waits,
)
from register.standing import check_not_twice, hold_source


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draft is to become. `series` is None for a paper that bears no number, such as a table."""

    kind: str
    source: str
    year: MovementYear
    subject: str
    particulars: Mapping[str, Any]
    series: str | None = None
    symbol: str = ""
    signed_on: date | None = None
    replaces: Paper | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """The words of a paper for good: its snapshot as JSON, its HTML, and the certificates that it gives."""

    snapshot: str
    html: str
    rewards: Sequence[Reward] = ()


Compose = Callable[[Paper], Frozen]


def can_issue(actor: Actor | None) -> bool:
    """Whether the actor may draft papers, give numbers and issue."""
    return can(actor, Permission.ISSUE_PAPER)


def start_draft(*, actor: Actor, plan: Plan, now: datetime) -> Paper:
    """A new draft. Raises NotAllowed; Conflict where it would replace what is not in force, or what another
    draft replaces already.
    """
    require_issuing(actor)
    if plan.replaces is not None:
        _check_replaceable(plan.replaces)
    paper = Paper(
        kind=plan.kind,
        source=plan.source,
        movement_year_id=plan.year.id,
        replaces_id=plan.replaces.id if plan.replaces else None,
        created_by_id=actor.actor_id,
        created_at=now,
        changed_at=now,
        is_sample=plan.is_sample,
    )
    _fill(paper, plan)
    db.session.add(paper)
    db.session.flush()
    after = {"kind": paper.kind, "subject": paper.subject}
    record(actor=actor, action="paper:drafted", subject=("paper", paper.id), after=after, now=now)
    return paper


def change_draft(*, actor: Actor, paper: Paper, plan: Plan, now: datetime, seen: str | None = None) -> None:
    """Keep what was entered. `seen` is the version of the draft (`rules.version_of`) that was changed.

    Raises NotAllowed, NotFound where it was discarded meanwhile, Conflict where the paper has its number
    already, Stale where somebody else changed the draft since `seen`.
    """
    require_issuing(actor)
    paper = hold_draft(_id_and_source(paper)[0])
    check_draft(paper)
    check_seen(paper, seen)
    _fill(paper, plan)
    paper.changed_at = now


def discard_draft(*, actor: Actor, paper: Paper, now: datetime) -> None:
    """A draft that is not wanted. Raises NotAllowed, NotFound where it is gone already, Conflict where the
    paper has its number already.
    """
    require_issuing(actor)
    paper = hold_draft(_id_and_source(paper)[0])
    check_draft(paper)
    before = {"kind": paper.kind, "subject": paper.subject}
    record(actor=actor, action="paper:discarded", subject=("paper", paper.id), before=before, now=now)
    db.session.delete(paper)


def freeze(*, actor: Actor, paper: Paper, compose: Compose, now: datetime, seen: str | None = None) -> None:
    """Give the paper its number and its words for good; its file follows by `finish`.

    Raises NotAllowed, NotFound where it was discarded, DomainError for a day that cannot be, Conflict where
    it has its number already, would commend somebody again or goes with a decision that is not in force,
    Stale where it was changed since the version `seen`; whatever `compose` raises leaves no number taken.
    """
    require_issuing(actor)
    paper_id, source = _id_and_source(paper)
    check_basis(source)
    hold_source(source)
    paper = hold_draft(paper_id)
    check_draft(paper)
    check_seen(paper, seen)
    if paper.series is not None:
        year = paper.signed_on.year if paper.signed_on else local_date(now).year
        paper.signed_on = check_day(paper.signed_on, local_date(now), last_signed(paper.series, year))
        paper.year, paper.number = year, take_next(paper.series, year)
    paper.code, paper.changed_at = new_code(), now
    if paper.replaces_id is not None:
        check_in_force(hold(paper.replaces_id))
    with db.session.no_autoflush:
        frozen = compose(paper)
        check_not_twice(paper, frozen.rewards)
    paper.snapshot, paper.html, paper.state = frozen.snapshot, frozen.html, PaperState.NUMBERED
    _enter_certificates(paper, frozen.rewards)
    db.session.flush()
    after = {"kind": paper.kind, "number": paper.number, "symbol": paper.symbol, "code": paper.code}
    after |= digests_of(paper)
    record(actor=actor, action="paper:numbered", subject=("paper", paper.id), after=after, now=now)


def finish(*, actor: Actor, paper_id: int, pdf: bytes, now: datetime) -> Paper:
    """The file of a numbered paper: from here on it is issued. Safe to repeat after a crash; what was issued
    meanwhile stays. What it replaces is ended with it, unless that was revoked meanwhile.

    Raises NotAllowed, NotFound, Conflict for a draft and for a number that was given up.
    """
    require_issuing(actor)
    address = shelf.keep(pdf)
    hold_source(_id_and_source(find_paper(paper_id))[1])
    paper = hold(paper_id)
    check_not_void(paper)
    if paper.state is PaperState.DRAFT:
        raise Conflict(_("Văn bản chưa lấy số nên chưa phát hành được."))
    if paper.state is not PaperState.NUMBERED:
        return paper
    paper.sha256, paper.size, paper.state = address, len(pdf), PaperState.ISSUED
    paper.issued_by_id, paper.issued_at, paper.changed_at = actor.actor_id, now, now
    after = {"number": paper.number, "symbol": paper.symbol, "sha256": address}
    record(actor=actor, action="paper:issued", subject=("paper", paper.id), after=after, now=now)
    replaced = hold(paper.replaces_id) if paper.replaces_id is not None else None
    if replaced is not None and replaced.state is PaperState.ISSUED:
        _end(actor, replaced, PaperState.REPLACED, str(paper.particulars.get("why", "")), now)
    db.session.flush()
    return paper


def revoke(*, actor: Actor, paper: Paper, reason: str, now: datetime) -> None:
    """Take an issued paper back; the certificates that it gave fall with it (Law on Emulation and
    Commendation 2022, Art. 93). Raises NotAllowed, DomainError without a reason, Conflict where it is not in
    force.
    """
    require_issuing(actor)
    said = check_reason(reason)
    _end(actor, hold(paper.id), PaperState.REVOKED, said, now)
    db.session.flush()


def give_up(*, actor: Actor, paper: Paper, reason: str, now: datetime) -> None:
    """Give up the number of a paper that was never issued; it stands in the register as void, with the
    numbers of the golden book that went with it, and what the paper was to replace stays in force.

    Raises NotAllowed, DomainError without a reason, Conflict where the paper does not wait for its file.
    """
    require_issuing(actor)
    said = check_reason(reason)
    held = hold(paper.id)
    check_waits(held)
    before = {"replaces": held.replaces_id} if held.replaces_id else None
    held.state, held.replaces_id = PaperState.REVOKED, None
    held.ended_at, held.ended_by_id, held.ended_reason = now, actor.actor_id, said
    after = {"number": held.number, "symbol": held.symbol, "reason": said}
    subject = ("paper", held.id)
    record(actor=actor, action="paper:voided", subject=subject, before=before, after=after, now=now)
    db.session.flush()


def revoke_certificate(*, actor: Actor, certificate: Certificate, reason: str, now: datetime) -> None:
    """Take one certificate back, while its decision stays. Raises NotAllowed, DomainError without a reason,
    Conflict where it was taken back already or its decision is not in force.
    """
    require_issuing(actor)
    said = check_reason(reason)
    check_in_force(hold(certificate.decision_id))
    lock_row(Certificate, certificate.id)
    if certificate.revoked_at is not None:
        raise Conflict(_("Giấy này đã ghi hủy bỏ rồi. Tải lại trang để xem."))
    certificate.revoked_at, certificate.revoked_by_id, certificate.revoked_reason = now, actor.actor_id, said
    after = {"name": certificate.name, "award": certificate.award_name, "reason": said}
    subject = ("certificate", certificate.id)
    record(actor=actor, action="certificate:revoked", subject=subject, after=after, now=now)


def _check_replaceable(paper: Paper) -> None:
    check_in_force(hold(paper.id))
    if find_successor(paper) is not None:
        raise Conflict(_("Đã có bản nháp thay thế văn bản này. Mở lại văn bản để vào bản nháp đó."))


def require_issuing(actor: Actor) -> None:
    """Raises NotAllowed where the actor may not issue papers."""
    if not can_issue(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng và văn thư lập, cấp số và phát hành văn bản."))


def _fill(paper: Paper, plan: Plan) -> None:
    paper.subject, paper.particulars = plan.subject, dict(plan.particulars)
    paper.series, paper.symbol, paper.signed_on = plan.series, plan.symbol, plan.signed_on


def hold(paper_id: int) -> Paper:
    """A paper, held until the transaction ends. Raises NotFound."""
    paper: Paper | None = lock_row(Paper, paper_id)
    if paper is None:
        raise NotFound(_("Không có văn bản này trong sổ. Mở lại từ danh mục."))
    return paper


def hold_draft(paper_id: int) -> Paper:
    """The same of what was a draft when it was opened. Raises NotFound where it was discarded meanwhile."""
    paper: Paper | None = lock_row(Paper, paper_id)
    if paper is None:
        raise NotFound(_("Bản nháp này đã bị bỏ. Lập lại từ trang Văn bản."))
    return paper


def _id_and_source(paper: Paper | None) -> tuple[int, str]:
    """Of a paper that may be gone by now. Raises NotFound."""
    try:
        if paper is not None:
            return paper.id, paper.source
    except ObjectDeletedError:
        pass
    raise NotFound(_("Không có văn bản này trong sổ. Mở lại từ danh mục."))


def _end(actor: Actor, paper: Paper, state: PaperState, reason: str, now: datetime) -> None:
    check_in_force(paper)
    paper.state, paper.ended_at, paper.ended_by_id, paper.ended_reason = state, now, actor.actor_id, reason
    after = {"number": paper.number, "symbol": paper.symbol, "reason": reason}
    record(actor=actor, action=f"paper:{state}", subject=("paper", paper.id), after=after, now=now)


def _enter_certificates(paper: Paper, rewards: Sequence[Reward]) -> None:
    if not rewards or paper.year is None:
        return
    first = take_next(ROLL, paper.year, len(rewards))
    db.session.add_all(
        Certificate(
            decision_id=paper.id,
            place=place + 1,
            roll=first + place,
            roll_year=paper.year,
            participant_id=one.participant_id,
            name=one.name,
            address=one.address,
            award=one.award,
            award_name=one.award_name,
            achievement=one.achievement,
            code=new_code(),
        )
        for place, one in enumerate(rewards)
    )
