"""Báo cáo kết quả phong trào: counts of the sealed run, falls in percentage points, pictures in greys."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from awards.models import AwardStatus
from awards.run_facts import facts_of
from awards.run_lines import run_line_of
from awards.run_queries import list_sealed
from council.following import follow_decisions
from council.rulings_told import tell_rulings
from documents.materials import load
from documents.pictures import bars
from documents.year_reading import look_of
from foundation.errors import NotFound
from foundation.permissions import SYSTEM
from tests.council import COMMUNES, open_council, seal_small_year
from tests.deciding import decide_rest, reload, seal
from tests.district import make_year
from tests.factories import NOW
from tests.integration.test_session_grades import DOCUMENT, choose
from tests.papers import load_facts, words
from tests.sealed_year import seal_year

DAY = date(2024, 12, 27)


@pytest.fixture
def facts(context):
    load_facts()


def test_a_report_counts_participants_and_awards_of_the_year(facts):
    session = seal(decide_rest(open_council(run=seal_small_year())))
    source = f"year:{session.movement_year_id}"
    said, remarks = words(source, "movement_report", day=DAY)
    assert remarks == [
        "Chưa ghi công tác lãnh đạo, chỉ đạo.",
        "Chưa ghi khó khăn, hạn chế và nguyên nhân.",
        "Chưa ghi nhiệm vụ thời gian tới.",
    ]
    assert "/BC-UBND" in said
    assert "Năm 2024 có 06 tập thể tham gia" in said
    awards = load(f"session:{session.id}").content.awards
    proposed = sum(one["proposed"] for one in awards)
    assert len(awards) > proposed
    assert f"Hội đồng đã thông qua {len(awards) - proposed:02d} trường hợp, chưa ban hành quyết định" in said
    assert "Năm 2023 chưa có kết quả chốt trên hệ thống nên không so sánh." in said
    assert "TM. Ủy ban nhân dân" in said


def test_grades_are_those_of_the_council_and_say_where_the_evaluation_said_otherwise(facts):
    session = reload(open_council(seal_year(list(COMMUNES), None, DOCUMENT)))
    session = choose(session, "Xã Phú Tân")
    follow_decisions(actor=SYSTEM, session_id=session.id, version=None, now=NOW)
    session = seal(decide_rest(reload(session)))
    source = f"year:{session.movement_year_id}"
    said, _remarks = words(source, "movement_report", day=DAY)
    changed = [one for one in load(f"session:{session.id}").content.grades if one["before"] != one["grade"]]
    assert [(one["name"], one["before"], one["grade"]) for one in changed] == [
        ("Xã Phú Tân", "Khá", "Xuất sắc")
    ]
    evaluated = Counter(row.grade for row in list_sealed(session.run_id)["commune"])
    assert evaluated["xuat_sac"] == 2
    assert "Xuất sắc: 3" in said
    assert f"Khá: {evaluated['kha'] - 1}" in said
    assert "Xã Phú Tân (theo điểm: Khá; Hội đồng: Xuất sắc)." in said
    (group,) = facts_of(run_line_of(session.run_id)).type("commune").groups
    sources = {"ranking": f"run:{session.run_id}", "group_summary": f"group:{session.run_id}:commune:{group}"}
    for code, key in sources.items():
        other, _remarks = words(key, code, day=DAY)
        assert "Xuất sắc (đánh giá: Khá)" in other
        assert other.count("(đánh giá:") == 1


def test_the_picture_of_a_report_marks_who_the_council_chose(facts):
    session = seal(decide_rest(open_council(run=seal_small_year())))
    chosen = {one["participant"] for one in load(f"session:{session.id}").content.awards}
    word = tell_rulings(session.movement_year_id)
    rows = list_sealed(session.run_id)["commune"]
    looks = {row.participant_id: look_of(row, word) for row in rows}
    assert {one for one, look in looks.items() if look == "solid"} == chosen & looks.keys()
    assert set(looks.values()) == {"solid", "off"}
    assert any(row.award_status is AwardStatus.BALLOT and looks[row.participant_id] == "off" for row in rows)


def test_what_the_clerk_wrote_stands_in_its_part(facts):
    run = seal_small_year()
    texts = {
        "leading": "Đã ban hành kế hoạch.",
        "difficulties": "Nguồn lực còn hạn chế.",
        "tasks": "Tiếp tục.",
    }
    said, remarks = words(f"year:{run.movement_year_id}", "movement_report", day=DAY, **texts)
    assert remarks == []
    places = [said.index(text) for text in ("I. CÔNG TÁC", *texts.values())]
    assert places == sorted(places)
    assert "Chưa có khen thưởng của năm 2024" in said


def test_no_report_of_a_year_without_a_sealed_run(facts):
    with pytest.raises(NotFound, match="chưa có lần đánh giá nào chốt"):
        load(f"year:{make_year(2024).id}")


def test_bars_are_to_scale_in_two_greys_and_say_their_figures():
    drawn = bars("Tỷ lệ (%)", ("Đầu năm", "Cuối năm"), [("Xã An Ninh", (Decimal("8"), Decimal("4")))], 2)
    first, second = drawn.rows[0].bars
    assert first.width == pytest.approx(2 * second.width, abs=0.1)
    assert first.grey != second.grey
    assert [first.told, second.told] == ["8,00", "4,00"]
    assert drawn.label == "Tỷ lệ (%). Xã An Ninh: 8,00, 4,00"
    assert drawn.left + first.width < drawn.width
