"""A paper with long tables: WeasyPrint lays out where each begins and ends, the pages between are drawn."""

from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import Document
from weasyprint.document import Page
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import FontConfiguration

from foundation.papers.archive import Piece, piece_of
from foundation.papers.drawn_pages.model import Model
from foundation.papers.drawn_pages.page import DrawnPage
from foundation.papers.drawn_pages.reading import kind_of
from foundation.papers.pagination import long_tables, rows_of_pages
from foundation.papers.pdf import render
from foundation.papers.pieces import cut
from foundation.papers.places import SignerPlace, take_signers

LONG = 120
"""Rows of a table from which drawing its middle pages pays."""

PROBE = 1.25
"""So many pages of a table are laid out at its beginning: its second page is the model of those drawn."""


def draw_lengthy(root: Element, place: int = 0) -> Piece | None:
    """The paper as one piece, at this place of its file; None where it has no long table. The tree is used
    up.

    Raises NotPlainError where a table holds what only WeasyPrint can lay out.
    """
    tables = [told for told in long_tables(root) if len(told[1].findall("./tbody/tr")) >= LONG]
    if not tables:
        return None
    config = FontConfiguration()
    fonts: dict[Any, Font] = {}
    documents: list[Document] = []
    pages: list[Page] = []
    number = 1
    for parent, table in tables:
        probe = rows_of_pages(table, PROBE)
        rest = cut(root, parent, table, 0)
        rows = rest.find(".//tbody")
        if rows is None:
            raise AssertionError("a table that was cut has rows")
        table[-1].extend(_begun(list(rows), probe))
        documents.append(render(root, number, config))
        model = Model(documents[-1].pages, parent, table, fonts)
        middle = model.pages(rows[model.laid_out :])
        pages += documents[-1].pages[: model.first + 1]
        pages += [DrawnPage(model, one, index) for index, one in enumerate(middle, start=model.number)]
        number = model.number + len(middle)
        del rows[: model.laid_out + sum(map(len, middle))]
        root = rest
    documents.append(render(root, number, config))
    whole = documents[0].copy([*pages, *documents[-1].pages])
    whole.fonts.update(fonts)
    return piece_of(whole, _signers_on(whole.pages), place)


def _begun(rows: list[Element], probe: int) -> list[Element]:
    """The first rows of a table, then one more of each kind that is not among them."""
    found = rows[:probe]
    known = {kind_of(row) for row in found}
    for row in rows[probe:]:
        kind = kind_of(row)
        if kind not in known:
            known.add(kind)
            found.append(row)
    return found


def _signers_on(pages: list[Page]) -> list[SignerPlace]:
    """Where the paper is signed; no other anchor is left on its pages."""
    signers: list[SignerPlace] = []
    for index, page in enumerate(pages):
        signers.extend(take_signers(page.anchors, index, page.height))
        page.anchors.clear()
    return signers
