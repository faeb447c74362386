"""Pages of what is in force on a day, and of adding, correcting, ending and dropping entries."""

from datetime import date

import pytest
from sqlalchemy import event

from authorities.loading import load_facts_of_district, load_national_facts
from authorities.models import BaseSalary, Certainty, LegalBasis, Signer
from authorities.queries import base_salary_on, find_entry, list_all
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode

SALARIES = "/tham-quyen/luong-co-so"
NEW_SALARY = {
    "valid_from": "2027-07-01",
    "valid_to": "",
    "amount": "2.700.000",
    "source": "",
    "note": "",
    "checked": "y",
}


def load():
    load_national_facts(actor=SYSTEM, now=now())
    load_facts_of_district(actor=SYSTEM, now=now())


@pytest.fixture
def facts(ready, accounts):
    ready(load)
    return accounts


def body(response):
    return " ".join(response.get_data(as_text=True).split())


def salary(app, first):
    with app.app_context():
        return next(one.id for one in list_all(BaseSalary) if one.valid_from == first)


def found(app, model, entry_id):
    with app.app_context():
        return find_entry(model, entry_id)


def seen(client, path):
    page = client.get(path).get_data(as_text=True)
    return page.partition('name="seen" type="hidden" value="')[2].partition('"')[0]


def test_the_page_of_a_day_shows_what_holds_on_it(facts, client_as):
    office = client_as(RoleCode.OFFICE)
    page = body(office.get("/tham-quyen/?ngay=2024-12-20"))
    assert "Áp dụng cho văn bản ký ngày 20/12/2024" in page
    assert "Ủy ban nhân dân huyện Châu Thành" in page
    assert "Từ ngày 01/01/2021 đến hết ngày 30/06/2025" in page
    assert "<strong>1.060.000</strong>" in page
    assert "0,3 × 1,5 × 2.340.000 = 1.053.000" in page
    assert "Phú Tâm" not in page
    later = body(office.get("/tham-quyen/?ngay=20/08/2025"))
    assert "Ủy ban nhân dân xã Phú Tâm" in later
    assert "Từ ngày 01/07/2025 trở đi" in later
    assert "Ủy ban nhân dân huyện Châu Thành" not in later


def test_the_page_leads_to_the_nearest_changes(facts, client_as):
    page = body(client_as(RoleCode.OFFICE).get("/tham-quyen/?ngay=2025-06-20"))
    assert "ngày 01/07/2025" in page
    assert "/tham-quyen/?ngay=2025-07-01" in page
    assert "/tham-quyen/?ngay=2025-06-15" in page


def test_a_day_that_is_none_is_told_and_kept(facts, client_as):
    answer = client_as(RoleCode.OFFICE).get("/tham-quyen/?ngay=31/02/2024")
    assert answer.status_code == 422
    assert 'value="31/02/2024"' in body(answer)
    assert "Ghi ngày có trong lịch" in body(answer)


def test_an_empty_district_is_told_what_is_missing(accounts, client_as):
    page = body(client_as(RoleCode.ADMIN).get("/tham-quyen/?ngay=2025-08-20"))
    assert "Chưa có mức lương cơ sở vào ngày 20/08/2025. Thêm một mục." in page
    assert "Chưa có cơ quan ban hành “Ủy ban nhân dân” vào ngày 20/08/2025" in page


def test_the_clerk_reads_but_does_not_change(facts, client_as):
    clerk = client_as(RoleCode.CLERK)
    page = body(clerk.get("/tham-quyen/"))
    assert "Mức lương cơ sở" in page
    assert "/them" not in page
    assert clerk.get(f"{SALARIES}/them").status_code == 403
    assert clerk.post(f"{SALARIES}/them", data=NEW_SALARY).status_code == 403
    assert client_as(RoleCode.UNIT).get("/tham-quyen/").status_code == 403


