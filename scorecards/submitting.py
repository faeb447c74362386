"""Handing in a scorecard, taking it back, and giving one unit more time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from assignments.scope import may_enter_for
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.formats import moment, number
from foundation.permissions import Actor
from history.services import record
from messages.models import MessageKind
from messages.services import tell
from movements.deadlines import stage_of
from movements.models import MovementYear, StageCode
from participants.models import Participant
from scorecards.claims import Claim, claim_of
from scorecards.following import follow_published
from scorecards.hearing import who_is_told
from scorecards.holding import hold
from scorecards.models import Scorecard, ScorecardStatus, Submission
from scorecards.queries import find_scorecard
from scorecards.services import open_scorecard
from scorecards.submission_content import content_of, fingerprint_of, mark_of
from scorecards.submission_gaps import gaps_of
from scorecards.submission_queries import find_last_submission, last_number
from scorecards.submission_rules import (
    EXTENDABLE,
    can_extend,
    obstacle_to_submitting,
    obstacle_to_withdrawing,
)

LONGEST_REASON = 500


def submit(
    *,
    actor: Actor,
    scorecard: Scorecard,
    with_gaps: bool = False,
    seen: str | None = None,
    quiet: bool = False,
    now: datetime,
) -> Submission:
    """Hand in what stands on the scorecard now; what was claimed and cited is kept with its fingerprint.

    `with_gaps` confirms that figures or evidence are still wanting; `seen` is the mark of what the person
    reviewed (`mark_of`). Where `quiet`, nobody is told: the caller tells of many at once. Raises Conflict
    where the scorecard cannot be handed in now or says something else than was reviewed, DomainError beside
    "with_gaps" where what is wanting was not confirmed.
    """
    _require_unit(actor, scorecard)
    scorecard = hold(scorecard)
    if obstacle := obstacle_to_submitting(scorecard, now):
        raise Conflict(obstacle)
    claim = claim_of(scorecard)
    _check(claim, with_gaps=with_gaps, seen=seen)
    submission = _keep(claim, actor, now)
    before = {"status": scorecard.status.value}
    scorecard.status, scorecard.submitted_at, scorecard.updated_at = ScorecardStatus.SUBMITTED, now, now
    db.session.flush()
    after = {"status": scorecard.status.value, "number": submission.number}
    after |= {"total": submission.content["total"], "fingerprint": submission.fingerprint}
    _record(actor, "scorecard:submitted", scorecard, before, after, now=now)
    if not quiet:
        _confirm(actor, submission, now)
    return submission


def withdraw(*, actor: Actor, scorecard: Scorecard, now: datetime) -> None:
    """Take a scorecard back, to change it and hand it in again, under the criteria that are published by now.
    Raises Conflict where it is too late.
    """
    _require_unit(actor, scorecard)
    scorecard = hold(scorecard)
    if obstacle := obstacle_to_withdrawing(scorecard, now):
        raise Conflict(obstacle)
    submission = find_last_submission(scorecard.id)
    if submission is not None:
        submission.withdrawn_at = now
    scorecard.status, scorecard.submitted_at, scorecard.updated_at = ScorecardStatus.DRAFT, None, now
    db.session.flush()
    after = {"status": scorecard.status.value, "number": submission.number if submission else None}
    before = {"status": ScorecardStatus.SUBMITTED.value}
    _record(actor, "scorecard:withdrawn", scorecard, before, after, now=now)
    follow_published(actor=actor, scorecard=scorecard, now=now)


def extend_deadline(
    *, actor: Actor, scorecard: Scorecard, until: datetime, reason: str, now: datetime
) -> None:
    """Give one unit until this hour to hand in, for a reason that its page shows. The unit is told.

    Raises DomainError beside "until" or "reason" where one of them cannot be.
    """
    if not can_extend(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng gia hạn cho đơn vị."))
    scorecard, reason = hold(scorecard), reason.strip()
    if scorecard.status not in EXTENDABLE:
        raise Conflict(_("Phiếu đã thẩm định hoặc đã chốt, gia hạn không còn tác dụng."))
    _check_until(scorecard.movement_year, until, now)
    if not reason:
        raise DomainError(_("Ghi lý do gia hạn; lý do hiện trên trang phiếu của đơn vị."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise DomainError(_("Ghi lý do trong %(n)s ký tự.", n=LONGEST_REASON), field="reason")
    before = {"until": _iso(scorecard.extended_until), "reason": scorecard.extension_reason}
    scorecard.extended_until, scorecard.extension_reason, scorecard.updated_at = until, reason, now
    db.session.flush()
    after = {"until": _iso(until), "reason": reason}
    _record(actor, "scorecard:extended", scorecard, before, after, note=reason, now=now)
    _tell_extension(actor, scorecard, now)


def extend_for(
    *,
    actor: Actor,
    movement_year: MovementYear,
    participant: Participant,
    until: datetime,
    reason: str,
    now: datetime,
) -> Scorecard:
    """The same for a unit by name: where it has not begun, its scorecard is opened first."""
    if not can_extend(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng gia hạn cho đơn vị."))
    scorecard = find_scorecard(movement_year.id, participant.id) or open_scorecard(
        actor=actor, movement_year=movement_year, participant=participant, now=now
    )
    extend_deadline(actor=actor, scorecard=scorecard, until=until, reason=reason, now=now)
    return scorecard


def _require_unit(actor: Actor, scorecard: Scorecard) -> None:
    if not may_enter_for(actor, scorecard.participant):
        raise NotAllowed(_("Chỉ tài khoản của đơn vị nộp hoặc rút phiếu của đơn vị."))


def _check(claim: Claim, *, with_gaps: bool, seen: str | None) -> None:
    if not claim.entries:
        raise DomainError(_("Phiếu chưa có số liệu nào. Nhập ít nhất một tiêu chí rồi nộp."))
    if seen is not None and seen != mark_of(claim):
        raise Conflict(
            _("Phiếu vừa được sửa sau khi bạn mở trang này. Xem lại số liệu mới rồi nộp."), field="seen"
        )
    gaps = gaps_of(claim)
    if gaps.unreadable:
        codes = ", ".join(gap.code for gap in gaps.unreadable)
        raise DomainError(_("Có số liệu chưa đọc được ở tiêu chí %(codes)s. Sửa rồi nộp.", codes=codes))
    if gaps.to_confirm and not with_gaps:
        raise DomainError(
            _("Phiếu còn thiếu. Bổ sung, hoặc đánh dấu đồng ý nộp khi còn thiếu."), field="with_gaps"
        )


def _keep(claim: Claim, actor: Actor, now: datetime) -> Submission:
    scorecard = claim.scorecard
    number = last_number(scorecard.id) + 1
    content = content_of(claim, number=number, by=actor.actor_name, now=now)
    submission = Submission(
        scorecard=scorecard,
        number=number,
        submitted_at=now,
        submitted_by_id=actor.actor_id,
        submitted_by_name=actor.actor_name,
        content=content,
        total=claim.scored.total,
        fingerprint=fingerprint_of(content),
    )
    db.session.add(submission)
    db.session.flush()
    return submission


def _check_until(year: MovementYear, until: datetime, now: datetime) -> None:
    stage, verification = stage_of(year, StageCode.SELF_SCORING), stage_of(year, StageCode.VERIFICATION)
    if stage is None:
        raise DomainError(_("Lịch của năm chưa có giai đoạn tự chấm nên chưa có hạn để gia hạn."))
    if until <= now:
        raise DomainError(_("Ghi ngày giờ sau thời điểm này."), field="until")
    if until <= stage.closes_at:
        raise DomainError(
            _("Hạn chung là %(time)s. Ghi ngày giờ sau hạn chung.", time=moment(stage.closes_at)),
            field="until",
        )
    if verification is not None and until > verification.closes_at:
        raise DomainError(
            _(
                "Thẩm định kết thúc lúc %(time)s. Ghi ngày giờ trước đó để còn kịp thẩm định.",
                time=moment(verification.closes_at),
            ),
            field="until",
        )


def _confirm(actor: Actor, submission: Submission, now: datetime) -> None:
    scorecard = submission.scorecard
    title = _("Đã nộp phiếu năm %(year)s", year=scorecard.movement_year.year)
    body = _(
        "%(name)s nộp lần %(n)s lúc %(time)s, tổng điểm tự chấm %(total)s. Biên nhận có mã kiểm tra để đối "
        "chiếu khi cần.",
        name=scorecard.participant.name,
        n=submission.number,
        time=moment(submission.submitted_at),
        total=number(submission.total, 2),
    )
    path = f"/phieu/{scorecard.id}/bien-nhan/{submission.number}"
    occasion = f"submission:{scorecard.id}:{submission.number}"
    _tell(actor, scorecard, title, body, path, occasion, now)


def _tell_extension(actor: Actor, scorecard: Scorecard, now: datetime) -> None:
    title = _(
        "Gia hạn nộp phiếu năm %(year)s đến %(time)s",
        year=scorecard.movement_year.year,
        time=moment(scorecard.extended_until),
    )
    body = _(
        "%(name)s. Lý do: %(reason)s", name=scorecard.participant.name, reason=scorecard.extension_reason
    )
    occasion = f"extension:{scorecard.id}:{_iso(scorecard.extended_until)}:{_iso(now)}"
    _tell(actor, scorecard, title, body, f"/phieu/{scorecard.id}", occasion, now)


def _tell(
    actor: Actor, scorecard: Scorecard, title: str, body: str, path: str, occasion: str, now: datetime
) -> None:
    _unit, users = who_is_told(scorecard.participant)
    tell(
        actor=actor,
        users=users,
        kind=MessageKind.NOTICE,
        title=title,
        body=body,
        path=path,
        occasion=occasion,
        now=now,
    )


def _record(
    actor: Actor,
    action: str,
    scorecard: Scorecard,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    note: str = "",
    now: datetime,
) -> None:
    subject = ("scorecard", scorecard.id)
    record(actor=actor, action=action, subject=subject, before=before, after=after, note=note, now=now)


def _iso(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
