"""Nothing of a sealed session changes: not through the models, not in bulk, not past them."""

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from council.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Candidate,
    Conflict,
    CouncilSession,
    Hand,
    Question,
    QuestionKind,
    RollEntry,
    SessionIsSealedError,
    SessionKind,
    SessionMember,
    SessionState,
    Slip,
)
from foundation.database import db
from tests.factories import NOW
from tests.sealed_year import COMMUNES, seal_year


def make_session(run, number, state):
    """A session with one row of everything."""
    participant = db.session.execute(text("SELECT min(participant_id) FROM run_result")).scalar_one()
    session = CouncilSession(
        movement_year_id=run.movement_year_id,
        run_id=run.id,
        number=number,
        kind=SessionKind.REGULAR,
        title="Họp",
        place="Phòng họp",
        meets_at=NOW,
        created_at=NOW,
    )
    member = SessionMember(order_no=1, name="Chủ tịch")
    ballot = Ballot(number=1, title="Phiếu bầu")
    item = AgendaItem(number=1, title="Xã")
    question = Question(number=1, kind=QuestionKind.APPROVE, text="Tặng?", ballot=ballot)
    session.members, session.items, session.ballots, item.questions = [member], [item], [ballot], [question]
    db.session.add(session)
    db.session.flush()
    given = {"type_code": "commune", "award": "GK", "award_name": "Giấy khen", "status": "recommended"}
    db.session.add_all(
        [
            Candidate(
                question=question, number=1, participant_id=participant, name="Xã", recommended=True, **given
            ),
            Conflict(member=member, question=question, reason="Quê", declared_at=NOW),
            Hand(question=question, member=member, choice="agree"),
            RollEntry(ballot=ballot, member=member),
            Slip(question_id=question.id, mark="a" * 64, choice="agree"),
        ]
    )
    db.session.flush()
    if state is SessionState.SEALED:
        session.state, session.seal, session.sealed_at = state, "0" * 64, NOW
        db.session.flush()
    db.session.expire_all()
    return session


MODELS = [
    CouncilSession,
    SessionMember,
    AgendaItem,
    Question,
    Candidate,
    Conflict,
    Hand,
    Ballot,
    RollEntry,
    Slip,
]
CHANGES = {
    CouncilSession: {"title": "Khác"},
    SessionMember: {"attendance": Attendance.PRESENT},
    AgendaItem: {"notes": "Khác"},
    Question: {"reason": "Khác"},
    Candidate: {"granted": True},
    Conflict: {"reason": "Khác"},
    Hand: {"choice": "disagree"},
    Ballot: {"title": "Khác"},
    RollEntry: {"voted": True},
    Slip: {"choice": "disagree"},
}


@pytest.fixture
def sealed(context):
    """One sealed session, and beside it one that may still change."""
    run = seal_year(COMMUNES[:2])
    session = make_session(run, 1, SessionState.SEALED)
    make_session(run, 2, SessionState.OPEN)
    return session


def only(model, session):
    return next(row for row in db.session.scalars(select(model)) if session_of(row) == session.id)


def session_of(row):
    if isinstance(row, CouncilSession):
        return row.id
    if hasattr(row, "session_id"):
        return row.session_id
    if isinstance(row, RollEntry):
        return row.ballot.session_id
    question = row if isinstance(row, Question) else db.session.get(Question, row.question_id)
    return question.item.session_id


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_a_row_is_neither_changed_nor_removed(sealed, model):
    row = only(model, sealed)
    for name, value in CHANGES[model].items():
        setattr(row, name, value)
    with pytest.raises(SessionIsSealedError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_rows_are_neither_changed_nor_removed_in_bulk(sealed, model):
    for statement in (update(model).values(CHANGES[model]), delete(model)):
        with pytest.raises(SessionIsSealedError):
            db.session.execute(statement)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_the_database_refuses_whoever_goes_past_the_models(sealed, model):
    (name,) = CHANGES[model]
    table = model.__tablename__
    for statement in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="sealed"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_nothing_is_added(sealed):
    slip = {"question_id": only(Question, sealed).id, "mark": "b" * 64, "choice": "agree"}
    with pytest.raises(DatabaseError, match="sealed"), db.session.begin_nested():
        db.session.execute(insert(Slip).values(**slip))
    db.session.add(AgendaItem(session_id=sealed.id, number=2, title="Thêm"))
    with pytest.raises(SessionIsSealedError):
        db.session.flush()
    db.session.rollback()


def test_an_open_session_beside_it_changes_as_before(sealed):
    other = db.session.scalars(select(CouncilSession).where(CouncilSession.number == 2)).one()
    for model in MODELS:
        row = only(model, other)
        for name, value in CHANGES[model].items():
            setattr(row, name, value)
    db.session.flush()
    db.session.execute(update(SessionMember).where(SessionMember.session_id == other.id).values(name="Khác"))
    db.session.execute(delete(Conflict).where(Conflict.question_id == only(Question, other).id))
    assert only(Candidate, other).granted is True
