"""Work in the background on a real database: done once, whole or not at all, and told while it goes on."""

import time
from datetime import timedelta
from functools import partial

import pytest
from flask_babel import gettext
from sqlalchemy import event
from sqlalchemy.engine import Engine

from foundation.clock import now
from foundation.database import begin_writing, transaction
from foundation.errors import Conflict, DomainError, Trespass
from foundation.permissions import SYSTEM
from tasks import services, shelf
from tasks.handlers import CancelledError, Result
from tasks.models import TaskState
from tasks.rules import LEASE, MOST_ATTEMPTS
from tasks.running import run_next
from tests.working import do, empty_shelf, lay, make_owner, note, notes, paper, task_of

pytestmark = pytest.mark.usefixtures("context")
LATER = timedelta(seconds=1)
PATIENCE = 30


@pytest.fixture
def owner(context):
    empty_shelf(context)
    return make_owner()


def cancel(owner, task_id):
    with transaction():
        services.cancel(actor=owner, task=task_of(task_id), now=now())


def test_a_task_is_done_once_and_its_result_is_kept(owner):
    task_id = lay(owner)
    assert do(paper).end == "done"
    assert do(paper) is None
    task = task_of(task_id)
    assert (task.state, task.attempts, task.outcome) == (TaskState.DONE, 1, "Đã lập danh sách.")
    assert (task.result_name, task.result_size) == ("danh-sách.txt", len("Danh sách".encode()))
    assert b"".join(shelf.open_store().read(task.result_sha256)).decode() == "Danh sách"


def test_the_oldest_is_done_first(owner):
    first, second = lay(owner, n=1), lay(owner, n=2)
    assert [do(lambda _work: Result()).task_id for _ in range(2)] == [first, second]


def test_what_was_asked_for_reaches_the_work(owner):
    lay(owner, year=2024)
    seen = []
    do(lambda work: seen.append((work.owner_id, dict(work.params))) or Result())
    assert seen == [(owner.actor_id, {"year": 2024})]


def test_pressing_twice_asks_for_one_task(owner):
    assert lay(owner, year=2024) == lay(owner, year=2024)
    assert lay(owner, year=2024) != lay(owner, year=2025)


def test_a_person_waits_for_so_many_tasks_and_no_more(owner):
    for number in range(services.MOST_WAITING):
        lay(owner, n=number)
    with pytest.raises(DomainError, match="20 việc chờ"):
        lay(owner, n="more")


def test_a_broken_rule_is_told_in_its_own_words_and_nothing_stays(owner):
    def refuse(work):
        note(work)
        raise DomainError("Bộ tiêu chí chưa ban hành.")

    task_id = lay(owner)
    assert do(refuse).end == "failed"
    assert task_of(task_id).error == "Bộ tiêu chí chưa ban hành."
    assert notes() == []


def test_a_fault_ends_the_task_calmly_and_it_can_be_begun_again(owner):
    def fail(work):
        note(work)
        raise RuntimeError("a secret of the machine")

    task_id = lay(owner)
    assert do(fail).end == "failed"
    error = task_of(task_id).error
    assert "Bấm Làm lại" in error
    assert "secret" not in error
    with transaction():
        services.begin_again(actor=owner, task=task_of(task_id), now=now())
    assert do(lambda work: note(work) or Result()).end == "done"
    assert notes() == ["Xong"]


def test_a_kind_that_nobody_knows_fails_with_words(owner):
    task_id = lay(owner, kind="of another version")
    assert run_next({}, "worker").end == "failed"
    assert "không có việc loại này" in task_of(task_id).error


def test_a_task_that_waits_is_cancelled_at_once(owner):
    task_id = lay(owner)
    cancel(owner, task_id)
    assert task_of(task_id).state is TaskState.CANCELLED
    assert do(paper) is None
    with pytest.raises(Conflict):
        cancel(owner, task_id)


def until_stopped(work):
    """Work that goes on and on, and says so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        work.tell(1, 2, "Đang lập")
    pytest.fail("nobody heard that the work is not wanted")


def test_cancelling_stops_the_work_at_its_next_word_and_nothing_stays(app, owner):
    task_id, heard = lay(owner), []

    def long(work):
        with app.app_context():
            cancel(owner, task_id)
        note(work)
        (work.folder / "part").write_text("half", encoding="utf-8")
        try:
            until_stopped(work)
        except CancelledError as stop:
            heard.append(type(stop))
            raise

    assert do(long).end == "cancelled"
    assert heard == [CancelledError]
    assert notes() == []
    assert task_of(task_id).state is TaskState.CANCELLED
    assert shelf.list_folders() == []


def test_a_wish_to_cancel_that_comes_last_still_undoes_the_work(app, owner):
    task_id = lay(owner)

    def quick(work):
        with app.app_context():
            cancel(owner, task_id)
        note(work)
        return paper(work)

    assert do(quick).end == "cancelled"
    assert notes() == []
    assert task_of(task_id).result_sha256 is None


def test_progress_is_seen_from_outside_while_the_work_goes_on(app, owner):
    task_id, seen = lay(owner), []

    def counting(work):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            work.tell(30, 120, "Đang xếp hạng")
            with app.app_context():
                task = task_of(task_id)
                if task.total:
                    seen.append((task.state, task.done, task.total, task.said))
                    return Result()
        pytest.fail("no progress was noted")

    assert do(counting).end == "done"
    assert seen == [(TaskState.RUNNING, 30, 120, "Đang xếp hạng")]


def test_progress_is_written_seldom_however_often_it_is_told(owner):
    lay(owner)
    written = []

    def see(_connection, _cursor, statement, *_rest):
        if statement.startswith("UPDATE task"):
            written.append(statement)

    def busy(work):
        end = time.monotonic() + 2
        n = 0
        while time.monotonic() < end:
            n += 1
            work.tell(n, 10**9, "Đang đếm")
        return Result()

    event.listen(Engine, "before_cursor_execute", see)
    try:
        do(busy)
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    # One to take it up, one to end it, and at most two in each second between.
    assert 3 <= len(written) <= 7


def test_work_that_writes_for_long_does_not_wait_for_its_own_progress(owner):
    """On SQLite the one turn to write is the work's own: who notes the progress steps back."""
    task_id = lay(owner)

    def writing(work):
        begin_writing()
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            work.tell(1, 2, "Đang ghi")
        note(work)
        return Result()

    assert do(writing).end == "done"
    assert task_of(task_id).state is TaskState.DONE
    assert notes() == ["Xong"]


