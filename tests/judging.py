"""What tests of judging do again and again: judge one criterion, accept the rest, look at a level."""

from datetime import timedelta

from foundation.database import db
from foundation.permissions import SYSTEM
from scorecards.models import ScorecardStatus
from scorecards.services import assess
from tests.verifying import NOW, OFFICE, SELF
from verification.rules import find_left
from verification.services import accept_criterion, verify_criterion
from verification.undisputed import accept_undisputed, preview_undisputed


def level(card, wanted):
    return next(one for one in card.assessments if one.level is wanted)


def verify(actor, card, code, raw, **values):
    return verify_criterion(actor=actor, scorecard_id=card.id, code=code, raw=raw, now=NOW, **values)


def accept_all(actor, *cards, **values):
    ids = [card.id for card in cards]
    digest = preview_undisputed(actor=actor, scorecard_ids=ids, now=NOW).digest
    return accept_undisputed(actor=actor, scorecard_ids=ids, digest=digest, now=NOW, **values)


def judge_the_rest(actor, card):
    """Everything of the usual claim, so that nothing is left."""
    for code in find_left(card, OFFICE):
        if code == "III":
            verify(actor, card, code, "8")
        else:
            accept_criterion(actor=actor, scorecard_id=card.id, code=code, reason="Đã xem bản giấy.", now=NOW)


def resubmit(card, entries):
    """As the unit does: other figures, handed in again."""
    assess(actor=SYSTEM, scorecard=card, level=SELF, entries=entries, now=NOW + timedelta(days=1))
    card.status, card.submitted_at = ScorecardStatus.SUBMITTED, NOW + timedelta(days=1)
    db.session.flush()
