"""Households kept by those who act for their hamlet: taken in, changed, let go, taken back.

For which hamlet somebody may do so is said by `assignments.keeping`; here stands what a household must be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed
from foundation.permissions import Actor
from foundation.vietnamese import person_sort_key
from history.services import record
from participants.models import Participant
from participants.queries import find_by_code
from participants.rules import can_keep_households, is_text_within
from participants.services import as_recorded, tidy

NUMBER_DIGITS = 5
LONGEST_REASON = 500
_TITLES = frozenset({"hộ", "ông", "bà", "anh", "chị", "cô", "chú", "em"})


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household to be taken in; its code is given by the system."""

    name: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


def household_sort_key(name: str) -> str:
    """The place of a household: by the person it is named after ("Hộ ông Lý Sa Rây" by Lý Sa Rây)."""
    words = name.split()
    while len(words) > 1 and words[0].casefold() in _TITLES:
        words.pop(0)
    return person_sort_key(" ".join(words))


def create_households(
    *,
    actor: Actor,
    hamlet: Participant,
    type_code: str,
    households: Sequence[NewHousehold],
    since: date,
    now: datetime,
) -> list[Participant]:
    """Take in households under a hamlet, in the order given; each gets the next code of the hamlet.

    `since` is the day from which they count.

    Raises DomainError for a name that is empty or too long.
    """
    _require_keeper(actor)
    number = last_household_number(hamlet)
    made: list[Participant] = []
    for one in households:
        number += 1
        name = tidy(one.name, "name")
        household = Participant(
            code=f"{hamlet.code}-{number:0{NUMBER_DIGITS}d}",
            name=name,
            sort_key=household_sort_key(name),
            type_code=type_code,
            parent=hamlet,
            attributes=dict(one.attributes),
            valid_from=since,
        )
        db.session.add(household)
        made.append(household)
    db.session.flush()
    for household in made:
        subject = ("participant", household.id)
        record(
            actor=actor, action="participant:created", subject=subject, after=as_recorded(household), now=now
        )
    return made


def change_household(
    *,
    actor: Actor,
    household: Participant,
    name: str | None = None,
    attributes: Mapping[str, bool | str | None] | None = None,
    now: datetime,
) -> Participant:
    """Write a household's name or attributes anew; None takes an attribute away, nothing else is touched."""
    _require_keeper(actor)
    before = as_recorded(household)
    if name is not None:
        household.name = tidy(name, "name")
        household.sort_key = household_sort_key(household.name)
    for code, value in (attributes or {}).items():
        if value is None:
            household.attributes.pop(code, None)
        else:
            household.attributes[code] = value
    after = as_recorded(household)
    if after == before:
        return household
    db.session.flush()
    changed = [key for key in after if after[key] != before[key]]
    record(
        actor=actor,
        action="participant:changed",
        subject=("participant", household.id),
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
        now=now,
    )
    return household


def retire_household(
    *, actor: Actor, household: Participant, reason: str, until: date, now: datetime
) -> Participant:
    """Let a household go that moved away or was entered by mistake; what was entered for it stays on record.

    `until` is the last day on which it counts; a household never ends before it begins.

    Raises DomainError without a reason, Conflict where it is gone already.
    """
    _require_keeper(actor)
    reason = " ".join(reason.split())
    if not is_text_within(reason, LONGEST_REASON):
        raise DomainError(_("Ghi lý do, ví dụ “Chuyển đi nơi khác từ 10/2024”."), field="reason")
    if household.valid_to is not None:
        raise Conflict(_("%(name)s đã được cho thôi.", name=household.name))
    household.valid_to = until if household.valid_from is None else max(until, household.valid_from)
    db.session.flush()
    record(
        actor=actor,
        action="participant:retired",
        subject=("participant", household.id),
        before={"valid_to": None},
        after={"valid_to": household.valid_to.isoformat()},
        note=reason,
        now=now,
    )
    return household


def restore_household(*, actor: Actor, household: Participant, now: datetime) -> Participant:
    """Take a household back that was let go. Raises Conflict where it stands or its code is taken."""
    _require_keeper(actor)
    if household.valid_to is None:
        raise Conflict(_("%(name)s vẫn đang có trong danh sách.", name=household.name))
    if find_by_code(household.type_code, household.code) is not None:
        raise Conflict(_("Mã “%(code)s” đã cấp cho hộ khác.", code=household.code))
    before, household.valid_to = household.valid_to, None
    db.session.flush()
    record(
        actor=actor,
        action="participant:restored",
        subject=("participant", household.id),
        before={"valid_to": before.isoformat()},
        after={"valid_to": None},
        now=now,
    )
    return household


def last_household_number(hamlet: Participant) -> int:
    """The highest number that a code under the hamlet ends in, also of households no longer kept."""
    start = f"{hamlet.code}-"
    starts_so = Participant.code.startswith(start, autoescape=True)
    tails = [
        code.removeprefix(start) for code in db.session.scalars(select(Participant.code).where(starts_so))
    ]
    return max((int(tail) for tail in tails if tail.isascii() and tail.isdecimal()), default=0)


def _require_keeper(actor: Actor) -> None:
    if not can_keep_households(actor):
        raise NotAllowed(_("Tài khoản này không được thêm, sửa hộ."))
