"""After a vote: another round for places left open, the chair's casting vote, a decision taken back, a
question put off, and the reason for deciding against the recommendation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from council.ballot_closing import count_question, electorate_of_ballot, list_choices
from council.ballot_rules import rules_for
from council.cases import UNNUMBERED, drop_question, place_after
from council.counting import chair_decides, one_more_is_enough
from council.hands import LONGEST_REASON, choices_recorded, electorate_recorded
from council.holding import hold_to_run, question_of, touch
from council.models import (
    Candidate,
    CouncilSession,
    Hand,
    Question,
    QuestionKind,
    QuestionState,
)
from council.models import Conflict as Interest
from council.question_texts import title_of_round
from council.recording import record_of
from council.rules import goes_against, is_untouched
from council.settling import settle_question, unsettle_question
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor


def make_round(
    *, actor: Actor, session_id: int, version: int | None, question_id: int, now: datetime
) -> Question:
    """Another question right behind, for the places that a choice left open and those who may still have one;
    of a motion on which votes are equal and the chair cannot decide, the same once more. Those who were
    chosen stay chosen. Raises Conflict where nothing is open, or there is a round already.
    """
    session = hold_to_run(actor, session_id, version)
    question = question_of(session, question_id)
    tally = question.tally or {}
    numbers = tally.get("next_round") or []
    if not numbers and not awaits_round(question):
        raise Conflict(_("Câu hỏi này không còn suất nào để biểu quyết tiếp."))
    if find_next_round(question) is not None:
        raise Conflict(_("Đã lập lượt biểu quyết tiếp cho câu hỏi này."))
    if question.kind is QuestionKind.CHOOSE:
        cases = [one for one in question.candidates if one.number in numbers]
        open_places = int(tally["open_places"])
        made = _repeat(question, cases, open_places if open_places < len(cases) else None)
    else:
        cases = list(question.candidates)
        made = _repeat(question, cases, None)
    question.state, question.decided_at = QuestionState.DECIDED, question.decided_at or now
    for one in cases:
        one.granted = None
    _record(actor, session, "session:round-made", question, now, after={"question": made.text})
    touch(session)
    return made


def cast_for_equals(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    question_id: int,
    casting: list[int],
    reason: str = "",
    now: datetime,
) -> Question:
    """The chair's casting vote, openly, on votes that were equal: 1 or 0 for a motion, else as many of the
    equal candidates as there are places. Raises Conflict where votes are not equal, DomainError where the
    choice does not fit or the rules know no casting vote.
    """
    session = hold_to_run(actor, session_id, version)
    question = question_of(session, question_id)
    if question.state is not QuestionState.VOTING or (question.tally or {}).get("result") != "tied":
        raise Conflict(_("Câu hỏi này không chờ quyết định của chủ tọa."))
    if question.ballot is not None:
        electorate = electorate_of_ballot(question.ballot, question)
        choices = list_choices(question)
    else:
        electorate = electorate_recorded(question)
        choices = list(choices_recorded(question).values())
    if not one_more_is_enough(question.tally or {}):
        raise Conflict(
            _(
                "Thêm phiếu của chủ tọa vẫn chưa đủ số phiếu cần nên chưa quyết định được; biểu quyết lượt "
                "sau."
            )
        )
    tally = count_question(question, electorate, choices, casting)
    if not tally["casting"]:
        raise DomainError(
            _("Quy tắc không cho chủ tọa quyết định, hoặc số được chọn không vừa số suất còn lại."),
            field="casting",
        )
    question.casting_vote = casting
    settle_question(question, tally, now)
    if goes_against(question):
        question.reason = read_reason(reason)
    after = {"question": question.text, "casting_vote": casting, "result": tally["result"]}
    _record(actor, session, "session:casting-vote", question, now, after=after)
    touch(session)
    return question


def give_reason(
    *, actor: Actor, session_id: int, version: int | None, question_id: int, reason: str, now: datetime
) -> Question:
    """Say why the council decided against the recommendation; printed with the result."""
    session = hold_to_run(actor, session_id, version)
    question = question_of(session, question_id)
    if question.state is not QuestionState.DECIDED or not goes_against(question):
        raise Conflict(_("Kết quả này không khác đề xuất nên không cần lý do."))
    question.reason = read_reason(reason)
    _record(actor, session, "session:reason-given", question, now, note=question.reason)
    touch(session)
    return question


def reopen_question(
    *, actor: Actor, session_id: int, version: int | None, question_id: int, reason: str, now: datetime
) -> Question:
    """Take a decision back before the session is sealed, with a reason; the record keeps the old count.

    What was decided by hands waits again as it was. What was decided by secret ballot keeps its count and its
    slips but decides nothing more: a new question is voted on, which is returned.
    """
    session = hold_to_run(actor, session_id, version)
    question = question_of(session, question_id)
    words = read_reason(reason)
    if question.state is not QuestionState.DECIDED:
        raise Conflict(_("Câu hỏi này chưa kết luận nên không cần mở lại."))
    _drop_next_round(question)
    before = {
        "question": question.text,
        "tally": dict(question.tally or {}),
        "votes": _votes(session, question),
    }
    _record(actor, session, "session:question-reopened", question, now, before=before, note=words)
    if question.ballot_id is None:
        db.session.execute(delete(Hand).where(Hand.question_id == question.id))
        db.session.expire(question, ["hands"])
        unsettle_question(question)
        touch(session)
        return question
    made = _repeat(question, list(question.candidates), question.places)
    question.carried, question.reason = None, words
    for one in question.candidates:
        one.granted = None
    touch(session)
    return made


def defer_question(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    question_id: int,
    later: bool,
    reason: str = "",
    now: datetime,
) -> Question:
    """Put a question off to another session, or take it up again. The reason, which is printed, may be given
    until the session is sealed.
    """
    session = hold_to_run(actor, session_id, version)
    question = question_of(session, question_id)
    if not is_untouched(question):
        raise Conflict(_("Câu hỏi này đã hoặc đang biểu quyết nên không hoãn được."))
    question.state = QuestionState.DEFERRED if later else QuestionState.PENDING
    question.reason = read_reason(reason) if later and reason.strip() else ""
    after = {"question": question.text, "later": later}
    _record(actor, session, "session:question-deferred", question, now, after=after, note=question.reason)
    touch(session)
    return question


def awaits_round(question: Question) -> bool:
    """Whether votes on a motion are equal and the chair's vote cannot decide either."""
    tally = question.tally
    tied = question.state is QuestionState.VOTING and tally is not None and tally["result"] == "tied"
    if question.kind is not QuestionKind.APPROVE or not tied:
        return False
    return not chair_decides(rules_for(question), tally or {})


