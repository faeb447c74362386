"""Faults and warnings of a document as a whole, each with its code and place."""

from decimal import Decimal

import pytest

from scoring.check import check
from scoring.conditions import Condition, holds
from scoring.rubric import Rubric


def c(code, maximum=10, **more):
    return {"code": code, "name": code, "max": maximum, "scale": "manual", **more}


def document(children=None, *, maximum=10, kind=None, **head):
    kind = {"code": "t", "name": "t", "max": maximum, "children": children or [c("a")], **(kind or {})}
    attributes = {
        "number": {"name": "Number"},
        "yes": {"name": "Yes", "kind": "yes_no"},
        "area": {"name": "Area", "kind": "choice", "choices": {"hard": "h", "other": "o"}},
    }
    return {"format": "1", "title": "t", "types": [kind], "attributes": attributes, **head}


def found(raw):
    return [(fault.code, fault.severity == "warning") for fault in check(Rubric.model_validate(raw))]


def faults(raw):
    return [code for code, warning in found(raw) if not warning]


def test_sound_document_has_no_finding():
    assert found(document()) == []


def test_place_of_a_fault():
    inner = {"code": "I", "name": "I", "max": 10, "children": [c("a", 6), c("A", 4)]}
    (fault,) = check(Rubric.model_validate(document([inner])))
    assert fault.path == ("types", 0, "children", 0, "children", 1, "code")


def in_section(**more):
    return {"code": "I", "name": "I", "max": 10, "children": [c("a")], **more}


def c_bonus_section():
    return in_section(code="T", role="bonus", children=[c("b", role="bonus")])


def test_section_may_count_for_other_points_than_printed():
    assert found(document([in_section(counts_for=20)], maximum=20)) == []


def condition(**more):
    return document([c("a", applies_if=more)])


def award(**more):
    return document(awards=[{"code": "GK", "name": "g", "issuer": "i", "types": ["t"], **more}])


def grading(*grades):
    return document(kind={"grading": {"grades": [{"name": "g", **grade} for grade in grades]}})


def ranking(**more):
    return document(kind={"ranking": more})


def a_giay_khen(code, **more):
    return {"code": code, "name": "g", "issuer": "i", "types": ["t"], **more}


def levels(*pairs):
    parts = [{"code": code, "name": name, "points": 10 - n} for n, (code, name) in enumerate(pairs)]
    return document([c("a", scale={"kind": "levels", "levels": parts})])


def choices(**names):
    return document(attributes={"q": {"name": "Q", "kind": "choice", "choices": names}})


def target(**more):
    return document([c("a", scale={"kind": "target", "target": 1, **more})])


def amount(**more):
    return document([c("a", scale={"kind": "amount", "plan": 1, **more})])


