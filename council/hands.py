"""A show of hands: the secretary records by name what each member said, in the room or in writing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from council.attendance import require_quorum
from council.ballot_closing import count_question
from council.ballot_rules import rules_for
from council.conflicts import require_declared
from council.counting import AGREE, BLANK, DISAGREE, Choice, Electorate, Tally, chair_decides
from council.electorate import electorate_of
from council.holding import hold_to_run, question_of, require_open, touch
from council.models import CouncilSession, Hand, Method, Question, QuestionKind, QuestionState
from council.rules import is_against
from council.settling import carried_by, granted_by, settle_question
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record

WORDS = (AGREE, DISAGREE, BLANK)
LONGEST_REASON = 2_000


class HandFaults(DomainError):
    """What is wrong with the hands, by member."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(faults.values())))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Vote:
    """One question with who may vote on it, what they said and what that comes to."""

    question: Question
    electorate: Electorate
    voters: frozenset[int]
    choices: Mapping[int, Choice]
    tally: Tally


def record_hands(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    question_ids: Collection[int],
    choices: Mapping[int, Choice],
    casting: list[int] | None = None,
    reason: str = "",
    now: datetime,
) -> list[Question]:
    """Record a show of hands on one question, or the same on several motions at once, and decide them.

    `choices` by member: a word of `council.counting`, or the numbers of candidates. Everybody who may vote
    must have one; whoever is left out of every one of the questions must have none. `casting`: the chair's
    vote where votes are equal, as `Question.casting_vote` keeps it. A decision against the recommendation
    takes a reason.

    Raises HandFaults; DomainError with field "casting" or "reason" where one is due; Conflict without a
    quorum, before everybody declared what concerns them, and for what is voted on otherwise or already.
    """
    session = hold_to_run(actor, session_id, version)
    require_open(session)
    require_quorum(session)
    require_declared(session)
    questions = [_votable(session, one) for one in dict.fromkeys(question_ids)]
    if not questions:
        raise DomainError(_("Chọn ít nhất một câu hỏi."), field="questions")
    if len(questions) > 1 and any(one.kind is QuestionKind.CHOOSE for one in questions):
        raise Conflict(_("Câu chọn giữa các trường hợp bằng nhau phải biểu quyết riêng."))
    votes = [count_hands(session, one, choices, casting) for one in questions]
    faults = find_faults(session, votes, choices)
    if faults:
        raise HandFaults(faults)
    _require_casting(votes)
    words = _reason(votes, reason)
    for vote in votes:
        _settle(actor, vote, casting, words, now)
    touch(session)
    return questions


def count_hands(
    session: CouncilSession,
    question: Question,
    choices: Mapping[int, Choice],
    casting: list[int] | None = None,
) -> Vote:
    """What these choices would come to; nothing is written."""
    electorate = electorate_of(session, question)
    voters = electorate.voters(rules_for(question))
    given = {key: choice for key, choice in choices.items() if key in voters}
    tally = count_question(question, electorate, list(given.values()), casting)
    return Vote(question, electorate, voters, given, tally)


def find_faults(
    session: CouncilSession, votes: Sequence[Vote], choices: Mapping[int, Choice]
) -> dict[int, str]:
    """What is wrong with the choices, by member."""
    faults: dict[int, str] = {}
    for member in session.members:
        concerned = [vote for vote in votes if member.id in vote.voters]
        choice = choices.get(member.id)
        if choice is None:
            if concerned:
                faults[member.id] = _("Ghi ý kiến của %(name)s.", name=member.name)
        elif not concerned:
            recused = any(member.id in vote.electorate.recused for vote in votes)
            faults[member.id] = (
                _("%(name)s có liên quan nên không biểu quyết.", name=member.name)
                if recused
                else _("%(name)s không có mặt nên không biểu quyết.", name=member.name)
            )
        elif not all(_is_valid(vote.question, choice) for vote in concerned):
            faults[member.id] = _fault_of(concerned[0].question, member.name)
    for stranger in choices.keys() - {one.id for one in session.members}:
        faults[stranger] = _("Không có thành viên này trong phiên họp.")
    return faults


