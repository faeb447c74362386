"""What the database itself holds of criteria sets, scorecards and runs."""

from decimal import Decimal

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from awards.models import AwardStatus, Category, EvaluationRun, RunResult
from criteria.models import CriteriaSet, CriteriaSetStatus
from foundation.database import db
from scorecards.models import Assessment, AssessmentLevel, Scorecard, ScorecardStatus
from tests.district import SHA, make_commune, make_criteria_set, make_scorecard, make_year, refuses
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("context")

PUBLISHED = {"status": CriteriaSetStatus.PUBLISHED, "published_at": NOW}


def new_set(year, **overrides):
    values = {"movement_year_id": year.id, "version": 3, "document": "x: 1", "sha256": SHA, "created_at": NOW}
    return CriteriaSet(**(values | overrides))


def new_assessment(scorecard, **overrides):
    values = {"scorecard_id": scorecard.id, "level": AssessmentLevel.SELF, "assessed_at": NOW}
    return Assessment(**(values | overrides))


def make_run(scorecard):
    run = EvaluationRun(
        movement_year_id=scorecard.movement_year_id,
        number=1,
        criteria_set_id=scorecard.criteria_set_id,
        document="x: 1",
        document_sha256=SHA,
        result_sha256=SHA,
        sealed_at=NOW,
        engine_version="1",
    )
    db.session.add(run)
    db.session.flush()
    return run


def new_result(run, participant_id, **overrides):
    values = {
        "run_id": run.id,
        "participant_id": participant_id,
        "position": 1,
        "name": "Xã An Ninh",
        "type_code": "commune",
        "category": Category.COLLECTIVE,
        "group_key": "all",
        "group_name": "Toàn huyện",
        "inputs": "{}",
        "inputs_sha256": SHA,
        "result": "{}",
        "result_sha256": SHA,
        "total": Decimal("87.5"),
        "eligible": True,
        "on_hold": False,
        "excluded": False,
        "complete": True,
        "award_status": AwardStatus.BALLOT,
    }
    return RunResult(**(values | overrides))


def test_one_criteria_set_of_a_year_is_published():
    year = make_year()
    make_criteria_set(year, **PUBLISHED)
    make_criteria_set(year, version=2)
    refuses(new_set(year, **PUBLISHED))


@pytest.mark.parametrize(
    "fault",
    [
        {"status": CriteriaSetStatus.PUBLISHED},
        {"published_at": NOW},
        {"sha256": "short"},
        {"version": 0},
        {"status": "lost"},
    ],
)
def test_a_faulty_criteria_set_is_refused(fault):
    refuses(new_set(make_year(), **fault))


def test_a_participant_has_one_scorecard_a_year():
    scorecard = make_scorecard()
    refuses(
        Scorecard(
            movement_year_id=scorecard.movement_year_id,
            participant_id=scorecard.participant_id,
            criteria_set_id=scorecard.criteria_set_id,
            updated_at=NOW,
        )
    )


def test_each_level_has_one_assessment_beside_the_others():
    scorecard = make_scorecard()
    db.session.add_all([new_assessment(scorecard), new_assessment(scorecard, level=AssessmentLevel.OFFICE)])
    db.session.flush()
    refuses(new_assessment(scorecard))
    assert [a.level for a in scorecard.assessments] == [AssessmentLevel.SELF, AssessmentLevel.OFFICE]


@pytest.mark.parametrize("fault", [{"complete": True}, {"level": "neighbour"}])
def test_a_faulty_assessment_is_refused(fault):
    refuses(new_assessment(make_scorecard(), **fault))


def test_entries_changed_in_place_are_kept_and_points_stay_exact():
    scorecard = make_scorecard()
    assessment = new_assessment(scorecard, total=Decimal("0.1") + Decimal("0.2"))
    db.session.add(assessment)
    db.session.flush()
    assessment.entries["II.3"] = {"numerator": "22", "denominator": "25"}
    scorecard.holds.append("H1")
    db.session.flush()
    db.session.expire_all()
    assert assessment.entries == {"II.3": {"numerator": "22", "denominator": "25"}}
    assert (scorecard.holds, assessment.total) == (["H1"], Decimal("0.3"))


def test_of_two_changes_to_one_scorecard_the_second_is_refused():
    scorecard = make_scorecard()
    table = Scorecard.__table__
    db.session.execute(table.update().where(table.c.id == scorecard.id).values(version=table.c.version + 1))
    scorecard.status = ScorecardStatus.SUBMITTED
    with pytest.raises(StaleDataError):
        db.session.flush()


def test_run_results_load_their_long_texts_on_demand():
    scorecard = make_scorecard()
    db.session.add(new_result(make_run(scorecard), scorecard.participant_id))
    db.session.flush()
    db.session.expunge_all()
    loaded = db.session.scalars(select(RunResult)).one()
    assert {"inputs", "result"} <= inspect(loaded).unloaded
    assert (loaded.total, loaded.award_status, loaded.inputs) == (Decimal("87.5"), AwardStatus.BALLOT, "{}")


def test_two_results_of_a_type_never_share_a_position():
    scorecard = make_scorecard()
    run = make_run(scorecard)
    db.session.add(new_result(run, scorecard.participant_id))
    db.session.flush()
    other = make_commune("31594", "Xã An Hiệp")
    refuses(new_result(run, other.id))
    db.session.add(new_result(run, other.id, position=2))
    db.session.flush()


def test_a_run_number_is_used_once_a_year():
    scorecard = make_scorecard()
    make_run(scorecard)
    with pytest.raises(IntegrityError):
        make_run(scorecard)