def find_next_round(question: Question) -> Question | None:
    """The question that repeats this one, if there is one."""
    return db.session.scalars(select(Question).where(Question.round_of_id == question.id)).first()


def read_reason(reason: str) -> str:
    """A reason as it is kept. Raises DomainError where it is empty or too long."""
    words = reason.strip()
    if not words:
        raise DomainError(_("Ghi lý do; lý do được in vào biên bản."), field="reason")
    if len(words) > LONGEST_REASON:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST_REASON), field="reason")
    return words


def _drop_next_round(question: Question) -> None:
    following = find_next_round(question)
    if following is None:
        return
    if not is_untouched(following):
        raise Conflict(_("Câu này đã có lượt biểu quyết tiếp. Mở lại lượt sau cùng trước."))
    drop_question(following)


def _repeat(question: Question, cases: Sequence[Candidate], places: int | None) -> Question:
    """The same question once more, of these cases, with the same conflicts."""
    made = Question(
        item_id=question.item_id,
        number=UNNUMBERED,
        kind=QuestionKind.APPROVE if places is None else QuestionKind.CHOOSE,
        places=places,
        text=title_of_round(_first_text(question), _round_number(question) + 1),
        method=question.method,
        rules=dict(question.rules) if question.rules is not None else None,
        round_of_id=question.id,
    )
    db.session.add(made)
    db.session.flush()
    db.session.add_all(_copy(one, made.id) for one in cases)
    db.session.add_all(
        Interest(
            member_id=one.member_id,
            question_id=made.id,
            found=one.found,
            reason=one.reason,
            declared_at=one.declared_at,
        )
        for one in question.conflicts
    )
    db.session.flush()
    place_after(made, question)
    return made


def _copy(case: Candidate, question_id: int) -> Candidate:
    kept = ("number", "participant_id", "name", "type_code", "group_name")
    more = ("award", "award_name", "recommended", "status")
    return Candidate(question_id=question_id, **{name: getattr(case, name) for name in (*kept, *more)})


def _round_number(question: Question) -> int:
    number, at = 1, question
    while at.round_of_id is not None:
        number, at = number + 1, db.session.get_one(Question, at.round_of_id)
    return number


def _first_text(question: Question) -> str:
    at = question
    while at.round_of_id is not None:
        at = db.session.get_one(Question, at.round_of_id)
    return at.text


def _votes(session: CouncilSession, question: Question) -> dict[str, Any]:
    names = {one.id: one.name for one in session.members}
    return {names[key]: choice for key, choice in sorted(choices_recorded(question).items())}


def _record(
    actor: Actor,
    session: CouncilSession,
    action: str,
    question: Question,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> None:
    told = after if after is not None or before is not None else {"question": question.text}
    record_of(session, actor, action, now, before=before, after=told, note=note)