def two_types(first=None, **second):
    raw = document(kind=first)
    raw["types"].append({"code": "u", "name": "u", "max": 10, "children": [c("b")], **second})
    return raw


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (document([c("a", 6), c("b", 6)]), "children_exceed"),
        (document([in_section(children=[c("a", 6), c("b", 6)])]), "children_exceed"),
        (document([c("a", 5), c("A", 5)]), "duplicate_code"),
        (document([c("a", 5), c("number", 5)]), "duplicate_code"),
        (
            document(exclusions=[{"code": "x", "name": "x"}], holds=[{"code": "X", "name": "x"}]),
            "duplicate_code",
        ),
        (document(kind={"holds": [{"code": "a", "name": "x"}]}), "duplicate_code"),
        (document(kind={"holds": [{"code": "NUMBER", "name": "x"}]}), "duplicate_code"),
        (document(attributes={"a1": {"name": "x"}, "A1": {"name": "y"}}), "duplicate_code"),
        (
            document(attributes={"x1": {"name": "x"}}, exclusions=[{"code": "X1", "name": "y"}]),
            "duplicate_code",
        ),
        (two_types({"holds": [{"code": "b", "name": "x"}]}), "duplicate_code"),
        (document(exclusions=[{"code": "name", "name": "x"}]), "reserved_code"),
        (document(holds=[{"code": "X1.plan", "name": "x"}]), "reserved_code"),
        (document(attributes={"ID": {"name": "x"}}), "reserved_code"),
        (document(attributes={"a.target": {"name": "x"}}), "reserved_code"),
        (two_types(name="t"), "name_twice"),
        (two_types(code="T"), "duplicate_code"),
        (levels(("x", "One"), ("X", "Two")), "duplicate_code"),
        (levels(("x", "One"), ("y", "one")), "name_twice"),
        (levels(("x", "Y"), ("y", "Two")), "duplicate_code"),
        (choices(g="One", G="Two"), "duplicate_code"),
        (choices(g="One", h="one"), "name_twice"),
        (grading({"code": "g", "at_least": 5}, {"code": "G"}), "duplicate_code"),
        (document(awards=[a_giay_khen("GK"), a_giay_khen("gk")]), "duplicate_code"),
        (award(not_again_within=2), "year_needed"),
        (target(variants=[{"year": 2024, "target": 2}]), "year_needed"),
        (target(variants=[{"units": ["x"], "plan": 2}]), "variant_key_unused"),
        (amount(variants=[{"units": ["x"], "plan": 2, "strict": True}]), "variant_key_unused"),
        (amount(variants=[{"units": ["x"], "target": 2}]), "variant_key_unused"),
        (condition(attribute="number", **{"is": "abc"}), "value_not_number"),
        (condition(attribute="number", **{"in": ["1", "1.000"]}), "value_not_number"),
        (condition(attribute="number", at_least=5, below=3), "bounds_empty"),
        (condition(attribute="number", above=3, at_most=3), "bounds_empty"),
        (document([c("total")]), "reserved_code"),
        (document([c("b.numerator")]), "reserved_code"),
        (document([c("a", None)]), "max_needed"),
        (document([c("a"), c("b", None, role="bonus", scale={"kind": "ratio"})]), "max_needed"),
        (document([c("a", scale={"kind": "yes_no", "points": 11})]), "points_exceed_max"),
        (document([c("a", scale={"kind": "manual", "least": 11})]), "points_exceed_max"),
        (document([c("a", scale={"kind": "count", "each": -1, "start": 11})]), "points_exceed_max"),
        (document([c("a", scale={"kind": "count", "each": 0})]), "count_gives_nothing"),
        (
            document([c("a", scale={"kind": "target", "target": 1, "points_at_minimum": 3})]),
            "points_without_minimum",
        ),
        (
            document([c("a", scale={"kind": "target", "target": 2, "minimum": 1, "points_at_minimum": 11})]),
            "target_points_order",
        ),
        (
            document([c("a", scale={"kind": "target", "target": 2, "minimum": 1, "strict": True})]),
            "strict_without_effect",
        ),
        (
            document(
                [
                    c(
                        "a",
                        scale={
                            "kind": "target",
                            "target": 2,
                            "minimum": 1,
                            "variants": [{"units": ["x"], "target": 0}],
                        },
                    )
                ]
            ),
            "target_order",
        ),
        (document([in_section(floor={})]), "floor_form"),
        (document([in_section(floor={"points": 1, "percent": 1})]), "floor_form"),
        (document([in_section(floor={"points": 11})]), "floor_above_max"),
        (document([in_section(floor={"points": 11}, counts_for=20)], maximum=20), "floor_above_max"),
        (document([in_section(counts_for=20)]), "children_exceed"),
        (document([in_section(max=None, counts_for=10)]), "counts_for_without_max"),
        (
            document([c("a"), in_section(code="T", role="bonus", counts_for=5, children=[c("b")])]),
            "counts_for_role",
        ),
        (
            document([c("a"), c_bonus_section()]),
            "role_nested",
        ),
        (condition(attribute="nothing", **{"is": "x"}), "unknown_attribute"),
        (condition(attribute="area", **{"is": "x"}), "unknown_choice"),
        (condition(attribute="yes", **{"in": ["perhaps"]}), "unknown_choice"),
        (condition(attribute="area", above=3), "attribute_not_number"),
        (
            condition(all=[{"attribute": "number", "above": 0}, {"not": {"attribute": "x", "above": 0}}]),
            "unknown_attribute",
        ),
        (document(attributes={"a1": {"name": "A1", "kind": "choice"}}), "attribute_choices"),
        (document(attributes={"a1": {"name": "A1", "choices": {"x": "x"}}}), "attribute_choices"),
        (document(attributes={"a1": {"name": "A1", "default": "many"}}), "attribute_default"),
        (document(attributes={"cluster": {"name": "C"}}), "reserved_code"),
        (ranking(group="district"), "unknown_group"),
        (ranking(tie_break=[{"points": "x"}]), "unknown_node"),
        (ranking(tie_break=[{"figure": "x"}]), "unknown_criterion"),
        (ranking(tie_break=[{"attribute": "x"}]), "unknown_attribute"),
        (ranking(tie_break=[{"attribute": "area"}]), "attribute_not_number"),
        (ranking(tie_break=[{"prefer": {"attribute": "x", "at_least": 1}}]), "unknown_attribute"),
        (grading({"code": "a", "at_least": 5}, {"code": "b", "at_least": 6}, {"code": "c"}), "grade_order"),
        (grading({"code": "a"}, {"code": "b"}), "grade_catches_all"),
        (grading({"code": "a", "at_least": 5}, {"code": "a"}), "duplicate_code"),
        (grading({"code": "a", "at_least": 5, "above": 4}, {"code": "b"}), "bounds_two_lower"),
        (grading({"code": "a", "conditions": [{"grade": ["b"]}]}, {"code": "b"}), "unknown_grade"),
        (award(types=["hamlet"]), "unknown_type"),
        (award(conditions=[{"points": "x", "at_least": 1}]), "unknown_node"),
        (award(conditions=[{"grade": ["x"]}]), "unknown_grade"),
        (award(conditions=[{"rank_at_most": 1, "when": {"attribute": "x", "is": "y"}}]), "unknown_attribute"),
        (award(group=["province"]), "unknown_group"),
        (
            document(
                [c("a"), c("b", role="bonus", scale={"kind": "count", "each": 1, "from": {"criterion": "z"}})]
            ),
            "unknown_criterion",
        ),
        (
            document(
                [c("a"), c("b", role="bonus", scale={"kind": "count", "each": 1, "from": {"criterion": "a"}})]
            ),
            "origin_without_figure",
        ),
        (
            document(
                [
                    c("a", scale={"kind": "target", "target": 1}),
                    c(
                        "b",
                        role="bonus",
                        scale={"kind": "count", "each": 1, "from": {"criterion": "a", "over": "minimum"}},
                    ),
                ]
            ),
            "origin_without_target",
        ),
    ],
)
def test_fault_is_found(raw, code):
    assert set(faults(raw)) == {code}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (document([c("a", 9)]), "children_fall_short"),
        (document([c("a", scale={"kind": "yes_no", "points": 9})]), "max_unreachable"),
        (grading({"code": "a", "at_least": 5}), "grade_gap"),
        (document(attributes={"q": {"name": "A"}}), "column_name_twice"),
        (document(holds=[{"code": "x", "name": "A"}]), "column_name_twice"),
        (document(attributes={"q": {"name": "x"}}, holds=[{"code": "x", "name": "X"}]), "column_name_twice"),
    ],
)
def test_warning_lets_the_document_stand(raw, code):
    assert found(raw) == [(code, True)]


