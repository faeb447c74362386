"""When a unit may object, and to what."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.database import db
from foundation.formats import moment
from movements.deadlines import objection_ends, stage_of
from movements.models import StageCode
from movements.settings import settings_of
from scorecards.models import Scorecard, ScorecardStatus
from verification.models import Objection
from verification.plan import plan_of


def ends_at(scorecard: Scorecard) -> datetime | None:
    """Until when the unit of a scorecard may object; None where the year has no such stage."""
    year = scorecard.movement_year
    return objection_ends(year, scorecard.verified_at, settings_of(year).objection_days)


def obstacle_to_time(scorecard: Scorecard, now: datetime) -> str | None:
    """Why nobody may object to this scorecard at this instant, and what to do; None where one may."""
    if scorecard.status is ScorecardStatus.SEALED:
        return _("Phiếu đã chốt cùng kết quả của năm nên không còn phúc tra.")
    if scorecard.status not in (ScorecardStatus.VERIFIED, ScorecardStatus.OBJECTION):
        return _("Chỉ đề nghị phúc tra khi phiếu đã thẩm định xong.")
    stage, ends = stage_of(scorecard.movement_year, StageCode.OBJECTION), ends_at(scorecard)
    if stage is None or ends is None:
        return _("Năm này không có giai đoạn phúc tra.")
    if now < stage.opens_at:
        return _("Chưa đến thời gian phúc tra: mở lúc %(time)s.", time=moment(stage.opens_at))
    if ends <= now:
        return _("Đã hết thời gian phúc tra lúc %(time)s.", time=moment(ends))
    return None


def obstacle_to_objecting(scorecard: Scorecard, code: str, now: datetime) -> str | None:
    """Why this criterion cannot be objected to at this instant; None where it can."""
    obstacle = obstacle_to_time(scorecard, now)
    if obstacle is not None:
        return obstacle
    plan = plan_of(scorecard)
    if plan is None or code not in {item.code for item in plan.items}:
        return _("Phiếu này không có tiêu chí %(code)s.", code=code)
    waiting = select(Objection.id).where(
        Objection.scorecard_id == scorecard.id,
        Objection.criterion == code,
        Objection.answered_at.is_(None),
        Objection.withdrawn_at.is_(None),
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        return _("Tiêu chí này đã có đề nghị đang chờ trả lời.")
    return None
