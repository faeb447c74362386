"""Making the agenda of a session from its run, and the rows that an agenda is made of."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from awards.run_facts import facts_of
from council.agenda_from_run import CandidateDraft, ItemDraft, QuestionDraft, draft_agenda
from council.ballot_rules import rules_of
from council.cases import UNNUMBERED, renumber
from council.conflicts import refresh_conflicts
from council.holding import hold_to_prepare, touch
from council.models import AgendaItem, Candidate, CouncilSession, Method, Question
from council.queries import find_run_line
from council.question_texts import title_on_results
from council.rules import BALLOT, HELD, RECOMMENDED, is_untouched
from foundation.bulk import insert_rows
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import Actor
from history.services import record

_COPIED = ("participant_id", "name", "type_code", "group_name", "award", "award_name", "status")
FROM_THE_RUN = frozenset({RECOMMENDED, BALLOT, HELD})


def make_agenda(*, actor: Actor, session_id: int, version: int | None, now: datetime) -> CouncilSession:
    """Make the agenda anew from the session's run. Motions, nominations and items with notes stay, before the
    last item; everything else that nobody voted on is replaced. Raises Conflict once something was voted on.
    """
    session = hold_to_prepare(actor, session_id, version)
    fill_agenda(actor, session, now)
    touch(session)
    return session


def fill_agenda(actor: Actor, session: CouncilSession, now: datetime) -> None:
    """The same for a session that is held already."""
    if any(not is_untouched(one) for item in session.items for one in item.questions):
        raise Conflict(_("Đã biểu quyết nên không lập lại chương trình được; thêm hoặc bỏ từng nội dung."))
    run = find_run_line(session.run_id)
    drafts = draft_agenda(facts_of(run))
    earlier = {title_on_results(number) for number in range(1, run.number)}
    drafted = earlier | {draft.title for draft in drafts}
    kept = [one for one in session.items if _is_own(one, drafted)]
    drop_items(session, [one for one in session.items if one not in kept])
    made = put_items(session, drafts)
    renumber([*made[:-1], *kept, made[-1]])
    db.session.expire(session, ["items"])
    refresh_conflicts(session, now)
    record(
        actor=actor,
        action="session:agenda-made",
        subject=("council_session", session.id),
        after={"items": [one.title for one in session.items]},
        now=now,
    )


def put_items(session: CouncilSession, drafts: Iterable[ItemDraft]) -> list[AgendaItem]:
    """Write items behind those that stand; all but procedural ones are voted on as the rules say.

    Their cases, of which there may be thousands, are written all in one statement.
    """
    secret = rules_of(session).secret
    made, asked = list[AgendaItem](), list[tuple[Question, QuestionDraft]]()
    for number, draft in enumerate(drafts, start=UNNUMBERED):
        item = AgendaItem(session_id=session.id, number=number, title=draft.title)
        db.session.add(item)
        method = Method.SECRET if secret and not draft.procedural else Method.HANDS
        for place, one in enumerate(draft.questions, start=1):
            question = new_question(replace(one, candidates=()), place, method)
            item.questions.append(question)
            asked.append((question, one))
        made.append(item)
    db.session.flush()
    _put_candidates(asked)
    db.session.expire(session, ["items"])
    renumber(session_items(session, made))
    return made


def _put_candidates(asked: Iterable[tuple[Question, QuestionDraft]]) -> None:
    known = list(asked)
    rows = (
        (question.id, place, *(getattr(one, name) for name in _COPIED), one.status == RECOMMENDED)
        for question, draft in known
        for place, one in enumerate(draft.candidates, start=1)
    )
    insert_rows(Candidate, ("question_id", "number", *_COPIED, "recommended"), rows)
    for question, _draft in known:
        db.session.expire(question, ["candidates"])


def session_items(session: CouncilSession, made: Collection[AgendaItem]) -> list[AgendaItem]:
    """The items of a session with these last."""
    return [*(one for one in session.items if one not in made), *made]


def new_question(draft: QuestionDraft, number: int, method: Method) -> Question:
    """A question with its cases, not yet in an item."""
    return Question(
        number=number,
        kind=draft.kind,
        places=draft.places,
        text=draft.text,
        method=method,
        candidates=[new_candidate(one, place) for place, one in enumerate(draft.candidates, start=1)],
    )


def new_candidate(draft: CandidateDraft, number: int) -> Candidate:
    """A case, not yet in a question."""
    copied = {name: getattr(draft, name) for name in _COPIED}
    return Candidate(number=number, recommended=draft.status == RECOMMENDED, **copied)


def drop_items(session: CouncilSession, items: Collection[AgendaItem]) -> None:
    """Remove items with their questions and cases, and number the others anew."""
    numbers = [one.id for one in items]
    for item in items:
        for question in item.questions:
            db.session.expunge(question)
        db.session.expunge(item)
    db.session.execute(
        delete(AgendaItem).where(AgendaItem.id.in_(numbers)).execution_options(synchronize_session=False)
    )
    db.session.expire(session, ["items"])
    renumber(session.items)


def _is_own(item: AgendaItem, drafted: Collection[str]) -> bool:
    """Whether an item is more than what a run makes: it has notes, a motion, or a nomination."""
    if item.notes.strip():
        return True
    cases = [one for question in item.questions for one in question.candidates]
    if cases:
        return any(one.status not in FROM_THE_RUN for one in cases)
    return item.title not in drafted
