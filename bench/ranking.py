"""Ranking and recommending scored participants in 200 clusters, against DuckDB over the same figures.

Both start from twelve columns of points in memory and compute total, rank within cluster (ties by two
criteria) and who is within a quota of 20 %. Ours also settles gates, holds and ties at the line. The
second row of each size includes reading from the database: ours from the table of a sealed run, DuckDB
from a table of its own file.
"""

import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from bench.table import Line, peak_megabytes, seconds
from scoring.columns import Columns, Groups, Ints
from scoring.recommendation import Recommendation, recommend
from scoring.rubric import Rubric

CLUSTERS = 200
CRITERIA = 12
AIM = 3.0

RUBRIC = Rubric.model_validate(
    {
        "format": "1",
        "title": "Ranking",
        "types": [
            {
                "code": "unit",
                "name": "Unit",
                "max": 120,
                "children": [
                    {"code": f"C{i}", "name": f"C{i}", "max": 10, "scale": "manual"} for i in range(CRITERIA)
                ],
                "ranking": {"group": ["cluster"], "tie_break": [{"points": "C0"}, {"points": "C1"}]},
            }
        ],
        "awards": [
            {
                "code": "GK",
                "name": "Award",
                "issuer": "Chair",
                "types": ["unit"],
                "conditions": [{"points": "total", "at_least": 60}],
                "quota": {"percent": 20, "rounding": "floor"},
            }
        ],
    }
)

SQL = """
with totals as (select id, cluster, c0, c1, {sum} as total from points),
ranked as (
  select id, cluster, total, count(*) over (partition by cluster) as size,
         rank() over (partition by cluster order by total desc, c0 desc, c1 desc) as place
  from totals)
select id, total, place, (place <= floor(size * 20 / 100) and total >= 6000) as awarded from ranked
"""


@dataclass(frozen=True)
class Figures:
    """The same figures for both sides."""

    clusters: Ints
    points: list[Ints]
    barred: np.ndarray
    on_hold: np.ndarray

    @property
    def size(self) -> int:
        """How many participants."""
        return len(self.clusters)


def figures(size: int, seed: int = 1) -> Figures:
    """Random points of twelve criteria, in hundredths."""
    rng = np.random.default_rng(seed)
    points = [rng.integers(0, 1001, size) for _ in range(CRITERIA)]
    return Figures(rng.integers(0, CLUSTERS, size), points, rng.random(size) < 0.01, rng.random(size) < 0.01)


def ours(data: Figures) -> Recommendation:
    """Total, rank, recommend."""
    total = np.add.reduce(data.points)
    return _recommend(data.clusters, total, data.points[0], data.points[1], data.barred, data.on_hold)


def _recommend(
    clusters: Ints, total: Ints, first: Ints, second: Ints, barred: np.ndarray, on_hold: np.ndarray
) -> Recommendation:
    columns = Columns(
        ids=range(len(total)),  # type: ignore[arg-type]
        decimals=2,
        points={"total": total, "C0": first, "C1": second},
        maxima={},
        barred=barred,
        on_hold=on_hold,
        groups={("cluster",): Groups(clusters, [(str(i),) for i in range(CLUSTERS)])},
        tie_keys=[first, second],
    )
    return recommend(RUBRIC, RUBRIC.types[0], columns)


def _duckdb(connection: duckdb.DuckDBPyConnection) -> object:
    total = " + ".join(f"c{i}" for i in range(CRITERIA))
    return connection.execute(SQL.format(sum=total)).fetchnumpy()


def _fill_duckdb(connection: duckdb.DuckDBPyConnection, data: Figures) -> None:
    columns = {"id": np.arange(data.size), "cluster": data.clusters}
    columns |= {f"c{i}": points for i, points in enumerate(data.points)}
    connection.register("incoming", columns)
    connection.execute("create table points as select * from incoming")
    connection.unregister("incoming")


def _fill_sqlite(path: Path, data: Figures) -> None:
    total = np.add.reduce(data.points)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "create table ranked "
            "(id integer primary key, cluster int, total int, c0 int, c1 int, barred int, held int)"
        )
        rows = zip(
            range(data.size),
            data.clusters.tolist(),
            total.tolist(),
            data.points[0].tolist(),
            data.points[1].tolist(),
            data.barred.astype(int).tolist(),
            data.on_hold.astype(int).tolist(),
            strict=True,
        )
        connection.executemany("insert into ranked values (?, ?, ?, ?, ?, ?, ?)", rows)
    connection.close()


def _read_and_rank(path: Path) -> Recommendation:
    connection = sqlite3.connect(path)
    cluster, total, first, second, barred, held = (
        _column(connection, name) for name in ("cluster", "total", "c0", "c1", "barred", "held")
    )
    connection.close()
    return _recommend(cluster, total, first, second, barred.astype(bool), held.astype(bool))


def _column(connection: sqlite3.Connection, name: str) -> Ints:
    """One column whole: the database writes it as one text, which costs far less than a row at a time."""
    (text,) = connection.execute(
        f"select json_group_array({name}) from (select {name} from ranked order by id)"
    ).fetchone()
    return np.fromstring(text[1:-1], sep=",", dtype=np.int64)


def measure(sizes: tuple[int, ...] = (25_000, 1_000_000)) -> list[Line]:
    """The lines of the table."""
    return [line for size in sizes for line in _measure_size(figures(size))]


def _measure_size(data: Figures) -> list[Line]:
    what = f"ranking and recommending {data.size:,} in {CLUSTERS} clusters"
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(f"{folder}/duck.db") as file:
        with duckdb.connect() as memory:
            memory.execute("set threads to 2")
            _fill_duckdb(memory, data)
            theirs = seconds(lambda: _duckdb(memory))
        mine = seconds(lambda: ours(data))
        computed = _line(what, mine, theirs, data.size)
        _fill_duckdb(file, data)
        path = Path(folder) / "ours.sqlite"
        _fill_sqlite(path, data)
        theirs = seconds(lambda: _duckdb(file), runs=3)
        mine = seconds(lambda: _read_and_rank(path), runs=3)
    return [computed, _line(f"{what}, read from the database", mine, theirs, data.size)]


def _line(what: str, mine: float, theirs: float, size: int) -> Line:
    aim = AIM if size == 1_000_000 else None
    memory = f"peak {peak_megabytes():.0f} MB"
    return Line(what, f"{mine * 1000:.0f} ms, {memory}", f"DuckDB {theirs * 1000:.0f} ms", mine / theirs, aim)
