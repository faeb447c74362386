"""What happens by itself in a year: stages open and close, the late are reminded, the office is told."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from foundation.clock import local_date
from foundation.database import db
from movements.models import MovementYear, Stage
from movements.queries import find_current_year, list_years
from movements.settings import settings_of
from overview.morning import tell_office
from overview.reminders import list_reminder_times, remind_due
from overview.stage_news import close_extensions, close_stage, open_stage
from scheduling.planning import Job, each_day, is_working_day
from scorecards.models import Scorecard

MOVED = timedelta(days=60)
"""How far back a date that was changed is still acted upon."""
USUAL_HOUR = 7


def _within(times: set[datetime], since: datetime, now: datetime) -> list[datetime]:
    return sorted(at for at in times if since < at <= now)


def _stage_times(since: datetime, now: datetime) -> list[datetime]:
    rows = db.session.execute(select(Stage.opens_at, Stage.closes_at))
    return _within({at for row in rows for at in row}, since, now)


def _move_stages(due_at: datetime, now: datetime) -> str:
    statement = select(Stage).where(or_(Stage.opens_at == due_at, Stage.closes_at == due_at))
    stages = db.session.scalars(statement.order_by(Stage.id)).all()
    told = [close_stage(stage, now) for stage in stages if stage.closes_at == due_at]
    told += [open_stage(stage, now) for stage in stages if stage.opens_at == due_at]
    return "; ".join(told) or "no stage has this date any more"


def _extension_times(since: datetime, now: datetime) -> list[datetime]:
    statement = select(Scorecard.extended_until).where(
        Scorecard.extended_until > since, Scorecard.extended_until <= now
    )
    return _within({at for at in db.session.scalars(statement) if at is not None}, since, now)


def _close_extensions(due_at: datetime, now: datetime) -> str:
    statement = select(Scorecard.movement_year_id).where(Scorecard.extended_until == due_at).distinct()
    years = [db.session.get_one(MovementYear, year_id) for year_id in db.session.scalars(statement)]
    return "; ".join(close_extensions(year, due_at, now) for year in years) or "taken back meanwhile"


def _reminder_times(since: datetime, now: datetime) -> list[datetime]:
    return _within({at for year in list_years() for at in list_reminder_times(year)}, since, now)


def _remind(due_at: datetime, now: datetime) -> str:
    return f"{sum(remind_due(year, due_at, now) for year in list_years())} accounts reminded"


def _mornings(since: datetime, now: datetime) -> list[datetime]:
    year = find_current_year(now)
    hour = settings_of(year).morning_hour if year is not None else USUAL_HOUR
    return [at for at in each_day(since, now, hour) if is_working_day(local_date(at))]


def _tell_office(due_at: datetime, now: datetime) -> str:
    if local_date(due_at) != local_date(now):
        return "that morning has passed; the next one speaks"
    year = find_current_year(now)
    return f"{tell_office(year, now) if year is not None else 0} of the office told"


JOBS = (
    Job("stages", _stage_times, _move_stages, look_back=MOVED),
    Job("extensions", _extension_times, _close_extensions, look_back=MOVED),
    Job("reminders", _reminder_times, _remind),
    Job("morning", _mornings, _tell_office, latest_only=True),
)
