"""What people type, and what is understood by it."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from scoring.evidence import NEVER, NOT_APPLICABLE, Pair
from scoring.reading import (
    Misread,
    above_denominator,
    convention_of,
    read_attribute,
    read_date,
    read_entry,
    read_number,
    read_yes_no,
)
from scoring.rubric import Attribute, Criterion


@pytest.mark.parametrize(
    ("text", "convention", "value"),
    [
        ("12", None, "12"),
        ("12,5", None, "12.5"),
        ("12.5", None, "12.5"),
        (" 12,50 ", None, "12.50"),
        ("-0,2", None, "-0.2"),
        ("−0,2", None, "-0.2"),
        ("+3", None, "3"),
        ("95%", None, "95"),
        ("95 %", None, "95"),
        ("1.234,5", None, "1234.5"),
        ("1,234.5", None, "1234.5"),
        ("1.234.567", None, "1234567"),
        ("1.234.567,89", None, "1234567.89"),
        ("1 234,5", None, "1234.5"),
        ("1\u00a0234", None, "1234"),
        ("1.234", "comma", "1234"),
        ("1.234", "point", "1.234"),
        ("1,234", "comma", "1.234"),
        ("1,234", "point", "1234"),
        ("0.125", None, "0.125"),
        ("0,125", None, "0.125"),
        ("１２", None, "12"),
    ],
)
def test_number_is_read(text, convention, value):
    assert read_number(text, convention) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_number"),
        ("x", "not_a_number"),
        ("12,5,6", "not_a_number"),
        ("1.23.4", "not_a_number"),
        ("--1", "not_a_number"),
        ("1e5", "not_a_number"),
        ("nan", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("٣", "not_a_number"),
        ("1_000", "not_a_number"),
        ("1,2.5", "not_a_number"),
        ("0,1.5", "not_a_number"),
        ("12.3456,7", "not_a_number"),
        ("12 điểm", "not_a_number"),
        (",5", "not_a_number"),
        ("1.234", "number_ambiguous"),
        ("1,234", "number_ambiguous"),
        ("9" * 19, "number_too_long"),
    ],
)
def test_number_is_refused(text, code):
    with pytest.raises(Misread) as caught:
        read_number(text)
    assert caught.value.code == code


def test_ambiguous_number_names_both_readings():
    with pytest.raises(Misread) as caught:
        read_number("1.234")
    assert (caught.value.facts["whole"], caught.value.facts["decimal"]) == ("1234", "1,234")


@pytest.mark.parametrize(
    ("texts", "convention"),
    [
        (["12,5", "7"], "comma"),
        (["12.5"], "point"),
        (["12,5", "12.5"], None),
        (["1.234"], None),
        (["1.234,5"], "comma"),
        (["1,234.5"], "point"),
        ([], None),
        (["1.234", "0,5%"], "comma"),
    ],
)
def test_convention_of_a_file(texts, convention):
    assert convention_of(texts) == convention


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("có", True),
        ("Có", True),
        ("CO", True),
        ("x", True),
        ("1", True),
        ("đạt", True),
        ("không", False),
        ("Không đạt", False),
        ("0", False),
        ("no", False),
    ],
)
def test_yes_no(text, answer):
    assert read_yes_no(text) is answer


@pytest.mark.parametrize(
    "text", ["15/11/2024", "2024-11-15", "15-11-2024", "15.11.2024", "2024-11-15 00:00:00"]
)
def test_date(text):
    assert read_date(text) == date(2024, 11, 15)


@pytest.mark.parametrize("text", ["31/02/2024", "11/15/2024", "2024", "hôm qua", ""])
def test_no_date(text):
    with pytest.raises(Misread):
        read_date(text)


CRITERION = TypeAdapter(Criterion)


def criterion(scale, **more):
    return CRITERION.validate_python({"code": "a", "name": "a", "max": 10, "scale": scale, **more})


LEVELS = {
    "kind": "levels",
    "levels": [{"code": "tot", "name": "Tốt", "points": 10}, {"code": "kha", "name": "Khá", "points": 5}],
}
LATE = {"kind": "days_late", "deadline": "2024-11-15", "bands": [{"points": 10}], "never": 0}
RATIO, AMOUNT = {"kind": "ratio"}, {"kind": "amount"}
RATE = {"kind": "target", "target": 3, "unit": "điểm %", "asks": "decrease"}
BANDS = {"kind": "bands", "bands": [{"points": 10}]}


@pytest.mark.parametrize(
    ("scale", "raw", "entry"),
    [
        ("manual", "7,5", Decimal("7.5")),
        ("manual", "", None),
        ("manual", "   ", None),
        ("yes_no", "Có", True),
        (LEVELS, "TOT", "tot"),
        (LEVELS, "Tốt", "tot"),
        (LEVELS, "To\u0302\u0301t", "tot"),
        (LATE, "3", Decimal(3)),
        (LATE, "18/11/2024", Decimal(3)),
        (LATE, "10/11/2024", Decimal(-5)),
        (LATE, "không nộp", NEVER),
        (RATIO, {"numerator": "22", "denominator": "25"}, Pair(Decimal(22), Decimal(25))),
        (RATIO, {"numerator": "", "denominator": ""}, None),
        (RATIO, "88", Decimal(88)),
        (AMOUNT, {"actual": "80", "plan": "100"}, Pair(Decimal(80), Decimal(100))),
        (AMOUNT, {"actual": "80", "plan": ""}, Decimal(80)),
        (AMOUNT, "80%", Pair(Decimal(80), Decimal(100))),
        (
            {**BANDS, "asks": "decrease"},
            {"before": "8,5", "after": "7,25"},
            Pair(Decimal("8.5"), Decimal("7.25")),
        ),
    ],
)
def test_entry_is_read(scale, raw, entry):
    assert read_entry(criterion(scale), raw) == entry


def test_dash_says_that_it_does_not_apply():
    for text in ("-", "–", "—"):
        assert read_entry(criterion("manual", on_not_applicable="rescale"), text) is NOT_APPLICABLE
    pair = {"numerator": "-", "denominator": ""}
    assert read_entry(criterion(RATIO, on_not_applicable="full"), pair) is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("scale", "raw", "code"),
    [
        ("manual", "10,01", "above_maximum"),
        ("manual", "-1", "below_least"),
        ({"kind": "manual", "step": "0.5"}, "7,3", "off_step"),
        ("manual", "-", "dash_not_allowed"),
        ("manual", "bảy", "not_a_number"),
        ("manual", {"numerator": "1", "denominator": "2"}, "one_figure_only"),
        ("yes_no", "có lẽ", "not_yes_or_no"),
        (LEVELS, "xuất sắc", "unknown_level"),
        (LATE, "1,5", "not_whole"),
        ({**LATE, "never": None}, "không nộp", "never_not_allowed"),
        ({**LATE, "deadline": None}, "18/11/2024", "not_days"),
        (LATE, "31/02/2024", "not_day_or_days"),
        (LATE, "tám ngày", "not_day_or_days"),
        ({"kind": "count", "each": 1}, "1,5", "not_whole"),
        ({"kind": "count", "each": 1}, "-1", "below_least"),
        ({**BANDS, "whole": True}, "1,5", "not_whole"),
        ({**BANDS, "most": 100}, "101", "above_most"),
        ({**BANDS, "asks": "ratio"}, "-1", "below_least"),
        ({**BANDS, "asks": "ratio", "most": 100}, {"numerator": "5", "denominator": "4"}, "above_most"),
        (RATIO, {"numerator": "5", "denominator": ""}, "half_missing"),
        (RATIO, {"numerator": "5", "denominator": "-"}, "dash_beside_figure"),
        ({"kind": "count", "each": 1}, "300%", "percent_not_meant"),
        ("manual", "5%", "percent_not_meant"),
        ({**BANDS, "asks": "decrease", "least": 0}, {"before": "3", "after": "10"}, "below_least"),
        ({**BANDS, "asks": "decrease", "whole": True}, {"before": "10.5", "after": "8"}, "not_whole"),
        ({**BANDS, "asks": "ratio", "least": 50}, {"numerator": "1", "denominator": "10"}, "below_least"),
        (RATIO, {"numerator": "5", "denominator": "0"}, "denominator_zero"),
        (RATIO, {"numerator": "-5", "denominator": "1"}, "below_least"),
        (RATIO, {"numerator": "-", "denominator": "-"}, "dash_not_allowed"),
        (AMOUNT, {"actual": "", "plan": "5"}, "half_missing"),
        (AMOUNT, {"actual": "5", "plan": "0"}, "plan_zero"),
        (RATE, {"before": "120", "after": "3"}, "rate_beyond"),
        (RATE, {"before": "4", "after": "-5"}, "rate_beyond"),
        ({**RATE, "asks": "increase", "unit": "%"}, {"before": "4", "after": "105"}, "rate_beyond"),
        ({**RATIO, "counted": True}, {"numerator": "5", "denominator": "7,5"}, "not_whole"),
        ({**BANDS, "asks": "ratio", "counted": True}, {"numerator": "1.5", "denominator": "7"}, "not_whole"),
        ({**BANDS, "counted": True}, "1,5", "not_whole"),
    ],
)
def test_entry_is_refused(scale, raw, code):
    with pytest.raises(Misread) as caught:
        read_entry(criterion(scale), raw)
    assert caught.value.code == code


def test_of_two_figures_that_are_both_wrong_both_are_told():
    with pytest.raises(Misread) as caught:
        read_entry(criterion(RATIO), {"numerator": "abc", "denominator": ""})
    assert (caught.value.code, caught.value.part) == ("not_a_number", "numerator")
    assert caught.value.facts["also_code"] == "half_missing"
    with pytest.raises(Misread) as caught:
        read_entry(criterion(RATIO), {"numerator": "abc", "denominator": "xyz"})
    assert (caught.value.facts["also_part"], caught.value.facts["also_value"]) == ("denominator", "xyz")


def test_a_numerator_above_its_denominator_is_noticed():
    ratio = criterion(RATIO)
    assert above_denominator(ratio, read_entry(ratio, {"numerator": "99999", "denominator": "26"}))
    assert above_denominator(ratio, read_entry(ratio, {"numerator": "26", "denominator": "26"})) is None
    amount = criterion(AMOUNT)
    assert above_denominator(amount, read_entry(amount, {"actual": "9", "plan": "5"})) is None


def test_a_refused_half_says_which_and_reads_as_it_was_typed():
    with pytest.raises(Misread) as caught:
        read_entry(criterion(RATE), {"before": "120,5", "after": "3"}, "comma")
    assert (caught.value.part, caught.value.facts["value"]) == ("before", Decimal("120.5"))


def test_what_only_looks_impossible_stands():
    assert read_entry(criterion(RATE), {"before": "100", "after": "0"}) == Pair(Decimal(100), Decimal(0))
    money = {**RATE, "unit": "nghìn đồng", "asks": "increase"}
    assert read_entry(criterion(money), {"before": "900", "after": "1300"}) is not None
    counted = criterion({**RATIO, "counted": True})
    assert read_entry(counted, "66,6%") == Decimal("66.6")


def test_attribute_values():
    choice = Attribute(name="a", kind="choice", choices={"hard": "Khó khăn", "other": "Khác"})
    assert read_attribute(choice, "khó khăn") == "hard"
    assert read_attribute(Attribute(name="n"), "1,5") == Decimal("1.5")
    assert read_attribute(Attribute(name="y", kind="yes_no"), "Không") is False
    assert read_attribute(Attribute(name="t", kind="text"), " x ") == "x"
    with pytest.raises(Misread, match="unknown_choice"):
        read_attribute(choice, "dễ")
