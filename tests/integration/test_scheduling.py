"""The clock on a real database; time passes by saying another `now`."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import User
from foundation.database import db, transaction
from foundation.permissions import SYSTEM
from messages.models import Message, MessageKind
from messages.services import tell
from scheduling import services
from scheduling.models import JobLease, JobRun
from scheduling.planning import Job
from scheduling.running import run_due
from tests.factories import NOW, make_user

pytestmark = pytest.mark.usefixtures("context")
MINUTE = timedelta(minutes=1)


class Work:
    """A job that notes when it ran, tells somebody, and fails or ends the process when it is to."""

    user_id = 0

    def __init__(self, *dues, **overrides):
        self.ran = []
        self.fault = None
        self.job = Job(
            overrides.pop("name", "work"),
            lambda since, now: [at for at in dues if since < at <= now],
            self.run,
            **overrides,
        )

    def run(self, due_at, now):
        self.ran.append(due_at)
        tell(
            actor=SYSTEM,
            users=[db.session.get(User, self.user_id)],
            kind=MessageKind.NOTICE,
            title=f"{due_at:%H:%M}",
            now=now,
        )
        if self.fault:
            raise self.fault
        return "done"


@pytest.fixture
def user():
    with transaction():
        made = make_user()
        Work.user_id = made.id


def messages():
    return db.session.scalars(select(Message.title).order_by(Message.id)).all()


def test_each_due_time_is_done_once(user):
    work = Work(NOW, NOW + MINUTE)
    run_due([work.job], NOW)
    run_due([work.job], NOW)
    run_due([work.job], NOW + MINUTE)
    assert work.ran == [NOW, NOW + MINUTE]


def test_missed_times_are_caught_up_after_the_clock_was_off(user):
    work = Work(NOW + MINUTE, NOW + timedelta(days=2))
    run_due([work.job], NOW)
    run_due([work.job], NOW + timedelta(days=3))
    assert work.ran == [NOW + MINUTE, NOW + timedelta(days=2)]


def test_only_the_latest_is_done_where_that_is_enough(user):
    work = Work(NOW + MINUTE, NOW + 2 * MINUTE, latest_only=True)
    run_due([work.job], NOW)
    run_due([work.job], NOW + timedelta(hours=1))
    assert work.ran == [NOW + 2 * MINUTE]


def test_a_failure_leaves_nothing_behind_and_is_told(user):
    work = Work(NOW)
    work.fault = ValueError("no paper")
    (outcome,) = run_due([work.job], NOW)
    assert outcome.failed
    assert messages() == []
    run = db.session.scalars(select(JobRun).where(JobRun.due_at == NOW)).one()
    assert run.error == "ValueError: no paper"
    assert run.finished_at is None


def test_a_failure_is_tried_again_after_growing_pauses(user):
    work = Work(NOW)
    work.fault = ValueError("no paper")
    tries = [NOW + timedelta(seconds=seconds) for seconds in range(0, 600, 20)]
    for now in tries:
        run_due([work.job], now)
    assert len(work.ran) == 3  # at once, after one minute, after five more
    work.fault = None
    run_due([work.job], NOW + timedelta(hours=1))
    assert messages() == [f"{NOW:%H:%M}"]
    run = db.session.scalars(select(JobRun).where(JobRun.due_at == NOW)).one()
    assert (run.attempts, run.error, run.finished_at) == (4, None, NOW + timedelta(hours=1))


def test_a_failing_job_does_not_block_the_others(user):
    bad, good = Work(NOW, name="bad"), Work(NOW, name="good")
    bad.fault = RuntimeError("broken")
    outcomes = run_due([bad.job, good.job], NOW)
    assert [(one.name, one.failed) for one in outcomes] == [("bad", True), ("good", False)]


def test_a_job_that_cannot_tell_when_it_is_due_does_not_block_the_others(user):
    def broken(since, now):
        raise RuntimeError("no calendar")

    good = Work(NOW, name="good")
    outcomes = run_due([Job("bad", broken, good.run), good.job], NOW)
    assert [(one.name, one.failed) for one in outcomes] == [("bad", True), ("good", False)]


def test_work_cut_off_by_the_end_of_the_process_is_done_again_and_told_once(user):
    work = Work(NOW)
    work.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        run_due([work.job], NOW)
    db.session.remove()
    assert messages() == []
    work.fault = None
    run_due([work.job], NOW + MINUTE)
    assert len(messages()) == 1


def test_a_second_process_waits_while_the_first_keeps_time(user):
    work = Work(NOW)
    assert run_due([], NOW, holder="first") == []
    assert run_due([work.job], NOW, holder="second") is None
    assert work.ran == []


def test_a_second_process_takes_over_when_the_first_is_silent(user):
    work = Work(NOW)
    run_due([], NOW, holder="first")
    run_due([work.job], NOW + services.LEASE + timedelta(seconds=1), holder="second")
    assert work.ran == [NOW]
    assert db.session.get(JobLease, 1).holder == "second"


def test_a_process_that_ends_lets_the_next_begin_at_once(user):
    run_due([], NOW, holder="first")
    with transaction():
        services.release_lease("first", NOW)
    assert run_due([], NOW + timedelta(seconds=1), holder="second") == []


def test_a_process_that_lost_the_clock_in_mid_turn_stops(user):
    def thief(due_at, now):
        lease = db.session.get(JobLease, 1)
        lease.holder, lease.until = "other", now + timedelta(hours=1)
        return "taken"

    work = Work(NOW, name="after")
    run_due([Job("thief", lambda _since, _now: [NOW], thief), work.job], NOW, holder="mine")
    assert work.ran == []


def test_the_last_beat_is_known(user):
    assert services.last_beat(NOW) is None
    run_due([], NOW, holder="first")
    assert services.last_beat(NOW + MINUTE) == NOW


def test_old_notes_are_removed_but_not_the_latest_of_a_job(user):
    work = Work(NOW, NOW + MINUTE)
    run_due([work.job], NOW + MINUTE)
    with transaction():
        services.forget_runs(NOW + timedelta(days=200))
    assert db.session.scalars(select(JobRun.due_at)).all() == [NOW + MINUTE]


def test_every_room_says_what_it_wants_done(context):
    names = [job.name for job in context.extensions["jobs"]]
    assert len(names) == len(set(names))
    assert {"forget-job-runs", "sweep-evidence"} <= set(names)


def test_commands_do_what_is_due_and_say_how_things_stand(app):
    runner = app.test_cli_runner()
    assert "never" in runner.invoke(args=["scheduler", "status"]).output
    once = runner.invoke(args=["scheduler", "once"])
    assert once.exit_code == 0, once.output
    assert "last looked" in runner.invoke(args=["scheduler", "status"]).output
