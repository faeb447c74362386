"""Pages of given awards: the list and its filters, entering, revoking, and tables with preview."""

import io
import json
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from awards.services import seal_run
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.given import Given, enter_given, revoke_given
from movements.models import GivenAward
from movements.queries import find_current_year
from participants.models import Participant
from tests.factories import NOW
from tests.sealed_year import COMMUNES, prepare_year

TITLES = [
    "Loại",
    "Mã",
    "Tên",
    "Năm thành tích",
    "Hình thức khen thưởng",
    "Cấp tặng",
    "Số quyết định",
    "Ngày quyết định",
]
FIRST, SECOND = COMMUNES[0].name, COMMUNES[1].name


@pytest.fixture
def year(accounts):
    with accounts.app_context(), transaction():
        prepare_year(COMMUNES[:3])
    return accounts


@pytest.fixture
def kept(year):
    """The number of one kept award."""
    with year.app_context(), transaction():
        unit = db.session.scalars(select(Participant).where(Participant.name == FIRST)).one()
        given = Given(unit, 2022, "GK", "Giấy khen của Chủ tịch UBND huyện", reference="12/QĐ-UBND")
        return enter_given(actor=SYSTEM, given=given, now=NOW).id


def body(response):
    return " ".join(response.get_data(as_text=True).split())


def count(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(GivenAward))


def table(*rows):
    book, stream = Workbook(), io.BytesIO()
    book.active.append(TITLES)
    for row in rows:
        book.active.append(list(row))
    book.save(stream)
    stream.seek(0)
    return (stream, "khen.xlsx")


ENTERED = {
    "type_code": "commune",
    "who": FIRST,
    "year": "2022",
    "award": "GK",
    "achievement": "movement",
    "award_kind": "topical",
}


def test_an_empty_list_says_what_to_do(client_as, year):
    assert "Chưa có khen thưởng nào" in body(client_as(RoleCode.OFFICE).get("/khen-thuong"))


def test_the_list_shows_what_was_given_and_can_be_narrowed(client_as, kept):
    council = client_as(RoleCode.COUNCIL)
    page = body(council.get("/khen-thuong"))
    assert FIRST in page
    assert "12/QĐ-UBND" in page
    assert "Ghi khen thưởng đã có" not in page
    assert FIRST not in body(council.get("/khen-thuong?nam=2021")).split("</form>")[-1]
    assert FIRST in body(council.get("/khen-thuong?nam=2022&hinh-thuc=GK&loai=commune&q=ho+dac"))


@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.COMMUNE, RoleCode.ADMIN])
def test_the_list_is_for_those_who_work_on_awards(client_as, kept, role):
    assert client_as(role).get("/khen-thuong").status_code == 403


@pytest.mark.parametrize("role", [RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.VERIFIER, RoleCode.CLERK])
def test_only_the_office_enters_and_revokes(client_as, kept, role):
    client = client_as(role)
    for url in (
        "/khen-thuong/them",
        "/khen-thuong/nhap",
        "/khen-thuong/nhap/bieu-mau",
        f"/khen-thuong/{kept}/huy-bo",
    ):
        assert client.get(url).status_code == 403
    assert client.post("/khen-thuong/them", data=ENTERED).status_code == 403


def test_an_award_is_entered_by_name_or_code(client_as, year):
    office = client_as(RoleCode.OFFICE)
    assert office.post("/khen-thuong/them", data=ENTERED).status_code == 302
    more = ENTERED | {
        "who": "31570",
        "award": "",
        "award_name": "Bằng khen của Bộ",
        "decided_on": "20/12/2023",
        "year": "2023",
    }
    assert office.post("/khen-thuong/them", data=more).status_code == 302
    with year.app_context():
        rows = db.session.scalars(select(GivenAward).order_by(GivenAward.id)).all()
        assert [(one.name, one.award, one.issuer) for one in rows] == [
            (FIRST, "GK", "Chủ tịch UBND huyện"),
            (SECOND, "bang-khen-cua-bo", ""),
        ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"who": "Xã Không Có"}, "Không có ai tên"),
        ({"who": ""}, "Ghi mã hoặc tên"),
        ({"year": "2150"}, "Ghi năm của thành tích, từ 1945"),
        ({"award": "", "award_name": ""}, "Chọn hình thức trong danh sách"),
        ({"decided_on": "31/02/2022"}, "Ghi ngày có trong lịch"),
    ],
)
def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(client_as, year, changed, told):
    answer = client_as(RoleCode.OFFICE).post(
        "/khen-thuong/them", data=ENTERED | {"reference": "7/QĐ"} | changed
    )
    assert answer.status_code == 422
    assert told in body(answer)
    assert "7/QĐ" in body(answer)
    assert count(year) == 0


