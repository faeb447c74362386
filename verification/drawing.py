"""Drawing criteria for a second check: those that the criteria document marks, and a sample by chance.

Chance comes from a seed that is drawn anew each time and kept in the record with everything drawn from: the
scorecards of a type stand in the order of SHA-256 over seed and number, and the first ones are taken. Whoever
doubts a draw computes it again.
"""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from foundation.database import db, lock_row
from foundation.errors import Conflict, NotAllowed
from foundation.permissions import Actor, Permission, can
from history.queries import list_entries_of
from history.services import record
from movements.models import MovementYear
from movements.settings import settings_of
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard
from scorecards.objection_time import AFTER_VERIFYING
from scorecards.scorers import scorer_of
from verification.models import SecondCheck
from verification.plan import Desk, Item, concerned, plan_of
from verification.rules import obstacle_of_time
from verification.second_checkers import assign

OFFICE = AssessmentLevel.OFFICE
WHOLE = Desk(OFFICE, None, office=True)


@dataclass(frozen=True, slots=True)
class TypeDraw:
    """Of one type: how many scorecards are finished, to be drawn in all, and drawn already."""

    type_code: str
    finished: int
    wanted: int
    drawn: int

    @property
    def to_draw(self) -> int:
        """How many a draw would take now."""
        return max(0, self.wanted - self.drawn)


def preview_draw(year: MovementYear) -> list[TypeDraw]:
    """What a draw would take of each type; never which scorecards."""
    percent, drawn = settings_of(year).second_check_percent, _sampled_ids(year)
    lines = []
    for code, cards in sorted(_finished(year).items()):
        known = sum(1 for card in cards if card.id in drawn)
        lines.append(TypeDraw(code, len(cards), -(-len(cards) * percent // 100), known))
    return lines


def draw_sample(
    *, actor: Actor, year: MovementYear, seed: str | None = None, now: datetime
) -> list[Scorecard]:
    """Draw finished scorecards of a year, of each type its share, for a second check of every criterion.

    Raises NotAllowed for who is not the standing office, Conflict where nothing is left to draw or the time
    of verification is not now.
    """
    if not can(actor, Permission.SETTLE_CHECK):
        raise NotAllowed(_("Chỉ Thường trực Hội đồng rút mẫu thẩm định lần hai."))
    late = obstacle_of_time(actor, year, now)
    if late is not None:
        raise Conflict(late)
    lock_row(MovementYear, year.id)
    seed = seed or secrets.token_hex(16)
    known, finished = _sampled_ids(year), _finished(year)
    counts = {line.type_code: line.to_draw for line in preview_draw(year)}
    drawn = [card for code in sorted(finished) for card in _chosen(finished[code], known, counts[code], seed)]
    if not drawn:
        raise Conflict(_("Chưa có phiếu nào để rút thêm: mẫu đã đủ tỷ lệ của năm."))
    for card in drawn:
        add_checks(actor, card, [item.code for item in _items(card)], now)
    record(
        actor=actor,
        action="year:second-check-drawn",
        subject=("movement_year", year.id),
        after={
            "seed": seed,
            "second_check_percent": settings_of(year).second_check_percent,
            "drawn_from": sorted(
                card.id for cards in finished.values() for card in cards if card.id not in known
            ),
            "drawn": sorted(card.id for card in drawn),
        },
        now=now,
    )
    return drawn


def draw_marked(actor: Actor, scorecard: Scorecard, now: datetime) -> list[SecondCheck]:
    """A second check of every criterion of a finished scorecard that the criteria document marks for one."""
    marked = {one.code for one in scorer_of(scorecard).reader.kind.criteria() if one.second_check}
    return add_checks(actor, scorecard, [one.code for one in _items(scorecard) if one.code in marked], now)


def order_of(seed: str, scorecard_id: int) -> str:
    """By what the scorecards of a type are put in order: the hexadecimal SHA-256 of "seed:number"."""
    return hashlib.sha256(f"{seed}:{scorecard_id}".encode()).hexdigest()


def _chosen(cards: Sequence[Scorecard], known: Collection[int], count: int, seed: str) -> Iterable[Scorecard]:
    open_cards = [card for card in cards if card.id not in known]
    return sorted(open_cards, key=lambda card: order_of(seed, card.id))[:count]


def _items(scorecard: Scorecard) -> list[Item]:
    """The criteria that were judged: those that concern the participant."""
    plan = plan_of(scorecard)
    if plan is None:
        return []
    return list(concerned(plan, WHOLE, scorecard.assessments, scorecard.participant.attributes))


def add_checks(actor: Actor, scorecard: Scorecard, codes: Sequence[str], now: datetime) -> list[SecondCheck]:
    """A second check of each of these criteria that has none yet, given to somebody if there is anybody."""
    there = set(
        db.session.scalars(select(SecondCheck.criterion).where(SecondCheck.scorecard_id == scorecard.id))
    )
    made = [
        SecondCheck(scorecard=scorecard, criterion=code, drawn_at=now) for code in codes if code not in there
    ]
    if not made:
        return []
    db.session.add_all(made)
    db.session.flush()
    record(
        actor=actor,
        action="scorecard:second-check-drawn",
        subject=("scorecard", scorecard.id),
        after={"criteria": [one.criterion for one in made]},
        now=now,
    )
    assign(actor, scorecard, made, now)
    return made


def _finished(year: MovementYear) -> Mapping[str, list[Scorecard]]:
    """The finished scorecards of a year by type, by number."""
    cards = db.session.scalars(
        select(Scorecard)
        .join(Participant, Participant.id == Scorecard.participant_id)
        .where(Scorecard.movement_year_id == year.id, Scorecard.status.in_(AFTER_VERIFYING))
        .options(
            joinedload(Scorecard.participant),
            joinedload(Scorecard.criteria_set),
            selectinload(Scorecard.assessments),
        )
        .order_by(Scorecard.id)
    )
    found: dict[str, list[Scorecard]] = {}
    for card in cards:
        found.setdefault(card.participant.type_code, []).append(card)
    return found


def _sampled_ids(year: MovementYear) -> set[int]:
    """The scorecards that chance has drawn already, as the record says."""
    drawn: set[int] = set()
    for entry in list_entries_of("movement_year", str(year.id)):
        if entry.action == "year:second-check-drawn":
            drawn |= set((entry.after or {}).get("drawn", []))
    return drawn
