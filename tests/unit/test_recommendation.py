"""Ranks, grades and awards, on judged points, so that each case reads as a list of totals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evaluation import evaluate
from scoring.evidence import Evidence, PastAward
from scoring.recommendation import Status
from scoring.rubric import Rubric

CHILDREN = [
    {"code": "A", "name": "A", "max": 60, "scale": "manual"},
    {"code": "B", "name": "B", "max": 40, "scale": "manual", "on_not_applicable": "zero"},
]


def document(*awards, **kind):
    given = {"code": "t", "name": "T", "max": 100, "children": CHILDREN, **kind}
    attributes = {"women": {"name": "Nữ", "kind": "number"}}
    return Rubric.model_validate(
        {
            "format": "1",
            "title": "T",
            "year": 2024,
            "attributes": attributes,
            "holds": [{"code": "H", "name": "Đang xác minh"}],
            "exclusions": [{"code": "X", "name": "Bị kỷ luật"}],
            "types": [given],
            "awards": list(awards),
        }
    )


def award(code="GK", **more):
    return {"code": code, "name": code, "issuer": "Chủ tịch", "types": ["t"], **more}


def unit(identity, a, b=0, **more):
    return Evidence(identity, "t", entries={"A": Decimal(a), "B": Decimal(b)}, **more)


def units(*totals):
    return [unit(f"u{number}", total) for number, total in enumerate(totals, 1)]


def statuses(rubric, participants, code="GK"):
    return {
        row.evidence.id: next(line.status for line in row.awards if line.code == code)
        for row in evaluate(rubric, participants).rows()
    }


def recommended(rubric, participants, code="GK"):
    given = statuses(rubric, participants, code)
    return sorted(identity for identity, status in given.items() if status is Status.RECOMMENDED)


def codes(rubric, participants, identity):
    return {
        reason.code
        for row in evaluate(rubric, participants).rows()
        if row.evidence.id == identity
        for reason in row.reasons
    }


EIGHT = units(50, 49, 48, 47, 46, 45, 44, 43)


@pytest.mark.parametrize(("rounding", "places"), [("floor", 1), ("ceiling", 2), ("half_up", 2)])
def test_eight_units_and_twenty_percent(rounding, places):
    rubric = document(award(quota={"percent": 20, "rounding": rounding}))
    assert recommended(rubric, EIGHT) == ["u1", "u2"][:places]
    (quota,) = (
        reason.facts
        for row in evaluate(rubric, EIGHT).rows()
        if row.evidence.id == "u3"
        for reason in row.reasons
        if reason.code == "quota"
    )
    assert (quota["exact"], quota["rounding"], quota["places"]) == (Decimal("1.6"), rounding, places)


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        ({"count": 3}, 3),
        ({"percent": 10, "minimum": 1}, 1),
        ({"percent": 100, "maximum": 2}, 2),
        ({"count": 0}, 0),
        ({"percent": 50, "of": "eligible"}, 3),
    ],
)
def test_quota_is_counted_as_it_says(quota, expected):
    barred = unit("u9", 60, exclusions=frozenset({"X"}))
    assert len(recommended(document(award(quota=quota)), [*EIGHT[:7], barred])) == expected


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("all", {"u1": Status.RECOMMENDED, "u2": Status.RECOMMENDED, "u3": Status.RECOMMENDED}),
        ("none", {"u1": Status.RECOMMENDED, "u2": Status.OUTSIDE, "u3": Status.OUTSIDE}),
        ("ballot", {"u1": Status.RECOMMENDED, "u2": Status.BALLOT, "u3": Status.BALLOT}),
    ],
)
def test_equals_at_the_line(ties, expected):
    assert statuses(document(award(quota={"count": 2}, ties=ties)), units(50, 40, 40)) == expected


def test_whoever_is_on_hold_keeps_rank_and_place():
    held = unit("u1", 50, holds=frozenset({"H"}))
    rubric = document(award(quota={"count": 2}))
    participants = [held, *units(0, 40, 30)[1:]]
    assert statuses(rubric, participants) == {
        "u1": Status.HELD,
        "u2": Status.RECOMMENDED,
        "u3": Status.OUTSIDE,
    }


def test_the_excluded_and_the_unfinished_have_no_rank():
    excluded = unit("x", 60, exclusions=frozenset({"X"}))
    unfinished = Evidence("y", "t", entries={"A": Decimal(60)})
    ranks = {row.evidence.id: row.rank for row in evaluate(document(), [excluded, unfinished, *EIGHT]).rows()}
    assert (ranks["x"], ranks["y"], ranks["u1"]) == (None, None, 1)


def test_one_form_for_one_achievement_and_its_place_goes_on():
    rubric = document(award("BK", quota={"count": 1}), award("GK", quota={"count": 1}))
    assert (recommended(rubric, EIGHT, "BK"), recommended(rubric, EIGHT, "GK")) == (["u1"], ["u2"])
    both = document(award("BK", quota={"count": 1}), award("GK", quota={"count": 1}, achievement="other"))
    assert recommended(both, EIGHT, "GK") == ["u1"]


@pytest.mark.parametrize(("year", "blocked"), [(2021, False), (2022, True), (2023, True), (2024, True)])
def test_not_again_within_two_years(year, blocked):
    one = unit("u1", 50, past_awards=(PastAward("GK", year),))
    status = statuses(document(award(not_again_within=2)), [one])["u1"]
    assert status is (Status.TOO_SOON if blocked else Status.RECOMMENDED)


def test_ties_are_broken_in_order_then_remain():
    ranking = {
        "tie_break": [
            {"points": "A"},
            {"prefer": {"attribute": "women", "at_least": 70}},
        ]
    }
    many, few = {"women": Decimal(72)}, {"women": Decimal(69)}
    participants = [
        unit("u1", 30, 20, attributes=few),
        unit("u2", 30, 20, attributes=many),
        unit("u3", 31, 19, attributes=few),
        unit("u4", 30, 20, attributes=few),
        unit("u5", 20, 10, attributes=few),
    ]
    rows = {row.evidence.id: row for row in evaluate(document(ranking=ranking), participants).rows()}
    assert {identity: row.rank for identity, row in rows.items()} == {
        "u3": 1,
        "u2": 2,
        "u1": 3,
        "u4": 3,
        "u5": 5,
    }
    assert (rows["u1"].tied_with, rows["u1"].tied) == (("u4",), 2)
    assert "tie_broken" in {reason.code for reason in rows["u2"].reasons}


def test_groups_are_ranked_apart():
    rubric = document(award(quota={"count": 1}), ranking={"group": "cluster"})
    participants = [unit(f"u{i}", 50 - i, cluster=f"Cụm {i % 2}") for i in range(6)]
    assert recommended(rubric, participants) == ["u0", "u1"]


def test_pass_marks_differ_by_attribute():
    conditions = [
        {"points": "total", "at_least": 50, "when": {"attribute": "women", "below": 70}},
        {"points": "total", "at_least": 40, "when": {"attribute": "women", "at_least": 70}},
    ]
    participants = [
        unit("u1", 45, attributes={"women": Decimal(10)}),
        unit("u2", 45, attributes={"women": Decimal(80)}),
    ]
    assert recommended(document(award(conditions=conditions)), participants) == ["u2"]


GRADES = [
    {"code": "xs", "name": "Xuất sắc", "at_least": 45, "quota": {"percent": 20}},
    {"code": "t", "name": "Tốt", "at_least": 40},
    {"code": "y", "name": "Yếu"},
]


def grades(participants, **more):
    rubric = document(grading={"grades": GRADES, **more})
    return {row.evidence.id: row.grade for row in evaluate(rubric, participants).rows()}


def test_whoever_finds_no_room_in_a_grade_falls_to_the_next():
    assert list(grades(EIGHT).values()) == ["xs"] + ["t"] * 7
    tied = units(50, 50, 48, 47, 46, 45, 44, 30)
    assert list(grades(tied).values()) == ["t"] * 7 + ["y"]
    assert "grade_tie" in codes(document(grading={"grades": GRADES}), tied, "u1")
    assert "grade_full" in codes(document(grading={"grades": GRADES}), EIGHT, "u2")


def test_the_barred_may_be_graded_but_never_the_unfinished():
    excluded = unit("x", 42, exclusions=frozenset({"X"}))
    unfinished = Evidence("y", "t", entries={"A": Decimal(42)})
    assert grades([excluded, unfinished]) == {"x": None, "y": None}
    assert grades([excluded, unfinished], barred=True) == {"x": "t", "y": None}


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=25),
    st.integers(1, 100),
    st.sampled_from(["floor", "ceiling", "half_up"]),
    st.sampled_from(["none", "ballot"]),
    st.randoms(use_true_random=False),
)
def test_quotas_are_never_exceeded_and_order_is_irrelevant(totals, percent, rounding, ties, random):
    rubric = document(award(quota={"percent": percent, "rounding": rounding}, ties=ties))
    participants = units(*totals)
    given = statuses(rubric, participants)
    won = [status for status in given.values() if status is Status.RECOMMENDED]
    exact = Decimal(percent) * len(totals) / 100
    assert len(won) <= exact.to_integral_value("ROUND_CEILING" if rounding != "floor" else "ROUND_FLOOR")
    random.shuffle(participants)
    assert statuses(rubric, participants) == given
