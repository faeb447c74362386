"""Spreadsheets too large to wait for: offered in the background, made there, fetched by who asked."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.queries import find_user, list_roles
from foundation.database import transaction
from foundation.permissions import RoleCode
from tasks.models import TaskState
from tasks.running import run_next
from tests.ranking_pages import sealed
from tests.working import empty_shelf, task_of


@pytest.fixture
def small(accounts):
    """From two rows on, a file is too long for a page."""
    settings = accounts.config["SETTINGS"]
    accounts.config["SETTINGS"] = replace(settings, rows_at_once=0)
    empty_shelf(accounts)
    yield accounts
    accounts.config["SETTINGS"] = settings


@pytest.fixture
def run_id(small, ready):
    return ready(sealed)


@pytest.fixture
def office(run_id, client_as):
    return client_as(RoleCode.OFFICE)


def work(app):
    with app.app_context():
        return run_next(app.extensions["tasks"], "worker").end


def cells(content):
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


PATHS = {"ranking": "/xep-hang/{run}/bang-tinh?type=commune", "progress": "/tien-do/bang-tinh?type=commune"}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_a_large_spreadsheet_is_offered_made_in_the_background_and_the_same_as_at_once(
    small, office, run_id, path
):
    path = path.format(run=run_id)
    page = office.get(path)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "Lập tệp ở nền" in page.text
    task = office.post(path).location
    assert office.post(path).location == task, "the same work is not laid twice"
    assert work(small) == "done"
    made = office.get(f"{task}/tai")
    small.config["SETTINGS"] = replace(small.config["SETTINGS"], rows_at_once=300)
    at_once = office.get(path)
    assert "attachment" in at_once.headers["Content-Disposition"]
    assert cells(made.data)[1:] == cells(at_once.data)[1:]
    assert len(cells(made.data)) > 8


def test_nobody_but_the_owner_fetches_the_file(small, office, run_id, client_as):
    task = office.post(PATHS["ranking"].format(run=run_id)).location
    work(small)
    other = client_as(RoleCode.CHAIR)
    assert other.get(f"{task}/tai").status_code == 404
    assert office.get(f"{task}/tai").status_code == 200


def test_who_lost_the_right_meanwhile_gets_no_file(small, office, run_id):
    task_id = int(office.post(PATHS["ranking"].format(run=run_id)).location.rpartition("/")[2])
    with small.app_context(), transaction():
        owner = find_user(task_of(task_id).owner_id)
        owner.roles = list(list_roles([RoleCode.UNIT]))
    assert work(small) == "failed"
    with small.app_context():
        task = task_of(task_id)
        assert (task.state, task.result_sha256) == (TaskState.FAILED, None)
        assert "không còn quyền" in task.error


def test_units_are_not_offered_it(run_id, client_as):
    assert client_as(RoleCode.UNIT).post(PATHS["ranking"].format(run=run_id)).status_code == 403
