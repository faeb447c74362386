"""The file of a paper: for keeping (PDF/A-2a) and for every reader (PDF/UA-1), put together from pieces.

WeasyPrint offers the two standards one at a time. They do not contradict each other: a file is laid out as
PDF/A-2a, and its metadata say that it is PDF/UA-1 too, with the description of that property that PDF/A
asks for (ISO 19005-2, 6.6.2.3).

A long paper is laid out in pieces. Their objects are numbered anew in one file: the pages of a later piece
become a branch of the page tree, its structure a part of the document's, its bookmarks follow.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pydyf
from weasyprint import DEFAULT_OPTIONS, Document
from weasyprint.css import ColorProfile
from weasyprint.pdf import VARIANTS, generate_pdf

from foundation.papers.drawn_pages.tags import Ready, add_drawn_tags
from foundation.papers.places import SignerPlace

VARIANT = "pdf/a-2a"
VERSION = b"1.7"
SRGB = "sRGB2014.icc"
REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|(=?)\b(\d+) 0 R\b")
"""A reference to an object, marked where it does not move; or a text, in which nothing is a reference."""
NULL = b"null"
for name in ("Extension", "Schema", "Property"):
    mark = "/" if name == "Extension" else "#"
    ET.register_namespace(f"pdfa{name}", f"http://www.aiim.org/pdfa/ns/{name.lower()}{mark}")

UA = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<rdf:Description rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


@dataclass(slots=True)
class Piece:
    """Some pages of a paper, as objects of a file that is not yet written: each by its number as bytes, but
    those that change when pieces are joined. `signers` are placed by the pages of this piece.
    """

    objects: list[bytes]
    changing: dict[int, pydyf.Dictionary]
    pages: list[int]
    catalog: int
    info: pydyf.Dictionary
    signers: list[SignerPlace]


def piece_of(document: Document, signers: list[SignerPlace], place: int) -> Piece:
    """The objects of a document that was laid out; it is the piece at this place, counted from 0."""
    _say_that_it_is_accessible(document)
    _describe_colours(document)
    properties = VARIANTS[VARIANT][1] | {"output_intent": None}
    options = {**DEFAULT_OPTIONS, "pdf_variant": VARIANT} | properties
    pdf = generate_pdf(document, None, 1, **options)
    add_drawn_tags(pdf, document.pages, place)
    pages = [int(number) for number in pdf.pages["Kids"][::3]]
    catalog = pdf.catalog
    if place:
        _name_apart(pdf.objects, place)
    kept = {pdf.pages.number, catalog.number, *pages, *_branching(pdf)}
    return Piece(
        [NULL if one.number in kept or not one.number else one.data for one in pdf.objects],
        {number: pdf.objects[number] for number in kept},
        pages,
        catalog.number,
        pdf.info,
        signers,
    )


def write(pieces: Sequence[Piece]) -> bytes:
    """The file of all pieces in their order. The same pieces give the same bytes."""
    joining = _Joining(pieces[0])
    for piece in pieces[1:]:
        joining.append(piece)
    return _written(joining.finished(), pieces[0])


def signers_of(pieces: Iterable[Piece]) -> tuple[SignerPlace, ...]:
    """Where the whole paper is signed, by its pages."""
    found: list[SignerPlace] = []
    before = 0
    for piece in pieces:
        found += [
            SignerPlace(before + one.page, one.left, one.top, one.right, one.page_height)
            for one in piece.signers
        ]
        before += len(piece.pages)
    return tuple(found)


def _say_that_it_is_accessible(document: Document) -> None:
    """Let the metadata name PDF/UA-1 beside PDF/A."""
    metadata = document.metadata
    usual = metadata.generate_rdf_metadata

    def with_ua(*told: Any) -> bytes:
        whole = ET.fromstring(usual(*told))  # noqa: S314 - made by WeasyPrint from our own title
        whole.extend(ET.fromstring(UA))  # noqa: S314 - our own text
        text: bytes = ET.tostring(whole, encoding="utf-8")
        return text

    metadata.generate_rdf_metadata = with_ua


def _describe_colours(document: Document) -> None:
    """Say which colours are meant; WeasyPrint would do so itself, but leave its file open."""
    with (files("weasyprint.pdf") / SRGB).open("rb") as profile:
        colours = ColorProfile(profile, SRGB, "relative-colorimetric", (["r"], ["g"], ["b"]))
    document.color_profiles["srgb"] = colours


def _branching(pdf: pydyf.PDF) -> list[int]:
    """The numbers of what leads into the structure and into the bookmarks."""
    root = _number(pdf.catalog["StructTreeRoot"])
    structure = pdf.objects[root]
    found = [root, _number(structure["ParentTree"]), _number(structure["K"][0])]
    if "Outlines" in pdf.catalog:
        found.append(_number(pdf.catalog["Outlines"]))
        following = pdf.objects[found[-1]].get("First")
        while following is not None:
            found.append(_number(following))
            following = pdf.objects[found[-1]].get("Next")
    return found


def _name_apart(objects: Iterable[Any], place: int) -> None:
    """Names of table heads hold in one piece only: give them the place of the piece."""
    for one in objects:
        if isinstance(one, pydyf.Dictionary) and one.get("S") in ("/TH", "/TD"):
            if "ID" in one:
                one["ID"] = pydyf.String(f"{place}.{one['ID'].string}")
            attributes = one["A"]
            if "Headers" in attributes:
                names = [pydyf.String(f"{place}.{name.string}") for name in attributes["Headers"]]
                attributes["Headers"] = pydyf.Array(names)


class _Joining:
    """The objects of one file that grows piece by piece, by the numbers they have in it."""

    def __init__(self, first: Piece) -> None:
        self.objects = list(first.objects)
        self.tops = first.changing
        self.pages = len(first.pages)
        self.catalog = first.changing[first.catalog]
        outlines = self._top("Outlines") if "Outlines" in self.catalog else None
        self.last_bookmark = self.tops[_number(outlines["Last"])] if outlines else None
        self.last_shift = 0

    def _top(self, name: str) -> pydyf.Dictionary:
        return self.tops[_number(self.catalog[name])]

    def append(self, piece: Piece) -> None:
        """Hang the pages, the structure and the bookmarks of a piece into those of the first. What it says of
        the file itself is dropped.
        """
        shift, own = len(self.objects) - 1, piece.changing
        theirs = own.pop(piece.catalog)
        self._append_pages(own[_number(theirs["Pages"])], [own[number] for number in piece.pages], shift)
        self._append_structure(own, theirs, shift)
        if "Outlines" in theirs:
            self._append_bookmarks(own, own.pop(_number(theirs["Outlines"])), shift)
        piece.objects[_number(theirs["Metadata"])] = NULL
        for number, one in enumerate(piece.objects[1:], start=1):
            changed = own.get(number)
            self.objects.append(_shifted(changed.data if changed else one, shift))
        self.pages += len(piece.pages)

    def finished(self) -> list[bytes]:
        """Every object, with what the pieces changed in the first."""
        for number, one in self.tops.items():
            self.objects[number] = one.data
        return self.objects

    def _append_pages(self, branch: pydyf.Dictionary, leaves: list[pydyf.Dictionary], shift: int) -> None:
        pages = self._top("Pages")
        pages["Kids"].append(_reference(branch.number + shift))
        pages["Count"] += branch["Count"]
        branch["Parent"] = _standing(pages.number)
        for page in leaves:
            page["StructParents"] += self.pages

    def _append_structure(
        self, own: dict[int, pydyf.Dictionary], theirs: pydyf.Dictionary, shift: int
    ) -> None:
        structure, other = self._top("StructTreeRoot"), own.pop(_number(theirs["StructTreeRoot"]))
        whole, part = self.tops[_number(structure["K"][0])], own[_number(other["K"][0])]
        part["S"], part["P"] = "/Part", _standing(whole.number)
        whole["K"].append(_reference(part.number + shift))
        numbers = self.tops[_number(structure["ParentTree"])]["Nums"]
        added = own.pop(_number(other["ParentTree"]))["Nums"]
        for page, elements in zip(added[::2], added[1::2], strict=True):
            moved = [_reference(_number(element) + shift) for element in elements]
            numbers.extend([page + self.pages, pydyf.Array(moved)])

    def _append_bookmarks(
        self, own: dict[int, pydyf.Dictionary], other: pydyf.Dictionary, shift: int
    ) -> None:
        if self.last_bookmark is None:
            raise ValueError("a paper begins with its title, which is its first bookmark")
        root, first, last = self._top("Outlines"), own[_number(other["First"])], own[_number(other["Last"])]
        following: pydyf.Dictionary | None = first
        while following is not None:
            following["Parent"] = _standing(root.number)
            following = own[_number(following["Next"])] if "Next" in following else None
        before = self.last_bookmark
        before["Next"] = (
            _standing(first.number + shift) if self.last_shift else _reference(first.number + shift)
        )
        first["Prev"] = _standing(before.number + self.last_shift)
        if self.last_shift:
            self.objects[before.number + self.last_shift] = _shifted(before.data, self.last_shift)
        root["Last"] = _reference(last.number + shift)
        root["Count"] += other["Count"]
        self.last_bookmark, self.last_shift = last, shift


def _written(objects: Sequence[bytes], first: Piece) -> bytes:
    pdf = pydyf.PDF()
    ready: list[Any] = [Ready(one) for one in objects[1:]]
    pdf.objects = pdf.objects[:1]
    for one in ready:
        pdf.add_object(one)
    pdf.catalog = pdf.objects[first.catalog]
    pdf.info = first.info
    out = BytesIO()
    pdf.write(out, VERSION, identifier=True, compress=True)
    return out.getvalue()


def _number(reference: Any) -> int:
    """The number of the object that is referred to."""
    return int(bytes(reference).split()[0])


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number


def _standing(number: int) -> bytes:
    """A reference by the number in the whole file, in an object whose other references are still to move."""
    return b"=%d 0 R" % number


def _shifted(data: bytes, shift: int) -> bytes:
    """The bytes of an object with each reference moved; what a stream holds stays."""
    head, mark, rest = data.partition(b"\nstream\n")

    def moved(found: re.Match[bytes]) -> bytes:
        stands, number = found.groups()
        if number is None:
            return found.group()
        return b"%d 0 R" % (int(number) + (0 if stands else shift))

    return REFERENCE.sub(moved, head) + mark + rest
