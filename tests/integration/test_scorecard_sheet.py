# ruff: noqa: E501 - a criteria document
"""The reading model: one engine run for each level, what is missing, what others enter, floors and targets."""

from decimal import Decimal

import pytest

from foundation.permissions import SYSTEM
from scorecards.services import open_scorecard, save_entry
from scorecards.sheet_building import build_sheet
from scorecards.sheet_words import floor_text, rest_text, totals_text
from tests.district import make_commune, make_year
from tests.factories import NOW
from tests.year import OFFICE, SELF, enter, publish

DOCUMENT = """
format: "1"
title: Bảng
attributes:
  khmer_households: {name: Số hộ Khmer, kind: number}
types:
  - code: commune
    name: Xã
    max: 100
    children:
      - code: I
        name: Mục I
        max: 60
        floor: {percent: 50}
        children:
          - {code: I.1, name: Giảm nghèo, max: 40, scale: {kind: target, target: 2, minimum: 1, points_at_minimum: 20}}
          - {code: I.2, name: Mô hình, max: 20, scale: {kind: count, unit: mô hình, each: 15}}
      - code: II
        name: Mục II
        max: 40
        children:
          - {code: II.1, name: Báo cáo, max: 30, scale: yes_no, entered_by: verifier}
          - code: II.2
            name: Hộ Khmer
            max: 10
            applies_if: {attribute: khmer_households, above: 0}
            scale: {kind: ratio}
      - code: T
        name: Điểm thưởng
        role: bonus
        max: 5
        children:
          - {code: T1, name: Vượt, max: 5, scale: {kind: count, each: 1, from: {criterion: I.1, over: target}}}
"""


@pytest.fixture
def card(context):
    year = make_year()
    publish(year, DOCUMENT)
    commune = make_commune(attributes={"khmer_households": "0"})
    return open_scorecard(actor=SYSTEM, movement_year=year, participant=commune, now=NOW)


def states(card, level=SELF):
    return {line.code: line.state for line in build_sheet(card, level).lines}


def test_every_state_is_told_from_the_others(card):
    assert states(card) == {
        "I.1": "missing", "I.2": "missing", "II.1": "other", "II.2": "not_applicable", "T1": "not_claimed",
    }  # fmt: skip
    enter(card, SELF, {"I.1": "4"})
    save_entry(actor=SYSTEM, scorecard_id=card.id, level=SELF, code="I.2", raw="vài", now=NOW)
    assert states(card) == {
        "I.1": "scored", "I.2": "unread", "II.1": "other", "II.2": "not_applicable", "T1": "derived",
    }  # fmt: skip
    sheet = build_sheet(card)
    assert sheet.line("T1").points == 2
    assert sheet.line("II.2").applies is False
    assert sheet.line("II.2").decided_by == ("Số hộ Khmer",)
    assert [line.code for line in sheet.unread] == ["I.2"]
    assert "không phải là số" in sheet.line("I.2").own.fault


def test_totals_say_what_they_are_out_of_and_what_is_open(card):
    enter(card, SELF, {"I.1": "1.5"})
    sheet = build_sheet(card)
    assert totals_text(sheet) == "30,00 / 40 đã nhập"
    assert rest_text(sheet) == "Còn 20 điểm chưa nhập, 30 điểm do cơ quan thẩm định chấm."
    section = next(sheet.sections)
    assert (section.points, section.max, section.reached) == (30, 60, True)
    assert floor_text(section) == "đạt điểm tối thiểu 30"


def test_bonus_stands_apart_from_points_that_have_a_maximum(card):
    assert totals_text(build_sheet(card)) == "Chưa nhập tiêu chí nào"
    enter(card, SELF, {"I.1": "4"})
    sheet = build_sheet(card)
    assert sheet.sums.bonus == sheet.line("T1").points == 2
    assert totals_text(sheet) == "40,00 / 40 đã nhập, thưởng 2,00, cộng 42,00"


def test_a_floor_is_open_until_it_is_reached_or_out_of_reach(card):
    enter(card, SELF, {"I.1": "0"})
    assert floor_text(next(build_sheet(card).sections)) == "điểm tối thiểu 30"
    enter(card, SELF, {"I.2": "0"})
    assert floor_text(next(build_sheet(card).sections)) == "dưới điểm tối thiểu 30"


def test_levels_stand_side_by_side_and_the_last_one_counts(card):
    enter(card, SELF, {"I.1": "2", "I.2": "1"})
    enter(card, OFFICE, {"I.1": "1.5", "II.1": "yes"}, **{"I.1": "Đối chiếu Biểu 03"})
    line = build_sheet(card, OFFICE).line("I.1")
    assert [(one.words, one.points) for one in line.levels.values()] == [("2", 40), ("1,5", 30)]
    assert line.corrected
    assert line.last.reason == "Đối chiếu Biểu 03"
    assert line.work == ("1,5: 20 + 20 × (1,5 − 1) / 1, được 30,00 trên 40 điểm.",)
    enter(card, SELF, {"I.1": "1.8"})
    assert not build_sheet(card, OFFICE).line("I.1").own.current


def test_the_band_that_holds_the_figure_and_the_gauge_are_drawn(card):
    enter(card, SELF, {"I.1": "1.5"})
    gauge = build_sheet(card).line("I.1").gauge
    assert gauge.own.label == "1,5"
    assert [tick.label for tick in gauge.ticks] == ["tối thiểu 1", "chỉ tiêu 2"]


def test_a_trial_is_reckoned_and_stored_nowhere(card):
    sheet = build_sheet(card, trial={"I.1": "2"})
    assert sheet.total == Decimal(40)
    assert not card.assessments
