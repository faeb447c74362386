"""Handing in the scorecards of a hamlet's households at once: which are ready, which lack what; the deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from assignments.keeping import require_keeping
from assignments.queries import list_members
from assignments.scope import acting_unit
from bulk_entry.state import State
from foundation.database import db, lock_row
from foundation.errors import Conflict, DomainError
from foundation.permissions import Actor
from history.services import record
from messages.models import MessageKind
from messages.services import tell
from movements.models import MovementYear
from participants.models import Participant
from scorecards.claims import claim_of
from scorecards.models import Scorecard
from scorecards.submission_content import mark_of
from scorecards.submission_gaps import gaps_of
from scorecards.submission_rules import obstacle_to_submitting
from scorecards.submitting import submit


@dataclass(frozen=True, slots=True)
class Candidate:
    """One household not handed in. `unscored` figures keep it back; `unproven` ones must be confirmed."""

    scorecard: Scorecard
    name: str
    code: str
    total: Decimal
    unscored: Sequence[str]
    unproven: Sequence[str]
    mark: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The households of a table that are not handed in, by what stands in their way."""

    ready: Sequence[Candidate]
    unproven: Sequence[Candidate]
    unscored: Sequence[Candidate]
    without_card: int
    handed_in: int
    obstacle: str | None

    def chosen(self, *, with_unproven: bool) -> list[Candidate]:
        """Those to be handed in: what is ready, and if wanted what lacks only evidence."""
        return [*self.ready, *(self.unproven if with_unproven else ())]

    @property
    def seen(self) -> str:
        """A short mark of all that is shown here."""
        marks = [f"{one.scorecard.id}:{one.mark}" for one in (*self.ready, *self.unproven)]
        return sha256("|".join(marks).encode()).hexdigest()[:16]


def candidates_of(state: State, now: datetime) -> Candidates:
    """Which households could be handed in now."""
    ids = [one.scorecard_id for one in state.households if one.scorecard_id and one.is_open]
    cards = db.session.scalars(select(Scorecard).where(Scorecard.id.in_(ids)).order_by(Scorecard.id)).all()
    by_id = {card.id: card for card in cards}
    found = [_candidate(by_id[one]) for one in ids if one in by_id]
    obstacles = [told for card in cards if (told := obstacle_to_submitting(card, now)) is not None]
    able = [one for one in found if obstacle_to_submitting(one.scorecard, now) is None]
    return Candidates(
        ready=[one for one in able if not one.unscored and not one.unproven],
        unproven=[one for one in able if not one.unscored and one.unproven],
        unscored=[one for one in able if one.unscored],
        without_card=sum(1 for one in state.households if one.scorecard_id is None),
        handed_in=sum(1 for one in state.households if not one.is_open),
        obstacle=obstacles[0] if obstacles and not able else None,
    )


def submit_all(*, actor: Actor, state: State, with_unproven: bool, seen: str, now: datetime) -> int:
    """Hand in every household that is ready, and with `with_unproven` those whose evidence is wanting too:
    all or none. Raises Conflict where something else stands than was shown, DomainError where none is ready.
    """
    hamlet, year = state.hamlet, state.year
    require_keeping(actor, hamlet)
    lock_row(Participant, hamlet.id)
    found = candidates_of(state, now)
    if found.seen != seen:
        raise Conflict(_("Có số liệu vừa được sửa sau khi mở trang này. Xem lại rồi nộp."))
    chosen = found.chosen(with_unproven=with_unproven)
    if not chosen:
        raise DomainError(_("Chưa có hộ nào đủ để nộp."))
    for one in chosen:
        submit(
            actor=actor,
            scorecard=one.scorecard,
            with_gaps=with_unproven,
            seen=one.mark,
            quiet=True,
            now=now,
        )
    after = {"year": year.year, "type_code": state.table.kind.code, "submitted": len(chosen)}
    record(
        actor=actor,
        action="household:submitted-together",
        subject=("participant", hamlet.id),
        after=after,
        now=now,
    )
    _confirm(actor, hamlet, year, state.table.kind.code, len(chosen), now)
    return len(chosen)


def _candidate(card: Scorecard) -> Candidate:
    claim = claim_of(card)
    gaps = gaps_of(claim)
    return Candidate(
        scorecard=card,
        name=card.participant.name,
        code=card.participant.code,
        total=claim.scored.total,
        unscored=[gap.code for gap in (*gaps.unreadable, *gaps.unscored)],
        unproven=[gap.code for gap in gaps.evidence],
        mark=mark_of(claim),
    )


def _confirm(
    actor: Actor, hamlet: Participant, year: MovementYear, type_code: str, count: int, now: datetime
) -> None:
    unit = acting_unit(hamlet)
    if unit is None:
        return
    tell(
        actor=actor,
        users=list_members(unit.id),
        kind=MessageKind.NOTICE,
        title=_("Đã nộp phiếu của nhiều hộ, năm %(year)s", year=year.year),
        body=ngettext(
            "%(name)s nộp %(num)d phiếu hộ gia đình cùng lúc. Biên nhận của từng hộ ở trang phiếu của hộ.",
            "%(name)s nộp %(num)d phiếu hộ gia đình cùng lúc. Biên nhận của từng hộ ở trang phiếu của hộ.",
            count,
            name=hamlet.name,
        ),
        path=f"/ho/{hamlet.id}?loai={type_code}",
        occasion=f"households:{hamlet.id}:{type_code}:{now.isoformat()}",
        now=now,
    )
