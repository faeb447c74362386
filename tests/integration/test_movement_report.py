"""Báo cáo kết quả phong trào: counts of the sealed run, falls in percentage points, pictures in greys."""

from datetime import date
from decimal import Decimal

import pytest

from documents.materials import load
from documents.pictures import bars
from foundation.errors import NotFound
from tests.council import open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.district import make_year
from tests.papers import load_facts, words

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
    granted = len(load(f"session:{session.id}").content.awards)
    assert granted
    assert f"Khen thưởng {granted:02d} trường hợp" in said
    assert "Năm 2023 chưa có kết quả chốt trên hệ thống nên không so sánh." in said
    assert "TM. Ủy ban nhân dân" in said


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
