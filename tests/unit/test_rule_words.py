# ruff: noqa: E501, ISC004 - whole sentences, each as it is read
from decimal import Decimal

import pytest

from scorecards.figures import entered
from scorecards.rule_words import brief_of, rule_of
from scorecards.wording_points import SENTENCES
from scoring.figures import Thresholds
from scoring.reasons import Reason
from scoring.rubric import Criterion
from scoring.scales import SCALE_KINDS


def criterion(scale, maximum="10"):
    values = {"code": "A", "name": "A", "scale": scale}
    return Criterion.model_validate(values | ({"max": maximum} if maximum else {}))


RULES = [
    ("manual", "60", "Chấm theo mức độ, từ 0 đến 60 điểm."),
    (
        {"kind": "manual", "step": "0.5", "least": "2"},
        "10",
        "Chấm theo mức độ, từ 2 đến 10 điểm, mỗi bước 0,5 điểm.",
    ),
    ("yes_no", "6", "Có: 6 điểm; không: 0 điểm."),
    ({"kind": "yes_no", "points": "3", "no_points": "1"}, None, "Có: 3 điểm; không: 1 điểm."),
    (
        {
            "kind": "levels",
            "levels": [
                {"code": "du", "name": "Đủ các ấp", "points": "8"},
                {"code": "khong", "name": "Chưa thực hiện", "points": "0"},
            ],
        },
        "8",
        "Đủ các ấp: 8 điểm; Chưa thực hiện: 0 điểm.",
    ),
    ({"kind": "count", "unit": "mô hình", "each": "2"}, "6", "Mỗi mô hình 2 điểm, nhiều nhất 6 điểm."),
    (
        {
            "kind": "count",
            "unit": "điểm %",
            "each": "1",
            "per": "0.5",
            "from": {"criterion": "B", "over": "target"},
        },
        "3",
        "Cứ đủ 0,5 điểm % được 1 điểm, nhiều nhất 3 điểm. Lấy số liệu từ phần vượt chỉ tiêu của tiêu chí B, "
        "không phải nhập.",
    ),
    (
        {"kind": "count", "unit": "%", "each": "-0.5", "start": "10", "short_of": "100", "asks": "ratio"},
        "10",
        "Từ 10 điểm, cứ đủ 1% còn thiếu so với 100% trừ 0,5 điểm, không dưới 0 điểm. Tính phần trăm của tử số "
        "trên mẫu số.",
    ),
    (
        {"kind": "count", "unit": "triệu", "each": "1", "per": "10", "whole": False, "beyond": "50"},
        "5",
        "Cứ 10 triệu vượt 50 triệu được 1 điểm, phần lẻ tính theo tỷ lệ, nhiều nhất 5 điểm.",
    ),
    (
        {
            "kind": "bands",
            "unit": "%",
            "asks": "ratio",
            "value_decimals": 2,
            "bands": [
                {"at_least": "100", "points": "10", "name": "Đủ"},
                {"at_least": "60", "below": "100", "points": "7.5"},
                {"below": "60", "points": "0"},
            ],
        },
        "10",
        "Đủ (từ 100%): 10 điểm; từ 60 đến dưới 100%: 7,5 điểm; dưới 60%: 0 điểm. Tính phần trăm của tử số trên "
        "mẫu số, làm tròn 2 chữ số lẻ.",
    ),
    (
        {
            "kind": "days_late",
            "deadline": "2024-11-15",
            "bands": [
                {"at_most": "0", "points": "10"},
                {"at_least": "1", "at_most": "2", "points": "7.5"},
                {"above": "2", "points": "1"},
            ],
            "never": "0",
        },
        "10",
        "Hạn 15/11/2024. Đúng hạn: 10 điểm; chậm 1 đến 2 ngày: 7,5 điểm; chậm từ 3 ngày: 1 điểm; không nộp: 0 điểm.",
    ),
    (
        {
            "kind": "target",
            "unit": "điểm %",
            "target": "1.5",
            "minimum": "1.0",
            "points_at_minimum": "15",
            "below_minimum": "proportional",
        },
        "25",
        "Đạt chỉ tiêu 1,5 điểm % trở lên: 25 điểm; giữa mức tối thiểu 1 điểm % và chỉ tiêu tính theo đường thẳng "
        "từ 15 điểm đến 25 điểm; chưa đạt 1 điểm %: 15 × kết quả / 1, kết quả bằng 0 hoặc âm thì 0 điểm.",
    ),
    (
        {"kind": "target", "unit": "%", "target": "2", "better": "lower"},
        "8",
        "Không quá chỉ tiêu 2%: 8 điểm; quá 2%: 0 điểm.",
    ),
    (
        {"kind": "target", "unit": "hộ", "target": "5", "strict": True, "points_before_target": "7"},
        "8",
        "Vượt chỉ tiêu 5 hộ: 8 điểm; vừa bằng chỉ tiêu: 7 điểm; chưa đạt 5 hộ: 0 điểm.",
    ),
    (
        {"kind": "ratio", "full_at": "90", "zero_at": "50"},
        "6",
        "Từ 90%: 6 điểm; đến 50%: 0 điểm; ở giữa tính theo tỷ lệ. Tính phần trăm của tử số trên mẫu số.",
    ),
    (
        {"kind": "amount", "unit": "đồng", "plan": "400000000", "zero_below": "30"},
        "12",
        "So với kế hoạch được giao 400.000.000 đồng: từ 100% kế hoạch: 12 điểm; dưới mức đó tính theo tỷ lệ; "
        "dưới 30%: 0 điểm.",
    ),
]


