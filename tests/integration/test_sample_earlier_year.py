"""The sample's sealed year before its own: ranks and figures have a past that agrees with what follows."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import select

from awards.models import AwardStatus, EvaluationRun, RunResult
from awards.recomputing import recompute_run
from awards.sample import load_earlier_year
from council.sample import load_session
from foundation.database import db
from foundation.permissions import SYSTEM
from movements.models import MovementYear
from scorecards.sample import load_sample
from tests.factories import NOW


def loaded():
    load_sample(actor=SYSTEM, now=NOW, households=40)
    load_earlier_year(actor=SYSTEM, now=NOW)
    load_session(actor=SYSTEM, now=NOW)


@pytest.fixture
def runs(ready, context):
    """The sealed runs, by year."""
    ready(loaded)
    statement = select(MovementYear.year, EvaluationRun).join(EvaluationRun.movement_year)
    return {row.year: row.EvaluationRun for row in db.session.execute(statement)}


def results(run):
    rows = db.session.scalars(select(RunResult).where(RunResult.run_id == run.id))
    return {row.participant_id: row for row in rows}


def test_it_is_sealed_beside_the_samples_own_year(runs):
    assert sorted(runs) == [2023, 2024]
    assert runs[2023].is_sample
    assert recompute_run(runs[2023]).holds


def test_the_same_units_stand_in_it_and_no_household(runs):
    before, own = results(runs[2023]), results(runs[2024])
    assert {row.type_code for row in before.values()} == {
        "agency",
        "commune",
        "hamlet",
        "official",
        "enterprise",
    }
    assert before.keys() < own.keys()
    assert any(before[one].rank != own[one].rank for one in before)
    assert AwardStatus.RECOMMENDED in {row.award_status for row in before.values()}


def test_every_change_ends_where_the_next_one_set_out(runs):
    before, own = results(runs[2023]), results(runs[2024])
    compared = 0
    for participant_id, row in before.items():
        entries = json.loads(row.inputs)["entries"]
        after = json.loads(own[participant_id].inputs)["entries"]
        for code in ("XA5", "XA6", "AP4", "AP5"):
            pair, following = entries.get(code), after.get(code)
            if isinstance(pair, dict) and isinstance(following, dict):
                ended, began = Decimal(pair["pair"][1]), Decimal(following["pair"][0])
                assert ended == began, (row.name, code)
                compared += 1
    assert compared > 60


def test_earlier_awards_are_known_in_it_and_its_own_are_not(runs):
    years = [
        past["year"] for row in results(runs[2023]).values() for past in json.loads(row.inputs)["past_awards"]
    ]
    assert years
    assert max(years) < 2023
