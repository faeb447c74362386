"""The engine on small trees: sums, what does not apply, bonus, penalty, rounding, floors, marks, gaps."""

from decimal import Decimal

import pytest

from scoring.engine import compile_rubric
from scoring.evidence import NOT_APPLICABLE, Evidence
from scoring.rubric import Rubric


def c(code, maximum=None, **more):
    return {"code": code, "name": code, "max": maximum, "scale": "manual", **more}


def s(code, *children, maximum=None, **more):
    return {"code": code, "name": code, "max": maximum, "children": list(children), **more}


def score(maximum, children, entries, *, head=None, kind=None, **evidence):
    kind = {"code": "t", "name": "t", "max": maximum, "children": children, **(kind or {})}
    head = {"attributes": {"khmer": {"name": "k"}}, **(head or {})}
    rubric = Rubric.model_validate({"format": "1", "title": "t", "types": [kind], **head})
    given = {
        code: Decimal(value) if isinstance(value, int | str) else value for code, value in entries.items()
    }
    return compile_rubric(rubric)["t"].score(Evidence("u", "t", entries=given, **evidence))


def told(scorecard):
    return [(reason.node, reason.code, reason.points) for reason in scorecard.all_reasons()]


NA = NOT_APPLICABLE


def test_points_add_up_through_any_depth():
    tree = [s("1", s("1.1", s("1.1.1", s("1.1.1.1", c("a", 5), c("b", 5)), c("d", 5))), c("e", 5))]
    scorecard = score(20, tree, {"a": 1, "b": 2, "d": 3, "e": "4.5"})
    assert scorecard.total == Decimal("10.5")
    assert [scorecard.nodes[code].points for code in ("1", "1.1", "1.1.1", "1.1.1.1")] == [
        Decimal("10.5"),
        6,
        6,
        3,
    ]
    assert list(scorecard.nodes) == ["1", "1.1", "1.1.1", "1.1.1.1", "a", "b", "d", "e"]


@pytest.mark.parametrize(
    ("policy", "section", "total"),
    [("rescale", "16.67", "36.67"), ("full", 20, 40), ("zero", 10, 30), ("rescale_total", 10, "37.5")],
)
def test_policy_for_what_does_not_apply(policy, section, total):
    # Section I: a 12, b 8; section II: d 20. a has 10 of 12, b does not apply, d has 20.
    tree = [
        s("I", c("a", 12), c("b", 8, on_not_applicable=policy), maximum=20),
        s("II", c("d", 20), maximum=20),
    ]
    scorecard = score(40, tree, {"a": 10, "b": NA, "d": 20})
    if policy == "full":
        section, total = 18, 38
    assert scorecard.nodes["I"].points == Decimal(section)
    assert scorecard.total == Decimal(total)
    assert scorecard.complete


def test_rescaling_the_whole_takes_the_maximum_out_of_the_section():
    tree = [s("I", c("a", 12), c("b", 8, on_not_applicable="rescale_total"), maximum=20), c("d", 20)]
    scorecard = score(40, tree, {"a": 12, "b": NA, "d": 20})
    assert scorecard.nodes["I"].max == 12
    assert scorecard.total == 40


def test_section_of_which_nothing_applies_is_rescaled_by_its_parent():
    tree = [s("I", c("a", 10, on_not_applicable="rescale"), maximum=10), c("d", 30)]
    assert score(40, tree, {"a": NA, "d": 15}).total == 20


def test_section_may_be_inapplicable_by_condition():
    tree = [s("I", c("a", 10), maximum=10, applies_if={"attribute": "khmer", "above": 0}), c("d", 30)]
    nothing = score(40, tree, {"d": 15}, attributes={"khmer": Decimal(0)})
    assert (nothing.total, nothing.missing) == (20, ())
    assert nothing.nodes["a"].reasons[0].code == "section_not_applicable"
    unknown = score(40, tree, {"d": 15})
    assert unknown.missing == ("a",)


def test_nothing_applies_at_all():
    tree = [c("a", 10, on_not_applicable="rescale"), c("b", 3, role="bonus")]
    scorecard = score(10, tree, {"a": NA, "b": 3})
    assert scorecard.total == 0
    assert sum(reason.points or 0 for reason in scorecard.all_reasons()) == 0


@pytest.mark.parametrize(
    ("within", "a", "b", "total"),
    [(False, 97, 14, 107), (True, 97, 14, 100), (True, 80, 14, 90), (False, 80, 4, 84)],
)
def test_bonus_within_or_above_the_maximum(within, a, b, total):
    tree = [c("a", 100), s("B", c("b", 20), maximum=10, role="bonus")]
    scorecard = score(100, tree, {"a": a, "b": b}, kind={"bonus_within_max": within})
    assert scorecard.total == total
    assert scorecard.bonus == min(b, 10)


