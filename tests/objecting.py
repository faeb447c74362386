"""Builders for objections: a verified scorecard in a year whose objection stage runs at NOW."""

from datetime import timedelta

from foundation.database import db
from movements.models import Stage, StageCode
from scorecards.models import ScorecardStatus
from scorecards.services import assess
from tests.verifying import CLAIM, NOW, OFFICE, submit

CHANGED = {"II.1": "25"}
REASON = "Biểu 03 ghi 25."
EARLIER = NOW - timedelta(hours=2)


def open_objections(year, opens=NOW - timedelta(days=1), closes=NOW + timedelta(days=10)):
    """The objection stage of the year."""
    db.session.add(
        Stage(movement_year_id=year.id, code=StageCode.OBJECTION, opens_at=opens, closes_at=closes)
    )
    db.session.flush()
    db.session.expire(year)


def verify_whole(office, card, changed=None, at=EARLIER):
    """The office's figures for all of it: as claimed, but for what is changed with a reason."""
    changed = CHANGED if changed is None else changed
    entries = CLAIM | {"III": "8"} | changed
    assess(
        actor=office,
        scorecard=card,
        level=OFFICE,
        entries=entries,
        reasons=dict.fromkeys(changed, REASON),
        now=at,
    )
    card.status, card.verified_at = ScorecardStatus.VERIFIED, at
    db.session.flush()
    return card


def verified_card(year, participant, office):
    """A scorecard of which the office changed one criterion."""
    return verify_whole(office, submit(year, participant))
