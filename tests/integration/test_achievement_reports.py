"""The report that the office writes for a nominee: who, where, figures, earlier awards, two who sign."""

from datetime import date

import pytest

from authorities.loading import load_facts_of_district, load_national_facts
from documents.drafting import kind_of, plan_of
from documents.issuing import enter_file, take_number, words_of
from documents.materials import load
from documents.paper_days import issuer_of
from documents.usual_words import usual_of
from foundation.errors import NotFound
from foundation.permissions import SYSTEM
from register.models import PaperState
from register.services import start_draft
from tests.council import open_council, seal_year_with_households
from tests.deciding import decide_rest, seal
from tests.factories import NOW

DAY = date(2024, 12, 18)
LATER = NOW.replace(year=2024, month=12, day=20)
STORY = "Gia đình vươn lên từ hộ nghèo.\nÔng giúp ba hộ cùng ấp có việc làm."


@pytest.fixture
def session(context):
    load_national_facts(actor=SYSTEM, now=NOW)
    load_facts_of_district(actor=SYSTEM, now=NOW)
    return seal(decide_rest(open_council(run=seal_year_with_households())))


def key_of(session, name):
    read = load(f"session:{session.id}").content
    return f"nominee:{session.id}:{next(one['participant'] for one in read.awards if one['name'] == name)}"


def report_on(session, name, day=DAY, **texts):
    kind, material = kind_of("achievement_report"), load(key_of(session, name))
    entered = {"texts": dict(usual_of(kind, material, day, "").texts) | texts}
    plan = plan_of(kind, material, entered, signed_on=day, now=LATER)
    paper = start_draft(actor=SYSTEM, plan=plan, now=LATER)
    take_number(actor=SYSTEM, paper=paper, now=LATER)
    return words_of(paper.id)


def test_a_household_is_told_with_its_place_figures_and_words(session):
    html = report_on(session, "Hộ ông Kim Khel", story=STORY).html
    assert "Ấp Phước Hòa, Xã An Ninh" in html
    assert "Ông giúp ba hộ cùng ấp có việc làm." in html
    assert "Đề nghị tặng Giấy khen của Chủ tịch UBND huyện" in html
    assert "90,00" in html
    assert "Chưa có trong danh sách khen thưởng đang theo dõi." in html


def test_the_hamlet_writes_for_a_household_and_the_commune_confirms(session):
    html = report_on(session, "Hộ ông Kim Khel").html
    assert '<p class="superior">UBND xã An Ninh</p>' in html
    assert '<p class="issuing">Ấp Phước Hòa</p>' in html
    assert '<p class="role">Trưởng ấp</p>' in html
    assert '<p class="role">Xác nhận của Ủy ban nhân dân xã An Ninh</p>' in html
    assert "Số:" not in html


def test_a_commune_writes_itself_and_the_district_confirms(session):
    html = report_on(session, "Xã Hồ Đắc Kiện", signer_name="Danh Sơn", confirming_name="Chủ tịch UBND").html
    assert '<p class="issuing">Ủy ban nhân dân</p><p class="issuing">xã Hồ Đắc Kiện</p>' in html
    assert "/BC-UBND" in html
    assert "Hồ Đắc Kiện, ngày 18 tháng 12 năm 2024" in html
    assert '<p class="role">TM. Ủy ban nhân dân</p>' in html
    assert '<p class="signer">Danh Sơn</p>' in html
    assert '<p class="role">Xác nhận của Ủy ban nhân dân huyện Châu Thành</p>' in html
    assert "Phòng Nội vụ</p>" not in html
    assert '<p class="signer">Chủ tịch UBND</p>' not in html


def test_figures_are_those_of_the_sealed_run(session):
    one = load(key_of(session, "Hộ ông Kim Khel")).content
    assert [(line.code, line.points) for line in one.figures] == [("I.1", 38), ("II.1", 52)]
    assert sum(line.points for line in one.figures) == one.total


def test_a_report_is_issued_without_a_number_of_our_register(session):
    paper = report_on(session, "Xã Hồ Đắc Kiện")
    assert paper.number is None
    assert issuer_of(paper) == "Ủy ban nhân dân xã Hồ Đắc Kiện"
    enter_file(actor=SYSTEM, paper=paper, now=LATER)
    assert paper.state is PaperState.ISSUED


def test_there_is_no_report_on_who_was_granted_nothing(session):
    with pytest.raises(NotFound, match="không quyết định khen"):
        load(f"nominee:{session.id}:999999")
