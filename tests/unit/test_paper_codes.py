"""The codes by which the public asks about a paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.codes import LETTERS, new_code, read_code, written_code


def test_a_printed_code_is_read_back():
    code = new_code()
    printed = written_code(code)
    assert len(printed) == 14
    assert read_code(printed) == code
    assert read_code(f"  {printed.lower()} ") == code
    assert read_code(printed.replace("-", "").replace("0", "O").replace("1", "l").replace("V", "U")) == code


@pytest.mark.parametrize("text", ["", "abc", "K7Q4-9ZTW-2M5", "K7Q4-9ZTW-2M5HH", "K7Q4-9ZTW-2M5!", "ủ" * 12])
def test_what_is_no_code_is_told(text):
    assert read_code(text) is None


@given(st.integers(0, 11), st.sampled_from(LETTERS))
def test_a_slip_in_one_character_never_leads_to_another_paper(place, letter):
    code = new_code()
    slipped = code[:place] + letter + code[place + 1 :]
    assert read_code(slipped) == (code if slipped == code else None)


def test_codes_do_not_follow_one_another():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert len({code[:4] for code in codes}) > 190
