"""Achievements in words for papers: nothing below its plan, and percentage points in full."""

import json

import pytest

from awards.achievements import achievement_of
from awards.sealed import SealedResult
from criteria.document import read_document

KIND = read_document(
    """
format: "1"
title: Bảng điểm thử
year: 2024
types:
  - code: unit
    name: Đơn vị
    max: 100
    children:
      - {code: a, name: Huy động nguồn lực so với kế hoạch, max: 60, scale: {kind: amount}}
      - {code: b, name: Giảm tỷ lệ hộ nghèo, max: 40, scale: {kind: count, unit: điểm %, each: 10}}
""".encode()
).rubric


def result_of(percent: str) -> SealedResult:
    amount = {"actual": percent, "plan": "100", "percent": percent, "unit": "triệu đồng"}
    count = {"value": "3.6", "unit": "điểm %"}
    reasons = [
        {"code": "amount", "facts": amount, "points": "50", "node": "a"},
        {"code": "count", "facts": count, "points": "36", "node": "b"},
    ]
    return SealedResult.from_text(json.dumps({"reasons": reasons}))


@pytest.mark.parametrize(
    ("percent", "told"),
    [
        ("112.31", "Huy động nguồn lực: đạt 112,31%; giảm tỷ lệ hộ nghèo: 3,6 điểm phần trăm"),
        ("100", "Huy động nguồn lực: đạt 100%; giảm tỷ lệ hộ nghèo: 3,6 điểm phần trăm"),
        ("99.99", "Giảm tỷ lệ hộ nghèo: 3,6 điểm phần trăm"),
    ],
)
def test_a_plan_that_was_missed_is_no_achievement(context, percent, told):
    assert achievement_of(KIND.types[0], result_of(percent)) == told