def test_a_second_time_is_told(client_as, kept):
    answer = client_as(RoleCode.OFFICE).post("/khen-thuong/them", data=ENTERED)
    assert answer.status_code == 422
    assert "năm 2022 trong danh sách" in body(answer)


def test_what_was_revoked_stays_on_the_list_with_its_reason(client_as, kept):
    office = client_as(RoleCode.OFFICE)
    answer = office.post(
        f"/khen-thuong/{kept}/huy-bo", data={"on": "2024-05-02", "reason": "Kê khai gian dối"}
    )
    assert answer.status_code == 302
    page = body(office.get("/khen-thuong"))
    assert "Hủy bỏ 02/05/2024" in page
    assert "Kê khai gian dối" in page
    assert "đã ghi hủy bỏ" in body(office.get(f"/khen-thuong/{kept}/huy-bo"))


def test_revoking_without_reason_or_on_a_day_to_come_is_refused(client_as, kept):
    office = client_as(RoleCode.OFFICE)
    empty = office.post(f"/khen-thuong/{kept}/huy-bo", data={"on": "2024-05-02", "reason": ""})
    assert (empty.status_code, "Ghi lý do hủy bỏ" in body(empty)) == (422, True)
    late = office.post(f"/khen-thuong/{kept}/huy-bo", data={"on": "2999-05-02", "reason": "Sai"})
    assert (late.status_code, "Ngày hủy bỏ chưa tới" in body(late)) == (422, True)
    assert office.get("/khen-thuong/9999/huy-bo").status_code == 404


def test_the_form_names_types_awards_and_codes(client_as, year):
    answer = client_as(RoleCode.OFFICE).get("/khen-thuong/nhap/bieu-mau")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value for cell in book["Nhập liệu"][1]][:3] == ["Loại", "Mã", "Tên *"]
    told = [cell.value for row in book["Hướng dẫn"].iter_rows() for cell in row]
    assert {"Xã, thị trấn", "GK", "Giấy khen của Chủ tịch UBND huyện"} <= set(told)
    assert FIRST in [row[2].value for row in book["Mã"].iter_rows()]


def test_a_table_is_shown_before_anything_is_kept(client_as, kept):
    office = client_as(RoleCode.OFFICE)
    rows = table(
        ("Xã, thị trấn", "31569", FIRST, 2022, "GK", "", "", ""),
        ("", "", SECOND, "2023", "giay khen cua chu tich ubnd huyen", "", "15/QĐ-UBND", "20/12/2023"),
    )
    page = office.post("/khen-thuong/nhap", data={"file": rows}, content_type="multipart/form-data")
    assert page.status_code == 200
    assert "Sẽ ghi 1 khen thưởng" in body(page)
    assert "1 dòng đã có trong danh sách" in body(page)
    sent = json.dumps([[2, "", "", SECOND, "2023", "GK", "", "15/QĐ-UBND", "20/12/2023"]])
    assert office.post("/khen-thuong/nhap/ghi", data={"rows": sent}).status_code == 302
    assert count(office.application) == 2


