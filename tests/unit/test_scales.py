"""Each scale as a table: what is entered, and the points it gives out of ten."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.check import check
from scoring.engine import compile_rubric
from scoring.evidence import NEVER, Evidence, OwnTarget, Pair
from scoring.rubric import Rubric


def rubric_of(scale, *, maximum=10, decimals=2, year=None, **criterion):
    attributes = {"area": {"name": "a", "kind": "choice", "choices": {"hard": "h", "other": "o"}}}
    part = {"code": "a", "name": "a", "scale": scale, "max": maximum, **criterion}
    kind = {"code": "t", "name": "t", "max": maximum, "children": [part]}
    head = {"format": "1", "title": "t", "decimals": decimals, "attributes": attributes}
    return Rubric.model_validate({**head, "types": [kind], "year": year})


def result(scale, entry, *, evidence=None, **more):
    rubric = rubric_of(scale, **more)
    assert [fault for fault in check(rubric) if fault.severity == "fault"] == []
    evidence = evidence or {}
    scorecard = compile_rubric(rubric)["t"].score(Evidence("u", "t", entries={"a": entry}, **evidence))
    node = scorecard.nodes["a"]
    return node.points, node.reasons[0]


def cases(scale, table, **more):
    """One test parameter for each row: entry, points, code of the reason."""
    rows = []
    for entry, points, reason in table:
        entry = Decimal(entry) if isinstance(entry, str) and entry[-1].isdigit() else entry
        rows.append(pytest.param(scale, entry, Decimal(points), reason, more, id=f"{scale['kind']} {entry}"))
    return rows


def pair(first, second):
    return Pair(Decimal(first), Decimal(second))


LEVELS = {
    "kind": "levels",
    "levels": [{"code": "full", "name": "F", "points": 10}, {"code": "none", "name": "N", "points": 0}],
}
BANDS = {
    "kind": "bands",
    "bands": [
        {"at_least": 5, "points": 10},
        {"above": 2, "below": 5, "points": 4},
        {"at_most": 2, "points": 0},
    ],
}
LATE = {
    "kind": "days_late",
    "deadline": "2024-11-15",
    "bands": [
        {"at_most": 0, "points": 10},
        {"above": 0, "at_most": 5, "points": 5},
        {"above": 5, "points": 0},
    ],
    "never": 0,
}
TARGET = {"kind": "target", "target": "1.5", "minimum": "1.0", "points_at_minimum": 6}
STRICT = {"kind": "target", "target": "6.5", "strict": True}
LOWER = {"kind": "target", "target": "0.5", "minimum": 2, "better": "lower", "points_at_minimum": 4}


@pytest.mark.parametrize(
    ("scale", "entry", "points", "reason", "more"),
    [
        *cases(
            {"kind": "manual", "step": "0.5"},
            [("0", 0, "manual"), ("7.5", "7.5", "manual"), ("10", 10, "manual")],
        ),
        *cases({"kind": "yes_no"}, [(True, 10, "yes"), (False, 0, "no")]),
        *cases({"kind": "yes_no", "points": 10, "no_points": 3}, [(True, 10, "yes"), (False, 3, "no")]),
        *cases(LEVELS, [("full", 10, "level"), ("none", 0, "level")]),
        *cases({"kind": "count", "each": 4}, [("0", 0, "count"), ("2", 8, "count"), ("3", 10, "count")]),
        *cases(
            {"kind": "count", "each": "1.5", "per": "0.5"},
            [("0.49", 0, "count"), ("0.5", "1.5", "count"), ("1.99", "4.5", "count")],
        ),
        *cases(
            {"kind": "count", "each": 2, "per": 3, "whole": False},
            [("1", "0.67", "count"), ("4.5", 3, "count")],
        ),
        *cases(
            {"kind": "count", "each": -2, "start": 10},
            [("0", 10, "count_down"), ("2", 6, "count_down"), ("9", 0, "count_down")],
        ),
        *cases(
            BANDS, [("5", 10, "band"), ("4.999999", 4, "band"), ("2", 0, "band"), ("2.000001", 4, "band")]
        ),
        *cases(
            {**BANDS, "asks": "ratio", "unit": "%"}, [(pair(1, 20), 10, "band"), (pair(1, 21), 4, "band")]
        ),
        *cases({**BANDS, "asks": "decrease"}, [(pair(10, 5), 10, "band"), (pair(5, 10), 0, "band")]),
        *cases(
            LATE,
            [
                ("-9", 10, "on_time"),
                ("0", 10, "on_time"),
                ("1", 5, "days_late"),
                ("5", 5, "days_late"),
                ("6", 0, "days_late"),
                (NEVER, 0, "never"),
            ],
        ),
        *cases(
            TARGET,
            [
                ("1.5", 10, "target_reached"),
                ("9", 10, "target_reached"),
                ("1.25", 8, "target_between"),
                ("1", 6, "target_between"),
                ("0.999999", 0, "target_missed"),
                ("-1", 0, "target_missed"),
            ],
        ),
        *cases(
            {**TARGET, "below_minimum": "proportional"},
            [("0.8", "4.8", "target_part"), ("0", 0, "target_negative"), ("-0.2", 0, "target_negative")],
        ),
        *cases(
            {**TARGET, "strict": True, "points_before_target": 9},
            [("1.5", 9, "target_met"), ("1.500001", 10, "target_reached"), ("1", 0, "target_missed")],
        ),
        *cases(STRICT, [("6.5", 0, "target_missed"), ("6.51", 10, "target_reached")]),
        *cases(
            {**STRICT, "below_minimum": "proportional", "points_before_target": 8},
            [("6.5", 8, "target_met"), ("3.25", 4, "target_part"), ("6.6", 10, "target_reached")],
        ),
        *cases(
            LOWER,
            [
                ("0", 10, "target_reached"),
                ("0.5", 10, "target_reached"),
                ("1.25", 7, "target_between"),
                ("2", 4, "target_between"),
                ("2.01", 0, "target_missed"),
            ],
        ),
        *cases(
            {**LOWER, "below_minimum": "proportional"}, [("4", 2, "target_part"), ("2", 4, "target_between")]
        ),
        *cases(
            {**TARGET, "asks": "decrease", "value_decimals": 2},
            [(pair("8.5", "7.25"), 8, "target_between"), (pair("7.004", "5.5"), 10, "target_reached")],
        ),
        *cases({**TARGET, "asks": "increase"}, [(pair(1, "2.25"), 8, "target_between")]),
        *cases(
            {"kind": "ratio"},
            [(pair(1, 3), "3.33", "ratio"), (pair(5, 4), 10, "ratio"), (pair(0, 4), 0, "ratio")],
        ),
        *cases(
            {"kind": "ratio", "full_at": 90, "zero_at": 50},
            [
                (pair(7, 10), 5, "ratio"),
                (pair(9, 10), 10, "ratio"),
                (pair(5, 10), 0, "ratio"),
                (pair(1, 10), 0, "ratio"),
            ],
        ),
        *cases(
            {"kind": "amount", "zero_below": 30},
            [
                (pair(80, 100), 8, "amount"),
                (pair(200, 100), 10, "amount"),
                (pair(30, 100), 3, "amount"),
                (pair("29.99", 100), 0, "amount_too_small"),
            ],
        ),
        *cases(
            {"kind": "amount", "cap_percent": 120, "plan": 50}, [("30", 5, "amount"), ("60", 10, "amount")]
        ),
    ],
)
def test_scale_gives(scale, entry, points, reason, more):
    given, why = result(scale, entry, **more)
    assert (given, why.code) == (points, reason)
    assert why.points == points


VARIANTS = {
    **TARGET,
    "variants": [
        {"units": ["u"], "target": 3, "minimum": 2},
        {"year": 2024, "target": 6},
        {"when": {"attribute": "area", "is": "hard"}, "minimum": "0.5"},
    ],
}


@pytest.mark.parametrize(
    ("evidence", "year", "thresholds"),
    [
        ({"id": "u"}, 2024, (2, 3)),
        ({"id": "w"}, 2024, (1, 6)),
        ({"id": "w"}, 2023, (1, Decimal("1.5"))),
        ({"id": "w", "attributes": {"area": "hard"}}, 2023, (Decimal("0.5"), Decimal("1.5"))),
        ({"id": "w", "attributes": {"area": "hard"}}, 2024, (1, 6)),
        ({"id": "u", "targets": {"a": OwnTarget(target=Decimal(9))}}, 2024, (2, 9)),
    ],
)
def test_first_fitting_variant_counts_and_own_target_goes_before(evidence, year, thresholds):
    rubric = rubric_of(VARIANTS, year=year)
    person = Evidence(type="t", entries={"a": Decimal(1)}, **evidence)
    (reason,) = compile_rubric(rubric)["t"].score(person).nodes["a"].reasons
    assert (reason.facts["minimum"], reason.facts["target"]) == thresholds


def test_ratio_is_exact_until_it_is_rounded():
    # A third of a third: no binary or decimal rounding on the way.
    rubric = rubric_of({"kind": "ratio"}, maximum=9, decimals=6)
    rubric = rubric.model_copy(update={"round_at": "total"})
    scorecard = compile_rubric(rubric)["t"].score(Evidence("u", "t", entries={"a": pair(1, 27)}))
    assert scorecard.nodes["a"].exact == Fraction(1, 3)
    assert scorecard.total == Decimal("0.333333")


def test_facts_name_the_figure_and_what_it_was_compared_with():
    _points, reason = result({**TARGET, "asks": "decrease", "unit": "điểm %"}, pair("8.5", "7.25"))
    wanted = {
        "value": Decimal("1.25"),
        "before": Decimal("8.5"),
        "after": Decimal("7.25"),
        "target": Decimal("1.5"),
    }
    assert wanted.items() <= dict(reason.facts).items()
    _points, reason = result({"kind": "count", "each": 4}, Decimal(3))
    assert (reason.facts["before_cap"], reason.facts["cap"]) == (12, 10)


# --- the targets of a neighbouring province, by district

YEN_BAI = {
    "yen-bai": "0.2",
    "yen-binh": "0.85",
    "tran-yen": "0.5",
    "van-yen": "2.15",
    "van-chan": "3.75",
    "nghia-lo": "1",
    "luc-yen": "2.5",
}
OVER = {"tram-tau": "6.5", "mu-cang-chai": "6.5"}
EXITS = {
    "yen-bai": 5,
    "yen-binh": 15,
    "tran-yen": 10,
    "van-yen": 100,
    "van-chan": 50,
    "nghia-lo": 10,
    "luc-yen": 35,
    "tram-tau": 20,
    "mu-cang-chai": 40,
}


def yen_bai():
    fall = {
        "kind": "target",
        "asks": "decrease",
        "unit": "điểm %",
        "value_decimals": 2,
        "target": "2.05",
        "points_before_target": 69,
        "variants": [{"units": [unit], "target": target} for unit, target in YEN_BAI.items()]
        + [{"units": [unit], "target": target, "strict": True} for unit, target in OVER.items()],
        "below_minimum": "proportional",
    }
    exits = {
        "kind": "target",
        "unit": "hộ",
        "target": 305,
        "below_minimum": "proportional",
        "variants": [{"units": [unit], "target": target} for unit, target in EXITS.items()],
    }
    children = [
        {"code": "fall", "name": "Giảm tỷ lệ hộ nghèo", "max": 70, "scale": fall},
        {"code": "exits", "name": "Hộ tự nguyện thoát nghèo", "max": 30, "scale": exits},
    ]
    kind = {"code": "district", "name": "Huyện", "max": 100, "children": children}
    rubric = Rubric.model_validate({"format": "1", "title": "Yên Bái", "year": 2021, "types": [kind]})
    assert check(rubric) == []
    return compile_rubric(rubric)["district"]


@pytest.mark.parametrize(
    ("unit", "before", "after", "exits", "expected"),
    [
        ("yen-bai", "0.89", "0.69", 5, (70, 30)),
        ("tram-tau", "36.13", "29.63", 20, (69, 30)),  # 6,5 is not over 6,5
        ("tram-tau", "36.14", "29.63", 19, (70, "28.5")),
        ("van-yen", "4.76", "2.61", 50, (70, 15)),
        ("nghia-lo", "2.5", "2", 10, (35, 30)),
        ("luc-yen", "5", "5.5", 35, (0, 30)),
    ],
)
def test_yen_bai_targets_differ_by_district(unit, before, after, exits, expected):
    entries = {"fall": pair(before, after), "exits": Decimal(exits)}
    nodes = yen_bai().score(Evidence(unit, "district", entries=entries)).nodes
    assert (nodes["fall"].points, nodes["exits"].points) == tuple(map(Decimal, expected))
