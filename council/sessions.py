"""A session from its making to its opening: when, where, on which run, by which rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.models import User
from awards.models import EvaluationRun
from council.agenda import fill_agenda
from council.ballot_rules import DEFAULT_RULES, from_data, rules_of, to_data
from council.conflicts import refresh_conflicts
from council.freezing import hold_standings, release_standings
from council.holding import hold_to_prepare, hold_to_run, is_any_voted, touch
from council.membership import put_members, suggest_lines
from council.models import CouncilSession, Method, Seat, SessionKind, SessionState
from council.queries import find_last_number, find_latest_run
from council.recording import record_of
from council.rules import can_prepare, is_untouched
from council.supplementary import offer_left_open
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.formats import moment
from foundation.permissions import Actor
from messages.models import MessageKind
from messages.services import tell

LONGEST = 300
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a session is called, when and where it meets."""

    title: str
    place: str
    meets_at: datetime


def create_session(
    *,
    actor: Actor,
    run_id: int,
    invitation: Invitation,
    kind: SessionKind = SessionKind.REGULAR,
    now: datetime,
) -> CouncilSession:
    """Make a session on the latest sealed run of a year, with the members of the last one and an agenda made
    from the run, or, where it is supplementary, from what earlier sessions of the year left open. All of it
    may be changed before it opens.

    Raises NotAllowed, NotFound, DomainError with a field, and Conflict where the year has a later run.
    """
    if not can_prepare(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng chuẩn bị phiên họp."))
    run = db.session.get(EvaluationRun, run_id)
    if run is None:
        raise NotFound(_("Không có lần đánh giá này."))
    _require_latest(run)
    session = CouncilSession(
        movement_year_id=run.movement_year_id,
        run_id=run.id,
        number=find_last_number(run.movement_year_id) + 1,
        kind=kind,
        state=SessionState.PREPARED,
        rules=to_data(DEFAULT_RULES),
        created_at=now,
        created_by_id=actor.actor_id,
        is_sample=run.is_sample,
        **_checked(invitation),
    )
    db.session.add(session)
    db.session.flush()
    put_members(session, suggest_lines(session))
    record_of(session, actor, "session:created", now, after=_told(session))
    _fill(actor, session, now)
    return session


def change_session(
    *, actor: Actor, session_id: int, version: int | None, invitation: Invitation, now: datetime
) -> CouncilSession:
    """Another title, place or time."""
    session = hold_to_prepare(actor, session_id, version)
    before = _told(session)
    for name, value in _checked(invitation).items():
        setattr(session, name, value)
    db.session.flush()
    record_of(session, actor, "session:changed", now, before=before, after=_told(session))
    touch(session)
    return session


def change_rules(
    *, actor: Actor, session_id: int, version: int | None, rules: Mapping[str, Any], now: datetime
) -> CouncilSession:
    """Other rules of voting. Where secrecy changes, questions that name cases follow it.

    Raises FaultyRulesError with all faults, and Conflict once something was voted on.
    """
    session = hold_to_prepare(actor, session_id, version)
    if is_any_voted(session.id):
        raise Conflict(_("Đã biểu quyết nên quy tắc của phiên họp không đổi được nữa."))
    before, wanted = rules_of(session), from_data(rules)
    session.rules = to_data(wanted)
    if before.secret != wanted.secret:
        for question in (one for item in session.items for one in item.questions if one.candidates):
            if is_untouched(question):
                question.method = Method.SECRET if wanted.secret else Method.HANDS
    record_of(session, actor, "session:rules-changed", now, before=to_data(before), after=to_data(wanted))
    touch(session)
    return session


def move_to_latest_run(
    *, actor: Actor, session_id: int, version: int | None, now: datetime
) -> CouncilSession:
    """Base a session that is still being prepared on the latest run of its year, and make its agenda anew."""
    session = hold_to_prepare(actor, session_id, version)
    if session.state is not SessionState.PREPARED:
        raise Conflict(_("Phiên họp đã mở nên giữ kết quả đánh giá đang dùng."))
    latest = find_latest_run(session.movement_year_id)
    if latest is None or latest.id == session.run_id:
        raise Conflict(_("Phiên họp đang dùng kết quả đánh giá mới nhất."))
    before = {"run": session.run.number}
    session.run_id = latest.id
    db.session.flush()
    db.session.expire(session, ["run"])
    record_of(session, actor, "session:run-changed", now, before=before, after={"run": latest.number})
    _fill(actor, session, now)
    touch(session)
    return session


def open_session(*, actor: Actor, session_id: int, version: int | None, now: datetime) -> CouncilSession:
    """The council sits. Members with an account are told, conflicts of interest found once more, and the
    standings of the year held at the session's run.

    Raises Conflict where it, or another session of the year, is open already, DomainError where chair or
    agenda are missing.
    """
    session = hold_to_run(actor, session_id, version)
    if session.state is SessionState.OPEN:
        raise Conflict(_("Phiên họp đang mở."))
    if not any(one.seat is Seat.CHAIR for one in session.members):
        raise DomainError(_("Phiên họp chưa có người chủ trì. Ghi thành viên trước khi mở."))
    if not session.items:
        raise DomainError(_("Chương trình chưa có nội dung nào. Lập chương trình trước khi mở."))
    hold_standings(session, now)
    session.state, session.opened_at = SessionState.OPEN, now
    refresh_conflicts(session, now)
    db.session.flush()
    record_of(session, actor, "session:opened", now)
    _tell_members(actor, session, now)
    return session


def return_to_preparing(
    *, actor: Actor, session_id: int, version: int | None, now: datetime
) -> CouncilSession:
    """Opened by mistake: back to being prepared, as long as nothing was voted on."""
    session = hold_to_run(actor, session_id, version)
    if session.state is not SessionState.OPEN:
        raise Conflict(_("Phiên họp chưa mở."))
    if is_any_voted(session.id):
        raise Conflict(_("Đã biểu quyết nên không lùi về bước chuẩn bị được."))
    session.state, session.opened_at = SessionState.PREPARED, None
    release_standings(session, now)
    db.session.flush()
    record_of(session, actor, "session:prepared-again", now)
    return session


def cancel_session(
    *, actor: Actor, session_id: int, version: int | None, reason: str, now: datetime
) -> CouncilSession:
    """Call a session off, with a reason; it stays readable and decides nothing."""
    session = hold_to_prepare(actor, session_id, version)
    words = " ".join(reason.split())
    if not words:
        raise DomainError(_("Ghi lý do hủy phiên họp."), field="reason")
    if len(words) > LONGEST_REASON:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON), field="reason")
    if is_any_voted(session.id):
        raise Conflict(_("Phiên họp đã biểu quyết. Mở lại các câu hỏi đã kết luận trước khi hủy."))
    if session.state is SessionState.OPEN:
        release_standings(session, now)
    session.state, session.notes = SessionState.CANCELLED, words
    db.session.flush()
    record_of(session, actor, "session:cancelled", now, note=words)
    return session


