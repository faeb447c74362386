"""Who may do what with a submitted scorecard, and what stands in the way."""

from collections.abc import Sequence

from flask_babel import gettext as _

from foundation.permissions import Actor, Permission, RoleCode, can
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from verification.chain import checker_of, find_check
from verification.plan import Desk, plan_of, progress

GROUP, OFFICE = AssessmentLevel.GROUP, AssessmentLevel.OFFICE


def is_office(actor: Actor) -> bool:
    """Whether the actor is the standing office, which alone excludes, holds, waives and reopens."""
    return RoleCode.OFFICE in actor.role_codes and can(actor, Permission.VERIFY_SCORECARD)


def may_finish(actor: Actor, desk: Desk) -> bool:
    """Whether the actor may say that a level is done: whoever judges all of it, or the standing office."""
    return desk.mine is None or is_office(actor)


def obstacle_to_judging(scorecard: Scorecard, desk: Desk) -> str | None:
    """Why nothing can be judged now, and what to do; None where it can."""
    if scorecard.status is not ScorecardStatus.SUBMITTED:
        return obstacle_of_status(scorecard)
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
