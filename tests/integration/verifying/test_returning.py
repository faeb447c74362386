"""Sending a scorecard back: what was judged stays, the unit reads why and until when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.errors import DomainError
from messages.models import Message, MessageKind
from scorecards.models import ScorecardStatus
from tests.judging import judge_the_rest, level, resubmit
from tests.verifying import NOW, OFFICE, make_member
from verification.models import Return
from verification.returning import ReturnFaults, return_scorecard
from verification.rules import find_left
from verification.services import accept_criterion

pytestmark = pytest.mark.usefixtures("context")


def test_a_return_keeps_what_was_judged_and_tells_the_unit(card, office):
    unit = make_member(card.participant)
    judge_the_rest(office, card)
    due = NOW + timedelta(days=3)
    returned = return_scorecard(
        actor=office,
        scorecard_id=card.id,
        reasons={"II.1": "Thiếu biểu 03.", "II.2": ""},
        note="Bổ sung rồi nộp lại.",
        due_at=due,
        now=NOW,
    )
    assert (card.status, card.extended_until) == (ScorecardStatus.RETURNED, due)
    assert returned.reasons == {"II.1": "Thiếu biểu 03."}
    message = db.session.scalars(select(Message).where(Message.user_id == unit.id)).one()
    assert message.kind is MessageKind.RETURNED
    assert "Thiếu biểu 03." in message.body
    assert not find_left(card, OFFICE)
    resubmit(card, {"II.1": "28"})
    assert find_left(card, OFFICE) == ("II.1",)
    assert level(card, OFFICE).entries["II.1"] == "30"
    accept_criterion(actor=office, scorecard_id=card.id, code="II.1", base="30", now=NOW)
    assert not find_left(card, OFFICE)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reasons": {}}, "note"),
        ({"reasons": {"Z": "Không có."}}, "Z"),
        ({"reasons": {"II.1": "Thiếu."}, "due_at": NOW - timedelta(hours=1)}, "due_at"),
        ({"reasons": {"II.1": "Thiếu."}, "due_at": NOW + timedelta(days=60)}, "due_at"),
    ],
)
def test_a_return_says_why_and_gives_a_time_that_can_be(card, office, values, field):
    with pytest.raises(DomainError) as refusal:
        return_scorecard(actor=office, scorecard_id=card.id, now=NOW, **values)
    assert refusal.value.field == field
    assert db.session.scalar(select(Return.id)) is None


def test_a_return_tells_every_fault_at_once(card, office):
    with pytest.raises(ReturnFaults) as refusal:
        return_scorecard(
            actor=office, scorecard_id=card.id, reasons={}, due_at=NOW - timedelta(hours=1), now=NOW
        )
    assert set(refusal.value.faults) == {"note", "due_at"}
