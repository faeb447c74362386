"""Holds and exclusions laid and lifted at any moment: what they do to runs, sessions and decisions."""

import json
from io import BytesIO

import pytest
from sqlalchemy import select

from council.hold_effects import effects_on
from council.kept_places import list_grounds_since, list_kept_places
from council.late_marks import list_late_marks
from council.open_matters import list_open_matters
from council.page import build_page
from council.result_queries import read_sealed
from council.sealing import OpenMatters
from council.supplementary import list_left_open, list_still_held
from evidence.services import sweep
from evidence.shelf import open_store
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound, Trespass
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from tests.council import open_council, question_about
from tests.deciding import decide_rest, put_off, reload, seal
from tests.factories import NOW, make_user
from tests.holding import PAPER, card_of, make_office, set_ground
from tests.integration.test_supplementary_sessions import asked, supplement
from verification import sample_marks
from verification.mark_files import Sent
from verification.mark_queries import list_lifted, list_standing
from verification.marking import Paper
from verification.models import Mark
from verification.sample_marks import note_marks

FIRST, HELD, WINNER = "Xã Hồ Đắc Kiện", "Xã Phú Tâm", "Xã An Ninh"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501 - one file


@pytest.fixture
def opened(context):
    """A session that sits; the run holds one participant back."""
    return reload(open_council())


@pytest.fixture
def sealed(opened):
    """The same, decided and sealed."""
    return seal(decide_rest(opened))


def ids(session):
    return {
        case.participant_id for item in session.items for one in item.questions for case in one.candidates
    }


def test_a_ground_keeps_who_when_why_and_the_paper(opened):
    office = make_office()
    mark = set_ground(FIRST, stands=True, actor=office, paper=PAPER)
    assert card_of(FIRST).holds == ["KN"]
    assert (mark.laid.ground, mark.laid.paper, mark.laid.paper_date, mark.laid.done_by) == (
        "Đơn tố cáo ngày 03/12",
        "112/QĐ-TTr",
        PAPER.dated,
        office,
    )
    set_ground(FIRST, stands=False, actor=office, ground="Đơn sai sự thật")
    assert (card_of(FIRST).holds, mark.stands, mark.lifted.ground) == ([], False, "Đơn sai sự thật")
    entries = list_entries_of("scorecard", str(card_of(FIRST).id))
    assert [(one.action, one.note) for one in entries[-2:]] == [
        ("scorecard:held", "Đơn tố cáo ngày 03/12"),
        ("scorecard:released", "Đơn sai sự thật"),
    ]
    assert entries[-2].after["number"] == "112/QĐ-TTr"
    assert [one.id for one in list_lifted(opened.movement_year_id)] == [mark.id]


def test_only_the_office_lays_grounds_and_strangers_do_not_learn_of_them(opened):
    with pytest.raises(NotAllowed):
        set_ground(FIRST, stands=True, actor=make_user(roles=[RoleCode.COUNCIL]))
    with pytest.raises(Trespass):
        set_ground(FIRST, stands=True, actor=make_user(roles=[RoleCode.UNIT]))
    with pytest.raises(NotFound):
        set_ground(FIRST, stands=True, code="NONE")
    with pytest.raises(Conflict):
        set_ground(FIRST, stands=False)
    for faulty, field in (({"ground": " "}, "ground"), ({"paper": Paper("9" * 121)}, "paper")):
        with pytest.raises(DomainError) as refused:
            set_ground(FIRST, stands=True, **faulty)
        assert refused.value.field == field
    assert db.session.scalars(select(Mark)).all() == []


def test_the_file_behind_a_ground_is_kept_and_never_swept_away(opened):
    mark = set_ground(FIRST, stands=True, paper=Paper(file=Sent(BytesIO(PDF), "Quyết định.pdf")))
    assert (mark.laid.file_name, mark.laid.file_type) == ("Quyết định.pdf", "application/pdf")
    sweep(actor=SYSTEM, older_than=NOW.replace(year=2999))
    assert open_store().holds(mark.laid.file_sha256)


