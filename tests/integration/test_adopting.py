"""Making a scenario the rules of its year: a version, its reason, a run; or nothing of it at all."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from awards.freezing import freeze_standings
from awards.models import EvaluationRun, RunResult, Scenario
from awards.services import seal_run
from criteria.models import CriteriaSet, CriteriaSetStatus
from criteria.queries import list_criteria_sets
from criteria.services import sha256_of
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from history.models import HistoryEntry
from scorecards.models import Scorecard, ScorecardStatus
from tasks.models import Task
from tasks.running import run_next
from tests.factories import NOW
from tests.sealed_year import COMMUNES, DOCUMENT, seal_year
from tests.working import empty_shelf

QUOTA = "awards/GK/quota"
REMARKED = DOCUMENT.replace("awards:\n", "# Khen thưởng, Hội đồng đã thống nhất\nawards:\n")


@pytest.fixture
def run_id(accounts):
    with accounts.app_context(), transaction():
        return seal_year(COMMUNES, document=REMARKED).id


@pytest.fixture
def path(run_id, client_as):
    base = f"/xep-hang/{run_id}/phuong-an"
    fields = {"type": "commune", "others": "[]", "name": "Nới chỉ tiêu", "shared": "y", QUOTA: "62.5"}
    made = client_as(RoleCode.COUNCIL).post(f"{base}/luu", data=fields)
    return made.location.partition("?")[0]


@pytest.fixture
def office(client_as):
    return client_as(RoleCode.OFFICE)


def adopt(client, path, reason="Hội đồng thống nhất ngày 12/12", version=1):
    return client.post(f"{path}/ap-dung", data={"reason": reason, "version": version})


def count(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_the_page_says_what_will_be_published(office, path):
    page = " ".join(office.get(f"{path}/ap-dung").text.split())
    assert "Chỉ tiêu (%): 50% → <strong>62,5%</strong>" in page
    assert "<del>− quota: {percent: 50, rounding: floor}</del>" in page
    assert "<ins>+ quota: {percent: 62.5, rounding: floor}</ins>" in page
    assert "Ban hành và chốt lần 2" in page


def test_adopting_publishes_evaluates_and_says_why(accounts, office, path, run_id):
    done = adopt(office, path)
    assert done.location == f"/xep-hang/{run_id + 1}/so-voi/{run_id}"
    with accounts.app_context():
        new, old = list_criteria_sets(1)
        assert (old.status, new.status) == (CriteriaSetStatus.RETIRED, CriteriaSetStatus.PUBLISHED)
        assert "# Khen thưởng, Hội đồng đã thống nhất" in new.document
        assert (
            "theo phương án “Nới chỉ tiêu” thử trên lần đánh giá 1. Lý do: Hội đồng thống nhất"
            in new.document
        )
        run = db.session.get(EvaluationRun, run_id + 1)
        assert run.number == 2
        assert run.document_sha256 == sha256_of(new.document)
        names = select(RunResult.name).where(
            RunResult.run_id == run.id, RunResult.award_status == "recommended"
        )
        assert set(db.session.scalars(names)) == {
            "Xã Hồ Đắc Kiện", "Xã Thuận Hòa", "Xã An Ninh", "Xã Phú Tân"
        }  # fmt: skip
        kept = db.session.scalars(select(Scenario)).one()
        assert (kept.adopted_set_id, kept.adopted_run_id) == (new.id, run.id)
        assert kept.adopted_reason == "Hội đồng thống nhất ngày 12/12"
        entry = db.session.scalars(
            select(HistoryEntry).where(HistoryEntry.action == "scenario:adopted")
        ).one()
        assert entry.after == {"version": 2, "run": 2, "reason": "Hội đồng thống nhất ngày 12/12"}
    difference = " ".join(office.get(done.location).text.split())
    assert "vào 2, ra 0" in difference
    assert "Xã Phú Tân" in difference
    assert "Đã áp dụng" in office.get(path).text


def test_what_units_entered_goes_over_to_the_new_version(accounts, office, path):
    with accounts.app_context(), transaction():
        card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
        card.status = ScorecardStatus.DRAFT
        entered = dict(card.assessments[0].entries)
    page = office.get(f"{path}/ap-dung").text
    assert "Tôi biết còn 1 phiếu chưa thẩm định" in page
    assert "đánh dấu ô này nếu vẫn chốt" in adopt(office, path).text
    data = {"reason": "Thống nhất", "version": 1, "with_unverified": "y"}
    assert office.post(f"{path}/ap-dung", data=data).status_code == 302
    with accounts.app_context():
        card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
        assert card.criteria_set.version == 2
        assert card.assessments[0].entries == entered


@pytest.fixture
def large(accounts):
    """Every year is too large for a page."""
    settings = accounts.config["SETTINGS"]
    accounts.config["SETTINGS"] = replace(settings, scorecards_at_once=-1)
    empty_shelf(accounts)
    yield accounts
    accounts.config["SETTINGS"] = settings


def test_a_large_year_is_adopted_in_the_background_with_the_same_outcome(large, office, path, run_id):
    task = adopt(office, path).location
    assert task.startswith("/viec/")
    assert count(large, CriteriaSet) == 1
    with large.app_context():
        assert run_next(large.extensions["tasks"], "worker").end == "done"
    assert f'href="/xep-hang/{run_id + 1}/so-voi/{run_id}"' in office.get(task).text
    with large.app_context():
        kept = db.session.scalars(select(Scenario)).one()
        assert (kept.adopted_run_id, kept.adopted_reason) == (run_id + 1, "Hội đồng thống nhất ngày 12/12")


def test_what_adopting_would_refuse_is_refused_before_it_waits(large, office, path):
    assert adopt(office, path, "  ").status_code == 422
    assert "vừa được sửa" in office.get(adopt(office, path, version=7).location).text
    assert count(large, Task) == 0


def test_a_run_that_came_in_between_stops_the_adoption_and_leaves_no_version(large, office, path, run_id):
    task = adopt(office, path).location
    with large.app_context(), transaction():
        year = db.session.get(EvaluationRun, run_id).movement_year
        seal_run(actor=SYSTEM, year=year, now=NOW)
    with large.app_context():
        assert run_next(large.extensions["tasks"], "worker").end == "failed"
    assert "Đã có lần đánh giá mới hơn" in office.get(task).text
    assert (count(large, CriteriaSet), count(large, EvaluationRun)) == (1, 2)


def test_a_reason_is_asked_for(accounts, office, path):
    refused = adopt(office, path, "  ")
    assert refused.status_code == 422
    assert "Ghi lý do áp dụng, ví dụ" in refused.text
    assert count(accounts, CriteriaSet) == 1


@pytest.mark.parametrize("role", [RoleCode.COUNCIL, RoleCode.CHAIR, RoleCode.VERIFIER, RoleCode.UNIT])
def test_only_the_office_adopts(client_as, path, role):
    client = client_as(role)
    assert client.get(f"{path}/ap-dung").status_code == 403
    assert adopt(client, path).status_code == 403


def test_frozen_standings_refuse_it_and_nothing_is_published(accounts, office, path, run_id):
    with accounts.app_context(), transaction():
        run = db.session.get(EvaluationRun, run_id)
        freeze_standings(actor=SYSTEM, run=run, reason="Chuẩn bị họp Hội đồng", now=NOW)
    page = office.get(f"{path}/ap-dung").text
    assert "Chuẩn bị họp Hội đồng" in page
    assert "Ban hành và chốt" not in page
    assert adopt(office, path).status_code == 302
    assert count(accounts, CriteriaSet) == count(accounts, EvaluationRun) == 1


def test_a_newer_run_refuses_it(accounts, office, path, run_id):
    with accounts.app_context(), transaction():
        year = db.session.get(EvaluationRun, run_id).movement_year
        seal_run(actor=SYSTEM, year=year, now=NOW)
    assert "Đã có lần đánh giá mới hơn lần 1" in office.get(f"{path}/ap-dung").text
    adopt(office, path)
    assert count(accounts, CriteriaSet) == 1


def test_what_was_changed_since_it_was_seen_is_not_adopted(accounts, office, path):
    adopt(office, path, version=7)
    assert count(accounts, CriteriaSet) == count(accounts, EvaluationRun) == 1


def test_it_is_adopted_once(accounts, office, client_as, path):
    adopt(office, path)
    assert "đã được áp dụng ngày" in office.get(f"{path}/ap-dung").text
    adopt(office, path, version=2)
    assert count(accounts, CriteriaSet) == count(accounts, EvaluationRun) == 2
    council = client_as(RoleCode.COUNCIL)
    council.post(f"{path}/xoa", data={"version": 2})
    assert count(accounts, Scenario) == 1


def test_runs_of_another_year_are_not_compared(office, path, run_id):
    assert office.get(f"/xep-hang/{run_id}/so-voi/{run_id + 9}").status_code == 404
    assert "nói như nhau" in office.get(f"/xep-hang/{run_id}/so-voi/{run_id}").text
