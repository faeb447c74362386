"""Who may do what with a submitted scorecard, and what stands in the way."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from foundation.formats import moment
from foundation.permissions import Actor, Permission, RoleCode, can
from movements.deadlines import is_running, stage_of
from movements.models import MovementYear, StageCode
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from verification.chain import checker_of, find_check
from verification.plan import Desk, plan_of, progress

GROUP, OFFICE = AssessmentLevel.GROUP, AssessmentLevel.OFFICE


def is_office(actor: Actor) -> bool:
    """Whether the actor is the standing office, which alone excludes, holds, waives and reopens."""
    return RoleCode.OFFICE in actor.role_codes and can(actor, Permission.VERIFY_SCORECARD)


def can_lay_holds(actor: Actor) -> bool:
    """Whether the actor lays and lifts holds and exclusions."""
    return is_office(actor) and can(actor, Permission.LAY_HOLD)


def may_finish(actor: Actor, desk: Desk) -> bool:
    """Whether the actor may say that a level is done: whoever judges all of it, or the standing office."""
    return desk.mine is None or is_office(actor)


def obstacle_of_time(actor: Actor, year: MovementYear, now: datetime) -> str | None:
    """Why nothing is judged at this instant: verification has not begun, or is over; None where it runs.

    After its end the standing office alone finishes what is left, until the council sits. A year without this
    stage in its calendar sets no limit, and the calendar binds people, never the system itself.
    """
    stage = stage_of(year, StageCode.VERIFICATION)
    if actor.actor_id is None or stage is None or is_running(year, StageCode.VERIFICATION, now):
        return None
    if now < stage.opens_at:
        return _("Chưa đến thời gian thẩm định: mở lúc %(time)s.", time=moment(stage.opens_at))
    if not is_office(actor):
        return _(
            "Đã hết thời gian thẩm định lúc %(time)s. Phần còn lại do Thường trực Hội đồng làm nốt.",
            time=moment(stage.closes_at),
        )
    council = stage_of(year, StageCode.COUNCIL)
    if council is not None and council.opens_at <= now:
        return _(
            "Hội đồng họp xét từ %(time)s nên không thẩm định thêm. Cần thẩm định tiếp thì lùi lịch họp xét.",
            time=moment(council.opens_at),
        )
    return None


def words_on_overtime(actor: Actor, year: MovementYear, now: datetime) -> str | None:
    """What the office is told while it finishes what is left after the end; None at any other time."""
    stage, council = stage_of(year, StageCode.VERIFICATION), stage_of(year, StageCode.COUNCIL)
    if stage is None or now < stage.closes_at or not is_office(actor):
        return None
    if obstacle_of_time(actor, year, now) is not None:
        return None
    if council is None:
        return _(
            "Đã hết thời gian thẩm định lúc %(time)s. Chỉ Thường trực Hội đồng còn thẩm định nốt phần còn "
            "lại.",
            time=moment(stage.closes_at),
        )
    return _(
        "Đã hết thời gian thẩm định lúc %(time)s. Chỉ Thường trực Hội đồng còn thẩm định nốt phần còn lại, "
        "đến %(until)s khi Hội đồng họp xét.",
        time=moment(stage.closes_at),
        until=moment(council.opens_at),
    )


def obstacle_to_judging(actor: Actor, scorecard: Scorecard, desk: Desk, now: datetime) -> str | None:
    """Why nothing can be judged now, and what to do; None where it can."""
    if scorecard.status is not ScorecardStatus.SUBMITTED:
        return obstacle_of_status(scorecard)
    late = obstacle_of_time(actor, scorecard.movement_year, now)
    if late is not None:
        return late
    check = find_check(scorecard)
    if desk.level is GROUP and check is not None:
        return _("Cấp này đã kiểm tra xong phiếu và chuyển Thường trực Hội đồng.")
    if desk.level is OFFICE and check is None:
        checker = checker_of(scorecard.participant)
        if checker is not None:
            return _("Phiếu đang chờ %(name)s kiểm tra trước.", name=checker.name)
    return None


def obstacle_of_status(scorecard: Scorecard) -> str | None:
    """Why a scorecard in this state is not judged; None for one that was handed in."""
    sentences = {
        ScorecardStatus.DRAFT: _("Đơn vị chưa nộp phiếu."),
        ScorecardStatus.RETURNED: _("Phiếu đã trả lại; chờ đơn vị bổ sung và nộp lại."),
        ScorecardStatus.VERIFIED: _("Phiếu đã thẩm định xong. Cần sửa thì Thường trực Hội đồng mở lại."),
        ScorecardStatus.OBJECTION: _("Phiếu đang phúc tra."),
        ScorecardStatus.SEALED: _("Phiếu đã chốt cùng kết quả của năm, không sửa được."),
    }
    return sentences.get(scorecard.status)


def find_left(scorecard: Scorecard, level: AssessmentLevel) -> Sequence[str]:
    """The criteria that a level, all its people together, has not judged yet."""
    plan = plan_of(scorecard)
    if plan is None:
        return ()
    whole = Desk(level, None, office=True)
    return progress(plan, whole, scorecard.assessments, scorecard.participant.attributes).left
