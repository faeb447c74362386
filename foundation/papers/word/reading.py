"""The tree of a paper → blocks. No word of it is lost: what is not known becomes a plain paragraph."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import cssselect2

from foundation.papers.pagination import count_ems
from foundation.papers.word.blocks import Paragraph, Part, Picture, Run
from foundation.papers.word.flowing import Flow, Place
from foundation.papers.word.looks import NOTHING, Look, Looks, root_look
from foundation.papers.word.naming import style_name
from foundation.papers.word.pages import form_of
from foundation.papers.word.pictures import SVG, picture_of

Path = tuple[Any, ...]
"""An element and what it is in: (path of the parent, tag, class, whether first, whether last, own style)."""

BLANKS = re.compile("[ \t\n\r\f]+")
BOLD_EMS = 1.035
"""How much wider bold words are, at a guess that is right for a line of text."""
SLACK = 4.0
"""Points by which the line below words may be longer than they are, so that they never break."""
RULE = 1.5
"""Height in points of the empty line that bears a rule."""


def read_paper(html: str) -> tuple[str, str, list[Part]]:
    """The title of a paper, what stands at the foot of each page of a copy to be edited (`<meta
    name="foot">`, else empty), and its parts. Raises ParseError where the HTML is no XML.
    """
    root = cssselect2.ElementWrapper.from_html_root(
        ET.fromstring(html),  # noqa: S314 - our own template, without a document type
        content_language=None,
    )
    flow = Flow()
    Reader().read(root, root_look(), (), Place(form_of("", opens=True).text_width), flow)
    title = root.etree_element.findtext("./head/title", "")
    foot = root.etree_element.find("./head/meta[@name='foot']")
    told = foot.get("content", "") if foot is not None else ""
    return BLANKS.sub(" ", title).strip(), told, flow.parts


class Reader:
    """Reads one paper. Elements are cssselect2's wrappers, which know their parents."""

    def __init__(self) -> None:
        self._looks = Looks()

    def look(self, element: Any, above: Look, path: Path) -> tuple[Look, Path]:
        """How an element is printed, and the path that stands for it."""
        bare = element.etree_element
        last = element.parent is None or element.index == len(element.parent.etree_element) - 1
        own = (path, bare.tag, bare.get("class", ""), element.index == 0, last, bare.get("style", ""))
        return self._looks.of(element, above, own), own

    def read(self, element: Any, above: Look, path: Path, place: Place, flow: Flow) -> None:
        """Read one block with all that is in it into the flow."""
        look, path = self.look(element, above, path)
        if look.display == "none":
            return
        flow.enter(look)
        if look.page != above.page:
            place = Place(form_of(look.page, opens=False).text_width)
        if look.display == "inline-block":
            place = replace(place, share_of=min(place.width, self._longest_line(element, look, path)))
        start = len(flow.blocks)
        if look.display == "table":
            # Tables hold flows, and flows hold tables.
            from foundation.papers.word.tables import read_table

            read_table(self, element, look, path, place, flow)
        elif look.position == "relative":
            # So do sheets on which lines have their places.
            from foundation.papers.word.placing import read_sheet

            read_sheet(self, element, look, path, place, flow)
        else:
            self.read_inside(element, look, path, place.within(look), flow)
        flow.leave(look, start)

    def read_inside(self, element: Any, look: Look, path: Path, place: Place, flow: Flow) -> None:
        """What a block or a cell holds: words alone are one paragraph."""
        if self.is_leaf(element, look, path):
            self._paragraph(element, look, path, place, flow)
        else:
            self.read_children(element, look, path, place, flow)

    def read_words(self, words: str, look: Look, path: Path, place: Place, flow: Flow) -> None:
        """Words that stand where no words belong: a plain paragraph."""
        runs = tidy([Run(words, look)])
        if runs:
            flow.add(_paragraph_of(unframed(look), path, place, runs))

    def read_children(
        self,
        element: Any,
        look: Look,
        path: Path,
        place: Place,
        flow: Flow,
        besides: Collection[Element] = (),
    ) -> None:
        """Blocks, and the words between them as paragraphs; `besides` were read already."""
        if not look.border[0]:
            flow.add_room(look.padding[0])
        waiting: list[Run | Picture] = [Run(element.etree_element.text or "", look)]

        def write() -> None:
            runs = tidy(waiting)
            waiting.clear()
            if runs:
                flow.add(_paragraph_of(unframed(look), path, place, runs))

        for child in element.iter_children():
            if any(child.etree_element is one for one in besides):
                pass
            elif self._holds_block(child, look, path):
                write()
                self.read(child, look, path, place, flow)
            else:
                waiting += self._inline(child, look, path)
            waiting.append(Run(child.etree_element.tail or "", look))
        write()
        flow.add_room(look.padding[2])

    def _longest_line(self, element: Any, look: Look, path: Path) -> float:
        """How wide, in points, the longest of its lines is if none of them breaks."""
        if self.is_leaf(element, look, path):
            return width_of(tidy(list(self.inside(element, look, path))))
        inside = ((child, *self.look(child, look, path)) for child in element.iter_children())
        return max((self._longest_line(*one) for one in inside), default=0.0)

    def is_leaf(self, element: Any, look: Look, path: Path) -> bool:
        """Whether it holds words alone, no blocks."""
        return not any(self._holds_block(child, look, path) for child in element.iter_children())

    def _holds_block(self, element: Any, above: Look, path: Path) -> bool:
        """Whether it is a block, or an unknown element around one."""
        look, own = self.look(element, above, path)
        if look.is_block:
            return True
        if look.display == "none" or element.etree_element.tag == SVG:
            return False
        return any(self._holds_block(child, look, own) for child in element.iter_children())

    def _paragraph(self, element: Any, look: Look, path: Path, place: Place, flow: Flow) -> None:
        runs = tidy(list(self.inside(element, look, path)))
        ruled = look.border[0] or look.border[2]
        if not runs and not ruled and not look.height:
            return
        made = _paragraph_of(look, path, place, runs)
        made.exact = None if runs or not ruled else RULE
        made.whole = look.break_inside == "avoid"
        self._underline(element, look, path, place, made)
        flow.add(made)

    def _underline(self, element: Any, look: Look, path: Path, place: Place, made: Paragraph) -> None:
        """Words with a line below that is as long as they are: the border of a paragraph as wide as they."""
        only = list(element.iter_children())
        if len(only) != 1 or (element.etree_element.text or "").strip() or not made.runs:
            return
        inner, _path = self.look(only[0], look, path)
        if inner.display != "inline-block" or not inner.border[2]:
            return
        spare = max(0.0, place.width - width_of(made.runs) - SLACK)
        share = {"left": 0.0, "center": 0.5, "right": 1.0}.get(look.align, 0.0)
        made.border, made.padding = inner.border, inner.padding
        made.left, made.right = place.left + spare * share, place.right + spare * (1 - share)

    def inside(self, element: Any, look: Look, path: Path) -> Iterator[Run | Picture]:
        """Its words and drawings, as they stand in the source."""
        yield Run(element.etree_element.text or "", look)
        for child in element.iter_children():
            yield from self._inline(child, look, path)
            yield Run(child.etree_element.tail or "", look)

    def _inline(self, element: Any, above: Look, path: Path) -> Iterator[Run | Picture]:
        look, own = self.look(element, above, path)
        bare = element.etree_element
        if look.display == "none":
            return
        if bare.tag == "br":
            yield Run("", look, break_line=True)
        elif bare.tag == SVG:
            yield picture_of(bare, look)
        else:
            yield from self.inside(element, look, own)


