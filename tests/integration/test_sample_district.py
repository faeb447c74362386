from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import SYSTEM
from history.models import HistoryEntry
from participants import queries
from participants.models import Cluster, Participant
from participants.sample import load_district
from tests.district import make_commune
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("context")


def load_sample(**overrides):
    return load_district(**({"actor": SYSTEM, "now": NOW} | overrides))


@contextmanager
def counting_statements():
    """The statements sent meanwhile."""
    statements = []

    def note(*arguments):
        statements.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def snapshot(seed):
    """Everything the sample says of each participant, of a district that is undone again."""
    load_sample(seed=seed, households=200)
    columns = (
        Participant.type_code,
        Participant.code,
        Participant.name,
        Participant.title,
        Participant.attributes,
    )
    rows = [tuple(row) for row in db.session.execute(select(*columns).order_by(*columns[:2]))]
    db.session.rollback()
    return rows


def test_sample_district_has_the_shape_of_the_real_one():
    district = load_sample(households=300)
    counts = queries.count_by_type()
    assert counts.pop("household_poor") + counts.pop("household_not_poor") == district.households == 300
    assert counts == {"agency": 21, "commune": 8, "enterprise": 18, "hamlet": 70, "official": 24}
    assert {kind: len(ids) for kind, ids in district.units.items()} == counts
    assert [commune.name for commune in queries.list_by_type("commune")] == [
        "Thị trấn Châu Thành",
        "Xã An Hiệp",
        "Xã An Ninh",
        "Xã Hồ Đắc Kiện",
        "Xã Phú Tâm",
        "Xã Phú Tân",
        "Xã Thiện Mỹ",
        "Xã Thuận Hòa",
    ]


def test_sample_clusters_hold_four_communes_each_and_every_agency():
    district = load_sample(households=0)
    communes, agencies = (
        [len(queries.list_by_cluster(cluster.id)) for cluster in queries.list_clusters(kind)]
        for kind in ("commune", "agency")
    )
    assert (communes, len(agencies), sum(agencies)) == ([4, 4], 3, 21)
    assert len(district.clusters) == 5


def test_sample_is_marked_everywhere():
    load_sample(households=100)
    for model in (Participant, Cluster):
        assert db.session.scalar(select(func.count()).where(model.is_sample.is_(False))) == 0


def test_loading_the_sample_is_one_entry_of_the_record():
    load_sample(seed=3, households=5)
    entry = db.session.scalars(select(HistoryEntry)).one()
    assert (entry.action, entry.after) == ("sample:loaded", {"seed": 3, "households": 5})


def test_sample_hamlets_add_up_to_their_commune():
    load_sample(households=0)
    for commune in queries.list_by_type("commune"):
        hamlets = queries.list_children(commune.id, type_code="hamlet")
        assert 8 <= len(hamlets) <= 10
        total = sum(int(hamlet.attributes["khmer_households"]) for hamlet in hamlets)
        assert total == int(commune.attributes["khmer_households"])


def test_sample_has_the_cases_that_the_criteria_tell_apart():
    load_sample(households=0)
    khmer = [commune.attributes["khmer_households"] for commune in queries.list_by_type("commune")]
    areas = {hamlet.attributes["area"] for hamlet in queries.list_by_type("hamlet")}
    enterprises = [enterprise.attributes for enterprise in queries.list_by_type("enterprise")]
    assert khmer.count("0") == 1
    assert areas == {"thuong", "dac_biet_kho_khan"}
    assert {e["enterprise_kind"] for e in enterprises} == {"doanh_nghiep", "hop_tac_xa", "ho_kinh_doanh"}
    assert sum(e["credit_institution"] for e in enterprises) == 2
    assert {o.attributes["woman"] for o in queries.list_by_type("official")} == {True, False}


def test_sample_officials_are_named_with_their_post():
    load_sample(households=0)
    titles = {official.code: official.title for official in queries.list_by_type("official")}
    assert titles["CB-31600-1"] == "Công chức Văn hóa - Xã hội, xã An Ninh"
    assert titles["CB-P-DT-1"] == "Chuyên viên Phòng Dân tộc"


def test_sample_households_are_found_by_commune_and_inherit_its_cluster():
    load_sample(households=400)
    tree = queries.load_tree()
    found = 0
    for commune in queries.list_by_type("commune"):
        for kind in ("household_poor", "household_not_poor"):
            for household in queries.list_by_commune(commune.id, kind):
                found += 1
                assert tree.nearest(household.parent_id, "commune").id == commune.id
                assert tree.cluster_id(household.parent_id) == commune.cluster_id
    assert found == 400


def test_the_same_seed_makes_the_same_district():
    first = snapshot(5)
    assert snapshot(5) == first
    assert snapshot(6) != first


@pytest.mark.parametrize("count", [-1, 1_000_001])
def test_sample_district_refuses_a_count_out_of_range(count):
    with pytest.raises(DomainError) as refusal:
        load_sample(households=count)
    assert refusal.value.field == "households"


def test_sample_district_is_for_an_empty_database():
    make_commune()
    with pytest.raises(Conflict):
        load_sample()


@pytest.mark.parametrize("households", [10, 500])
def test_lists_send_as_many_statements_whatever_their_length(households):
    load_sample(households=households)
    commune = queries.list_by_type("commune")[0]
    with counting_statements() as statements:
        queries.list_by_type("hamlet")
        queries.list_by_commune(commune.id, "household_poor")
        queries.load_tree()
    assert len(statements) == 4
