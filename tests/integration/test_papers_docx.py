"""Papers as Word documents: the words of the PDF for every kind, and pages that give them."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from authorities.loading import load_facts_of_district, load_national_facts
from awards.models import EvaluationRun
from documents.dossier import dossier_of
from documents.drafting import plan_of, preview_html
from documents.issuing import enter_file, print_paper, take_number, words_of
from documents.kinds import find_kind, list_kinds
from documents.kinds.base import Shape, Source
from documents.materials import load
from foundation.database import db
from foundation.errors import DomainError
from foundation.papers.docx import make_docx
from foundation.papers.sending import DOCX
from foundation.permissions import SYSTEM, RoleCode
from movements.models import MovementYear
from register.services import start_draft
from scorecards.models import Scorecard
from tests.council import COMMUNES, COUNCIL_DOCUMENT, open_council
from tests.deciding import decide_rest, seal
from tests.factories import NOW
from tests.paper_text import (
    docx_paragraphs,
    heads_of,
    pdf_text,
    squeezed,
    without_drawn_words,
    without_heads,
)
from tests.sealed_year import DISTRICT_WIDE, Card, seal_year

DAY = date(2024, 12, 18)
LATER = NOW.replace(year=2024, month=12, day=20)
DOCUMENT = COUNCIL_DOCUMENT.replace("\nawards:\n", f"\nawards:{DISTRICT_WIDE}    proposal: true\n")
HAMLETS = {"Xã An Ninh": [Card("Ấp Phước Hòa", "38", "57"), Card("Ấp Phước An", "37", "50")]}
FILLED = {Shape.DAY: "2024-12-19", Shape.TICK: "1", Shape.CHOICE: ""}
OTHERS = {Source.SCORECARD: Scorecard, Source.RUN: EvaluationRun, Source.YEAR: MovementYear}
"""What else a paper is drawn from, and what stands in the database of this test for it."""


def sealed_session():
    """The key of a sealed session that granted awards and proposed one to a higher level."""
    load_national_facts(actor=SYSTEM, now=NOW)
    load_facts_of_district(actor=SYSTEM, now=NOW)
    session = seal(decide_rest(open_council(run=seal_year(list(COMMUNES), HAMLETS, DOCUMENT))))
    return f"session:{session.id}"


@pytest.fixture
def session(ready, context):
    return ready(sealed_session)


def draft(kind, key):
    material = load(key)
    texts = {one.name: FILLED.get(one.shape, "Nội dung ghi thêm") for one in kind.fields if one.required}
    entered = {"texts": texts | dict(kind.defaults(material)), "recipients": list(kind.recipients)}
    plan = plan_of(kind, material, entered, signed_on=DAY, now=LATER)
    return start_draft(actor=SYSTEM, plan=plan, now=LATER)


def issued(kind, key):
    paper = draft(kind, key)
    take_number(actor=SYSTEM, paper=paper, now=LATER)
    enter_file(actor=SYSTEM, paper=words_of(paper.id), now=LATER)
    return words_of(paper.id)


def source_of(kind, session):
    """What this kind is drawn from in the dossier of the year, or else one of its sort that there is."""
    if kind.source is Source.DECISION:
        issued(find_kind("decision"), session)
    parts = dossier_of(load(session).year)
    named = next((one.key for one in parts for line in one.lines if line.kind.code == kind.code), None)
    if named is None and kind.source in OTHERS:
        first = db.session.scalar(db.select(OTHERS[kind.source].id).limit(1))
        return f"{kind.source}:{first}"
    return named


@pytest.mark.parametrize("kind", list_kinds(), ids=lambda kind: kind.code)
def test_docx_and_pdf_of_every_kind_say_the_same(kind, session, tmp_path):
    key = source_of(kind, session)
    if key is None:
        pytest.skip(f"this year has nothing that a {kind.code} is drawn from")
    try:
        papers = [preview_html(draft(kind, key), LATER), issued(kind, key).html]
    except DomainError as error:
        pytest.skip(f"no {kind.code} here: {error}")
    for html in map(without_drawn_words, papers):
        said = squeezed("".join(docx_paragraphs(make_docx(html))))
        assert all(head in said for head in heads_of(html))
        left = without_heads(said, html)
        assert left == pdf_text(print_paper(html), html, tmp_path)


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
    assert running_words(make_docx(issued(kind, session).html)) == {("", "")}


def test_the_annex_counts_its_own_pages_and_the_mark_is_a_picture(session):
    paper = issued(find_kind("decision"), session)
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
        key = sealed_session()
        return draft(find_kind("decision"), key).id, issued(find_kind("commendation_list"), key).id

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
