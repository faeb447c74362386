"""What firmness counts is what the recommendation says of each weighting, one by one."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.engine import compile_rubric
from scoring.evaluation import evaluate
from scoring.firm_rules import read_rules
from scoring.firm_trials import apply
from scoring.firmness import firmness
from scoring.recommendation import recommend
from scoring.rubric import Rubric
from scoring.weightings import draw_weightings
from scoring.weights import parts_of
from scoring.whole_columns import columns_of
from tests.property.contests import contests
from tests.property.test_section_weights import reweighted

COUNT = 12
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def with_totals(kind, columns, totals):
    """The columns under other totals; a tie-break that reads the total separates nobody of the same one."""
    keys = [
        np.zeros_like(key) if tie.points == "total" else key
        for tie, key in zip(kind.ranking.tie_break, columns.tie_keys, strict=True)
    ]
    return replace(columns, points={**columns.points, "total": totals}, tie_keys=keys)


def told(recommendation):
    """Of each award, who has it (held and given included) and who waits for a ballot."""
    nobody = np.zeros(recommendation.columns.size, dtype=bool)
    return [
        (
            (one.won | recommendation.columns.given.get(one.rule.code, nobody)).tolist(),
            (one.line.straddling if one.rule.ties == "ballot" else nobody).tolist(),
        )
        for one in recommendation.awards
    ]


def prepared(contest, spread, seed):
    rubric, crowd = contest
    engine = compile_rubric(rubric)["t"]
    cards = [engine.score(one) for one in crowd]
    parts = parts_of(engine, cards)
    weightings = draw_weightings(parts.columns, count=COUNT, spread=spread, seed=seed)
    return rubric, engine.kind, columns_of(engine, crowd, cards), parts, weightings


SPREADS = st.sampled_from([5, 20, 50])
SEEDS = st.integers(0, 2**64 - 1)


@often
@given(contests(), SPREADS, SEEDS)
def test_firmness_counts_what_the_recommendation_says_of_each_weighting(contest, spread, seed):
    rubric, kind, columns, parts, weightings = prepared(contest, spread, seed)
    base = told(recommend(rubric, kind, columns))
    stays = np.zeros(columns.size, dtype=int)
    won, ballot = (np.zeros((len(base), columns.size), dtype=int) for _ in range(2))
    for row in range(COUNT):
        totals = parts.totals(weightings.counts_for(row))
        now = told(recommend(rubric, kind, with_totals(kind, columns, totals)))
        same = [np.equal(before, after).all(axis=0) for before, after in zip(base, now, strict=True)]
        stays += np.logical_and.reduce(same)
        won += np.array([one for one, _ in now])
        ballot += np.array([one for _, one in now])
    rules = read_rules(rubric, kind, columns)
    for group in range(rules.groupings[0].size):
        rows = rules.around(group)
        found = firmness(rules.of(rows), columns.points["total"][rows], parts.columns.of(rows), weightings)
        assert found.stays.tolist() == stays[rows].tolist()
        assert [one.won.tolist() for one in found.awards] == won[:, rows].tolist()
        assert [one.ballot.tolist() for one in found.awards] == ballot[:, rows].tolist()


@often
@given(contests(), SPREADS, SEEDS)
def test_rules_applied_to_a_table_say_what_the_recommendation_says_of_each_row(contest, spread, seed):
    rubric, kind, columns, parts, weightings = prepared(contest, spread, seed)
    table = np.stack([parts.totals(weightings.counts_for(row)) for row in range(COUNT)])
    outcomes = apply(read_rules(rubric, kind, columns), table)
    for row, totals in enumerate(table):
        now = told(recommend(rubric, kind, with_totals(kind, columns, totals)))
        assert [(one.won[row].tolist(), one.ballot[row].tolist()) for one in outcomes] == now


@often
@given(contests(), SPREADS, SEEDS)
def test_a_weighting_is_a_document_that_the_engine_scores(contest, spread, seed):
    rubric, kind, columns, parts, weightings = prepared(contest, spread, seed)
    for row in range(2):
        counts_for = weightings.counts_for(row)
        now = recommend(rubric, kind, with_totals(kind, columns, parts.totals(counts_for)))
        (whole,) = evaluate(reweighted(rubric, counts_for), contest[1]).types
        assert told(whole.recommendation) == told(now)
        assert [int(card.total.scaleb(rubric.decimals)) for card in whole.cards] == (
            now.columns.points["total"].tolist()
        )


@given(st.integers(5, 50), SEEDS)
@settings(max_examples=20, deadline=None)
def test_weightings_keep_the_whole_and_the_range(spread, seed):
    rubric = _three_sections()
    engine = compile_rubric(rubric)["t"]
    parts = parts_of(engine, [])
    drawn = draw_weightings(parts.columns, count=200, spread=spread, seed=seed)
    assert (drawn.table.sum(axis=1) == 100 * drawn.per).all()
    # Brought back to the whole, a weight may leave its range by as much as the others moved together.
    low, high = (100 - spread) / (100 + spread), (100 + spread) / (100 - spread)
    own = np.array(drawn.own)
    assert (drawn.table >= np.floor(own * low)).all()
    assert (drawn.table <= np.ceil(own * high)).all()
    fewer = draw_weightings(parts.columns, count=50, spread=spread, seed=seed)
    assert (fewer.table == drawn.table[:50]).all()


def _three_sections():
    children = [
        {
            "code": code,
            "name": "x",
            "max": points,
            "children": [{"code": f"{code}1", "name": "x", "max": points, "scale": "manual"}],
        }
        for code, points in (("I", 20), ("II", 50), ("III", 30))
    ]
    kind = {"code": "t", "name": "x", "max": 100, "children": children}
    return Rubric.model_validate({"format": "1", "title": "x", "types": [kind]})
