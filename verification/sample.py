"""The sample's present year, for whoever tries the product: self-scoring runs, verification has begun.

Most units have not begun or hold a draft; some have handed in, one was sent back, one is verified. Nobody's
figures depend on the day: only the dates of the stages do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import yaml
from flask_babel import gettext as _
from sqlalchemy import or_, select

from accounts.models import User
from accounts.queries import find_user_by_name
from assignments.queries import list_members
from criteria.models import CriteriaSet
from criteria.services import create_criteria_set, publish_criteria_set
from foundation.clock import VIETNAM, local_date
from foundation.database import db
from foundation.errors import NotFound
from foundation.permissions import SYSTEM, Actor
from history.services import record
from movements.models import Movement, MovementYear, StageCode
from movements.queries import list_movements
from movements.services import start_year
from participants.models import Participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.sample import FACTS, PRESETS
from scorecards.sample_cards import Card, CardMaker
from scorecards.submitting import submit
from verification.returning import return_scorecard
from verification.sample_follow_up import show_what_follows

CLOSING = time(17)
OPENING = time(7)
# Of each stage the first and the last day, counted from today.
STAGE_DAYS: dict[StageCode, tuple[int, int]] = {
    StageCode.REGISTRATION: (-120, -60),
    StageCode.SELF_SCORING: (-16, 14),
    StageCode.VERIFICATION: (-8, 28),
    StageCode.OBJECTION: (-5, 35),
    StageCode.COUNCIL: (36, 43),
    StageCode.DECISION: (44, 51),
    StageCode.ARCHIVE: (52, 60),
}
UNIT_TYPES = ("agency", "commune", "hamlet", "enterprise", "official")
HAMLET_WITH_HOUSEHOLDS = "31600-01"
SOME_HOUSEHOLDS = 12
# Of a hundred units, how many have handed in and how many hold a draft; the others have not begun.
SUBMITTED, DRAFTED = 22, 28
# Between handing in and what came of it.
LATER = timedelta(hours=3)
RETURN_REASON = "Ghi số, ngày của văn bản làm căn cứ cho số liệu này."
RETURN_NOTE = "Bổ sung căn cứ rồi nộp lại trước khi hết thời gian tự chấm."

DRAFT, NOT_BEGUN = "draft", "not begun"
# The units of the sample accounts, and those whose state the tour of the product shows.
FIXED: Mapping[str, str] = {
    "31600": DRAFT,
    "31600-01": NOT_BEGUN,
    "P-NNPTNT": ScorecardStatus.VERIFIED,
    "HTX-06": DRAFT,
    "31576": ScorecardStatus.RETURNED,
    "31573": ScorecardStatus.SUBMITTED,
    "31600-02": ScorecardStatus.SUBMITTED,
    "31600-03": ScorecardStatus.SUBMITTED,
    "31582": ScorecardStatus.SUBMITTED,
    "31569": ScorecardStatus.VERIFIED,
    "P-TCKH": ScorecardStatus.SUBMITTED,
}


@dataclass(frozen=True)
class _Plan:
    """One scorecard to be made: whose, how far it has come, its figures and by whom."""

    owner: Participant
    state: str
    card: Card
    ago: timedelta
    by: User | None


def load_current_year(*, actor: Actor, now: datetime, seed: int = 1) -> MovementYear | None:
    """Add the present calendar year in Viet Nam to the sample, whose own year must be loaded.

    Returns None where the present year is the sample's own. Raises NotFound without the sample.
    """
    movement = next((one for one in list_movements() if one.is_sample), None)
    if movement is None:
        raise NotFound(_("Chưa nạp dữ liệu mẫu."))
    today = local_date(now)
    if any(year.year == today.year for year in movement.years):
        return None
    _cover(movement, today.year, actor, now)
    facts = yaml.safe_load(FACTS.read_text(encoding="utf-8")) | {"year": today.year, "cases": {}}
    year = start_year(actor=actor, movement=movement, year=today.year, calendar=calendar_of(today), now=now)
    document = document_for((PRESETS / facts["criteria"]).read_text(encoding="utf-8"), today.year)
    criteria_set = create_criteria_set(
        actor=actor, movement_year_id=year.id, year=year.year, document=document, now=now
    )
    publish_criteria_set(actor=actor, criteria_set=criteria_set, year=year.year, now=now)
    maker = CardMaker(document, facts, seed)
    for plan in sorted(_plans(maker, seed), key=lambda plan: -plan.ago):
        _make(plan, year, criteria_set, maker, now)
    show_what_follows(year, now)
    return year


def calendar_of(today: date) -> dict[StageCode, tuple[datetime, datetime]]:
    """The stages around a day in Viet Nam: each opens in the morning and closes in the afternoon."""
    return {
        code: (_at(today, first, OPENING), _at(today, last, CLOSING))
        for code, (first, last) in STAGE_DAYS.items()
    }


def _at(today: date, days: int, hour: time) -> datetime:
    return datetime.combine(today + timedelta(days=days), hour, VIETNAM)


def _cover(movement: Movement, year: int, actor: Actor, now: datetime) -> None:
    """Let the sample's movement last until the present year."""
    last = date(year, 12, 31)
    if movement.period_to >= last:
        return
    before, movement.period_to = movement.period_to, last
    record(
        actor=actor,
        action="movement:extended",
        subject=("movement", movement.id),
        before={"period_to": before.isoformat()},
        after={"period_to": last.isoformat()},
        now=now,
    )


def document_for(preset: str, year: int) -> str:
    """The preset for another year: its own year, its title, and the days against which lateness counts."""
    document = re.sub(r"(?m)^year: \d{4}$", f"year: {year}", preset, count=1)
    document = re.sub(r"(?m)^(title: .*năm )\d{4}$", rf"\g<1>{year}", document, count=1)
    return re.sub(r"(?m)^(\s+deadline: )\d{4}-", rf"\g<1>{year}-", document)


