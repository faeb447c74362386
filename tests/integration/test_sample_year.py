import json
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from awards.models import AwardStatus, EvaluationRun, RunResult
from awards.recomputing import recompute_run
from awards.services import seal_run
from criteria.queries import find_published
from foundation.database import db
from foundation.errors import Conflict
from foundation.permissions import SYSTEM
from movements.models import Movement, MovementYear
from participants.models import Participant
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from scorecards.sample import load_sample
from scorecards.services import open_scorecard
from tests.factories import NOW


def load(**overrides):
    return load_sample(**{"actor": SYSTEM, "now": NOW, "households": 120} | overrides)


def sealed_sample():
    return seal_run(actor=SYSTEM, year=load(), now=NOW).id


@pytest.fixture
def sealed(ready, context):
    """The rows of the sample's first run, by type and code."""
    run = db.session.get(EvaluationRun, ready(sealed_sample))
    rows = db.session.execute(
        select(RunResult, Participant.code).join(Participant, Participant.id == RunResult.participant_id)
    )
    return run, {(row.type_code, code): row for row, code in rows}


def snapshot(seed, households=60):
    load(seed=seed, households=households)
    statement = (
        select(
            Participant.type_code, Participant.code, Assessment.level, Assessment.entries, Assessment.total
        )
        .join(Scorecard, Scorecard.participant_id == Participant.id)
        .join(Assessment, Assessment.scorecard_id == Scorecard.id)
        .order_by(Participant.type_code, Participant.code, Assessment.id)
    )
    rows = {(row[0], row[1], row[2]): (row[3], row[4]) for row in db.session.execute(statement)}
    db.session.rollback()
    return rows


@pytest.mark.usefixtures("context")
def test_the_same_seed_gives_the_same_figures():
    first = snapshot(5)
    assert snapshot(5) == first
    assert snapshot(6) != first


@pytest.mark.usefixtures("context")
def test_figures_of_units_do_not_depend_on_the_number_of_households():
    few, many = snapshot(5, 20), snapshot(5, 60)
    assert {key: few[key] for key in few if key[0] == "hamlet"} == {
        key: many[key] for key in many if key[0] == "hamlet"
    }


def test_the_sample_year_is_ready_to_be_sealed(sealed):
    run, rows = sealed
    assert (run.is_sample, run.movement_year.year) == (True, 2024)
    assert len(run.movement_year.stages) == 7
    assert {kind for kind, _code in rows} == {
        "agency",
        "commune",
        "hamlet",
        "household_not_poor",
        "household_poor",
        "official",
        "enterprise",
    }
    assert not [warning for warning in run.warnings if warning["code"] == "unread"]
    assert recompute_run(run).holds
    for model in (Movement, MovementYear):
        assert db.session.scalar(select(func.count()).where(model.is_sample.is_(False))) == 0


def test_two_communes_tie_across_the_line(sealed):
    _run, rows = sealed
    an_ninh, phu_tan = rows["commune", "31600"], rows["commune", "31582"]
    assert (an_ninh.total, an_ninh.rank, an_ninh.tied) == (Decimal("87.5"), 2, 2)
    assert {an_ninh.award_status, phu_tan.award_status} == {AwardStatus.BALLOT}
    assert an_ninh.self_total > phu_tan.self_total


def test_one_commune_is_held_one_excluded_and_one_fails_a_floor(sealed):
    _run, rows = sealed
    held, excluded, failed = rows["commune", "31573"], rows["commune", "31585"], rows["commune", "31594"]
    assert (held.award_status, held.rank, held.on_hold) == (AwardStatus.HELD, 2, True)
    assert (excluded.excluded, excluded.rank, excluded.award_status) == (True, None, AwardStatus.BARRED)
    assert json.loads(failed.result)["failed_floors"] == ["XA-KQ"]
    assert (failed.eligible, failed.excluded) == (False, False)


def test_a_hamlet_stands_just_above_the_line_and_its_neighbour_just_below(sealed):
    _run, rows = sealed
    above, below = rows["hamlet", "31600-01"], rows["hamlet", "31600-02"]
    assert (above.award, above.award_status) == ("GK-AP", AwardStatus.RECOMMENDED)
    assert (below.award, below.award_status) == ("GK-AP", AwardStatus.OUTSIDE)
    assert Decimal(0) < above.total - below.total < Decimal("0.5")
    assert json.loads(above.result)["award_status"]["BK-AP"] == "too_soon"


def test_hamlets_show_threshold_floor_and_what_is_missing(sealed):
    _run, rows = sealed
    assert rows["hamlet", "31600-06"].award_status is AwardStatus.BELOW
    assert 79 < rows["hamlet", "31600-06"].total < 80
    assert rows["hamlet", "31600-05"].award_status is AwardStatus.BARRED
    assert rows["hamlet", "31600-08"].award_status is AwardStatus.INCOMPLETE
    # A hamlet in special difficulty passes with 75.
    assert 75 < rows["hamlet", "31600-04"].total < 80
    assert rows["hamlet", "31600-04"].award_status is AwardStatus.OUTSIDE


@pytest.mark.usefixtures("context")
def test_claims_stay_beside_corrections_with_reasons():
    load()
    corrected = [
        assessment
        for assessment in db.session.scalars(select(Assessment).order_by(Assessment.id))
        if assessment.level is not AssessmentLevel.SELF and assessment.reasons
    ]
    assert corrected
    for assessment in corrected:
        own = assessment.scorecard.assessments[0]
        for code, reason in assessment.reasons.items():
            assert own.entries[code] != assessment.entries[code]
            assert reason
    statuses = set(db.session.scalars(select(Scorecard.status)))
    assert statuses == {ScorecardStatus.DRAFT, ScorecardStatus.VERIFIED}


@pytest.mark.usefixtures("context")
def test_the_sample_is_for_an_empty_database_and_leaves_it_usable():
    year = load(households=0)
    with pytest.raises(Conflict):
        load()
    assert find_published(year.id) is not None
    without = db.session.scalars(
        select(Participant).where(Participant.id.not_in(select(Scorecard.participant_id)))
    ).first()
    unit = without or Participant(
        type_code="commune", code="X", name="Xã mới", sort_key="xa moi", attributes={}
    )
    db.session.add(unit)
    open_scorecard(actor=SYSTEM, movement_year=year, participant=unit, now=NOW)


def test_the_command_loads_once(app):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["sample", "load", "--households", "0", "--seed", "3"])
    assert first.exit_code == 0, first.output
    again = runner.invoke(args=["sample", "load"])
    assert (again.exit_code, "trống" in again.output) == (1, True)