@pytest.mark.parametrize("role", [RoleCode.OFFICE, RoleCode.ADMIN])
def test_a_new_salary_is_entered_and_ends_the_old_one(facts, client_as, role):
    client = client_as(role)
    answer = client.post(f"{SALARIES}/them", data=NEW_SALARY, follow_redirects=True)
    page = body(answer)
    assert "Đã thêm, áp dụng từ ngày 01/07/2027 trở đi." in page
    assert "Mục trước đó được kết thúc vào hết ngày 30/06/2027." in page
    with facts.app_context():
        assert base_salary_on(date(2027, 7, 1)).amount == 2_700_000
        assert base_salary_on(date(2027, 6, 30)).amount == 2_530_000


@pytest.mark.parametrize("amount", ["hai triệu", "NaN", "-Infinity", "sNaN1"])
def test_faults_are_told_all_at_once_and_nothing_typed_is_lost(facts, client_as, amount):
    typed = NEW_SALARY | {"amount": amount, "valid_from": "", "note": "theo công văn"}
    answer = client_as(RoleCode.OFFICE).post(f"{SALARIES}/them", data=typed)
    page = body(answer)
    assert answer.status_code == 422
    assert "Chỉ ghi một số, ví dụ 0,3 hoặc 2.340.000." in page
    assert "Ghi ngày bắt đầu áp dụng" in page
    assert f'value="{amount}"' in page
    assert "theo công văn" in page


def test_an_overlap_is_told_beside_the_day(facts, client_as):
    typed = NEW_SALARY | {"valid_from": "2024-08-01", "valid_to": "2024-12-31"}
    answer = client_as(RoleCode.OFFICE).post(f"{SALARIES}/them", data=typed)
    assert answer.status_code == 422
    assert (
        "Trùng thời gian với “2.340.000 đồng/tháng”, áp dụng từ ngày 01/07/2024 đến hết ngày 30/06/2026."
        in body(answer)
    )


def test_an_entry_is_corrected_unless_somebody_else_did(facts, client_as):
    office, key = client_as(RoleCode.OFFICE), salary(facts, date(2026, 7, 1))
    path = f"{SALARIES}/{key}/sua"
    state = seen(office, path)
    typed = NEW_SALARY | {"valid_from": "2026-07-01", "amount": "2.600.000", "seen": state}
    assert office.post(path, data=typed).status_code == 302
    assert found(facts, BaseSalary, key).amount == 2_600_000
    late = office.post(path, data=typed | {"amount": "2.650.000"})
    assert late.status_code == 409
    assert "Người khác vừa sửa mục này" in body(late)
    assert 'value="2.650.000"' in body(late)
    assert found(facts, BaseSalary, key).amount == 2_600_000


def test_ending_an_entry_leads_to_the_one_that_follows(facts, client_as):
    office, key = client_as(RoleCode.OFFICE), salary(facts, date(2026, 7, 1))
    answer = office.post(
        f"{SALARIES}/{key}/ket-thuc", data={"last": "2027-06-30", "thay": "1"}, follow_redirects=True
    )
    page = body(answer)
    assert found(facts, BaseSalary, key).valid_to == date(2027, 6, 30)
    assert 'name="valid_from" required type="date" value="2027-07-01"' in page
    assert 'value="2.530.000"' in page


def test_an_end_before_the_beginning_is_refused(facts, client_as):
    key = salary(facts, date(2026, 7, 1))
    answer = client_as(RoleCode.OFFICE).post(f"{SALARIES}/{key}/ket-thuc", data={"last": "2026-06-01"})
    assert answer.status_code == 422
    assert "Ngày kết thúc không trước ngày bắt đầu" in body(answer)


def test_an_entry_is_confirmed_with_one_press(facts, client_as):
    key = salary(facts, date(2024, 7, 1))
    office = client_as(RoleCode.OFFICE)
    answer = office.post(f"{SALARIES}/{key}/xac-nhan", data={"ngay": "2024-12-20"})
    assert answer.location.endswith("/tham-quyen/?ngay=2024-12-20#luong-co-so")
    assert found(facts, BaseSalary, key).certainty is Certainty.CONFIRMED


def test_an_entry_that_was_never_right_is_dropped_with_a_reason(facts, client_as):
    key, office = salary(facts, date(2019, 7, 1)), client_as(RoleCode.OFFICE)
    assert office.post(f"{SALARIES}/{key}/bo", data={"reason": ""}).status_code == 422
    assert found(facts, BaseSalary, key) is not None
    office.post(f"{SALARIES}/{key}/bo", data={"reason": "nhập nhầm"})
    assert found(facts, BaseSalary, key) is None
    assert office.get(f"{SALARIES}/{key}/sua").status_code == 404
    assert "1.490.000" not in body(office.get(SALARIES))


