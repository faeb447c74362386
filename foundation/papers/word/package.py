"""The file around the words: pages, what runs along them, properties, and a ZIP that is always the same."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Pt
from lxml import etree

from foundation.papers.word.blocks import Paragraph, Part, Picture, Spot
from foundation.papers.word.looks import Look
from foundation.papers.word.markup import EMU, child, node
from foundation.papers.word.naming import NAMES
from foundation.papers.word.pages import MM, PageForm, Running, form_of
from foundation.papers.word.styles import LANGUAGE, Styles
from foundation.papers.word.writing import Writer

FIXED = (1980, 1, 1, 0, 0, 0)
"""The time of every member: the earliest that a ZIP can say."""
UNWANTED = (
    RT.THUMBNAIL,
    RT.EXTENDED_PROPERTIES,
    RT.CUSTOM_XML,
    RT.NUMBERING,
    RT.WEB_SETTINGS,
    RT.THEME,
    RT.FONT_TABLE,
)
"""Parts of python-docx's own template that a paper does not need, or that tell of another machine."""
WORD_2013 = "15"
FOOT = 8 * MM


class DocxFile:
    """One document in the making. `foot` takes the place of what the style sheet has at the foot."""

    def __init__(self, foot: str = "") -> None:
        self._foot = (Running((("text", foot),), "center", 11.0, bold=True, italic=False, spacing=0.0),)
        self._document = Document()
        self._styles = Styles()
        self._writer = Writer(self._styles, self._placed)

    def write(self, title: str, parts: list[Part]) -> bytes:
        """Write a paper part by part, each on pages of its own form."""
        body = self._document.element.body
        *olds, pages = body
        pages.attrib.clear()
        for old in olds:
            body.remove(old)
        for number, part in enumerate(parts):
            self._open(part, first=number == 0)
            self._writer.blocks(body, part.blocks)
            body.append(pages)
        self._styles.write(self._document.styles.element)
        _settings(self._document.settings.element)
        _properties(self._document, title)
        _drop_unwanted(self._document)
        out = BytesIO()
        self._document.save(out)
        return same_bytes(out.getvalue())

    def _open(self, part: Part, *, first: bool) -> None:
        form = form_of(part.page, opens=first)
        if self._foot[0].parts[0][1]:
            form = replace(form, below=self._foot, first_below=self._foot)
        section = self._document.sections[0] if first else self._next_section()
        _shape(section, form)
        _count_pages(self._document.element.body[-1], anew=form.restart)
        self._run_along(section, form, first=first)

    def _next_section(self) -> Section:
        """End a part in its last paragraph; python-docx makes one of its own for that."""
        section: Section = self._document.add_section(WD_SECTION.NEW_PAGE)
        last, made = self._document.element.body[-3:-1]
        last.find(qn("w:pPr")).append(made.find(qn("w:pPr")).find(qn("w:sectPr")))
        made.getparent().remove(made)
        return section

    def _run_along(self, section: Section, form: PageForm, *, first: bool) -> None:
        """Number and mark of each page; the first page of a part has its own."""
        section.different_first_page_header_footer = True
        for holder, lines in (
            (section.header, form.above),
            (section.footer, form.below),
            (section.first_page_header, form.first_above),
            (section.first_page_footer, form.first_below),
        ):
            holder.is_linked_to_previous = False
            element = holder.part.element
            for old in list(element):
                element.remove(old)
            for line in lines or [None]:
                self._running(element, line)

    def _running(self, above: Any, line: Running | None) -> None:
        if line is None:
            self._writer.paragraph(above, Paragraph(Look(), NAMES["running"]))
            return
        look = Look(
            size=line.size, bold=line.bold, italic=line.italic, spacing=line.spacing, align=line.align
        )
        self._writer.paragraph(above, Paragraph(look, NAMES["running"]))
        made = above[-1]
        for kind, said in line.parts:
            above = made
            if kind == "counter":
                above = child(made, "w:fldSimple", instr="NUMPAGES" if said == "pages" else "PAGE")
            run = child(above, "w:r")
            child(run, "w:t").text = "2" if kind == "counter" else said

    def _placed(self, picture: Picture) -> Any:
        """The element that shows a picture; the same picture is kept once."""
        part = self._document.part
        inline = part.new_pic_inline(
            BytesIO(picture.png), Emu(round(picture.width * EMU)), Emu(round(picture.height * EMU))
        )
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("descr", picture.told)
        inline.docPr.set("name", picture.told or f"Hình {inline.docPr.id}")
        for named in inline.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"):
            named.set("name", "")
        drawing = node("w:drawing")
        drawing.append(inline if picture.spot is None else _anchored(inline, picture.spot))
        return drawing


