"""Decision, Tờ trình and bonus table of a session: right for the day on which they are signed."""

from datetime import date

import pytest

from authorities.models import Signer
from authorities.queries import list_all
from council.result_queries import find_sealed
from documents.awarding import bonuses
from documents.commendation_list import Entry, Recipient, Row, arrange
from documents.drafting import remarks_of
from documents.kinds import find_kind
from documents.materials import load
from documents.usual_words import follow_issuer
from foundation.errors import DomainError
from tests.awarding import (
    COMMUNE_DAY,
    DAY,
    IN_COMMUNE,
    IN_DISTRICT,
    build_session,
    draft,
    issued_decision,
    words,
)

COMMUNE = {"day": COMMUNE_DAY, "now": IN_COMMUNE, "area": "xã Phú Tâm"}


@pytest.fixture
def session(app, ready):
    number = ready(build_session)
    with app.app_context():
        yield find_sealed(number)


@pytest.fixture
def source(session):
    return f"session:{session.id}"


def all_kinds(award):
    return arrange(Entry(kind, "", Row("Tên", ""), award) for kind in Recipient)


@pytest.mark.parametrize(
    ("day", "award", "amounts"),
    [
        (
            DAY,
            "Giấy khen của Chủ tịch Ủy ban nhân dân huyện Châu Thành",
            ["1.410.000", "1.060.000", "710.000"],
        ),
        (
            COMMUNE_DAY,
            "Giấy khen của Chủ tịch Ủy ban nhân dân xã Phú Tâm",
            ["1.410.000", "1.060.000", "710.000"],
        ),
        (
            date(2026, 7, 2),
            "Giấy khen của Chủ tịch Ủy ban nhân dân xã Phú Tâm",
            ["1.520.000", "1.140.000", "760.000"],
        ),
    ],
)
def test_bonuses_are_those_of_the_day(session, day, award, amounts):
    sums, faults = bonuses(all_kinds(award), day, "")
    assert faults == ()
    assert [one.figures for one in sums] == amounts


def test_a_decision_of_the_district_states_period_money_and_who_carries_it_out(source):
    said = words(source)
    assert "Chủ tịch Ủy ban nhân dân huyện Châu Thành Căn cứ" in said
    assert "Tặng Giấy khen của Chủ tịch Ủy ban nhân dân huyện Châu Thành cho" in said
    assert "thời gian đạt thành tích: năm 2024" in said
    assert "tập thể 1.410.000 đồng, hộ gia đình 1.060.000 đồng" in said
    assert "Trưởng phòng Nội vụ" in said
    assert "- Như Điều 3;" in said
    assert "- Thường trực Huyện ủy, HĐND huyện;" in said


def test_a_decision_of_a_commune_names_the_bodies_of_the_commune(source):
    said = words(source, **COMMUNE)
    body = said.split("DANH SÁCH")[0]
    assert "Giấy khen của Chủ tịch Ủy ban nhân dân xã Phú Tâm" in body
    assert "Trưởng phòng Văn hóa - Xã hội" in body
    assert "Thường trực Đảng ủy, HĐND xã" in body
    assert "huyện" not in body.split("Điều 2.")[1]
    assert "Phòng Nội vụ" not in body


def test_usual_words_follow_the_issuer_and_own_words_stay(source):
    kind, material = find_kind("decision"), load(source)
    kept = draft(source, texts={"period": "từ năm 2023 đến năm 2024"}).particulars
    told = follow_issuer(kind, material, dict(kept) | {"area": "xã Phú Tâm"}, COMMUNE_DAY)
    assert "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã" in told["texts"]["articles"]
    assert told["texts"]["period"] == "từ năm 2023 đến năm 2024"
    assert told["recipients"][1] == "Thường trực Đảng ủy, HĐND xã"