def find_newer_run(session: CouncilSession) -> EvaluationRun | None:
    """The run sealed since the session's own, if there is one."""
    latest = find_latest_run(session.movement_year_id)
    return latest if latest is not None and latest.number > session.run.number else None


def _fill(actor: Actor, session: CouncilSession, now: datetime) -> None:
    """An agenda from the run, or from what earlier sessions left open."""
    if session.kind is SessionKind.REGULAR:
        fill_agenda(actor, session, now)
    else:
        offer_left_open(actor, session, now)


def _require_latest(run: EvaluationRun) -> None:
    latest = find_latest_run(run.movement_year_id)
    if latest is not None and latest.id != run.id:
        raise Conflict(
            _(
                "Năm này đã có lần đánh giá %(n)s, chốt lúc %(at)s. Lập phiên họp trên lần mới nhất.",
                n=latest.number,
                at=moment(latest.sealed_at),
            )
        )


def _checked(invitation: Invitation) -> dict[str, Any]:
    title, place = " ".join(invitation.title.split()), " ".join(invitation.place.split())
    for field, words in (("title", title), ("place", place)):
        if len(words) > LONGEST:
            raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST), field=field)
    if not title:
        raise DomainError(_("Ghi tên phiên họp."), field="title")
    if not place:
        raise DomainError(_("Ghi nơi họp, ví dụ Phòng họp số 1, UBND huyện."), field="place")
    return {"title": title, "place": place, "meets_at": invitation.meets_at}


def _told(session: CouncilSession) -> dict[str, Any]:
    return {
        "number": session.number,
        "kind": session.kind.value,
        "title": session.title,
        "place": session.place,
        "meets_at": session.meets_at.isoformat(),
    }


def _tell_members(actor: Actor, session: CouncilSession, now: datetime) -> None:
    users: list[User] = [
        one.user for one in session.members if one.user is not None and one.user_id != actor.actor_id
    ]
    tell(
        actor=actor,
        users=users,
        kind=MessageKind.WORK,
        title=_l("Phiên họp đã mở: %(title)s", title=session.title),
        body=_l("Xem nội dung đang bàn, khai nội dung có liên quan đến mình và biểu quyết trên trang này."),
        path=f"/phien-hop/{session.id}",
        occasion=f"session-opened:{session.id}",
        now=now,
    )