def _plans(maker: CardMaker, seed: int) -> Iterator[_Plan]:
    for owner in _owners():
        rng = Random(f"present year {seed} {owner.type_code} {owner.code}")  # noqa: S311 - fiction
        state = _state(owner, rng)
        card = None if state == NOT_BEGUN else maker.make(owner.type_code, owner.code, owner.attributes)
        if card is not None:
            if card.status is ScorecardStatus.DRAFT:
                state = DRAFT
            members = list_members(owner.id)
            ago = timedelta(days=rng.randint(1, 6), minutes=rng.randint(0, 480))
            yield _Plan(owner, state, card, ago, members[0] if members else None)


def _state(owner: Participant, rng: Random) -> str:
    if owner.code in FIXED:
        return FIXED[owner.code]
    drawn = rng.random() * 100
    if owner.type_code.startswith("household"):
        return ScorecardStatus.SUBMITTED if drawn < 2 * SUBMITTED else DRAFT
    if drawn < SUBMITTED:
        return ScorecardStatus.SUBMITTED
    return DRAFT if drawn < SUBMITTED + DRAFTED else NOT_BEGUN


def _owners() -> Sequence[Participant]:
    """Every unit, and a few households of one hamlet."""
    hamlet = select(Participant.id).where(
        Participant.type_code == "hamlet", Participant.code == HAMLET_WITH_HOUSEHOLDS
    )
    households = (
        select(Participant.id)
        .where(Participant.parent_id.in_(hamlet))
        .order_by(Participant.id)
        .limit(SOME_HOUSEHOLDS)
    )
    wanted = or_(Participant.type_code.in_(UNIT_TYPES), Participant.id.in_(households))
    return db.session.scalars(
        select(Participant).where(wanted, Participant.is_sample).order_by(Participant.id)
    ).all()


def _make(
    plan: _Plan, year: MovementYear, criteria_set: CriteriaSet, maker: CardMaker, now: datetime
) -> None:
    at = now - plan.ago
    card = Scorecard(
        movement_year=year,
        participant=plan.owner,
        criteria_set=criteria_set,
        status=ScorecardStatus.DRAFT,
        past_awards=[dict(past) for past in plan.card.past_awards],
        updated_at=at,
    )
    card.assessments = [_claim(plan, at, whole=plan.state != DRAFT)]
    _total(card, maker)
    db.session.add(card)
    db.session.flush()
    if plan.state != DRAFT:
        submit(actor=plan.by or SYSTEM, scorecard=card, with_gaps=True, quiet=True, now=at)
    if plan.state == ScorecardStatus.RETURNED:
        _send_back(card, at + LATER)
    if plan.state == ScorecardStatus.VERIFIED:
        _verify(card, plan, maker, at + LATER)


def _claim(plan: _Plan, at: datetime, *, whole: bool) -> Assessment:
    """What the unit entered: all of it, or the first half of a draft."""
    level = plan.card.levels[0]
    codes = list(level.entries)
    kept = codes if whole else codes[: max(1, len(codes) // 2)]
    return Assessment(
        level=AssessmentLevel.SELF,
        entries={code: level.entries[code] for code in kept},
        marks={code: _mark(plan.by, at) for code in kept},
        assessed_at=at,
        assessed_by_id=plan.by.id if plan.by else None,
    )


def _verify(card: Scorecard, plan: _Plan, maker: CardMaker, at: datetime) -> None:
    """The office's level: what it accepted as it stands, what it changed with a reason, what is its own."""
    claim, level, verifier = card.assessments[0], plan.card.levels[-1], _verifier_of(plan.owner)
    entries = {**claim.entries, **level.entries}
    verdict = Assessment(
        level=AssessmentLevel.OFFICE,
        entries=entries,
        reasons=dict(level.reasons),
        marks={code: _mark(verifier, at) | {"judged": claim.entries.get(code)} for code in entries},
        assessed_at=at,
        assessed_by_id=verifier.id,
    )
    card.assessments.append(verdict)
    _total(card, maker)
    card.status, card.verified_at, card.updated_at = ScorecardStatus.VERIFIED, at, at
    db.session.flush()
    record(
        actor=verifier,
        action="scorecard:verified",
        subject=("scorecard", card.id),
        before={"status": ScorecardStatus.SUBMITTED.value},
        after={"status": card.status.value},
        now=at,
    )


def _total(card: Scorecard, maker: CardMaker) -> None:
    """Each level's total, with what stands below it."""
    owner, so_far = card.participant, dict[AssessmentLevel, Mapping[str, Any]]()
    for one in card.assessments:
        so_far[one.level] = one.entries
        one.total, one.complete = maker.total(owner.type_code, owner.code, owner.attributes, so_far)


def _send_back(card: Scorecard, at: datetime) -> None:
    code = next(iter(card.assessments[0].entries))
    return_scorecard(
        actor=_verifier_of(card.participant),
        scorecard_id=card.id,
        reasons={code: RETURN_REASON},
        note=RETURN_NOTE,
        now=at,
    )


def _verifier_of(owner: Participant) -> User:
    """Whoever of the sample accounts verifies this type."""
    name = "thamdinh" if owner.type_code in ("commune", "hamlet") else "thamdinh2"
    user = find_user_by_name(name)
    if user is None:
        raise LookupError(f"the sample has no account {name}")
    return user


def _mark(user: User | None, at: datetime) -> dict[str, Any]:
    """Who entered a criterion and when."""
    return {"by": user.full_name if user else "", "by_id": user.id if user else None, "at": at.isoformat()}
