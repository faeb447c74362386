"""Proposing somebody whom the run does not recommend: the council may, with a reason that is printed."""

from datetime import datetime

from flask_babel import gettext as _

from awards.queries import AnyRow, find_result
from awards.run_facts import facts_of
from awards.sealed import SealedResult
from council.agenda import new_question, session_items
from council.agenda_from_run import CandidateDraft, QuestionDraft, group_of
from council.ballot_rules import rules_of
from council.cases import UNNUMBERED, renumber
from council.conflicts import refresh_conflicts
from council.holding import hold_to_prepare, item_of, touch
from council.models import AgendaItem, CouncilSession, Method, Question
from council.queries import find_run_line, find_run_rows
from council.question_texts import text_of_approval, text_outside, title_outside
from council.rules import RECOMMENDED
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotFound
from foundation.permissions import Actor
from history.services import record


def nominate(
    *,
    actor: Actor,
    session_id: int,
    version: int | None,
    participant_id: int,
    award: str,
    item_id: int | None = None,
    now: datetime,
) -> Question:
    """Put a participant of the run with an award on the agenda, as a question of its own: in an item, or in
    the one for those outside the recommendation.

    Raises NotFound, DomainError for an award that is not for this type, and for whoever is on hold: there is
    no award while something is being verified (NĐ 152/2025/NĐ-CP, Điều 4 khoản 4). Conflict where the pair
    stands on the agenda already.
    """
    session = hold_to_prepare(actor, session_id, version)
    row = find_run_rows(session.run_id, [participant_id]).get(participant_id)
    if row is None:
        raise NotFound(_("Không có ai mang số này trong lần đánh giá của phiên họp."))
    draft = _draft(session, row, award)
    _refuse_twice(session, draft)
    item = item_of(session, item_id) if item_id is not None else _item_outside(session)
    question = new_question(
        QuestionDraft(_text(draft), [draft]),
        max((one.number for one in item.questions), default=0) + 1,
        Method.SECRET if rules_of(session).secret else Method.HANDS,
    )
    item.questions.append(question)
    db.session.flush()
    refresh_conflicts(session, now)
    record(
        actor=actor,
        action="session:nominated",
        subject=("council_session", session.id),
        after={"name": draft.name, "award": draft.award_name, "status": draft.status},
        now=now,
    )
    touch(session)
    return question


def awards_of_type(session: CouncilSession, type_code: str) -> dict[str, str]:
    """The awards that a type may have in the session's run, by code, the higher first."""
    rubric = facts_of(find_run_line(session.run_id)).rubric
    return {rule.code: rule.name for rule in rubric.awards if type_code in rule.types}


def _draft(session: CouncilSession, row: AnyRow, award: str) -> CandidateDraft:
    names = awards_of_type(session, row.type_code)
    if award not in names:
        raise DomainError(_("Chọn hình thức khen thưởng dành cho loại đối tượng này."), field="award")
    if row.on_hold:
        raise DomainError(
            _("%(name)s đang chưa xét vì còn xác minh nên chưa đề nghị tặng được.", name=row.name),
            field="award",
        )
    return CandidateDraft(
        participant_id=row.participant_id,
        name=row.name,
        type_code=row.type_code,
        category=row.category,
        group_name=group_of(row),
        place=row.commune_name or row.group_name,
        award=award,
        award_name=names[award],
        status=_status(session.run_id, row, award),
        total=row.total,
    )


def _status(run_id: int, row: AnyRow, award: str) -> str:
    """What the run says of this award: it may recommend one lower than the one it speaks of first."""
    result = find_result(run_id, row.participant_id)
    lines = SealedResult.from_text(result.result).awards if result is not None else ()
    furthest: str = row.award_status.value if row.award == award else "none"
    return next((line.status for line in lines if line.code == award), furthest)


def _text(draft: CandidateDraft) -> str:
    if draft.status == RECOMMENDED:
        return text_of_approval(draft.award_name, [draft.name])
    return text_outside(draft.award_name, draft.name)


def _refuse_twice(session: CouncilSession, draft: CandidateDraft) -> None:
    for item in session.items:
        for question in item.questions:
            if any(
                (one.participant_id, one.award) == (draft.participant_id, draft.award)
                for one in question.candidates
            ):
                raise Conflict(
                    _(
                        "%(name)s đã có trong chương trình với hình thức này, ở nội dung %(n)s.",
                        name=draft.name,
                        n=item.number,
                    ),
                    field="award",
                )


def _item_outside(session: CouncilSession) -> AgendaItem:
    title = title_outside()
    found = next((one for one in session.items if one.title == title), None)
    if found is not None:
        return found
    item = AgendaItem(session_id=session.id, number=UNNUMBERED, title=title)
    db.session.add(item)
    db.session.flush()
    db.session.expire(session, ["items"])
    items = session_items(session, [item])[:-1]
    renumber([*items[:-1], item, *items[-1:]])
    db.session.expire(session, ["items"])
    return item
