"""Making a second check, blind, and settling where the two differ.

What the second verifier finds stands beside the first figure, never over it. Equal is settled at once; where
they differ the office decides, and its figure with its reason becomes that of the office's level.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from accounts.queries import list_users_with_roles
from assignments.scope import require_sight
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor, Permission, RoleCode, can
from history.services import record
from messages.models import MessageKind
from messages.services import tell
from movements.models import MovementYear
from scorecards.entering import find_assessment
from scorecards.holding import hold
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.objection_time import is_verified
from scorecards.scorers import scorer_of
from scorecards.services import assess
from scorecards.to_scoring import Raw
from verification.models import SecondCheck
from verification.second_check_queries import list_unassigned, list_unsettled_of
from verification.second_check_rules import JUDGEABLE, obstacle_to_checking, require_own, require_settling
from verification.second_checkers import assign, list_stranded
from verification.standing import Convention, agree, readable, standing, stored
from verification.telling import name_of, tell_unit

OFFICE, SELF = AssessmentLevel.OFFICE, AssessmentLevel.SELF
LONGEST = 2_000


class Take(StrEnum):
    """Which figure the office takes."""

    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


def make_check(
    *,
    actor: Actor,
    check_id: int,
    raw: Raw | None,
    reason: str = "",
    convention: Convention = "comma",
    now: datetime,
) -> SecondCheck:
    """Say what the second verifier finds; nothing where no points are due. What differs from the claim needs
    a reason. Equal to the first it is settled, else the office is told.

    Raises Trespass or NotAllowed for who was not given it, Conflict where it was made, nothing may change or
    the time of verification is not now.
    """
    check = _held(actor, check_id)
    require_own(actor, check)
    scorecard, code = check.scorecard, check.criterion
    if check.made_at is not None:
        raise Conflict(_("Tiêu chí này đã thẩm định lần hai."))
    _require_time(actor, scorecard, now)
    entry = stored(scorecard, code, raw, convention)
    readable(scorecard, code, entry, "entry")
    words = _reason(scorecard, code, entry, reason)
    check.entry, check.reason, check.made_at, check.made_by_id = entry, words, now, actor.actor_id
    agrees = agree(scorecard, code, entry, standing(scorecard, code))
    if agrees:
        check.settled_at, check.settled_entry = now, entry
    db.session.flush()
    after = {"criterion": code, "entry": entry, "agrees": agrees}
    _record(actor, "scorecard:second-check-made", scorecard, after, words, now)
    if not agrees:
        _tell_office(actor, check, now)
    return check


def settle_check(
    *,
    actor: Actor,
    check_id: int,
    take: Take,
    raw: Raw | None = None,
    reason: str,
    convention: Convention = "comma",
    now: datetime,
) -> SecondCheck:
    """Decide between two figures that differ, or enter a third, with a reason. The unit of a verified
    scorecard is told of a change, and may object to it from then on.

    Raises NotAllowed for who is not the standing office or has second checks of the scorecard left to make,
    Conflict where there is nothing to settle or the council sits already, DomainError beside "reason" or
    "entry".
    """
    check = _held(actor, check_id)
    scorecard, code = check.scorecard, check.criterion
    require_settling(actor, check, now)
    if check.made_at is None or check.settled_at is not None:
        raise Conflict(_("Tiêu chí này không còn khác nhau để xử lý."))
    _require_time(actor, scorecard, now)
    first = standing(scorecard, code)
    entry = _taken(check, take, first, stored(scorecard, code, raw, convention))
    words = _words(reason, _("Ghi lý do."))
    changed = not agree(scorecard, code, entry, first)
    if changed:
        _change(actor, check, entry, words, now)
    check.settled_entry, check.settled_reason = entry, words
    check.settled_at, check.settled_by_id = now, actor.actor_id
    db.session.flush()
    after = {"criterion": code, "entry": entry, "taken": take.value}
    before = {"first": first, "second": check.entry}
    _record(actor, "scorecard:second-check-settled", scorecard, after, words, now, before)
    if changed and is_verified(scorecard):
        scorecard.verified_at = now  # from now on the unit has its days to object
        _tell_unit(actor, check, words, now)
    return check


def assign_waiting(*, actor: Actor, year: MovementYear, now: datetime) -> int:
    """Give checks that nobody has, or whose holder has no more time, to somebody who may make them; returns
    how many were given.
    """
    if not can(actor, Permission.SETTLE_CHECK):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng phân công thẩm định lần hai."))
    by_card: dict[int, list[SecondCheck]] = {}
    for one in [*list_unassigned(year.id), *list_stranded(year, now)]:
        by_card.setdefault(one.scorecard_id, []).append(one)
    return sum(assign(actor, checks[0].scorecard, checks, now) for checks in by_card.values())


def drop_lost(*, actor: Actor, scorecards: Collection[Scorecard], now: datetime) -> int:
    """Drop what is still to be checked or settled of criteria that the scorecards have no more, now that they
    follow newer criteria; the record keeps what was found. Returns how many were dropped.
    """
    dropped = 0
    for check in list_unsettled_of([one.id for one in scorecards]):
        scorecard = check.scorecard
        if check.criterion in scorer_of(scorecard).reader.criteria:
            continue
        before = {"criterion": check.criterion, "entry": check.entry}
        _record(actor, "scorecard:second-check-dropped", scorecard, {}, check.reason, now, before)
        db.session.delete(check)
        dropped += 1
    db.session.flush()
    return dropped


def find_check(check_id: int) -> SecondCheck:
    """The check with this number; NotFound where there is none."""
    check = db.session.get(SecondCheck, check_id)
    if check is None:
        raise NotFound(_("Không có phần thẩm định lần hai này."))
    return check


def _held(actor: Actor, check_id: int) -> SecondCheck:
    check = find_check(check_id)
    require_sight(actor, check.scorecard.participant, ("scorecard", check.scorecard_id))
    hold(check.scorecard)
    db.session.refresh(check)
    return check


def _require_time(actor: Actor, scorecard: Scorecard, now: datetime) -> None:
    obstacle = obstacle_to_checking(actor, scorecard, now)
    if obstacle is not None:
        raise Conflict(obstacle)


def _reason(scorecard: Scorecard, code: str, entry: Raw | None, reason: str) -> str:
    own = find_assessment(scorecard, SELF)
    claim = own.entries.get(code) if own is not None else None
    differs = entry is None or (claim is not None and not agree(scorecard, code, entry, claim))
    return _words(reason, _("Khác số tự chấm hoặc để trống: ghi lý do.") if differs else "")


def _words(reason: str, missing: str) -> str:
    words = reason.strip()
    if missing and not words:
        raise DomainError(missing, field="reason")
    if len(words) > LONGEST:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=LONGEST), field="reason")
    return words


def _taken(check: SecondCheck, take: Take, first: Raw | None, other: Raw | None) -> Raw | None:
    if take is Take.FIRST:
        return first
    if take is Take.SECOND:
        second: Raw | None = check.entry
        return second
    if other is None:
        raise DomainError(_("Ghi số liệu, hoặc chọn một trong hai số."), field="entry")
    readable(check.scorecard, check.criterion, other, "entry")
    return other


def _change(actor: Actor, check: SecondCheck, entry: Raw | None, words: str, now: datetime) -> None:
    assess(
        actor=actor,
        scorecard=check.scorecard,
        level=OFFICE,
        entries={check.criterion: entry},
        reasons={check.criterion: words},
        while_in=JUDGEABLE,
        now=now,
    )


def _record(
    actor: Actor,
    action: str,
    scorecard: Scorecard,
    after: Mapping[str, Any],
    note: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
) -> None:
    subject = ("scorecard", scorecard.id)
    facts = dict(before) if before is not None else None
    record(actor=actor, action=action, subject=subject, before=facts, after=dict(after), note=note, now=now)


def _tell_office(actor: Actor, check: SecondCheck, now: datetime) -> None:
    scorecard = check.scorecard
    tell(
        actor=actor,
        users=list_users_with_roles({RoleCode.OFFICE}),
        kind=MessageKind.WORK,
        title=_("Hai lần thẩm định khác nhau: %(name)s", name=scorecard.participant.name),
        body=name_of(scorecard, check.criterion),
        path=f"/tham-dinh/khac-nhau/{check.id}",
        occasion=f"second-check-differs:{check.id}",
        now=now,
    )


def _tell_unit(actor: Actor, check: SecondCheck, words: str, now: datetime) -> None:
    scorecard: Scorecard = check.scorecard
    tell_unit(
        actor=actor,
        scorecard=scorecard,
        kind=MessageKind.CHANGED,
        title=_("Điều chỉnh sau thẩm định lần hai: %(name)s", name=scorecard.participant.name),
        body=f"{name_of(scorecard, check.criterion)}\n{words}",
        occasion=f"second-check-settled:{check.id}",
        now=now,
    )
