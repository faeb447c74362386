"""A sheet on which every line has its place, such as a certificate: the places stay, the words can be edited.

A line becomes a paragraph in a frame of Word, at the same place of the page and as wide as its box; a drawing
stands behind the words.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from foundation.papers.word.blocks import Paragraph, Picture, Run, Spot
from foundation.papers.word.flowing import Flow, Place
from foundation.papers.word.looks import Look
from foundation.papers.word.naming import style_name
from foundation.papers.word.pages import form_of
from foundation.papers.word.pictures import SVG, picture_of
from foundation.papers.word.reading import Path, Reader, tidy, unframed

SLACK = 2.0
"""Points by which a frame is wider than its words have room, so that no line that just fits is broken."""


def read_sheet(reader: Reader, element: Any, look: Look, path: Path, place: Place, flow: Flow) -> None:
    """Read a sheet into the flow. What has no place on it follows as in any paper."""
    pictures: list[Run | Picture] = []
    lines: list[Paragraph] = []
    taken: list[Element] = []
    for child in element.iter_children():
        own, at = reader.look(child, look, path)
        bare = child.etree_element
        if own.position != "absolute" or own.display == "none" or own.inset[0] is None:
            continue
        if bare.tag == SVG:
            pictures.append(_picture(bare, own))
        elif reader.is_leaf(child, own, at):
            lines += _line(reader, child, own, at)
        else:
            continue
        taken.append(bare)
    flow.add_sheet(pictures, lines)
    reader.read_children(element, look, path, place, flow, taken)


def _picture(drawing: Element, look: Look) -> Picture:
    picture = picture_of(drawing, look)
    picture.spot = Spot(look.inset[0] or 0.0, _top(look, picture.height))
    return picture


def _line(reader: Reader, element: Any, look: Look, path: Path) -> list[Paragraph]:
    """The paragraph of a line, or of several of one field; none where nothing is written."""
    runs = tidy(list(_broken(reader.inside(element, look, path))))
    if not runs:
        return []
    count = 1 + sum(1 for one in runs if isinstance(one, Run) and one.break_line)
    spot = Spot(
        (look.inset[0] or 0.0) - SLACK / 2,
        _top(look, count * look.size * look.line),
        _width(look) + SLACK,
    )
    for run in runs:
        run.look = _settable(run.look)
    return [Paragraph(_settable(unframed(look)), style_name(path), runs, whole=True, spot=spot)]


def _broken(pieces: Iterable[Run | Picture]) -> Iterator[Run | Picture]:
    """What was broken by measure stays broken there."""
    for piece in pieces:
        if isinstance(piece, Picture) or piece.break_line:
            yield piece
            continue
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                yield Run("", piece.look, break_line=True)
            yield Run(line, piece.look)


def _settable(look: Look) -> Look:
    """Word knows half points only; a size between two becomes the smaller one, which still fits."""
    return replace(look, size=math.floor(look.size * 2) / 2)


def _width(look: Look) -> float:
    whole = form_of(look.page, opens=False).width
    if isinstance(look.width, tuple):
        number, unit = look.width
        return number / 100 * whole if unit == "%" else number * look.size
    return look.width if look.width is not None else whole - (look.inset[0] or 0.0)


def _top(look: Look, height: float) -> float:
    _left, top, bottom = look.inset
    if top is None and bottom is not None:
        return form_of(look.page, opens=False).height - bottom - height
    return top or 0.0
