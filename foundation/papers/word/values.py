"""Declarations of a stylesheet → plain values: lengths in points, shorthands taken apart."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tinycss2

UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75}
SIDES = ("top", "right", "bottom", "left")
STYLES = {"solid", "dashed", "dotted", "double"}

Values = dict[str, Any]
"""Longhand name → number of points, tuple (number, unit) where it depends on something, or keyword."""


def longhands(declarations: Sequence[Any]) -> Values:
    """What these declarations say, the last of a name winning; what a paper does not use is passed over."""
    found: Values = {}
    for one in declarations:
        if one.type == "declaration":
            tokens = [token for token in one.value if token.type not in ("whitespace", "comment")]
            found.update(_expand(one.lower_name, tokens))
    return found


def _expand(name: str, tokens: list[Any]) -> Iterator[tuple[str, Any]]:
    special = _SHORTHANDS.get(name)
    if special is not None:
        yield from special(tokens)
    elif name in ("margin", "padding"):
        yield from ((f"{name}-{side}", value) for side, value in zip(SIDES, _four(tokens), strict=True))
    elif name in ("margin-block", "padding-block"):
        first, last = (_value(tokens[0]), _value(tokens[-1]))
        edge = name.removesuffix("-block")
        yield from ((f"{edge}-top", first), (f"{edge}-bottom", last))
    elif name.startswith("border") and name.removeprefix("border-") in (*SIDES, "border"):
        yield from _border(name, tokens)
    elif tokens:
        yield name, _value(tokens[0])


def _value(token: Any) -> Any:
    """A length in points, (number, "%" or "em") where it is relative, a bare number, or a keyword."""
    if token.type == "dimension":
        unit = token.lower_unit
        return token.value * UNITS[unit] if unit in UNITS else (token.value, unit)
    if token.type == "percentage":
        return (token.value, "%")
    if token.type == "number":
        return float(token.value)
    return token.lower_value if token.type == "ident" else getattr(token, "value", "")


def _four(tokens: list[Any]) -> tuple[Any, Any, Any, Any]:
    values = [_value(token) for token in tokens]
    top = values[0]
    right = values[1] if len(values) > 1 else top
    return (
        top,
        right,
        values[2] if len(values) > 2 else top,
        values[3] if len(values) > 3 else right,
    )


def _border(name: str, tokens: list[Any]) -> Iterator[tuple[str, Any]]:
    width: Any = 0.0
    style = "none"
    for token in tokens:
        value = _value(token)
        if isinstance(value, float):
            width = value
        elif value in STYLES:
            style = value
    sides = SIDES if name == "border" else (name.removeprefix("border-"),)
    for side in sides:
        yield f"border-{side}", (width if style != "none" else 0.0, style)


def _font(tokens: list[Any]) -> Iterator[tuple[str, Any]]:
    """`font: bold 11pt/1.3 "Times New Roman", serif`: what is not named is as it is by default."""
    yield from (("font-weight", "normal"), ("font-style", "normal"), ("line-height", "normal"))
    sized = False
    for index, token in enumerate(tokens):
        value = _value(token)
        if value in ("bold", "normal") and not sized:
            yield "font-weight", value
        elif value == "italic":
            yield "font-style", value
        elif not sized and token.type in ("dimension", "percentage"):
            sized = True
            yield "font-size", value
        elif token.type == "literal" and token.value == "/":
            yield "line-height", _value(tokens[index + 1])
        elif sized and token.type in ("string", "ident"):
            yield "font-family", token.value
            return


def _size(tokens: list[Any]) -> Iterator[tuple[str, Any]]:
    yield "size", tuple(_value(token) for token in tokens)


def _content(tokens: list[Any]) -> Iterator[tuple[str, Any]]:
    parts = []
    for token in tokens:
        if token.type == "string":
            parts.append(("text", token.value))
        elif token.type == "function" and token.lower_name == "counter":
            parts.append(("counter", next(one.value for one in token.arguments if one.type == "ident")))
    yield "content", tuple(parts)


_SHORTHANDS: dict[str, Callable[[list[Any]], Iterator[tuple[str, Any]]]] = {
    "font": _font,
    "size": _size,
    "content": _content,
}


def declarations_of(content: str | Sequence[Any]) -> list[Any]:
    """The declarations of a block, or of a style attribute, without what stands between them."""
    parsed: list[Any] = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return parsed
