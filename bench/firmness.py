"""Firmness: 10,000 weightings for a group of 1,000, the whole recommendation made anew under each, against
NumPy sorting the same table of totals once.

Four sections, bonus and penalty, three tie-break keys, four grades of which one has a quota, two awards.
"""

import random
from decimal import Decimal
from functools import partial

import numpy as np

from bench.table import Line, peak_megabytes, seconds
from scoring.columns import Ints
from scoring.engine import compile_rubric
from scoring.evidence import Evidence
from scoring.firm_rules import Rules, read_rules
from scoring.firmness import Firmness, firmness
from scoring.parts import PartColumns
from scoring.rubric import Rubric
from scoring.total_bounds import tables_of
from scoring.weightings import Weightings, draw_weightings
from scoring.weights import parts_of
from scoring.whole_columns import columns_of

SIZE, WEIGHTINGS, SEED = 1_000, 10_000, 2024
AIM_SECONDS = 2.0
SECTIONS = {"I": (6, 8, 6), "II": (25, 15, 10), "III": (10, 10), "IV": (10,)}


def _document() -> Rubric:
    sections = [
        {
            "code": code,
            "name": code,
            "max": sum(maxima),
            "floor": {"percent": 50} if code != "IV" else None,
            "children": [
                {"code": f"{code}.{place}", "name": "x", "max": maximum, "scale": "manual"}
                for place, maximum in enumerate(maxima)
            ],
        }
        for code, maxima in SECTIONS.items()
    ]
    extras = [
        {"code": role[0].upper(), "name": role, "role": role, "max": 10, "scale": "manual"}
        for role in ("bonus", "penalty")
    ]
    grades = [
        {"code": "best", "name": "best", "at_least": 90, "quota": {"percent": 20, "minimum": 1}},
        {"code": "good", "name": "good", "at_least": 80},
        {"code": "fair", "name": "fair", "at_least": 65},
        {"code": "weak", "name": "weak"},
    ]
    ties = [{"points": "II"}, {"points": "II.0"}, {"points": "penalty", "order": "low"}]
    award = {"name": "x", "issuer": "x", "types": ["unit"]}
    awards = [
        {**award, "code": "BK", "quota": {"percent": 5}, "conditions": [{"grade": ["best"]}]},
        {
            **award,
            "code": "GK",
            "quota": {"percent": 20},
            "conditions": [{"points": "total", "at_least": 75}],
        },
    ]
    kind = {
        "code": "unit",
        "name": "unit",
        "max": 100,
        "children": sections + extras,
        "ranking": {"tie_break": ties},
        "grading": {"grades": grades},
    }
    return Rubric.model_validate({"format": "1", "title": "Firmness", "types": [kind], "awards": awards})


def _participants(size: int) -> list[Evidence]:
    rng = random.Random(SEED)
    maxima = {f"{code}.{place}": one for code, of in SECTIONS.items() for place, one in enumerate(of)}
    return [
        Evidence(
            f"u{number:06}",
            "unit",
            entries={
                **{code: _points(rng, maximum) for code, maximum in maxima.items()},
                "B": Decimal(rng.randrange(3)),
                "P": Decimal(rng.choice([0, 0, 0, 0, 1, 2])),
            },
        )
        for number in range(size)
    ]


def _points(rng: random.Random, maximum: int) -> Decimal:
    share = min(1.0, max(0.3, rng.gauss(0.83, 0.13)))
    return Decimal(round(maximum * share * 4)) / 4


def contest(size: int) -> tuple[Rules, Ints, PartColumns]:
    """The rules, the totals and the parts of a group of this size."""
    rubric = _document()
    engine = compile_rubric(rubric)["unit"]
    crowd = _participants(size)
    cards = [engine.score(one) for one in crowd]
    columns = columns_of(engine, crowd, cards)
    rules = read_rules(rubric, engine.kind, columns)
    return rules, columns.points["total"], parts_of(engine, cards).columns


def measure() -> list[Line]:
    """The lines of the table."""
    rules, totals, parts = contest(SIZE)

    def ours(spread: int) -> Firmness:
        return firmness(rules, totals, parts, _drawn(parts, spread))

    table = np.concatenate(list(tables_of(parts, _drawn(parts, 20))))
    theirs = seconds(lambda: np.sort(table, axis=1))
    lines = []
    for spread in (20, 50):
        mine, found = seconds(partial(ours, spread)), ours(spread)
        what = f"firmness of {SIZE:,} under {WEIGHTINGS:,} weightings of ±{spread} %"
        told = f"{mine:.2f} s, {found.movable} may move, peak {peak_megabytes():.0f} MB"
        lines.append(Line(what, told, f"{AIM_SECONDS:g} s", mine / AIM_SECONDS, 1.0))
        lines.append(
            Line("the same", f"{mine:.2f} s", f"sorting the totals {theirs:.2f} s", mine / theirs, None)
        )
    return lines


def _drawn(parts: PartColumns, spread: int) -> Weightings:
    return draw_weightings(parts, count=WEIGHTINGS, spread=spread, seed=SEED)