def test_every_fault_of_a_table_is_told_at_once_and_nothing_kept(client_as, year):
    office = client_as(RoleCode.OFFICE)
    rows = table(
        ("Huyện", "31569", FIRST, 2022, "GK", "", "", ""),
        ("", "31569", SECOND, 2022, "GK", "", "", ""),
        ("", "", "Xã Lạ", 22, "", "", "", "31/02/2022"),
        ("", "99999", "", 2022, "GK", "", "", ""),
        ("", "", "", 2022, "GK", "", "", ""),
        ("", "31569", "", 2021, "GK", "", "", ""),
        ("", "31569", "", 2021, "GK", "", "", ""),
        ("", "31570", "", 2021, "GK", "", "", "2020-05-01"),
    )
    answer = office.post("/khen-thuong/nhap", data={"file": rows}, content_type="multipart/form-data")
    assert answer.status_code == 422
    page = body(answer)
    for told in (
        "Không có loại “Huyện”",
        f"Mã 31569 là của “{FIRST}”",
        "Không có ai tên “Xã Lạ”",
        "Ghi năm của thành tích, ví dụ 2023",
        "Ghi hình thức khen thưởng, ví dụ",
        "Ghi ngày có trong lịch, ví dụ 20/12/2023",
        "Không có ai mang mã “99999”",
        "Ghi tên hoặc mã của đơn vị",
        "Đã ghi ở dòng 7",
        "Ngày quyết định đứng trước năm",
    ):
        assert told in page, told
    assert count(year) == 0


@pytest.mark.parametrize("rows", ["", "x", "[[1]]", '[["a"]]', "[]"])
def test_a_preview_that_was_tampered_with_is_refused(client_as, year, rows):
    answer = client_as(RoleCode.OFFICE).post("/khen-thuong/nhap/ghi", data={"rows": rows})
    assert answer.status_code == 422
    assert count(year) == 0


def test_a_file_that_is_no_table_is_refused(client_as, year):
    data = {"file": (io.BytesIO(b"%PDF-1.4"), "a.pdf")}
    answer = client_as(RoleCode.OFFICE).post(
        "/khen-thuong/nhap", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 422


def test_a_page_beyond_the_last_shows_the_last(client_as, year, kept):
    office = client_as(RoleCode.OFFICE)
    assert office.get("/khen-thuong?trang=99").status_code == 200


def test_the_page_of_reasons_shows_the_awards_of_all_years(client_as, year, kept):
    with year.app_context(), transaction():
        movement_year = find_current_year(NOW)
        run = seal_run(actor=SYSTEM, year=movement_year, now=NOW)
        unit = db.session.scalars(select(Participant).where(Participant.name == FIRST)).one()
        later = enter_given(
            actor=SYSTEM, given=Given(unit, 2024, "BK", "Bằng khen", reference="9/QĐ"), now=NOW
        )
        revoke_given(actor=SYSTEM, given=later, on=date(2024, 11, 4), reason="Sai thẩm quyền", now=NOW)
        url = f"/xep-hang/{run.id}/{unit.id}"
    page = body(client_as(RoleCode.OFFICE).get(url))
    assert "2022: Giấy khen của Chủ tịch UBND huyện" in page
    assert "12/QĐ-UBND" in page
    assert "<s>2024: Bằng khen</s>" in page
    assert "Hủy bỏ 04/11/2024: Sai thẩm quyền" in page


def test_a_name_stands_once_though_every_type_has_its_own_code(client_as, year, kept):
    office = client_as(RoleCode.OFFICE)
    form = body(office.get("/khen-thuong/them"))
    assert form.count(">Giấy khen của Chủ tịch UBND huyện</option>") == 1
    with year.app_context(), transaction():
        hamlet = Participant(type_code="hamlet", code="31600-01", name="Ấp Chông Nô", sort_key="ap chong no")
        db.session.add(hamlet)
    typed = ENTERED | {"type_code": "hamlet", "who": "31600-01"}
    assert office.post("/khen-thuong/them", data=typed).status_code == 302
    with year.app_context():
        last = db.session.scalars(select(GivenAward).order_by(GivenAward.id.desc())).first()
        assert (last.name, last.award) == ("Ấp Chông Nô", "GK-AP")
    page = body(office.get("/khen-thuong"))
    name = "Giấy khen của Chủ tịch UBND huyện"
    assert page.count(f'<option value="{name}">') == 1
    found = body(office.get("/khen-thuong", query_string={"hinh-thuc": name})).split("</form>")[-1]
    assert "Ấp Chông Nô" in found
    assert FIRST in found
