"""The sample's present year: whoever tries the product can walk the whole way."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from awards.services import seal_run
from foundation.clock import local, local_date
from foundation.database import db, transaction
from foundation.permissions import SYSTEM, RoleCode
from movements.deadlines import deadline_of, is_running
from movements.models import MovementYear, StageCode
from movements.queries import find_current_year, list_years
from participants.models import Participant
from scorecards.models import AssessmentLevel, Scorecard, ScorecardStatus, Submission
from scorecards.sample import load_sample
from tests.factories import NOW
from verification.models import Objection, Return
from verification.objection_queries import count_waiting_objections
from verification.sample import load_current_year
from verification.second_check_queries import count_differences, count_unmade

TODAY = NOW.replace(year=2027, month=3)


def load(now=TODAY, households=40):
    load_sample(actor=SYSTEM, now=now, households=households)
    return load_current_year(actor=SYSTEM, now=now)


def loaded():
    load()


@pytest.fixture
def year(ready, context):
    """The present year of the sample."""
    ready(loaded)
    return db.session.scalars(select(MovementYear).where(MovementYear.year == TODAY.year)).one()


def cards_of(year):
    rows = db.session.execute(
        select(Participant.code, Scorecard)
        .join(Scorecard, Scorecard.participant_id == Participant.id)
        .where(Scorecard.movement_year_id == year.id)
    )
    return {row[0]: row[1] for row in rows}


def test_its_stages_stand_around_today(year):
    assert (year.year, year.is_sample, find_current_year(TODAY)) == (2027, True, year)
    assert year.movement.period_to.year == 2027
    running = {code for code in StageCode if is_running(year, code, TODAY)}
    assert running == {StageCode.SELF_SCORING, StageCode.VERIFICATION, StageCode.OBJECTION}
    closes = local(deadline_of(year, StageCode.SELF_SCORING))
    assert (closes.date() - local_date(TODAY)).days == 14
    assert (closes.hour, closes.minute) == (17, 0)


def test_its_scorecards_stand_at_every_step(year):
    cards = cards_of(year)
    states = Counter(card.status for card in cards.values())
    assert states[ScorecardStatus.SUBMITTED] > 15
    assert states[ScorecardStatus.DRAFT] > 15
    assert (states[ScorecardStatus.RETURNED], states[ScorecardStatus.VERIFIED]) == (1, 1)
    assert states[ScorecardStatus.OBJECTION] == 1
    assert cards["31600"].status is ScorecardStatus.DRAFT
    assert "31600-01" not in cards
    assert all(card.updated_at < TODAY for card in cards.values())
    handed_in = db.session.scalars(select(Submission.scorecard_id)).all()
    begun = {card.id for card in cards.values() if card.status is not ScorecardStatus.DRAFT}
    assert set(handed_in) == begun
    assert db.session.scalars(select(Return)).one().scorecard.participant.code == "31576"


def test_its_figures_can_be_read_and_have_totals(year):
    for card in cards_of(year).values():
        for level in card.assessments:
            assert level.total is not None, card.participant.code
            assert level.entries.keys() == level.marks.keys()


def test_the_verified_one_is_judged_as_it_stands(year):
    card = cards_of(year)["31569"]
    claim, verdict = card.assessments
    assert (claim.level, verdict.level) == (AssessmentLevel.SELF, AssessmentLevel.OFFICE)
    assert claim.entries.keys() <= verdict.entries.keys()
    assert all(verdict.marks[code]["judged"] == claim.entries.get(code) for code in verdict.entries)
    assert verdict.complete


@pytest.mark.usefixtures("context")
def test_the_year_of_the_sample_itself_is_not_made_twice():
    assert load(now=NOW) is None
    assert [year.year for year in list_years()] == [2024]


def test_the_earlier_year_can_still_be_sealed(year):
    earlier = db.session.scalars(select(MovementYear).where(MovementYear.year == 2024)).one()
    run = seal_run(actor=SYSTEM, year=earlier, now=TODAY + timedelta(hours=1))
    assert run.movement_year is earlier


def test_the_earlier_year_is_reached_from_the_first_page(app, client_as):
    office = client_as(RoleCode.OFFICE)
    with app.app_context(), transaction():
        load(households=0)
    assert "Đánh giá và chốt kết quả năm 2024" in office.get("/").text


def test_objections_and_second_checks_wait_and_are_done(year):
    assert count_waiting_objections(year.id) == 1
    assert db.session.query(Objection).filter(Objection.answered_at.is_not(None)).count() == 1
    assert (count_differences(year.id), count_unmade(year.id)) == (1, 1)
