import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from foundation.vietnamese import KEY_LENGTH, person_sort_key, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
MARKS = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
RANK = {letter: index for index, letter in enumerate(LETTERS)}

syllables = st.tuples(st.text(LETTERS, min_size=1, max_size=5), st.integers(0, 5))
names = st.lists(syllables, min_size=1, max_size=4)


def written(name):
    """The name with each tone on the last letter of its word."""
    return unicodedata.normalize("NFC", " ".join(letters + MARKS[tone] for letters, tone in name))


def defined_order(name):
    """The order by definition: all letters, a shorter word before a longer one, then the tones."""
    return [[RANK[letter] for letter in letters] for letters, _ in name], [tone for _, tone in name]


@given(names, names)
def test_sort_key_agrees_with_the_definition(one, other):
    assert (sort_key(written(one)) < sort_key(written(other))) == (defined_order(one) < defined_order(other))


@given(names)
def test_sort_key_does_not_depend_on_how_letters_are_composed(name):
    assert sort_key(written(name)) == sort_key(unicodedata.normalize("NFD", written(name)))


@given(st.text(max_size=200))
def test_any_text_has_a_key_that_fits_its_column(text):
    for key in (sort_key(text), person_sort_key(text)):
        assert key.isascii()
        assert key.isalnum()
        assert len(key) <= KEY_LENGTH
