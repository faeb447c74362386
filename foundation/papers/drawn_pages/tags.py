"""The structure of drawn pages: the same tags that WeasyPrint gives a table it laid out."""

from collections.abc import Sequence
from typing import Any

import pydyf
from weasyprint.document import Page

from foundation.papers.drawn_pages.page import DrawnPage
from foundation.papers.drawn_pages.rows import DrawnRow


class Ready(pydyf.Object):
    """An object whose bytes stand."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether it may stand among other objects in a stream."""
        return b"\nstream\n" not in self._data


def add_drawn_tags(pdf: pydyf.PDF, pages: Sequence[Page], place: int) -> None:
    """Hang a table for each drawn page into the structure of a document, where its page stands. `place` is
    that of the document in its file, counted from 0: names of table heads hold in one document only.
    """
    structure = _object(pdf, pdf.catalog["StructTreeRoot"])
    whole, numbers = _object(pdf, structure["K"][0]), _object(pdf, structure["ParentTree"])["Nums"]
    order = {reference: index for index, reference in enumerate(pdf.page_references)}
    standing = [(order[bytes(_object(pdf, one)["Pg"])], one) for one in whole["K"]]
    for reference, index in order.items():
        page = pages[index]
        if isinstance(page, DrawnPage):
            tags = _Tags(pdf, reference, page, b"%d." % place if place else b"")
            standing.append((index, tags.add_table(bytes(whole.reference))))
            numbers[2 * index + 1].extend(tags.spans)
    whole["K"] = pydyf.Array([one for _index, one in sorted(standing, key=lambda told: told[0])])


class _Tags:
    """The elements of one page, numbered as they are added; `spans` are those of its lines in their order."""

    def __init__(self, pdf: pydyf.PDF, page: bytes, drawn: DrawnPage, prefix: bytes) -> None:
        self.spans: list[bytes] = []
        self._prefix = prefix
        self._pdf, self._page, self._drawn = pdf, page, drawn
        self._heads: dict[int, list[bytes]] = {}
        self._table = b""

    def add_table(self, parent: bytes) -> bytes:
        """The table, within the block of its annex if it stands in one. Returns a reference to the outer."""
        rows, count = self._drawn.rows, len(self._drawn.model.header)
        annex = self._reserve() if self._drawn.model.in_annex else None
        place = self._reserve()
        self._table = b"%s%d" % (self._prefix, place)
        self._name_heads(rows)
        groups = []
        for tag, first, end in ((b"THead", 0, count), (b"TBody", count, len(rows))):
            if end > first:
                group = self._reserve()
                kids = [self._row(rows[index], index, _told(group)) for index in range(first, end)]
                groups.append(self._fill(group, tag, kids, _told(place)))
        if annex is None:
            return self._fill(place, b"Table", groups, parent)
        return self._fill(annex, b"Div", [self._fill(place, b"Table", groups, _told(annex))], parent)

    def _name_heads(self, rows: Sequence[DrawnRow]) -> None:
        for index, row in enumerate(rows):
            for column, _lines in row.cells:
                if column.tag == "th":
                    name = b"(%s-%d-%d)" % (self._table, index, column.first)
                    self._heads.setdefault(column.first, []).append(name)

    def _row(self, row: DrawnRow, index: int, parent: bytes) -> bytes:
        place = self._reserve()
        cells = []
        for column, lines in row.cells:
            cell = self._reserve()
            spans = [self._span(_told(cell)) for _line in lines]
            about = b"/O /Table" + (b" /ColSpan %d" % column.span if column.span > 1 else b"")
            if column.tag == "th":
                extra = b"/A <<%s>> /ID (%s-%d-%d)" % (about, self._table, index, column.first)
            else:
                names = [
                    name
                    for number in range(column.first, column.first + column.span)
                    for name in self._heads.get(number, ())
                ]
                extra = b"/A <<%s /Headers [%s]>>" % (about, b" ".join(names))
            cells.append(self._fill(cell, column.tag.upper().encode(), spans, _told(place), extra))
        return self._fill(place, b"TR", cells, parent)

    def _span(self, parent: bytes) -> bytes:
        place = self._reserve()
        self.spans.append(self._fill(place, b"Span", [b"%d" % len(self.spans)], parent))
        return self.spans[-1]

    def _reserve(self) -> int:
        number = len(self._pdf.objects)
        self._pdf.objects.append(None)
        return number

    def _fill(self, place: int, tag: bytes, kids: list[bytes], parent: bytes, extra: bytes = b"") -> bytes:
        one = Ready(
            b"<</Type /StructElem /S /%s /K [%s] /Pg %s /P %s%s>>"
            % (tag, b" ".join(kids), self._page, parent, extra)
        )
        one.number = place
        self._pdf.objects[place] = one
        return _told(place)


def _told(number: int) -> bytes:
    return b"%d 0 R" % number


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    return pdf.objects[int(bytes(reference).split()[0])]
