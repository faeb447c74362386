from datetime import UTC, datetime, timedelta

import pytest

from scheduling.planning import Job, Known, at_hour, each_day, is_working_day, pause_after, plan

START = datetime(2024, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hours(*numbers):
    return [START + number * HOUR for number in numbers]


def job(*numbers, **overrides):
    def due(since, now):
        return [at for at in hours(*numbers) if since < at <= now]

    return Job("work", due, lambda _due, _now: "", **overrides)


def known(number, *, finished=True, attempts=1, started=None):
    return Known(START + number * HOUR, started or START + number * HOUR, attempts, finished)


def test_missed_times_are_caught_up_oldest_first():
    assert plan(job(1, 2, 3), [known(0)], START + 3 * HOUR).do == hours(1, 2, 3)


def test_what_was_done_is_not_done_again():
    assert plan(job(1, 2), [known(0), known(1)], START + 2 * HOUR).do == hours(2)


def test_what_lies_ahead_waits():
    assert plan(job(5), [known(0)], START + 4 * HOUR).do == []


def test_of_several_missed_times_only_the_latest_matters_where_the_job_says_so():
    told = plan(job(1, 2, 3, latest_only=True), [known(0), known(1, finished=False)], START + 3 * HOUR)
    assert told.do == hours(3)
    assert told.overtaken == hours(1)


@pytest.mark.parametrize(("after", "ready"), [(59, False), (60, True)])
def test_a_failure_is_tried_again_after_its_pause(after, ready):
    found = [known(0), known(1, finished=False)]
    now = START + HOUR + timedelta(seconds=after)
    assert plan(job(1), found, now).do == (hours(1) if ready else [])


def test_a_failure_does_not_hide_what_is_due_later():
    found = [known(0), known(1, finished=False, attempts=9, started=START + 2 * HOUR)]
    assert plan(job(1, 2), found, START + 2 * HOUR).do == hours(2)


def test_pauses_grow_and_then_stay():
    pauses = [pause_after(attempts) for attempts in range(1, 9)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == pauses[-2] == timedelta(hours=6)


def test_a_time_that_was_moved_into_the_past_is_found_within_the_look_back():
    found = [known(0), known(10)]
    assert plan(job(8, look_back=3 * HOUR), found, START + 11 * HOUR).do == hours(8)
    assert plan(job(8, 6, look_back=3 * HOUR), found, START + 11 * HOUR).do == hours(8)


def test_nothing_older_than_the_first_look_is_done():
    found = [known(5)]
    assert plan(job(1, 6, look_back=100 * HOUR), found, START + 9 * HOUR).do == hours(6)


def test_seven_in_the_morning_is_meant_in_viet_nam():
    assert at_hour(datetime(2024, 11, 8, tzinfo=UTC).date(), 7) == datetime(2024, 11, 8, 0, tzinfo=UTC)


def test_each_day_has_its_hour_once():
    since = datetime(2024, 11, 7, 0, tzinfo=UTC)  # 07:00 in Viet Nam
    now = datetime(2024, 11, 9, 0, tzinfo=UTC)
    assert each_day(since, now, 7) == [datetime(2024, 11, day, 0, tzinfo=UTC) for day in (8, 9)]
    assert each_day(since, now - timedelta(seconds=1), 7) == [datetime(2024, 11, 8, 0, tzinfo=UTC)]


def test_an_evening_in_utc_is_the_next_morning_in_viet_nam():
    since = datetime(2024, 11, 7, 20, tzinfo=UTC)  # 03:00 on the 8th in Viet Nam
    assert each_day(since, since + HOUR, 4) == [datetime(2024, 11, 7, 21, tzinfo=UTC)]


def test_working_days_end_on_friday():
    week = [datetime(2024, 11, day, tzinfo=UTC).date() for day in range(4, 11)]
    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2
