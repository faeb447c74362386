"""A year too large for a page to wait is sealed in the background: same checks, same words, one seal."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from accounts.models import User
from accounts.queries import find_user_by_name, list_roles
from awards.models import EvaluationRun, RunResult
from awards.services import SEAL_TASK
from foundation.clock import now
from foundation.database import db, transaction
from foundation.permissions import RoleCode
from scorecards.models import Scorecard, ScorecardStatus
from tasks import services
from tasks.handlers import TaskKind
from tasks.models import Task
from tasks.running import run_next
from tests.district import make_year
from tests.ranking_pages import rows_of
from tests.sealed_year import prepare_year
from tests.working import empty_shelf, task_of


@pytest.fixture
def small(accounts):
    """From four scorecards on, sealing is too long for a page."""
    settings = accounts.config["SETTINGS"]
    accounts.config["SETTINGS"] = replace(settings, scorecards_at_once=3)
    empty_shelf(accounts)
    yield accounts
    accounts.config["SETTINGS"] = settings


@pytest.fixture
def year_id(small):
    with small.app_context(), transaction():
        return prepare_year().id


@pytest.fixture
def office(year_id, client_as):
    return client_as(RoleCode.OFFICE)


def press(office, year_id, follow=True, **data):
    return office.post(f"/xep-hang/danh-gia/{year_id}", data=data, follow_redirects=follow)


def work(app, kinds=None):
    with app.app_context():
        ended = run_next(kinds or app.extensions["tasks"], "worker")
        return ended and ended.end


def tasks_of(app):
    with app.app_context():
        return list(db.session.scalars(select(Task.id).order_by(Task.id)))


def runs_of(app):
    with app.app_context():
        return list(db.session.scalars(select(EvaluationRun.id)))


def test_the_button_leads_to_the_progress_and_from_there_to_the_ranking(small, office, year_id):
    answer = press(office, year_id, follow=False, after="0")
    (task_id,) = tasks_of(small)
    assert answer.location == f"/viec/{task_id}"
    assert runs_of(small) == []
    assert work(small) == "done"
    page = office.get(f"/viec/{task_id}").text
    assert "Đã chốt lần đánh giá 1. Mã kết quả" in page
    (run_id,) = runs_of(small)
    assert f'href="/xep-hang/{run_id}"' in page
    assert rows_of(office.get(f"/xep-hang/{run_id}")) == 8


def test_the_seal_is_the_same_as_at_once(small, office, year_id):
    press(office, year_id, after="0")
    work(small)
    small.config["SETTINGS"] = replace(small.config["SETTINGS"], scorecards_at_once=1000)
    press(office, year_id, after="1")
    with small.app_context():
        seals = db.session.scalars(select(EvaluationRun.result_sha256)).all()
    assert len(seals) == 2
    assert len(set(seals)) == 1


def test_pressing_twice_seals_once(small, office, year_id):
    press(office, year_id, after="0")
    press(office, year_id, after="0")
    assert len(tasks_of(small)) == 1
    assert work(small) == "done"
    assert work(small) is None
    refused = press(office, year_id, after="0")
    assert "đã có lần đánh giá 1, chốt lúc" in refused.text
    assert len(tasks_of(small)) == 1


def test_a_seal_that_came_in_between_is_told_by_the_task(small, office, year_id):
    press(office, year_id, after="0")
    small.config["SETTINGS"] = replace(small.config["SETTINGS"], scorecards_at_once=1000)
    press(office, year_id, after="0")
    assert work(small) == "failed"
    assert "đã có lần đánh giá 1, chốt lúc" in office.get(f"/viec/{tasks_of(small)[0]}").text
    assert len(runs_of(small)) == 1


def test_what_is_missing_is_said_at_once(small, client_as, accounts):
    with small.app_context(), transaction():
        year_id = make_year().id
    small.config["SETTINGS"] = replace(small.config["SETTINGS"], scorecards_at_once=-1)
    answer = press(client_as(RoleCode.OFFICE), year_id)
    assert "chưa có bộ tiêu chí được ban hành" in answer.text
    assert tasks_of(small) == []


def unverify(app):
    with app.app_context(), transaction():
        card = db.session.scalars(select(Scorecard).order_by(Scorecard.id)).first()
        card.status = ScorecardStatus.SUBMITTED


def test_unverified_scorecards_ask_for_a_tick_at_once_and_again_when_it_is_done(small, office, year_id):
    unverify(small)
    refused = press(office, year_id, after="0")
    assert refused.status_code == 422
    assert "Còn 1 phiếu chưa thẩm định: đánh dấu ô này nếu vẫn chốt." in refused.text
    press(office, year_id, after="0", with_unverified="y")
    assert work(small) == "done"


def test_a_scorecard_taken_back_while_the_task_waited_stops_it(small, office, year_id):
    press(office, year_id, after="0")
    unverify(small)
    assert work(small) == "failed"
    assert "Còn 1 phiếu chưa thẩm định" in office.get(f"/viec/{tasks_of(small)[0]}").text
    assert runs_of(small) == []


def test_who_may_seal_no_longer_when_it_is_done_is_refused(small, office, year_id):
    press(office, year_id, after="0")
    with small.app_context(), transaction():
        find_user_by_name("noivu").roles = list_roles([RoleCode.COUNCIL])
    assert work(small) == "failed"
    with small.app_context():
        assert "Chỉ Thường trực Hội đồng" in task_of(tasks_of(small)[0]).error
    assert runs_of(small) == []


def test_a_seal_cancelled_in_the_middle_leaves_nothing(small, office, year_id):
    press(office, year_id, after="0")
    (task_id,) = tasks_of(small)
    kind = small.extensions["tasks"][SEAL_TASK]

    def cancelled(one):
        with small.app_context(), transaction():
            owner = db.session.get(User, one.owner_id)
            services.cancel(actor=owner, task=task_of(task_id), now=now())
        return kind.run(one)

    assert work(small, {SEAL_TASK: TaskKind(SEAL_TASK, cancelled)}) == "cancelled"
    assert runs_of(small) == []
    with small.app_context():
        assert db.session.scalars(select(RunResult.participant_id)).all() == []
    office.post(f"/viec/{task_id}/lam-lai")
    assert work(small) == "done"


def test_the_progress_of_a_seal_grows_and_has_words(small, office, year_id):
    press(office, year_id, after="0")
    kind, told = small.extensions["tasks"][SEAL_TASK], []

    def listened(one):
        return kind.run(replace(one, tell=lambda *words: told.append(words)))

    assert work(small, {SEAL_TASK: TaskKind(SEAL_TASK, listened)}) == "done"
    shares = [done / total for done, total, _said in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert list(dict.fromkeys(said for _done, _total, said in told)) == [
        "Đang đọc số liệu",
        "Đang chấm, xếp hạng và ghi lý do",
        "Đang chốt kết quả",
    ]
