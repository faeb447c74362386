"""Biên bản họp Hội đồng: every number of a vote is the sealed one, with the denominator it was counted of."""

from datetime import date

import pytest

from council.ballot_closing import close_ballot
from council.conflicts import declare_conflict
from council.models import Attendance
from foundation.errors import NotFound
from foundation.permissions import SYSTEM
from tests.balloting import open_one
from tests.council import member_named, open_council, question_about, seal_small_year
from tests.deciding import decide, decide_rest, reload, seal
from tests.factories import NOW
from tests.papers import load_facts, words


@pytest.fixture
def facts(context):
    load_facts()


def test_one_recused_and_one_absent_with_an_opinion_leave_eight_to_count(facts):
    session = open_council(run=seal_small_year(), written=(9,))
    question = question_about(session, "Xã Hồ Đắc Kiện")
    declare_conflict(
        actor=SYSTEM,
        session_id=session.id,
        member_id=member_named(session, "Trưởng phòng Nội vụ").id,
        question_ids=[question.id],
        reason="người thân là cán bộ xã",
        now=NOW,
    )
    session = reload(session)
    question = question_about(session, "Xã Hồ Đắc Kiện")
    against = ("Bí thư Huyện đoàn", "Chủ tịch Hội Nông dân")
    session = decide(
        session, question, others=dict.fromkeys(against, "disagree") | {"Chủ tịch UBMTTQ huyện": "blank"}
    )
    session = seal(decide_rest(session))
    said, _remarks = words(f"session:{session.id}", "council_minutes")
    assert "Tán thành 5, không tán thành 2, không có ý kiến 1." in said
    assert "ít nhất 5 trên 8." in said
    assert "5/8, 62,50%" in said
    assert "Không tham gia biểu quyết: Trưởng phòng Nội vụ (người thân là cán bộ xã)." in said
    assert "Không tán thành: Chủ tịch Hội Nông dân, Bí thư Huyện đoàn." in said
    assert "Ý kiến bằng văn bản được tính: Chủ tịch Hội LHPN." in said
    assert "có mặt 08, vắng có ý kiến bằng văn bản 01." in said
    assert "Vắng, có ý kiến bằng văn bản (số 12/YK ngày 09/12/2024)" in said
    assert "cần có mặt ít nhất 06 trên 09 thành viên; có mặt 08, đủ số họp" in said


def test_minutes_bear_who_signs_and_say_what_is_missing(facts):
    session = seal(decide_rest(open_council(run=seal_small_year())))
    said, remarks = words(f"session:{session.id}", "council_minutes", chair="", ended="")
    assert remarks[:2] == ["Chưa ghi chủ tọa.", "Chưa ghi giờ kết thúc cuộc họp."]
    (nameless,) = remarks[2:]
    assert "“Chuyên viên Phòng Nội vụ” là chức vụ" in nameless
    assert '<p class="signer">Chuyên viên' not in said
    said, remarks = words(
        f"session:{session.id}",
        "council_minutes",
        chair="Trần Văn An, Chủ tịch UBND huyện",
        secretary="Lê Thị Bích, Chuyên viên Phòng Nội vụ",
        ended="17 giờ 00 phút, ngày 10 tháng 12 năm 2024",
    )
    assert remarks == []
    assert "Chủ tọa: Trần Văn An, Chủ tịch UBND huyện." in said
    assert '<p class="signer">Trần Văn An</p>' in said
    assert said.index("Thư ký</p>") < said.index("Chủ tọa</p>")
    assert "Cuộc họp kết thúc vào 17 giờ 00 phút, ngày 10 tháng 12 năm 2024./." in said
    assert "HĐTĐKT" in said


def test_a_choice_gives_every_candidate_with_votes_and_rate(facts):
    session = seal(decide_rest(open_council(run=seal_small_year())))
    said, _remarks = words(f"session:{session.id}", "council_minutes")
    assert '<td class="n">9</td><td class="n">100,00%</td><td>Được chọn</td>' in said
    assert '<td class="n">0</td><td class="n">0,00%</td><td>Không được chọn</td>' in said


def test_no_minutes_before_the_seal(facts):
    session = open_council(run=seal_small_year())
    with pytest.raises(NotFound, match="chưa chốt"):
        words(f"session:{session.id}", "council_minutes")


def test_minutes_of_a_commune_bear_its_own_head(facts):
    session = seal(decide_rest(open_council(run=seal_small_year())))
    said, _remarks = words(
        f"session:{session.id}", "council_minutes", day=date(2025, 8, 15), area="xã An Ninh"
    )
    assert "UBND xã An Ninh" in said
    assert "An Ninh, ngày" not in said
    assert "UBND huyện Châu Thành" not in said


def test_count_minutes_give_the_sealed_numbers_and_the_board(facts):
    sitting = open_one(attendance={7: Attendance.WRITTEN}, rules={"denominator": "present"})
    for place in range(8):
        sitting.vote(place, [1] if place < 5 else [2], "agree" if place < 5 else "disagree")
    close_ballot(actor=SYSTEM, session_id=sitting.session.id, number=sitting.number, now=NOW)
    session = seal(reload(sitting.session), left_out_reason="Không đưa ra xét tại phiên này.")
    source = f"ballot:{session.id}:{sitting.number}"
    board = "Nguyễn Văn Bình, Trưởng phòng Nội vụ\nLê Thị Hoa, Chủ tịch Hội LHPN\nDanh Sơn, Bí thư Huyện đoàn"
    said, remarks = words(source, "count_minutes", board=board)
    assert remarks == []
    assert '<td class="n">5</td><td class="n">62,50%</td>' in said
    assert '<td>Đồng ý</td><td class="n">5</td><td class="n">5/9, 55,56%</td>' in said
    assert "Phát ra 8, thu về 8, hợp lệ 8, không hợp lệ 0." in said
    assert "được phát phiếu, tính vào mẫu số; ý kiến bằng văn bản không thay cho phiếu." in said
    assert "đã bỏ phiếu: 08, trong đó 01 thành viên vắng được phát phiếu." in said
    assert said.count('<p class="signer">') == 3
    assert "TM. Ban kiểm phiếu" in said


def test_where_rules_hear_no_writing_the_opinion_of_the_absent_counts_nowhere(facts):
    sitting = open_one(
        attendance={7: Attendance.WRITTEN}, rules={"denominator": "present", "written_opinion": False}
    )
    for place in range(7):
        sitting.vote(place, [1] if place < 5 else [2], "agree")
    close_ballot(actor=SYSTEM, session_id=sitting.session.id, number=sitting.number, now=NOW)
    session = seal(reload(sitting.session), left_out_reason="Không đưa ra xét tại phiên này.")
    said, remarks = words(f"ballot:{session.id}:{sitting.number}", "count_minutes")
    assert remarks == ["Chưa ghi Ban kiểm phiếu; ghi ở mục Ban kiểm phiếu."]
    assert "ít nhất 4 trên 7." in said
    assert '<td class="n">5</td><td class="n">71,43%</td>' in said
    assert "ý kiến bằng văn bản" not in said
