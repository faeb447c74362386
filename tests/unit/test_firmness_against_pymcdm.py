"""The same small tables, weighted and ranked by pymcdm in floating point and by this product exactly."""

from decimal import Decimal

import numpy as np
import pytest
from pymcdm.methods import WSM

from scoring.engine import compile_rubric
from scoring.evidence import Evidence
from scoring.firm_rules import read_rules
from scoring.firmness import firmness
from scoring.leaving_out import totals_without
from scoring.rubric import Rubric
from scoring.weightings import draw_weightings
from scoring.weights import parts_of
from scoring.whole_columns import columns_of

MAXIMA = (20, 50, 20, 10)
PLACES = 2
# Six decimals, so that no two come together by rounding where floating point holds them apart.
UNIT = 10**6
TABLES = {
    "close": [[15, 41, 18, 7], [18, 36, 19, 9], [12, 47, 15, 6], [20, 34, 17, 10], ["13.9", 40, 20, "8.2"]],
    "spread": [[20, 50, 18, 9], [10, 30, 20, 10], [16, 22, 11, 3], [19, 44, 8, 1], [5, 49, 20, 10]],
    "fractions": [["13.35", "41.2", "9.87", 3], ["17.1", "37.77", "12.5", "0.01"], [11, 44, "9.9", 4]],
}


def document():
    sections = [
        {
            "code": f"S{number}",
            "name": "x",
            "max": maximum,
            "children": [{"code": f"S{number}.1", "name": "x", "max": maximum, "scale": "manual"}],
        }
        for number, maximum in enumerate(MAXIMA)
    ]
    award = {"code": "A", "name": "x", "issuer": "x", "types": ["t"], "quota": {"count": PLACES}}
    return Rubric.model_validate(
        {
            "format": "1",
            "title": "x",
            "decimals": 6,
            "types": [{"code": "t", "name": "x", "max": sum(MAXIMA), "children": sections}],
            "awards": [award],
        }
    )


@pytest.fixture(params=TABLES.values(), ids=TABLES.keys())
def table(request):
    """The document, the participants, their scorecards, and the same as shares of each section's maximum."""
    rubric = document()
    crowd = [
        Evidence(f"u{place}", "t", entries={f"S{n}.1": Decimal(str(value)) for n, value in enumerate(row)})
        for place, row in enumerate(request.param)
    ]
    engine = compile_rubric(rubric)["t"]
    shares = np.array([[float(value) for value in row] for row in request.param]) / np.array(MAXIMA)
    return rubric, engine, crowd, [engine.score(one) for one in crowd], shares


def as_it_is(column, cost=False):
    return column


def theirs(shares, weights):
    """Preferences and ranks by the weighted sum of pymcdm; the shares are normalised already."""
    method = WSM(normalization_function=as_it_is)
    shared = np.array(weights, dtype=float) / sum(weights)
    preference = method(shares, shared, np.ones(len(weights)), validation=False)
    return preference, method.rank(preference)


def test_totals_and_ranks_under_many_weightings_are_theirs(table):
    _, _, _, cards, shares = table
    parts = parts_of(compile_rubric(document())["t"], cards)
    drawn = draw_weightings(parts.columns, count=60, spread=50, seed=7)
    for row in range(drawn.count):
        totals = parts.totals(drawn.counts_for(row))
        preference, rank = theirs(shares, drawn.table[row])
        assert totals / UNIT / sum(MAXIMA) == pytest.approx(preference, abs=1e-7)
        assert (np.argsort(-totals) == np.argsort(rank)).all()


def test_who_stays_within_the_places_is_whom_they_rank_so(table):
    rubric, engine, crowd, cards, shares = table
    columns = columns_of(engine, crowd, cards)
    parts = parts_of(engine, cards).columns
    drawn = draw_weightings(parts, count=400, spread=20, seed=11)
    found = firmness(read_rules(rubric, engine.kind, columns), columns.points["total"], parts, drawn)
    inside = theirs(shares, MAXIMA)[1] <= PLACES
    same = [(theirs(shares, weights)[1] <= PLACES) == inside for weights in drawn.table]
    assert found.stays.tolist() == np.sum(same, axis=0).tolist()


def test_leaving_out_a_criterion_is_dropping_its_column(table):
    rubric, engine, crowd, _, shares = table
    for number in range(len(MAXIMA)):
        totals = totals_without(rubric, engine.kind, f"S{number}.1", crowd)
        rest = [n for n in range(len(MAXIMA)) if n != number]
        preference, rank = theirs(shares[:, rest], [MAXIMA[n] for n in rest])
        assert totals / UNIT / sum(MAXIMA) == pytest.approx(preference, abs=1e-6)
        assert (np.argsort(-totals) == np.argsort(rank)).all()
