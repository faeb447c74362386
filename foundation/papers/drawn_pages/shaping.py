"""Text of one style, set by Pango as WeasyPrint sets it, but a whole cell at a time and each cell once.

WeasyPrint makes two Pango layouts for every line and reads its glyphs one by one. Here one layout serves all
cells of a style, and a cell that was set before is not set again. Whatever is not plain (a second font,
letters that are raised, a word wider than its column) is refused; WeasyPrint then lays out the whole paper.
"""

import re
from array import array
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout, split_first_line

SPACES = re.compile("[ \t\n\r\f]+")
UNUSUAL = re.compile("[\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]")
"""Letters that steer how a line breaks or runs."""
SPACE, DOUBT = 0.25, 0.1
"""The width of a space, and how much kerning may add, in ems."""
GLYPH = 5
"""Whole numbers that Pango keeps for each glyph: its number, its width, its two offsets, its flags."""


class NotPlainError(Exception):
    """Something that only WeasyPrint itself can lay out."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: what PDF's operator TJ shows; its width and that of its first word, in CSS pixels; its text,
    and how many letters it takes with the spaces that end it.
    """

    shown: str
    width: float
    begins: float
    text: str
    taken: int


class Setting:
    """How text of one style is set. `fonts`: WeasyPrint's fonts of the document, by their keys."""

    def __init__(self, style: Any, fonts: dict[Any, Font]) -> None:
        self._style = style
        self._layout = Layout(style)
        self._fonts = fonts
        self._known: dict[tuple[str, float | None], list[SetLine]] = {}
        self._parts: dict[tuple[int, int, int], str] = {}
        self._pango_font: Any = None
        self._font: Font | None = None
        self.size = 0.0
        self.wraps = style["white_space"] == "normal"
        self.colour = style["color"]

    @property
    def name(self) -> str:
        """By what name a page calls its font."""
        return self._font.hash if self._font else ""

    def lines(self, text: str, width: float) -> list[SetLine]:
        """The lines of a text in a column so many CSS pixels wide. Raises NotPlainError."""
        room = width if self.wraps else None
        if (text, room) not in self._known:
            self._known[text, room] = self._set(text, room)
        return self._known[text, room]

    def _set(self, text: str, room: float | None) -> list[SetLine]:
        text = SPACES.sub(" ", text).strip(" ")
        if UNUSUAL.search(text):
            raise NotPlainError(f"unusual letters in {text!r}")
        found: list[SetLine] = []
        while text:
            lines = self._broken(text, room)
            early = self._too_early(lines, room)
            found += lines[:early]
            if early is None:
                break
            text = text[sum(one.taken for one in lines[:early]) :]
            first, text = self._split(text, room)
            found.append(first)
        return found

    def _broken(self, text: str, room: float | None) -> list[SetLine]:
        """The lines into which Pango breaks a text."""
        layout, told = self._layout.layout, text.encode()
        pango.pango_layout_set_width(layout, -1 if room is None else int(room * TO_UNITS))
        pango.pango_layout_set_text(layout, ffi.new("char[]", told), len(told))
        found: list[SetLine] = []
        while (line := pango.pango_layout_get_line_readonly(layout, len(found))) != ffi.NULL:
            found.append(self._line(line, told))
            if room is not None and found[-1].width > room:
                raise NotPlainError(f"too wide: {found[-1].text!r}")
        return found

    def _too_early(self, lines: list[SetLine], room: float | None) -> int | None:
        """The first line on which one more word might stand, as Pango sees no room for the space after it."""
        if room is None:
            return None
        most = room - (SPACE - DOUBT) * self.size
        for number, (line, following) in enumerate(pairwise(lines)):
            if line.width + following.begins < most:
                return number
        return None

    def _split(self, text: str, room: float | None) -> tuple[SetLine, str]:
        """The first line of a text as WeasyPrint breaks it, and what is left."""
        _layout, length, resume, *_sizes = split_first_line(text, self._style, None, room, 0)
        told = text.encode()
        (line,) = self._broken(told[:length].decode().rstrip(" "), None)
        return line, told[resume:].decode().lstrip(" ") if resume else ""

    def _line(self, line: Any, told: bytes) -> SetLine:
        run = line.runs
        if run == ffi.NULL or run.next != ffi.NULL or run.data.item.analysis.level % 2:
            raise NotPlainError(f"more than one font or direction in {told.decode()!r}")
        item = run.data
        text = told[line.start_index : line.start_index + line.length].decode()
        kept = text.rstrip(" ")
        count = item.glyphs.num_glyphs - (len(text) - len(kept))
        every = array("i", bytes(ffi.buffer(item.glyphs.glyphs, count * GLYPH * array("i").itemsize)))
        if any(every[3::GLYPH]):
            raise NotPlainError(f"letters raised in {text!r}")
        self._take_font(item.item.analysis.font)
        widths, parts = every[1::GLYPH], []
        for index, placed in enumerate(zip(every[0::GLYPH], widths, every[2::GLYPH], strict=True)):
            part = self._parts.get(placed)
            if part is None:
                part = self._new_part(placed, _letters(item, told, index))
            parts.append(part)
        begins = sum(widths[: kept.find(" ")]) if " " in kept else sum(widths)
        return SetLine(
            "<" + "".join(parts) + ">", sum(widths) * FROM_UNITS, begins * FROM_UNITS, kept, len(text)
        )

    def _take_font(self, pango_font: Any) -> None:
        if self._pango_font is None:
            key, description, self.size = get_pango_font_key(pango_font)
            if key not in self._fonts:
                self._fonts[key] = Font(pango_font, description, self.size)
            self._pango_font, self._font = pango_font, self._fonts[key]
            if self._font.bitmap or self._font.svg or self._font.png or self._font.colr:
                raise NotPlainError("a font of pictures")
        elif pango_font != self._pango_font:
            raise NotPlainError("a second font")

    def _new_part(self, placed: tuple[int, int, int], letters: str) -> str:
        """What shows one glyph of such a width and offset, as WeasyPrint writes it; its font is told."""
        font, (glyph, width, moved) = self._font, placed
        if font is None or not 0 <= glyph < pango.PANGO_GLYPH_EMPTY:
            raise NotPlainError(f"no glyph for {letters!r}")
        font.to_unicode.setdefault(glyph, letters)
        if glyph not in font.widths:
            ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(self._pango_font, glyph, ink, logical)
            font.widths[glyph] = round(logical.width * 1000 * FROM_UNITS / self.size)
        offset = moved / self.size
        kerning = int(font.widths[glyph] + offset - width * 1000 * FROM_UNITS / self.size)
        part = (f">{-offset:.6g}<" if offset else "") + f"{glyph:04x}" + (f">{kerning}<" if kerning else "")
        self._parts[placed] = part
        return part


def _letters(item: Any, told: bytes, index: int) -> str:
    """The letters that a glyph of a run stands for."""
    glyphs, start = item.glyphs, item.item.offset
    last = index == glyphs.num_glyphs - 1
    end = item.item.length if last else glyphs.log_clusters[index + 1]
    return told[start + glyphs.log_clusters[index] : start + end].decode()
