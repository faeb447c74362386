"""What would alter a result, where a line lies, what documents prove a figure: pages, rights, and truth."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from awards import smallest_panel
from awards.models import AwardStatus, RunResult
from awards.queries import find_result, list_runs
from awards.run_columns import columns_of_run
from awards.services import seal_run
from awards.smallest import find_smallest
from awards.trying import try_changes
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.models import MovementYear
from scorecards.models import AssessmentLevel, Citation, Scorecard
from tests.factories import NOW
from tests.integration.test_why_for_units import act_for, number_of
from tests.page_client import page_faults
from tests.ranking_pages import HAMLETS, text_of
from tests.sealed_year import COMMUNES, DOCUMENT, WITH_HIGHER, seal_year

OUTSIDE, LAST = "Thị trấn Châu Thành", "Xã Thuận Hòa"
HIDDEN = "Về số liệu của một tiêu chí"


@pytest.fixture
def run_id(accounts):
    with accounts.app_context(), transaction():
        return seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}).id


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def found_of(app, name, award="GK"):
    run = list_runs()[0]
    return find_smallest(run, find_result(run.id, number_of(app, name)), award)


def sealed_again():
    """The year as it stands now, sealed once more: the state of each by name."""
    with transaction():
        run = seal_run(actor=SYSTEM, year=db.session.scalars(select(MovementYear)).one(), now=NOW)
        rows = db.session.execute(
            select(RunResult.name, RunResult.award_status).where(RunResult.run_id == run.id)
        )
        return {row.name: row.award_status for row in rows}


def enter(app, name, code, text):
    with transaction():
        number = number_of(app, name)
        card = db.session.scalars(select(Scorecard).where(Scorecard.participant_id == number)).one()
        for level in card.assessments:
            if level.level is AssessmentLevel.OFFICE:
                level.entries[code] = text


def test_a_reported_figure_entered_and_sealed_again_gives_what_was_said(accounts, run_id):
    with accounts.app_context():
        told = found_of(accounts, OUTSIDE).figures[0].change
        assert (told.criterion, str(told.entry), str(told.short)) == ("II.1", "55.50", "55.49")
        enter(accounts, OUTSIDE, told.criterion, str(told.short))
        assert sealed_again()[OUTSIDE] is AwardStatus.OUTSIDE
        enter(accounts, OUTSIDE, told.criterion, str(told.entry))
        assert told.then.name == "RECOMMENDED"
        assert sealed_again()[OUTSIDE] is AwardStatus.RECOMMENDED


def test_a_reported_change_of_rules_tried_on_the_run_gives_what_was_said(accounts, run_id):
    with accounts.app_context():
        run = list_runs()[0]
        columns = columns_of_run(run)
        index = columns.types["commune"].names.index(OUTSIDE)
        for change in found_of(accounts, OUTSIDE).rules:
            tried = try_changes(columns, change.changes).types["commune"]
            assert tried.result.awards[0].status[index] == change.then
            if change.short is not None:
                near = try_changes(columns, change.short).types["commune"]
                assert near.result.awards[0].status[index] != change.then


def test_why_says_what_would_alter_the_result(office, accounts, run_id):
    page = office.get(f"/xep-hang/{run_id}/{number_of(accounts, OUTSIDE)}")
    text = text_of(page)
    # With 4.60 more the total is that of the last place, and section II parts them.
    assert "Nếu tổng điểm thêm 4,61 điểm, thành 87,51, thì xếp hạng 4, được đề xuất tặng." in text
    assert "Nếu riêng II. Kết quả thêm 4,60 điểm, tổng điểm thành 87,50, thì xếp hạng 4" in text
    assert "II.1. Giảm tỷ lệ hộ nghèo 1 - 1,5%/năm là 55,5 điểm % thay vì 50,9 điểm %" in text
    assert "Nếu có 6 suất thay vì 4 thì được đề xuất tặng." in text
    assert "Nếu chỉ tiêu là 75% thay vì 50% thì được đề xuất tặng." in text
    assert f"/xep-hang/{run_id}/phuong-an?" in page.text
    assert page_faults(page.text) == []


def test_why_of_who_is_barred_names_the_section(office, accounts, run_id):
    page = text_of(office.get(f"/xep-hang/{run_id}/{number_of(accounts, 'Xã An Hiệp')}"))
    assert "Nếu riêng I. Lãnh đạo thêm 23,21 điểm, tổng điểm thành 87,51, thì xếp hạng 4" in page
    assert "Nếu tổng điểm" not in page
    assert "Không quy định nào, nếu chỉ đổi riêng nó, làm kết quả khác đi." in page


def test_a_unit_reads_of_others_points_and_rules_and_no_figure(accounts, client_as, run_id):
    act_for(accounts, "xa", "Xã An Ninh")
    other = number_of(accounts, OUTSIDE)
    client = client_as(RoleCode.COMMUNE)
    for address in (f"/xep-hang/{run_id}/{other}", f"/xep-hang/{run_id}/{other}/doi"):
        page = client.get(address).text
        assert "Nếu tổng điểm thêm 4,61 điểm" in page
        assert HIDDEN not in page
        assert "phuong-an" not in page
    assert HIDDEN in client.get(f"/xep-hang/{run_id}/{number_of(accounts, 'Xã An Ninh')}/doi").text


def test_private_results_keep_what_would_alter_them(accounts, client_as):
    document = DOCUMENT.replace("name: Ấp\n", "name: Hộ\n    category: household\n")
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=document).id
    own = act_for(accounts, "ap", "Ấp Hòa Long")
    client = client_as(RoleCode.UNIT)
    assert client.get(f"/xep-hang/{run_id}/{own}/doi").status_code == 200
    assert client.get(f"/xep-hang/{run_id}/{number_of(accounts, 'Ấp Phước Hòa')}/doi").status_code == 403


def test_of_a_large_type_only_who_asks_is_told(office, accounts, run_id, monkeypatch):
    monkeypatch.setattr(smallest_panel, "AT_ONCE", 1)
    number = number_of(accounts, OUTSIDE)
    page = office.get(f"/xep-hang/{run_id}/{number}").text
    assert "Nếu tổng điểm" not in page
    assert f'data-piece="/xep-hang/{run_id}/{number}/doi"' in page
    assert f'href="/xep-hang/{run_id}/{number}/doi"' in page
    asked = office.get(f"/xep-hang/{run_id}/{number}/doi", headers={"Accept": "application/json"})
    assert "Nếu tổng điểm thêm 4,61 điểm" in asked.json["html"]
    assert "<html" not in asked.json["html"]
    whole = office.get(f"/xep-hang/{run_id}/{number}/doi")
    assert page_faults(whole.text) == []


def test_another_award_may_be_asked_about(office, accounts):
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=WITH_HIGHER).id
    number = number_of(accounts, "Ấp Hòa Long")
    page = office.get(f"/xep-hang/{run_id}/{number}").text
    assert f'href="/xep-hang/{run_id}/{number}/doi?award=BK"' in page
    assert "Bằng khen của Chủ tịch UBND tỉnh" in office.get(f"/xep-hang/{run_id}/{number}/doi?award=BK").text
    assert office.get(f"/xep-hang/{run_id}/{number}/doi?award=none").status_code == 404
    assert office.get(f"/xep-hang/{run_id}/987654/doi").status_code == 404


# ------------------------------------------------------------------ the line of a group


def test_line_with_a_tie_says_who_has_places_and_who_waits(office, run_id):
    page = office.get(f"/xep-hang/{run_id}/vach?type=commune")
    text = text_of(page)
    assert "Có <strong>8 đơn vị</strong>." in text
    assert "<strong>8 × 50% = 4, làm tròn xuống: 4 suất</strong>" in text
    assert "Trong đó Xã Phú Tâm đang chờ xác minh, vẫn giữ suất." in text
    assert "Xã An Ninh và Xã Phú Tân bằng nhau đúng vạch, cùng <strong>87,50</strong> điểm" in text
    assert "còn 1 suất: Hội đồng bỏ phiếu." in text
    assert "Với Xã An Ninh: nếu tổng điểm thêm 0,01 điểm" in text
    assert '<tr class="quota crossed">' in page.text
    assert page_faults(page.text) == []


def test_line_without_a_tie_says_what_parts_the_two_beside_it(office, accounts):
    with accounts.app_context(), transaction():
        run_id = seal_year([card for card in COMMUNES if card.name not in ("Xã Phú Tân", "Xã An Hiệp")]).id
    text = text_of(office.get(f"/xep-hang/{run_id}/vach"))
    assert "Ngay trên vạch: Xã Thuận Hòa, hạng 3, <strong>90,38</strong> điểm." in text
    assert "Ngay dưới vạch: Xã An Ninh, hạng 4, <strong>87,50</strong> điểm." in text
    assert "Cách nhau <strong>2,88</strong> điểm." in text
    assert "Xã Thuận Hòa hơn Xã An Ninh ở: Giảm tỷ lệ hộ nghèo 1 - 1,5%/năm (55,38 so với 52,50)." in text
    # Section II parts them at 90.38 against the one, and at 87.50 for it.
    assert "Với Xã An Ninh: nếu tổng điểm thêm 2,89 điểm" in text
    assert "Với Xã Thuận Hòa: nếu tổng điểm bớt 2,89 điểm" in text


def test_line_tells_of_those_with_a_higher_award(office, accounts):
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=WITH_HIGHER).id
    text = text_of(office.get(f"/xep-hang/{run_id}/vach?type=hamlet"))
    assert "Ấp Phước Hòa đã được đề nghị hình thức cao hơn nên không tính vào suất này." in text
    assert "Bằng khen của Chủ tịch UBND tỉnh" in text
    higher = text_of(office.get(f"/xep-hang/{run_id}/vach?type=hamlet&award=BK"))
    assert "Có suất: Ấp Phước Hòa 93,00." in higher


def test_line_is_open_to_all_and_criteria_to_who_works_on_the_awards(client_as, run_id):
    for role, shown in ((RoleCode.COUNCIL, True), (RoleCode.VERIFIER, True), (RoleCode.UNIT, False)):
        page = client_as(role).get(f"/xep-hang/{run_id}/vach?type=commune")
        assert page.status_code == 200
        assert ("Khác nhau ở đâu" in page.text) is shown
        assert "Đơn đang được xác minh" not in page.text


def test_line_names_private_households_without_leading_to_them(accounts, client_as):
    document = DOCUMENT.replace("name: Ấp\n", "name: Hộ\n    category: household\n")
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=document).id
    page = client_as(RoleCode.COMMUNE).get(f"/xep-hang/{run_id}/vach?type=hamlet").text
    assert "Ấp Phước Hòa" in page
    assert f'/xep-hang/{run_id}/{number_of(accounts, "Ấp Phước Hòa")}"' not in page
    assert "Khác nhau ở đâu" not in page


@pytest.mark.parametrize("asked", ["type=none", "type=commune&group=none", "type=commune&award=none"])
def test_no_line_where_there_is_none(office, run_id, asked):
    assert office.get(f"/xep-hang/{run_id}/vach?{asked}").status_code == 404
    assert office.get("/xep-hang/987654/vach").status_code == 404


def test_line_is_projected(office, run_id):
    page = office.get(f"/xep-hang/{run_id}/vach?type=commune&view=projection").text
    assert 'data-view="projection"' in page
    assert "Thôi chiếu" in page


# ------------------------------------------------------------------ documents behind the figures


def test_documents_are_those_cited_when_the_run_was_sealed(office, accounts, run_id):
    number = number_of(accounts, OUTSIDE)
    day = timedelta(days=1)
    with accounts.app_context(), transaction():
        card = db.session.scalars(select(Scorecard).where(Scorecard.participant_id == number)).one()
        for text, cited, removed in (
            ("11/KH-UBND", NOW - day, None),
            ("22/KH-UBND", NOW - day, NOW + day),
            ("33/KH-UBND", NOW - 2 * day, NOW - day),
            ("44/KH-UBND", NOW + day, None),
        ):
            db.session.add(
                Citation(
                    scorecard_id=card.id,
                    criterion="II.1",
                    number=text,
                    page="3",
                    cited_at=cited,
                    removed_at=removed,
                )
            )
    page = text_of(office.get(f"/xep-hang/{run_id}/{number}"))
    assert "Văn bản số 11/KH-UBND" in page
    assert "trang 3" in page
    assert "Văn bản số 22/KH-UBND" in page
    assert page.count("đã bỏ viện dẫn sau khi chốt") == 1
    assert "33/KH-UBND" not in page
    assert "44/KH-UBND" not in page
    assert "phiếu viện dẫn lúc chốt" in page


def test_documents_are_for_those_who_may_read_the_scorecard(accounts, client_as, run_id):
    number = number_of(accounts, OUTSIDE)
    with accounts.app_context(), transaction():
        card = db.session.scalars(select(Scorecard).where(Scorecard.participant_id == number)).one()
        db.session.add(
            Citation(
                scorecard_id=card.id, criterion="II.1", number="11/KH-UBND", cited_at=NOW - timedelta(days=1)
            )
        )
    address = f"/xep-hang/{run_id}/{number}"
    assert "11/KH-UBND" in client_as(RoleCode.COUNCIL).get(address).text
    act_for(accounts, "xa", "Xã An Ninh")
    assert "11/KH-UBND" not in client_as(RoleCode.COMMUNE).get(address).text
    act_for(accounts, "xa", OUTSIDE)
    assert "11/KH-UBND" in client_as(RoleCode.COMMUNE).get(address).text
