"""What a field shows, typed again, is the same entry; what is typed never changes its number on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.formats import plain_number
from scorecards.to_scoring import plain
from scorecards.typed import number_as_stored
from scoring.reading import Misread, read_number
from scoring.rubric import Criterion

numbers = st.decimals(
    min_value=Decimal("-99999999999"), max_value=Decimal("99999999999"), places=6, allow_nan=False
).map(plain)
CONVENTIONS = {True: "comma", False: "point"}


def criterion(scale):
    return Criterion.model_validate({"code": "A", "name": "A", "max": 10, "scale": scale})


@given(number=numbers, vietnamese=st.booleans())
def test_a_shown_number_typed_again_is_the_same(number, vietnamese):
    shown = plain_number(number, vietnamese=vietnamese)
    stored = number_as_stored(shown, CONVENTIONS[vietnamese])
    assert read_number(stored, "point") == number
    assert stored == f"{number:f}"


@given(number=numbers, vietnamese=st.booleans())
def test_what_is_stored_is_stored_alike_when_shown_and_typed_again(number, vietnamese):
    convention = CONVENTIONS[vietnamese]
    stored = number_as_stored(plain_number(number, vietnamese=vietnamese), convention)
    again = plain_number(read_number(stored, "point"), vietnamese=vietnamese)
    assert number_as_stored(again, convention) == stored


@given(text=st.text(alphabet="0123456789.,-+% ", max_size=14), convention=st.sampled_from(["comma", "point"]))
def test_a_text_is_stored_as_the_number_it_writes_or_as_it_was_typed(text, convention):
    stored = number_as_stored(text, convention)
    try:
        meant = read_number(text.strip(), convention)
    except Misread:
        assert stored in (text.strip(), "-")
        with pytest.raises(Misread):
            read_number(stored, "point")
    else:
        assert read_number(stored, "point") == meant
