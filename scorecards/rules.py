"""Who may assess a scorecard, and when; the calendar binds people, never the system itself."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _

from assignments.scope import may_check, may_enter_for, may_verify
from foundation.formats import moment
from foundation.permissions import Actor, Permission, RoleCode, can
from movements.deadlines import is_running, stage_of
from movements.models import MovementYear, StageCode
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.submission_rules import WITH_THE_UNIT, closes_at, has_started, is_time_running

IN_CHECKING = frozenset({ScorecardStatus.SUBMITTED})


def can_assess(actor: Actor, participant: Participant, level: AssessmentLevel) -> bool:
    """Whether the actor may enter figures for this participant at a level, whatever the calendar says."""
    if level is AssessmentLevel.SELF:
        return may_enter_for(actor, participant)
    if level is AssessmentLevel.GROUP:
        return may_check(actor, participant)
    if level is AssessmentLevel.OFFICE:
        return may_verify(actor, participant)
    return RoleCode.OFFICE in actor.role_codes and can(actor, Permission.VERIFY_SCORECARD)


def can_set_targets(actor: Actor) -> bool:
    """Whether the actor may give a participant targets of its own."""
    return RoleCode.OFFICE in actor.role_codes and can(actor, Permission.VERIFY_SCORECARD)


def is_open(scorecard: Scorecard) -> bool:
    """Whether anything may still change on a scorecard."""
    return scorecard.status is not ScorecardStatus.SEALED


def obstacle_to_opening(actor: Actor, year: MovementYear, now: datetime) -> str | None:
    """Why a unit's scorecard cannot be opened at this instant; None where it can."""
    if actor.actor_id is None or is_running(year, StageCode.SELF_SCORING, now):
        return None
    stage = stage_of(year, StageCode.SELF_SCORING)
    if stage is not None and now < stage.opens_at:
        return _("Chưa đến thời gian tự chấm: mở lúc %(time)s.", time=moment(stage.opens_at))
    return _(
        "Đã hết thời gian tự chấm lúc %(time)s. Liên hệ Thường trực Hội đồng nếu cần lập phiếu.",
        time=moment(stage.closes_at if stage else None),
    )


def obstacle_to_entering(
    actor: Actor,
    scorecard: Scorecard,
    level: AssessmentLevel,
    now: datetime,
    while_in: Collection[ScorecardStatus] = IN_CHECKING,
) -> str | None:
    """Why nothing can be entered at a level at this instant, and what to do; None where it can.

    `while_in` are the states in which those who verify may enter; whose turn it is among them, and until
    when, the room of verification knows.
    """
    if not is_open(scorecard):
        return _("Phiếu đã chốt, không sửa được.")
    if actor.actor_id is None:
        return None
    if level is AssessmentLevel.SELF:
        return _obstacle_for_unit(scorecard, now)
    if level is AssessmentLevel.COUNCIL:
        return _obstacle_for_council(scorecard, now)
    if scorecard.status in while_in:
        return None
    if scorecard.status in WITH_THE_UNIT:
        return _("Phiếu chưa nộp, hoặc đã trả lại đơn vị: chờ đơn vị nộp rồi thẩm định.")
    return _("Phiếu đã thẩm định xong, không sửa thêm được ở bước này.")


def _obstacle_for_council(scorecard: Scorecard, now: datetime) -> str | None:
    """The council judges what is verified, while its own stage runs."""
    if scorecard.status is not ScorecardStatus.VERIFIED:
        return _("Phiếu chưa thẩm định xong nên Hội đồng chưa chấm.")
    if not is_running(scorecard.movement_year, StageCode.COUNCIL, now):
        return _("Hội đồng chỉ chấm trong giai đoạn họp xét của năm.")
    return None


def _obstacle_for_unit(scorecard: Scorecard, now: datetime) -> str | None:
    if scorecard.status not in WITH_THE_UNIT:
        return _(
            "Phiếu đã nộp nên không sửa được. Cần sửa thì rút phiếu, hoặc đề nghị nơi thẩm định trả lại."
        )
    if not has_started(scorecard, now):
        stage = stage_of(scorecard.movement_year, StageCode.SELF_SCORING)
        return _(
            "Chưa đến thời gian tự chấm: mở lúc %(time)s.", time=moment(stage.opens_at if stage else None)
        )
    if not is_time_running(scorecard, now):
        return _(
            "Đã hết hạn lúc %(time)s, phiếu tự khóa. Số liệu đã nhập vẫn giữ nguyên; liên hệ Thường trực Hội "
            "đồng nếu cần gia hạn.",
            time=moment(closes_at(scorecard)),
        )
    return None
