import json

import pytest
from sqlalchemy import select

from awards.models import EvaluationRun, RunResult
from awards.recomputing import compare_with_present, recompute_run
from awards.sealing import canonical, digest
from awards.services import seal_run
from foundation.database import db
from foundation.permissions import SYSTEM
from tests.factories import NOW
from tests.year import OFFICE, enter, ready_year, tamper


@pytest.fixture
def year(context):
    return ready_year(3)[0]


@pytest.fixture
def run(year):
    return seal_run(actor=SYSTEM, year=year, now=NOW)


def row_of(run, name):
    return db.session.scalars(
        select(RunResult).where(RunResult.run_id == run.id, RunResult.name == name)
    ).one()


def change(row, **columns):
    table = RunResult.__table__
    here = (table.c.run_id == row.run_id) & (table.c.participant_id == row.participant_id)
    tamper(table.update().where(here).values(**columns))


def sentences(run):
    return [difference.sentence() for difference in recompute_run(run).differences]


def test_an_untouched_run_holds(run):
    outcome = recompute_run(run)
    assert (outcome.holds, outcome.participants) == (True, 3)
    assert compare_with_present(run) == []


def test_a_changed_input_is_named_with_its_criterion_and_points(run):
    row = row_of(run, "Xã số 1")
    inputs = json.loads(row.inputs)
    inputs["entries"]["A"] = {"number": "40"}
    change(row, inputs=canonical(inputs))
    outcome = recompute_run(run)
    assert not outcome.holds
    assert outcome.faults
    found = sentences(run)
    assert any("X01" in one and "số liệu đã chốt" in one for one in found)
    assert any("Xã số 1 (X01)" in one and "A, điểm: 59.00 → 40.00" in one for one in found)


def test_a_changed_input_with_its_hash_mended_is_still_found(run):
    row = row_of(run, "Xã số 1")
    inputs = json.loads(row.inputs)
    inputs["entries"]["A"] = {"number": "40"}
    text = canonical(inputs)
    change(row, inputs=text, inputs_sha256=digest(text))
    outcome = recompute_run(run)
    assert {difference.participant for difference in outcome.differences} >= {"X01"}
    assert any("Mã chốt" in fault for fault in outcome.faults)


def test_a_changed_result_is_named(run):
    row = row_of(run, "Xã số 2")
    result = json.loads(row.result)
    result["rank"] = 1
    change(row, result=canonical(result))
    assert sentences(run) == ["Xã số 2 (X02), kết quả, hạng: 1 → 3"]


def test_a_changed_column_that_pages_show_is_named(run):
    change(row_of(run, "Xã số 2"), rank=1)
    assert sentences(run) == ["Xã số 2 (X02), cột lưu, hạng: 1 → 3"]


def test_a_changed_document_is_found(run):
    table = EvaluationRun.__table__
    document = run.document.replace("at_least: 50", "at_least: 89")
    tamper(table.update().where(table.c.id == run.id).values(document=document))
    outcome = recompute_run(run)
    assert any("Bộ tiêu chí" in fault for fault in outcome.faults)
    assert not outcome.holds


def test_a_seal_that_was_replaced_is_found_by_the_record(run):
    row = row_of(run, "Xã số 0")
    table = EvaluationRun.__table__
    change(row, position=row.position)
    tamper(table.update().where(table.c.id == run.id).values(result_sha256="0" * 64))
    assert any("nhật ký" in fault for fault in recompute_run(run).faults)


def test_a_scorecard_changed_since_is_told_with_both_values(context):
    year, cards = ready_year(2)
    run = seal_run(actor=SYSTEM, year=year, now=NOW)
    enter(cards["X01"], OFFICE, {"A": "12.5"}, A="Tính lại")
    assert [change.sentence() for change in compare_with_present(run)] == [
        "Xã số 1 (X01), phiếu hiện nay, A: 59 → 12.5",
        "Xã số 1 (X01), phiếu hiện nay, A, nhận xét thẩm định: – → Tính lại",
    ]
    assert recompute_run(run).holds


def test_the_command_says_what_it_found(app):
    with app.app_context():
        year, cards = ready_year(2)
        run = seal_run(actor=SYSTEM, year=year, now=NOW)
        seal = run.result_sha256
        enter(cards["X01"], OFFICE, {"A": "12.5"}, A="Tính lại")
        db.session.commit()
    runner = app.test_cli_runner()
    for name in ("1", "2024/1", "id:1"):
        told = runner.invoke(args=["runs", "recompute", name])
        assert (told.exit_code, "Khớp" in told.output, seal in told.output) == (0, True, True)
    assert "A: 59 → 12.5" in told.output
    assert runner.invoke(args=["runs", "recompute", "1", "--live"]).exit_code == 1
    assert seal in runner.invoke(args=["runs", "list"]).output
    assert runner.invoke(args=["runs", "recompute", "9"]).exit_code == 1
    with app.app_context():
        change(row_of(db.session.get(EvaluationRun, 1), "Xã số 0"), rank=2)
        db.session.commit()
    told = runner.invoke(args=["runs", "recompute", "1"])
    assert told.exit_code == 1
    assert "Không khớp" in told.output
    assert "Xã số 0 (X00), cột lưu, hạng: 2 → 1" in told.output


def test_the_command_seals_the_next_run(app):
    with app.app_context():
        ready_year(2)
        db.session.commit()
    runner = app.test_cli_runner()
    assert "2024/1" in runner.invoke(args=["runs", "seal"]).output
    assert "2024/2" in runner.invoke(args=["runs", "seal", "--year", "2024"]).output
    refused = runner.invoke(args=["runs", "seal", "--year", "1999"])
    assert (refused.exit_code, "năm" in refused.output) == (1, True)