@pytest.mark.parametrize(("scale", "maximum", "words"), RULES, ids=lambda value: str(value)[:40])
def test_the_rule_says_every_cap_step_and_end(scale, maximum, words):
    assert rule_of(criterion(scale, maximum)) == words


def test_every_kind_of_scale_has_its_words():
    kinds = {one if isinstance(one, str) else one["kind"] for one, _maximum, _words in RULES}
    assert kinds == SCALE_KINDS


def test_own_thresholds_stand_in_the_rule():
    target = criterion({"kind": "target", "unit": "%", "target": "1.5", "minimum": "1"}, "25")
    own = Thresholds(Decimal("0.5"), Decimal("6.5"), None)
    assert "6,5%" in rule_of(target, limits=own)
    assert brief_of(target, limits=own) == "Chỉ tiêu 6,5%; mức tối thiểu 0,5%."
    amount = criterion({"kind": "amount", "unit": "đồng"}, "12")
    assert rule_of(amount).startswith("So với kế hoạch của đơn vị: ")
    assert "được giao 500 đồng" in rule_of(amount, limits=Thresholds(None, Decimal(0), Decimal(500)))


def test_a_penalty_takes_off():
    counted = criterion({"kind": "count", "unit": "ngày", "each": "0.5"}, "3")
    assert rule_of(counted, penalty=True) == "Mỗi ngày trừ 0,5 điểm, trừ nhiều nhất 3 điểm."
    assert rule_of(criterion({"kind": "yes_no", "points": "5"}, None), penalty=True) == (
        "Có: trừ 5 điểm; không: không trừ."
    )


class Plain:
    """Stands for the words of a document: no node is named, points have two places."""

    def node(self, code):
        return code

    def points(self, value):
        return f"{value:.2f}"


@pytest.mark.parametrize(
    ("code", "facts", "words"),
    [
        ("days_late", {"value": 2, "at_least": 1, "at_most": 5}, "chậm 2 ngày, thuộc mức chậm 1 đến 5 ngày"),
        (
            "band",
            {"value": 70, "unit": "%", "at_least": 60, "below": 80},
            "70%, thuộc mức từ 60% đến dưới 80%",
        ),
        ("band", {"value": 100, "unit": "%", "at_least": 100}, "100%, mức đạt 100%"),
        ("band", {"value": 3, "unit": "vụ", "at_least": 2, "at_most": 4}, "3 vụ, thuộc mức từ 2 đến 4"),
    ],
)
def test_the_interval_is_told_with_what_it_measures(code, facts, words):
    facts = {name: Decimal(one) if isinstance(one, int) else one for name, one in facts.items()}
    reason = Reason(code, facts | {"max": Decimal(5)}, Decimal(3), "A")
    assert SENTENCES[code](Plain(), reason) == f"A: {words}, được 3.00 trên 5 điểm."


def test_days_after_the_deadline_are_late_in_one_word():
    assert entered(Reason("days_late", {"value": Decimal(2)}, Decimal(3), "A")) == "chậm 2 ngày"
