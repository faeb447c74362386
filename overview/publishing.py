"""Publishing criteria in a year that may run already: what becomes of scorecards opened before."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _

from accounts.models import User
from assignments.queries import list_members
from assignments.scope import acting_unit_ids
from criteria.models import CriteriaSet
from criteria.services import publish_criteria_set
from foundation.permissions import Actor
from messages.models import MessageKind
from messages.services import tell
from movements.models import MovementYear
from scorecards.following import follow_all
from scorecards.models import Scorecard
from verification.second_checks import drop_lost


def publish(*, actor: Actor, year: MovementYear, criteria_set: CriteriaSet, now: datetime) -> int:
    """Publish a draft; scorecards that are with their units follow it, and their accounts are told. Returns
    how many follow. Raises as `publish_criteria_set` does.
    """
    publish_criteria_set(actor=actor, criteria_set=criteria_set, year=year.year, now=now)
    followed = follow_all(actor=actor, year=year, now=now)
    if followed:
        drop_lost(actor=actor, scorecards=followed, now=now)
        _tell(actor, year, criteria_set, followed, now)
    return len(followed)


def _tell(
    actor: Actor, year: MovementYear, criteria_set: CriteriaSet, followed: Iterable[Scorecard], now: datetime
) -> None:
    tell(
        actor=actor,
        users=_acting_for(followed),
        kind=MessageKind.NOTICE,
        title=lambda: _(
            "Bộ tiêu chí năm %(year)s đổi sang bản số %(version)s",
            year=year.year,
            version=criteria_set.version,
        ),
        body=lambda: _(
            "Phiếu đang lập theo bản mới từ bây giờ. Số đã nhập của tiêu chí cùng mã giữ nguyên; mở phiếu để "
            "nhập tiêu chí mới và chỗ cần nhập lại."
        ),
        path="/cham-diem",
        occasion=f"criteria-followed:{criteria_set.id}",
        now=now,
    )


def _acting_for(scorecards: Iterable[Scorecard]) -> list[User]:
    """The accounts that enter these scorecards."""
    units = acting_unit_ids([one.participant for one in scorecards])
    return [
        user
        for unit in sorted({one for one in units.values() if one is not None})
        for user in list_members(unit)
    ]
