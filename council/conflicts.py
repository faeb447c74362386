"""Conflicts of interest: found by the system, declared by members or for them, and what follows for the vote.

Whoever has one takes no part in the question and is left out of its denominator. What the system found nobody
removes; what was declared may be taken back until the vote.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from council.cases import split_off
from council.holding import hold_session, hold_to_run, member_of, touch
from council.interests import Reasons, find_interests
from council.models import (
    Attendance,
    Candidate,
    Conflict,
    CouncilSession,
    Question,
    QuestionKind,
    SessionMember,
)
from council.queries import load_session
from council.recording import record_of
from council.rules import awaits_vote, can_run, is_unfinished
from foundation.database import db
from foundation.errors import Conflict as Clash
from foundation.errors import DomainError, NotAllowed, NotFound
from foundation.permissions import SYSTEM, Actor

LONGEST_REASON = 500
DECLARATIONS = "declarations"
"""The field of the error that declarations are missing."""


def refresh_conflicts(session: CouncilSession, now: datetime) -> None:
    """Find anew who has a tie to whom, in all that nobody has voted on yet. A case of a list in which a
    member has one is taken out of it, together with the cases in which the same members have one.

    The session must be held. What is found is entered in the record as the system's own doing.
    """
    db.session.flush()
    load_session(session.id, anew=True)
    questions = _untouched(session)
    cases = [one for question in questions for one in question.candidates]
    interests = find_interests(session.members, {one.participant_id for one in cases})
    for question in questions:
        _part(question, interests)
    for question in _untouched(session):
        _sync(session, question, _reasons_of(question, interests), now)
    db.session.flush()


def declare_conflict(
    *,
    actor: Actor,
    session_id: int,
    member_id: int,
    reason: str,
    candidate_ids: Collection[int] = (),
    question_ids: Collection[int] = (),
    now: datetime,
) -> list[Question]:
    """A member is left out of every question, not voted on yet, in which one of these cases stands, and of
    these questions as a whole. A case is taken out of its list first, so that the member votes on the rest.

    Members declare for themselves; whoever runs the session for all. Returns the questions. Raises
    DomainError without a reason or with nothing chosen, Conflict where all of it was voted on.
    """
    session = hold_session(session_id)
    member = _declaring(actor, session, member_id)
    words = _reason(reason)
    whole, cases = _chosen(session, question_ids, candidate_ids)
    if not whole and not cases:
        raise DomainError(_("Chọn nội dung có liên quan."), field="cases")
    questions = [one for one in whole if awaits_vote(one)]
    questions += [_own_question(case) for case in cases if awaits_vote(case.question)]
    questions = list({one.id: one for one in questions}.values())
    if not questions:
        raise Clash(_("Nội dung này đã hoặc đang biểu quyết nên không khai thêm được nữa."))
    for question in questions:
        _declare(member, question, words, now)
    member.conflicts_declared_at = now
    _record(actor, session, "session:conflict-declared", member, questions, words, now)
    _touch_for(actor, session, member)
    return questions


def withdraw_conflict(*, actor: Actor, session_id: int, conflict_id: int, now: datetime) -> None:
    """Take back what was declared by mistake. What the system found stays; so does what was voted on."""
    session = hold_session(session_id)
    conflict = db.session.get(Conflict, conflict_id)
    if conflict is None or conflict.member.session_id != session.id:
        raise NotFound(_("Không có lời khai này, hoặc đã rút."))
    member = _declaring(actor, session, conflict.member_id)
    if conflict.found:
        raise NotAllowed(_("Hệ thống thấy liên quan này từ phân công tài khoản nên không ai bỏ được."))
    if not awaits_vote(conflict.question):
        raise Clash(_("Câu hỏi này đã hoặc đang biểu quyết nên không rút lời khai được nữa."))
    question, words = conflict.question, conflict.reason
    db.session.delete(conflict)
    db.session.flush()
    db.session.expire(question, ["conflicts"])
    _record(actor, session, "session:conflict-withdrawn", member, [question], words, now)
    _touch_for(actor, session, member)


def declare_none(*, actor: Actor, session_id: int, member_id: int, now: datetime) -> None:
    """A member says that there is nothing else to declare."""
    session = hold_session(session_id)
    member = _declaring(actor, session, member_id)
    if member.conflicts_declared_at is None:
        member.conflicts_declared_at = now
        _record(actor, session, "session:no-conflict-declared", member, [], "", now)
        _touch_for(actor, session, member)


def declare_rest(*, actor: Actor, session_id: int, now: datetime) -> int:
    """Everybody in the room who has not spoken has nothing to declare, as was asked there; returns how many
    that are. Nobody asked those who sent an opinion: each of them declares, or the secretary for them.
    """
    session = hold_to_run(actor, session_id)
    silent = [one for one in list_undeclared(session) if one.attendance is Attendance.PRESENT]
    for member in silent:
        member.conflicts_declared_at = now
        _record(actor, session, "session:no-conflict-declared", member, [], "", now)
    if silent:
        touch(session)
    return len(silent)


def list_undeclared(session: CouncilSession) -> list[SessionMember]:
    """Members with a vote who take part, in the room or in writing, and have not said what concerns them."""
    taking_part = (Attendance.PRESENT, Attendance.WRITTEN)
    return [
        one
        for one in session.members
        if one.votes and one.attendance in taking_part and one.conflicts_declared_at is None
    ]


def require_declared(session: CouncilSession) -> None:
    """Raise Conflict while somebody who takes part has not said what concerns them."""
    silent = list_undeclared(session)
    if silent:
        names = ", ".join(one.name for one in silent)
        raise Clash(
            _(
                "Chưa khai liên quan: %(names)s. Từng người khai trên trang của mình, hoặc thư ký ghi thay.",
                names=names,
            ),
            field=DECLARATIONS,
        )


def _untouched(session: CouncilSession) -> list[Question]:
    return [one for item in session.items for one in item.questions if awaits_vote(one)]


def _part(question: Question, interests: Mapping[int, Reasons]) -> None:
    """Take the cases out of a list in which members have a tie; the cases that concern nobody stay, or where
    each concerns somebody, the most that concern the same.
    """
    if question.kind is not QuestionKind.APPROVE or len(question.candidates) < 2:
        return
    parts: dict[frozenset[int], list[Candidate]] = {}
    for one in question.candidates:
        parts.setdefault(frozenset(interests.get(one.participant_id, ())), []).append(one)
    stays = frozenset() if frozenset() in parts else max(parts, key=lambda key: len(parts[key]))
    for members, cases in parts.items():
        if members != stays:
            split_off(question, cases)
    if len(parts) > 1:
        db.session.expire(question.item, ["questions"])


def _reasons_of(question: Question, interests: Mapping[int, Reasons]) -> Reasons:
    """By member, why they are left out of the question."""
    found: dict[int, list[str]] = {}
    for one in question.candidates:
        for member_id, reason in interests.get(one.participant_id, {}).items():
            told = found.setdefault(member_id, [])
            told += [reason] if reason not in told else []
    return {member_id: "; ".join(told)[:LONGEST_REASON] for member_id, told in found.items()}


def _sync(session: CouncilSession, question: Question, wanted: Reasons, now: datetime) -> None:
    standing = {one.member_id: one for one in question.conflicts}
    if not standing and not wanted:
        return
    for member_id, one in standing.items():
        if one.found and member_id not in wanted:
            db.session.delete(one)
    for member_id, reason in wanted.items():
        conflict = standing.get(member_id)
        if conflict is None:
            db.session.add(
                Conflict(
                    member_id=member_id, question_id=question.id, found=True, reason=reason, declared_at=now
                )
            )
            member = member_of(session, member_id)
            _record(SYSTEM, session, "session:conflict-found", member, [question], reason, now)
        elif not conflict.found:
            conflict.found = True
    db.session.flush()
    db.session.expire(question, ["conflicts"])


def _declaring(actor: Actor, session: CouncilSession, member_id: int) -> SessionMember:
    member = member_of(session, member_id)
    own = actor.actor_id is not None and member.user_id == actor.actor_id
    if not own and not can_run(actor, session):
        raise NotAllowed(_("Mỗi thành viên khai phần của mình; thư ký khai thay được."))
    if not is_unfinished(session):
        raise Clash(_("Phiên họp đã chốt hoặc đã hủy nên không khai được nữa."))
    return member


def _reason(reason: str) -> str:
    words = " ".join(reason.split())
    if not words:
        raise DomainError(
            _("Ghi lý do, ví dụ: công tác tại đơn vị đến tháng 6/2024, có người thân là chủ hộ."),
            field="reason",
        )
    if len(words) > LONGEST_REASON:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON), field="reason")
    return words


def _chosen(
    session: CouncilSession, question_ids: Collection[int], candidate_ids: Collection[int]
) -> tuple[list[Question], list[Candidate]]:
    """The questions, and every case of the session of the participants that were named."""
    questions = [one for item in session.items for one in item.questions]
    cases = [one for question in questions for one in question.candidates]
    concerned = {one.participant_id for one in cases if one.id in candidate_ids}
    return (
        [one for one in questions if one.id in question_ids],
        [one for one in cases if one.participant_id in concerned],
    )


def _own_question(case: Candidate) -> Question:
    question = case.question
    if question.kind is QuestionKind.APPROVE and len(question.candidates) > 1:
        return split_off(question, [case])
    return question


def _declare(member: SessionMember, question: Question, words: str, now: datetime) -> None:
    standing = next((one for one in question.conflicts if one.member_id == member.id), None)
    if standing is None:
        db.session.add(Conflict(member_id=member.id, question_id=question.id, reason=words, declared_at=now))
    elif not standing.found:
        standing.reason, standing.declared_at = words, now
    db.session.flush()
    db.session.expire(question, ["conflicts"])


def _touch_for(actor: Actor, session: CouncilSession, member: SessionMember) -> None:
    """What the office writes for a member counts as its change of the session; a member's own does not, so
    that nobody's form is refused because a phone spoke meanwhile.
    """
    if member.user_id is None or member.user_id != actor.actor_id:
        touch(session)
    db.session.flush()


def _record(
    actor: Actor,
    session: CouncilSession,
    action: str,
    member: SessionMember,
    questions: Iterable[Question] | Sequence[Question],
    note: str,
    now: datetime,
) -> None:
    record_of(
        session,
        actor,
        action,
        now,
        after={"member": member.name, "questions": [one.text for one in questions]},
        note=note,
    )
