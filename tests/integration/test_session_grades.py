"""Equals at the line of a grade's quota: the council chooses, and the grade and the awards follow."""

import json

import pytest
from sqlalchemy import select

from awards.models import RunResult
from council.after_decisions import changes_of
from council.following import follow_decisions
from council.items import drop_item
from council.models import QuestionKind
from council.open_matters import list_open_matters
from council.verifying import verify_session
from foundation.database import db
from foundation.permissions import SYSTEM
from tests.council import COMMUNES, COUNCIL_DOCUMENT, open_council
from tests.deciding import decide, decide_rest, reload, seal
from tests.factories import NOW
from tests.sealed_year import seal_year

pytestmark = pytest.mark.usefixtures("context")

# Three of six may have the best grade; the third and the fourth are equal. The award asks for that grade.
DOCUMENT = COUNCIL_DOCUMENT.replace(
    "grading: {grades: [{code: tot, name: Tốt, at_least: 80}, {code: kha, name: Khá, at_least: 0}]}",
    """grading:
      ties: ballot
      grades:
        - {code: xuat_sac, name: Xuất sắc, at_least: 80, quota: {percent: 50, rounding: floor}}
        - {code: kha, name: Khá, at_least: 0}""",
).replace(
    "conditions: [{points: total, at_least: 80, name: Từ 80 điểm trở lên}]\n    quota: {percent: 50",
    "conditions: [{grade: [xuat_sac]}]\n    quota: {percent: 50",
)
GRADE = "grade:xuat_sac"


@pytest.fixture
def session():
    return reload(open_council(seal_year(list(COMMUNES), None, DOCUMENT)))


def choices(session):
    """The questions on a grade."""
    questions = [question for item in session.items for question in item.questions]
    return [one for one in questions if any(case.award == GRADE for case in one.candidates)]


def choose(session, name):
    (question,) = choices(session)
    number = next(one.number for one in question.candidates if one.name == name)
    return decide(session, question, [number])


def test_equals_for_the_last_place_of_a_grade_are_put_to_the_council_before_the_awards(session):
    (question,) = choices(session)
    assert (question.kind, question.places) == (QuestionKind.CHOOSE, 1)
    assert sorted(one.name for one in question.candidates) == ["Xã An Ninh", "Xã Phú Tân"]
    assert question.text == "Chọn 1 trong 2 trường hợp cùng 87,50 điểm để xếp loại Xuất sắc"
    assert question.item.title == "Xếp loại Xuất sắc: Xã An Ninh và xã Phú Tân, còn 1 chỗ"
    awards = [item.number for item in session.items if item.title.startswith("Giấy khen")]
    assert question.item.number < min(awards)


def test_whoever_is_chosen_has_the_grade_and_comes_up_for_the_award_that_asks_for_it(session):
    assert not changes_of(session)
    session = choose(session, "Xã Phú Tân")
    (coming,) = changes_of(session).approvals
    assert (coming.line.name, coming.line.award) == ("Xã Phú Tân", "GK")
    follow_decisions(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    session = reload(session)
    asked = [one for item in session.items for one in item.questions if "cho xã Phú Tân" in one.text]
    assert [one.text for one in asked] == ["Đề nghị tặng Giấy khen của Chủ tịch UBND huyện cho xã Phú Tân"]
    assert not changes_of(session)


def test_the_seal_tells_the_grades_and_is_proved_with_them(session):
    session = choose(session, "Xã Phú Tân")
    follow_decisions(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    session = seal(decide_rest(reload(session)))
    document = json.loads(session.document)
    told = {one["name"]: (one["before"], one["grade"]) for one in document["grades"]}
    assert told == {"Xã Phú Tân": ("Khá", "Xuất sắc"), "Xã An Ninh": ("Khá", "Khá")}
    given = {one["name"]: one["grade"] for one in document["awards"]}
    assert given["Xã Phú Tân"] == "Xuất sắc"
    assert "Xã An Ninh" not in given
    assert all(one["award"] == "GK" for one in document["awards"])
    assert verify_session(session.id).sentences == []
    row = db.session.scalars(select(RunResult).where(RunResult.name == "Xã Phú Tân")).one()
    assert row.grade == "kha"  # the run itself stays


def test_a_tie_for_a_grade_that_nobody_asked_about_keeps_the_session_open(session):
    (question,) = choices(session)
    drop_item(actor=SYSTEM, session_id=session.id, version=None, item_id=question.item_id, now=NOW)
    told = " ".join(one.text for one in list_open_matters(reload(session), {}))
    assert "Xã An Ninh (Xếp loại Xuất sắc)" in told
