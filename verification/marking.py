"""Grounds that bar a participant (loại trừ) or keep it from being considered for now (chưa xét)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask_babel import gettext as _

from criteria.rubrics import rubric_of
from foundation.database import db
from foundation.errors import Conflict, DomainError, NotAllowed, NotFound
from foundation.permissions import Actor
from history.services import record
from scorecards.models import Scorecard
from scorecards.rules import is_open
from verification.rules import is_office, obstacle_of_time
from verification.services import hold

MarkKind = Literal["exclusion", "hold"]
LONGEST_GROUND = 500


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One ground that the criteria document names, and whether it stands on this scorecard."""

    kind: MarkKind
    code: str
    name: str
    stands: bool


def list_marks(scorecard: Scorecard) -> list[MarkLine]:
    """The grounds that concern the scorecard's type, exclusions first."""
    rubric = rubric_of(scorecard.criteria_set)
    kind = rubric.type(scorecard.participant.type_code)
    if kind is None:
        return []
    exclusions, holds = rubric.marks_of(kind)
    lines = [
        MarkLine("exclusion", one.code, one.name, one.code in scorecard.exclusions) for one in exclusions
    ]
    return lines + [MarkLine("hold", one.code, one.name, one.code in scorecard.holds) for one in holds]


def obstacle_to_marking(actor: Actor, scorecard: Scorecard, now: datetime) -> str | None:
    """Why no ground is laid or taken off at this instant; None where it can be. The dates of verification
    bind here too: what counts for an award is settled before the council sits.
    """
    if not is_open(scorecard):
        return _("Phiếu đã chốt, không sửa được.")
    return obstacle_of_time(actor, scorecard.movement_year, now)


def set_mark(
    *, actor: Actor, scorecard_id: int, code: str, stands: bool, ground: str, now: datetime
) -> Scorecard:
    """Lay a ground on a scorecard, or take it off, and say why. Only the office; both are kept in the record.

    Raises NotFound for a ground that the document does not have, Conflict where nothing would change or the
    time of verification is not now.
    """
    scorecard, _desk = hold(actor, scorecard_id)
    if not is_office(actor):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng làm việc này."))
    obstacle = obstacle_to_marking(actor, scorecard, now)
    if obstacle is not None:
        raise Conflict(obstacle)
    line = next((one for one in list_marks(scorecard) if one.code == code), None)
    if line is None:
        raise NotFound(_("Bộ tiêu chí không có căn cứ này."))
    if line.stands is stands:
        raise Conflict(_("Người khác vừa đổi mục này. Xem lại trang."))
    text = ground.strip()
    if not text or len(text) > LONGEST_GROUND:
        raise DomainError(_("Ghi căn cứ, nhiều nhất %(n)s ký tự.", n=LONGEST_GROUND), field="ground")
    marks = scorecard.exclusions if line.kind == "exclusion" else scorecard.holds
    if stands:
        marks.append(code)
    else:
        marks.remove(code)
    scorecard.updated_at = now
    db.session.flush()
    record(
        actor=actor,
        action=_ACTIONS[line.kind, stands],
        subject=("scorecard", scorecard.id),
        before={"stands": not stands},
        after={"mark": code, "stands": stands},
        note=text,
        now=now,
    )
    return scorecard


_ACTIONS = {
    ("exclusion", True): "scorecard:excluded",
    ("exclusion", False): "scorecard:exclusion-lifted",
    ("hold", True): "scorecard:held",
    ("hold", False): "scorecard:released",
}
