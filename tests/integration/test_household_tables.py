"""A table of households: judged cell by cell, shown as a preview, written whole or not at all."""

import time

import pytest
from sqlalchemy import func, select

from bulk_entry.services import apply
from foundation.database import db
from participants.models import Participant
from tests.factories import NOW
from tests.hamlets import POOR, Hamlet, pasted

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def hamlet(context):
    return Hamlet()


def take(hamlet, text, **more):
    found = hamlet.preview(text, **more)
    assert found.pending is not None, [row.faults for row in found.judgement.rows if row.faults]
    return apply(
        actor=more.get("actor") or hamlet.head,
        token=found.pending.token,
        hamlet=hamlet.unit,
        year=hamlet.year,
        seen=found.state.digest,
        now=NOW,
    )


def count():
    return db.session.scalar(select(func.count()).select_from(Participant).where(Participant.type_code == POOR))


def test_two_hundred_households_are_taken_in_seconds(hamlet):
    begun = time.perf_counter()
    found = hamlet.preview(pasted(200))
    middle = time.perf_counter()
    taken = take(hamlet, pasted(200))
    print("preview", middle - begun, "both", time.perf_counter() - middle)
    assert (taken.new, taken.changed, count()) == (200, 0, 200)
    assert time.perf_counter() - begun < 30
