"""Rules applied to tables of totals, where numbers grow beyond what is usual."""

import numpy as np

from scoring.firm_trials import apply
from tests.unit.test_leaving_out import THREE, Contest, document, people

CROWD = (
    {"a": 30, "b": 0, "d": 40},
    {"a": 10, "b": 20, "d": 39},
    {"a": 30, "b": 0, "d": 40},
    {"a": 1, "b": 2, "d": 3},
)


def outcomes(rules, table):
    return [(one.won.tolist(), one.ballot.tolist()) for one in apply(rules, table)]


def test_totals_too_large_for_one_key_are_told_apart_all_the_same():
    contest = Contest(document(*THREE, ranking={"tie_break": [{"points": "II"}]}), people(*CROWD))
    table = np.stack([contest.totals, contest.totals[::-1]])
    assert outcomes(contest.rules, table * 10**14) == outcomes(contest.rules, table)
    assert outcomes(contest.rules, table)[0][1][0] == [True, False, True, False]
