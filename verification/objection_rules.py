"""To what a unit may object, and when."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, select

from foundation.database import db
from scorecards.models import Scorecard
from scorecards.objection_time import obstacle_to_objection_time
from verification.models import Objection
from verification.plan import plan_of


def is_waiting() -> ColumnElement[bool]:
    """The condition on Objection that the office has still to answer it."""
    return and_(Objection.answered_at.is_(None), Objection.withdrawn_at.is_(None))


def obstacle_to_objecting(scorecard: Scorecard, code: str, now: datetime) -> str | None:
    """Why this criterion cannot be objected to at this instant; None where it can."""
    obstacle = obstacle_to_objection_time(scorecard, now)
    if obstacle is not None:
        return obstacle
    plan = plan_of(scorecard)
    if plan is None or code not in {item.code for item in plan.items}:
        return _("Phiếu này không có tiêu chí %(code)s.", code=code)
    waiting = select(Objection.id).where(
        Objection.scorecard_id == scorecard.id, Objection.criterion == code, is_waiting()
    )
    if db.session.scalar(waiting.limit(1)) is not None:
        return _("Tiêu chí này đã có đề nghị đang chờ trả lời.")
    return None
