"""Papers as Word documents: the words of the PDF for every kind, and pages that give them."""

from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from documents.drafting import preview_html
from documents.edit_copy import words_to_edit
from documents.issuing import print_paper
from documents.kinds import find_kind, list_kinds
from foundation.papers.docx import make_docx
from foundation.papers.sending import DOCX
from foundation.permissions import RoleCode
from tests.measures import MM, measure
from tests.paper_sources import LATER, TWO_OWN, draft, issue, sealed_session, source_for
from tests.paper_text import (
    docx_paragraphs,
    heads_of,
    pdf_text,
    squeezed,
    without_drawn_words,
    without_heads,
)
from tests.papers import load_facts

pytestmark = pytest.mark.printed


def facts_and_session():
    """The key of a sealed session, with the law and who signs."""
    load_facts()
    return sealed_session()


@pytest.fixture
def session(ready, context):
    return ready(facts_and_session)


def same_words(html, tmp_path, copy=None):
    """Whether a paper says as DOCX what its PDF says, letter by letter; `copy` is what the DOCX is made of
    where it leaves out the mark by which the public asks.
    """
    html = without_drawn_words(html)
    said = squeezed("".join(docx_paragraphs(make_docx(copy or html))))
    assert all(head in said for head in heads_of(html))
    printed = pdf_text(print_paper(html), html, tmp_path)
    for words in marks_of(html) if copy else []:
        assert words in printed
        printed = printed.replace(words, "")
    assert without_heads(said, html) == printed


def marks_of(html):
    """The words of the mark of an issued paper."""
    holders = ET.fromstring(html).iterfind(".//table[@class='genuine']//td[@class='asking']")
    return {squeezed("".join(one.itertext())) for one in holders}


def same_words_issued(paper, tmp_path):
    """The same of an issued paper: its DOCX is a copy to be edited."""
    same_words(paper.html, tmp_path, without_drawn_words(words_to_edit(paper, paper.html)))


@pytest.mark.parametrize("kind", list_kinds(), ids=lambda kind: kind.code)
def test_docx_and_pdf_of_every_kind_say_the_same(kind, context, tmp_path):
    key = source_for(kind)
    same_words(preview_html(draft(kind, key), LATER), tmp_path)
    same_words_issued(issue(kind, key), tmp_path)


def test_docx_and_pdf_of_a_decision_with_two_annexes_say_the_same(context, tmp_path):
    load_facts()
    paper = issue(find_kind("decision"), sealed_session(TWO_OWN))
    assert "Phụ lục I<" in paper.html
    assert "Phụ lục II<" in paper.html
    same_words_issued(paper, tmp_path)


def test_docx_and_pdf_of_an_invitation_to_each_say_the_same(context, tmp_path):
    kind = find_kind("invitation")
    paper = issue(kind, source_for(kind), each="each", guests="Ông Danh H'Riêng")
    assert paper.html.count('class="signer"') > 5
    same_words_issued(paper, tmp_path)


@pytest.mark.parametrize("code", ["decision", "council_minutes", "self_score_sheet"])
def test_the_rule_below_the_issuer_is_as_long_as_on_paper(code, context):
    kind = find_kind(code)
    html = issue(kind, source_for(kind)).html
    cell = Document(BytesIO(make_docx(html))).tables[0].rows[0].cells[0]
    *_names, rule = cell.paragraphs
    seen = measure(print_paper(html))
    own = [
        one for one in seen.on(0) if one.bold and one.right < seen.sizes[0][0] / 2 and one.baseline < 45 * MM
    ]
    printed = seen.below(own[-1])
    form, padding = rule.paragraph_format, 3 * MM
    width = cell.width.pt - padding - form.left_indent.pt - form.right_indent.pt
    assert width == pytest.approx(printed.right - printed.left, abs=2 * MM)


def running_words(content):
    """What stands in the margins of each part: on its first page, and on the others."""
    found = set()
    for one in Document(BytesIO(content)).sections:
        first = "".join(line.text for line in one.first_page_footer.paragraphs)
        found.add((first, "".join(line.text for line in one.footer.paragraphs)))
    return found


def test_a_draft_says_so_at_the_foot_of_every_page(session):
    kind = find_kind("decision")
    assert running_words(make_docx(preview_html(draft(kind, session), LATER))) == {("DỰ THẢO", "DỰ THẢO")}


def test_the_docx_of_an_issued_paper_proves_nothing_and_says_so(session):
    paper = issue(find_kind("decision"), session)
    content = make_docx(words_to_edit(paper, paper.html))
    foot = "BẢN ĐỂ SỬA, không thay văn bản đã phát hành"
    assert {words[0].removeprefix("DỮ LIỆU MẪU. ") for words in running_words(content)} == {foot}
    document = Document(BytesIO(content))
    assert len(document.inline_shapes) == 0
    said = "".join(document.element.itertext())
    for proof in (paper.code, paper.written_code, "Kiểm tra tại", "kiem-tra"):
        assert proof not in said
    assert "01/QĐ-UBND" in said


def test_words_after_a_code_that_is_taken_out_stay(session):
    paper = issue(find_kind("decision"), session)
    own = f"<html><head/><body><p>Trước <b>{paper.written_code}</b> sau <i>cùng</i></p></body></html>"
    copied = ET.fromstring(words_to_edit(paper, own))
    assert "".join(copied.itertext()) == "Trước  sau cùng"


def test_the_annex_counts_its_own_pages_and_the_mark_is_a_picture(session):
    paper = issue(find_kind("decision"), session)
    document = Document(BytesIO(make_docx(paper.html)))
    body, annex, *_others = document.sections
    assert (body._sectPr.find("{*}pgNumType"), annex._sectPr.find("{*}pgNumType").values()) == (None, ["1"])
    for section in document.sections:
        assert not section.first_page_header.paragraphs[0]._p.findall("{*}fldSimple")
        assert section.header.paragraphs[0]._p.findall("{*}fldSimple")
    (mark,) = document.inline_shapes
    assert f'width="{round(mark.width.mm)}mm"' in paper.html
    assert paper.written_code in mark._inline.docPr.get("descr")


@pytest.mark.parametrize("role", [RoleCode.OFFICE, RoleCode.UNIT])
def test_a_paper_is_given_as_docx_to_those_who_may_see_it(role, ready, accounts, client_as):
    def one_of_each():
        key = facts_and_session()
        return draft(find_kind("decision"), key).id, issue(find_kind("commendation_list"), key).id

    made, numbered = ready(one_of_each)
    client = client_as(role)
    for paper_id in (made, numbered):
        answer = client.get(f"/van-ban/{paper_id}/docx")
        if role is RoleCode.UNIT:
            assert answer.status_code == 403
        else:
            assert answer.mimetype == DOCX
            assert ".docx" in answer.headers["Content-Disposition"]
            assert any("Châu Thành" in line for line in docx_paragraphs(answer.data))
            assert "Kiểm tra tại" not in "".join(docx_paragraphs(answer.data))
