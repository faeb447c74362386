"""Accounts by the table: faults by cell, suggestions, slips of one-time passwords."""

import json
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from accounts.models import User
from accounts.queries import find_user_by_name
from accounts.services import reset_password
from assignments.account_services import create_accounts
from assignments.queries import list_units
from assignments.sheet import judge
from assignments.sheet_file import COLUMNS, write_form
from assignments.suggestions import free_name, list_gaps, suggest_lines
from foundation.database import db, transaction
from foundation.errors import DomainError
from foundation.permissions import SYSTEM, RoleCode
from foundation.tables.lines import read_lines
from participants.models import Participant
from tests.assigned_district import HEAD, lines, number_of, sample
from tests.district import make_commune
from tests.factories import NOW, make_user
from tests.page_client import PageClient


@pytest.fixture
def district(ready, app):
    """The sample district without households, with its accounts tied to it."""
    ready(sample)
    return app


GOOD = (
    ("ap.hoalong", "Ấp Hòa Long", "", "Đơn vị", "31600-02, hamlet:31600-03"),
    ("tham.dinh3", "Phòng Dân tộc", "dt@example.vn", "Tổ thẩm định", "", "", "", "hamlet; commune@CUM-1"),
    ("uy.vien", "Ủy viên", "", "council; verifier", "", "", "CUM-1, KHOI-QLNN"),
    ("xa.hdk", "UBND xã Hồ Đắc Kiện", "", "Xã, thị trấn", "31570", "CUM-1"),
)


def test_a_table_says_what_it_will_make(district):
    with district.app_context(), district.test_request_context():
        sheet = judge(lines(*GOOD), NOW)
        assert not sheet.faults
        first, second, third, fourth = sheet.accounts
        assert [unit.code for unit in first.units] == ["31600-02", "31600-03"]
        assert [(kind, within and within.code) for kind, within in second.duties] == [
            ("hamlet", None),
            ("commune", "CUM-1"),
        ]
        assert third.roles == [RoleCode.COUNCIL, RoleCode.VERIFIER]
        assert [one.code for one in third.watches] == ["CUM-1", "KHOI-QLNN"]
        assert (fourth.roles, [one.code for one in fourth.heads]) == ([RoleCode.COMMUNE], ["CUM-1"])


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        (("", "Ấp", "", "Đơn vị"), "A2", "Ghi tên đăng nhập"),
        (("Ấp Hòa", "Ấp", "", "Đơn vị"), "A2", "không dấu"),
        (("noivu", "Ấp", "", "Đơn vị"), "A2", "đã có"),
        (("ap2", "", "", "Đơn vị"), "B2", "Ghi tên người"),
        (("ap2", "x" * 201, "", "Đơn vị"), "B2", "nhiều nhất 200"),
        (("ap2", "Ấp", "khong-phai", "Đơn vị"), "C2", "đúng dạng"),
        (("ap2", "Ấp", "", ""), "D2", "Ghi vai trò"),
        (("ap2", "Ấp", "", "Trưởng ấp"), "D2", "Không có vai trò “Trưởng ấp”"),
        (("ap2", "Ấp", "", "Đơn vị", "99"), "E2", "Không có đơn vị mang mã “99”"),
        (("ap2", "Ấp", "", "Văn thư", "31600"), "E2", "mới gắn với đơn vị"),
        (("ap2", "Ấp", "", "Đơn vị", "31600", "CUM-9"), "F2", "CUM-9"),
        (("ap2", "Ấp", "", "Văn thư", "", "CUM-1"), "F2", "Trưởng cụm"),
        (("ap2", "Ấp", "", "Đơn vị", "", "", "CUM-1"), "G2", "Hội đồng"),
        (("ap2", "Ấp", "", "Tổ thẩm định", "", "", "", "truong hoc"), "H2", "Không có nhóm"),
        (("ap2", "Ấp", "", "Tổ thẩm định", "", "", "", "agency@CUM-1"), "H2", "Không có cụm"),
    ],
)
def test_every_fault_names_its_cell(district, row, cell, words):
    with district.app_context(), district.test_request_context():
        (fault,) = judge(lines(row), NOW).faults
        assert fault.cell == cell
        assert words in fault.text


def test_all_faults_come_at_once_and_names_may_not_repeat(district):
    with district.app_context(), district.test_request_context():
        sheet = judge(lines(("a1", "Ấp", "sai", "Lạ"), ("a2", "Ấp", "", "Đơn vị"), ("A2", "", "", "x")), NOW)
        assert [fault.cell for fault in sheet.faults] == ["C2", "D2", "A4", "B4", "D4"]
        assert "dòng 3" in sheet.faults[2].text


