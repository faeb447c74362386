"""Holds and exclusions laid or lifted after the run of a session was sealed: the run does not know of them,
so the council is told where it looks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from council.models import CouncilSession
from foundation.formats import moment
from verification.mark_queries import Standing, list_changed_since, list_standing
from verification.models import Mark, MarkKind


@dataclass(frozen=True, slots=True)
class LateMark:
    """One ground: what is so, and what to do."""

    participant_id: int
    mark: Mark
    lead: str
    rest: str


def list_late_marks(session: CouncilSession, participants: Collection[int]) -> dict[int, list[LateMark]]:
    """What was laid or lifted of these participants since the session's run was sealed, by participant."""
    found: dict[int, list[LateMark]] = {}
    if not participants:
        return found
    sealed_at = session.run.sealed_at
    for mark in list_changed_since(session.movement_year_id, participants, sealed_at):
        late = _told(mark, sealed_at)
        if late is not None:
            found.setdefault(late.participant_id, []).append(late)
    return found


def list_held_though_granted(session: CouncilSession, participants: Collection[int]) -> list[Standing]:
    """What stands today on those of the participants to whom something is being granted."""
    return list_standing(session.movement_year_id, participants) if participants else []


def _told(mark: Mark, sealed_at: datetime) -> LateMark | None:
    participant = mark.scorecard.participant
    values = {"name": participant.name, "mark": mark.name}
    if mark.laid_at <= sealed_at:
        if mark.lifted_at is None:
            return None
        lead = _("%(name)s: đã gỡ “%(mark)s” lúc %(at)s.", at=moment(mark.lifted_at), **values)
        rest = _("Lần đánh giá của phiên họp chưa tính việc gỡ.")
        return LateMark(participant.id, mark, lead, rest)
    if mark.lifted_at is not None:
        return None
    ground = mark.laid.ground if mark.laid is not None else ""
    if mark.kind is MarkKind.HOLD:
        lead = _("%(name)s: ghi chưa xét sau lần đánh giá, “%(mark)s”.", **values)
        rest = _("%(ground)s Không quyết định tặng khi chưa gỡ: hoãn câu hỏi này.", ground=_sentence(ground))
    else:
        lead = _("%(name)s: ghi loại trừ sau lần đánh giá, “%(mark)s”.", **values)
        rest = _("%(ground)s Không đủ điều kiện được tặng.", ground=_sentence(ground))
    return LateMark(participant.id, mark, lead, rest.strip())


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
