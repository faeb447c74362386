"""One name for each group: what is typed differently and means the same group is united, and told."""

import re
import unicodedata
from collections.abc import Iterator

from criteria.entry_titles import CellFault, folded

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_NUMBERED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def tidy(name: str) -> str:
    """The name composed, without unseen signs, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", name.translate(_UNSEEN)).split())


def group_key(name: str) -> str:
    """Equal for names that differ only by case, spaces or the place of the tone mark ("hòa", "hoà")."""
    words = []
    for word in _NUMBERED.sub(" ", folded(name)).split():
        signs = unicodedata.normalize("NFD", word)
        tones = "".join(sign for sign in signs if sign in _TONES)
        words.append("".join(sign for sign in signs if sign not in _TONES) + tones)
    return " ".join(words)


class GroupNames:
    """The names of all groups of a table, each as it is first written; `field` is a field or an attribute."""

    def __init__(self) -> None:
        self._settled: dict[tuple[str, str], tuple[str, str]] = {}
        self._first: dict[tuple[str, str], str] = {}
        self._variants: dict[tuple[str, str], dict[str, list[int]]] = {}

    def settle(self, field: str, text: str, row: int) -> str:
        """The name of the group that `text` means."""
        if not text:
            return ""
        known = self._settled.get((field, text))
        if known is None:
            written = tidy(text)
            first = self._first.setdefault((field, group_key(written)), written)
            known = self._settled[field, text] = first, written
        first, written = known
        if written != first:
            self._variants.setdefault((field, first), {}).setdefault(written, []).append(row)
        return first

    def warnings(self) -> Iterator[CellFault]:
        """A warning for each group whose name is written in several ways; the column is left open."""
        for (field, first), variants in self._variants.items():
            told = tuple((written, tuple(rows)) for written, rows in variants.items())
            row = min(rows[0] for rows in variants.values())
            yield CellFault("group_variants", row, None, {"of": field, "name": first, "variants": told})
