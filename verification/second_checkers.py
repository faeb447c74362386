"""Who makes a second check: somebody else with a duty for it, and the office where there is nobody else.

Never who entered or judged the criterion at any level, nor who acts for the unit.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from flask_babel import gettext as _

from accounts.models import User
from accounts.queries import list_users_with_roles
from assignments.queries import list_duties, list_unit_ids
from assignments.scope import cluster_id_of, upward
from foundation.database import db
from foundation.permissions import Actor, RoleCode
from history.queries import list_entries_of
from messages.models import MessageKind
from messages.services import tell
from movements.models import MovementYear
from scorecards.models import Scorecard
from verification.duties import fits
from verification.models import SecondCheck
from verification.plan import plan_of
from verification.rules import obstacle_of_time
from verification.second_check_queries import list_given, loads_of

ENTERING = "scorecard:assessed-"


def assign(actor: Actor, scorecard: Scorecard, checks: Iterable[SecondCheck], now: datetime) -> int:
    """Give each check to somebody, where there is anybody: as much of a scorecard as can be to one, and
    to who has the least. Returns how many were given; those who get any are told.
    """
    loads = loads_of(scorecard.movement_year_id)
    given: dict[int, User] = {}
    count = 0
    for check in checks:
        able = find_able(scorecard, check.criterion, now)
        if not able:
            continue
        chosen = min(able, key=lambda one: (one.id not in given, loads.get(one.id, 0), one.id))
        check.assigned_to = chosen
        loads[chosen.id] = loads.get(chosen.id, 0) + 1
        given[chosen.id] = chosen
        count += 1
    db.session.flush()
    for user in given.values():
        _tell(actor, scorecard, user, now)
    return count


def list_stranded(year: MovementYear, now: datetime) -> list[SecondCheck]:
    """The checks of a year that wait with somebody whose time to verify is over."""
    return [
        one
        for one in list_given(year.id)
        if one.assigned_to is not None and obstacle_of_time(one.assigned_to, year, now) is not None
    ]


def find_able(scorecard: Scorecard, code: str, now: datetime) -> list[User]:
    """Those who may make the second check of a criterion at this instant: verifiers with a duty for it, else
    the office, which after the end of verification is alone.
    """
    year = scorecard.movement_year
    touched = find_touched(scorecard, code)
    verifiers = [one for one in list_users_with_roles({RoleCode.VERIFIER}) if one.id not in touched]
    able = [one for one in verifiers if _has_duty(one, scorecard, code)]
    able = [one for one in able if not _acts_for(one, scorecard)]
    able = [one for one in able if obstacle_of_time(one, year, now) is None]
    if able:
        return able
    office = [one for one in list_users_with_roles({RoleCode.OFFICE}) if one.id not in touched]
    office = [one for one in office if not _acts_for(one, scorecard)]
    return [one for one in office if obstacle_of_time(one, year, now) is None]


def find_touched(scorecard: Scorecard, code: str) -> set[int]:
    """The accounts that ever entered or judged a criterion, as the marks and the record say."""
    touched = {mark.get("by_id") for mark in (one.marks.get(code, {}) for one in scorecard.assessments)}
    for entry in list_entries_of("scorecard", str(scorecard.id)):
        if entry.action.startswith(ENTERING) and _is_about(entry.after or {}, code):
            touched.add(entry.actor_id)
    return {one for one in touched if one is not None}


def _is_about(after: dict[str, object], code: str) -> bool:
    words = [after.get(name) for name in ("reasons", "notes")]
    return code in after or any(isinstance(one, dict) and code in one for one in words)


def _has_duty(user: User, scorecard: Scorecard, code: str) -> bool:
    plan, unit = plan_of(scorecard), scorecard.participant
    item = next((one for one in plan.items if one.code == code), None) if plan is not None else None
    if item is None or item.office_alone:
        return False
    cluster = cluster_id_of(unit)
    return any(
        fits(duty, unit.type_code, cluster)
        and (duty.criteria is None or not item.codes.isdisjoint(duty.criteria))
        for duty in list_duties(user.id)
    )


def _acts_for(user: User, scorecard: Scorecard) -> bool:
    own: Collection[int] = list_unit_ids(user.id)
    return any(one.id in own for one in upward(scorecard.participant))


def _tell(actor: Actor, scorecard: Scorecard, user: User, now: datetime) -> None:
    tell(
        actor=actor,
        users=[user],
        kind=MessageKind.WORK,
        title=_("Thẩm định lần hai: phiếu của %(name)s", name=scorecard.participant.name),
        body=_("Chấm theo minh chứng; kết quả lần một chỉ hiện khi đã chấm xong."),
        path="/tham-dinh/lan-hai",
        occasion=f"second-check:{scorecard.id}:{now.isoformat()}",
        now=now,
    )
