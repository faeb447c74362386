"""Changes of a document, case by case: what they address, what they make, and which control a fault is of."""

import pytest

from criteria.document import judge, read_document
from criteria.yaml_source import Source, read_yaml
from scoring.controls import find_place, value_at
from scoring.scenario import BadChangesError, Change, apply, moved, read_changes, renamed

DOCUMENT = """
format: "1"
title: Bảng thử
year: 2024
types:
  - &commune
    code: xa
    name: Xã
    max: 100
    children:
      - code: I
        name: Lãnh đạo
        max: 40
        floor: {percent: 50}
        children: [{code: I.1, name: a, max: 40, scale: manual}]
      - {code: II, name: Kết quả, max: 60, children: [{code: II.1, name: b, max: 60, scale: manual}]}
    ranking:
      tie_break: [{points: II, name: Mục II}, {points: I, name: Mục I}, {points: penalty, order: low}]
    grading: &grading
      grades: [{code: tot, name: Tốt, at_least: 80, quota: &share {percent: 20}}, {code: kha, name: Khá}]
  - code: ap
    name: Ấp
    max: 100
    children: [{code: A, name: a, max: 100, scale: manual}]
    grading: *grading
awards:
  - code: GK
    name: Giấy khen
    issuer: Chủ tịch
    types: [xa, ap]
    conditions:
      - {points: total, at_least: 80, name: Đạt từ 80 điểm trở lên}
      - {grade: [tot]}
      - {rank_at_most: 3}
    quota: *share
"""
CONTENT = read_yaml(DOCUMENT.encode()).content


def changed(*pairs):
    return apply([Change(at, to) for at, to in pairs], CONTENT).content


def test_the_document_is_one_that_can_be_used():
    assert read_document(DOCUMENT.encode()).rubric is not None


def test_what_an_alias_repeats_changes_in_one_place_alone():
    content = changed(("types/xa/grades/tot/quota/percent", "30"), ("awards/GK/quota/percent", "50"))
    grades = [kind["grading"]["grades"][0]["quota"]["percent"] for kind in content["types"]]
    assert grades == ["30", "20"]
    assert content["awards"][0]["quota"]["percent"] == "50"
    assert CONTENT["awards"][0]["quota"]["percent"] == "20"


def test_gates_are_addressed_by_their_numbers_in_the_document_whatever_else_is_off():
    content = changed(
        ("awards/GK/conditions/0/off", "yes"),
        ("awards/GK/conditions/1/off", "no"),
        ("awards/GK/conditions/2/rank_at_most", "5"),
    )
    assert content["awards"][0]["conditions"] == [{"grade": ["tot"]}, {"rank_at_most": "5"}]


def test_a_name_that_tells_the_bound_tells_the_new_one():
    gate = changed(("awards/GK/conditions/0/at_least", "82.5"))["awards"][0]["conditions"][0]
    assert gate == {"points": "total", "at_least": "82.5", "name": "Đạt từ 82,5 điểm trở lên"}
    assert renamed("Từ 80 điểm, 80 hộ", "80", "82") == "Từ 80 điểm, 80 hộ"
    assert renamed("Đạt điểm sàn", "80", "82") == "Đạt điểm sàn"


def test_quota_and_floor_come_and_go():
    content = changed(
        ("awards/GK/quota/off", "yes"),
        ("awards/GK/quota/percent", "70"),
        ("types/xa/sections/I/floor/off", "yes"),
        ("types/xa/sections/II/floor/points", "30"),
        ("types/xa/grades/kha/quota/count", "2"),
    )
    assert "quota" not in content["awards"][0]
    first, second = content["types"][0]["children"]
    assert "floor" not in first
    assert second["floor"] == {"points": "30"}
    assert content["types"][0]["grading"]["grades"][1]["quota"] == {"count": "2"}


def test_tie_break_keys_change_their_order_or_go():
    keys = changed(("types/xa/tie_break", "2 0"))["types"][0]["ranking"]["tie_break"]
    assert [key["points"] for key in keys] == ["penalty", "II"]
    assert changed(("types/xa/tie_break", ""))["types"][0]["ranking"]["tie_break"] == []


