"""The ranking: what it shows, how it is narrowed and sorted, and what is not there."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from awards.models import EvaluationRun, RunResult
from awards.services import seal_run
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from participants.services import create_participant
from tests.factories import NOW
from tests.page_client import page_faults
from tests.ranking_pages import HAMLET_PAGE, HAMLETS, participant, rows_of, sealed, text_of
from tests.sealed_year import COMMUNES, DOCUMENT, WITH_HIGHER, Card, seal_year


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed)


IN_AN_NINH = (RunResult.type_code == "hamlet", RunResult.commune_name == "Xã An Ninh")


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def test_ranking_shows_places_states_and_the_seal(run_id, office):
    page = office.get("/xep-hang")
    assert page.status_code == 200
    assert "Lần đánh giá 1" in page.text
    assert "Mã kết quả" in page.text
    assert rows_of(page) == 8
    for word in ("Đề xuất tặng", "Chưa xét", "Chờ bỏ phiếu", "Ngoài chỉ tiêu", "Dưới ngưỡng"):
        assert word in page.text
    assert "Không đủ điều kiện" in page.text
    assert "Kém suất cuối 4,60 điểm" in page.text
    assert "Thiếu 0,76 điểm" in page.text
    assert "Mục I 15,00, sàn 20" in page.text
    assert "Đơn đang được xác minh; giữ suất" in page.text


def test_ranking_says_the_rule_with_its_rounding(run_id, office):
    page = text_of(office.get("/xep-hang"))
    assert "8 × 50% = 4, làm tròn xuống: 4 suất" in page
    assert "từ 80 điểm trở lên" in page


def test_tie_across_the_line_is_bracketed_crossed_and_told(run_id, office):
    page = text_of(office.get("/xep-hang"))
    before, line, after = page.partition('<tr class="quota crossed">')
    assert line
    assert 'class="tied tie-first"' in before
    assert "Xã An Ninh" in before
    assert 'class="tied tie-last"' in after
    assert page.count('<td class="rank">4=</td>') == 2
    assert "Vạch chỉ tiêu: 4 suất" in after
    assert "<strong>Hai đơn vị bằng nhau đúng vạch chỉ tiêu Giấy khen" in page
    assert "cùng 87,50 điểm, còn 1 suất" in page


def test_a_tie_for_a_higher_award_is_told_beside_what_was_won(office, accounts):
    with accounts.app_context(), transaction():
        seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}, document=WITH_HIGHER)
        commune = db.session.scalar(select(RunResult.commune_id).where(*IN_AN_NINH))
    for page in map(text_of, map(office.get, (HAMLET_PAGE, f"{HAMLET_PAGE}&commune={commune}"))):
        assert "<strong>Hai đơn vị bằng nhau đúng vạch chỉ tiêu Bằng khen của Chủ tịch UBND tỉnh." in page
        assert "cùng 93,00 điểm, còn 1 suất" in page
        assert "chờ bỏ phiếu về Bằng khen của Chủ tịch UBND tỉnh, còn 1 suất" in page


def test_line_stands_after_the_last_place_without_a_tie(office, accounts):
    with accounts.app_context(), transaction():
        seal_year([card for card in COMMUNES if card.name not in ("Xã Phú Tân", "Xã An Hiệp")])
    before, line, _after = text_of(office.get("/xep-hang")).partition('<tr class="quota">')
    assert line
    assert before.count('<td class="rank">') == 3


def test_hamlets_stand_group_by_group_with_their_own_ranks(run_id, office):
    page = office.get("/xep-hang?type=hamlet")
    assert rows_of(page) == 5
    assert page.text.count('<tr class="section">') == 2
    assert page.text.count('<td class="rank">1</td>') == 2
    assert "chưa đủ" in page.text
    assert "Còn 1 tiêu chí chưa chấm" in page.text


def test_group_commune_and_words_narrow_the_rows(run_id, office, accounts):
    commune = participant(accounts, "Xã Phú Tân")
    with accounts.app_context():
        key = db.session.scalar(select(RunResult.group_key).where(*IN_AN_NINH))
    one_group = office.get(f"/xep-hang?type=hamlet&group={key}")
    assert rows_of(one_group) == 3
    assert '<tr class="section">' not in one_group.text
    assert rows_of(office.get(f"/xep-hang?type=hamlet&commune={commune}")) == 2
    assert rows_of(office.get("/xep-hang?q=ho+dac")) == 1
    assert rows_of(office.get("/xep-hang?q=Ấp+Phước+hoà&type=hamlet")) == 2
    nobody = office.get("/xep-hang?q=khong+co")
    assert rows_of(nobody) == 0
    assert "Không thấy ai tên “khong co”" in nobody.text


@pytest.mark.parametrize(
    ("outcome", "rows"),
    [("recommended", 2), ("waiting", 3), ("outside", 1), ("below", 2), ("incomplete", 0), ("x", 8)],
)
def test_outcome_narrows_the_rows(run_id, office, outcome, rows):
    page = office.get(f"/xep-hang?outcome={outcome}")
    assert rows_of(page) == rows
    assert ('class="quota' in page.text) is (outcome == "x")


def test_waiting_finds_those_who_wait_for_a_higher_award(office, accounts):
    with accounts.app_context(), transaction():
        seal_year(hamlets={"Xã An Ninh": HAMLETS, "Xã Phú Tân": HAMLETS[:2]}, document=WITH_HIGHER)
    page = office.get(f"{HAMLET_PAGE}&outcome=waiting")
    assert rows_of(page) == 2
    assert '<option value="waiting" selected>' in page.text


def test_signs_alone_find_nobody(run_id, office):
    assert rows_of(office.get("/xep-hang?q=%25")) == 0


def test_choosing_another_commune_lets_go_of_the_group(run_id, office, accounts):
    with accounts.app_context():
        key = db.session.scalar(select(RunResult.group_key).where(*IN_AN_NINH))
    commune = participant(accounts, "Xã Phú Tân")
    assert rows_of(office.get(f"/xep-hang?type=hamlet&group={key}&commune={commune}")) == 2


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("sort=rank", "Xã Hồ Đắc Kiện", "Xã An Hiệp"),
        ("sort=rank&dir=desc", "Xã An Hiệp", "Xã Hồ Đắc Kiện"),
        ("sort=name", "Thị trấn Châu Thành", "Xã Thuận Hòa"),
        ("sort=verified&dir=desc", "Xã Hồ Đắc Kiện", "Xã An Hiệp"),
        ("sort=self", "Xã An Hiệp", "Xã Hồ Đắc Kiện"),
        ("sort=nonsense", "Xã Hồ Đắc Kiện", "Xã An Hiệp"),
    ],
)
def test_columns_sort_and_say_so(run_id, office, asked, first, last):
    page = office.get(f"/xep-hang?{asked}")
    names = [part.split("<")[0] for part in page.text.split('<span class="unit">')[1:]]
    assert (names[0], names[-1]) == (first, last)
    assert page.text.count("aria-sort=") == 1


def test_out_of_rank_order_there_is_neither_line_nor_bracket(run_id, office):
    page = office.get("/xep-hang?sort=name")
    assert 'class="quota' not in page.text
    assert 'class="tied' not in page.text


def test_pages_keep_order_and_say_where_they_are(office, accounts):
    with accounts.app_context(), transaction():
        seal_year([Card(f"Xã số {n}", "30", f"{n * 0.5:.2f}") for n in range(1, 121)])
    first = office.get("/xep-hang")
    assert "1–50 trong 120" in first.text
    assert rows_of(first) == 50
    last = office.get("/xep-hang?page=3")
    assert "101–120 trong 120" in last.text
    assert rows_of(last) == 20
    assert "101–120 trong 120" in office.get("/xep-hang?page=99").text
    assert "1–50 trong 120" in office.get("/xep-hang?page=x").text


def test_projection_has_its_own_view(run_id, office):
    assert 'data-view="projection"' in office.get("/xep-hang?view=projection").text
    assert "data-view" not in office.get("/xep-hang?view=other").text


@pytest.mark.parametrize(
    "path",
    [
        "/xep-hang/999",
        "/xep-hang/999/1",
        "/xep-hang/1/99999",
        "/xep-hang?type=nobody",
        "/xep-hang?group=nobody",
        "/xep-hang?commune=99999",
        "/xep-hang?commune=x",
        "/xep-hang/999/bang-tinh",
        "/xep-hang/danh-gia/999",
        "/van-ban/danh-sach/999",
        "/van-ban/danh-sach/999/in",
    ],
)
def test_what_is_not_there_is_not_found(run_id, office, path):
    assert office.get(path).status_code == 404


def test_no_participant_is_shown_from_another_run(run_id, office, accounts):
    with accounts.app_context(), transaction():
        year = db.session.get(EvaluationRun, run_id).movement_year
        late = create_participant(actor=SYSTEM, now=NOW, code="99", name="Xã mới", type_code="commune").id
        second = seal_run(actor=SYSTEM, year=year, now=NOW).id
    page = office.get(f"/xep-hang/{run_id}")
    assert "Đây không phải lần đánh giá mới nhất" in page.text
    assert f'/xep-hang/{second}"' in page.text
    assert office.get(f"/xep-hang/{run_id}/{late}").status_code == 404
    assert office.get(f"/xep-hang/{second}/{late}").status_code == 200


def test_names_are_escaped(office, accounts):
    with accounts.app_context(), transaction():
        seal_year([Card("Xã <b>A</b>", "38", "55"), Card("Xã B & C", "37", "55")])
    unit = participant(accounts, "Xã <b>A</b>")
    for path in ("/xep-hang", f"/xep-hang/1/{unit}"):
        page = office.get(path)
        assert "<b>A</b>" not in page.text
        assert "&lt;b&gt;A" in page.text
        assert not page_faults(page.text)


def test_grounds_are_for_those_who_work_on_the_awards(run_id, client_as, accounts):
    held = participant(accounts, "Xã Phú Tâm")
    for role in (RoleCode.ADMIN, RoleCode.COMMUNE, RoleCode.UNIT):
        client = client_as(role)
        for path in ("/xep-hang", f"/xep-hang/{run_id}/{held}"):
            page = client.get(path)
            assert "Chưa xét" in page.text
            assert "Đơn đang được xác minh" not in page.text
        assert page.text.count("bi-x-lg") == 1
    assert "Đơn đang được xác minh" in client_as(RoleCode.CLERK).get(f"/xep-hang/{run_id}/{held}").text


@pytest.mark.parametrize(("role", "status"), [(RoleCode.UNIT, 403), (RoleCode.VERIFIER, 200)])
def test_households_are_opened_by_those_who_work_on_the_awards(client_as, accounts, role, status):
    document = DOCUMENT.replace("name: Ấp\n", "name: Hộ\n    category: household\n")
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets={"Xã An Ninh": HAMLETS}, document=document).id
    household = participant(accounts, "Ấp Phước Hòa")
    client = client_as(role)
    assert client.get(f"/xep-hang/{run_id}/{household}").status_code == status
    assert (f"/xep-hang/{run_id}/{household}" in client.get(HAMLET_PAGE).text) is (status == 200)


def test_english_pages_have_no_fault(run_id, office, accounts):
    office.post("/ngon-ngu", data={"language": "en"})
    unit = participant(accounts, "Xã Thuận Hòa")
    assert "94.70" in office.get("/xep-hang").text
    assert office.get(f"/xep-hang/{run_id}/{unit}").status_code == 200


def statements_of(client, path):
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return seen


@pytest.fixture
def two_groups(accounts):
    """A run in which one commune has 2 hamlets and the other 50: the keys of the two groups."""
    many = [Card(f"Ấp {n}", "30", f"{n}") for n in range(1, 51)]
    with accounts.app_context(), transaction():
        run = seal_year(hamlets={"Xã An Ninh": many[:2], "Xã Phú Tân": many})
        statement = select(RunResult.group_key, RunResult.participant_id)
        statement = statement.where(RunResult.run_id == run.id, RunResult.name == "Ấp 2")
        return [tuple(row) for row in db.session.execute(statement.order_by(RunResult.group_key))]


@pytest.mark.parametrize(
    "path",
    [
        "/xep-hang?type=hamlet&group={group}",
        "/xep-hang?type=hamlet&group={group}&q=ap",
        "/xep-hang?type=hamlet&group={group}&sort=name",
        "/xep-hang/1/{unit}",
    ],
)
def test_as_many_statements_for_two_rows_as_for_fifty(office, two_groups, path):
    office.get("/xep-hang?type=hamlet")  # what every page of a type shares is read once
    (small, first), (large, second) = two_groups
    office.get("/xep-hang/1/vach?type=hamlet")  # and so is what a run is computed from
    few = statements_of(office, path.format(group=small, unit=first))
    many = statements_of(office, path.format(group=large, unit=second))
    assert len(few) == len(many)


def test_a_sealed_page_is_drawn_once(run_id, office):
    office.get("/xep-hang?type=hamlet")
    assert not [read for read in statements_of(office, "/xep-hang?type=hamlet") if "run_result" in read]
