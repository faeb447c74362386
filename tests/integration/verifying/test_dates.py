"""When verification may be done: between its first day and the day on which the council sits."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.database import db
from foundation.errors import Conflict, DomainError
from foundation.permissions import RoleCode
from movements.models import Stage, StageCode
from scorecards.models import ScorecardStatus
from scorecards.submission_rules import is_time_running
from tests.factories import make_user
from tests.verifying import NOW, make_head, make_verifier
from verification.finishing import finish, reopen, waive_check
from verification.marking import set_mark
from verification.returning import return_scorecard
from verification.rules import words_on_overtime
from verification.services import accept_criterion, leave_unscored, verify_criterion
from verification.undisputed import accept_undisputed, preview_undisputed

pytestmark = pytest.mark.usefixtures("context")


OPENS, CLOSES = datetime(2024, 11, 11, tzinfo=UTC), datetime(2024, 11, 26, tzinfo=UTC)


COUNCIL_SITS = datetime(2024, 12, 10, tzinfo=UTC)


@pytest.fixture
def sitting(year):
    stage = Stage(code=StageCode.COUNCIL, opens_at=COUNCIL_SITS, closes_at=COUNCIL_SITS + timedelta(days=9))
    year.stages.append(stage)
    db.session.flush()
    return year


def deeds(card, actor, at):
    """Every deed of verification that the calendar binds."""
    known = {"actor": actor, "scorecard_id": card.id, "now": at}
    return [
        lambda: verify_criterion(**known, code="II.1", raw="28", reason="Theo biên bản"),
        lambda: accept_criterion(**known, code="I.2"),
        lambda: leave_unscored(**known, code="III", reason="Chưa có báo cáo"),
        lambda: finish(**known),
        lambda: return_scorecard(**known, reasons={}, note="Bổ sung", due_at=at + timedelta(hours=3)),
    ]


@pytest.mark.parametrize(
    ("at", "told"), [(OPENS - timedelta(seconds=1), "Chưa đến thời gian"), (CLOSES, "Đã hết thời gian")]
)
def test_a_verifier_judges_only_while_verification_runs(sitting, card, at, told):
    verifier = make_verifier(("commune", None, None))
    for deed in deeds(card, verifier, at):
        with pytest.raises(Conflict, match=told):
            deed()
    preview = preview_undisputed(actor=verifier, scorecard_ids=[card.id], now=at)
    assert (preview.accepted, told in preview.cards[0].obstacle) == (0, True)
    accept_undisputed(actor=verifier, scorecard_ids=[card.id], digest=preview.digest, finishing=True, now=at)
    assert card.status is ScorecardStatus.SUBMITTED
    assert verify_criterion(
        actor=verifier, scorecard_id=card.id, code="I.2", raw="2", now=CLOSES - timedelta(seconds=1)
    )


def test_the_office_finishes_what_is_left_until_the_council_sits(sitting, card, office):
    for deed in deeds(card, office, OPENS - timedelta(seconds=1)):
        with pytest.raises(Conflict, match="Chưa đến thời gian"):
            deed()
    assert words_on_overtime(office, sitting, NOW) is None
    assert "10/12/2024" in words_on_overtime(office, sitting, CLOSES)
    verify_criterion(actor=office, scorecard_id=card.id, code="I.2", raw="2", now=CLOSES)
    assert words_on_overtime(office, sitting, COUNCIL_SITS) is None
    for deed in deeds(card, office, COUNCIL_SITS):
        with pytest.raises(Conflict, match="họp xét"):
            deed()


def test_opening_again_and_not_waiting_keep_to_the_dates_too(sitting, cluster, card, office):
    make_head(cluster, make_user(full_name="Cụm trưởng", roles=[RoleCode.COMMUNE]))
    with pytest.raises(Conflict, match="họp xét"):
        waive_check(actor=office, scorecard_id=card.id, reason="Gấp", now=COUNCIL_SITS)
    card.status = ScorecardStatus.VERIFIED
    with pytest.raises(Conflict, match="họp xét"):
        reopen(actor=office, scorecard_id=card.id, reason="Sót", now=COUNCIL_SITS)
    assert reopen(actor=office, scorecard_id=card.id, reason="Sót", now=CLOSES)


def test_grounds_are_laid_and_lifted_at_any_moment_of_the_year(sitting, card, office):
    known = {"actor": office, "scorecard_id": card.id, "code": "H1", "ground": "Đơn ngày 3/11"}
    set_mark(**known, stands=True, now=OPENS - timedelta(days=30))
    assert card.holds == ["H1"]
    set_mark(**known, stands=False, now=COUNCIL_SITS)
    assert card.holds == []
    card.status = ScorecardStatus.SEALED
    set_mark(**known, stands=True, now=COUNCIL_SITS + timedelta(days=30))
    assert card.holds == ["H1"]


def test_what_is_sent_back_after_the_end_has_a_time_of_its_own(sitting, card, office):
    known = {"actor": office, "scorecard_id": card.id, "reasons": {}, "note": "Bổ sung", "now": CLOSES}
    with pytest.raises(DomainError, match="ghi hạn nộp lại") as told:
        return_scorecard(**known)
    assert told.value.field == "due_at"
    return_scorecard(**known, due_at=CLOSES + timedelta(days=1))
    assert is_time_running(card, CLOSES)


def test_a_calendar_without_verification_sets_no_limit(year, card):
    db.session.delete(next(one for one in year.stages if one.code is StageCode.VERIFICATION))
    db.session.flush()
    db.session.expire(year, ["stages"])
    verifier = make_verifier(("commune", None, None))
    assert verify_criterion(actor=verifier, scorecard_id=card.id, code="I.2", raw="2", now=COUNCIL_SITS)
