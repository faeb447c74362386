"""No word of a paper is lost on its way into a Word document, whatever it is and wherever it stands."""

from dataclasses import replace
from decimal import Decimal
from html import escape
from io import BytesIO

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.papers import commendation_list
from documents import commendation_list as lists
from foundation.papers.docx import make_docx
from tests.paper_text import docx_paragraphs, squeezed

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
KHMER = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអាិីឹឺុូេែោៅំះ្់"
HOSTILE = "&<>\"'`]]>–—“”½²−\u00a0\u200b\u0301\U0001f33e\x00\x07\x0b\x1b\x7f\ufffe;%{}\\\t\n"
WORDS = st.text(st.sampled_from(LETTERS + LETTERS.upper() + KHMER + HOSTILE + " 0123456789"), max_size=60)
ANY = st.text(st.characters(codec="utf-8"), max_size=30)
NOT_PRINTED = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""What XML cannot carry, and no paper prints."""

TAGS = st.sampled_from(
    ("p", "div", "span", "b", "h1", "h4", "section", "ul", "li", "em", "table", "thead", "tbody", "tr", "td",
     "th", "colgroup", "col", "center", "a", "pre", "svg")
)  # fmt: skip
CLASSES = st.sampled_from(
    ("", "head", "list", "sign", "annex", "wide", "rule", "motto", "group", "check", "title", "genuine",
     "slips", "unheard-of", "article closing")
)  # fmt: skip


def printed(text):
    return squeezed(text.translate(NOT_PRINTED))


def words_of(content):
    return squeezed("".join(docx_paragraphs(content)))


@given(st.lists(st.tuples(WORDS | ANY, WORDS | ANY), min_size=1, max_size=6))
@settings(max_examples=60)
def test_names_and_deeds_in_any_script_arrive_whole(pairs):
    rows = [lists.Row(name, deed, Decimal("87.5")) for name, deed in pairs]
    parts = lists.arrange([lists.Entry(lists.Recipient.HOUSEHOLD, "Hộ", row, "Giấy khen") for row in rows])
    html = lists.render_html(replace(commendation_list(0), parts=parts))
    table = Document(BytesIO(make_docx(html))).tables[1]
    told = [
        tuple(printed(cell.text) for cell in row.cells[1:3])
        for row in table.rows
        if row.cells[0].text.strip().isdecimal()
    ]
    assert told == [(printed(name), printed(deed)) for name, deed in pairs]


@st.composite
def trees(draw, depth=4):
    """A tree of known and unknown elements in any order, with the words that stand in it, in order."""
    tag, said = draw(TAGS), draw(WORDS)
    inside = draw(st.lists(trees(depth=depth - 1), max_size=3)) if depth else []
    name = f' class="{draw(CLASSES)}"'
    return f"<{tag}{name}>{escape(clean(said))}{''.join(inside)}</{tag}>{escape(clean(draw(WORDS)))}"


def clean(text):
    return text.translate(NOT_PRINTED)


@given(trees())
@settings(max_examples=150)
def test_an_unknown_form_loses_no_letter(tree):
    html = f'<html lang="vi"><head><title>Thử</title></head><body>{tree}</body></html>'
    assert sorted(words_of(make_docx(html)).upper()) == sorted(squeezed(text_of(html)).upper())


def text_of(html):
    from xml.etree import ElementTree as ET

    body = ET.fromstring(html).find("body")
    return "".join(body.itertext())
