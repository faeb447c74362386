"""Sections that count for other points than they are printed with."""

from decimal import Decimal

import pytest

from scoring.columns import max_of, points_of
from scoring.engine import compile_rubric
from scoring.evidence import NOT_APPLICABLE, Evidence
from scoring.rubric import Rubric
from scoring.weights import parts_of
from tests.unit.test_engine import c, s, score, told

RATIO = {"kind": "ratio"}
NO_KHMER = {"attribute": "khmer", "above": 0}


def two(**more):
    """Section I, 50 printed; section II, 50 printed."""
    return [
        s("I", c("a", 30), c("b", 20), maximum=50, **more.get("first", {})),
        s("II", c("d", 50), maximum=50, **more.get("second", {})),
    ]


FULL = {"a": 30, "b": 20, "d": 50}


def test_section_counts_for_its_share_of_other_points():
    tree = two(first={"counts_for": 30}, second={"counts_for": 70})
    scorecard = score(100, tree, {"a": 25, "b": 16, "d": 50})
    assert (scorecard.nodes["I"].points, scorecard.nodes["I"].max) == (Decimal("24.60"), 30)
    assert (scorecard.nodes["I"].as_printed.points, scorecard.nodes["I"].as_printed.max) == (41, 50)
    assert scorecard.total == Decimal("94.60")
    assert told(scorecard)[0] == ("I", "weighted", Decimal("-16.40"))
    assert dict(scorecard.nodes["I"].reasons[-1].facts) == {
        "raw": 41,
        "from": 50,
        "to": 30,
        "result": Decimal("24.60"),
    }


def test_weights_that_change_nothing_leave_no_trace():
    weighted = two(first={"counts_for": 50}, second={"counts_for": 50})
    assert score(100, weighted, FULL) == score(100, two(), FULL)


def test_full_marks_give_the_whole_whatever_the_weights():
    tree = two(first={"counts_for": "33.333333"}, second={"counts_for": "66.666667"})
    assert score(100, tree, FULL, head={"decimals": 0}).total == 100


def test_what_is_asked_of_a_section_itself_stays_as_printed():
    tree = two(first={"counts_for": 80, "floor": {"points": 25}}, second={"counts_for": 20})
    below = score(100, tree, {"a": 24, "b": 0, "d": 50})
    assert (below.nodes["I"].points, below.failed_floors) == (Decimal("38.40"), ("I",))
    assert (points_of(below, "I"), max_of(below, "I")) == (24, 50)
    assert score(100, tree, {"a": 25, "b": 0, "d": 50}).failed_floors == ()


def test_bonus_inside_a_section_is_weighted_along_and_stands_above():
    bonus = c("q", 5, role="bonus")
    tree = [s("I", c("a", 10), bonus, maximum=10, counts_for=20), c("d", 10)]
    scorecard = score(30, tree, {"a": 10, "q": 5, "d": 10})
    assert (scorecard.nodes["I"].points, scorecard.total) == (30, 40)


@pytest.mark.parametrize(
    ("policy", "first", "most", "total"),
    [
        # a has 20 of 30, b (20) does not apply; I counts for 30 of 100, II has all of 70.
        ("rescale", "20.00", 30, "90.00"),
        ("rescale_total", "12.00", 18, "93.18"),
        ("full", "24.00", 30, "94.00"),
        ("zero", "12.00", 30, "82.00"),
    ],
)
def test_what_does_not_apply_shrinks_the_weight_in_proportion(policy, first, most, total):
    tree = [
        s("I", c("a", 30), c("b", 20, on_not_applicable=policy), maximum=50, counts_for=30),
        s("II", c("d", 50), maximum=50, counts_for=70),
    ]
    scorecard = score(100, tree, {"a": 20, "b": NOT_APPLICABLE, "d": 50})
    assert (scorecard.nodes["I"].points, scorecard.nodes["I"].max) == (Decimal(first), most)
    assert scorecard.total == Decimal(total)


@pytest.mark.parametrize(
    ("policy", "total"),
    [("rescale", "80.00"), ("rescale_total", "80.00"), ("full", "86.00"), ("zero", "56.00")],
)
def test_a_section_of_which_nothing_applies_goes_with_its_weight(policy, total):
    tree = [
        s("I", c("a", 50), maximum=50, counts_for=30, on_not_applicable=policy, applies_if=NO_KHMER),
        s("II", c("d", 50), maximum=50, counts_for=70),
    ]
    scorecard = score(100, tree, {"d": 40}, attributes={"khmer": Decimal(0)})
    assert scorecard.total == Decimal(total)


