"""Blocks → paragraphs and tables of WordprocessingML."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from foundation.papers.word.blocks import Cell, Paragraph, Picture, Row, Run, Spot, Table
from foundation.papers.word.flowing import LEAST, gap_paragraph
from foundation.papers.word.looks import Edges, Look
from foundation.papers.word.markup import child, twips
from foundation.papers.word.naming import NAMES
from foundation.papers.word.styles import KHMER_FONT, Styles, set_font

KHMER = re.compile("([\u1780-\u17ff\u19e0-\u19ff\u200b-\u200d]+)")
NO_BREAK = re.compile("([-\t])")
SIDES = ("top", "left", "bottom", "right")
SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
SPACE = 31.0
"""How far at most Word lets a border stand from its words, in points."""

Place = Callable[[Picture], Any]
"""Puts a picture into the file, and gives the element that shows it."""


class Writer:
    """Writes the blocks of one document."""

    def __init__(self, styles: Styles, place: Place) -> None:
        self._styles = styles
        self._place = place

    def blocks(self, above: Any, blocks: list[Paragraph | Table], *, keep: bool = False) -> None:
        """One below the other. Ends with a paragraph, and parts tables that touch, as Word requires.

        `keep`: the row around them stays with what follows.
        """
        last: Paragraph | Table | None = None
        for block in blocks:
            if isinstance(block, Table):
                if isinstance(last, Table):
                    self.paragraph(above, gap_paragraph(0.0, keep=last.rows[-1].keep))
                self._table(above, block, keep=keep)
            else:
                self.paragraph(above, block, keep=keep)
            last = block
        if not isinstance(last, Paragraph):
            self.paragraph(above, gap_paragraph(0.0), keep=keep)

    def paragraph(self, above: Any, block: Paragraph, *, keep: bool = False) -> Any:
        """One paragraph: its style, and what is particular to it."""
        made = child(above, "w:p")
        said = child(made, "w:pPr")
        child(said, "w:pStyle", val=self._styles.id_of(block))
        for name, on in (
            ("w:keepNext", block.keep or keep),
            ("w:keepLines", block.whole),
            ("w:pageBreakBefore", block.new_page),
        ):
            if on:
                child(said, name)
        if block.spot is not None:
            _frame(said, block.spot)
        _border(said, block)
        _spacing(said, block)
        if block.left or block.right:
            indent = {"left": twips(block.left), "right": twips(block.right)}
            if block.look.indent:
                indent["firstLine"] = twips(block.look.indent)
            child(said, "w:ind", **indent)
        if block.exact is not None:
            child(child(said, "w:rPr"), "w:sz", val="2")
        for piece in block.runs:
            self._write(made, piece, block.look)
        return made

    def _write(self, above: Any, piece: Run | Picture, base: Look) -> None:
        """Words as they look; those of Khmer script with a font that has it."""
        if isinstance(piece, Picture):
            child(above, "w:r").append(self._place(piece))
        elif piece.break_line:
            child(child(above, "w:r"), "w:br")
        else:
            for index, text in enumerate(KHMER.split(piece.text)):
                if text:
                    _run(above, text, piece.look, base, khmer=index % 2 == 1)

    def _table(self, above: Any, table: Table, *, keep: bool) -> None:
        made = child(above, "w:tbl")
        said = child(made, "w:tblPr")
        child(said, "w:tblW", w=twips(sum(table.widths)), type="dxa")
        child(said, "w:tblInd", w=twips(table.left), type="dxa")
        _edges(said, "w:tblBorders", table.border, None)
        child(said, "w:tblLayout", type="fixed")
        _margins(said, "w:tblCellMar", table.padding)
        columns = child(made, "w:tblGrid")
        ends = [round(sum(table.widths[: index + 1]) * 20) for index in range(len(table.widths))]
        widths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        for width in widths:
            child(columns, "w:gridCol", w=str(width))
        for row in table.rows:
            self._row(made, row, table, widths, keep=keep)

    def _row(self, above: Any, row: Row, table: Table, widths: list[int], *, keep: bool) -> None:
        made = child(above, "w:tr")
        said = child(made, "w:trPr")
        if row.whole:
            child(said, "w:cantSplit")
        if row.height:
            child(said, "w:trHeight", val=twips(row.height), hRule="atLeast")
        if row.heads:
            child(said, "w:tblHeader")
        column = 0
        for cell in row.cells:
            width = sum(widths[column : column + cell.span])
            self._cell(made, cell, table, width, keep=keep or row.keep)
            column += cell.span

    def _cell(self, above: Any, cell: Cell, table: Table, width: int, *, keep: bool) -> None:
        made = child(above, "w:tc")
        said = child(made, "w:tcPr")
        child(said, "w:tcW", w=str(width), type="dxa")
        if cell.span > 1:
            child(said, "w:gridSpan", val=str(cell.span))
        if cell.starts or cell.follows:
            child(said, "w:vMerge", val="restart" if cell.starts else "continue")
        if cell.look.border != table.border:
            _edges(said, "w:tcBorders", cell.look.border, cell.look.border_style)
        if cell.look.padding != table.padding:
            _margins(said, "w:tcMar", cell.look.padding)
        if cell.look.middle:
            child(said, "w:vAlign", val="center")
        self.blocks(made, cell.blocks or [Paragraph(cell.look, NAMES["list"])], keep=keep)


def _run(above: Any, text: str, look: Look, base: Look, *, khmer: bool) -> None:
    made = child(above, "w:r")
    said = child(made, "w:rPr")
    if khmer:
        look = replace(look, family=KHMER_FONT)
    set_font(said, look, base)
    if khmer:
        child(said, "w:cs")
        child(said, "w:lang", bidi="km-KH")
    if not len(said):
        made.remove(said)
    tied = look.nowrap and not base.nowrap
    for part in NO_BREAK.split(text.replace(" ", "\u00a0")) if tied else [text]:
        if tied and part == "-":
            child(made, "w:noBreakHyphen")
        elif part:
            words = child(made, "w:t")
            words.text = part
            words.set(SPACE_KEPT, "preserve")


def _frame(said: Any, spot: Spot) -> None:
    """The place of a paragraph on its page. A place of exactly zero means none to Word."""
    child(
        said,
        "w:framePr",
        w=twips(spot.width),
        wrap="around",
        vAnchor="page",
        hAnchor="page",
        x=twips(max(LEAST, spot.left)),
        y=twips(max(LEAST, spot.top)),
    )


def _border(said: Any, block: Paragraph) -> None:
    """Lines above and below; what stands beside a paragraph, Word would draw outside of its column."""
    sides = [(name, edge) for name, edge in (("top", 0), ("bottom", 2)) if block.border[edge]]
    if sides:
        made = child(said, "w:pBdr")
        for name, edge in sides:
            space = str(round(min(SPACE, block.padding[edge])))
            child(
                made,
                f"w:{name}",
                val="single",
                sz=str(round(block.border[edge] * 8)),
                space=space,
                color="000000",
            )


def _spacing(said: Any, block: Paragraph) -> None:
    """What differs from the style; the padding between a line above and its words is the border's."""
    before = twips(block.before)
    if block.exact is not None:
        height = twips(block.exact)
        child(said, "w:spacing", before=before, after=twips(block.after), line=height, lineRule="exact")
        return
    different = {}
    if before != twips(block.look.top()):
        different["before"] = before
    if block.after:
        different["after"] = twips(block.after)
    if different:
        child(said, "w:spacing", **different)


def _edges(said: Any, name: str, border: Edges, style: str | None) -> None:
    made = child(said, name)
    kind = "single" if style in (None, "solid") else str(style)
    for side in (*SIDES, *(("insideH", "insideV") if style is None else ())):
        width = border[{"top": 0, "right": 1, "bottom": 2, "left": 3}.get(side, 0)]
        if width:
            child(made, f"w:{side}", val=kind, sz=str(round(width * 8)), space="0", color="000000")
        else:
            child(made, f"w:{side}", val="nil")


def _margins(said: Any, name: str, padding: Edges) -> None:
    made = child(said, name)
    for side, edge in (("top", 0), ("left", 3), ("bottom", 2), ("right", 1)):
        child(made, f"w:{side}", w=twips(padding[edge]), type="dxa")
