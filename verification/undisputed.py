"""Accepting at once what nobody need look at: first what would be accepted and what not, then the deed.

The deed does what the preview showed or nothing: what changed in between is shown again first.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from foundation.database import db, lock_row
from foundation.errors import Conflict
from foundation.permissions import Actor
from scorecards.entering import raw_below
from scorecards.models import Scorecard
from scorecards.scorers import scorer_of
from scorecards.services import assess
from scorecards.to_scoring import Raw
from scorecards.typed import in_words
from verification.doubts import Doubt, Grounds, doubts_of, read_grounds
from verification.finishing import declare_done
from verification.plan import Desk, Item, concerned, is_judged, plan_of
from verification.rules import find_left, may_finish
from verification.turns import turns_of

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Acceptable:
    """One criterion that would be accepted as it stands."""

    code: str
    name: str
    raw: Raw
    words: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One criterion that would be left, and why."""

    code: str
    name: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class CardPreview:
    """What would happen to one scorecard. `obstacle` says why nothing would."""

    scorecard: Scorecard
    desk: Desk
    accepted: tuple[Acceptable, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    done_before: int = 0
    obstacle: str | None = None

    @property
    def finishes(self) -> bool:
        """Whether nothing would be left for anybody of this level."""
        codes = {one.code for one in self.accepted}
        return self.obstacle is None and codes >= set(find_left(self.scorecard, self.desk.level))


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting would do, with its totals. `digest` stands for all of it."""

    cards: Sequence[CardPreview]
    digest: str

    @property
    def accepted(self) -> int:
        """How many criteria would be accepted."""
        return sum(len(card.accepted) for card in self.cards)

    @property
    def left_out(self) -> int:
        """How many would be left."""
        return sum(len(card.left_out) for card in self.cards)

    @property
    def finishing(self) -> int:
        """Of how many scorecards nothing would be left."""
        return sum(card.finishes for card in self.cards)


def preview_undisputed(*, actor: Actor, scorecard_ids: Collection[int], now: datetime) -> Preview:
    """What accepting all that is undisputed would do to these scorecards, in the order of their numbers.

    Raises Trespass or NotAllowed where one of them is not the actor's.
    """
    cards = _cards(scorecard_ids)
    grounds = read_grounds([card.id for card in cards])
    desks = turns_of(actor, cards, now)
    previews = [_preview(card, *desks[card.id], grounds) for card in cards]
    return Preview(previews, _digest(previews))


def accept_undisputed(
    *,
    actor: Actor,
    scorecard_ids: Collection[int],
    digest: str,
    finishing: bool = False,
    now: datetime,
) -> Preview:
    """Accept what a preview with this digest showed, whole or not at all; with `finishing`, say of every
    scorecard of which nothing is left that the level is done.

    Raises Conflict where anything changed since the preview.
    """
    _hold(scorecard_ids)
    preview = preview_undisputed(actor=actor, scorecard_ids=scorecard_ids, now=now)
    if preview.digest != digest:
        raise Conflict(_("Có phiếu vừa thay đổi nên chưa chấp nhận gì. Xem lại danh sách rồi xác nhận."))
    done = [card for card in preview.cards if finishing and card.finishes and may_finish(actor, card.desk)]
    for card in preview.cards:
        if card.accepted:
            entries = {one.code: one.raw for one in card.accepted}
            assess(actor=actor, scorecard=card.scorecard, level=card.desk.level, entries=entries, now=now)
    for card in done:
        declare_done(actor, card.scorecard, card.desk, now)
    return preview


def _hold(scorecard_ids: Collection[int]) -> None:
    """Hold these scorecards until the transaction ends, always in the order of their numbers."""
    if scorecard_ids:
        lock_row(Scorecard, min(scorecard_ids))
    wanted = select(Scorecard.id).where(Scorecard.id.in_(scorecard_ids)).order_by(Scorecard.id)
    db.session.scalars(wanted.with_for_update(of=Scorecard)).all()


def _cards(scorecard_ids: Collection[int]) -> Sequence[Scorecard]:
    statement = (
        select(Scorecard)
        .where(Scorecard.id.in_(scorecard_ids))
        .options(
            joinedload(Scorecard.participant),
            joinedload(Scorecard.criteria_set),
            selectinload(Scorecard.assessments),
        )
        .order_by(Scorecard.submitted_at, Scorecard.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()


def _preview(scorecard: Scorecard, desk: Desk, obstacle: str | None, grounds: Grounds) -> CardPreview:
    plan = plan_of(scorecard)
    if obstacle is not None or plan is None:
        return CardPreview(scorecard, desk, obstacle=obstacle or _("Bộ tiêu chí không có phần cho loại này."))
    attributes = scorecard.participant.attributes
    items = list(concerned(plan, desk, scorecard.assessments, attributes))
    waiting = [item for item in items if not is_judged(scorecard.assessments, desk.level, item.code)]
    warned = doubts_of(scorecard, desk, waiting, grounds)
    return CardPreview(
        scorecard,
        desk,
        tuple(_acceptable(scorecard, desk, item) for item in waiting if item.code not in warned),
        tuple(
            LeftOut(item.code, item.name, tuple(warned[item.code])) for item in waiting if item.code in warned
        ),
        done_before=len(items) - len(waiting),
    )


def _acceptable(scorecard: Scorecard, desk: Desk, item: Item) -> Acceptable:
    raw = raw_below(scorecard, desk.level, item.code)
    if raw is None:  # pragma: no cover - what was not claimed carries a warning
        raise LookupError(item.code)
    words = in_words(scorer_of(scorecard).reader.criteria[item.code], raw)
    return Acceptable(item.code, item.name, raw, words)


def _digest(cards: Sequence[CardPreview]) -> str:
    content: list[Any] = [
        [
            card.scorecard.id,
            card.desk.level,
            [[one.code, one.raw if isinstance(one.raw, str) else dict(one.raw)] for one in card.accepted],
            [[one.code, list(one.doubts)] for one in card.left_out],
            card.obstacle is None,
        ]
        for card in cards
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
