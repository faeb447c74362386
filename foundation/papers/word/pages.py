"""What paper.css says of each kind of page: its size, its margins, and what runs along its top and foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import tinycss2

from foundation.papers.sheets import STYLESHEET
from foundation.papers.word.looks import NATURAL, Edges
from foundation.papers.word.values import SIDES, UNITS, Values, declarations_of, longhands

MM = UNITS["mm"]
SIZES = {"A4": (210 * MM, 297 * MM), "A5": (148 * MM, 210 * MM), "A3": (297 * MM, 420 * MM)}
DECREE: Edges = (20 * MM, 15 * MM, 20 * MM, 30 * MM)
SPECIFIC = {"": 0, ":first": 1}
"""How much a selector of pages weighs: none, the first page, a name, the first page of a name."""


@dataclass(frozen=True, slots=True)
class Running:
    """One line in the margin: words, or the number of the page where `counter` says so."""

    parts: tuple[tuple[str, str], ...]
    align: str
    size: float
    bold: bool
    italic: bool
    spacing: float


@dataclass(frozen=True, slots=True)
class PageForm:
    """The pages of one part of a paper. `first_*` is on its first page; `restart` numbers it from 1 again.
    `room` is the height of the line that stands in the top margin, with what keeps it off the text.
    """

    width: float
    height: float
    margin: Edges
    above: tuple[Running, ...]
    below: tuple[Running, ...]
    first_above: tuple[Running, ...]
    first_below: tuple[Running, ...]
    restart: bool
    room: float

    @property
    def text_width(self) -> float:
        """How wide its text is, in points."""
        return self.width - self.margin[1] - self.margin[3]


@cache
def form_of(page: str, *, opens: bool) -> PageForm:
    """The pages of this name, "" for those without; `opens` where the paper begins with them."""
    usual = _said(page, first=False, opens=opens)
    first = _said(page, first=True, opens=opens)
    width, height = _size(usual.get("size", {}).get("size", ()))
    box = usual.get("top-center", {})
    return PageForm(
        width=width,
        height=height,
        margin=_margin(usual.get("size", {})),
        above=_running(usual, "top"),
        below=_running(usual, "bottom"),
        first_above=_running(first, "top"),
        first_below=_running(first, "bottom"),
        restart="counter-reset" in first.get("size", {}),
        room=_number(box.get("font-size"), 13.0) * NATURAL + _number(box.get("padding-bottom"), 0.0),
    )


def _said(page: str, *, first: bool, opens: bool) -> dict[str, Values]:
    """What the rules for such a page say: of the page itself under "size", of each margin box by its name."""
    found: dict[str, Values] = {}
    wanted = {"", page}
    if first:
        wanted.add(f"{page}:first")
        if opens:
            wanted.add(":first")
    for selector, boxes in sorted(_rules(), key=lambda rule: _weight(rule[0])):
        if selector in wanted:
            for name, values in boxes.items():
                found.setdefault(name, {}).update(values)
    return found


def _weight(selector: str) -> int:
    return SPECIFIC.get(selector, 3 if selector.endswith(":first") else 2)


@cache
def _rules() -> list[tuple[str, dict[str, Values]]]:
    """Each @page rule: its selector, "annex:first" for the first page of a name, and what it says."""
    text = STYLESHEET.read_text(encoding="utf-8")
    found = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "page":
            found += [(selector, _boxes(rule.content)) for selector in _selectors(rule.prelude)]
    return found


def _selectors(prelude: Sequence[Any]) -> list[str]:
    """`annex:nth(1 of annex)` and `annex:first` are the same to us."""
    names = tinycss2.serialize(prelude).split(",")
    return [
        name.split(":", 1)[0].strip() + (":first" if ":nth(1 " in name or ":first" in name else "")
        for name in names
    ]


def _boxes(content: Sequence[Any]) -> dict[str, Values]:
    inside = declarations_of(content)
    found = {"size": longhands(inside)}
    for one in inside:
        if one.type == "at-rule":
            found[one.lower_at_keyword] = longhands(declarations_of(one.content))
    return found


def _size(said: Sequence[Any]) -> tuple[float, float]:
    lengths = [one for one in said if isinstance(one, float)]
    if lengths:
        return lengths[0], lengths[-1]
    name = next((str(one).upper() for one in said if str(one).upper() in SIZES), "A4")
    width, height = SIZES[name]
    return (height, width) if "landscape" in said else (width, height)


def _margin(said: Values) -> Edges:
    top, right, bottom, left = (
        _number(said.get(f"margin-{side}"), usual) for side, usual in zip(SIDES, DECREE, strict=True)
    )
    return top, right, bottom, left


def _number(value: Any, default: float) -> float:
    return value if isinstance(value, float) else default


def _running(said: dict[str, Values], edge: str) -> tuple[Running, ...]:
    lines = []
    for align in ("left", "center", "right"):
        box = said.get(f"{edge}-{align}", {})
        parts = box.get("content", ())
        if parts:
            lines.append(
                Running(
                    parts=parts,
                    align=align,
                    size=_number(box.get("font-size"), 13.0),
                    bold=box.get("font-weight") == "bold",
                    italic=box.get("font-style") == "italic",
                    spacing=_number(box.get("letter-spacing"), 0.0),
                )
            )
    return tuple(lines)
