"""What the ranking and the page of one participant tell of the council: put off, graded, still to vote on."""

import pytest
from sqlalchemy import select

from awards.models import EvaluationRun
from council.following import follow_decisions
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from participants.models import Participant
from tests.council import COMMUNES, open_council, question_about
from tests.deciding import decide_rest, put_off, reload, seal
from tests.factories import NOW
from tests.integration.test_session_grades import DOCUMENT, choose
from tests.ranking_pages import text_of
from tests.sealed_year import seal_year

HIGHER = """
awards:
  - code: BK
    name: Bằng khen của Chủ tịch UBND tỉnh
    issuer: Chủ tịch UBND tỉnh
    types: [commune]
    conditions: [{grade: [xuat_sac], name: Xếp loại Xuất sắc}]
"""
BOTH = DOCUMENT.replace("conditions: [{grade: [xuat_sac]}]", "conditions: [{points: total, at_least: 80}]")
BOTH = BOTH.replace("\nawards:\n", HIGHER)
WHY = "chờ báo cáo bổ sung của xã"
TIED = ("Xã An Ninh", "Xã Phú Tân")


def board_and_why(accounts, client, name):
    """The ranking's text, and the text of one participant's page."""
    with accounts.app_context():
        run = db.session.scalars(select(EvaluationRun)).one().id
        who = db.session.scalars(select(Participant.id).where(Participant.name == name)).one()
    return text_of(client.get(f"/xep-hang/{run}")), text_of(client.get(f"/xep-hang/{run}/{who}"))


@pytest.mark.parametrize("name", TIED)
def test_a_grade_that_waits_for_the_ballot_is_named(accounts, client_as, name):
    with accounts.app_context(), transaction():
        seal_year(list(COMMUNES), None, BOTH)
    board, why = board_and_why(accounts, client_as(RoleCode.COUNCIL), name)
    assert "Xếp loại Khá; chờ bỏ phiếu xếp loại Xuất sắc" in board
    assert (
        "Không đề xuất Bằng khen của Chủ tịch UBND tỉnh vì chưa đạt điều kiện: Xếp loại Xuất sắc "
        "(xếp loại Xuất sắc còn chờ Hội đồng bỏ phiếu)."
    ) in why


def test_a_grade_that_the_council_gave_stands_beside_that_of_the_run(accounts, client_as):
    with accounts.app_context(), transaction():
        session = choose(reload(open_council(seal_year(list(COMMUNES), None, DOCUMENT))), "Xã Phú Tân")
        follow_decisions(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
        seal(decide_rest(reload(session)))
    board, why = board_and_why(accounts, client_as(RoleCode.COUNCIL), "Xã Phú Tân")
    for page in (board, why):
        assert "Hội đồng đã quyết định:" in page
        assert "xếp loại Xuất sắc" in page
    assert "chờ bỏ phiếu xếp loại" not in board


def test_what_was_put_off_is_told_with_its_reason_and_not_as_decided(accounts, client_as):
    with accounts.app_context(), transaction():
        session = reload(open_council())
        question = question_about(session, "Xã Hồ Đắc Kiện").id
        seal(
            decide_rest(put_off(session, question_about(session, "Xã Hồ Đắc Kiện"))), reasons={question: WHY}
        )
    board, why = board_and_why(accounts, client_as(RoleCode.COUNCIL), "Xã Hồ Đắc Kiện")
    said = f"Hội đồng hoãn xét Giấy khen của Chủ tịch UBND huyện: {WHY}; xét ở phiên bổ sung."
    assert said in board
    assert said in why
    assert "Hội đồng đã quyết định:" not in why
