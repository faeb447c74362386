"""Papers are kept and read aloud: PDF/A-2a and PDF/UA-1, in one piece or in several.

No validator of these standards stands at hand here; what they ask for is looked up in the file, one by one.
"""

from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from bench.papers import commendation_list, decision
from documents.commendation_list import render_html
from foundation.papers.archive import write
from foundation.papers.pdf import lay_out, parse
from foundation.papers.pieces import LONG, divide
from foundation.papers.printing import make_joined_pdf, make_pdf, make_signable_pdf
from foundation.papers.rendering import render
from tests.measures import MM, measure

SHORT = 12
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
TITLE = "Danh sách Tập thể, hộ gia đình, cá nhân đề nghị tặng Giấy khen"


def joined(html):
    """A list, another that is so long that it has two pieces, and a decision, as one file."""
    papers = [html, render_html(commendation_list(LONG)), render("decision.html", decision(SHORT))]
    return make_joined_pdf(papers, f"{TITLE} và quyết định")


@pytest.fixture(scope="module", params=["short", "signable", "long", "joined"])
def archived(request):
    """A list in one piece, with a field for a signature, in two pieces, and joined with other papers."""
    makers = {"short": make_pdf, "signable": make_signable_pdf, "long": make_pdf, "joined": joined}
    make = makers[request.param]
    rows = LONG if request.param == "long" else SHORT
    return PdfReader(BytesIO(make(render_html(commendation_list(rows)))))


def test_the_metadata_name_both_standards_title_and_producer(archived):
    packet = archived.root_object["/Metadata"].get_data()
    told = {}
    for node in ET.fromstring(packet).iter():
        told |= node.attrib
    assert told["{http://www.aiim.org/pdfa/ns/id/}part"] == "2"
    assert told["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
    assert told["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert told["{http://ns.adobe.com/pdf/1.3/}Producer"] == archived.metadata["/Producer"]
    titles = [node.text for node in ET.fromstring(packet).iter(f"{RDF}li") if node.get("lang", node.text)]
    assert archived.metadata.title in titles
    assert archived.metadata.title.startswith(TITLE)
    assert b"pdfaExtension:schemas" in packet
    assert b"pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in packet


def test_colours_language_title_and_identity_are_said(archived):
    root = archived.root_object
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"
    assert root["/Lang"] == "vi"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert not archived.is_encrypted
    assert len(archived.trailer["/ID"]) == 2
    assert "/Names" not in root or "/EmbeddedFiles" not in root["/Names"]
    assert "/OpenAction" not in root
    assert "/AA" not in root


def test_every_font_is_embedded_whole_enough_to_show_each_letter(archived):
    seen = 0
    for page in archived.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"]
            program = described.get("/FontFile2") or described.get("/FontFile3")
            assert program is not None
            assert font.get_object()["/ToUnicode"].get_object().get_data()
            seen += bool(TTFont(BytesIO(program.get_object().get_data())).getGlyphOrder())
    assert seen


def elements(node):
    yield node
    for one in node.get("/K", []) if not isinstance(node.get("/K"), int) else []:
        if not isinstance(one, int) and hasattr(one.get_object(), "get"):
            yield from elements(one.get_object())


def test_the_structure_names_every_piece_of_text_in_reading_order(archived):
    tree = archived.root_object["/StructTreeRoot"]
    every = list(elements(tree["/K"][0]))
    kinds = {one["/S"] for one in every if "/S" in one}
    assert {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD"} <= kinds
    numbers = tree["/ParentTree"]["/Nums"]
    assert numbers[::2] == sorted(set(numbers[::2]))
    by_number = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for index, page in enumerate(archived.pages):
        assert page["/StructParents"] == index
        assert page["/Tabs"] == "/S"
        for element in by_number[index]:
            assert element.get_object().raw_get("/Pg").idnum == page.indirect_reference.idnum
    pages = [one.raw_get("/Pg").idnum for one in every if one.get("/S") in ("/P", "/Table", "/H1")]
    order = {page.indirect_reference.idnum: index for index, page in enumerate(archived.pages)}
    assert [order[one] for one in pages] == sorted(order[one] for one in pages)


def test_the_heads_of_a_cell_are_in_the_file_and_named_once(archived):
    every = list(elements(archived.root_object["/StructTreeRoot"]["/K"][0]))
    heads = [one["/ID"] for one in every if one.get("/S") == "/TH" and "/ID" in one]
    assert len(heads) == len(set(heads))
    named = {name for one in every if one.get("/S") == "/TD" for name in one["/A"].get("/Headers", [])}
    assert named
    assert named <= set(heads)


def test_a_paper_in_pieces_says_the_same_as_in_one():
    html = render_html(commendation_list(LONG))
    parts = divide(parse(html))
    assert len(parts) == 2
    whole = measure(write([lay_out(parse(html))]))
    pieces = measure(make_pdf(html))
    said = [
        [(one.text, one.size) for one in seen.lines if one.baseline > 20 * MM] for seen in (whole, pieces)
    ]
    assert sorted(said[0]) == sorted(said[1])


def test_joined_papers_keep_their_words_their_numbers_and_their_bookmarks():
    papers = [render_html(commendation_list(43)), render("decision.html", decision(SHORT))]
    together = make_joined_pdf(papers, "Hồ sơ khen thưởng")
    seen, alone = measure(together), [measure(make_pdf(html)) for html in papers]
    assert [(one.text, one.baseline) for one in seen.lines] == [
        (one.text, one.baseline) for paper in alone for one in paper.lines
    ]
    file = PdfReader(BytesIO(together))
    assert file.metadata.title == "Hồ sơ khen thưởng"
    marked = [one for one in file.outline if not isinstance(one, list)]
    starts = [file.get_destination_page_number(one) for one in marked]
    assert [starts[0], max(starts)] == [0, len(alone[0].sizes)]
    assert make_joined_pdf(papers, "Hồ sơ khen thưởng") == together


def test_a_long_annex_keeps_its_own_page_numbers_where_it_is_cut():
    html = render("decision.html", decision(LONG + 60))
    assert len(divide(parse(html))) == 2
    seen = measure(make_pdf(html))
    annex = next(one.page for one in seen.lines if one.page and one.bold and one.baseline < 30 * MM)
    numbers = [
        (page, one.text) for page in range(len(seen.sizes)) for one in seen.on(page) if one.baseline < 20 * MM
    ]
    assert (annex, "1") not in numbers
    after = [text for page, text in numbers if page > annex]
    assert after == [str(number) for number in range(2, len(seen.sizes) - annex + 1)]
    assert make_pdf(html) == make_pdf(html)
