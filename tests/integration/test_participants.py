from datetime import date

import pytest
from sqlalchemy import select

from foundation.bulk import insert_rows
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from participants import queries
from participants.models import Participant
from participants.services import create_cluster
from tests.district import make_commune, refuses
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("context")


def make_cluster(**overrides):
    values = {"actor": SYSTEM, "now": NOW, "code": "C1", "name": "Cụm thi đua số 1", "type_code": "commune"}
    return create_cluster(**(values | overrides))


def test_create_participant_is_recorded():
    commune = make_commune(attributes={"area": "thuong"})
    entry = db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
    assert (entry.action, entry.subject_id) == ("participant:created", str(commune.id))
    assert entry.after["attributes"] == {"area": "thuong"}


def test_create_participant_refuses_who_may_not():
    with pytest.raises(NotAllowed):
        make_commune(actor=make_user(roles=[RoleCode.UNIT]))


def test_create_participant_allows_the_standing_office():
    assert make_commune(actor=make_user(roles=[RoleCode.OFFICE])).id is not None


def test_create_participant_refuses_a_code_in_force():
    make_commune()
    with pytest.raises(Conflict) as refusal:
        make_commune(name="Xã khác")
    assert refusal.value.field == "code"


def test_a_code_may_be_given_again_after_a_merger():
    make_commune("31582", "Xã Phú Tân").valid_to = date(2025, 6, 30)
    heir = make_commune("31582", "Xã Thuận Hòa", valid_from=date(2025, 7, 1))
    assert queries.find_by_code("commune", "31582") is heir
    assert queries.find_by_code("commune", "31582", on=date(2024, 5, 1)).name == "Xã Phú Tân"
    assert [c.name for c in queries.list_by_type("commune", on=date(2025, 7, 1))] == ["Xã Thuận Hòa"]


def test_create_participant_knows_the_same_name_written_otherwise():
    make_commune(name="Xã Thuận Hòa")
    with pytest.raises(Conflict) as refusal:
        make_commune("1", "xã  Thuận Hoà")
    assert refusal.value.field == "name"


def test_two_households_may_share_a_name():
    household = {"type_code": "household_poor", "person_name": "Lý Văn An", "parent": make_commune()}
    make_commune("1", "Hộ ông Lý Văn An", **household)
    make_commune("2", "Hộ ông Lý Văn An", **household)
    assert queries.count_by_type() == {"commune": 1, "household_poor": 2}


def test_households_are_listed_by_the_given_name_of_their_head():
    for number, person in enumerate(["Lý Văn Ba", "Trần Thị Ánh", "Ngô Văn An"]):
        make_commune(str(number), f"Hộ ông {person}", type_code="household_poor", person_name=person)
    listed = [household.name.removeprefix("Hộ ông ") for household in queries.list_by_type("household_poor")]
    assert listed == ["Ngô Văn An", "Trần Thị Ánh", "Lý Văn Ba"]


@pytest.mark.parametrize(
    ("code", "name", "field"), [(" ", "Xã", "code"), ("1", " ", "name"), ("1", "x" * 201, "name")]
)
def test_create_participant_refuses_empty_and_long_texts(code, name, field):
    with pytest.raises(DomainError) as refusal:
        make_commune(code, name)
    assert refusal.value.field == field


def test_a_participant_joins_a_cluster_of_its_own_type_only():
    cluster = make_cluster(type_code="agency")
    with pytest.raises(DomainError) as refusal:
        make_commune(cluster=cluster)
    assert refusal.value.field == "cluster"


@pytest.mark.parametrize(
    ("overrides", "field"),
    [({"name": "Cụm Thi đua số 01", "code": "C2"}, "name"), ({"name": "Cụm khác"}, "code")],
)
def test_create_cluster_refuses_a_name_and_a_code_that_exist(overrides, field):
    make_cluster()
    with pytest.raises(Conflict) as refusal:
        make_cluster(**overrides)
    assert refusal.value.field == field


def test_create_cluster_refuses_who_may_not():
    with pytest.raises(NotAllowed):
        make_cluster(actor=make_user(roles=[RoleCode.UNIT]))


def test_nobody_is_their_own_parent():
    refuses(Participant(id=78, parent_id=78, code="x", name="x", sort_key="x", type_code="hamlet"))


def test_a_participant_does_not_end_before_it_begins():
    period = {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)}
    refuses(Participant(code="x", name="x", sort_key="x", type_code="hamlet", **period))


def test_the_order_in_the_database_is_vietnamese():
    ordered = ["Ấp 2", "Ấp 10", "Ấp An", "Ấp Ăn", "Ấp Ân", "Ấp Dừa", "Ấp Đông", "Ấp Ô", "Ấp Ơ"]
    for number, name in enumerate(reversed(ordered)):
        make_commune(str(number), name, type_code="hamlet")
    assert [hamlet.name for hamlet in queries.list_by_type("hamlet")] == ordered


def test_insert_rows_stores_what_objects_would():
    rows = ((f"{n}", f"Ấp {n}", f"{n:05d}", {"khmer_households": "3"}, n % 2 == 0) for n in range(25_000))
    heard = []
    columns = ("code", "name", "sort_key", "attributes", "is_sample", "type_code")
    typed = ((*row, "hamlet") for row in rows)
    assert insert_rows(Participant, columns, typed, progress=heard.append) == 25_000
    assert heard == [10_000, 20_000, 25_000]
    second = queries.find_by_code("hamlet", "1")
    assert (second.attributes, second.is_sample, second.precedence) == ({"khmer_households": "3"}, False, 0)


def test_insert_rows_is_undone_with_its_transaction():
    columns = ("code", "name", "sort_key", "attributes", "type_code")
    insert_rows(Participant, columns, [("1", "Ấp", "a", {}, "hamlet")])
    db.session.rollback()
    assert queries.count_by_type() == {}
