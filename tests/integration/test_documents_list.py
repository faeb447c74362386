"""The commendation list of a sealed run: the order of its rows, and the Tờ trình it goes with."""

from datetime import date

import pytest

from awards.queries import list_runs
from awards.run_facts import facts_of
from documents.list_from_run import Particulars, list_from_run
from documents.paper import Signer
from foundation.database import transaction
from foundation.permissions import RoleCode
from movements.queries import find_year
from tests.paper_text import docx_paragraphs
from tests.sealed_year import COMMUNES, WITH_HIGHER, Card, seal_year

HAMLETS = {
    "Xã Hồ Đắc Kiện": [Card("Ấp Đắc Lực", "30", "40")],
    "Xã An Ninh": [Card("Ấp Phước Hòa", "35", "50")],
    "Xã Phú Tân": [Card("Ấp Phước Lợi", "32", "45")],
}
PARTICULARS = Particulars(
    symbol="DS-HĐTĐKT",
    signer=Signer(("TM. Hội đồng",), "Chủ tịch"),
    recipients=("Lưu: VT",),
    request="46/TTr-HĐTĐKT",
    requested_on=date(2024, 12, 12),
)


def sealed():
    return seal_year(COMMUNES).id


@pytest.fixture
def run_id(accounts, ready):
    return ready(sealed)


def test_best_of_all_groups_come_first_within_a_type(context):
    seal_year(COMMUNES, hamlets=HAMLETS)
    (run,) = list_runs()
    year = find_year(run.movement_year_id)
    paper = list_from_run(facts_of(run), year, PARTICULARS)
    (part,) = paper.parts
    communes, hamlets = part.groups[0].subgroups
    assert [row.points for row in hamlets.rows] == [85, 77, 70]
    assert communes.rows[0].name == "Xã Hồ Đắc Kiện"
    assert paper.accompanies == (
        "Kèm theo Tờ trình số 46/TTr-HĐTĐKT ngày 12 tháng 12 năm 2024 "
        f"của Hội đồng Thi\u00a0đua - Khen\u00a0thưởng {year.movement.district_name}"
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"signed_on": "xx"}, "Ghi ngày có trong lịch, ví dụ 12/12/2024."),
        ({"authority": "ai"}, "Chọn một mục trong danh sách."),
        ({"signer": "x" * 101}, "Ghi nhiều nhất 100 ký tự."),
    ],
)
def test_faults_of_the_form_are_told_in_its_language(run_id, client_as, wrong, message):
    page = client_as(RoleCode.CLERK).get(f"/van-ban/danh-sach/{run_id}/in", query_string=wrong)
    assert page.status_code == 422
    assert message in page.text
    assert "Not a valid" not in page.text


def test_a_day_is_read_as_people_write_it(run_id, client_as):
    asked = {"signed_on": "12/12/2024", "symbol": "DS-HĐTĐKT", "authority": "chair", "award": ""}
    page = client_as(RoleCode.CLERK).get(
        f"/van-ban/danh-sach/{run_id}/in", query_string=asked | {"recipients": "Lưu: VT"}
    )
    assert page.mimetype == "application/pdf"


def test_the_list_is_given_as_docx_where_it_is_asked_for(run_id, client_as):
    asked = {"symbol": "DS-HĐTĐKT", "authority": "chair", "award": "", "recipients": "Lưu: VT", "docx": "1"}
    answer = client_as(RoleCode.CLERK).get(f"/van-ban/danh-sach/{run_id}/in", query_string=asked)
    assert "lan-1.docx" in answer.headers["Content-Disposition"]
    assert any("Xã Hồ Đắc Kiện" in line for line in docx_paragraphs(answer.data))


def test_page_keeps_who_waits_for_more_apart_from_who_is_absent(client_as, accounts):
    equal = {name: [Card(f"Ấp {name}", "38", "55")] for name in ("Xã An Ninh", "Xã Phú Tân")}
    with accounts.app_context(), transaction():
        run_id = seal_year(hamlets=equal, document=WITH_HIGHER).id
    page = " ".join(client_as(RoleCode.CLERK).get(f"/van-ban/danh-sach/{run_id}").text.split())
    assert "3 trường hợp chưa vào danh sách." in page
    assert "<li>1 chờ kết luận xác minh.</li>" in page
    assert "<li>2 chờ bỏ phiếu về Giấy khen của Chủ tịch UBND huyện.</li>" in page
    listed = "2 trường hợp đã có trong danh sách đề nghị tặng Giấy khen của Chủ tịch UBND huyện"
    assert f"{listed}, còn chờ bỏ phiếu về Bằng khen của Chủ tịch UBND tỉnh." in page
