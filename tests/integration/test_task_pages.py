"""The pages of tasks: the owner's alone, readable without a script, cheap to ask."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from accounts.queries import find_user_by_name
from foundation.clock import now
from foundation.database import transaction
from foundation.errors import DomainError
from foundation.permissions import RoleCode
from tasks import services, shelf
from tasks.handlers import Result
from tasks.models import TaskState
from tests.ranking_pages import text_of
from tests.working import Owner, do, empty_shelf, lay, paper, task_of


@pytest.fixture
def office(accounts, client_as):
    return client_as(RoleCode.OFFICE)


@pytest.fixture
def owner(accounts):
    empty_shelf(accounts)
    with accounts.app_context():
        return Owner(find_user_by_name("noivu").id)


@pytest.fixture
def waiting(accounts, owner):
    """A task that waits; its number."""
    with accounts.app_context():
        return lay(owner)


def begin(app, task_id, done=30, total=120, said="Đang xếp hạng"):
    """A worker is at it."""
    with app.app_context(), transaction():
        task = task_of(task_id)
        task.state, task.holder, task.beat_at = TaskState.RUNNING, "worker", now()
        task.done, task.total, task.said = done, total, said


def test_an_empty_list_says_what_will_stand_there(office):
    assert "Chưa có việc nào." in office.get("/viec").text


def test_every_page_leads_to_my_tasks(office):
    assert 'href="/viec"' in office.get("/").text


def test_without_a_worker_the_page_says_so_calmly(app, office, waiting):
    sign = app.config["SETTINGS"].instance / "tasks" / "alive"
    sign.unlink(missing_ok=True)
    for address in ("/viec", f"/viec/{waiting}"):
        assert "Tiến trình làm việc nền chưa chạy." in office.get(address).text
    with app.app_context():
        shelf.beat()
    for address in ("/viec", f"/viec/{waiting}"):
        assert "Tiến trình làm việc nền chưa chạy." not in office.get(address).text


def test_the_page_shows_progress_without_a_script(app, office, waiting):
    assert "Sắp bắt đầu" in office.get(f"/viec/{waiting}").text
    begin(app, waiting)
    page = office.get(f"/viec/{waiting}").text
    assert 'value="25"' in page
    assert "Đang xếp hạng" in page
    assert "25%" in page
    assert f'href="/viec/{waiting}"' in page, "a link that looks again"


def test_who_waits_behind_others_is_told_so(app, office, owner, waiting):
    with app.app_context():
        second = lay(owner, n=2)
    assert "Chờ 1 việc trước" in office.get(f"/viec/{second}").text


def test_a_script_asks_cheaply_how_far_it_is(app, office, waiting):
    begin(app, waiting)
    office.get(f"/viec/{waiting}/tien-do")
    statements = []

    def see(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", see)
    try:
        answer = office.get(f"/viec/{waiting}/tien-do", headers={"Accept": "application/json"})
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    assert answer.json == {
        "state": "running",
        "ended": False,
        "done": 30,
        "total": 120,
        "percent": 25,
        "said": "Đang xếp hạng",
        "cancelling": False,
    }
    of_tasks = [one for one in statements if "task" in one]
    assert len(of_tasks) == 1
    assert len(statements) <= 3, "who asks, their roles, and the task"


def test_an_unknown_total_has_no_percent(app, office, waiting):
    begin(app, waiting, done=7, total=0)
    assert office.get(f"/viec/{waiting}/tien-do").json["percent"] is None
    assert 'value="' not in office.get(f"/viec/{waiting}").text.split("<progress")[1].split(">")[0]


def test_cancelling_and_beginning_again_from_the_page(app, office, waiting):
    cancelled = office.post(f"/viec/{waiting}/huy", follow_redirects=True)
    assert "Đã hủy" in cancelled.text
    assert "Chưa có gì bị thay đổi." in cancelled.text
    again = office.post(f"/viec/{waiting}/lam-lai", follow_redirects=True)
    assert "Sắp bắt đầu" in again.text
    twice = office.post(f"/viec/{waiting}/lam-lai", follow_redirects=True)
    assert "Việc này đang chờ, đang làm hoặc đã xong." in twice.text


def test_cancelling_what_is_being_done_says_that_it_goes_on_for_a_moment(app, office, waiting):
    begin(app, waiting)
    page = office.post(f"/viec/{waiting}/huy", follow_redirects=True)
    assert "Đang hủy" in page.text
    assert "/huy" not in page.text


def test_a_failure_says_why_and_offers_to_begin_again(app, office, waiting):
    def refuse(_work):
        raise DomainError("Bộ tiêu chí chưa ban hành.")

    with app.app_context():
        do(refuse)
    for address in ("/viec", f"/viec/{waiting}"):
        page = office.get(address).text
        assert "Bộ tiêu chí chưa ban hành." in page
        assert f'action="/viec/{waiting}/lam-lai"' in page


def test_the_result_is_downloaded_under_its_name(app, office, waiting):
    with app.app_context():
        do(paper)
    assert "danh-sách.txt" in office.get(f"/viec/{waiting}").text
    file = office.get(f"/viec/{waiting}/tai")
    assert file.text == "Danh sách"
    assert file.headers["Content-Disposition"].startswith("attachment; ")
    assert "danh-s%C3%A1ch.txt" in file.headers["Content-Disposition"]
    assert "sandbox" in file.headers["Content-Security-Policy"]


def test_a_result_whose_time_is_over_says_so(app, office, waiting):
    with app.app_context():
        do(paper)
        with transaction():
            task_of(waiting).result_sha256 = None
    assert "đã hết hạn giữ" in text_of(office.get(f"/viec/{waiting}"))
    assert office.get(f"/viec/{waiting}/tai").status_code == 404


def test_a_task_without_a_file_leads_to_the_page_that_shows_it(app, office, waiting):
    with app.app_context():
        do(lambda _work: Result(outcome="Đã chốt.", leads_to="/xep-hang"))
    page = office.get(f"/viec/{waiting}").text
    assert 'href="/xep-hang"' in page
    assert "Đã chốt." in page


@pytest.mark.parametrize("role", [RoleCode.COUNCIL, RoleCode.ADMIN, RoleCode.UNIT])
def test_nobody_else_sees_a_task_or_its_result(app, client_as, waiting, role):
    with app.app_context():
        do(paper)
    other = client_as(role)
    assert "Lập danh sách" not in other.get("/viec").text
    for part in ("", "/tien-do", "/tai"):
        assert other.get(f"/viec/{waiting}{part}").status_code == 404
    for part in ("huy", "lam-lai"):
        assert other.post(f"/viec/{waiting}/{part}").status_code == 404


def test_the_administrator_sees_whose_tasks_stand_how_and_no_result(app, client_as, waiting):
    with app.app_context():
        do(paper)
    page = client_as(RoleCode.ADMIN).get("/viec/tat-ca").text
    assert "Lập danh sách" in page
    assert "Phòng Nội vụ" in page
    assert "Đã xong" in page
    assert f"/viec/{waiting}" not in page
    assert client_as(RoleCode.OFFICE).get("/viec/tat-ca").status_code == 403


def test_the_list_costs_the_same_for_one_task_and_for_twenty(app, office, owner, waiting):
    counts = []
    for rows in (1, 20):
        with app.app_context():
            for number in range(services.MOST_WAITING - 1 if rows == 20 else 0):
                lay(owner, n=number)
        statements = []

        def see(_connection, _cursor, statement, *_rest, seen=statements):
            seen.append(statement)

        event.listen(Engine, "before_cursor_execute", see)
        office.get("/viec")
        event.remove(Engine, "before_cursor_execute", see)
        counts.append(len(statements))
    assert counts[0] == counts[1]
