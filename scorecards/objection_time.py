"""When the unit of a scorecard may object and add evidence: the one answer for objecting and for citing."""

from datetime import datetime

from flask_babel import gettext as _

from foundation.formats import moment
from movements.deadlines import objection_ends, stage_of
from movements.models import StageCode
from movements.settings import settings_of
from scorecards.models import Scorecard, ScorecardStatus

AFTER_VERIFYING = frozenset({ScorecardStatus.VERIFIED, ScorecardStatus.OBJECTION})


def objection_ends_at(scorecard: Scorecard) -> datetime | None:
    """Until when the unit of a scorecard may object; None where the year has no such stage."""
    year = scorecard.movement_year
    return objection_ends(year, scorecard.verified_at, settings_of(year).objection_days)


def is_verified(scorecard: Scorecard) -> bool:
    """Whether the scorecard is past verification and not sealed: the state in which a unit objects."""
    return scorecard.status in AFTER_VERIFYING


def obstacle_to_objection_time(scorecard: Scorecard, now: datetime) -> str | None:
    """Why nobody may object to this scorecard at this instant, and what to do; None where one may."""
    if scorecard.status is ScorecardStatus.SEALED:
        return _("Phiếu đã chốt cùng kết quả của năm nên không còn phúc tra.")
    if not is_verified(scorecard):
        return _("Phiếu chưa thẩm định xong nên chưa phúc tra được.")
    stage, ends = stage_of(scorecard.movement_year, StageCode.OBJECTION), objection_ends_at(scorecard)
    if stage is None or ends is None:
        return _("Năm này không có giai đoạn phúc tra.")
    if now < stage.opens_at:
        return _("Chưa đến thời gian phúc tra: mở lúc %(time)s.", time=moment(stage.opens_at))
    if ends <= now:
        return _("Đã hết thời gian phúc tra lúc %(time)s.", time=moment(ends))
    return None