def test_code_may_be_the_word_of_a_part():
    assert found(document([c("plan")])) == []


@pytest.mark.parametrize(("wanted", "answer"), [("1", True), ("1.0", True), ("1,00", True), ("2", False)])
def test_number_is_what_equals_it(wanted, answer):
    part = Condition.model_validate({"attribute": "n", "is": wanted})
    assert holds(part, {"n": Decimal(1)}) is answer


def test_shared_mark_is_warned_of_once():
    raw = two_types()
    raw |= {"attributes": {"q": {"name": "x"}}, "holds": [{"code": "h", "name": "x"}]}
    assert found(raw) == [("column_name_twice", True)]


def test_fault_of_an_award_is_named_once_for_all_its_types():
    gates = [
        {"points": "I", "at_least": 1},
        {"rank_at_most": 1, "when": {"attribute": "x", "is": "y"}},
    ]
    raw = two_types()
    raw["awards"] = [a_giay_khen("GK", types=["t", "u"], conditions=gates)]
    first, second = check(Rubric.model_validate(raw))
    assert (first.code, first.facts["type"]) == ("unknown_node", "t, u")
    assert second.code == "unknown_attribute"


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("merit", {}, [("merit_on_topical", True)]),
        ("merit", {"achievement": "year"}, []),
        ("merit", {"types": ["u"]}, []),
        ("unexpected", {}, []),
    ],
)
def test_a_merit_award_on_topical_ground_is_warned_of(kind, more, told):
    raw = two_types()
    raw["awards"] = [a_giay_khen("GK", types=["t"])]
    raw["awards"].append(a_giay_khen("BK", **({"types": ["t"], "award_kind": kind} | more)))
    assert found(raw) == told


