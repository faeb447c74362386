"""The fields of a signed file: nothing but places of signatures, none of which can hide what was issued.

What a reader sees of a signature is drawn into the rectangle of its field and cut off there, so the place of
the rectangle decides what it can cover: the room of the signer, with the seal of the agency that reaches over
it, or the head of the page, where the law wants the words of an electronic signature (Decree 30/2020/NĐ-CP,
Appendix I, part I, II.8 and II.9).
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

OF_THE_FORM = frozenset({"/Fields", "/SigFlags", "/DR", "/DA", "/NeedAppearances"})
OF_A_FIELD = frozenset(
    """
    /Type /Subtype /FT /T /TU /TM /Kids /Parent /V /AP /F /Ff /M /P /Rect /StructParent /Lock /SV
    /MK /BS /Border /NM /DA /DR /Q /H /AS /Contents
    """.split()  # noqa: SIM905 - words are read more easily
)
"""What a field of a signature and its place may say: no deed, no script, no layer."""
SIGNING = frozenset({"/V", "/AP", "/F", "/M", "/Lock", "/SV", "/P", "/MK", "/DA", "/DR", "/AS", "/Ff"})
"""What signing changes of a field that was issued; its place is not among it."""
MM = 72 / 25.4
HEAD = 20 * MM
"""The upper margin of a page, where no word of the text stands."""
BESIDE, AROUND = 30 * MM, 10 * MM
"""How far a seal may reach beyond the room of a signer: to the left, and to the other sides."""
UNSEEN = 1.0
"""A rectangle that is no wider or no higher shows nothing; in points."""


class Box(NamedTuple):
    """A rectangle of a page, in points from below."""

    left: float
    lower: float
    right: float
    upper: float

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside."""
        return (
            self.left <= other.left
            and self.lower <= other.lower
            and other.right <= self.right
            and other.upper <= self.upper
        )


def are_only_signature_fields(issued: PdfFileReader, signed: PdfFileReader) -> bool:
    """Whether the form of the signed file has signature fields only, those that were issued where they were,
    new ones unseen or in a place that is kept for signing.
    """
    form = _held(signed.root, "/AcroForm")
    if form is None:
        return True
    if not set(form) <= OF_THE_FORM:
        return False
    before = {_key(one): one.get_object() for one in _fields(issued)}
    rooms = _rooms(issued)
    for one in _fields(signed):
        field = one.get_object()
        if not set(field) <= OF_A_FIELD or not _is_of_signature(field):
            return False
        was = before.get(_key(one))
        if was is not None and not _is_same_place(was, field):
            return False
        if was is None and not _may_stand(field, rooms):
            return False
    return set(before) <= {_key(one) for one in _fields(signed)}


def _fields(reader: PdfFileReader) -> Iterator[Any]:
    """Every field and every place of one, as references or as what stands there itself."""
    form = _held(reader.root, "/AcroForm")
    waiting = _members(form, "/Fields") if form is not None else []
    seen: set[object] = set()
    while waiting:
        one = waiting.pop()
        if _key(one) in seen:
            continue
        seen.add(_key(one))
        yield one
        waiting += _members(one.get_object(), "/Kids")


def _held(content: Any, name: str) -> Any:
    return content[name] if name in content else None  # noqa: SIM401 - `get` would not follow a reference


def _members(content: Any, name: str) -> list[Any]:
    array = _held(content, name)
    return [] if array is None else [array.raw_get(place) for place in range(len(array))]


def _key(one: Any) -> object:
    return (one.idnum, one.generation) if isinstance(one, IndirectObject) else id(one)


def _is_of_signature(field: Any) -> bool:
    above = field
    while "/FT" not in above and "/Parent" in above:
        above = above["/Parent"]
    return bool(_held(above, "/FT") == "/Sig" and _held(field, "/Subtype") in (None, "/Widget"))


def _is_same_place(before: Any, after: Any) -> bool:
    names = (set(before) | set(after)) - SIGNING
    return all(name in before and name in after for name in names) and all(
        written(before.raw_get(name)) == written(after.raw_get(name)) for name in names
    )


def written(content: Any) -> bytes:
    """What stands in the file for this object, references as references."""
    out = BytesIO()
    content.write_to_stream(out, None)
    return out.getvalue()


def _rooms(issued: PdfFileReader) -> dict[int, list[Box]]:
    """Where a new signature may be seen beside the places that were issued, by the number of the page."""
    rooms: dict[int, list[Box]] = {}
    for one in _fields(issued):
        field = one.get_object()
        if "/P" in field and "/Rect" in field:
            left, lower, right, upper = _box(field)
            wider = Box(left - BESIDE, lower - AROUND, right + AROUND, upper + AROUND)
            rooms.setdefault(int(field.raw_get("/P").idnum), []).append(wider)
    return rooms


def _may_stand(field: Any, rooms: dict[int, list[Box]]) -> bool:
    if "/Rect" not in field:
        return "/Subtype" not in field
    box = _box(field)
    if box.right - box.left <= UNSEEN or box.upper - box.lower <= UNSEEN:
        return True
    if "/P" not in field:
        return False
    number = int(field.raw_get("/P").idnum)
    page = _media(field["/P"])
    head = Box(page.left, page.upper - HEAD, page.right, page.upper)
    return any(room.holds(box) for room in [head, *rooms.get(number, [])])


def _media(page: Any) -> Box:
    above = page
    while "/MediaBox" not in above and "/Parent" in above:
        above = above["/Parent"]
    return _edges(above["/MediaBox"])


def _box(field: Any) -> Box:
    return _edges(field["/Rect"])


def _edges(edges: Any) -> Box:
    one, two, three, four = (float(edge) for edge in edges)
    return Box(min(one, three), min(two, four), max(one, three), max(two, four))