def test_the_form_is_read_back_as_it_was_written(district):
    with district.app_context(), district.test_request_context():
        cells = [line.cells for line in lines(*GOOD)]
        data = write_form(cells, NOW)
        assert [line.cells for line in read_lines(data, "x.xlsx", COLUMNS)] == cells
        book = openpyxl.load_workbook(BytesIO(data))
        assert book.sheetnames == ["Nhập liệu", "Hướng dẫn", "Mã đơn vị"]
        table = book["Nhập liệu"]
        assert "D2:D1002" in str(table.data_validations.dataValidation[0].sqref)
        codes = {row[2].value for row in book["Mã đơn vị"].iter_rows(min_row=2)}
        assert {"31600", "31600-01", "P-NV"} <= codes


def test_a_file_that_is_no_table_is_explained(district, client_as):
    administrator = client_as(RoleCode.ADMIN)
    for data, words in (
        (b"%PDF-1.7", "Không phải bảng tính"),
        (b"", "không có dữ liệu"),
        ("Tên;Ghi chú\nx;y".encode(), "thiếu cột"),
    ):
        page = administrator.post("/tai-khoan/nhap", data={"file": (BytesIO(data), "t.csv")})
        assert page.status_code == 422
        assert words in page.text
    assert "Chọn tệp" in administrator.post("/tai-khoan/nhap", data={}).text


def upload(client: PageClient, *rows):
    text = "\n".join([HEAD, *(";".join((*row, *[""] * (8 - len(row)))) for row in rows)])
    return client.post("/tai-khoan/nhap", data={"file": (BytesIO(text.encode()), "t.csv")})


def rows_of(page):
    text = page.text.split('name="rows"')[1].split('value="')[1].split('"')[0]
    return text.replace("&#34;", '"').replace("&amp;", "&").replace("&#39;", "'")


def slips_after(administrator, made):
    """The PDF that the page after giving passwords leads to."""
    assert made.headers["Cache-Control"] == "no-store"
    token = made.text.split('name="token" value="')[1].split('"')[0]
    return administrator.post("/tai-khoan/phieu/tai", data={"token": token})


def test_slips_are_fetched_only_by_who_may_and_unchanged(client_as):
    assert client_as(RoleCode.ADMIN).post("/tai-khoan/phieu/tai", data={"token": "x"}).status_code == 422
    assert client_as(RoleCode.OFFICE).post("/tai-khoan/phieu/tai").status_code == 403


def test_a_previewed_table_is_applied_whole_and_answers_with_slips(district, client_as):
    administrator = client_as(RoleCode.ADMIN)
    preview = upload(administrator, *(row[:5] for row in GOOD[:1]), GOOD[3][:5])
    assert preview.status_code == 200
    assert "Sẽ lập 2 tài khoản" in preview.text
    with district.app_context():
        before = db.session.scalar(select(func.count(User.id)))
    made = administrator.post("/tai-khoan/nhap/lap", data={"rows": rows_of(preview)})
    assert "Đã lập 2 tài khoản" in made.text
    assert "Địa chỉ in trên phiếu chỉ mở được trên máy này." not in made.text
    answer = slips_after(administrator, made)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "https://thidua.chauthanh.vn" in text
    with district.app_context():
        assert db.session.scalar(select(func.count(User.id))) == before + 2
        user = find_user_by_name("ap.hoalong")
        assert user.must_change_password
        assert [unit.code for unit in list_units(user.id)] == ["31600-02", "31600-03"]
    password = text.split("ap.hoalong")[1].split("dùng một lần")[1].split()[0]
    newcomer = district.test_client()
    signed_in = newcomer.post("/dang-nhap", data={"name": "ap.hoalong", "password": password})
    assert signed_in.status_code == 302
    assert newcomer.get("/").location == "/tai-khoan/mat-khau"


def test_one_fault_keeps_the_whole_table_out(district, client_as):
    administrator = client_as(RoleCode.ADMIN)
    preview = upload(administrator, GOOD[0][:4], ("noivu", "Trùng", "", "Đơn vị"))
    assert preview.status_code == 422
    assert "Ô A3" in preview.text
    rows = json.dumps([[2, *lines(GOOD[0])[0].cells], [3, *lines(("noivu", "Trùng", "", "unit"))[0].cells]])
    assert administrator.post("/tai-khoan/nhap/lap", data={"rows": rows}).status_code == 422
    with district.app_context():
        assert find_user_by_name("ap.hoalong") is None


@pytest.mark.parametrize("rows", ["", "[]", "nonsense", "[[1]]", '[["x","a"]]', "{}"])
def test_a_broken_preview_is_refused(client_as, rows):
    assert client_as(RoleCode.ADMIN).post("/tai-khoan/nhap/lap", data={"rows": rows}).status_code == 422


