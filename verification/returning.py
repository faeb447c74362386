"""Sending a scorecard back to its unit with reasons, criterion by criterion."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _

from foundation.database import db
from foundation.errors import DomainError, NotAllowed
from foundation.formats import day, moment
from foundation.permissions import Actor
from history.services import record
from movements.deadlines import is_running, stage_of
from movements.models import StageCode
from scorecards.following import follow_published
from scorecards.models import Scorecard, ScorecardStatus
from verification.group_entries import enters_only
from verification.models import Return
from verification.plan import Desk
from verification.second_checks import drop_lost
from verification.services import find_item, take
from verification.telling import tell_returned

LONGEST_REASON = 2_000


class ReturnFaults(DomainError):
    """All that is wrong with a return, by criterion, "note" or "due_at"; the first of them is the message."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        field, message = next(iter(faults.items()))
        super().__init__(message, field=field)
        self.faults = dict(faults)


def return_scorecard(
    *,
    actor: Actor,
    scorecard_id: int,
    reasons: Mapping[str, str],
    note: str = "",
    due_at: datetime | None = None,
    now: datetime,
) -> Return:
    """Send a submitted scorecard back: why, by criterion, and until when it is to come again.

    What was judged stays; only criteria whose claim changes are judged again. Where newer criteria are
    published, the scorecard follows them. Where `due_at` lies after the
    end of self-scoring, the unit has until then. Raises NotAllowed for who enters for the unit itself, and
    ReturnFaults without any reason, for a criterion that is not the actor's, or a time that cannot be.
    """
    scorecard, desk = take(actor, scorecard_id, now)
    if enters_only(desk):
        raise NotAllowed(
            _("Tài khoản này nhập số liệu cho đơn vị nên không trả lại phiếu. Cần sửa thì rút phiếu.")
        )
    told = {code: text.strip() for code, text in reasons.items() if text.strip()}
    note = note.strip()
    faults = find_return_faults(scorecard, desk, told, note, due_at, now)
    if faults:
        raise ReturnFaults(faults)
    returned = Return(
        scorecard=scorecard,
        reasons=told,
        note=note,
        due_at=due_at,
        returned_at=now,
        returned_by_id=actor.actor_id,
    )
    db.session.add(returned)
    before = {"status": scorecard.status.value}
    scorecard.status = ScorecardStatus.RETURNED
    if due_at is not None:
        scorecard.extended_until = due_at
        scorecard.extension_reason = _("Bổ sung theo yêu cầu khi trả lại phiếu ngày %(day)s.", day=day(now))
    elif scorecard.extended_until is not None and scorecard.extended_until <= now:
        # An extension that has run out must not lock what is only now sent back.
        scorecard.extended_until = scorecard.extension_reason = None
    scorecard.updated_at = now
    db.session.flush()
    after = {
        "status": scorecard.status.value,
        "reasons": told,
        "due_at": due_at.isoformat() if due_at is not None else None,
    }
    record(
        actor=actor,
        action="scorecard:returned",
        subject=("scorecard", scorecard.id),
        before=before,
        after=after,
        note=note,
        now=now,
    )
    if follow_published(actor=actor, scorecard=scorecard, now=now):
        drop_lost(actor=actor, scorecards=[scorecard], now=now)
    tell_returned(actor, returned, now)
    return returned


def find_return_faults(
    scorecard: Scorecard,
    desk: Desk,
    reasons: Mapping[str, str],
    note: str,
    due_at: datetime | None,
    now: datetime,
) -> dict[str, str]:
    """All that stands against a return, by criterion, "note" or "due_at"."""
    told = {code: text.strip() for code, text in reasons.items() if text.strip()}
    faults = _faults_of_words(scorecard, desk, told, note.strip())
    wrong_time = _fault_of_time(scorecard, due_at, now)
    return faults if wrong_time is None else faults | {"due_at": wrong_time}


def _faults_of_words(
    scorecard: Scorecard, desk: Desk, reasons: Mapping[str, str], note: str
) -> dict[str, str]:
    too_long = _("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON)
    faults: dict[str, str] = {}
    if not reasons and not note:
        faults["note"] = _("Ghi lý do ở ít nhất một tiêu chí, hoặc ghi ý kiến chung.")
    for code, text in reasons.items():
        if find_item(scorecard, desk, code) is None:
            faults[code] = _("Tiêu chí %(code)s không thuộc phần của tài khoản này.", code=code)
        elif len(text) > LONGEST_REASON:
            faults[code] = f"{code}: {too_long}"
    if len(note) > LONGEST_REASON:
        faults["note"] = too_long
    return faults


def _fault_of_time(scorecard: Scorecard, due_at: datetime | None, now: datetime) -> str | None:
    """A time must be still to come, and not after verification ends; once that is over, there must be one."""
    if due_at is None:
        return _fault_of_no_time(scorecard, now)
    if due_at <= now:
        return _("Hạn nộp lại phải sau lúc này.")
    stage = stage_of(scorecard.movement_year, StageCode.VERIFICATION)
    if stage is not None and due_at > stage.closes_at > now:
        return _(
            "Thẩm định kết thúc lúc %(time)s: chọn hạn nộp lại trước lúc đó.", time=moment(stage.closes_at)
        )
    return None


def _fault_of_no_time(scorecard: Scorecard, now: datetime) -> str | None:
    """What is sent back without a time of its own comes again while verification runs."""
    year = scorecard.movement_year
    verification = stage_of(year, StageCode.VERIFICATION)
    if verification is None or now < verification.closes_at:
        return None
    if is_running(year, StageCode.SELF_SCORING, now, scorecard.extended_until):
        return None
    return _("Đã hết thời gian thẩm định: ghi hạn nộp lại, nếu không đơn vị không nộp lại được.")