def _anchored(inline: Any, spot: Spot) -> Any:
    """The same picture at a place of its page, behind the words; a later one lies over an earlier one."""
    said = dict.fromkeys(("distT", "distB", "distL", "distR", "simplePos"), "0")
    said["relativeHeight"] = str(inline.docPr.id)
    flags = {"behindDoc": "1", "locked": "0", "layoutInCell": "1", "allowOverlap": "1"}
    made = etree.Element(qn("wp:anchor"), said | flags, nsmap=inline.nsmap)
    etree.SubElement(made, qn("wp:simplePos"), {"x": "0", "y": "0"})
    for name, at in (("wp:positionH", spot.left), ("wp:positionV", spot.top)):
        position = etree.SubElement(made, qn(name), {"relativeFrom": "page"})
        etree.SubElement(position, qn("wp:posOffset")).text = str(round(at * EMU))
    parts = list(inline)
    made.append(parts[0])
    etree.SubElement(made, qn("wp:wrapNone"))
    made.extend(parts[1:])
    return made


def _shape(section: Section, form: PageForm) -> None:
    section.page_width, section.page_height = Pt(form.width), Pt(form.height)
    section.orientation = WD_ORIENT.LANDSCAPE if form.width > form.height else WD_ORIENT.PORTRAIT
    top, right, bottom, left = form.margin
    section.top_margin, section.right_margin = Pt(top), Pt(right)
    section.bottom_margin, section.left_margin = Pt(bottom), Pt(left)
    section.header_distance = Pt(max(0.0, top - form.room))
    section.footer_distance = Pt(min(FOOT, bottom / 2))
    section.gutter = Pt(0)


def _count_pages(properties: Any, *, anew: bool) -> None:
    """Count the pages of a part from 1, or on from those before it."""
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    if anew:
        properties.find(qn("w:pgMar")).addnext(node("w:pgNumType", start="1"))


def _settings(root: Any) -> None:
    """As Word has laid out since 2013; no habit of python-docx's template stays."""
    for old in list(root):
        root.remove(old)
    child(root, "w:defaultTabStop", val="720")
    child(root, "w:characterSpacingControl", val="doNotCompress")
    compat = child(root, "w:compat")
    uri = "http://schemas.microsoft.com/office/word"
    child(compat, "w:compatSetting", name="compatibilityMode", uri=uri, val=WORD_2013)
    child(root, "w:decimalSymbol", val=",")
    child(root, "w:listSeparator", val=";")


def _properties(document: Any, title: str) -> None:
    """Title and language; neither who made it nor when, nor with what."""
    root = document.part.package.part_related_by(RT.CORE_PROPERTIES).element
    for old in list(root):
        root.remove(old)
    document.core_properties.title = title[:255]
    document.core_properties.language = LANGUAGE


def _drop_unwanted(document: Any) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key, one in list(relations.items()):
            if one.reltype in UNWANTED or "stylesWithEffects" in one.reltype:
                del relations[key]


def same_bytes(content: bytes) -> bytes:
    """The same members in a ZIP that knows no clock and no machine."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, FIXED)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, source.read(name), compresslevel=6)
    return out.getvalue()
