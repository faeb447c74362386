"""The columns of a sealed run: kept beside it, made again where they are lost, never trusted blindly."""

import json

import numpy as np
import pytest

from awards import run_columns
from awards.column_files import FOLDER
from awards.kept import Kept
from awards.models import RunResult
from awards.run_columns import columns_of_run
from foundation.database import db
from foundation.errors import Conflict
from tests.sealed_year import COMMUNES, seal_year
from tests.year import tamper


@pytest.fixture
def run(context, monkeypatch):
    """A sealed run, in a process that remembers nothing."""
    monkeypatch.setattr(run_columns, "_kept", Kept(3))
    return seal_year(COMMUNES, hamlets={"Xã An Ninh": COMMUNES[:3]})


@pytest.fixture
def folder(context):
    return context.config["SETTINGS"].instance / FOLDER


def forget():
    run_columns._kept = Kept(3)


def totals(run):
    columns = columns_of_run(run)
    return {
        code: (one.names, one.whole.points["total"].tolist(), one.states.won.tolist())
        for code, one in columns.types.items()
    }


def test_sealing_keeps_the_columns(run, folder):
    assert sorted(file.suffix for file in folder.glob(f"{run.result_sha256}.*")) == [".json", ".npz"]
    found = totals(run)
    assert found["commune"][0][:2] == ["Xã Hồ Đắc Kiện", "Xã Phú Tâm"]
    assert found["commune"][1][0] == 9470
    assert found["commune"][2] == [True, True, True, False, False, False, False, False]
    assert len(found["hamlet"][0]) == 3


def test_lost_files_are_made_again(run, folder):
    kept = totals(run)
    for file in folder.glob(f"{run.result_sha256}.*"):
        file.unlink()
    forget()
    assert totals(run) == kept
    assert (folder / f"{run.result_sha256}.npz").exists()


@pytest.mark.parametrize("suffix", [".json", ".npz"])
def test_a_spoilt_file_is_not_believed(run, folder, suffix):
    kept = totals(run)
    file = folder / f"{run.result_sha256}{suffix}"
    file.write_bytes(file.read_bytes()[:-20] + b"12345678901234567890")
    forget()
    assert totals(run) == kept


def test_figures_changed_together_with_their_hash_are_not_believed(run, folder):
    """Whoever rewrites both files is found out by what the run sealed."""
    kept = totals(run)
    head, arrays = (folder / f"{run.result_sha256}{suffix}" for suffix in (".json", ".npz"))
    with np.load(arrays) as packed:
        changed = {name: packed[name] for name in packed.files}
    codes = json.loads(head.read_text())["types"]["commune"]["keys"]["points"]
    changed["0.points"][codes.index("total")] += 100
    np.savez_compressed(arrays, **changed)
    facts = json.loads(head.read_text())
    facts["sha256"] = run_columns_digest(arrays.read_bytes())
    head.write_text(json.dumps(facts))
    forget()
    assert totals(run) == kept


def run_columns_digest(data):
    from awards.column_files import _digest

    return _digest(data)


def test_a_run_that_was_tampered_with_is_refused(run):
    db.session.commit()
    table = RunResult.__table__
    tamper(table.update().where(table.c.run_id == run.id, table.c.rank == 1).values(rank=2))
    with pytest.raises(Conflict, match="không ra đúng kết quả đã chốt"):
        columns_of_run(run)
