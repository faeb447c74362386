"""HTML of a paper → PDF, by WeasyPrint. Nothing is read or fetched but our own stylesheet.

A paper is well-formed XML, because `foundation.papers.rendering` escapes every value; so it is read by the
XML parser of the standard library, which is many times faster than an HTML parser and refuses a template
that is not what it seems. WeasyPrint's own default sheet is replaced by the few rules a paper needs: its
universal pseudo-elements would cost five computed styles for each element.

The middle pages of a long table are drawn, or a long paper is laid out in pieces; see docs/decisions/0005.
"""

from functools import cache
from itertools import pairwise
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import cssselect2
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from foundation.papers.archive import VARIANT, Piece, piece_of
from foundation.papers.places import RULE, SignerPlace, take_signers
from foundation.papers.sheets import DEFAULTS, STYLESHEET

ANNEXES = tuple(f"{even}{mark}annex" for even in ("", "even-") for mark in ("", "sample-", "draft-"))
"""What paper.css calls the pages of an annex."""


BODY = "body"
"""What the ids of rows call the list that stands in the body, whose first page is that of the paper."""


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
    """What a piece needs whose first page is not the first of its part, by whatever name its pages go."""
    number = "@top-center { content: counter(page) }"
    first = ", ".join([":first", *(f"{name}:first:nth(1 of {name})" for name in ANNEXES)])
    return CSS(string=f"@page {first} {{ counter-reset: page {first_page}; {number} }}")


def parse(html: str | bytes) -> Element:
    """The tree of a paper, without its link to the stylesheet, which is applied from memory."""
    root = ET.fromstring(html)  # noqa: S314 - our own template, without a document type
    head = root.find("head")
    if head is not None:
        for link in head.findall("link"):
            head.remove(link)
    return root


def render(root: Element, first_page: int = 1, fonts: FontConfiguration | None = None) -> Document:
    """The pages of one tree, numbered from `first_page`."""
    sheets = [_paper_sheet(), *([_continued_sheet(first_page)] if first_page > 1 else [])]
    return _PaperHtml(root).render(stylesheets=sheets, pdf_variant=VARIANT, font_config=fonts)


def lay_out(
    root: Element, *, place: int = 0, first_page: int = 1, last: bool = True, before: int = 0
) -> Piece:
    """Lay out one tree in this process, numbering pages from `first_page`. Same tree, same bytes.

    `place` counts the pieces of a paper from 0, `last` says that nothing of it follows, `before` counts the
    pieces of other papers that stand before it in the file. Rows of class "turn" and
    "begin" carry an id "page-table-page" by which the outcome is verified. Raises UnplannedPageError.
    """
    document = render(root, first_page)
    signers: list[SignerPlace] = []
    plan: list[tuple[int, str]] = []
    for index, page in enumerate(document.pages):
        signers.extend(take_signers(page.anchors, index, page.height))
        plan.extend((index, name) for name in page.anchors)
        page.anchors.clear()
    if place and (not plan or plan[0][0]):
        raise UnplannedPageError("a later piece does not begin with its planned row")
    if not last and plan[-1][0] != len(document.pages) - 1:
        raise UnplannedPageError("a piece has more pages than planned")
    if not place and any(
        name.startswith(f"page-{BODY}-") and index != int(name.split("-")[2]) for index, name in plan
    ):
        raise UnplannedPageError("the list does not begin on the first page")
    _verify(plan)
    return piece_of(document, signers, before + place)


def _verify(plan: list[tuple[int, str]]) -> None:
    """Whether the planned rows of each table stand on pages that follow each other."""
    for (before, name), (page, following) in pairwise(plan):
        one, other = name.split("-"), following.split("-")
        if one[1] == other[1] and page - before != int(other[2]) - int(one[2]):
            raise UnplannedPageError(f"{following} stands on page {page}")
