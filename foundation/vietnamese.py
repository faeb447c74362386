"""Vietnamese alphabetical order, as a key that every database sorts alike.

Letters first over the whole text (a ă â b c d đ e ê …), then the tone of each word (none, huyền,
hỏi, ngã, sắc, nặng); upper and lower case, punctuation and the place of the tone mark ("hòa", "hoà")
do not count. Numbers sort by value, so "Ấp 2" stands before "Ấp 10".

A key holds only digits and small Latin letters, whose order is the same in SQLite and under every
collation of PostgreSQL. Two texts with equal keys are the same words: use that for duplicate checks.
Only texts in foreign scripts are long enough for a key to be cut at KEY_LENGTH signs.
"""

import re
import unicodedata
from functools import lru_cache

KEY_LENGTH = 600

_WORD = re.compile(r"\d+|(?:[^\W\d_]|[\u0300-\u036f])+")
_LEVEL = "00"
_SPACE = "01"

_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# Letters with a marked sister take two signs, the others one; no code is the beginning of another.
_LETTERS = {letter: letter for letter in "bcfghijklmnpqrstvwxy"} | {
    "a": "a1",
    "a" + _BREVE: "a2",
    "a" + _CIRCUMFLEX: "a3",
    "d": "d1",
    "đ": "d2",
    "e": "e1",
    "e" + _CIRCUMFLEX: "e2",
    "o": "o1",
    "o" + _CIRCUMFLEX: "o2",
    "o" + _HORN: "o3",
    "u": "u1",
    "u" + _HORN: "u2",
    "z": "z1",
}
_PLAIN = frozenset({"a1", "d1", "e1", "o1", "u1"})
_CODE = re.compile(r"z2[0-9a-f]{6}|[a-z]\d?")


@lru_cache(maxsize=8192)
def sort_key(text: str) -> str:
    """The place of a text in Vietnamese order, to be compared as a plain string."""
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    coded = [_word(word) for word in words]
    key = _SPACE.join(letters for letters, _ in coded) + _LEVEL + "".join(tone for _, tone in coded)
    return key[:KEY_LENGTH]


def person_sort_key(name: str) -> str:
    """The place of a person: by given name (the last word), then by family and middle name."""
    words = name.split()
    key = sort_key(" ".join(words[-1:])) + _LEVEL + sort_key(" ".join(words[:-1]))
    return key[:KEY_LENGTH]


def plain(text: str) -> str:
    """The text in small letters without marks, as people type it in a hurry: "Hồ Đắc" → "ho dac"."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def search_patterns(text: str) -> list[str]:
    """One LIKE pattern over sort keys for each word of a search: all must match.

    Tones never count; a letter typed without its mark also finds those that bear one ("ho dac" finds
    "Hồ Đắc"), a letter typed with a mark finds only itself.
    """
    patterns = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold()):
        letters, _ = _word(word)
        if not word.isdecimal():
            letters = "".join(f"{code[0]}_" if code in _PLAIN else code for code in _CODE.findall(letters))
        patterns.append(f"%{letters}%")
    return patterns


@lru_cache(maxsize=8192)
def _word(word: str) -> tuple[str, str]:
    """The letters of one word as their codes, and its tone as one digit."""
    if word.isdecimal():
        return _number(word), "0"
    codes: list[str] = []
    tone = "0"
    for composed in unicodedata.normalize("NFC", word):
        letter = ""
        for sign in unicodedata.normalize("NFD", composed):
            if sign in _TONES:
                tone = _TONES[sign]
            elif not unicodedata.combining(sign) or sign in (_CIRCUMFLEX, _BREVE, _HORN):
                letter += sign
        codes.append(_letter(letter))
    return "".join(codes), tone


def _letter(letter: str) -> str:
    """The code of one letter; a foreign one falls back to its base letter, or stands after z."""
    if not letter:
        return ""
    return _LETTERS.get(letter) or _LETTERS.get(letter[0]) or f"z2{ord(letter[0]):06x}"


def _number(digits: str) -> str:
    """A whole number as its length and its digits, before every letter."""
    plain = "".join(str(int(digit)) for digit in digits).lstrip("0") or "0"
    return f"1{min(len(plain), 99):02d}{plain}"