def test_bonus_may_fill_up_the_maximum():
    children = [c("a", 950), c("b", 50, role="bonus")]
    assert found(document(children, maximum=1000, kind={"bonus_within_max": True})) == []
    assert found(document(children, maximum=1000)) == [("children_fall_short", True)]


# --- bands


def bands(*spans, **more):
    parts = []
    for number, span in enumerate(spans):
        opens, low, high, closes = span
        lower = {} if low is None else {"at_least" if opens == "[" else "above": low}
        upper = {} if high is None else {"at_most" if closes == "]" else "below": high}
        parts.append({**lower, **upper, "points": 10 if number == 0 else 0})
    return document([c("a", scale={"kind": "bands", "bands": parts, **more})])


UP, DOWN = None, None


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (bands(("[", 5, UP, ")"), ("(", DOWN, 5, ")")), []),
        (bands(("(", 5, UP, ")"), ("(", DOWN, 5, "]")), []),
        (bands(("(", 5, UP, ")"), ("(", DOWN, 5, ")")), ["band_gap_point"]),
        (bands(("[", 5, UP, ")"), ("(", DOWN, 5, "]")), ["band_overlap"]),
        (bands(("[", 5, UP, ")"), ("(", DOWN, 4, "]")), ["band_gap"]),
        (bands(("[", 4, UP, ")"), ("(", DOWN, 5, ")")), ["band_overlap"]),
        (bands(("[", 5, 10, "]"), ("(", DOWN, 5, ")")), ["band_gap_above"]),
        (bands(("[", 5, UP, ")"), ("[", 0, 5, ")")), ["band_gap_below"]),
        (bands(("[", 5, UP, ")"), ("[", 0, 5, ")"), least=0), []),
        (bands(("[", 5, UP, ")"), ("(", 0, 5, ")"), least=0), ["band_gap_below"]),
        (bands(("[", 5, 10, "]"), ("[", 0, 5, ")"), least=0, most=10), []),
        (bands(("[", 5, 10, ")"), ("[", 0, 5, ")"), least=0, most=10), ["band_gap_above"]),
        (bands(("[", 5, UP, ")"), ("[", 0, 5, ")"), ("[", -5, 0, ")"), least=0), ["band_beyond"]),
        (bands(("[", 3, UP, ")"), ("[", 1, 2, "]"), ("(", DOWN, 0, "]"), whole=True), []),
        (bands(("(", 2, UP, ")"), ("(", 0, 3, ")"), ("(", DOWN, 1, ")"), whole=True), []),
        (bands(("[", 3, UP, ")"), ("[", 1, 2, "]"), ("(", DOWN, 0, "]")), ["band_gap", "band_gap"]),
        (bands(("[", 4, UP, ")"), ("[", 1, 2, "]"), ("(", DOWN, 0, "]"), whole=True), ["band_gap_whole"]),
        (bands(("[", 3, UP, ")"), ("(", 2, 3, ")"), ("(", DOWN, 2, "]"), whole=True), ["band_empty"]),
        (
            bands(
                ("(", DOWN, UP, ")"),
            ),
            [],
        ),
        (bands(("(", DOWN, UP, ")"), ("[", 1, 2, "]")), ["band_overlap"]),
        (bands(("[", 60, UP, ")"), ("(", DOWN, 60, ")"), asks="ratio"), []),
        (bands(("[", 60, UP, ")"), ("[", 0, 60, ")"), asks="ratio"), []),
    ],
)
def test_bands(raw, codes):
    assert [code for code, _ in found(raw)] == codes


def test_gap_names_bands_and_ends():
    raw = bands(("[", 10, UP, ")"), ("[", 1, 5, "]"), ("(", DOWN, 0, "]"), whole=True)
    (fault,) = check(Rubric.model_validate(raw))
    assert dict(fault.facts) == {"from": 6, "to": 9, "before": 2, "after": 1}


@pytest.mark.parametrize(
    ("scale", "labels", "codes"),
    [
        ("ratio", ["Hộ nghèo", "Tổng số hộ"], []),
        ("ratio", ["Hộ nghèo"], ["labels_count"]),
        ("yes_no", ["Đã ban hành"], []),
        ("yes_no", ["Có", "Không"], ["labels_count"]),
    ],
)
def test_labels_name_as_many_figures_as_are_entered(scale, labels, codes):
    assert faults(document([c("a", scale=scale, labels=labels)])) == codes
