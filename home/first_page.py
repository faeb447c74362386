"""What the first page says to one person: what is theirs, what waits for them, where the year stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from assignments.queries import list_unit_ids
from awards.queries import RunLine, list_runs
from foundation.clock import local_date
from foundation.permissions import Permission, can
from home.own_cards import OwnCard, list_own_cards
from home.queries import list_latest_messages
from home.tasks import Task, list_tasks
from messages.models import Message
from movements.models import MovementYear, Stage
from movements.queries import find_current_year
from movements.wording import STAGE_NAMES
from overview.board import CountLine, build_board
from overview.kinds import list_kinds
from overview.queries import Chosen, list_chosen

HAMLET, COMMUNE = "hamlet", "commune"
HAMLETS_SHOWN = 40


@dataclass(frozen=True)
class StageLine:
    """One stage as the reader sees it: past, running or ahead, with its first and last day."""

    name: str
    first_day: date
    last_day: date
    past: bool
    running: bool


@dataclass(frozen=True)
class FirstPage:
    """All that the page shows. `cards` are the scorecards of the person's own units; `hamlets` those of a
    commune's hamlets; `counts` are the scorecards of the year by state, for those who follow all of it;
    `run` is the latest evaluation, of this year or an earlier one.
    """

    today: datetime
    year: MovementYear | None
    stages: Sequence[StageLine] = ()
    cards: Sequence[OwnCard] = ()
    hamlets: Sequence[Any] = ()
    counts: CountLine | None = None
    run: RunLine | None = None
    tasks: Sequence[Task] = ()
    messages: Sequence[Message] = field(default=())


def build_first_page(user: User, now: datetime) -> FirstPage:
    """The page of this person at this instant."""
    year = find_current_year(now)
    run = next(iter(list_runs()), None)
    messages = list_latest_messages(user.id)
    if year is None:
        return FirstPage(now, None, tasks=list_tasks(user, None, run, [], now), messages=messages)
    kinds = list_kinds(year.id)
    codes = tuple(kind.code for kind in kinds)
    cards = list_own_cards(user.id, year, codes, now) if can(user, Permission.SCORE_SELF) else []
    counts = None
    if kinds and not cards and can(user, Permission.VIEW_OVERVIEW):
        counts = build_board(user, year, kinds, Chosen(codes), "type", 1, now).whole
    return FirstPage(
        today=now,
        year=year,
        stages=[_line(stage, now) for stage in year.stages],
        cards=cards,
        hamlets=_hamlets(user, year, codes, now),
        counts=counts,
        run=run,
        tasks=list_tasks(user, year, run, cards, now),
        messages=messages,
    )


def _line(stage: Stage, now: datetime) -> StageLine:
    return StageLine(
        name=str(STAGE_NAMES[stage.code]),
        first_day=local_date(stage.opens_at),
        last_day=local_date(stage.closes_at - timedelta(microseconds=1)),
        past=stage.closes_at <= now,
        running=stage.is_open(now),
    )


def _hamlets(user: User, year: MovementYear, codes: Sequence[str], now: datetime) -> Sequence[Any]:
    """The hamlets below the communes that a person acts for, each with its state."""
    if HAMLET not in codes or not can(user, Permission.REMIND_UNITS):
        return ()
    units = list_unit_ids(user.id)
    if not units:
        return ()
    rows = list_chosen(user, year, Chosen((HAMLET,), type_code=HAMLET), now, limit=HAMLETS_SHOWN)
    return [row for row in rows if row.commune_id in units]