def test_a_table_with_faults_is_refused_by_the_service_too(district):
    with district.app_context(), district.test_request_context(), pytest.raises(DomainError):
        create_accounts(actor=SYSTEM, sheet=judge(lines(("x",)), NOW), passwords=[], now=NOW)


def test_every_unit_without_an_account_gets_one_of_its_own(district):
    with district.app_context(), district.test_request_context():
        gaps = list_gaps()
        counts = {gap.type_code: len(gap.units) for gap in gaps}
        assert counts["hamlet"] == 69
        suggested = suggest_lines(gaps, counts)
        names = [line.cells[0] for line in suggested]
        assert len(set(names)) == len(names) == sum(counts.values())
        assert "xa.phutam" in names
        assert "ap.hoalong" in names
        assert not judge(suggested, NOW).faults


def test_hamlets_of_one_name_are_told_apart_by_their_commune(context):
    first, second = make_commune("1", "Xã An Ninh"), make_commune("2", "Thị trấn Châu Thành")
    one, other, third = (
        Participant(code=code, name="Ấp Kinh Mới", type_code="hamlet", parent=above)
        for code, above in (("1", first), ("2", second), ("3", second))
    )
    taken = set()
    for unit in (one, other, third):
        taken.add(free_name(unit, taken))
    assert taken == {"ap.kinhmoi", "ap.kinhmoi.chauthanh", "ap.kinhmoi2"}


def test_suggestions_are_previewed_downloaded_and_applied(district, client_as):
    administrator = client_as(RoleCode.ADMIN)
    assert "69 đơn vị" in administrator.get("/tai-khoan/de-xuat").text
    preview = administrator.get("/tai-khoan/de-xuat?type=commune")
    assert "Sẽ lập 6 tài khoản" in preview.text
    form = administrator.get("/tai-khoan/nhap/bieu-mau?type=commune")
    with district.app_context(), district.test_request_context():
        assert len(read_lines(form.data, "tai-khoan.xlsx", COLUMNS)) == 6
    refused = administrator.get("/tai-khoan/de-xuat?xem=1")
    assert refused.status_code == 422
    assert "Chọn ít nhất một nhóm" in refused.text
    made = administrator.post("/tai-khoan/nhap/lap", data={"rows": rows_of(preview)})
    answer = slips_after(administrator, made)
    assert answer.mimetype == "application/pdf"
    with district.app_context(), district.test_request_context():
        assert "commune" not in {gap.type_code for gap in list_gaps()}


def test_a_slip_is_printed_only_of_the_password_just_given(accounts, client_as):
    administrator, user = client_as(RoleCode.ADMIN), number_of(accounts, "ap")
    page = administrator.post(f"/tai-khoan/{user}/mat-khau")
    password = page.text.split("<dd><strong>")[1].split("<")[0]
    slip = administrator.post(f"/tai-khoan/{user}/phieu", data={"password": password})
    assert slip.mimetype == "application/pdf"
    (sheet,) = PdfReader(BytesIO(slip.data)).pages
    assert password in sheet.extract_text()
    assert "DỮ LIỆU MẪU" in sheet.extract_text()
    assert administrator.post(f"/tai-khoan/{user}/phieu", data={"password": "doan-mo"}).status_code == 422
    assert client_as(RoleCode.OFFICE).post(f"/tai-khoan/{user}/phieu").status_code == 403


def test_those_who_never_set_a_password_get_new_slips(accounts, client_as):
    with accounts.app_context(), transaction():
        waiting = [make_user(username=f"cho{n}", must_change_password=True).id for n in range(9)]
        settled = find_user_by_name("noivu")
        kept = settled.password
        reset_password(actor=SYSTEM, user=find_user_by_name("ap"), now=NOW)
    administrator = client_as(RoleCode.ADMIN)
    assert "cho8" in administrator.get("/tai-khoan/phieu").text
    chosen = [str(number) for number in (*waiting, number_of(accounts, "noivu"))]
    made = administrator.post("/tai-khoan/phieu", data={"user": chosen})
    assert "Đã cấp mật khẩu mới cho 9 tài khoản" in made.text
    answer = slips_after(administrator, made)
    pages = PdfReader(BytesIO(answer.data)).pages
    assert len(pages) == 2
    text = "\n".join(page.extract_text() for page in pages)
    assert all(f"cho{n}" in text for n in range(9))
    assert "noivu" not in text
    with accounts.app_context():
        assert find_user_by_name("noivu").password == kept
    assert administrator.post("/tai-khoan/phieu").status_code == 422
