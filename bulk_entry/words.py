"""Finding which of a few words somebody meant."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from flask_babel import gettext as _

from foundation.vietnamese import sort_key

_YES = frozenset({"yes", "true", "1", "x", "c", "có", "co", "đúng", "đạt", "y"})
_NO = frozenset({"no", "false", "0", "k", "ko", "không", "khong", "sai", "không đạt", "n"})
_SHOWN = 60


def chosen(words: Sequence[tuple[str, str]], text: str) -> str | None:
    """What is stored for the word meant: written as it is, with tone marks placed otherwise, without marks
    where only one word can be meant, or by its code; None where none is.
    """
    typed = folded(text)
    for word, stored in words:
        if typed in (folded(word), stored.casefold()) or sort_key(typed) == sort_key(word):
            return stored
    if {stored for _word, stored in words} == {"yes", "no"}:
        return "yes" if typed in _YES else ("no" if typed in _NO else None)
    bare = [stored for word, stored in words if unmarked(word) == unmarked(text)]
    return bare[0] if len(bare) == 1 else None


def near_words(choices: Sequence[str], text: str) -> str:
    """That no such word can be chosen, which ones can, and which one resembles it."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    told = _("Không có “%(value)s” — chọn một trong: %(choices)s.", value=short, choices="; ".join(choices))
    near = get_close_matches(folded(text), [folded(word) for word in choices], 1, 0.6)
    if not near:
        return told
    word = next(word for word in choices if folded(word) == near[0])
    return told + " " + _("Có phải là “%(near)s”?", near=word)


def folded(text: str) -> str:
    """A text without what does not count: case, needless spaces, composed or not."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def unmarked(text: str) -> str:
    """A text without the marks of Vietnamese letters."""
    bare = unicodedata.normalize("NFD", folded(text)).replace("đ", "d")
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
