"""What a room wants done by itself: a name, when it is due, and the work."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.clock import VIETNAM, local_date

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Job:
    """Work that is due at certain instants.

    `due(since, now)` gives the instants after `since`, up to and including `now`. `run(due_at, now)` does the
    work of one of them and says in a line what it did; it is done again after a crash, so it must tell by
    itself what is done already. Of several instants that were missed, `latest_only` does the last alone.
    `look_back` is how far before the last one known a new one may still appear, where dates can be changed.
    What `run` writes is committed with the note that it is finished, unless `own_transactions` says that it
    opens transactions itself.
    """

    name: str
    due: Callable[[datetime, datetime], Iterable[datetime]]
    run: Callable[[datetime, datetime], str]
    latest_only: bool = False
    look_back: timedelta = timedelta(0)
    own_transactions: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one due time: when and how often it was begun, and whether it is finished."""

    due_at: datetime
    started_at: datetime
    attempts: int
    finished: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now, oldest first, and what a later due time has overtaken."""

    do: Sequence[datetime]
    overtaken: Sequence[datetime]


def plan(job: Job, known: Sequence[Known], now: datetime) -> Plan:
    """What of a job is to be done at this instant.

    `known` holds its due times so far, with at least one: the instant from which the clock watches this job.
    """
    first, last = min(one.due_at for one in known), max(one.due_at for one in known)
    seen = {one.due_at for one in known}
    since = max(first, last - job.look_back)
    fresh = {at for at in job.due(since, now) if since < at <= now} - seen
    unfinished = {one.due_at: one for one in known if not one.finished}
    open_times = sorted(fresh | set(unfinished))
    overtaken = open_times[:-1] if job.latest_only else []
    wanted = open_times[-1:] if job.latest_only else open_times
    ready = [at for at in wanted if at not in unfinished or _is_ready(unfinished[at], now)]
    return Plan(ready, [at for at in overtaken if at in unfinished])


def _is_ready(one: Known, now: datetime) -> bool:
    """Whether the pause after the last attempt is over; it grows with each."""
    return one.started_at + pause_after(one.attempts) <= now


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts that failed."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]


def at_hour(day: date, hour: int) -> datetime:
    """The instant when it is this full hour on this day in Viet Nam."""
    return datetime.combine(day, time(hour), VIETNAM)


def each_day(since: datetime, now: datetime, hour: int) -> list[datetime]:
    """The instants when it is this hour in Viet Nam, after `since`, up to `now`."""
    day, found = local_date(since), []
    while (at := at_hour(day, hour)) <= now:
        if at > since:
            found.append(at)
        day += timedelta(days=1)
    return found


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < SATURDAY