def test_bonus_inside_a_section_stands_above_it_or_within():
    tree = [s("I", c("a", 60), c("b", 10, role="bonus"), maximum=60), c("d", 40)]
    full = {"a": 60, "b": 10, "d": 40}
    assert score(100, tree, full).total == 110
    assert score(100, tree, full, kind={"bonus_within_max": True}).total == 100
    tree[0]["bonus_within_max"] = True
    assert score(100, tree, full).total == 100


def test_penalty_is_capped_and_nothing_falls_below_zero():
    tree = [c("a", 100), s("P", c("p"), c("q"), maximum=10, role="penalty")]
    scorecard = score(100, tree, {"a": 50, "p": 8, "q": 6})
    assert (scorecard.total, scorecard.penalty, scorecard.base) == (40, 10, 50)
    floored = score(100, tree, {"a": 3, "p": 8})
    assert (floored.total, floored.penalty) == (0, 8)
    assert ("", "floored", Decimal("5.00")) in told(floored)


def test_bonus_and_penalty_left_empty_are_no_gap():
    tree = [c("a", 100), c("b", 5, role="bonus"), c("p", 5, role="penalty")]
    scorecard = score(100, tree, {"a": 50})
    assert scorecard.complete
    assert [scorecard.nodes[code].state for code in ("b", "p")] == ["not_claimed", "not_claimed"]


@pytest.mark.parametrize(
    ("round_at", "parts", "section", "total"),
    [
        ("criterion", ["0.3", "0.3", "0.3"], "0.9", "0.9"),
        ("section", ["0.3", "0.3", "0.3"], "1.0", "1.0"),
        ("total", ["0.3", "0.3", "0.3"], "1.0", "1.0"),
    ],
)
def test_rounding_happens_once_where_the_document_says(round_at, parts, section, total):
    thirds = [{**c(code, 1), "scale": {"kind": "ratio"}} for code in "abd"]
    from scoring.evidence import Pair

    entries = {code: Pair(Decimal(1), Decimal(3)) for code in "abd"}
    head = {"round_at": round_at, "decimals": 1}
    scorecard = score(3, [s("I", *thirds, maximum=3)], entries, head=head)
    assert [scorecard.nodes[code].points for code in "abd"] == list(map(Decimal, parts))
    assert (scorecard.nodes["I"].points, scorecard.total) == (Decimal(section), Decimal(total))
    assert sum(reason.points or 0 for reason in scorecard.all_reasons()) == scorecard.total


@pytest.mark.parametrize(
    ("mode", "expected"), [("half_up", "0.13"), ("half_even", "0.12"), ("floor", "0.12"), ("ceiling", "0.13")]
)
def test_rounding_modes(mode, expected):
    assert score(1, [c("a", 1)], {"a": "0.125"}, head={"rounding": mode}).total == Decimal(expected)


def test_a_third_and_two_thirds_are_a_whole_when_only_the_total_is_rounded():
    from scoring.evidence import Pair

    parts = [{**c(code, 10), "scale": {"kind": "ratio"}} for code in "ab"]
    entries = {"a": Pair(Decimal(1), Decimal(3)), "b": Pair(Decimal(2), Decimal(3))}
    assert score(20, parts, entries, head={"round_at": "total"}).total == 10


@pytest.mark.parametrize(
    ("floor", "a", "failed"),
    [
        ({"percent": 50}, "9.99", True),
        ({"percent": 50}, 10, False),
        ({"points": 12}, 11, True),
        ({"points": 12}, 12, False),
    ],
)
def test_floor_of_a_section(floor, a, failed):
    scorecard = score(30, [s("I", c("a", 20), maximum=20, floor=floor), c("b", 10)], {"a": a, "b": 10})
    assert (scorecard.failed_floors == ("I",)) is failed
    assert scorecard.eligible is not failed


def test_floor_is_not_judged_before_all_is_scored_nor_where_the_section_does_not_apply():
    tree = [s("I", c("a", 20, on_not_applicable="rescale"), maximum=20, floor={"percent": 50}), c("b", 10)]
    assert score(30, tree, {"a": 1}).failed_floors == ()
    assert score(30, tree, {"a": NA, "b": 10}).eligible


