"""Amounts in words, case by case, and read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authorities.amounts_in_words import MOST, in_words

CASES = {
    0: "Không đồng",
    1: "Một đồng",
    4: "Bốn đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    11: "Mười một đồng",
    14: "Mười bốn đồng",
    15: "Mười lăm đồng",
    20: "Hai mươi đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    25: "Hai mươi lăm đồng",
    100: "Một trăm đồng",
    101: "Một trăm linh một đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    115: "Một trăm mười lăm đồng",
    555: "Năm trăm năm mươi lăm đồng",
    1_000: "Một nghìn đồng",
    1_001: "Một nghìn không trăm linh một đồng",
    1_010: "Một nghìn không trăm mười đồng",
    351_000: "Ba trăm năm mươi mốt nghìn đồng",
    710_000: "Bảy trăm mười nghìn đồng",
    1_000_000: "Một triệu đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    1_060_000: "Một triệu không trăm sáu mươi nghìn đồng",
    1_241_000: "Một triệu hai trăm bốn mươi mốt nghìn đồng",
    10_010_000: "Mười triệu không trăm mười nghìn đồng",
    21_000_015: "Hai mươi mốt triệu không trăm mười lăm đồng",
    1_000_000_000: "Một tỷ đồng",
    1_000_000_001: "Một tỷ không trăm linh một đồng",
    15_024_000_000: "Mười lăm tỷ không trăm hai mươi tư triệu đồng",
    1_000_000_000_000: "Một nghìn tỷ đồng",
}


@pytest.mark.parametrize(("amount", "words"), CASES.items())
def test_amounts_are_read_as_papers_write_them(amount, words):
    assert in_words(amount) == words


@pytest.mark.parametrize("amount", [-1, MOST])
def test_amounts_out_of_reach_are_refused(amount):
    with pytest.raises(ValueError, match="amount"):
        in_words(amount)


VALUES = {
    word: value
    for value, words in enumerate(
        [
            ("không",),
            ("một", "mốt"),
            ("hai",),
            ("ba",),
            ("bốn", "tư"),
            ("năm", "lăm"),
            ("sáu",),
            ("bảy",),
            ("tám",),
            ("chín",),
        ]
    )
    for word in words
}
SCALES = {"triệu": 10**6, "nghìn": 10**3}


def read_back(text: str) -> int:
    """The amount that a listener writes down: digits wait for the word that says what they are worth."""
    billions, below, group, digit = 0, 0, 0, 0
    for word in text.removesuffix(" đồng").lower().split():
        if word in VALUES:
            digit = VALUES[word]
        elif word == "mười":
            group, digit = group + 10, 0
        elif word == "mươi":
            group, digit = group + 10 * digit, 0
        elif word == "trăm":
            group, digit = group + 100 * digit, 0
        elif word in SCALES:
            below, group, digit = below + (group + digit) * SCALES[word], 0, 0
        elif word == "tỷ":
            billions, below, group, digit = (below + group + digit), 0, 0, 0
        else:
            assert word == "linh", word
    return billions * 10**9 + below + group + digit


@given(st.one_of(st.integers(0, 2_000), st.integers(0, 10**9), st.integers(0, MOST - 1)))
def test_words_are_heard_as_the_same_amount(amount):
    assert read_back(in_words(amount)) == amount


@given(st.integers(0, MOST - 1))
def test_words_are_single_spaced_and_begin_with_a_capital(amount):
    text = in_words(amount)
    assert text == " ".join(text.split())
    assert text[0].isupper()
    assert text[1:].islower()