def test_a_signer_keeps_lines_kinds_and_name(facts, client_as):
    with facts.app_context():
        issuer = list_all(Signer)[0].issuer_id
    typed = {
        "issuer_id": str(issuer),
        "authority": "TM. Ủy ban nhân dân\n  KT.  Chủ tịch \n\n",
        "title": "Phó Chủ tịch",
        "name": "Nguyễn Văn  A",
        "paper_kinds": ["proposal", "invitation"],
        "order_no": "7",
        "valid_from": "2024-01-01",
        "valid_to": "2024-12-31",
    }
    assert client_as(RoleCode.OFFICE).post("/tham-quyen/nguoi-ky/them", data=typed).status_code == 302
    with facts.app_context():
        kept = next(one for one in list_all(Signer) if one.order_no == 7)
        assert kept.authority_lines == ("TM. Ủy ban nhân dân", "KT. Chủ tịch")
        assert (kept.name, list(kept.paper_kinds)) == ("Nguyễn Văn A", ["proposal", "invitation"])
        assert not kept.is_sure


def test_a_basis_begins_as_papers_say_it(facts, client_as):
    office = client_as(RoleCode.OFFICE)
    typed = {"text": "Nghị quyết số 5", "order_no": "70", "valid_from": "2025-07-01", "valid_to": ""}
    assert "Bắt đầu bằng “Căn cứ”" in body(office.post("/tham-quyen/can-cu/them", data=typed))
    office.post("/tham-quyen/can-cu/them", data=typed | {"text": "Căn cứ Nghị quyết\nsố 5 ;"})
    with facts.app_context():
        assert "Căn cứ Nghị quyết số 5" in [one.text for one in list_all(LegalBasis)]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"coefficient": "0"}, "Ghi số lớn hơn 0"),
        ({"award": "Giấy khen"}, "Chỉ dùng chữ thường không dấu"),
        ({"individual": "", "household": "", "collective": ""}, "Ghi ít nhất một đối tượng"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(facts, client_as, said, fault):
    typed = {
        "name": "Kỷ niệm chương",
        "award": "ky_niem",
        "coefficient": "0,25",
        "individual": "1",
        "household": "1,5",
        "collective": "2",
        "order_no": "20",
        "valid_from": "2025-07-01",
    }
    office = client_as(RoleCode.OFFICE)
    answer = office.post("/tham-quyen/he-so/them", data=typed | said)
    assert answer.status_code == 422
    assert fault in body(answer)
    assert office.post("/tham-quyen/he-so/them", data=typed).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["co-quan", "nguoi-ky", "can-cu", "luong-co-so", "he-so", "lam-tron", "co-quan/1/sua", "lam-tron/1/bo"],
)
def test_every_table_has_its_pages(facts, client_as, path):
    assert client_as(RoleCode.OFFICE).get(f"/tham-quyen/{path}").status_code == 200


def test_a_table_that_is_none_is_not_there(facts, client_as):
    office = client_as(RoleCode.OFFICE)
    assert office.get("/tham-quyen/khac").status_code == 404
    assert office.get("/tham-quyen/khac/them").status_code == 404


def count_statements(client, path):
    statements = []
    with client.application.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def test_more_signers_cost_no_more_statements(facts, client_as):
    office = client_as(RoleCode.OFFICE)
    paths = ["/tham-quyen/?ngay=2024-12-20", "/tham-quyen/nguoi-ky"]
    [office.get(path) for path in paths]
    few = [count_statements(office, path) for path in paths]
    with facts.app_context(), transaction():
        first = list_all(Signer)[0]
        for number in range(40):
            db.session.add(
                Signer(
                    issuer_id=first.issuer_id,
                    order_no=number,
                    title=f"Người {number}",
                    valid_from=date(2021, 1, 1),
                )
            )
    assert [count_statements(office, path) for path in paths] == few
