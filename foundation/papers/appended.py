"""What came after the end of an issued PDF: signatures alone, or something that changes what it shows."""

from collections.abc import Collection, Iterator
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from foundation.papers.signed_fields import are_only_signature_fields, written

OF_THE_FILE = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"})
"""What signing may change of the whole file; its pages, their order and its structure are not among it."""
OF_PROOFS = frozenset({"/DSS", "/Extensions", "/Metadata", "/Version"})
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
    if not are_only_signature_fields(issued, signed):
        return False
    for page in _pages(issued):
        before, after = page.get_object(), IndirectObject(*_key(page), signed).get_object()
        if not _alike(before, after, OF_A_PAGE) or not all(_is_signature(one) for one in _marks(after)):
            return False
    return True


def nothing_shown_after(signed: PdfFileReader, revision: int) -> bool:
    """Whether what came after this revision (counted from 0) can only prove its signatures: certificates and
    lists of revoked ones, put beside them (PAdES, ETSI EN 319 142-1, 5.4.2), then the end of the file.
    """
    before = signed.get_historical_resolver(revision)
    root = _number(signed.trailer.raw_get("/Root"))
    of_proofs = {root} | _numbers_of_proofs(before) | _numbers_of_description(before.root, signed)
    if not set(_touched_since(signed, revision + 1, int(before.trailer_view["/Size"]))) <= of_proofs:
        return False
    return _alike(before.root, signed.root, OF_PROOFS)


def _numbers_of_proofs(reader: Any) -> set[int]:
    if "/DSS" not in reader.root:
        return set()
    held = reader.root["/DSS"]
    found = [reader.root.raw_get("/DSS"), *(held.raw_get(name) for name in held)]
    return {_number(one) for one in found if isinstance(one, IndirectObject)}


def _touched(issued: PdfFileReader, signed: PdfFileReader) -> Iterator[int]:
    """The numbers of issued objects that later revisions replace or drop."""
    return _touched_since(signed, issued.xrefs.total_revisions, int(issued.trailer["/Size"]))


def _touched_since(signed: PdfFileReader, first: int, known: int) -> Iterator[int]:
    for revision in range(first, signed.xrefs.total_revisions):
        later = signed.get_historical_resolver(revision)
        for one in later.explicit_refs_in_revision() | later.refs_freed_in_revision():
            if 0 < one.idnum < known:
                yield one.idnum


def _numbers_for_signing(issued: PdfFileReader) -> set[int]:
    """The issued objects that signing replaces: the form, its fields, their places, the description."""
    root = issued.root
    found = [root.raw_get("/AcroForm")] if "/AcroForm" in root else []
    if "/AcroForm" in root:
        fields = root["/AcroForm"].raw_get("/Fields")
        found += [fields, *_members(fields)]
    for page in _pages(issued):
        content = page.get_object()
        if "/Annots" in content:
            found.append(content.raw_get("/Annots"))
    numbers = {_number(one) for one in found if isinstance(one, IndirectObject)}
    return numbers | _numbers_of_description(root, issued)


def _numbers_of_description(root: DictionaryObject, reader: PdfFileReader) -> set[int]:
    """What a file says of itself: no page shows it, and every tool writes its name there."""
    trailer = reader.trailer.flatten()
    found = [root.raw_get("/Metadata")] if "/Metadata" in root else []
    found += [trailer.raw_get("/Info")] if "/Info" in trailer else []
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
    return {name: written(content.raw_get(name)) for name in content if name not in besides}


def _key(reference: IndirectObject) -> tuple[int, int]:
    return reference.idnum, reference.generation


def _number(reference: IndirectObject) -> int:
    return int(reference.idnum)
