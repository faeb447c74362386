"""The papers of a scorecard: what each level found stands apart, and says the same as the screen."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.queries import find_user_by_name
from assignments.models import UnitMember
from documents.materials import load
from documents.score_cards import read_card
from foundation.database import db, transaction
from foundation.errors import Conflict
from foundation.formats import plain_number
from foundation.permissions import SYSTEM, RoleCode
from scorecards.models import ScorecardStatus
from scorecards.services import assess
from scorecards.sheet_building import build_sheet
from scorecards.submission_queries import find_scorecard_by_id
from tests.district import make_commune
from tests.verifying import CLAIM, GROUP, NOW, OFFICE, SELF, make_cluster, submit, verifying_year

LONG = "Ủy ban nhân dân xã Đắc Kiện có một cái tên thật dài để thử O'Brien ចំការ"
FEWER = {"II.1": "Tính lại theo số hộ đầu kỳ."}
FOUND = {"I.2": "1", "III": "8"}
REASONS = {"I.2": "Chỉ một mô hình có xác nhận của nơi học tập."}


def a_card(name="Xã An Ninh", *, verified=True):
    """A submitted scorecard that the cluster checked and the office verified, with other figures."""
    card = submit(verifying_year(), make_commune(name=name, cluster=make_cluster()), CLAIM | {"I.2": "0"})
    assess(actor=SYSTEM, scorecard=card, level=GROUP, entries={"II.1": "28"}, reasons=FEWER, now=NOW)
    assess(actor=SYSTEM, scorecard=card, level=OFFICE, entries=FOUND, reasons=REASONS, now=NOW)
    if verified:
        card.status, card.verified_at = ScorecardStatus.VERIFIED, NOW
    return card.id


@pytest.fixture
def card_id(accounts, ready):
    return ready(a_card)


def words_of(answer):
    pages = PdfReader(BytesIO(answer.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def row(read, code):
    return next(one for one in read.rows if one.code == code)


def test_three_levels_stand_apart(context):
    read = read_card(find_scorecard_by_id(a_card()))
    assert (row(read, "II.1").claimed, row(read, "II.1").checked, row(read, "II.1").verified) == (30, 28, 28)
    assert (row(read, "III").claimed, row(read, "III").verified) == (None, 8)
    assert row(read, "III").figure == "cơ quan thẩm định nhập"


def test_missing_not_applicable_and_zero_are_three_things(context):
    read = read_card(find_scorecard_by_id(a_card()))
    assert (row(read, "I.2").figure, row(read, "I.2").claimed) == ("0", 0)
    assert (row(read, "K").figure, row(read, "K").claimed) == ("không áp dụng", None)
    year = find_scorecard_by_id(read.id).movement_year
    other = submit(year, make_commune("31700", "Xã Phú Tâm"), {"I.1": "yes"})
    assert (row(read_card(other), "I.2").figure, row(read_card(other), "I.2").claimed) == ("chưa nhập", None)


def test_sums_are_those_of_the_screen(context):
    card = find_scorecard_by_id(a_card())
    read = read_card(card)
    assert (read.claimed, read.verified) == (build_sheet(card, SELF).total, build_sheet(card, OFFICE).total)
    assert plain_number(read.verified, 2) in read.verified_sums


def test_reasons_are_on_the_assessment(card_id, client_as):
    paper = words_of(client_as(RoleCode.OFFICE).get(f"/phieu/{card_id}/phieu-tham-dinh.pdf"))
    assert "PHIẾU THẨM ĐỊNH" in paper
    assert REASONS["I.2"] in re.sub(r"\s+", " ", paper)
    assert "Xã, cụm: 28. Tính lại theo số hộ đầu kỳ." in paper


def test_a_unit_prints_its_own_claim_in_its_own_name(accounts, card_id, client_as):
    act_for(accounts, "xa", card_id)
    paper = words_of(client_as(RoleCode.COMMUNE).get(f"/phieu/{card_id}/phieu-tu-cham.pdf"))
    assert "ỦY BAN NHÂN DÂN XÃ AN NINH" in paper.upper()
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH" in paper.upper()
    assert "Chỉ một mô hình" not in paper
    assert "DỰ THẢO" not in paper


def test_another_unit_is_not_even_told_that_it_exists(card_id, client_as):
    client = client_as(RoleCode.UNIT)
    for name in ("phieu-tu-cham", "phieu-tham-dinh"):
        assert client.get(f"/phieu/{card_id}/{name}.pdf").status_code == 404


def test_an_assessment_waits_for_the_end_of_verification(context):
    from documents.kinds.assessment_sheet import KIND

    key = f"scorecard:{a_card(verified=False)}"
    with pytest.raises(Conflict, match="chưa thẩm định xong"):
        KIND.build(load(key), None)


def test_long_names_and_reasons_are_not_cut(accounts, client_as):
    with accounts.app_context(), transaction():
        card_id = a_card(LONG)
        reason = " ".join(["Văn bản chưa có xác nhận của cơ quan có thẩm quyền nên không tính"] * 12)
        card = find_scorecard_by_id(card_id)
        assess(actor=SYSTEM, scorecard=card, level=OFFICE, entries=FOUND, reasons={"I.2": reason}, now=NOW)
    paper = words_of(client_as(RoleCode.OFFICE).get(f"/phieu/{card_id}/phieu-tham-dinh.pdf"))
    assert LONG.split(" ចំ")[0] in paper
    assert paper.count("có thẩm quyền nên không tính") == 12


def test_a_paper_without_number_may_stand_in_the_register(card_id, client_as):
    page = client_as(RoleCode.CLERK).get(f"/van-ban/lap?loai=self_score_sheet&nguon=scorecard:{card_id}").text
    assert "Phiếu tự chấm điểm" in page


def act_for(app, username, card_id):
    with app.app_context(), transaction():
        user, card = find_user_by_name(username), find_scorecard_by_id(card_id)
        db.session.query(UnitMember).filter_by(user_id=user.id).delete()
        db.session.add(UnitMember(user_id=user.id, participant_id=card.participant_id, since=NOW))
