"""Telling those who act for a unit what became of its scorecard."""

from datetime import datetime

from flask_babel import gettext as _

from foundation.formats import moment
from foundation.permissions import Actor
from messages.models import MessageKind
from messages.services import tell
from scorecards.hearing import who_is_told
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.scorers import scorer_of
from verification.models import Return


def tell_unit(
    *,
    actor: Actor,
    scorecard: Scorecard,
    kind: MessageKind,
    title: str,
    body: str,
    occasion: str,
    now: datetime,
) -> None:
    """Put a message into the inboxes of those who act for the unit, with the way to its scorecard."""
    _unit, users = who_is_told(scorecard.participant)
    if not users:
        return
    tell(
        actor=actor,
        users=users,
        kind=kind,
        title=title,
        body=body,
        path=f"/phieu/{scorecard.id}",
        occasion=occasion,
        now=now,
    )


def tell_returned(actor: Actor, returned: Return, now: datetime) -> None:
    """The unit reads why, criterion by criterion, and until when."""
    scorecard = returned.scorecard
    lines = [returned.note] if returned.note else []
    lines += [f"{name_of(scorecard, code)}: {reason}" for code, reason in returned.reasons.items()]
    if returned.due_at is not None:
        lines.append(_("Nộp lại trước %(time)s.", time=moment(returned.due_at)))
    tell_unit(
        actor=actor,
        scorecard=scorecard,
        kind=MessageKind.RETURNED,
        title=_("Phiếu của %(name)s được trả lại để bổ sung", name=scorecard.participant.name),
        body="\n".join(lines),
        occasion=f"return:{returned.id}",
        now=now,
    )


def tell_verified(actor: Actor, scorecard: Scorecard, occasion: str, now: datetime) -> None:
    """The unit reads which criteria were changed and why."""
    changed = list_changed(scorecard)
    name = scorecard.participant.name
    title = (
        _("Đã thẩm định phiếu của %(name)s: %(n)s tiêu chí có điều chỉnh", name=name, n=len(changed))
        if changed
        else _("Đã thẩm định phiếu của %(name)s, giữ nguyên như tự chấm", name=name)
    )
    tell_unit(
        actor=actor,
        scorecard=scorecard,
        kind=MessageKind.CHANGED,
        title=title,
        body="\n".join(f"{name_of(scorecard, code)}: {reason}" for code, reason in changed),
        occasion=occasion,
        now=now,
    )


def list_changed(scorecard: Scorecard) -> list[tuple[str, str]]:
    """The criteria of which a level above differs from the claim, in document order, with the last reason."""
    own: dict[str, object] = {}
    changed: dict[str, str] = {}
    for one in scorecard.assessments:
        if one.level is AssessmentLevel.SELF:
            own = one.entries
    for level in (AssessmentLevel.GROUP, AssessmentLevel.OFFICE):
        for one in (each for each in scorecard.assessments if each.level is level):
            for code, entry in one.entries.items():
                changed.pop(code, None)
                if code in own and entry != own[code]:
                    changed[code] = one.reasons.get(code, "")
            changed |= {code: text for code, text in one.reasons.items() if code not in one.entries}
    order = [criterion.code for criterion in scorer_of(scorecard).reader.kind.criteria()]
    return [(code, changed[code]) for code in order if code in changed]


def name_of(scorecard: Scorecard, code: str) -> str:
    """A criterion with its code and name."""
    names = {one.code: one.name for one in scorer_of(scorecard).reader.kind.criteria()}
    return f"{code}. {names[code]}" if code in names else code