def _votable(session: CouncilSession, question_id: int) -> Question:
    question = question_of(session, question_id)
    if question.state is QuestionState.DECIDED:
        raise Conflict(_("Câu hỏi này đã kết luận. Mở lại trước khi biểu quyết lần nữa."))
    if question.method is Method.SECRET:
        raise Conflict(_("Câu hỏi này bỏ phiếu kín. Đổi sang giơ tay trước khi ghi."))
    return question


def _is_valid(question: Question, choice: Choice) -> bool:
    if question.kind is QuestionKind.APPROVE:
        return choice in WORDS
    if isinstance(choice, str):
        return choice == BLANK
    numbers = {one.number for one in question.candidates}
    return len(set(choice)) == len(choice) <= (question.places or 0) and set(choice) <= numbers


def _fault_of(question: Question, name: str) -> str:
    if question.kind is QuestionKind.CHOOSE:
        return _("%(name)s: chọn nhiều nhất %(n)s trường hợp.", name=name, n=question.places)
    return _("%(name)s: chọn tán thành, không tán thành hoặc không có ý kiến.", name=name)


def _require_casting(votes: Sequence[Vote]) -> None:
    """Equal votes on a motion wait for the chair where the chair can decide, else for another round; among
    candidates there may be another round instead.
    """
    for vote in votes:
        if vote.question.kind is QuestionKind.APPROVE and chair_decides(rules_for(vote.question), vote.tally):
            raise DomainError(
                _(
                    "Biểu quyết ngang nhau: %(n)s tán thành, %(n)s không tán thành. Ghi quyết định của chủ "
                    "tọa.",
                    n=vote.tally["agree"],
                ),
                field="casting",
            )


def _reason(votes: Sequence[Vote], reason: str) -> str:
    words = reason.strip()
    against = [
        one
        for one in votes
        if is_against(one.question, carried_by(one.question, one.tally), granted_by(one.question, one.tally))
    ]
    if against and not words:
        raise DomainError(
            _(
                "Kết quả khác với đề xuất: %(text)s. Ghi lý do để in vào biên bản.",
                text=against[0].question.text,
            ),
            field="reason",
        )
    if len(words) > LONGEST_REASON:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON), field="reason")
    return words


def _settle(actor: Actor, vote: Vote, casting: list[int] | None, reason: str, now: datetime) -> None:
    question = vote.question
    db.session.execute(delete(Hand).where(Hand.question_id == question.id))
    db.session.expire(question, ["hands"])
    heard = vote.electorate.heard(rules_for(question))
    db.session.add_all(
        Hand(question_id=question.id, member_id=key, choice=choice, written=key in heard)
        for key, choice in sorted(vote.choices.items())
    )
    question.casting_vote = casting if vote.tally["casting"] else None
    settle_question(question, vote.tally, now)
    against = is_against(question, question.carried, {one.id: one.granted for one in question.candidates})
    question.reason = reason if against else ""
    db.session.flush()
    session = question.item.session
    record(
        actor=actor,
        action="session:hands-recorded",
        subject=("council_session", session.id),
        after=_told(session, vote),
        note=question.reason,
        now=now,
    )


def _told(session: CouncilSession, vote: Vote) -> dict[str, Any]:
    names = {one.number: one.name for one in vote.question.candidates}
    said = {
        one.name: _named(vote.choices[one.id], names) for one in session.members if one.id in vote.choices
    }
    return {"question": vote.question.text, "votes": said, "result": vote.tally["result"]}


def _named(choice: Choice, names: Mapping[int, str]) -> str | list[str]:
    return choice if isinstance(choice, str) else [names[number] for number in choice]


def choices_recorded(question: Question) -> dict[int, Choice]:
    """What was recorded of a question, by member."""
    return {one.member_id: one.choice for one in question.hands}


def electorate_recorded(question: Question) -> Electorate:
    """Who was counted when the hands were recorded, whoever came or left since."""
    now = electorate_of(question.item.session, question)
    wrote = frozenset(one.member_id for one in question.hands if one.written)
    said = frozenset(choices_recorded(question))
    return replace(now, present=(said - wrote) | (now.present & now.recused), written=wrote)
