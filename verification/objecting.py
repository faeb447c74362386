"""A unit objects to what was verified of one criterion, and the office answers. The claim, what was verified,
what was asked for and what was answered are all kept.
"""

from datetime import datetime
from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import select

from accounts.queries import list_users_with_roles
from assignments.scope import may_enter_for, require_sight
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor, Permission, RoleCode, can
from history.services import record
from messages.models import MessageKind
from messages.services import tell
from scorecards.entering import raw_below
from scorecards.holding import hold
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.objection_time import AFTER_VERIFYING
from scorecards.services import assess
from scorecards.to_scoring import Raw
from scorecards.typed import same
from verification.models import Answer, Objection
from verification.objection_rules import is_waiting, obstacle_to_objecting
from verification.standing import readable, standing, stored
from verification.telling import name_of, tell_unit

OFFICE = AssessmentLevel.OFFICE
LONGEST_GROUND, LONGEST_ANSWER = 4_000, 2_000
Convention = Literal["point", "comma"] | None


def raise_objection(
    *,
    actor: Actor,
    scorecard_id: int,
    code: str,
    text: str,
    wanted: Raw | None = None,
    convention: Convention = "comma",
    now: datetime,
) -> Objection:
    """Ask the office to look at one criterion again; `wanted` is the figure the unit holds to be right.

    Raises Trespass or NotAllowed for the wrong person, Conflict outside the time for it or where an objection
    to this criterion waits already, DomainError beside "text" without a ground, beside "wanted" for a figure
    that cannot be read or stands already.
    """
    scorecard = _held(actor, scorecard_id)
    if not may_enter_for(actor, scorecard.participant):
        raise NotAllowed(_("Chỉ đơn vị của phiếu đề nghị phúc tra được."))
    obstacle = obstacle_to_objecting(scorecard, code, now)
    if obstacle is not None:
        raise Conflict(obstacle)
    figure = _wanted(scorecard, code, wanted, convention)
    objection = Objection(
        scorecard=scorecard,
        criterion=code,
        text=_ground(text, _("Ghi rõ vì sao đề nghị phúc tra."), "text", LONGEST_GROUND),
        wanted=figure,
        verified=standing(scorecard, code),
        raised_at=now,
        raised_by_id=actor.actor_id,
    )
    db.session.add(objection)
    scorecard.status, scorecard.updated_at = ScorecardStatus.OBJECTION, now
    db.session.flush()
    after = {"criterion": code, "wanted": objection.wanted, "verified": objection.verified}
    _record(actor, "scorecard:objected", scorecard, after, objection.text, now)
    _tell_office(actor, objection, now)
    return objection


def withdraw_objection(*, actor: Actor, objection_id: int, now: datetime) -> Objection:
    """Take an objection back while it is not answered."""
    objection = _held_objection(actor, objection_id)
    scorecard = objection.scorecard
    if not may_enter_for(actor, scorecard.participant):
        raise NotAllowed(_("Chỉ đơn vị của phiếu rút đề nghị được."))
    _require_open(objection)
    objection.withdrawn_at = now
    _close_where_answered(scorecard, now)
    _record(actor, "scorecard:objection-withdrawn", scorecard, {"criterion": objection.criterion}, "", now)
    return objection


def answer_objection(
    *,
    actor: Actor,
    objection_id: int,
    answer: Answer,
    text: str,
    entry: Raw | None = None,
    convention: Convention = "comma",
    now: datetime,
) -> Objection:
    """Answer an objection; what it changes becomes the office's figure, with the answer as its reason.

    Accepting without an `entry` takes what the unit asked for, else what it claimed. Raises NotAllowed for
    who is not the office, Conflict where it was answered or taken back meanwhile, DomainError without words
    or where the answer and the figure contradict each other.
    """
    objection = _held_objection(actor, objection_id)
    scorecard, code = objection.scorecard, objection.criterion
    if not can(actor, Permission.ANSWER_OBJECTION):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng trả lời phúc tra."))
    _require_open(objection)
    words = _ground(text, _("Ghi câu trả lời; đơn vị đọc được câu này."), "answer_text", LONGEST_ANSWER)
    before = standing(scorecard, code)
    if answer is not Answer.REFUSED:
        found = stored(scorecard, code, entry, convention)
        if found is None and answer is Answer.ACCEPTED:
            found = asked_for(objection)
        _change(actor, objection, answer, found, words, now)
    objection.answer, objection.answer_text = answer, words
    objection.answered_at, objection.answered_by_id = now, actor.actor_id
    _close_where_answered(scorecard, now)
    after = {"criterion": code, "answer": answer.value, "entry": objection.answered_entry}
    _record(actor, "scorecard:objection-answered", scorecard, after, words, now, {"verified": before})
    _tell_answer(actor, objection, now)
    return objection


