"""Reminding those who have not submitted, some days before their own deadline; each account once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from foundation.clock import local_date
from foundation.database import db
from foundation.permissions import SYSTEM
from messages.models import MessageKind
from messages.services import tell
from movements.deadlines import deadline_of
from movements.models import MovementYear, StageCode
from movements.settings import settings_of
from movements.wording import deadline_text
from overview.duties_to_submit import (
    Task,
    deadline_of_row,
    is_unsubmitted,
    list_rows,
    list_tasks,
    load_accounts,
)
from overview.words import STATE_NAMES
from scheduling.planning import at_hour
from scorecards.claims import claim_of
from scorecards.models import Scorecard
from scorecards.submission_gaps import gaps_of

NAMED = 10


def reminder_times(year: MovementYear, deadline: datetime) -> list[datetime]:
    """When those with this deadline are reminded, the earliest first."""
    settings = settings_of(year)
    day = local_date(deadline)
    times = {at_hour(day - timedelta(days=ahead), settings.morning_hour) for ahead in settings.reminder_days}
    return sorted(at for at in times if at < deadline)


def list_deadlines(year: MovementYear) -> set[datetime]:
    """Every deadline of a year: the stage's own, and those given to single units."""
    given = select(Scorecard.extended_until).where(
        Scorecard.movement_year_id == year.id, Scorecard.extended_until.is_not(None)
    )
    extended = {deadline_of(year, StageCode.SELF_SCORING, until) for until in db.session.scalars(given)}
    return {at for at in extended | {deadline_of(year, StageCode.SELF_SCORING)} if at is not None}


def remind_due(year: MovementYear, due_at: datetime, now: datetime) -> int:
    """Remind those whose time this is; returns how many accounts were told.

    Where the clock was off and a later time has come too, that one speaks; nobody is reminded of a deadline
    that has passed.
    """

    def wanted(row: Any) -> bool:
        deadline = deadline_of_row(year, row)
        if not is_unsubmitted(row) or deadline is None or deadline <= now:
            return False
        come = [at for at in reminder_times(year, deadline) if at <= now]
        return bool(come) and come[-1] == due_at

    tasks = list_tasks(year, list_rows(year, now), wanted, load_accounts())
    return sum(_remind(year, task, due_at, now) for task in tasks)


def _remind(year: MovementYear, task: Task, due_at: datetime, now: datetime) -> int:
    told = tell(
        actor=SYSTEM,
        users=[task.user],
        kind=MessageKind.REMINDER,
        title=lambda: _title(year, task, now),
        body=lambda: "\n\n".join(body_of(task)),
        path=path_of(task),
        occasion=f"remind/{year.id}/{due_at.isoformat()}",
        now=now,
    )
    return len(told)


def _title(year: MovementYear, task: Task, now: datetime) -> str:
    deadline = task.deadline or min(
        (at for row in task.hamlets if (at := deadline_of_row(year, row)) is not None), default=None
    )
    if deadline is None:
        return _("Phiếu chấm điểm năm %(year)s chưa nộp", year=year.year)
    days = (local_date(deadline) - local_date(now)).days
    if days == 0:
        return _("Hôm nay hết hạn nộp phiếu: %(deadline)s", deadline=deadline_text(deadline))
    left = ngettext("Còn %(num)s ngày", "Còn %(num)s ngày", days)
    return _("%(left)s để nộp phiếu: hạn %(deadline)s", left=left, deadline=deadline_text(deadline))


def body_of(task: Task) -> list[str]:
    """What an account has to hand in, in paragraphs: each scorecard with what it lacks, households as a
    count, the hamlets that are late.
    """
    parts = [_own_line(row) for row in task.own[:NAMED]]
    if len(task.own) > NAMED:
        parts.append(_("Và %(n)s phiếu khác chưa nộp.", n=len(task.own) - NAMED))
    if task.households:
        parts.append(_household_line(task))
    if task.hamlets:
        named = ", ".join(row.name for row in task.hamlets[:NAMED])
        count = len(task.hamlets)
        if count > NAMED:
            named = _("%(names)s và %(n)s nơi khác", names=named, n=count - NAMED)
        parts.append(_("%(n)s ấp của địa phương chưa nộp: %(names)s.", n=count, names=named))
    return parts


def _own_line(row: Any) -> str:
    state = str(STATE_NAMES[row.progress])
    missing = _missing(row.scorecard_id)
    if missing:
        lacking = ngettext("còn %(num)s tiêu chí chưa nhập", "còn %(num)s tiêu chí chưa nhập", missing)
        return _("%(name)s: %(state)s, %(lacking)s.", name=row.name, state=state, lacking=lacking)
    if missing == 0:
        return _("%(name)s: %(state)s, đã nhập đủ nhưng chưa nộp.", name=row.name, state=state)
    return _("%(name)s: %(state)s.", name=row.name, state=state)


def _missing(scorecard_id: int | None) -> int | None:
    """How many criteria of the unit's own are not entered; None where nothing was begun."""
    scorecard = db.session.get(Scorecard, scorecard_id) if scorecard_id is not None else None
    return None if scorecard is None else len(gaps_of(claim_of(scorecard)).unscored)


def _household_line(task: Task) -> str:
    total = sum(task.households.values())
    if len(task.households) == 1:
        (place,) = task.households
        return ngettext(
            "Còn %(num)s hộ của %(place)s chưa nộp phiếu.",
            "Còn %(num)s hộ của %(place)s chưa nộp phiếu.",
            total,
            place=place,
        )
    return ngettext(
        "Còn %(num)s hộ thuộc %(places)s nơi chưa nộp phiếu.",
        "Còn %(num)s hộ thuộc %(places)s nơi chưa nộp phiếu.",
        total,
        places=len(task.households),
    )


def path_of(task: Task) -> str:
    """The page where the account goes on: its one scorecard, its households, or all that is its."""
    cards = [row.scorecard_id for row in task.own if row.scorecard_id is not None]
    if len(task.own) == 1 and cards and not task.households:
        return f"/phieu/{cards[0]}"
    if task.households and not task.own:
        return "/ho"
    if task.hamlets and not task.own:
        return "/tien-do"
    return "/cham-diem"


def list_reminder_times(year: MovementYear) -> Sequence[datetime]:
    """Every time at which somebody of this year is reminded."""
    return sorted({at for deadline in list_deadlines(year) for at in reminder_times(year, deadline)})
