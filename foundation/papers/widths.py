"""Widths of text in Times New Roman, from its advance widths (Liberation Serif has the same).

What is not in the tables counts as one em, so a text is rather thought too wide than too narrow.
"""

import unicodedata
from enum import StrEnum
from functools import lru_cache


class Cut(StrEnum):
    """How letters are cut."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


LINE = 1.2
"""Height of a line in ems."""
BASELINE = 0.94
"""Where the baseline lies below the upper edge of a line, in ems."""
HORN = "\u031b"
_ADVANCES: dict[Cut, dict[float, str]] = {
    Cut.REGULAR: {
        200: "|", 250: " ,.", 278: "'/:;\\ijlt", 300: "²", 333: "!()-I[]`f‘’r", 389: "Js", 408: '"',
        444: "?acez“”", 469: "^", 480: "{}", 500: "#$*0123456789_bdghknopquvxy–", 541: "~", 556: "FPS",
        564: "+<=>", 611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐ", 778: "m&", 833: "%", 889: "M",
        921: "@", 944: "W", 1000: "…", 530: "ơ", 574: "ư", 778.1: "Ơ", 803: "Ư", 500.1: "đ",
    },
    Cut.BOLD: {
        220: "|", 250: " ,.", 278: "'/\\il", 300: "²", 333: "!()-:;[]`fjt‘’", 389: "Is", 394: "{}",
        444: "cerz", 500: "#$*0123456789?J_agovxy–“”", 520: "~", 554: "ơ", 555: '"', 556: "Sbdhknpquđ",
        570: "+<=>", 581: "^", 600: "ư", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQƠ",
        796: "Ư", 833: "&m", 930: "@", 944: "M", 1000: "%W…",
    },
    Cut.ITALIC: {
        214: "'", 250: " ,.", 275: "|", 278: "/\\fijlt", 300: "²", 333: "!()-:;I`‘’", 389: "[]rsz",
        400: "{}", 420: '"', 422: "^", 444: "Jcekvxy", 500: "#$*0123456789?S_abdghnopquđ–", 534: "ơ",
        541: "~", 545: "ư", 556: "LTYZ“”", 611: "ABEFPRVX", 667: "CKNw", 675: "+<=>", 722: "DGHOQUmĐƠ",
        754: "Ư", 778: "&", 833: "%MW", 889: "…", 920: "@",
    },
}  # fmt: skip
_WIDTHS: dict[Cut, dict[str, float]] = {
    cut: {letter: width / 1000 for width, letters in table.items() for letter in letters}
    for cut, table in _ADVANCES.items()
}


def width_of(text: str, cut: Cut = Cut.REGULAR) -> float:
    """The width of a text in ems."""
    return sum(_letter(letter, cut) for letter in unicodedata.normalize("NFC", text))


def wrap(text: str, ems: float, cut: Cut = Cut.REGULAR) -> list[str]:
    """The text in lines of at most so many ems, broken at blanks; a word that is wider stands alone."""
    lines, used = [""], 0.0
    for word in text.split():
        width = width_of(word, cut)
        if lines[-1] and used + 0.25 + width > ems:
            lines.append("")
            used = 0.0
        lines[-1] = f"{lines[-1]} {word}".strip()
        used += width + (0.25 if used else 0.0)
    return lines


@lru_cache(maxsize=4096)
def _letter(letter: str, cut: Cut) -> float:
    table = _WIDTHS[cut]
    if letter in table:
        return table[letter]
    if letter == "\u00a0":
        return table[" "]
    apart = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", apart[0] + HORN) if HORN in apart else apart[0]
    if base in table:
        return table[base]
    return 0.0 if unicodedata.combining(letter) or unicodedata.category(letter) == "Mn" else 1.0
