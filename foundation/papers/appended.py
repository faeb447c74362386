"""What came after the end of an issued PDF: signatures alone, or something that changes what it shows."""

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

OF_THE_FILE = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
"""What signing may change of the whole file; its pages, their order and its structure are not among it."""
OF_A_PAGE = frozenset({"/Annots", "/LastModified", "/Tabs"})


def only_signatures_after(issued: PdfFileReader, signed: PdfFileReader) -> bool:
    """Whether the revisions that `signed` has more touch nothing but what signing needs.

    `issued` must be its unchanged beginning. A new annotation may be the place of a signature and no more:
    anything else could cover what was issued.
    """
    touched = set(_touched(issued, signed))
    pages = {_number(one) for one in _pages(issued)}
    free = _numbers_for_signing(issued)
    root = _number(issued.trailer.raw_get("/Root"))
    if not touched <= free | pages | {root}:
        return False
    if root in touched and not _alike(issued.root, signed.root, OF_THE_FILE):
        return False
    for page in _pages(issued):
        before, after = page.get_object(), IndirectObject(*_key(page), signed).get_object()
        if not _alike(before, after, OF_A_PAGE) or not all(_is_signature(one) for one in _marks(after)):
            return False
    return True


def _touched(issued: PdfFileReader, signed: PdfFileReader) -> Iterator[int]:
    """The numbers of issued objects that later revisions replace or drop."""
    known = issued.trailer["/Size"]
    for revision in range(issued.xrefs.total_revisions, signed.xrefs.total_revisions):
        later = signed.get_historical_resolver(revision)
        for one in later.explicit_refs_in_revision() | later.refs_freed_in_revision():
            if 0 < one.idnum < known:
                yield one.idnum


def _numbers_for_signing(issued: PdfFileReader) -> set[int]:
    """The issued objects that signing replaces: the form, its fields, their places, the description."""
    root = issued.root
    found = [root.raw_get(name) for name in ("/AcroForm", "/Metadata") if name in root]
    trailer = issued.trailer.flatten()
    found += [trailer.raw_get(name) for name in ("/Info",) if name in trailer]
    if "/AcroForm" in root:
        fields = root["/AcroForm"].raw_get("/Fields")
        found += [fields, *_members(fields)]
    for page in _pages(issued):
        content = page.get_object()
        if "/Annots" in content:
            found.append(content.raw_get("/Annots"))
    return {_number(one) for one in found if isinstance(one, IndirectObject)}


def _members(array: Any) -> list[Any]:
    held = array.get_object() if isinstance(array, IndirectObject) else array
    return [held.raw_get(place) for place in range(len(held))]


def _pages(reader: PdfFileReader) -> Iterator[IndirectObject]:
    waiting = _members(reader.root["/Pages"].raw_get("/Kids"))
    while waiting:
        one = waiting.pop(0)
        content = one.get_object()
        if "/Kids" in content:
            waiting[:0] = _members(content.raw_get("/Kids"))
        else:
            yield one


def _marks(page: DictionaryObject) -> list[Any]:
    return [one.get_object() for one in _members(page.raw_get("/Annots"))] if "/Annots" in page else []


def _is_signature(mark: Any) -> bool:
    field = mark["/Parent"] if "/FT" not in mark and "/Parent" in mark else mark
    return bool(mark.get("/Subtype") == "/Widget" and field.get("/FT") == "/Sig")


def _alike(before: DictionaryObject, after: DictionaryObject, besides: Collection[str]) -> bool:
    return _written(before, besides) == _written(after, besides)


def _written(content: DictionaryObject, besides: Collection[str]) -> dict[str, bytes]:
    return {name: _bytes(content.raw_get(name)) for name in content if name not in besides}


def _bytes(content: Any) -> bytes:
    out = BytesIO()
    content.write_to_stream(out, None)
    return out.getvalue()


def _key(reference: IndirectObject) -> tuple[int, int]:
    return reference.idnum, reference.generation


def _number(reference: IndirectObject) -> int:
    return int(reference.idnum)
