"""One document for the same criterion of many households: chosen, shown once more, cited for all or none.

A hamlet's list of households proves a figure of every household on it; it is handed in once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from assignments.keeping import require_keeping
from bulk_entry.models import PendingEntry
from bulk_entry.pending import content_of, find_pending, forget, keep_pending
from bulk_entry.state import State
from evidence.models import EvidenceFile
from evidence.queries import find_file
from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from participants.models import Participant
from scorecards.citing import cite
from scorecards.models import Citation, Scorecard

KIND = "shared-evidence"


@dataclass(frozen=True, slots=True)
class Holder:
    """One household whose scorecard is open; `held` is how many documents the criterion has there already."""

    scorecard_id: int
    name: str
    code: str
    held: int


@dataclass(frozen=True, slots=True)
class Shared:
    """What waits for a yes: which documents, for which criterion, of which households."""

    type_code: str
    criterion: str
    files: Sequence[EvidenceFile]
    number: str | None
    issued_on: date | None
    page: str | None
    note: str | None
    chosen: Sequence[Holder]


def holders_of(state: State, criterion: str) -> list[Holder]:
    """The households of a table that can still be given evidence, in the order of the table."""
    cards = {one.scorecard_id: one for one in state.households if one.scorecard_id and one.is_open}
    held = _count_citations(cards.keys(), criterion)
    return [Holder(key, one.name, one.code, held.get(key, 0)) for key, one in cards.items() if key]


def keep_shared(
    *,
    actor: Actor,
    state: State,
    criterion: str,
    files: Sequence[EvidenceFile],
    scorecard_ids: Collection[int],
    about: Mapping[str, Any],
    now: datetime,
) -> PendingEntry:
    """Keep what is to be cited until somebody says yes. `about` holds number, issued_on, page and note.

    Raises DomainError beside "households" or "file" where nothing was chosen.
    """
    require_keeping(actor, state.hamlet)
    open_ids = {one.scorecard_id for one in holders_of(state, criterion)}
    chosen = [one for one in scorecard_ids if one in open_ids]
    if not chosen:
        raise DomainError(_("Chọn ít nhất một hộ."), field="households")
    if not files and not about.get("number") and not about.get("note"):
        raise DomainError(_("Chọn tệp, hoặc ghi số của văn bản nếu không có tệp."), field="file")
    issued_on = about.get("issued_on")
    content = {
        "type_code": state.table.kind.code,
        "criterion": criterion,
        "files": [file.id for file in files],
        "cards": sorted(chosen),
        **about,
        "issued_on": issued_on.isoformat() if issued_on else None,
    }
    return keep_pending(actor=actor, kind=KIND, subject_id=state.hamlet.id, content=content, now=now)


def shared_in(state: State, pending: PendingEntry) -> Shared:
    """What a kept choice would do now; households handed in meanwhile are no longer among them."""
    content = content_of(pending)
    cards = set(content["cards"])
    return Shared(
        type_code=content["type_code"],
        criterion=content["criterion"],
        files=[file for key in content["files"] if (file := find_file(key))],
        number=content["number"],
        issued_on=date.fromisoformat(content["issued_on"]) if content["issued_on"] else None,
        page=content["page"],
        note=content["note"],
        chosen=[one for one in holders_of(state, content["criterion"]) if one.scorecard_id in cards],
    )


def find_shared(actor: Actor, hamlet: Participant, token: str, now: datetime) -> PendingEntry:
    """What the actor chose for this hamlet. Raises NotFound where it is gone, or of another hamlet."""
    return find_pending(actor, token, KIND, now, subject_id=hamlet.id)


def cite_for_all(*, actor: Actor, state: State, pending: PendingEntry, now: datetime) -> int:
    """Cite what was chosen for every household, all or none; returns how many households.

    Raises Conflict where a household was handed in since, and as `citing.cite` does.
    """
    require_keeping(actor, state.hamlet)
    shared = shared_in(state, pending)
    if len(shared.chosen) != len(content_of(pending)["cards"]):
        raise Conflict(_("Có hộ trong danh sách vừa nộp phiếu hoặc thôi tham gia. Xem lại rồi ghi."))
    documents: list[EvidenceFile | None] = [*shared.files] or [None]
    for holder in shared.chosen:
        scorecard = db.session.get_one(Scorecard, holder.scorecard_id)
        for file in documents:
            cite(
                actor=actor,
                scorecard=scorecard,
                criterion=shared.criterion,
                file=file,
                number=shared.number,
                issued_on=shared.issued_on,
                page=shared.page,
                note=shared.note,
                now=now,
            )
    forget(pending)
    return len(shared.chosen)


def _count_citations(scorecard_ids: Collection[int | None], criterion: str) -> dict[int, int]:
    statement = (
        select(Citation.scorecard_id, func.count())
        .where(
            Citation.scorecard_id.in_(list(scorecard_ids)),
            Citation.criterion == criterion,
            Citation.removed_at.is_(None),
        )
        .group_by(Citation.scorecard_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
