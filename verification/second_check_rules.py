"""Who may make a second check or settle one, and when; and what stands in the way."""

from datetime import datetime

from flask_babel import gettext as _

from foundation.errors import NotAllowed, Trespass
from foundation.permissions import Actor, Permission, can
from scorecards.models import Scorecard, ScorecardStatus
from scorecards.objection_time import AFTER_VERIFYING
from verification.models import SecondCheck
from verification.rules import obstacle_of_time
from verification.second_check_queries import list_blinding_ids

JUDGEABLE = AFTER_VERIFYING | {ScorecardStatus.SUBMITTED}


def obstacle_to_checking(actor: Actor, scorecard: Scorecard, now: datetime) -> str | None:
    """Why the actor can neither make a second check nor settle one at this instant; None where it can. The
    dates of verification bind here as they bind the first judging.
    """
    if scorecard.status not in JUDGEABLE:
        return _("Phiếu đã trả lại đơn vị hoặc đã chốt nên chưa thẩm định lần hai được.")
    return obstacle_of_time(actor, scorecard.movement_year, now)


def require_own(actor: Actor, check: SecondCheck) -> None:
    """Raise for who was not given the check: NotAllowed for the office, Trespass for any other."""
    if actor.actor_id is None or check.assigned_to_id == actor.actor_id:
        return
    if can(actor, Permission.SETTLE_CHECK):
        raise NotAllowed(_("Tiêu chí này giao người khác thẩm định lần hai."))
    raise Trespass(_("Không có trang này."), subject=("scorecard", check.scorecard_id))


def require_settling(actor: Actor, check: SecondCheck, now: datetime) -> None:
    """Raise NotAllowed for who may not settle: not the office, or blind for the scorecard still."""
    if not can(actor, Permission.SETTLE_CHECK):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng xử lý chỗ khác nhau."))
    if check.scorecard_id in list_blinding_ids(actor.actor_id, now):
        raise NotAllowed(_("Chấm xong phần thẩm định lần hai của phiếu này rồi mới xử lý chỗ khác nhau."))