def _change(
    actor: Actor, objection: Objection, answer: Answer, entry: Raw | None, words: str, now: datetime
) -> None:
    scorecard, code = objection.scorecard, objection.criterion
    if entry is None:
        raise DomainError(_("Ghi số liệu sau phúc tra của tiêu chí này."), field="entry")
    readable(scorecard, code, entry, "entry")
    if same(entry, standing(scorecard, code)):
        raise DomainError(
            _("Số liệu này giống số đã thẩm định. Muốn giữ nguyên thì chọn “Không chấp nhận”."), field="entry"
        )
    if answer is Answer.PARTLY and same(entry, asked_for(objection)):
        raise DomainError(
            _("Số liệu này đúng như đơn vị đề nghị: chọn “Chấp nhận”, hoặc ghi số khác."), field="entry"
        )
    assess(
        actor=actor,
        scorecard=scorecard,
        level=OFFICE,
        entries={code: entry},
        reasons={code: words},
        while_in=AFTER_VERIFYING,
        now=now,
    )
    objection.answered_entry = entry


def asked_for(objection: Objection) -> Raw | None:
    """The figure that accepting gives: what the unit asked for, else what it claimed."""
    if objection.wanted is not None:
        wanted: Raw = objection.wanted
        return wanted
    return raw_below(objection.scorecard, AssessmentLevel.GROUP, objection.criterion)


def _wanted(scorecard: Scorecard, code: str, typed: Raw | None, convention: Convention) -> Raw | None:
    figure = stored(scorecard, code, typed, convention)
    readable(scorecard, code, figure, "wanted")
    if figure is not None and same(figure, standing(scorecard, code)):
        raise DomainError(
            _("Số liệu này giống số đã thẩm định. Ghi số đơn vị đề nghị, hoặc để trống."), field="wanted"
        )
    return figure


def _held(actor: Actor, scorecard_id: int) -> Scorecard:
    found: Scorecard | None = db.session.get(Scorecard, scorecard_id)
    if found is None:
        raise NotFound(_("Không có phiếu này."))
    require_sight(actor, found.participant, ("scorecard", scorecard_id))
    return hold(found)


def _held_objection(actor: Actor, objection_id: int) -> Objection:
    objection: Objection | None = db.session.get(Objection, objection_id)
    if objection is None:
        raise NotFound(_("Không có đề nghị phúc tra này."))
    _held(actor, objection.scorecard_id)
    db.session.refresh(objection)
    return objection


def _require_open(objection: Objection) -> None:
    if objection.withdrawn_at is not None:
        raise Conflict(_("Đơn vị đã rút đề nghị này."))
    if objection.answered_at is not None:
        raise Conflict(_("Đề nghị này đã được trả lời."))
    if objection.scorecard.status is ScorecardStatus.SEALED:
        raise Conflict(_("Phiếu đã chốt cùng kết quả của năm, không sửa được."))


def _close_where_answered(scorecard: Scorecard, now: datetime) -> None:
    """Back to verified when no objection of the scorecard waits any more."""
    db.session.flush()
    waiting = select(Objection.id).where(Objection.scorecard_id == scorecard.id, is_waiting())
    scorecard.updated_at = now
    if scorecard.status is ScorecardStatus.OBJECTION and db.session.scalar(waiting.limit(1)) is None:
        scorecard.status = ScorecardStatus.VERIFIED
    db.session.flush()


def _ground(text: str, missing: str, field: str, longest: int) -> str:
    words = text.strip()
    if not words:
        raise DomainError(missing, field=field)
    if len(words) > longest:
        raise DomainError(_("Ghi nhiều nhất %(n)s ký tự.", n=longest), field=field)
    return words


def _record(
    actor: Actor,
    action: str,
    scorecard: Scorecard,
    after: dict[str, object],
    note: str,
    now: datetime,
    before: dict[str, object] | None = None,
) -> None:
    subject = ("scorecard", scorecard.id)
    record(actor=actor, action=action, subject=subject, before=before, after=after, note=note, now=now)


def _tell_office(actor: Actor, objection: Objection, now: datetime) -> None:
    scorecard = objection.scorecard
    tell(
        actor=actor,
        users=list_users_with_roles({RoleCode.OFFICE}),
        kind=MessageKind.WORK,
        title=_("%(name)s đề nghị phúc tra", name=scorecard.participant.name),
        body=f"{name_of(scorecard, objection.criterion)}\n{objection.text}",
        path=f"/phuc-tra/{objection.id}",
        occasion=f"objection:{objection.id}",
        now=now,
    )


def _tell_answer(actor: Actor, objection: Objection, now: datetime) -> None:
    scorecard = objection.scorecard
    tell_unit(
        actor=actor,
        scorecard=scorecard,
        kind=MessageKind.ANSWERED,
        title=_("Trả lời phúc tra phiếu của %(name)s", name=scorecard.participant.name),
        body=f"{name_of(scorecard, objection.criterion)}\n{objection.answer_text}",
        occasion=f"objection-answered:{objection.id}",
        now=now,
    )