def test_a_ground_from_before_such_rows_can_be_lifted(opened):
    (standing,) = list_standing(opened.movement_year_id)
    assert (standing.scorecard.participant.name, standing.mark) == (HELD, None)
    mark = set_ground(HELD, stands=False)
    assert list_standing(opened.movement_year_id) == []
    assert (mark.laid, mark.lifted.ground) == (None, "Đơn tố cáo ngày 03/12")


def test_the_council_is_told_of_a_ground_laid_after_the_run(opened):
    assert list_late_marks(opened, ids(opened)) == {}
    set_ground(FIRST, stands=True)
    set_ground(HELD, stands=False)
    page = build_page(SYSTEM, opened)
    leads = [one.lead for one in page.late_ones]
    assert any(FIRST in lead and "ghi chưa xét sau lần đánh giá" in lead for lead in leads)
    assert any(HELD in lead and "đã gỡ" in lead for lead in leads)
    views = [view for item in page.items for view in item.questions]
    assert {one.participant_id for view in views for one in page.late_of(view)} == {
        card_of(FIRST).participant_id,
        card_of(HELD).participant_id,
    }


def test_nobody_is_given_an_award_while_a_ground_stands(opened):
    set_ground(FIRST, stands=True)
    session = decide_rest(opened)
    with pytest.raises(OpenMatters, match=f"{FIRST} được tặng trong khi còn căn cứ"):
        seal(session)
    set_ground(FIRST, stands=False)
    assert list_open_matters(reload(session), {}) == []


def test_who_was_put_off_for_a_ground_comes_to_a_supplementary_session_once_it_is_lifted(opened):
    set_ground(FIRST, stands=True)
    session = put_off(opened, question_about(opened, FIRST))
    question = question_about(session, FIRST)
    first = seal(decide_rest(session), reasons={question.id: "Chờ kết luận thanh tra."})
    session = supplement(first.run)
    assert list_left_open(session) == []
    assert {(one.name, one.grounds[0].code) for one in list_still_held(session)} == {
        (FIRST, "KN"),
        (HELD, "KN"),
    }
    set_ground(FIRST, stands=False)
    assert asked(supplement(first.run)) == [[FIRST], []]


def test_the_result_tells_what_became_of_a_kept_place(sealed):
    (kept,) = list_kept_places(sealed, read_sealed(sealed))
    assert (kept.data["name"], [one.code for one in kept.grounds], kept.is_released) == (HELD, ["KN"], False)
    set_ground(HELD, stands=False)
    (kept,) = list_kept_places(sealed, read_sealed(sealed))
    assert kept.is_released
    following = effects_on(card_of(HELD), lays=False)[0]
    assert (following.endpoint, following.arguments["loai"]) == ("council.create_session", "supplementary")


def test_a_ground_laid_after_the_seal_changes_nothing_that_was_sealed(sealed):
    before = (sealed.seal, sealed.run.result_sha256)
    set_ground(FIRST, stands=True)
    session = reload(sealed)
    assert (session.seal, session.run.result_sha256) == before
    assert FIRST in [one["name"] for one in json.loads(session.document)["awards"]]
    (ground,) = list_grounds_since(session, read_sealed(session))
    assert ground.scorecard.participant.name == FIRST
    told = " ".join(one.text for one in effects_on(card_of(FIRST), lays=True))
    assert "đã quyết định tặng" in told
    assert "không đổi" in told


def test_the_effects_name_the_session_that_sits(opened):
    told = effects_on(card_of(FIRST), lays=True)
    (sitting,) = [one for one in told if "đang họp" in one.text]
    assert (sitting.endpoint, sitting.arguments) == ("council.session", {"session_id": opened.id})


def test_the_sample_says_on_what_its_grounds_rest(opened):
    opened.movement_year.is_sample = True
    assert note_marks() == 1
    (standing,) = list_standing(opened.movement_year_id)
    assert (standing.scorecard.participant.name, standing.deed.ground) == (HELD, sample_marks.HELD)
    assert note_marks() == 0
