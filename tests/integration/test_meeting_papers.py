"""Giấy mời họp before a session, and the minutes of a group's own meeting on its points."""

from datetime import date

import pytest
from sqlalchemy import select

from awards.models import RunResult
from documents.dossier import dossier_of
from documents.materials import load
from foundation.database import db, transaction
from foundation.errors import NotFound
from foundation.permissions import RoleCode
from tests.council import make_session, open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.papers import load_facts, words

DAY = date(2024, 12, 5)


@pytest.fixture
def facts(context):
    load_facts()


def test_one_invitation_names_everybody_and_the_topics(facts):
    session = make_session()
    said, remarks = words(f"planned:{session.id}", "invitation", day=DAY)
    assert remarks == []
    assert "Số:" in said
    assert "/GM-HĐTĐKT" in said
    assert "Thời gian: 14 giờ 00 phút, ngày 10 tháng 12 năm 2024." in said
    assert "Chủ trì: Chủ tịch UBND huyện." in said
    assert all(one.name in said for one in session.members)
    assert said.count('<p class="signer">') == 1
    assert "Xét, đề nghị tặng Giấy khen" in said
    assert "gửi ý kiến bằng văn bản về Phòng Nội vụ trước giờ họp" in said


def test_each_member_gets_a_page_of_its_own(facts):
    session = make_session()
    said, _remarks = words(
        f"planned:{session.id}", "invitation", day=DAY, each="each", guests="Ông Danh Hoàng"
    )
    assert said.count('<p class="signer">') == len(session.members) + 1
    assert "trân trọng kính mời: Trưởng phòng Nội vụ." in said
    assert "trân trọng kính mời: Ông Danh Hoàng." in said


def test_a_sealed_session_invites_nobody(facts):
    session = seal(decide_rest(open_council(run=seal_small_year())))
    with pytest.raises(NotFound, match="không lập giấy mời"):
        load(f"planned:{session.id}")


def test_a_group_agrees_on_the_sealed_points(facts):
    run = seal_small_year()
    row = db.session.scalars(select(RunResult).where(RunResult.run_id == run.id, RunResult.rank == 1)).first()
    source = f"group:{run.id}:{row.type_code}:{row.group_key}"
    said, remarks = words(source, "group_minutes", day=DAY)
    assert remarks[0] == "Chưa ghi thời gian họp."
    assert len(remarks) == 9
    assert "Vắng mặt: ……." in said
    assert "Ý kiến tại cuộc họp: ……." in said
    assert '<td class="n">1</td><td>Xã Hồ Đắc Kiện</td><td class="num">94,70</td>' in said
    said, remarks = words(
        source,
        "group_minutes",
        day=DAY,
        held="08 giờ 00 phút, ngày 05 tháng 12 năm 2024",
        place="UBND xã Hồ Đắc Kiện",
        chair="Nguyễn Văn Bình, Cụm trưởng",
        secretary="Trần Thị Lan",
        present="Nguyễn Văn Bình\nDanh Sơn",
        absent="Không",
        opinions="Không có ý kiến khác.",
        vote="06/06 đơn vị nhất trí, đạt 100%",
        ended="17 giờ 00 phút cùng ngày",
    )
    assert remarks == []
    assert "Vắng mặt: không." in said
    assert "Ý kiến tại cuộc họp: không có ý kiến khác." in said
    assert "Có mặt 02:" in said
    assert "- Danh Sơn." in said
    assert "06/06 đơn vị nhất trí, đạt 100%." in said
    assert "Số:" not in said


def test_an_unknown_group_is_not_found(facts):
    run = seal_small_year()
    with pytest.raises(NotFound):
        load(f"group:{run.id}:commune:khong-co")


def test_the_dossier_offers_the_invitation_until_the_seal(facts):
    session = make_session()
    keys = [part.key for part in dossier_of(session.movement_year)]
    assert f"planned:{session.id}" in keys


def test_the_draft_of_every_meeting_paper_can_be_filled_in_on_its_page(accounts, client_as):
    with accounts.app_context(), transaction():
        load_facts()
        session = make_session()
        planned, run, year = session.id, session.run_id, session.movement_year_id
    clerk = client_as(RoleCode.CLERK)
    for kind, source, words_on_page in (
        ("invitation", f"planned:{planned}", "Mỗi người một trang riêng"),
        ("group_minutes", f"group:{run}:commune:all", "Kết quả biểu quyết"),
        ("movement_report", f"year:{year}", "Khó khăn, hạn chế"),
    ):
        page = clerk.get(f"/van-ban/lap?loai={kind}&nguon={source}")
        assert page.status_code == 200, (kind, page.text[:500])
        assert words_on_page in page.text