def test_only_a_section_at_the_top_has_a_weight():
    assert find_place(CONTENT, "types/xa/sections/II/counts_for") == ("types", 0, "children", 1, "counts_for")
    assert find_place(CONTENT, "types/xa/sections/II.1/counts_for") is None


@pytest.mark.parametrize(
    "at",
    [
        "title", "awards/XX/ties", "awards/GK/name", "awards/GK/conditions/9/off",
        "types/xa/grades/xx/at_least", "awards/GK/conditions/0/points", "types/xa/sections/I/max",
        "types/ap/tie_break", "awards/GK/quota",
        "awards/GK/conditions/-1/off", "types/xa/children/0/max", "awards//ties", "",
    ],
)  # fmt: skip
def test_nothing_else_can_be_changed(at):
    applied = apply([Change(at, "1")], CONTENT)
    assert applied.unknown == (at,)
    assert applied.content == CONTENT


def test_what_a_document_does_not_say_has_its_meaning():
    assert value_at(CONTENT, "awards/GK/quota/rounding") == "floor"
    assert value_at(CONTENT, "awards/GK/ties") == "ballot"
    assert value_at(CONTENT, "types/xa/grading/ties") == "none"
    assert value_at(CONTENT, "types/xa/sections/II/floor/off") == "yes"
    assert value_at(CONTENT, "awards/GK/conditions/1/off") == "no"
    assert value_at(CONTENT, "types/xa/tie_break") == "0 1 2"
    same = [Change("awards/GK/quota/rounding", "floor"), Change("awards/GK/conditions/0/at_least", "80,0")]
    assert moved([*same, Change("awards/GK/ties", "all")], CONTENT) == [Change("awards/GK/ties", "all")]


@pytest.mark.parametrize(
    ("changes", "control", "code"),
    [
        ([("awards/GK/conditions/0/at_least", "tám")], "awards/GK/conditions/0/at_least", "decimal_parsing"),
        ([("awards/GK/quota/percent", "120")], "awards/GK/quota/percent", "less_than_equal"),
        ([("awards/GK/quota/count", "3")], "awards/GK/quota/count", "quota_form"),
        ([("types/xa/sections/I/floor/percent", None)], "types/xa/sections/I/floor/percent", "floor_form"),
        ([("types/xa/tie_break", "0 0")], "types/xa/tie_break", "model_type"),
        ([("awards/GK/ties", "maybe")], "awards/GK/ties", "literal_error"),
        (
            [("awards/GK/conditions/0/off", "yes"), ("awards/GK/conditions/2/rank_at_most", "0")],
            "awards/GK/conditions/2/rank_at_most",
            "greater_than_equal",
        ),
        ([("types/xa/sections/I/counts_for", "70")], "types/xa/sections/I/counts_for", "children_exceed"),
    ],
)
def test_a_fault_is_of_the_control_that_made_it(changes, control, code):
    applied = apply([Change(at, to) for at, to in changes], CONTENT)
    (fault,) = (one.fault for one in judge(Source(applied.content, {}, [])).faults)
    assert fault.code == code
    assert applied.control_at(fault.path) == control


@pytest.mark.parametrize(
    "data",
    [None, {}, [1], [{"at": "x"}], [{"at": "", "to": "1"}], [{"at": "x", "to": 1}],
     [{"at": "x", "to": "1", "by": 2}], [{"at": "x" * 201, "to": None}], [{"at": "x", "to": "1"}] * 201],
)  # fmt: skip
def test_data_that_write_no_changes_are_refused(data):
    with pytest.raises(BadChangesError):
        read_changes(data)


def test_all_that_is_wrong_with_data_is_said_at_once():
    with pytest.raises(BadChangesError) as caught:
        read_changes([1, {"at": "x", "to": "1"}, {"at": "y", "to": 2}])
    assert len(caught.value.problems) == 2
