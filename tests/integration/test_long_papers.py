"""Long papers are previewed and issued in the background: offered, cancelled, killed, found again."""

import multiprocessing
import os
import signal
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from accounts.models import User
from accounts.queries import find_user, list_roles
from documents.drafting import kind_of, plan_of
from documents.issuing import ISSUE
from documents.materials import load
from documents.print_tasks import NUMBER
from documents.usual_words import usual_of
from foundation.clock import now
from foundation.database import db, transaction
from foundation.papers.qr import qr_path
from foundation.permissions import SYSTEM, RoleCode
from register import shelf as papers
from register.models import NumberSeries, Paper, PaperState
from register.queries import find_frozen
from register.services import start_draft
from tasks import shelf
from tasks.handlers import CancelledError, TaskKind
from tasks.models import TaskState
from tasks.printing import beside
from tasks.rules import LEASE
from tasks.running import run_next
from tasks.services import submit
from tests.council import open_council, seal_small_year
from tests.databases import let_go
from tests.deciding import decide_rest, seal
from tests.papers import DAY, LATER, load_facts
from tests.working import empty_shelf, task_of

PATIENCE = 60
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def long(accounts):
    """Every paper with a table is too long for a page."""
    settings = accounts.config["SETTINGS"]
    accounts.config["SETTINGS"] = replace(settings, rows_at_once=0)
    empty_shelf(accounts)
    yield accounts
    accounts.config["SETTINGS"] = settings


def drafted():
    """A draft of the decision of a sealed session; its number."""
    load_facts()
    session = seal(decide_rest(open_council(run=seal_small_year())))
    kind, material = kind_of("decision"), load(f"session:{session.id}")
    usual = usual_of(kind, material, DAY, "")
    entered = {"texts": dict(usual.texts), "recipients": list(usual.recipients)}
    plan = plan_of(kind, material, entered, signed_on=DAY, now=LATER)
    return start_draft(actor=SYSTEM, plan=plan, now=LATER).id


@pytest.fixture
def paper_id(long, ready):
    return ready(drafted)


@pytest.fixture
def office(paper_id, client_as):
    return client_as(RoleCode.OFFICE)


def work(app, clock=now):
    with app.app_context():
        ended = run_next(app.extensions["tasks"], "worker", clock=clock)
        return ended and ended.end


def number_of(location):
    return int(location.rpartition("/")[2])


def standing(app, paper_id):
    with app.app_context():
        return db.session.get(Paper, paper_id).state


def last_numbers(app):
    """The last number of every series of papers."""
    with app.app_context():
        rows = db.session.execute(select(NumberSeries.series, NumberSeries.last))
        return {series: last for series, last in rows if "QĐ" in series}


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("form", ["xem", "docx"])
def test_the_preview_of_a_long_draft_is_offered_made_and_fetched(long, office, paper_id, form):
    offered = office.get(f"/van-ban/{paper_id}/{form}")
    assert (offered.status_code, offered.mimetype) == (200, "text/html")
    assert "Lập tệp ở nền" in offered.text
    task = office.post(f"/van-ban/{paper_id}/{form}").location
    assert work(long) == "done"
    made = office.get(f"{task}/tai")
    long.config["SETTINGS"] = replace(long.config["SETTINGS"], rows_at_once=300)
    at_once = office.get(f"/van-ban/{paper_id}/{form}")
    assert made.mimetype == at_once.mimetype
    assert made.data == at_once.data
    assert standing(long, paper_id) is PaperState.DRAFT


def test_who_may_no_longer_issue_gets_no_preview(long, office, paper_id):
    task_id = number_of(office.post(f"/van-ban/{paper_id}/xem").location)
    with long.app_context(), transaction():
        find_user(task_of(task_id).owner_id).roles = list(list_roles([RoleCode.COUNCIL]))
    assert work(long) == "failed"
    with long.app_context():
        assert task_of(task_id).result_sha256 is None


def test_a_long_paper_is_issued_in_the_background_and_found_among_my_tasks(long, office, paper_id):
    task = office.post(f"/van-ban/{paper_id}/phat-hanh").location
    assert task.startswith("/viec/")
    assert standing(long, paper_id) is PaperState.NUMBERED
    assert task in office.get("/viec").text
    assert work(long) == "done"
    page = office.get(task).text
    assert "Đã phát hành số 01/QĐ-UBND" in page
    assert f'href="/van-ban/{paper_id}"' in page
    issued = office.get(f"/van-ban/{paper_id}/xem").data
    assert "Số: 01/QĐ-UBND" in text_of(issued)


