"""Empty fields for digital signatures, added to a finished PDF, so that a signing tool finds its place.

The state's tools sign by an incremental update: the bytes that were issued stay the unchanged beginning of
the signed file. A field is tagged as a form with a name of its own (PDF/UA-1, ISO 14289-1, 7.18.4).
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from foundation.papers.places import SignerPlace

MM = 72 / 25.4
NAME = "ChuKy{number}"
SPOKEN = "Chỗ ký số của {place}"
HEIGHT = 26 * MM
WIDTH = 60 * MM
ABOVE = 2 * MM
"""How far it keeps from the name; the empty room between title and name is 30 mm high in paper.css."""


class _SteadyWriter(IncrementalPdfFileWriter):
    """Writes no moment and nothing at random: the same file with the same fields is the same bytes."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        prev.stream.seek(0)
        own = generic.ByteStringObject(hashlib.sha256(prev.stream.read()).digest()[:16])
        given = prev.trailer.flatten().get("/ID")
        return generic.ArrayObject([given[0] if given else own, own])

    def _update_meta(self) -> None:
        """What the file says of itself stays as it was issued."""


def add_fields(pdf: bytes, places: Sequence[SignerPlace]) -> bytes:
    """The PDF with one empty field above the name of each signer: ChuKy1, ChuKy2 … in the given order.

    `pdf` is the unchanged beginning of the outcome; without places it is the outcome.
    """
    writer = _SteadyWriter(BytesIO(pdf))
    for number, place in enumerate(places, start=1):
        _add(writer, place, number, last=len(places))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _add(writer: IncrementalPdfFileWriter, place: SignerPlace, number: int, last: int) -> None:
    spoken = SPOKEN.format(place="người ký" if last == 1 else f"người ký thứ {number}")
    spec = SigFieldSpec(
        sig_field_name=NAME.format(number=number),
        on_page=place.page,
        box=_box(place),
        readable_field_name=spoken,
    )
    append_signature_field(writer, spec)
    fields = writer.root["/AcroForm"]["/Fields"]
    _tag(writer, fields.raw_get(len(fields) - 1), spoken)


def _box(place: SignerPlace) -> tuple[int, int, int, int]:
    """Left, lower, right and upper edge in points, measured from below."""
    middle, half = (place.left + place.right) / 2, min(WIDTH, place.right - place.left) / 2
    lower = place.page_height - place.top + ABOVE
    edges = (middle - half, lower, middle + half, lower + HEIGHT)
    left, below, right, above = (round(edge) for edge in edges)
    return left, below, right, above


def _tag(writer: IncrementalPdfFileWriter, field: generic.IndirectObject, spoken: str) -> None:
    """Enter the field in the structure of a tagged file, at the end of its reading order."""
    if "/StructTreeRoot" not in writer.root:
        return
    root: Any = writer.root["/StructTreeRoot"]
    widget: Any = field.get_object()
    whole: Any = root["/K"]
    document = whole.raw_get(0) if isinstance(whole, generic.ArrayObject) else root.raw_get("/K")
    numbers: Any = root["/ParentTree"]["/Nums"]
    key = 1 + max((int(numbers[at]) for at in range(0, len(numbers), 2)), default=-1)
    page = widget.raw_get("/P")
    page.get_object()[pdf_name("/Tabs")] = pdf_name("/S")
    seen = {pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field, pdf_name("/Pg"): page}
    form = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): document,
                pdf_name("/Pg"): page,
                pdf_name("/Alt"): pdf_string(spoken),
                pdf_name("/K"): generic.ArrayObject([generic.DictionaryObject(seen)]),
            }
        )
    )
    document.get_object()["/K"].append(form)
    numbers.extend([generic.NumberObject(key), form])
    widget[pdf_name("/StructParent")] = generic.NumberObject(key)
    for changed in (document.get_object(), numbers, widget):
        writer.update_container(changed)
