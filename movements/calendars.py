"""Changing the dates of a year's stages: checked as a whole, kept in the record, told to those concerned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import gettext as _

from accounts.models import User
from accounts.queries import list_users_with_roles
from foundation.clock import local
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor, RoleCode
from history.services import record
from messages.models import MessageKind
from messages.services import tell
from movements.models import MovementYear, Stage, StageCode
from movements.rules import Calendar, Disorder, DisorderKind, list_disorders, require_manager
from movements.wording import STAGE_NAMES, deadline_text

_UNITS = frozenset({RoleCode.UNIT, RoleCode.COMMUNE})
CONCERNED: dict[StageCode, frozenset[RoleCode]] = {
    StageCode.REGISTRATION: _UNITS,
    StageCode.SELF_SCORING: _UNITS,
    StageCode.VERIFICATION: frozenset({RoleCode.VERIFIER}),
    StageCode.OBJECTION: _UNITS | {RoleCode.VERIFIER},
    StageCode.COUNCIL: frozenset({RoleCode.COUNCIL, RoleCode.CHAIR}),
    StageCode.DECISION: frozenset({RoleCode.CHAIR, RoleCode.CLERK}),
    StageCode.ARCHIVE: frozenset({RoleCode.CLERK}),
}


_END = {DisorderKind.CLOSES_TOO_EARLY: "closes", DisorderKind.OPENS_BEFORE_PREVIOUS: "opens"}


class CalendarError(DomainError):
    """Dates that cannot stand; `faults` pairs each of them ("opens_council") with the sentence why."""

    def __init__(self, disorders: Sequence[Disorder]) -> None:
        self.faults = [(_name(one), _why(one)) for one in disorders]
        super().__init__(self.faults[0][1], field=disorders[0].stage.value)


def _name(disorder: Disorder) -> str:
    return f"{_END[disorder.kind]}_{disorder.stage.value}"


def faults_of(calendar: Calendar) -> list[tuple[str, str]]:
    """Each end of a stage that cannot stand ("opens_council") with the sentence why."""
    return [(_name(one), _why(one)) for one in list_disorders(calendar)]


def _why(disorder: Disorder) -> str:
    name = str(STAGE_NAMES[disorder.stage])
    if disorder.kind is DisorderKind.CLOSES_TOO_EARLY or disorder.previous is None:
        return _("%(stage)s: lúc đóng phải sau lúc mở.", stage=name)
    return _(
        "%(stage)s mở trước %(previous)s. Một giai đoạn không mở trước giai đoạn liền trước.",
        stage=name,
        previous=str(STAGE_NAMES[disorder.previous]),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed of one stage: its dates before and after, None where it was not or is no longer."""

    stage: StageCode
    before: tuple[datetime, datetime] | None
    after: tuple[datetime, datetime] | None


def calendar_of(year: MovementYear) -> dict[StageCode, tuple[datetime, datetime]]:
    """The dates of a year's stages, in the order of the stages."""
    by_code = {stage.code: (stage.opens_at, stage.closes_at) for stage in year.stages}
    return {code: by_code[code] for code in StageCode if code in by_code}


def shifted(calendar: Calendar, years: int) -> dict[StageCode, tuple[datetime, datetime]]:
    """The same dates so many years later, at the same hour in Viet Nam."""
    return {code: (_later(opens, years), _later(closes, years)) for code, (opens, closes) in calendar.items()}


def _later(instant: datetime, years: int) -> datetime:
    here = local(instant)
    try:
        return here.replace(year=here.year + years)
    except ValueError:  # 29 February
        return here.replace(year=here.year + years, day=28)


def fingerprint(calendar: Calendar) -> str:
    """What tells one calendar from another: whoever edits sends back the one they saw."""
    return hashlib.sha256(repr(_as_text(calendar)).encode()).hexdigest()[:16]


