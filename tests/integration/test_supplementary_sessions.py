"""What a session left open comes before the council again: lifted holds, what was put off, a newer run."""

import json

import pytest
from sqlalchemy import select

from awards.queries import Selection, list_rows
from awards.services import seal_run
from council.conflicts import declare_rest
from council.models import CouncilSession, SessionKind
from council.result_queries import read_sealed
from council.sessions import create_session, open_session
from council.supplementary import fill_supplementary, list_left_open
from documents.forms import DEFAULT_RECIPIENTS
from documents.list_from_run import Particulars
from documents.list_from_session import list_from_session
from documents.paper import Signer
from foundation.database import db
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from movements.models import GivenAward
from scorecards.models import Scorecard
from tests.council import INVITATION, attend, open_council, question_about
from tests.deciding import decide, decide_rest, put_off, reload, seal
from tests.factories import NOW, make_user

FIRST, HELD, WINNER, LOSER = "Xã Hồ Đắc Kiện", "Xã Phú Tâm", "Xã An Ninh", "Xã Phú Tân"


def release(name):
    """Lift the hold on a scorecard."""
    for card in db.session.scalars(select(Scorecard)):
        if card.participant.name == name:
            card.holds = []
    db.session.flush()


def supplement(run):
    """A supplementary session on a run."""
    session = create_session(
        actor=SYSTEM, run_id=run.id, invitation=INVITATION, kind=SessionKind.SUPPLEMENTARY, now=NOW
    )
    return reload(session)


def sit(session):
    """It sits, everybody present."""
    open_session(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    attend(session)
    declare_rest(actor=SYSTEM, session_id=session.id, now=NOW)
    return reload(session)


def asked(session):
    return [
        [case.name for case in question.candidates] for item in session.items for question in item.questions
    ]


@pytest.fixture
def first(context):
    """The first session of the year, sealed: one on hold keeps its place."""
    return seal(decide_rest(reload(open_council())))


def test_whose_hold_is_lifted_is_asked_about_again(first):
    release(HELD)
    session = supplement(first.run)
    assert asked(session) == [[HELD], []]
    assert "Đã có kết luận xác minh, xét tiếp: Xã Phú Tâm." in session.items[0].notes
    session = seal(decide_rest(sit(session)))
    document = json.loads(session.document)
    assert (document["session"]["number"], document["session"]["kind"]) == (2, "supplementary")
    assert [one["name"] for one in document["awards"]] == [HELD]
    assert {one.name for one in db.session.scalars(select(GivenAward))} == {FIRST, WINNER, HELD}


def test_the_list_of_a_supplementary_session_has_only_its_own(first):
    release(HELD)
    session = seal(decide_rest(sit(supplement(first.run))))
    particulars = Particulars("DS-HĐTĐKT", Signer(("TM. Hội đồng",), "Chủ tịch"), DEFAULT_RECIPIENTS)
    paper = list_from_session(read_sealed(session), particulars)
    rows = [
        row.name
        for part in paper.parts
        for group in part.groups
        for sub in group.subgroups
        for row in sub.rows
    ]
    assert rows == [HELD]
    assert "đề nghị khen thưởng bổ sung" in paper.title[0]


def test_while_the_hold_stands_nothing_is_asked(first):
    session = supplement(first.run)
    assert session.items == []
    with pytest.raises(Conflict, match="không để lại việc gì"):
        fill_supplementary(actor=SYSTEM, session_id=session.id, version=None, now=NOW)


def test_what_was_put_off_returns(context):
    session = reload(open_council())
    session = put_off(session, question_about(session, FIRST))
    question = question_about(session, FIRST)
    session = seal(decide_rest(session), reasons={question.id: "Chờ số liệu."})
    assert asked(supplement(session.run)) == [[FIRST], []]


def test_who_was_refused_is_not_asked_about_again(context):
    session = reload(open_council())
    session = decide(session, question_about(session, FIRST), "disagree")
    first = seal(decide_rest(session), left_out_reason="Không xét thêm.")
    release(HELD)
    assert asked(supplement(first.run)) == [[HELD], []]


def test_a_hold_that_was_not_kept_is_closed(context):
    session = reload(open_council())
    first = seal(
        decide_rest(decide(session, question_about(session, HELD), "disagree")), left_out_reason="Không xét."
    )
    assert json.loads(first.document)["holds"] == []
    release(HELD)
    assert all(HELD not in names for names in asked(supplement(first.run)))


def test_a_newer_run_says_anew_who_is_recommended(first):
    """Whose hold is lifted takes the place that was left; whoever has an award is not asked about again."""
    release(HELD)
    run = seal_run(actor=SYSTEM, year=first.movement_year, now=NOW)
    states = {
        row.name: row.award_status.value for row in list_rows(run.id, Selection("commune"), offset=0, limit=9)
    }
    assert states[HELD] == "recommended"
    assert {name for name, state in states.items() if state == "too_soon"} == {FIRST, WINNER}
    assert states[LOSER] == "outside"
    session = supplement(run)
    assert asked(session) == [[HELD], []]
    assert [one["name"] for one in json.loads(seal(decide_rest(sit(session))).document)["awards"]] == [HELD]


def test_places_given_in_the_year_are_never_given_twice(first):
    release(HELD)
    run = seal_run(actor=SYSTEM, year=first.movement_year, now=NOW)
    session = supplement(run)
    assert len(list_left_open(session)) == 1
    given = db.session.scalars(select(GivenAward)).all()
    assert len(given) + len(list_left_open(session)) == 3  # half of six communes


def test_a_regular_session_is_filled_from_its_run(first):
    session = create_session(actor=SYSTEM, run_id=first.run_id, invitation=INVITATION, now=NOW)
    with pytest.raises(Conflict, match="phiên thường kỳ"):
        fill_supplementary(actor=SYSTEM, session_id=session.id, version=None, now=NOW)


def test_only_the_office_fills_it(first):
    session = supplement(first.run)
    with pytest.raises(NotAllowed):
        fill_supplementary(
            actor=make_user(roles=[RoleCode.COUNCIL]), session_id=session.id, version=None, now=NOW
        )


def test_the_first_seal_is_as_it_was(first):
    before = first.seal
    release(HELD)
    seal(decide_rest(sit(supplement(first.run))))
    assert db.session.get_one(CouncilSession, first.id).seal == before
