"""Who may hand in a scorecard, take it back, or give its unit more time; and why not."""

from datetime import datetime

from flask_babel import gettext as _

from assignments.scope import may_enter_for
from foundation.formats import moment
from foundation.permissions import Actor, Permission, can
from movements.deadlines import deadline_of, is_running, stage_of
from movements.models import StageCode
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus

WITH_THE_UNIT = frozenset({ScorecardStatus.DRAFT, ScorecardStatus.RETURNED})
EXTENDABLE = WITH_THE_UNIT | {ScorecardStatus.SUBMITTED}
CHECKING = (AssessmentLevel.GROUP, AssessmentLevel.OFFICE, AssessmentLevel.COUNCIL)


def closes_at(scorecard: Scorecard) -> datetime | None:
    """When the unit's own time ends: with self-scoring, or at the later hour that it was given.

    A scorecard that was returned and given no time of its own stays open while verification runs.
    """
    year = scorecard.movement_year
    verification = stage_of(year, StageCode.VERIFICATION)
    if _is_returned_without_time(scorecard) and verification is not None:
        return deadline_of(year, StageCode.SELF_SCORING, verification.closes_at)
    return deadline_of(year, StageCode.SELF_SCORING, scorecard.extended_until)


def is_time_running(scorecard: Scorecard, now: datetime) -> bool:
    """Whether the unit may still enter and hand in at this instant."""
    year = scorecard.movement_year
    if is_running(year, StageCode.SELF_SCORING, now, scorecard.extended_until):
        return True
    if not _is_returned_without_time(scorecard) or stage_of(year, StageCode.VERIFICATION) is None:
        return False
    return is_running(year, StageCode.VERIFICATION, now)


def _is_returned_without_time(scorecard: Scorecard) -> bool:
    return scorecard.status is ScorecardStatus.RETURNED and scorecard.extended_until is None


def has_started(scorecard: Scorecard, now: datetime) -> bool:
    """Whether self-scoring has opened."""
    stage = stage_of(scorecard.movement_year, StageCode.SELF_SCORING)
    return stage is None or stage.opens_at <= now


def is_late(scorecard: Scorecard, now: datetime) -> bool:
    """Whether the unit's time passed before it handed in."""
    return (
        scorecard.status in WITH_THE_UNIT
        and has_started(scorecard, now)
        and not is_time_running(scorecard, now)
    )


def is_checking_begun(scorecard: Scorecard) -> bool:
    """Whether, since the scorecard was handed in, somebody above has judged a figure of the unit."""
    own = next((one.entries for one in scorecard.assessments if one.level is AssessmentLevel.SELF), {})
    return any(
        _is_since(one.marks.get(code, {}).get("at"), scorecard.submitted_at)
        for one in scorecard.assessments
        if one.level in CHECKING
        for code in own.keys() & one.entries.keys()
    )


def _is_since(at: str | None, submitted_at: datetime | None) -> bool:
    return at is None or submitted_at is None or datetime.fromisoformat(at) >= submitted_at


def obstacle_to_submitting(scorecard: Scorecard, now: datetime) -> str | None:
    """Why the scorecard cannot be handed in at this instant, and what to do; None where it can."""
    if scorecard.status in (ScorecardStatus.SUBMITTED, ScorecardStatus.VERIFIED, ScorecardStatus.OBJECTION):
        return _("Phiếu đã nộp rồi. Xem biên nhận ở trang phiếu.")
    if scorecard.status is ScorecardStatus.SEALED:
        return _("Phiếu đã chốt cùng kết quả của năm, không nộp lại được.")
    if not has_started(scorecard, now):
        return _("Chưa đến thời gian tự chấm. Nộp khi giai đoạn tự chấm mở.")
    if not is_time_running(scorecard, now):
        return _(
            "Đã hết hạn nộp lúc %(time)s, phiếu tự khóa. Số liệu đã nhập vẫn giữ nguyên; liên hệ Thường trực "
            "Hội đồng nếu cần gia hạn.",
            time=moment(closes_at(scorecard)),
        )
    return None


def obstacle_to_withdrawing(scorecard: Scorecard, now: datetime) -> str | None:
    """Why the unit cannot take its scorecard back, and what to do; None where it can.

    Allowed until the deadline, and only while nobody has begun to check what the unit claimed: from then on
    a figure that changes underneath would make somebody's work void unseen.
    """
    if scorecard.status is not ScorecardStatus.SUBMITTED:
        return _("Chỉ rút được phiếu đang ở trạng thái đã nộp.")
    if is_checking_begun(scorecard):
        return _(
            "Việc thẩm định phiếu đã bắt đầu nên không rút được nữa. Cần sửa số liệu thì đề nghị nơi thẩm "
            "định trả lại phiếu."
        )
    if not is_time_running(scorecard, now):
        return _(
            "Đã hết hạn nộp lúc %(time)s nên không rút được nữa. Cần sửa số liệu thì đề nghị nơi thẩm định "
            "trả lại phiếu.",
            time=moment(closes_at(scorecard)),
        )
    return None


def can_submit(actor: Actor, scorecard: Scorecard, now: datetime) -> bool:
    """Whether the actor may hand the scorecard in at this instant."""
    return obstacle_to_submitting(scorecard, now) is None and may_enter_for(actor, scorecard.participant)


def can_withdraw(actor: Actor, scorecard: Scorecard, now: datetime) -> bool:
    """Whether the actor may take the scorecard back at this instant."""
    return obstacle_to_withdrawing(scorecard, now) is None and may_enter_for(actor, scorecard.participant)


def can_extend(actor: Actor) -> bool:
    """Whether the actor may give one unit more time."""
    return can(actor, Permission.EXTEND_DEADLINE)
