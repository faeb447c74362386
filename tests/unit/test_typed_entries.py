import pytest

from scorecards.typed import how_understood, in_words, to_shown, to_stored
from scoring.rubric import Criterion


def criterion(scale, **values):
    return Criterion.model_validate({"code": "A", "name": "A", "max": "100", "scale": scale} | values)


LEVELS = {
    "kind": "levels",
    "levels": [
        {"code": "du", "name": "Đủ", "points": "8"},
        {"code": "thieu", "name": "Thiếu", "points": "0"},
    ],
}
BANDS = [{"at_most": "0", "points": "10"}, {"above": "0", "points": "0"}]
LATE = {"kind": "days_late", "deadline": "2024-11-15", "bands": BANDS, "never": "0"}
RATIO, AMOUNT = {"kind": "ratio"}, {"kind": "amount", "unit": "đồng"}


@pytest.mark.parametrize(
    ("scale", "typed", "stored", "shown"),
    [
        ("manual", "12,5", "12.5", "12,5"),
        ("manual", "12.5", "12.5", "12,5"),
        ("manual", "1.234", "1234", "1.234"),
        ("manual", "1,234", "1.234", "1,234"),
        ("manual", "1.234.567,50", "1234567.5", "1.234.567,5"),
        ("manual", "−0,2", "-0.2", "−0,2"),
        ("manual", "mười", "mười", "mười"),
        ("manual", "  ", None, ""),
        ("manual", "–", "-", "-"),
        ("yes_no", "Có", "yes", "yes"),
        ("yes_no", "0", "no", "no"),
        ("yes_no", "có thể", "có thể", "có thể"),
        (LEVELS, "đủ", "du", "du"),
        (LEVELS, "gần đủ", "gần đủ", "gần đủ"),
        (LATE, "3", "3", "3"),
        (LATE, "17/11/2024", "2024-11-17", "17/11/2024"),
        (LATE, "Không nộp", "never", "không nộp"),
        (LATE, "mai", "mai", "mai"),
        (AMOUNT, "91,5%", "91.5%", "91,5%"),
        (AMOUNT, {"actual": "366.700.000"}, "366700000", "366.700.000"),
    ],
)
def test_typed_text_becomes_one_writing_and_is_shown_as_the_page_writes(scale, typed, stored, shown):
    one = criterion(scale)
    assert to_stored(one, typed, "comma") == stored
    assert to_shown(one, stored) == shown
    if isinstance(typed, str):
        assert to_stored(one, shown or None, "comma") == stored


def test_two_figures_keep_what_is_half_typed():
    one = criterion(RATIO)
    assert to_stored(one, {"numerator": "1.022", "denominator": ""}, "comma") == {"numerator": "1022"}
    assert to_stored(one, {"numerator": "22", "denominator": "x"}, "comma") == {
        "numerator": "22",
        "denominator": "x",
    }
    assert to_stored(one, {"numerator": "-", "denominator": "–"}, "comma") == "-"
    assert to_stored(one, {"numerator": " "}, "comma") is None


def test_a_number_out_of_range_does_not_become_another_number():
    one = criterion({"kind": "bands", "most": "100", "bands": [{"at_least": "0", "points": "1"}]})
    assert to_stored(one, "1.234", "comma") == "1234"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.234", "Hiểu là 1.234. Nếu là 1,234 thì ghi 1,234."),
        ("1,234", "Hiểu là 1,234. Nếu là 1.234 thì ghi 1234."),
        ("12.5", "Hiểu là 12,5."),
        ("12,5", ""),
        ("1.234,5", ""),
        ("mười", ""),
    ],
)
def test_what_could_mean_two_numbers_is_told_at_once(typed, words):
    assert how_understood(criterion("manual"), typed, "comma") == words


def test_an_entry_in_words():
    assert in_words(criterion("yes_no"), "no") == "Không"
    assert in_words(criterion(LEVELS), "thieu") == "Thiếu"
    assert in_words(criterion(LATE), "never") == "Không nộp"
    assert in_words(criterion(RATIO), {"numerator": "22", "denominator": "1025"}) == "22 / 1.025"
    assert in_words(criterion(AMOUNT), "366700000") == "366.700.000 đồng"
    rate = criterion({"kind": "target", "target": 3, "unit": "điểm %", "asks": "decrease"})
    assert in_words(rate, {"before": "12.5", "after": "9"}) == "12,5% còn 9%"
    assert in_words(rate, {"before": "9", "after": "12.5"}) == "9% lên 12,5%"
    assert in_words(rate, {"before": "9"}) == "9% còn …"
    income = criterion({"kind": "target", "target": 300, "unit": "nghìn đồng", "asks": "increase"})
    assert in_words(income, {"before": "900", "after": "1300"}) == "900 lên 1.300 nghìn đồng"
    assert in_words(criterion("manual"), "-") == "Không áp dụng"
    assert in_words(criterion("manual"), None) == "Chưa nhập"