def test_looking_for_work_writes_nothing_where_nothing_waits(owner):
    lay(owner)
    do(paper)
    statements = []

    def see(_connection, _cursor, statement, *_rest):
        statements.append(statement.split()[0])

    event.listen(Engine, "before_cursor_execute", see)
    try:
        assert do(paper) is None
    finally:
        event.remove(Engine, "before_cursor_execute", see)
    assert statements == ["SELECT"]


def test_a_silent_worker_keeps_its_task_until_the_lease_is_over(owner):
    task_id = lay(owner)
    die(owner)
    assert do(paper, clock=lambda: now() + LEASE - LATER * 5) is None
    assert do(paper, holder="second", clock=lambda: now() + LEASE + LATER).end == "done"
    assert task_of(task_id).attempts == 2


def later(by):
    return now() + by


def die(owner, clock=now):
    """A process takes the task up and ends in the middle, as by kill -9: nothing is said any more."""

    class PowerCut(BaseException):
        pass

    def cut(work):
        note(work, "Nửa chừng")
        raise PowerCut

    with pytest.raises(PowerCut):
        do(cut, holder="first", clock=clock)


def test_after_three_deaths_the_task_fails_with_a_calm_sentence(owner):
    task_id, step = lay(owner), LEASE + LATER
    for number in range(MOST_ATTEMPTS):
        die(owner, clock=partial(later, number * step))
    assert do(paper, clock=partial(later, MOST_ATTEMPTS * step)) is None
    task = task_of(task_id)
    assert task.state is TaskState.FAILED
    assert "bị ngắt giữa chừng 3 lần" in task.error
    assert notes() == []


def test_cancelling_a_task_whose_worker_died_needs_no_worker(owner):
    task_id = lay(owner)
    die(owner)
    with transaction():
        services.cancel(actor=owner, task=task_of(task_id), now=now() + LEASE + LATER)
    assert task_of(task_id).state is TaskState.CANCELLED


def test_who_was_taken_for_dead_keeps_nothing(app, owner):
    """The first worker only slept; meanwhile, on another machine, the second did the task."""
    task_id = lay(owner)

    def slow(work):
        with app.app_context(), transaction():
            task = task_of(task_id)
            task.holder, task.beat_at = "second", now()
        note(work, "Của người đến chậm")
        return paper(work, "Của người đến chậm")

    assert do(slow, holder="first").end == "lost"
    assert notes() == []
    task = task_of(task_id)
    assert (task.holder, task.result_sha256) == ("second", None)


def test_a_worker_that_is_told_to_end_gives_the_task_back(owner):
    task_id = lay(owner)

    def going_on(work):
        note(work)
        work.tell(1, 2, "Đang lập")
        return Result()

    assert do(going_on, is_ending=lambda: True).end == "queued"
    assert (task_of(task_id).attempts, notes()) == (0, [])
    assert do(going_on).end == "done"


def test_only_the_owner_may_cancel_or_begin_again(owner):
    other, task_id = make_owner("khac"), lay(owner)
    for verb in (services.cancel, services.begin_again):
        for actor in (other, SYSTEM):
            with pytest.raises(Trespass):
                verb(actor=actor, task=task_of(task_id), now=now())


def test_results_are_removed_when_their_time_is_over(owner):
    task_id = lay(owner)
    do(paper)
    sha256, kept = task_of(task_id).result_sha256, timedelta(days=14)
    with transaction():
        assert services.remove_old(now=now() + timedelta(days=13), kept=kept) == 0
    assert shelf.open_store().holds(sha256)
    with transaction():
        assert services.remove_old(now=now() + timedelta(days=15), kept=kept) == 1
    assert not shelf.open_store().holds(sha256)
    assert (task_of(task_id).result_sha256, task_of(task_id).result_name) == (None, "danh-sách.txt")


def test_one_content_of_two_tasks_stays_while_one_of_them_offers_it(owner):
    old = lay(owner, n=1)
    do(paper)
    with transaction():
        task_of(old).finished_at = now() - timedelta(days=15)
    lay(owner, n=2)
    do(paper)
    sha256 = task_of(old).result_sha256
    with transaction():
        assert services.remove_old(now=now() + timedelta(days=2), kept=timedelta(days=14)) == 1
    assert shelf.open_store().holds(sha256)


def test_the_words_of_a_task_are_in_the_language_of_its_owner(owner):
    task_id = lay(owner)
    with transaction():
        task_of(task_id).language = "en"
    do(lambda _work: Result(outcome=gettext("Xếp hạng")))
    assert task_of(task_id).outcome == "Ranking"


def test_commands_do_what_waits_and_say_how_it_stands(app, owner):
    lay(owner, kind="unknown")
    runner = app.test_cli_runner()
    once = runner.invoke(args=["tasks", "once"])
    assert (once.exit_code, "unknown: failed" in once.output) == (1, True)
    assert "failed: 1" in runner.invoke(args=["tasks", "status"]).output
    assert runner.invoke(args=["tasks", "once"]).output == "0 done\n"