def change_calendar(
    *, actor: Actor, year: MovementYear, calendar: Calendar, seen: str | None = None, now: datetime
) -> Sequence[Change]:
    """Set the dates of a year's stages; returns what changed. A stage that is left out sets no limit.

    Raises CalendarError with every stage whose dates cannot stand, Conflict where somebody else changed the
    calendar since `seen`. Those whom a change concerns are told, unless it lies wholly in the past.
    """
    require_manager(actor)
    lock_row(MovementYear, year.id)
    db.session.expire(year, ["stages"])
    before = calendar_of(year)
    if seen is not None and seen != fingerprint(before):
        raise Conflict(_("Người khác vừa đổi lịch năm này. Xem lịch mới ở dưới, rồi đổi lại nếu cần."))
    check_calendar(calendar)
    changes = [
        Change(code, before.get(code), calendar.get(code))
        for code in StageCode
        if before.get(code) != calendar.get(code)
    ]
    if not changes:
        return []
    _write(year, calendar)
    record(
        actor=actor,
        action="year:calendar-changed",
        subject=("movement_year", year.id),
        before=_as_text({one.stage: one.before for one in changes if one.before}),
        after=_as_text({one.stage: one.after for one in changes if one.after}),
        now=now,
    )
    _tell(actor, year, [one for one in changes if _matters(one, now)], now)
    return changes


def check_calendar(calendar: Calendar) -> None:
    """Raise CalendarError with every stage whose dates cannot stand."""
    disorders = list_disorders(calendar)
    if disorders:
        raise CalendarError(disorders)


def _write(year: MovementYear, calendar: Calendar) -> None:
    by_code = {stage.code: stage for stage in year.stages}
    for code, stage in by_code.items():
        if code not in calendar:
            db.session.delete(stage)
    for code, (opens, closes) in calendar.items():
        if code in by_code:
            by_code[code].opens_at, by_code[code].closes_at = opens, closes
        else:
            db.session.add(Stage(movement_year_id=year.id, code=code, opens_at=opens, closes_at=closes))
    db.session.flush()
    db.session.expire(year, ["stages"])


def _matters(change: Change, now: datetime) -> bool:
    return any(dates is not None and dates[1] > now for dates in (change.before, change.after))


def _tell(actor: Actor, year: MovementYear, changes: Sequence[Change], now: datetime) -> None:
    """One message to each account, naming the changes that concern it; the office hears of all."""
    concerned: dict[int, tuple[User, list[Change]]] = {}
    for change in changes:
        for user in list_users_with_roles(CONCERNED[change.stage] | {RoleCode.OFFICE}):
            if user.id != actor.actor_id:
                concerned.setdefault(user.id, (user, []))[1].append(change)
    for user, theirs in concerned.values():
        tell(
            actor=actor,
            users=[user],
            kind=MessageKind.STAGE,
            title=lambda: _("Lịch năm %(year)s đã thay đổi", year=year.year),
            body=lambda theirs=theirs: "\n\n".join(_told(one) for one in theirs),  # type: ignore[misc]
            path="/",
            occasion=f"calendar:{year.id}:{now.isoformat()}",
            now=now,
        )


def _told(change: Change) -> str:
    name = str(STAGE_NAMES[change.stage])
    if change.after is None:
        return _("%(stage)s: không còn thời hạn.", stage=name)
    new = _(
        "%(stage)s: từ %(opens)s đến %(closes)s.",
        stage=name,
        opens=deadline_text(change.after[0]),
        closes=deadline_text(change.after[1]),
    )
    if change.before is None:
        return new
    old = _(
        "Trước đây: từ %(opens)s đến %(closes)s.",
        opens=deadline_text(change.before[0]),
        closes=deadline_text(change.before[1]),
    )
    return f"{new}\n{old}"


def _as_text(calendar: Calendar) -> dict[str, list[str]]:
    return {
        code.value: [at.astimezone(UTC).isoformat() for at in calendar[code]]
        for code in StageCode
        if code in calendar
    }
