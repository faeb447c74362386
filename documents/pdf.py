"""HTML of a paper → PDF, by WeasyPrint. Nothing is read or fetched but our own stylesheet.

A paper is well-formed XML, because `documents.rendering` escapes every value; so it is read by the XML
parser of the standard library, which is many times faster than an HTML parser and refuses a template
that is not what it seems. WeasyPrint's own default sheet is replaced by the few rules a paper needs: its
universal pseudo-elements would cost five computed styles for each element.
"""

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLESHEET = Path(__file__).parent.parent / "static" / "css" / "paper.css"

_DEFAULTS = """
html, body, div, p, h1, h2, h3 { display: block }
head, title, link { display: none }
table { display: table; box-sizing: border-box }
thead { display: table-header-group }
tbody { display: table-row-group }
tr { display: table-row }
colgroup { display: table-column-group }
col { display: table-column }
td, th { display: table-cell; padding: 0 }
h1 { bookmark-level: 1; bookmark-label: content(text) }
h2 { bookmark-level: 2; bookmark-label: content(text) }
"""


class _OnlyTheStylesheet(URLFetcher):
    """Refuses every address: a paper holds no picture, font or link of its own."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        raise PermissionError(f"a paper may not fetch {url}")


class _PaperHtml(HTML):  # type: ignore[misc]
    """A parsed paper, as WeasyPrint wants it."""

    def __init__(self, root: ElementTree.Element) -> None:
        self.base_url = None
        self.url_fetcher = _OnlyTheStylesheet()
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_default_sheet()]


@cache
def _default_sheet() -> CSS:
    return CSS(string=_DEFAULTS)


@cache
def _paper_sheet() -> CSS:
    return CSS(string=STYLESHEET.read_text(encoding="utf-8"), url_fetcher=_OnlyTheStylesheet())


def parse(html: str) -> ElementTree.Element:
    """The tree of a paper, without its link to the stylesheet, which is applied from memory."""
    root = ElementTree.fromstring(html)
    head = root.find("head")
    if head is not None:
        for link in head.findall("link"):
            head.remove(link)
    return root


def lay_out(root: ElementTree.Element, *, tagged: bool) -> bytes:
    """Lay out one tree in this process. The same tree gives the same bytes."""
    html = _PaperHtml(root)
    pdf: bytes = html.write_pdf(stylesheets=[_paper_sheet()], pdf_variant="pdf/ua-1" if tagged else None)
    return pdf


def make_pdf(html: str) -> bytes:
    """The PDF of a paper. The same HTML gives the same bytes."""
    return lay_out(parse(html), tagged=True)
