"""Saying that a level is done with a scorecard, the group or the office; opening a verified one again.

The office judges after the commune or the head of the cluster has checked what was submitted, where there is
one who checks; it may go on without waiting when it says why.
"""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from history.services import record
from messages.models import MessageKind
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.submission_content import text_of
from verification.chain import checker_of, find_check
from verification.drawing import draw_marked
from verification.models import GroupCheck
from verification.plan import Desk
from verification.rules import GROUP, OFFICE, find_left, is_office, may_finish, obstacle_of_time
from verification.services import hold, take
from verification.telling import tell_unit, tell_verified

LONGEST_GROUND = 500


def finish(*, actor: Actor, scorecard_id: int, now: datetime) -> Scorecard:
    """Say that the actor's level has judged the scorecard.

    At the group's level it goes on to the office; at the office's it is verified, and the unit is told what
    changed. Raises DomainError naming what is left, NotAllowed for who judges only a part.
    """
    scorecard, desk = take(actor, scorecard_id, now)
    declare_done(actor, scorecard, desk, now)
    return scorecard


def waive_check(*, actor: Actor, scorecard_id: int, reason: str, now: datetime) -> GroupCheck:
    """Let the office judge without waiting for the commune or the head of the cluster, and say why."""
    scorecard, _desk = hold(actor, scorecard_id)
    _require_office(actor)
    if scorecard.status is not ScorecardStatus.SUBMITTED or find_check(scorecard) is not None:
        raise Conflict(_("Phiếu không còn chờ cấp dưới kiểm tra."))
    _require_time(actor, scorecard, now)
    if checker_of(scorecard.participant) is None:
        raise Conflict(_("Phiếu này không có cấp nào kiểm tra trước."))
    return _pass_on(actor, scorecard, _ground(reason), now)


def reopen(*, actor: Actor, scorecard_id: int, reason: str, now: datetime) -> Scorecard:
    """Open a verified scorecard to be judged once more; the unit is told. Only the office, with a reason."""
    scorecard, _desk = hold(actor, scorecard_id)
    _require_office(actor)
    if scorecard.status is not ScorecardStatus.VERIFIED:
        raise Conflict(_("Chỉ mở lại phiếu đã thẩm định xong và chưa chốt."))
    _require_time(actor, scorecard, now)
    ground = _ground(reason)
    before = {"status": scorecard.status.value}
    scorecard.status, scorecard.verified_at, scorecard.updated_at = ScorecardStatus.SUBMITTED, None, now
    db.session.flush()
    entry = record(
        actor=actor,
        action="scorecard:reopened",
        subject=("scorecard", scorecard.id),
        before=before,
        after={"status": scorecard.status.value},
        note=ground,
        now=now,
    )
    tell_unit(
        actor=actor,
        scorecard=scorecard,
        kind=MessageKind.CHANGED,
        title=_("Mở lại thẩm định phiếu của %(name)s", name=scorecard.participant.name),
        body=ground,
        occasion=f"reopened:{entry.id}",
        now=now,
    )
    return scorecard


def declare_done(actor: Actor, scorecard: Scorecard, desk: Desk, now: datetime) -> None:
    """`finish` for a scorecard that is held already."""
    if not may_finish(actor, desk):
        raise NotAllowed(_("Tài khoản này chỉ thẩm định một phần của phiếu, không kết luận cả phiếu."))
    require_nothing_left(scorecard, desk)
    if desk.level is GROUP:
        _pass_on(actor, scorecard, "", now)
    else:
        _conclude(actor, scorecard, now)


def require_nothing_left(scorecard: Scorecard, desk: Desk) -> None:
    """Raise DomainError naming the criteria that the level has still to judge."""
    left = find_left(scorecard, desk.level)
    if left:
        text = ngettext("Còn %(num)s tiêu chí chưa chấm:", "Còn %(num)s tiêu chí chưa chấm:", len(left))
        raise DomainError(f"{text} {', '.join(left)}.", field=left[0])


def _pass_on(actor: Actor, scorecard: Scorecard, waived: str, now: datetime) -> GroupCheck:
    if scorecard.submitted_at is None:
        raise Conflict(_("Đơn vị chưa nộp phiếu."))
    check = GroupCheck(
        scorecard=scorecard,
        of_submission=scorecard.submitted_at,
        done_at=now,
        done_by_id=actor.actor_id,
        waived=waived,
    )
    db.session.add(check)
    scorecard.updated_at = now
    db.session.flush()
    record(
        actor=actor,
        action="scorecard:check-waived" if waived else "scorecard:checked",
        subject=("scorecard", scorecard.id),
        after={"of_submission": scorecard.submitted_at.isoformat()},
        note=waived,
        now=now,
    )
    return check


def _conclude(actor: Actor, scorecard: Scorecard, now: datetime) -> None:
    before = {"status": scorecard.status.value}
    scorecard.status, scorecard.verified_at, scorecard.updated_at = ScorecardStatus.VERIFIED, now, now
    db.session.flush()
    office = next((one for one in scorecard.assessments if one.level is OFFICE), None)
    after = {"status": scorecard.status.value, "total": text_of(office.total) if office is not None else None}
    entry = record(
        actor=actor,
        action="scorecard:verified",
        subject=("scorecard", scorecard.id),
        before=before,
        after=after,
        now=now,
    )
    tell_verified(actor, scorecard, f"verified:{entry.id}", now)
    draw_marked(actor, scorecard, now)


def _require_office(actor: Actor) -> None:
    if not is_office(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng làm việc này."))


def _require_time(actor: Actor, scorecard: Scorecard, now: datetime) -> None:
    late = obstacle_of_time(actor, scorecard.movement_year, now)
    if late is not None:
        raise Conflict(late)


def _ground(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise DomainError(_("Ghi lý do."), field="reason")
    if len(text) > LONGEST_GROUND:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_GROUND), field="reason")
    return text