def test_a_worker_killed_while_it_prints_leaves_no_file_and_the_next_issues_under_the_same_number(
    long, office, paper_id
):
    task_id = number_of(office.post(f"/van-ban/{paper_id}/phat-hanh").location)
    taken = last_numbers(long)
    with long.app_context():
        kept = papers_kept()
    let_go(long)
    here, there = FORK.Pipe()
    process = FORK.Process(target=worker_that_prints_for_ever, args=(long, there))
    process.start()
    assert here.poll(PATIENCE), "the worker never began to print"
    os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)
    assert standing(long, paper_id) is PaperState.NUMBERED
    with long.app_context():
        assert (task_of(task_id).state, papers_kept()) == (TaskState.RUNNING, kept)
    assert work(long) is None, "the lease is not over"
    assert work(long, clock=lambda: now() + LEASE * 1.1) == "done"
    assert standing(long, paper_id) is PaperState.ISSUED
    assert last_numbers(long) == taken == {next(iter(taken)): 1}
    with long.app_context():
        task = task_of(task_id)
        assert (task.state, task.attempts) == (TaskState.DONE, 2)
        assert papers_kept() - kept == {db.session.get(Paper, paper_id).sha256}
        assert shelf.list_folders() == []


def papers_kept():
    """What lies in the store of issued papers."""
    return {sha256 for sha256, _since in papers.open_store().iterate()}


def worker_that_prints_for_ever(app, said):
    """A process whose printing begins and never comes to an end."""

    def printing(work):
        def for_ever():
            said.send(work.task_id)
            said.recv()

        return beside(work, for_ever)

    with app.app_context():
        run_next({ISSUE: TaskKind(ISSUE, printing)}, "killed")


def test_cancelling_while_it_prints_ends_at_once_and_leaves_nothing(long, office, paper_id):
    location = office.post(f"/van-ban/{paper_id}/xem").location
    begun, released = FORK.Event(), FORK.Event()

    def printing(work):
        def slow():
            begun.set()
            office.post(f"{location}/huy")
            released.wait(PATIENCE)
            return b"%PDF never"

        try:
            return beside(work, slow)
        except CancelledError:
            released.set()
            raise

    with long.app_context():
        kind = task_of(number_of(location)).kind
        ended = run_next({kind: TaskKind(kind, printing)}, "worker")
    assert (begun.is_set(), ended.end) == (True, "cancelled")
    with long.app_context():
        task = task_of(number_of(location))
        assert (task.state, task.result_sha256) == (TaskState.CANCELLED, None)
        assert (list(shelf.open_store().iterate()), shelf.list_folders()) == ([], [])
    assert standing(long, paper_id) is PaperState.DRAFT


def test_cancelling_the_print_of_a_numbered_paper_keeps_its_number_for_later(long, office, paper_id):
    location = office.post(f"/van-ban/{paper_id}/phat-hanh").location
    office.post(f"{location}/huy")
    assert work(long) is None
    assert standing(long, paper_id) is PaperState.NUMBERED
    again = office.post(f"/van-ban/{paper_id}/hoan-tat").location
    assert again != location
    assert work(long) == "done"
    assert last_numbers(long) == {next(iter(last_numbers(long))): 1}


def test_where_even_the_words_take_long_the_number_is_taken_in_the_background(long, office, paper_id):
    with long.app_context(), transaction():
        owner = db.session.scalars(select(User).where(User.roles.any(name=RoleCode.OFFICE))).first()
        params = {"paper": paper_id, "address": "https://td.example.vn/kiem-tra"}
        task_id = submit(kind=NUMBER, title="Cấp số", params=params, owner=owner, now=now()).id
    assert work(long) == "done"
    assert standing(long, paper_id) is PaperState.NUMBERED
    page = office.get(f"/viec/{task_id}").text
    assert "Đã cấp số 01/QĐ-UBND, đang in tệp." in page
    assert f'href="/viec/{task_id + 1}"' in page
    with long.app_context():
        paper = find_frozen(paper_id)
        assert qr_path(f"https://td.example.vn/kiem-tra/{paper.code}") in paper.html
    assert work(long) == "done"
    assert standing(long, paper_id) is PaperState.ISSUED
