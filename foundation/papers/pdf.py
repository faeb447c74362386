"""HTML of a paper → PDF, by WeasyPrint. Nothing is read or fetched but our own stylesheet.

A paper is well-formed XML, because `foundation.papers.rendering` escapes every value; so it is read by the
XML parser of the standard library, which is many times faster than an HTML parser and refuses a template
that is not what it seems. WeasyPrint's own default sheet is replaced by the few rules a paper needs: its
universal pseudo-elements would cost five computed styles for each element.

A long paper is laid out by two processes; see docs/decisions on the speed of the list.
"""

from functools import cache
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from foundation.papers.places import RULE, LaidOut, SignerPlace, take_signers
from foundation.papers.sheets import DEFAULTS, STYLESHEET


class UnplannedPageError(Exception):
    """A page did not begin with the row that was planned; the plan must not be used."""


class _NothingOutside(URLFetcher):
    """Refuses every address: a paper holds no picture, font or link of its own."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> None:
        raise PermissionError(f"a paper may not fetch {url}")


class _PaperHtml(HTML):
    """A parsed paper, as WeasyPrint wants it."""

    def __init__(self, root: Element) -> None:
        self.base_url = None
        self.url_fetcher = _NothingOutside()
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_default_sheet()]


@cache
def _default_sheet() -> CSS:
    return CSS(string=DEFAULTS + RULE)


@cache
def _paper_sheet() -> CSS:
    return CSS(string=STYLESHEET.read_text(encoding="utf-8"), url_fetcher=_NothingOutside())


def _continued_sheet(first_page: int) -> CSS:
    number = "@top-center { content: counter(page) }"
    return CSS(string=f"@page :first {{ counter-reset: page {first_page}; {number} }}")


def parse(html: str | bytes) -> Element:
    """The tree of a paper, without its link to the stylesheet, which is applied from memory."""
    root = ET.fromstring(html)  # noqa: S314 - our own template, without a document type
    head = root.find("head")
    if head is not None:
        for link in head.findall("link"):
            head.remove(link)
    return root


def lay_out(root: Element, *, tagged: bool, first_page: int = 1) -> LaidOut:
    """Lay out one tree in this process, numbering pages from `first_page`. Same tree, same bytes.

    Rows of class "turn" carry the id of the page they must begin, counted from 0 within this tree.
    """
    sheets = [_paper_sheet(), *([_continued_sheet(first_page)] if first_page > 1 else [])]
    document = _PaperHtml(root).render(stylesheets=sheets, pdf_variant="pdf/ua-1" if tagged else None)
    signers: list[SignerPlace] = []
    for index, page in enumerate(document.pages):
        signers.extend(take_signers(page.anchors, first_page - 1 + index, page.height))
        if any(name != f"page-{index}" for name in page.anchors):
            raise UnplannedPageError(f"page {index} begins elsewhere: {sorted(page.anchors)}")
        page.anchors.clear()
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1" if tagged else None)
    return LaidOut(pdf, tuple(signers))