def test_unknown_money_is_told_to_the_clerk_and_left_to_the_rules(source):
    paper = draft(source, texts={"bonus": "xa_tieu_bieu"}, **COMMUNE)
    assert any("hộ gia đình" in one for one in remarks_of(paper, IN_COMMUNE))
    said = words(source, texts={"bonus": "xa_tieu_bieu"}, **COMMUNE)
    assert "thực hiện theo quy định hiện hành" in said
    assert "- Như Điều 3;" in said


def test_certificates_are_given_in_the_order_of_the_list(session):
    paper = issued_decision(session)
    names = [one.name for one in paper.certificates]
    kinds = [one.startswith("Hộ ") for one in names]
    assert kinds == sorted(kinds)
    assert any(kinds)
    household = next(one for one in paper.certificates if one.name == "Hộ ông Kim Khel")
    assert household.address == "ấp Phước Hòa, xã An Ninh"


def test_a_proposal_states_what_the_law_wants_stated(source):
    opinions = "Đã lấy ý kiến Công an huyện, không có ý kiến khác."
    said = words(source, "proposal", texts={"opinions": opinions})
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân huyện Châu Thành." in said
    stated = (
        "Nội dung, hình thức khen thưởng và thành tích",
        "Việc lấy ý kiến",
        "Ý kiến thẩm định",
        "Kết quả xét và biểu quyết của Hội đồng",
        opinions,
        "Thời gian đạt thành tích: năm 2024",
    )
    for part in stated:
        assert part in said
    assert "9/9 (100,00%)" in said
    assert "có mặt 09/09 thành viên có quyền biểu quyết" in said
    assert remarks_of(draft(source, "proposal"), IN_DISTRICT) != []
    assert remarks_of(draft(source, "proposal", texts={"opinions": opinions}), IN_DISTRICT) == []


def test_a_proposal_to_the_province_needs_an_award_of_the_province(source):
    with pytest.raises(DomainError, match="cấp trên"):
        words(source, "proposal_up", texts={"to": "Chủ tịch Ủy ban nhân dân tỉnh Sóc Trăng"})


def test_the_bonus_table_adds_up(session):
    paper = issued_decision(session)
    said = words(f"decision:{paper.id}", "bonus_table")
    households = sum(one.name.startswith("Hộ ") for one in paper.certificates)
    others = len(paper.certificates) - households
    total = f"{others * 1_410_000 + households * 1_060_000:,}".replace(",", ".")
    assert f"TỔNG CỘNG {total}" in said
    assert "Kèm theo Quyết định số 01/QĐ-UBND ngày 18 tháng 12 năm 2024" in said
    assert "Tập thể: 0,3 × 2 × 2.340.000 = 1.404.000, làm tròn 1.410.000 đồng" in said
    assert "Hộ gia đình: 0,3 × 1,5 × 2.340.000 = 1.053.000, làm tròn 1.060.000 đồng" in said
    assert "Bằng chữ:" in said


def test_a_bonus_table_of_a_draft_is_counted_too(source):
    decision = draft(source)
    assert "Kèm theo Quyết định số ……/QĐ-UBND" in words(f"decision:{decision.id}", "bonus_table")


def test_another_signs_what_goes_to_the_chair_unless_one_is_chosen(source):
    said = words(source, "proposal")
    signature = said.rpartition("TM. Hội đồng")[2]
    assert signature.split()[:2] == ["KT.", "Chủ"]
    chair = next(one for one in list_all(Signer) if one.fact == "signer:district:council:chair")
    said = words(source, "proposal", signer=str(chair.id))
    assert said.rpartition("TM. Hội đồng")[2].split()[:2] == ["Chủ", "tịch"]


def test_two_persons_need_nobody_to_sign_for_them(source):
    names = {"signer:district:council:chair": "Trần Văn An", "signer:district:committee:chair": "Lê Văn Ba"}
    for one in list_all(Signer):
        one.name = names.get(one.fact or "", one.name)
    assert words(source, "proposal").rpartition("TM. Hội đồng")[2].split()[:2] == ["Chủ", "tịch"]
