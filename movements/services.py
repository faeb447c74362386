"""Setting up the movement and starting its years."""

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import gettext as _

from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record
from movements.calendars import check_calendar
from movements.models import Movement, MovementYear, Stage, StageCode
from movements.queries import find_year_of
from movements.rules import is_year_within, require_manager
from movements.settings import (
    BOUNDS,
    LONGEST_AHEAD,
    MOST_REMINDERS,
    YearSettings,
    as_stored,
    settings_of,
)


def create_movement(
    *,
    actor: Actor,
    name: str,
    slogan: str | None = None,
    period_from: date,
    period_to: date,
    district_name: str,
    province_name: str,
    standing_body: str,
    is_sample: bool = False,
    now: datetime,
) -> Movement:
    """Set up a movement. Raises DomainError where the period ends before it begins."""
    require_manager(actor)
    if period_to < period_from:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu."), field="period_to")
    movement = Movement(
        name=name,
        slogan=slogan,
        period_from=period_from,
        period_to=period_to,
        district_name=district_name,
        province_name=province_name,
        standing_body=standing_body,
        is_sample=is_sample,
    )
    db.session.add(movement)
    db.session.flush()
    after = {"name": name, "period_from": period_from.isoformat(), "period_to": period_to.isoformat()}
    record(actor=actor, action="movement:created", subject=("movement", movement.id), after=after, now=now)
    return movement


def change_movement(
    *,
    actor: Actor,
    movement: Movement,
    name: str,
    slogan: str | None,
    period_from: date,
    period_to: date,
    district_name: str,
    province_name: str,
    standing_body: str,
    now: datetime,
) -> None:
    """Change what the movement is called and how long it lasts; nothing is recorded where nothing changed.

    Raises DomainError where the period ends before it begins, or leaves out a year that was started.
    """
    require_manager(actor)
    lock_row(Movement, movement.id)
    _check_period(movement, period_from, period_to)
    wanted = {
        "name": name,
        "slogan": slogan,
        "period_from": period_from,
        "period_to": period_to,
        "district_name": district_name,
        "province_name": province_name,
        "standing_body": standing_body,
    }
    changed = {field: value for field, value in wanted.items() if getattr(movement, field) != value}
    if not changed:
        return
    before = {field: _as_text(getattr(movement, field)) for field in changed}
    for field, value in changed.items():
        setattr(movement, field, value)
    db.session.flush()
    longer = set(changed) == {"period_to"} and period_to.isoformat() > str(before["period_to"])
    record(
        actor=actor,
        action="movement:extended" if longer else "movement:changed",
        subject=("movement", movement.id),
        before=before,
        after={field: _as_text(value) for field, value in changed.items()},
        now=now,
    )


def _check_period(movement: Movement, period_from: date, period_to: date) -> None:
    if period_to < period_from:
        raise DomainError(_("Ngày kết thúc phải sau ngày bắt đầu."), field="period_to")
    years = [year.year for year in movement.years]
    if years and min(years) < period_from.year:
        raise DomainError(
            _("Năm %(year)s đã được mở, nên phong trào không bắt đầu sau năm đó.", year=min(years)),
            field="period_from",
        )
    if years and max(years) > period_to.year:
        raise DomainError(
            _("Năm %(year)s đã được mở, nên phong trào không kết thúc trước năm đó.", year=max(years)),
            field="period_to",
        )


def _as_text(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else None


def start_year(
    *,
    actor: Actor,
    movement: Movement,
    year: int,
    calendar: Mapping[StageCode, tuple[datetime, datetime]],
    now: datetime,
) -> MovementYear:
    """Start a year with the dates of its stages: each opens at the first instant and closes at the second.

    Raises Conflict where the year was started already, DomainError where it lies outside the movement
    or a stage is out of order. A year of a sample movement is sample data too.
    """
    require_manager(actor)
    if not is_year_within(movement, year):
        raise DomainError(_outside(movement, year), field="year")
    if find_year_of(movement.id, year) is not None:
        raise Conflict(_("Năm %(year)s đã được mở.", year=year), field="year")
    check_calendar(calendar)
    stages = [
        Stage(code=code, opens_at=opens, closes_at=closes) for code, (opens, closes) in calendar.items()
    ]
    movement_year = MovementYear(movement=movement, year=year, stages=stages, is_sample=movement.is_sample)
    db.session.add(movement_year)
    db.session.flush()
    after = {
        code.value: [opens.isoformat(), closes.isoformat()] for code, (opens, closes) in calendar.items()
    }
    subject = ("movement_year", movement_year.id)
    record(
        actor=actor, action="year:started", subject=subject, after={"year": year, "stages": after}, now=now
    )
    return movement_year


def _outside(movement: Movement, year: int) -> str:
    if year < movement.period_from.year:
        return _(
            "Phong trào được phát động từ năm %(first)s. Chọn năm từ đó trở đi.",
            first=movement.period_from.year,
        )
    return _(
        "Phong trào được phát động đến năm %(last)s; muốn mở năm %(year)s thì gia hạn phong trào trước.",
        last=movement.period_to.year,
        year=year,
    )


def change_settings(*, actor: Actor, year: MovementYear, settings: YearSettings, now: datetime) -> None:
    """Set what the office chooses for a year. Raises DomainError beside a choice that cannot be."""
    require_manager(actor)
    _check(settings)
    before, after = as_stored(settings_of(year)), as_stored(settings)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return
    year.settings = after
    db.session.flush()
    record(
        actor=actor,
        action="year:settings-changed",
        subject=("movement_year", year.id),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        now=now,
    )


def _check(settings: YearSettings) -> None:
    days = settings.reminder_days
    if len(days) > MOST_REMINDERS or any(not 1 <= one <= LONGEST_AHEAD for one in days):
        raise DomainError(
            _(
                "Ghi nhiều nhất %(most)s ngày, mỗi số từ 1 đến %(longest)s.",
                most=MOST_REMINDERS,
                longest=LONGEST_AHEAD,
            ),
            field="reminder_days",
        )
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(settings, name) <= most:
            raise DomainError(_("Ghi số từ %(min)s đến %(max)s.", min=least, max=most), field=name)
