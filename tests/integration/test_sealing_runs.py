import json
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DBAPIError

from awards.models import AwardStatus, EvaluationRun, RunIsSealedError, RunResult
from awards.services import read_inputs, seal_run
from criteria.document import read_document
from foundation.database import db
from foundation.errors import DomainError, NotAllowed
from foundation.permissions import SYSTEM, RoleCode
from history.queries import list_entries_of
from tests.district import make_commune, make_year
from tests.factories import NOW, make_user
from tests.year import DOCUMENT, OFFICE, SELF, enter, publish, ready_year

pytestmark = pytest.mark.usefixtures("context")


def seal(year):
    return seal_run(actor=SYSTEM, year=year, now=NOW)


def results(run):
    statement = select(RunResult).where(RunResult.run_id == run.id).order_by(RunResult.position)
    return db.session.scalars(statement).all()


def test_a_run_keeps_every_participant_in_the_order_of_the_ranking():
    year, cards = ready_year(3)
    cards["X02"].holds.append("H1")
    make_commune("X99", "Xã chưa có phiếu")
    run = seal(year)
    rows = results(run)
    assert [(row.name, row.rank, row.total, row.award_status) for row in rows if row.cluster_name] == [
        ("Xã số 0", 1, Decimal(90), AwardStatus.RECOMMENDED),
        ("Xã số 1", 2, Decimal(89), AwardStatus.OUTSIDE),
        ("Xã số 2", 3, Decimal(88), AwardStatus.OUTSIDE),
    ]
    unscored = next(row for row in rows if row.cluster_name is None)
    assert (unscored.rank, unscored.complete, unscored.self_total) == (None, False, None)
    assert unscored.award_status is AwardStatus.INCOMPLETE
    assert (run.number, run.counts["participants"], run.counts["types"]["commune"]["on_hold"]) == (1, 4, 1)
    assert run.counts["scorecards"] == {"draft": 3}


def test_the_stored_result_is_data_without_words():
    year, _cards = ready_year(1)
    row = results(seal(year))[0]
    result = json.loads(row.result)
    claimed = result["claimed"]
    assert (claimed["total"], claimed["entered_max"]) == ("90.00", "100")
    assert [claimed["points"][code] for code in ("A", "B", "C", "P1")] == ["60.00", "20.00", "10.00", None]
    assert {reason["code"] for reason in result["reasons"]} >= {
        "manual",
        "ratio",
        "yes",
        "ranked",
        "recommended",
    }
    assert not any("text" in reason for reason in result["reasons"])
    assert json.loads(row.inputs)["entries"]["B"] == {"pair": ["20", "30"]}


def test_a_second_seal_is_the_next_run_and_the_first_stays():
    year, cards = ready_year(2)
    first = seal(year)
    enter(cards["X00"], OFFICE, {"A": "10"}, A="Tính lại")
    second = seal(year)
    assert (first.number, second.number) == (1, 2)
    assert [row.name for row in results(first)] == ["Xã số 0", "Xã số 1"]
    assert [row.name for row in results(second)] == ["Xã số 1", "Xã số 0"]
    assert first.result_sha256 != second.result_sha256


def test_the_same_scorecards_give_the_same_seal():
    year, _cards = ready_year(2)
    assert seal(year).result_sha256 == seal(year).result_sha256


def test_the_record_holds_the_seal():
    year, _cards = ready_year(1)
    run = seal(year)
    (entry,) = list_entries_of("evaluation_run", str(run.id))
    assert (entry.action, entry.after["result_sha256"]) == ("run:sealed", run.result_sha256)


def test_what_could_not_be_read_is_a_warning_and_not_scored():
    year, cards = ready_year(1)
    cards["X00"].assessments[0].entries["A"] = "rất nhiều"
    run = seal(year)
    (warning,) = [one for one in run.warnings if one["code"] == "unread"]
    assert (warning["participant"], warning["subject"], warning["level"]) == ("X00", "A", "self")
    assert warning["problem"] == "not_a_number"
    assert results(run)[0].award_status is AwardStatus.INCOMPLETE


def test_a_tie_at_the_line_is_a_warning():
    year, cards = ready_year(2)
    enter(cards["X01"], SELF, {"A": "60"})
    (warning,) = seal(year).warnings
    assert (warning["code"], warning["participants"], warning["left"]) == ("tie_at_line", ["X00", "X01"], 1)


def test_a_participant_that_ended_before_the_end_of_the_year_is_not_judged():
    year, cards = ready_year(2)
    cards["X01"].participant.valid_to = date(2024, 6, 30)
    assert [row.name for row in results(seal(year))] == ["Xã số 0"]


def test_sealing_needs_the_standing_office_published_criteria_and_participants():
    year = make_year()
    with pytest.raises(NotAllowed):
        seal_run(actor=make_user(roles=[RoleCode.COUNCIL]), year=year, now=NOW)
    with pytest.raises(DomainError, match="bộ tiêu chí"):
        seal(year)
    publish(year)
    with pytest.raises(DomainError, match="đánh giá"):
        seal(year)


@pytest.mark.parametrize("model", [EvaluationRun, RunResult])
@pytest.mark.parametrize("verb", [update, delete])
def test_the_database_refuses_to_change_a_run(model, verb):
    year, _cards = ready_year(1)
    seal(year)
    statement = verb(model.__table__)
    if verb is update:
        statement = statement.values(result_sha256="0" * 64)
    with pytest.raises(DBAPIError, match="evaluation runs are sealed"), db.session.begin_nested():
        db.session.execute(statement)


def test_the_code_refuses_to_change_a_run():
    year, _cards = ready_year(1)
    run_id = seal(year).id
    db.session.commit()
    with pytest.raises(RunIsSealedError):
        db.session.execute(update(RunResult).values(name="Xã khác"))
    for change in (db.session.delete, lambda row: setattr(row, "result_sha256", "1" * 64)):
        for key in (EvaluationRun, RunResult):
            change(db.session.scalars(select(key)).one())
            with pytest.raises(RunIsSealedError):
                db.session.flush()
            db.session.rollback()
    assert [row.total for row in results(db.session.get(EvaluationRun, run_id))] == [Decimal(90)]


@contextmanager
def counting_statements():
    count = []
    note = lambda *arguments: count.append(arguments[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield count
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("communes", [1, 50])
def test_inputs_are_read_with_as_many_statements_whatever_the_number(communes):
    year, _cards = ready_year(communes)
    db.session.expire_all()
    rubric = read_document(DOCUMENT.encode()).rubric
    with counting_statements() as statements:
        assert len(read_inputs(year, rubric)) == communes
    # The year, its scorecards, given awards, the tree in two, parents' codes, clusters' codes, participants.
    assert len(statements) == 8
