"""Who came, who sent an opinion in writing, who is absent; before the session opens and after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from council.ballot_rules import rules_of
from council.counting import count_quorum
from council.electorate import electorate_of
from council.holding import hold_to_run, touch
from council.models import Attendance, BallotState, CouncilSession, SessionMember
from council.recording import record_of
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor

LONGEST_REFERENCE = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of one member; `seen` is what the page showed, None where it does not matter."""

    attendance: Attendance
    opinion_ref: str = ""
    seen: Attendance | None = None


class AttendanceFaults(DomainError):
    """What is wrong with the marks, by member."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(faults.values())))
        self.faults = dict(faults)


def mark_attendance(
    *, actor: Actor, session_id: int, marks: Mapping[int, Mark], now: datetime
) -> CouncilSession:
    """Set the marks of these members; the others keep theirs. Only what differs from what the page showed is
    written, so that two people may call the roll at once; a member whom both marked differently is a fault.

    Raises AttendanceFaults, and Conflict while a secret ballot is open: its roll and denominator stand.
    """
    session = hold_to_run(actor, session_id)
    changed = {
        one: marks[one.id] for one in session.members if one.id in marks and _differs(one, marks[one.id])
    }
    faults = {one.id: fault for one, mark in changed.items() if (fault := _fault(session, one, mark))}
    if faults:
        raise AttendanceFaults(faults)
    if changed and any(ballot.state is BallotState.OPEN for ballot in session.ballots):
        raise Conflict(_("Đang bỏ phiếu kín. Đóng phiếu rồi mới ghi người đến sau hoặc ra về."))
    if changed:
        before = {one.name: one.attendance.value for one in changed}
        for one, mark in changed.items():
            one.attendance = mark.attendance
            one.opinion_ref = _reference(mark)
        after = {one.name: _kept(one) for one in changed}
        _record(actor, session, before, after, now)
        touch(session)
    return session


def quorum_of(session: CouncilSession) -> dict[str, Any]:
    """Whether enough members are present: `{present, members, needed, met}`."""
    return count_quorum(rules_of(session), electorate_of(session))


def require_quorum(session: CouncilSession) -> None:
    """Raise Conflict while too few are present to decide anything."""
    quorum = quorum_of(session)
    if not quorum["met"]:
        raise Conflict(
            _(
                "Chưa đủ số họp nên chưa biểu quyết được: có mặt %(present)s, cần ít nhất %(needed)s trên "
                "%(members)s thành viên. Điểm danh lại khi có thêm người đến.",
                present=quorum["present"],
                needed=quorum["needed"],
                members=quorum["members"],
            )
        )


def _differs(member: SessionMember, mark: Mark) -> bool:
    if mark.attendance is mark.seen and mark.attendance is not Attendance.WRITTEN:
        return False  # this page did not touch it
    return (member.attendance, member.opinion_ref) != (mark.attendance, _reference(mark))


def _reference(mark: Mark) -> str:
    return " ".join(mark.opinion_ref.split()) if mark.attendance is Attendance.WRITTEN else ""


def _fault(session: CouncilSession, member: SessionMember, mark: Mark) -> str | None:
    if mark.seen is not None and member.attendance not in (mark.seen, mark.attendance):
        return _("Người khác vừa ghi khác. Xem lại rồi lưu lần nữa.")
    if mark.attendance is not Attendance.WRITTEN:
        return None
    if not rules_of(session).written_opinion:
        return _("Quy tắc của phiên họp không tính ý kiến bằng văn bản của người vắng.")
    if not _reference(mark):
        return _("Ghi số, ngày văn bản ý kiến, ví dụ 12/YK ngày 09/12/2024.")
    if len(_reference(mark)) > LONGEST_REFERENCE:
        return _("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REFERENCE)
    return None


def _kept(member: SessionMember) -> str:
    return ": ".join(part for part in (member.attendance.value, member.opinion_ref) if part)


def _record(
    actor: Actor, session: CouncilSession, before: dict[str, str], after: dict[str, str], now: datetime
) -> None:
    record_of(
        session,
        actor,
        "session:attendance-marked",
        now,
        before=before,
        after=after,
    )
    db.session.flush()
