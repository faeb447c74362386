"""An open session holds the standings of its year at its run: no other run is sealed until it ends."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from awards.freezing import find_freeze, freeze_standings, lift_freeze
from council.models import CouncilSession, SessionState
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import SYSTEM


def hold_standings(session: CouncilSession, now: datetime) -> None:
    """Hold the standings at the session's run. A freeze at this run that somebody made stays theirs; one at
    another run is a Conflict, and so is another session of the year that is open.
    """
    other = find_open_session(session.movement_year_id)
    if other is not None and other.id != session.id:
        raise Conflict(
            _("Phiên họp thứ %(n)s của năm này đang mở. Chốt hoặc hủy phiên đó trước.", n=other.number)
        )
    freeze = find_freeze(session.movement_year_id)
    if freeze is None:
        with force_locale("vi"):
            reason = _("phiên họp thứ %(n)s của Hội đồng đang mở", n=session.number)
        freeze_standings(actor=SYSTEM, run=session.run, reason=reason, now=now)
    elif freeze.run_id != session.run_id:
        raise Conflict(
            _(
                "Xếp hạng đang giữ nguyên ở lần đánh giá %(other)s, không phải lần %(own)s của phiên họp. "
                "Thôi giữ nguyên trước khi mở phiên họp.",
                other=freeze.run.number,
                own=session.run.number,
            )
        )


def find_open_session(movement_year_id: int) -> CouncilSession | None:
    """The session of a year in which the council sits now, if any."""
    return db.session.scalars(
        select(CouncilSession)
        .where(CouncilSession.movement_year_id == movement_year_id, CouncilSession.state == SessionState.OPEN)
        .order_by(CouncilSession.number)
        .limit(1)
    ).first()


def release_standings(session: CouncilSession, now: datetime) -> None:
    """Let the standings move again, where the session itself held them."""
    freeze = find_freeze(session.movement_year_id)
    if freeze is None or freeze.run_id != session.run_id or freeze.frozen_by_id is not None:
        return
    with force_locale("vi"):
        reason = _("phiên họp thứ %(n)s của Hội đồng đã kết thúc", n=session.number)
    lift_freeze(actor=SYSTEM, freeze=freeze, reason=reason, now=now)