def _paragraph_of(look: Look, path: Path, place: Place, runs: list[Run | Picture]) -> Paragraph:
    tag = path[1]
    return Paragraph(
        look=look,
        name=style_name(path),
        runs=runs,
        left=place.left,
        right=place.right,
        border=look.border,
        padding=look.padding,
        level=int(tag[1]) - 1 if tag in ("h1", "h2", "h3") else None,
    )


def width_of(runs: list[Run | Picture]) -> float:
    """How wide words are on one line, in points."""
    return sum(
        count_ems(run.text) * run.look.size * (BOLD_EMS if run.look.bold else 1.0)
        for run in runs
        if isinstance(run, Run)
    )


def unframed(look: Look) -> Look:
    """The look of words that have no block of their own."""
    return replace(look, margin=NOTHING, border=NOTHING, padding=NOTHING, height=0.0)


def tidy(pieces: list[Run | Picture]) -> list[Run | Picture]:
    """Blanks as HTML means them: one for many, none at the ends of a line; capitals where so said."""
    found: list[Run | Picture] = []
    after_blank = True
    for piece in pieces:
        if isinstance(piece, Picture):
            found.append(piece)
            after_blank = False
        elif piece.break_line:
            _trim(found)
            found.append(piece)
            after_blank = True
        else:
            text = BLANKS.sub(" ", piece.text)
            if after_blank:
                text = text.removeprefix(" ")
            if text:
                after_blank = text.endswith(" ")
                found.append(Run(text.upper() if piece.look.upper else text, piece.look))
    _trim(found)
    return found if any(isinstance(one, Picture) or one.text for one in found) else []


def _trim(found: list[Run | Picture]) -> None:
    """Take the blank off the end of what was read last."""
    last = found[-1] if found else None
    if isinstance(last, Run) and last.text.endswith(" "):
        last.text = last.text[:-1]
        if not last.text and not last.break_line:
            found.pop()
