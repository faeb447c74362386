"""What paper.css says of one element, computed once for each kind of element in each kind of place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cssselect2
import tinycss2

from foundation.papers.sheets import DEFAULTS, STYLESHEET
from foundation.papers.word.values import SIDES, Values, declarations_of, longhands

NATURAL = 1.149
"""Height of a line of Times New Roman, as a multiple of its size."""

Edges = tuple[float, float, float, float]
"""Top, right, bottom, left, in points."""

BLACK = "000000"
_COLOUR = re.compile("[0-9A-F]{6}")

NOTHING: Edges = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is printed. Lengths are points; None where the stylesheet says nothing or "auto".
    `line` is the height of a line as a multiple of the size; `width` may be a share of what there is;
    `colour` is hexadecimal, empty for black; `inset` says how far something that is placed is from the left,
    the upper and the lower edge.
    """

    display: str = "inline"
    size: float = 13.0
    family: str = "Times New Roman"
    bold: bool = False
    italic: bool = False
    upper: bool = False
    align: str = "left"
    indent: float = 0.0
    line: float = NATURAL
    nowrap: bool = False
    spacing: float = 0.0
    margin: tuple[float | None, float | None, float | None, float | None] = NOTHING
    padding: Edges = NOTHING
    border: Edges = NOTHING
    border_style: str = "solid"
    width: float | tuple[float, str] | None = None
    height: float = 0.0
    border_box: bool = False
    middle: bool = False
    page: str = ""
    break_before: str = "auto"
    break_after: str = "auto"
    break_inside: str = "auto"
    colour: str = ""
    position: str = "static"
    inset: tuple[float | None, float | None, float | None] = (None, None, None)

    @property
    def is_block(self) -> bool:
        """Whether it stands on lines of its own."""
        return self.display not in ("inline", "inline-block", "none")

    def top(self) -> float:
        """The margin above; "auto" is none."""
        return self.margin[0] or 0.0

    def bottom(self) -> float:
        """The margin below; "auto" is none."""
        return self.margin[2] or 0.0


class Looks:
    """The looks of the elements of one paper; those with the same classes in the same place share one."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Look] = {}

    def of(self, element: Any, above: Look, path: tuple[Any, ...]) -> Look:
        """The look of a wrapped element under a parent of look `above`. `path` names it and what it is in."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = _computed(element, above)
        return known


def root_look() -> Look:
    """What a paper begins with."""
    return Look(display="block")


@cache
def _matcher() -> Any:
    matcher = cssselect2.Matcher()
    for text in (DEFAULTS, STYLESHEET.read_text(encoding="utf-8")):
        for selectors, values in _rules(text):
            for selector in selectors:
                if selector.pseudo_element is None:
                    matcher.add_selector(selector, values)
    return matcher


def _rules(text: str) -> Iterator[tuple[list[Any], Values]]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield cssselect2.compile_selector_list(rule.prelude), longhands(declarations_of(rule.content))


def _computed(element: Any, above: Look) -> Look:
    said: Values = {}
    for _specificity, _order, _pseudo, values in sorted(_matcher().match(element), key=lambda one: one[:2]):
        said.update(values)
    said.update(longhands(declarations_of(element.etree_element.get("style", ""))))
    return _settle(said, above)


def _settle(said: Values, above: Look) -> Look:
    size = _length(said.get("font-size"), above.size, above.size)
    return replace(
        above,
        display=said.get("display", "inline"),
        size=size,
        family=_family(said, above),
        bold=_flag(said, "font-weight", "bold", above.bold),
        italic=_flag(said, "font-style", "italic", above.italic),
        upper=_flag(said, "text-transform", "uppercase", above.upper),
        align=said.get("text-align", above.align),
        indent=_length(said.get("text-indent"), size, above.indent),
        line=_line(said.get("line-height"), size, above.line),
        nowrap=_flag(said, "white-space", "nowrap", above.nowrap),
        spacing=_length(said.get("letter-spacing"), size, above.spacing),
        margin=_margins(said, size),
        padding=_paddings(said, size),
        border=_borders(said),
        border_style=_border_style(said),
        width=said["width"] if isinstance(said.get("width"), (float, tuple)) else None,
        height=_length(said.get("height", said.get("min-height")), size, 0.0),
        border_box=said.get("box-sizing") == "border-box",
        middle=said.get("vertical-align") == "middle",
        page=said.get("page", above.page),
        break_before=said.get("break-before", "auto"),
        break_after=said.get("break-after", "auto"),
        break_inside=said.get("break-inside", "auto"),
        colour=_colour(said, above),
        position=said.get("position", "static"),
        inset=_inset(said, size),
    )


def _flag(said: Values, name: str, keyword: str, above: bool) -> bool:
    """Whether a word is said; a word that only repeats what is above ("inherit") changes nothing."""
    value = said.get(name, "inherit")
    return above if value == "inherit" else value == keyword


def _family(said: Values, above: Look) -> str:
    name = str(said.get("font-family", above.family))
    return "Courier New" if "mono" in name.lower() else name


def _colour(said: Values, above: Look) -> str:
    """Six hexadecimal digits; empty for black, which needs no saying."""
    digits = str(said.get("color", above.colour)).upper()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return digits if _COLOUR.fullmatch(digits) and digits != BLACK else ""


def _inset(said: Values, em: float) -> tuple[float | None, float | None, float | None]:
    left, top, bottom = (
        _length(said[side], em, 0.0) if side in said else None for side in ("left", "top", "bottom")
    )
    return left, top, bottom


def _length(value: Any, em: float, default: float) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, tuple):
        number, unit = float(value[0]), value[1]
        return number / 100 * em if unit == "%" else number * em
    return default


def _line(value: Any, size: float, above: float) -> float:
    """A bare number multiplies the size; a length is divided by it."""
    if value == "normal":
        return NATURAL
    if isinstance(value, float):
        return value if value < 4 else value / size
    return above


def _margins(said: Values, em: float) -> tuple[float | None, float | None, float | None, float | None]:
    top, right, bottom, left = (
        None if said.get(f"margin-{side}") == "auto" else _length(said.get(f"margin-{side}"), em, 0.0)
        for side in SIDES
    )
    return top, right, bottom, left


def _paddings(said: Values, em: float) -> Edges:
    top, right, bottom, left = (_length(said.get(f"padding-{side}"), em, 0.0) for side in SIDES)
    return top, right, bottom, left


def _borders(said: Values) -> Edges:
    top, right, bottom, left = (said.get(f"border-{side}", (0.0, ""))[0] for side in SIDES)
    return top, right, bottom, left


def _border_style(said: Values) -> str:
    styles = [said[f"border-{side}"][1] for side in SIDES if f"border-{side}" in said]
    return next((style for style in styles if style != "none"), "solid")
