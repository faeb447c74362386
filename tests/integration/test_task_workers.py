"""Several workers at one queue, in real connections and processes: each task is done by one of them."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection
from threading import Barrier, Lock

import pytest

from foundation.clock import now
from foundation.database import db
from tasks import shelf
from tasks.cli import Worker
from tasks.handlers import Result, TaskKind
from tasks.models import TaskState
from tasks.rules import LEASE
from tests.databases import let_go
from tests.working import do, empty_shelf, lay, make_owner, note, notes, paper, task_of

PATIENCE = 60
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def owner(app):
    empty_shelf(app)
    with app.app_context():
        return make_owner()


def test_each_of_many_tasks_is_done_by_one_of_many_workers(app, owner):
    count, workers = 6, 4
    with app.app_context():
        tasks = [lay(owner, n=number) for number in range(count)]
    start, lock, begun = Barrier(workers), Lock(), []

    def work(one):
        with lock:
            begun.append(one.task_id)
        note(one, f"Việc {one.task_id}")
        return Result()

    def worker(number):
        start.wait()
        with app.app_context():
            while do(work, holder=f"worker {number}") is not None:
                pass
            db.session.remove()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(worker, range(workers)))
    # Who met a task in the hands of another looked for the next, and perhaps found none: the rest waits.
    with app.app_context():
        while do(work) is not None:
            pass
        assert sorted(begun) == tasks
        assert sorted(notes()) == sorted(f"Việc {task_id}" for task_id in tasks)
        assert {task_of(task_id).state for task_id in tasks} == {TaskState.DONE}


def worker_that_stops_in_the_middle(app, said: Connection) -> None:
    """A process: it writes a row and a finished part, says so, and waits to be killed."""

    def half(work):
        note(work, "Nửa chừng")
        (work.folder / "part-1").write_text("phần một", encoding="utf-8")
        said.send(work.task_id)
        said.recv()
        return paper(work, "chưa bao giờ")

    with app.app_context():
        do(half, holder="killed")


@pytest.fixture
def killed(app, owner):
    """A task whose worker was killed (-9) in the middle; its number."""
    with app.app_context():
        task_id = lay(owner)
    let_go(app)
    here, there = FORK.Pipe()
    process = FORK.Process(target=worker_that_stops_in_the_middle, args=(app, there))
    process.start()
    assert here.poll(PATIENCE), "the worker never began"
    assert here.recv() == task_id
    with app.app_context():
        # It is alive and holds its folder: nobody else begins, however long it is silent.
        assert do(paper, holder="second", clock=lambda: now() + 2 * LEASE) is None
    let_go(app)
    os.kill(process.pid, signal.SIGKILL)
    process.join(PATIENCE)
    assert process.exitcode == -signal.SIGKILL
    return task_id


def test_a_killed_worker_leaves_nothing_half_and_another_goes_on_from_its_parts(app, killed):
    def resume(work):
        part = (work.folder / "part-1").read_text(encoding="utf-8")
        note(work, "Cả việc")
        return paper(work, f"{part}, phần hai")

    with app.app_context():
        task = task_of(killed)
        assert (task.state, task.result_sha256, notes()) == (TaskState.RUNNING, None, [])
        assert list(shelf.open_store().iterate()) == []
        assert do(resume, holder="second") is None, "the lease is not over"
        ended = do(resume, holder="second", clock=lambda: now() + LEASE * 1.1)
        assert (ended.task_id, ended.end) == (killed, "done")
        task = task_of(killed)
        assert (task.attempts, notes()) == (2, ["Cả việc"])
        assert b"".join(shelf.open_store().read(task.result_sha256)).decode() == "phần một, phần hai"
        assert shelf.list_folders() == []


def test_two_workers_after_a_lease_take_the_task_up_once(app, killed):
    start, runs = Barrier(2), []

    def work(one):
        runs.append(one.task_id)
        return paper(one)

    def worker(clock):
        start.wait()
        with app.app_context():
            ended = do(work, holder=f"after {id(clock)}", clock=clock)
            db.session.remove()
            return ended and ended.end

    clocks = [partial(_later, 1.1), partial(_later, 1.2)]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(worker, clocks))
    assert runs == [killed]
    assert sorted(ends, key=str) == [None, "done"]


def _later(leases):
    return now() + LEASE * leases


def worker_of_the_product(app, said: Connection) -> None:
    """The process that `bin/run` starts, with one kind of work."""

    def whole(work):
        said.send(work.task_id)
        return paper(work)

    def endless(work):
        said.send(work.task_id)
        while True:
            work.tell(1, 2, "Đang in")

    app.extensions["tasks"] = {"work": TaskKind("work", whole), "endless": TaskKind("endless", endless)}
    Worker(app).work()


def test_the_process_does_what_is_laid_before_it_and_ends_when_told(app, owner):
    let_go(app)
    here, there = FORK.Pipe()
    process = FORK.Process(target=worker_of_the_product, args=(app, there))
    process.start()
    try:
        with app.app_context():
            first = lay(owner)
        assert here.poll(PATIENCE)
        assert here.recv() == first
        with app.app_context():
            second = lay(owner, kind="endless")
            assert shelf.is_worker_alive(now())
        assert here.poll(PATIENCE)
        assert here.recv() == second
        process.terminate()
        process.join(PATIENCE)
        assert process.exitcode == 0
    finally:
        process.kill()
    with app.app_context():
        assert task_of(first).state is TaskState.DONE
        assert (task_of(second).state, task_of(second).attempts) == (TaskState.QUEUED, 0)


def test_a_worker_is_known_to_be_alive_while_it_gives_signs(app):
    empty_shelf(app)
    with app.app_context():
        assert not shelf.is_worker_alive(now() + LEASE)
        shelf.beat()
        assert shelf.is_worker_alive(now())
        assert not shelf.is_worker_alive(now() + LEASE)
