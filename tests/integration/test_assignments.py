"""Giving accounts their units, clusters and duties: the service, the person's page, the list."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from accounts.queries import find_user_by_name
from assignments import services
from assignments.models import ChargeKind, ClusterCharge, UnitMember, VerifierDuty
from assignments.people import Wanted, list_people
from assignments.queries import find_member_of, list_charges, list_duties, list_units
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from participants.models import Participant
from participants.queries import list_clusters
from tests.assigned_district import number_of, sample
from tests.district import make_commune
from tests.factories import NOW, make_user


@pytest.fixture
def district(ready, app):
    """The sample district without households, with its accounts tied to it."""
    ready(sample)
    return app


def unit_id(app, code, kind):
    with app.app_context():
        statement = select(Participant.id).where(Participant.code == code, Participant.type_code == kind)
        return db.session.scalars(statement).one()


def test_assigning_and_removing_stand_in_the_record(context):
    user, unit = make_user(roles=[RoleCode.COMMUNE]), make_commune()
    member = services.assign_unit(actor=SYSTEM, user=user, participant=unit, now=NOW)
    services.remove_unit(actor=SYSTEM, member=member, now=NOW)
    entries = list_entries_of("user", str(user.id))[1:]
    assert [entry.action for entry in entries] == ["assignment:unit-added", "assignment:unit-removed"]
    assert entries[1].before == {"type_code": "commune", "code": "31600", "name": "Xã An Ninh"}
    assert list_units(user.id) == []


@pytest.mark.parametrize("role", [RoleCode.UNIT, RoleCode.VERIFIER, RoleCode.COUNCIL, RoleCode.CLERK])
def test_only_administrator_and_office_assign(context, role):
    actor, user = make_user(roles=[role]), make_user(roles=[RoleCode.UNIT])
    with pytest.raises(NotAllowed):
        services.assign_unit(actor=actor, user=user, participant=make_commune(), now=NOW)
    with pytest.raises(NotAllowed):
        services.assign_duty(actor=actor, user=user, type_code="commune", now=NOW)


def test_a_tie_asks_for_the_role_that_uses_it(context):
    clerk, unit = make_user(roles=[RoleCode.CLERK]), make_commune()
    with pytest.raises(DomainError) as refused:
        services.assign_unit(actor=SYSTEM, user=clerk, participant=unit, now=NOW)
    assert refused.value.field == "unit"
    with pytest.raises(DomainError):
        services.assign_duty(actor=SYSTEM, user=clerk, type_code="commune", now=NOW)


def test_nothing_is_assigned_twice(context):
    user, unit = make_user(roles=[RoleCode.COMMUNE, RoleCode.VERIFIER]), make_commune()
    services.assign_unit(actor=SYSTEM, user=user, participant=unit, now=NOW)
    with pytest.raises(Conflict):
        services.assign_unit(actor=SYSTEM, user=user, participant=unit, now=NOW)
    services.assign_duty(actor=SYSTEM, user=user, type_code="commune", criteria=["B", "A"], now=NOW)
    with pytest.raises(Conflict):
        services.assign_duty(actor=SYSTEM, user=user, type_code="commune", criteria=["A", "B"], now=NOW)
    services.assign_duty(actor=SYSTEM, user=user, type_code="commune", now=NOW)
    assert [duty.criteria for duty in list_duties(user.id)] == [["A", "B"], None]


def test_the_office_assigns_on_one_page(district, client_as):
    office, user = client_as(RoleCode.OFFICE), number_of(district, "thamdinh")
    page = office.get(f"/phan-cong/{user}")
    assert "Mọi tiêu chí" in page.text
    form = office.get(f"/phan-cong/{user}/tham-dinh/agency")
    assert "CQ1" in form.text
    with district.app_context():
        cluster = next(one.id for one in list_clusters("agency"))
    sent = {"cluster": str(cluster), "criteria": ["CQ1", "CQ2.1"]}
    assert office.post(f"/phan-cong/{user}/tham-dinh/agency", data=sent).status_code == 302
    with district.app_context():
        duty = list_duties(user)[-1]
        assert (duty.type_code, duty.cluster_id, duty.criteria) == ("agency", cluster, ["CQ1", "CQ2.1"])
        number = duty.id
    assert office.post(f"/phan-cong/{user}/tham-dinh/{number}/bo").status_code == 302
    with district.app_context():
        assert db.session.get(VerifierDuty, number) is None


def test_only_what_is_not_wholly_given_yet_is_offered_and_communes_come_first(district, client_as):
    office, verifier = client_as(RoleCode.OFFICE), number_of(district, "thamdinh")
    with district.app_context():
        duties = list_duties(verifier)
        wholly = {duty.type_code for duty in duties if duty.cluster_id is None and not duty.criteria}
    assert wholly
    page = office.get(f"/phan-cong/{verifier}").text
    assert not any(f"/phan-cong/{verifier}/tham-dinh/{code}" in page for code in wholly)
    page = office.get(f"/phan-cong/{number_of(district, 'xa')}").text
    groups = [part.split('"')[0] for part in page.split('<optgroup label="')[1:]]
    assert groups[1].startswith("UBND xã")


def test_units_and_clusters_are_added_and_taken_away(district, client_as):
    administrator, user = client_as(RoleCode.ADMIN), number_of(district, "ap")
    unit = unit_id(district, "31600-02", "hamlet")
    sent = {"don-vi-unit": str(unit)}
    assert administrator.post(f"/phan-cong/{user}/don-vi", data=sent).status_code == 302
    twice = administrator.post(f"/phan-cong/{user}/don-vi", data=sent)
    assert twice.status_code == 422
    assert "đã phụ trách Ấp Hòa Long" in twice.text
    with district.app_context():
        tie = find_member_of(user, unit).id
        cluster = list_clusters("agency")[0].id
    assert "Ấp Hòa Long" in administrator.get(f"/phan-cong/{user}").text
    assert administrator.post(f"/phan-cong/{user}/don-vi/{tie}/bo").status_code == 302
    sent = {"cum-cluster": str(cluster), "cum-kind": "head"}
    assert administrator.post(f"/phan-cong/{user}/cum", data=sent).status_code == 302
    refused = administrator.post(f"/phan-cong/{user}/cum", data=sent | {"cum-kind": "council"})
    assert refused.status_code == 422
    assert "Thành viên Hội đồng" in refused.text
    with district.app_context():
        (charge,) = list_charges(user)
        assert (charge.cluster_id, charge.kind) == (cluster, ChargeKind.HEAD)
        number = charge.id
    assert administrator.post(f"/phan-cong/{user}/cum/{number}/bo").status_code == 302
    with district.app_context():
        assert db.session.get(ClusterCharge, number) is None


def test_what_is_assigned_to_another_is_not_taken_away_through_this_one(district, client_as):
    administrator = client_as(RoleCode.ADMIN)
    with district.app_context():
        tie = db.session.scalars(select(UnitMember).order_by(UnitMember.id)).first()
        other = find_user_by_name("noivu").id
        number = tie.id
    assert administrator.post(f"/phan-cong/{other}/don-vi/{number}/bo").status_code == 404
    assert administrator.get("/phan-cong/99999").status_code == 404
    assert administrator.get(f"/phan-cong/{other}/tham-dinh/khong-co").status_code == 404


def test_units_do_not_assign(district, client_as):
    user = number_of(district, "ap")
    assert client_as(RoleCode.COMMUNE).get(f"/phan-cong/{user}").status_code == 403
    assert client_as(RoleCode.VERIFIER).post(f"/phan-cong/{user}/don-vi").status_code == 403


def test_the_list_is_searched_and_filtered(district, client_as):
    office = client_as(RoleCode.OFFICE)
    page = office.get("/tai-khoan").text
    assert "Xã An Ninh" in page
    assert "Thêm tài khoản" not in page
    found = office.get("/tai-khoan?q=phuoc hoa").text
    assert "Ấp Phước Hòa" in found
    assert "UBND xã An Ninh" not in found
    verifiers = office.get("/tai-khoan?role=verifier").text
    assert "Phòng LĐ-TB&amp;XH" in verifiers
    assert "Văn thư huyện" not in verifiers
    assert "Không có tài khoản nào như vậy" in office.get("/tai-khoan?q=khongcoai").text


def count_statements(work):
    sent = []

    def see(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        work()
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    return len(sent)


def test_the_list_turns_pages_with_as_many_reads_for_few_as_for_many(context):
    make_user(roles=[RoleCode.UNIT])
    few = count_statements(lambda: list_people(Wanted()))
    for number in range(60):
        user = make_user(roles=[RoleCode.COMMUNE])
        unit = make_commune(f"3{number:04d}", f"Xã số {70_000 + number}")
        services.assign_unit(actor=SYSTEM, user=user, participant=unit, now=NOW)
    db.session.expire_all()
    assert count_statements(lambda: list_people(Wanted())) == few
    people = list_people(Wanted(page=2))
    assert (people.total, people.pages, people.page, len(people.lines)) == (61, 2, 2, 11)
    assert list_people(Wanted(state="loose")).found == 1
    assert list_people(Wanted(words="xa so 70047")).found == 1


def test_an_account_is_made_with_roles_and_units_in_one_form(district, client_as):
    administrator = client_as(RoleCode.ADMIN)
    units = [unit_id(district, "31600-02", "hamlet"), unit_id(district, "31600-03", "hamlet")]
    typed = {
        "username": "hai.ap",
        "full_name": "Hai ấp",
        "email": "",
        "roles": ["unit", "verifier"],
        "units": [str(unit) for unit in units],
    }
    page = administrator.post("/tai-khoan/moi", data=typed)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    with district.app_context():
        user = find_user_by_name("hai.ap")
        assert user.role_codes == {"unit", "verifier"}
        assert {unit.id for unit in list_units(user.id)} == set(units)


def test_units_without_the_role_are_refused_with_what_was_typed(district, client_as):
    unit = unit_id(district, "31600-02", "hamlet")
    typed = {"username": "moi", "full_name": "Người mới", "roles": ["clerk"], "units": [str(unit)]}
    page = client_as(RoleCode.ADMIN).post("/tai-khoan/moi", data=typed)
    assert page.status_code == 422
    assert "không có vai trò" in page.text
    assert 'value="Người mới"' in page.text
    assert f'value="{unit}" checked' in page.text
    with district.app_context():
        assert find_user_by_name("moi") is None


def test_the_last_administrator_keeps_the_role_on_the_page(accounts, client_as):
    user = number_of(accounts, "quantri")
    administrator = client_as(RoleCode.ADMIN)
    page = administrator.post(f"/tai-khoan/{user}", data={"full_name": "Quản trị", "roles": ["office"]})
    assert page.status_code == 422
    assert "duy nhất" in page.text
    typed = {"full_name": "Quản trị huyện", "roles": ["admin", "office"], "email": "it@example.vn"}
    assert administrator.post(f"/tai-khoan/{user}", data=typed).status_code == 302
