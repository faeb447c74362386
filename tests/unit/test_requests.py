"""What is taken from a request before anything reads it."""

import pytest
from werkzeug.datastructures import MultiDict

from foundation.requests import CleanFields, cleaned


@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u200f", "\x00", "\ud800"])
def test_what_nobody_sees_or_turns_words_around_is_left_out_however_deep(mark):
    assert CleanFields(MultiDict({"reason": f"Xét{mark} sai"}))["reason"] == "Xét sai"
    assert cleaned({"rows": [f"Hộ{mark} Trần"]}) == {"rows": ["Hộ Trần"]}


def test_what_khmer_and_vietnamese_are_written_with_stays():
    words = "ភូមិ\u200bត្រា ខ្មែរ\u200c Trần Thị Ánh\tNguyệt\n"
    assert cleaned(words) == words


@pytest.mark.parametrize(
    ("sent", "read"), [("2147483647", 2147483647), ("2147483648", 1), ("9" * 40, 1), ("x", 1)]
)
def test_a_whole_number_that_no_row_can_have_is_none(sent, read):
    assert CleanFields(MultiDict({"trang": sent})).get("trang", 1, type=int) == read