@pytest.mark.parametrize(
    ("round_at", "section", "total"),
    # a has 1 of 3 of 10 points: 3.333…; I counts for 25 of 100 instead of 10.
    [("criterion", "8.3", "8.3"), ("section", "8.3", "8.3"), ("total", "8.3", "8.3")],
)
def test_weighted_points_are_rounded_where_the_document_rounds(round_at, section, total):
    head = {"decimals": 1, "round_at": round_at}
    tree = [s("I", c("a", 10, scale=RATIO), maximum=10, counts_for=25)]
    scorecard = score(25, tree, {"a": "33.333333"}, head=head)
    assert (scorecard.nodes["I"].points, scorecard.total) == (Decimal(section), Decimal(total))


def test_fractions_are_carried_on_where_only_the_total_is_rounded():
    tree = [s(code, c(code.lower(), 10, scale=RATIO), maximum=10, counts_for=5) for code in ("I", "II")]
    entries = {"i": "33.333333", "ii": "33.333333"}  # 3.33… of 10, so 1.66… of 5, twice
    totals = {
        round_at: score(10, tree, entries, head={"decimals": 1, "round_at": round_at}).total
        for round_at in ("criterion", "section", "total")
    }
    # 3.3 × 5 / 10 is 1.65, rounded to 1.7, twice; the fractions together are 3.33….
    assert totals == {"criterion": Decimal("3.4"), "section": Decimal("3.4"), "total": Decimal("3.3")}


def test_weights_may_stand_at_any_depth():
    inner = s("I.1", c("a", 10), maximum=10, counts_for=40)
    tree = [s("I", inner, c("b", 10), maximum=50, counts_for=25)]
    scorecard = score(25, tree, {"a": 5, "b": 10})
    assert [scorecard.nodes[code].points for code in ("I.1", "I")] == [20, 15]
    assert scorecard.nodes["I"].as_printed.points == 30


def test_entered_maximum_is_in_the_points_that_count():
    tree = two(first={"counts_for": 30}, second={"counts_for": 70})
    assert score(100, tree, FULL).entered_max == 100
    assert score(100, tree, {"a": 30}).entered_max == 18


def under(tree, entries, weights, *, maximum=100, head=None, **evidence):
    """The total under other weights: by columns, and by the engine for the document that says so."""
    given = {
        code: Decimal(value) if isinstance(value, int | str) else value for code, value in entries.items()
    }
    head = {"attributes": {"khmer": {"name": "k"}}, **(head or {})}
    kind = {"code": "t", "name": "t", "max": maximum, "children": tree}
    engine = compile_rubric(Rubric.model_validate({"format": "1", "title": "t", "types": [kind], **head}))[
        "t"
    ]
    card = engine.score(Evidence("u", "t", entries=given, **evidence))
    counts_for = {code: Decimal(points) for code, points in weights.items()}
    (column,) = parts_of(engine, [card]).totals(counts_for).tolist()
    changed = [
        node | {"counts_for": weights.get(node["code"])} if "children" in node else node for node in tree
    ]
    return Decimal(column).scaleb(-engine.rubric.decimals), score(
        maximum, changed, entries, head=head, **evidence
    ).total


@pytest.mark.parametrize(
    ("entries", "total"),
    [
        ({"a": 25, "b": 16, "d": 50}, "94.60"),
        ({"a": 25, "b": NOT_APPLICABLE, "d": 50}, "96.59"),  # 25 of 30 is 15 of 18; (15 + 70) × 100 / 88
        ({"a": 25, "b": 16, "d": NOT_APPLICABLE}, "82.00"),
        ({}, "0.00"),
    ],
)
def test_columns_of_parts_give_the_total_of_the_reweighted_document(entries, total):
    tree = [
        s("I", c("a", 30), c("b", 20, on_not_applicable="rescale_total"), maximum=50),
        s("II", c("d", 50, on_not_applicable="rescale"), maximum=50),
    ]
    assert under(tree, entries, {"I": 30, "II": 70}) == (Decimal(total), Decimal(total))


@pytest.mark.parametrize("decimals", [0, 1, 2])
@pytest.mark.parametrize("extras", [[], [c("q", 5, role="bonus")], [c("p", 5, role="penalty")]])
@pytest.mark.parametrize("given_up", [NOT_APPLICABLE, 3])
def test_a_section_that_gives_its_weight_is_counted_as_shown(decimals, extras, given_up):
    tree = [
        s("I", c("a", 10), maximum=10, on_not_applicable="full", applies_if=NO_KHMER),
        s("II", c("d", 10), c("e", 5, on_not_applicable="rescale_total"), maximum=15),
        *extras,
    ]
    entries = {"d": 10, "e": given_up, "q": 2, "p": 2}
    entries = {
        code: value
        for code, value in entries.items()
        if code in "de" or (extras and code in extras[0]["code"])
    }
    given = {"head": {"decimals": decimals}, "attributes": {"khmer": Decimal(0)}, "maximum": 25}
    column, engine = under(tree, entries, {"I": "7.4567", "II": "17.5433"}, **given)
    assert column == engine


def test_what_is_no_section_at_the_top_has_no_weight_of_its_own():
    with pytest.raises(KeyError):
        under(two(), FULL, {"a": 30})
