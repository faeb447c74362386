"""The paragraph styles of a document: one for each part of a paper that looks alike, none besides."""

from typing import Any

from docx.oxml.ns import qn

from foundation.papers.word.blocks import Paragraph
from foundation.papers.word.looks import NATURAL, Look, root_look
from foundation.papers.word.markup import child, node, switch, twips

KHMER_FONT = "Leelawadee UI"
"""What every Windows since 8.1 has for Khmer; elsewhere the program takes what it has."""
LANGUAGE = "vi-VN"
ALIGN = {"justify": "both", "center": "center", "right": "right", "end": "right"}
LINE = 240
"""Parts of a single line by which Word counts the height of lines."""


class Styles:
    """The styles that a document has used so far."""

    def __init__(self) -> None:
        self._ids: dict[tuple[Any, ...], str] = {}
        self._made: list[tuple[str, str, Paragraph]] = []

    def id_of(self, paragraph: Paragraph) -> str:
        """The style of a paragraph; a name whose paragraphs look different in places is numbered."""
        look = paragraph.look
        key = (
            paragraph.name, look.size, look.family, look.bold, look.italic, look.spacing, look.align,
            look.indent, look.line, look.top(), paragraph.level, look.colour,
        )  # fmt: skip
        known = self._ids.get(key)
        if known is None:
            number = sum(1 for name, *_rest in self._made if name.split(" (")[0] == paragraph.name) + 1
            name = paragraph.name if number == 1 else f"{paragraph.name} ({number})"
            known = self._ids[key] = f"P{len(self._made) + 1}"
            self._made.append((name, known, paragraph))
        return known

    def write(self, root: Any) -> None:
        """Replace what stands in a document's sheet of styles."""
        for old in list(root):
            root.remove(old)
        root.append(_defaults())
        root.append(_style("paragraph", "Normal", "Normal", default=True))
        root.append(_style("character", "DefaultParagraphFont", "Default Paragraph Font", default=True))
        root.append(_normal_table())
        for name, number, paragraph in self._made:
            root.append(_made_style(name, number, paragraph))


def set_font(properties: Any, look: Look, base: Look | None = None) -> None:
    """How words look, in the order in which Word wants it said; only what differs from a base."""
    if base is None or look.family != base.family:
        family = look.family
        child(properties, "w:rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)
    if base is None or look.bold != base.bold:
        switch(properties, "w:b", look.bold)
        switch(properties, "w:bCs", look.bold)
    if base is None or look.italic != base.italic:
        switch(properties, "w:i", look.italic)
        switch(properties, "w:iCs", look.italic)
    if look.colour != (base.colour if base else ""):
        child(properties, "w:color", val=look.colour or "auto")
    if look.spacing != (base.spacing if base else 0.0):
        child(properties, "w:spacing", val=twips(look.spacing))
    if base is None or look.size != base.size:
        size = str(round(look.size * 2))
        child(properties, "w:sz", val=size)
        child(properties, "w:szCs", val=size)


def _defaults() -> Any:
    made = node("w:docDefaults")
    font = child(child(made, "w:rPrDefault"), "w:rPr")
    set_font(font, root_look())
    child(font, "w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="km-KH")
    lines = child(child(made, "w:pPrDefault"), "w:pPr")
    child(lines, "w:widowControl")
    child(lines, "w:spacing", before="0", after="0", line=str(LINE), lineRule="auto")
    return made


def _style(kind: str, number: str, name: str, *, default: bool = False) -> Any:
    made = node("w:style", type=kind, **({"default": "1"} if default else {}), styleId=number)
    child(made, "w:name", val=name)
    return made


def _normal_table() -> Any:
    made = _style("table", "TableNormal", "Normal Table", default=True)
    margins = child(child(made, "w:tblPr"), "w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        child(margins, f"w:{side}", w="0", type="dxa")
    return made


def _made_style(name: str, number: str, paragraph: Paragraph) -> Any:
    look = paragraph.look
    made = _style("paragraph", number, name)
    made.set(qn("w:customStyle"), "1")
    child(made, "w:basedOn", val="Normal")
    child(made, "w:qFormat")
    lines = child(made, "w:pPr")
    if paragraph.exact is None:
        line = str(round(look.line / NATURAL * LINE))
        child(lines, "w:spacing", before=twips(look.top()), line=line, lineRule="auto")
    if look.indent:
        child(lines, "w:ind", firstLine=twips(look.indent))
    child(lines, "w:jc", val=ALIGN.get(look.align, "left"))
    if paragraph.level is not None:
        child(lines, "w:outlineLvl", val=str(paragraph.level))
    set_font(child(made, "w:rPr"), look)
    return made
