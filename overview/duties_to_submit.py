"""What each account still has to hand in: its own scorecards by name, its households as a count."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.models import User
from assignments.models import UnitMember
from foundation.database import db
from foundation.permissions import SYSTEM
from movements.deadlines import deadline_of
from movements.models import MovementYear, StageCode
from overview.kinds import list_kinds
from overview.queries import UNSUBMITTED, Chosen, iterate_chosen

HOUSEHOLD = "household"
HAMLET = "hamlet"
Accounts = Mapping[int, Sequence[User]]


@dataclass(slots=True)
class Task:
    """What one account has to hand in. `own` are rows named one by one, `households` counts by the unit above
    them; `hamlets` are those of a commune that hand in by themselves and have not.
    """

    user: User
    own: list[Any] = field(default_factory=list)
    households: Counter[str] = field(default_factory=Counter)
    hamlets: list[Any] = field(default_factory=list)
    deadlines: set[datetime] = field(default_factory=set)

    @property
    def deadline(self) -> datetime | None:
        """The earliest of its deadlines."""
        return min(self.deadlines, default=None)


def list_rows(year: MovementYear, now: datetime) -> list[Any]:
    """Everyone whom the year's criteria judge, with the state of the scorecard."""
    codes = tuple(kind.code for kind in list_kinds(year.id))
    return list(iterate_chosen(SYSTEM, year, Chosen(codes), now)) if codes else []


def deadline_of_row(year: MovementYear, row: Any) -> datetime | None:
    """Until when a participant may hand in, with its own later door."""
    return deadline_of(year, StageCode.SELF_SCORING, row.extended_until)


def is_unsubmitted(row: Any) -> bool:
    """Whether the scorecard is still with its unit."""
    return row.progress in UNSUBMITTED


def load_accounts() -> Accounts:
    """The open accounts that act for each unit."""
    statement = (
        select(UnitMember.participant_id, User)
        .join(User, User.id == UnitMember.user_id)
        .where(User.active)
        .order_by(UnitMember.participant_id, User.username)
    )
    found: dict[int, list[User]] = {}
    for participant_id, user in db.session.execute(statement):
        found.setdefault(participant_id, []).append(user)
    return found


def list_tasks(
    year: MovementYear, rows: Iterable[Any], wanted: Callable[[Any], bool], accounts: Accounts
) -> Sequence[Task]:
    """What each account has to hand in of the rows that are wanted, by account name."""
    tasks: dict[int, Task] = {}
    for row in rows:
        if not wanted(row):
            continue
        unit = acting_unit(row, accounts)
        for user in accounts.get(unit, ()) if unit is not None else ():
            _add(tasks.setdefault(user.id, Task(user)), year, row)
        if row.type_code == HAMLET and unit == row.id:
            for user in accounts.get(row.commune_id, ()):
                tasks.setdefault(user.id, Task(user)).hamlets.append(row)
    return sorted(tasks.values(), key=lambda task: task.user.username)


def acting_unit(row: Any, accounts: Accounts) -> int | None:
    """The participant itself or the nearest above it for whom an account acts."""
    line = (row.id, row.above_id, row.higher_id, row.highest_id)
    return next((one for one in line if one in accounts), None)


def _add(task: Task, year: MovementYear, row: Any) -> None:
    if row.type_code.startswith(HOUSEHOLD):
        task.households[row.above_name or ""] += 1
    else:
        task.own.append(row)
    deadline = deadline_of_row(year, row)
    if deadline is not None:
        task.deadlines.add(deadline)
