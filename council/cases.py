"""Cases within questions: taking some out of a list into a question of their own, and putting them back.

A list is voted on with one mark. Whoever has a conflict of interest in one of its cases would be left out of
the whole list, so that case is taken out, and the member votes on the rest.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _

from council.holding import hold_to_run, touch, untouched_question_of
from council.models import AgendaItem, Candidate, Conflict, CouncilSession, Question, QuestionKind
from council.question_texts import text_of_approval, text_of_grade
from council.recording import record_of
from council.rules import is_untouched
from foundation.database import db
from foundation.errors import DomainError
from foundation.permissions import Actor

UNNUMBERED = -32_000
"""Where a new row stands until its list is numbered anew."""


def take_out(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    question_id: int,
    candidate_ids: Collection[int],
    now: datetime,
) -> Question:
    """Let these cases of a list be voted on apart from it, together. Raises Conflict once it is voted on,
    DomainError where nothing would be left, or nothing was chosen.
    """
    session = hold_to_run(actor, session_id, version)
    question = untouched_question_of(session, question_id)
    chosen = [one for one in question.candidates if one.id in candidate_ids]
    if not chosen:
        raise DomainError(_("Chọn ít nhất một trường hợp để tách ra."), field="candidates")
    if question.kind is QuestionKind.CHOOSE:
        raise DomainError(_("Các trường hợp bằng nhau phải chọn trong cùng một câu hỏi."))
    if len(chosen) == len(question.candidates):
        raise DomainError(_("Để lại ít nhất một trường hợp trong danh sách."), field="candidates")
    made = split_off(question, chosen)
    _record(actor, session, "session:cases-taken-out", question, chosen, now)
    touch(session)
    return made


def put_back(
    *, actor: Actor, session_id: int, version: int | None, question_id: int, into_id: int, now: datetime
) -> Question:
    """Put the cases of a question back into a list of the same item and award; the question is gone then.

    Raises DomainError where a member left out of one of them would be left out of all.
    """
    session = hold_to_run(actor, session_id, version)
    question, into = untouched_question_of(session, question_id), untouched_question_of(session, into_id)
    if into not in homes_of(question):
        raise DomainError(_("Chỉ đưa lại vào danh sách cùng hình thức khen thưởng, trong cùng nội dung."))
    left_out = {one.member_id for one in question.conflicts}
    if left_out != {one.member_id for one in into.conflicts}:
        raise DomainError(
            _("Có thành viên liên quan đến một trong hai câu hỏi nên phải biểu quyết riêng từng câu.")
        )
    moved = list(question.candidates)
    move_cases(moved, into)
    drop_question(question)
    _record(actor, session, "session:cases-put-back", into, moved, now)
    touch(session)
    return into


def homes_of(question: Question) -> list[Question]:
    """The lists into which the cases of a question may be put back."""
    if question.kind is not QuestionKind.APPROVE or not question.candidates or not is_untouched(question):
        return []
    awards = {(one.award, one.type_code) for one in question.candidates}
    return [
        one
        for one in question.item.questions
        if one.id != question.id
        and one.kind is QuestionKind.APPROVE
        and is_untouched(one)
        and awards == {(each.award, each.type_code) for each in one.candidates}
    ]


def split_off(question: Question, cases: Sequence[Candidate]) -> Question:
    """A new question right behind, with these cases, the same rules and the same conflicts declared."""
    made = Question(
        item_id=question.item_id,
        number=UNNUMBERED,
        kind=QuestionKind.APPROVE,
        text=_text(cases[0], [one.name for one in cases]),
        method=question.method,
        rules=dict(question.rules) if question.rules is not None else None,
    )
    db.session.add(made)
    db.session.flush()
    for one in question.conflicts:
        db.session.add(
            Conflict(
                member_id=one.member_id,
                question_id=made.id,
                found=one.found,
                reason=one.reason,
                declared_at=one.declared_at,
            )
        )
    move_cases(cases, made)
    place_after(made, question)
    return made


def _text(case: Candidate, names: Sequence[str]) -> str:
    word = text_of_grade if case.is_grade else text_of_approval
    return word(case.award_name, names)


def move_cases(cases: Sequence[Candidate], into: Question) -> None:
    """Put cases at the end of a question."""
    source = cases[0].question
    last = max((one.number for one in into.candidates), default=0)
    for number, one in enumerate(cases, start=last + 1):
        one.question_id, one.number = into.id, number
    db.session.flush()
    for question in (source, into):
        db.session.expire(question, ["candidates", "conflicts"])


def place_after(question: Question, other: Question) -> None:
    """Number the questions of an item anew, with this one right behind the other."""
    item = question.item
    db.session.expire(item, ["questions"])
    rest = [one for one in item.questions if one.id != question.id]
    at = next(place for place, one in enumerate(rest) if one.id == other.id) + 1
    renumber([*rest[:at], question, *rest[at:]])
    db.session.expire(item, ["questions"])


def drop_question(question: Question) -> None:
    """Remove a question with its cases; what stands behind moves up."""
    item = question.item
    db.session.execute(Question.__table__.delete().where(Question.id == question.id))  # type: ignore[attr-defined]
    db.session.expunge(question)
    db.session.expire(item, ["questions"])
    renumber(item.questions)


def renumber(rows: Sequence[Question | AgendaItem]) -> None:
    """Number rows from 1 in this order; by way of negative numbers, since a number stands only once."""
    for place, one in enumerate(rows, start=1):
        one.number = -place
    db.session.flush()
    for place, one in enumerate(rows, start=1):
        one.number = place
    db.session.flush()


def _record(
    actor: Actor,
    session: CouncilSession,
    action: str,
    question: Question,
    cases: Sequence[Candidate],
    now: datetime,
) -> None:
    told = {"question": question.text, "cases": [one.name for one in cases]}
    record_of(session, actor, action, now, after=told)
