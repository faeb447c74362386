"""Reminding a set of units: first shown, then sent, each account once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from accounts.models import User
from assignments.models import UnitMember
from foundation.clock import local, local_date
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.formats import weekday_day
from foundation.permissions import Actor, Permission, can
from history.services import record
from messages.models import MessageKind
from messages.services import tell
from movements.deadlines import deadline_of
from movements.models import MovementYear, StageCode
from overview.queries import Chosen, iterate_chosen

NAMED = 10
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one account would be told: about how many, and the first of their names."""

    user: User
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom a reminder reaches. `unreached` are those for whom no account acts. `digest` stands for exactly
    this set of accounts and participants on this day.
    """

    reminders: Sequence[Reminder]
    count: int
    unreached: Sequence[str]
    digest: str


def usual_words(year: MovementYear, now: datetime) -> str:
    """What a reminder usually says: the deadline that still lies ahead, or that it has passed."""
    closes = deadline_of(year, StageCode.SELF_SCORING)
    if closes is None:
        return _("Đề nghị hoàn thành và nộp phiếu tự chấm.")
    told = f"{local(closes):%H:%M}", weekday_day(closes)
    if closes > now:
        return _("Đề nghị hoàn thành và nộp phiếu tự chấm trước %(hour)s %(day)s.", hour=told[0], day=told[1])
    return _(
        "Hạn nộp phiếu tự chấm đã hết lúc %(hour)s %(day)s. "
        "Đề nghị liên hệ Thường trực Hội đồng để được gia hạn.",
        hour=told[0],
        day=told[1],
    )


def plan_reminder(actor: Actor, year: MovementYear, chosen: Chosen, now: datetime) -> Plan:
    """Whom a reminder of this set would reach: of the set, those who have not submitted.

    A household or a unit without an account is reminded through the nearest unit above that has one.
    """
    if not can(actor, Permission.REMIND_UNITS):
        raise NotAllowed(_("Tài khoản này không được nhắc đơn vị."))
    unsubmitted = replace(chosen, waiting=True)
    rows = list(iterate_chosen(actor, year, unsubmitted, now))
    accounts = _accounts(_lines_up(rows))
    by_user: dict[int, list[str]] = {}
    unreached = []
    for row in rows:
        acting = next((accounts[one] for one in _line_up(row) if one in accounts), ())
        for user in acting:
            by_user.setdefault(user.id, []).append(row.name)
        if not acting:
            unreached.append(row.name)
    users = {user.id: user for members in accounts.values() for user in members}
    reminders = [
        Reminder(users[user_id], len(names), tuple(names[:NAMED])) for user_id, names in by_user.items()
    ]
    told = sorted(f"{user_id}:{len(names)}:{','.join(names)}" for user_id, names in by_user.items())
    digest = hashlib.sha256(
        "\n".join([str(year.id), local_date(now).isoformat(), *told]).encode()
    ).hexdigest()
    return Plan(sorted(reminders, key=lambda one: one.user.username), len(rows), unreached, digest)


def remind(
    *,
    actor: Actor,
    year: MovementYear,
    chosen: Chosen,
    words: str,
    digest: str,
    now: datetime,
) -> int:
    """Send the reminder that was shown; returns how many accounts were told.

    Raises Conflict where the set is no longer the one that was shown, DomainError where nobody can be told
    or the words are too long. The same reminder is sent once a day.
    """
    plan = plan_reminder(actor, year, chosen, now)
    if plan.digest != digest:
        raise Conflict(_("Danh sách cần nhắc đã thay đổi từ lúc xem trước. Xem lại rồi gửi."))
    if not plan.reminders:
        raise DomainError(_("Không có tài khoản nào để nhắc trong danh sách này."))
    if len(words) > LONGEST:
        raise DomainError(_("Lời nhắc dài nhất %(most)s ký tự.", most=LONGEST), field="words")
    told = 0
    for reminder in plan.reminders:
        told += len(_tell(actor, year, reminder, words.strip(), digest, now))
    if not told:
        raise Conflict(_("Hôm nay các tài khoản này đã được nhắc đúng danh sách này. Mai có thể nhắc lại."))
    after = {"accounts": told, "participants": plan.count, "words": words.strip()}
    record(actor=actor, action="units:reminded", subject=("movement_year", year.id), after=after, now=now)
    return told


def _tell(
    actor: Actor, year: MovementYear, reminder: Reminder, words: str, digest: str, now: datetime
) -> list[Any]:
    with force_locale(reminder.user.language):
        title = _("Nhắc nộp phiếu chấm điểm năm %(year)s", year=year.year)
        named = ", ".join(reminder.names)
        if reminder.count > len(reminder.names):
            named = _("%(names)s và %(n)s nơi khác", names=named, n=reminder.count - len(reminder.names))
        body = _("Chưa nộp: %(names)s.", names=named)
    return tell(
        actor=actor,
        users=[reminder.user],
        kind=MessageKind.REMINDER,
        title=title,
        body=f"{words}\n\n{body}" if words else body,
        path="/cham-diem",
        occasion=f"reminded:{digest[:40]}",
        now=now,
    )


def _line_up(row: Any) -> tuple[int, ...]:
    return tuple(one for one in (row.id, row.above_id, row.higher_id, row.highest_id) if one is not None)


def _lines_up(rows: Iterable[Any]) -> set[int]:
    return {one for row in rows for one in _line_up(row)}


def _accounts(participant_ids: set[int]) -> Mapping[int, tuple[User, ...]]:
    """The open accounts of each of these units; units without one are left out."""
    statement = (
        select(UnitMember.participant_id, User)
        .join(User, User.id == UnitMember.user_id)
        .where(User.active)
        .order_by(UnitMember.participant_id, User.username)
    )
    found: dict[int, tuple[User, ...]] = {}
    for participant_id, user in db.session.execute(statement):
        if participant_id in participant_ids:
            found[participant_id] = (*found.get(participant_id, ()), user)
    return found
