import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from criteria import queries, services
from criteria.models import CriteriaSet, CriteriaSetStatus
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from tests.district import make_year
from tests.factories import NOW, make_user
from tests.year import DOCUMENT, publish

pytestmark = pytest.mark.usefixtures("context")


def create(year, document=DOCUMENT, actor=SYSTEM):
    return services.create_criteria_set(
        actor=actor, movement_year_id=year.id, year=year.year, document=document, now=NOW
    )


def test_a_document_is_kept_as_a_draft_with_its_hash():
    criteria_set = create(make_year())
    assert (criteria_set.version, criteria_set.status) == (1, CriteriaSetStatus.DRAFT)
    assert criteria_set.sha256 == services.sha256_of(DOCUMENT)


def test_a_document_with_faults_is_refused_with_all_of_them():
    faulty = DOCUMENT.replace("max: 60", "max: sixty").replace("kind: ratio", "kind: rate")
    with pytest.raises(services.FaultyDocumentError) as refusal:
        create(make_year(), faulty)
    assert len(refusal.value.reading.faults) >= 2
    assert str(refusal.value.reading.faults[0].line) in refusal.value.message


def test_a_document_of_another_year_is_refused():
    with pytest.raises(DomainError, match="2023"):
        create(make_year(), DOCUMENT.replace("year: 2024", "year: 2023"))


def test_only_the_standing_office_writes_criteria():
    with pytest.raises(NotAllowed):
        create(make_year(), actor=make_user(roles=[RoleCode.UNIT]))


def test_publishing_retires_the_version_before():
    year = make_year()
    first, second = publish(year), publish(year, DOCUMENT + "\n# second")
    assert (first.status, second.status) == (CriteriaSetStatus.RETIRED, CriteriaSetStatus.PUBLISHED)
    assert queries.find_published(year.id) is second
    assert [one.version for one in queries.list_criteria_sets(year.id)] == [2, 1]
    actions = [entry.action for entry in list_entries_of("criteria_set", str(second.id))]
    assert actions == ["criteria:created", "criteria:published"]


def test_publishing_checks_again():
    year = make_year()
    criteria_set = create(year)
    criteria_set.document = "types: []"
    with pytest.raises(services.FaultyDocumentError):
        services.publish_criteria_set(actor=SYSTEM, criteria_set=criteria_set, year=2024, now=NOW)


def test_a_draft_may_change_and_a_published_document_may_not():
    year = make_year()
    criteria_set = create(year)
    change = {"actor": SYSTEM, "criteria_set": criteria_set, "year": 2024, "now": NOW}
    services.change_criteria_set(**change, document=DOCUMENT + "\n# changed")
    assert criteria_set.document.endswith("# changed")
    services.publish_criteria_set(actor=SYSTEM, criteria_set=criteria_set, year=2024, now=NOW)
    with pytest.raises(Conflict):
        services.change_criteria_set(**change, document=DOCUMENT)
    with pytest.raises(Conflict):
        services.publish_criteria_set(actor=SYSTEM, criteria_set=criteria_set, year=2024, now=NOW)


@pytest.mark.parametrize(
    "statement", [update(CriteriaSet).values(document="x: 1"), delete(CriteriaSet)], ids=["update", "delete"]
)
def test_the_database_keeps_published_documents(statement):
    publish(make_year())
    with pytest.raises(DBAPIError, match="published criteria are final"), db.session.begin_nested():
        db.session.execute(statement)
