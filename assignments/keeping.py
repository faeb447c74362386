"""Who keeps the households of a hamlet: those who act for it, while the year takes them in."""

from datetime import datetime

from flask_babel import gettext as _

from assignments.scope import may_enter_for, require_sight
from foundation.errors import NotAllowed
from foundation.formats import moment
from foundation.permissions import Actor, Permission, can
from movements.deadlines import deadline_of, is_running, stage_of
from movements.models import MovementYear, StageCode
from participants.models import Participant
from participants.rules import can_manage_participants

TAKING_IN = (StageCode.REGISTRATION, StageCode.SELF_SCORING)


def may_keep_households(actor: Actor, hamlet: Participant) -> bool:
    """Whether the actor takes in and changes the hamlet's households, whatever the calendar says.

    The hamlet's own head does; a commune for a hamlet without an account.
    """
    return can(actor, Permission.ENTER_HOUSEHOLDS) and may_enter_for(actor, hamlet)


def obstacle_to_keeping(actor: Actor, year: MovementYear, now: datetime) -> str | None:
    """Why no household can be taken in or changed at this instant; None where it can."""
    if actor.actor_id is None or can_manage_participants(actor):
        return None
    if any(stage_of(year, code) and is_running(year, code, now) for code in TAKING_IN):
        return None
    if not any(stage_of(year, code) for code in TAKING_IN):
        return None
    coming = [one.opens_at for code in TAKING_IN if (one := stage_of(year, code)) and now < one.opens_at]
    if coming:
        return _("Chưa đến thời gian nhập hộ: mở lúc %(time)s.", time=moment(min(coming)))
    closed = [end for code in TAKING_IN if stage_of(year, code) and (end := deadline_of(year, code))]
    return _(
        "Đã hết thời gian nhập hộ lúc %(time)s. Liên hệ Thường trực Hội đồng nếu cần thêm, sửa hộ.",
        time=moment(max(closed)),
    )


def require_keeping(actor: Actor, hamlet: Participant) -> None:
    """Raise Trespass where the actor may not see the hamlet, NotAllowed where it only sees it."""
    require_sight(actor, hamlet)
    if not may_keep_households(actor, hamlet):
        raise NotAllowed(_("Hộ của ấp này do tài khoản của ấp nhập; tài khoản này chỉ xem."))