def test_marks_of_document_and_type():
    head = {"exclusions": [{"code": "X", "name": "x"}], "holds": [{"code": "H", "name": "h"}]}
    kind = {"exclusions": [{"code": "Y", "name": "y"}]}
    marked = score(
        10,
        [c("a", 10)],
        {"a": 5},
        head=head,
        kind=kind,
        exclusions=frozenset({"X", "Y"}),
        holds=frozenset({"H"}),
    )
    assert (marked.excluded, marked.on_hold, marked.eligible, marked.total) == (("X", "Y"), ("H",), False, 5)
    assert [reason.code for reason in marked.reasons] == ["excluded", "excluded", "on_hold"]


def test_not_yet_scored_is_not_zero():
    scorecard = score(20, [c("a", 10), c("b", 10)], {"a": 0})
    assert scorecard.missing == ("b",)
    assert scorecard.nodes["a"].points == 0
    assert scorecard.nodes["b"].points is None
    assert (scorecard.entered_max, scorecard.eligible) == (10, False)


def test_point_one_and_point_two_tie_with_point_three():
    tree = [c("a", 1), c("b", 1)]
    assert score(2, tree, {"a": "0.1", "b": "0.2"}).total == score(2, tree, {"a": "0.3", "b": 0}).total


def test_figure_of_another_criterion():
    target = {"kind": "target", "target": "1.5", "minimum": 1}
    over = {"kind": "count", "each": 1, "per": "0.5", "from": {"criterion": "a", "over": "target"}}
    above_minimum = {**over, "from": {"criterion": "a", "over": "minimum"}}
    plain = {**over, "from": {"criterion": "a"}}
    tree = [
        c("a", 10, scale=target, on_not_applicable="zero"),
        *(
            c(code, 9, role="bonus", scale=scale)
            for code, scale in (("x", over), ("y", above_minimum), ("z", plain))
        ),
    ]
    scorecard = score(10, tree, {"a": "2.6"})
    assert [scorecard.nodes[code].points for code in "xyz"] == [2, 3, 5]
    assert score(10, tree, {}).nodes["x"].state == "not_claimed"
    assert score(10, tree, {"a": NA}).nodes["x"].points in (None, 0)


def test_reasons_tell_what_was_done():
    tree = [s("I", c("a", 6), c("b", 4, on_not_applicable="rescale"), maximum=10), c("p", 5, role="penalty")]
    scorecard = score(10, tree, {"a": 4, "b": NA, "p": 2})
    assert told(scorecard) == [
        ("I", "rescaled", Decimal("2.67")),
        ("a", "manual", Decimal("4.00")),
        ("b", "not_applicable", None),
        ("p", "manual", Decimal("-2.00")),
    ]
    assert scorecard.total == Decimal("4.67")


def test_amount_without_a_plan_is_not_yet_scored():
    scorecard = score(10, [c("a", 10, scale="amount")], {"a": 50})
    assert (scorecard.missing, scorecard.nodes["a"].points) == (("a",), None)


RATIO = {"kind": "ratio"}


@pytest.mark.parametrize(
    ("tree", "entries", "total"),
    [
        (
            [c("a", 5, scale=RATIO), c("b", 5, scale=RATIO, on_not_applicable="rescale")],
            {"a": 32, "b": NA},
            3,
        ),
        ([c("a", 5, scale=RATIO), c("b", 5, scale=RATIO, on_not_applicable="rescale")], {"a": 8, "b": NA}, 1),
        ([c("a", 10, scale=RATIO), c("q", 10, role="bonus", scale=RATIO)], {"a": 4, "q": 4}, 1),
    ],
)
@pytest.mark.parametrize("round_at", ["section", "total"])
def test_a_total_is_rounded_once(tree, entries, total, round_at):
    scorecard = score(10, tree, entries, head={"decimals": 0, "round_at": round_at})
    assert scorecard.total == total
    assert sum(reason.points or 0 for reason in scorecard.all_reasons()) == total


@pytest.mark.parametrize(
    ("scale", "entry", "points"),
    [
        ({"kind": "count", "asks": "ratio", "start": 10, "each": "-0.2", "short_of": 100}, "95.5", "9.2"),
        ({"kind": "count", "asks": "ratio", "start": 10, "each": "-0.2", "short_of": 100}, "120", "10"),
        ({"kind": "count", "each": "0.5", "per": 5, "beyond": 100}, "112", "1"),
        ({"kind": "count", "each": 1}, "999999999999999999", "10"),
    ],
)
def test_count_counts_from_a_mark(scale, entry, points):
    assert score(10, [c("a", 10, scale=scale)], {"a": entry}).total == Decimal(points)


def test_a_bonus_without_maximum_stays_a_number_of_points():
    tree = [c("a", 10), c("q", None, role="bonus", scale={"kind": "count", "each": 1})]
    assert score(10, tree, {"a": 1, "q": "999999999999999999"}).total == Decimal(1_000_000_001)
