"""Papers of a sealed session: from draft to number to the file that stays, by the facts of the day."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from authorities.loading import load_facts_of_district, load_national_facts
from documents.drafting import kind_of, plan_of, preview_html
from documents.issuing import enter_file, print_for_issue, take_number, words_of
from documents.materials import load
from documents.next_paper import next_paper
from foundation.errors import DomainError
from foundation.permissions import SYSTEM
from register import shelf
from register.models import PaperState
from register.services import give_up, start_draft
from tests.council import open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.factories import NOW

DAY = date(2024, 12, 18)
LATER = NOW.replace(year=2024, month=12, day=20)


@pytest.fixture
def session(context):
    load_national_facts(actor=SYSTEM, now=NOW)
    load_facts_of_district(actor=SYSTEM, now=NOW)
    return seal(decide_rest(open_council(run=seal_small_year())))


def draft(session, code="decision", day=DAY, **particulars):
    kind, material = kind_of(code), load(f"session:{session.id}")
    texts = dict(kind.defaults(material))
    entered = {"texts": texts, "recipients": list(kind.recipients)} | particulars
    plan = plan_of(kind, material, entered, signed_on=day, now=LATER)
    return start_draft(actor=SYSTEM, plan=plan, now=LATER)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_a_decision_gets_its_number_its_file_and_its_certificates(session):
    paper = draft(session)
    take_number(actor=SYSTEM, paper=paper, now=LATER)
    enter_file(actor=SYSTEM, paper=words_of(paper.id), now=LATER)
    assert (paper.state, paper.number, paper.symbol) == (PaperState.ISSUED, 1, "QĐ-UBND")
    said = text_of(b"".join(shelf.read(paper.sha256)))
    assert "Số: 01/QĐ-UBND" in said
    assert "Châu Thành, ngày 18 tháng 12 năm 2024" in said
    assert "Nghị định số 98/2023/NĐ-CP" in said
    assert "152/2025" not in said
    assert paper.written_code in said
    names = [one.name for one in paper.certificates]
    assert names
    assert all(name in said for name in names)
    assert [one.roll for one in paper.certificates] == list(range(1, len(names) + 1))


def test_the_next_paper_of_a_session_is_the_first_that_nobody_issued(session):
    def following():
        found = next_paper(session.id, session.movement_year_id)
        return found and (found.kind.code, found.step, found.address)

    source = f"session:{session.id}"
    anew = {"loai": "council_minutes", "nguon": source}
    assert following() == ("council_minutes", 1, ("documents.create_paper", anew))
    minutes = draft(session, "council_minutes")
    assert following() == ("council_minutes", 1, ("documents.paper", {"paper_id": minutes.id}))
    for code in ("council_minutes", "proposal", "decision"):
        paper = minutes if code == "council_minutes" else draft(session, code)
        take_number(actor=SYSTEM, paper=paper, now=LATER)
    bonus = {"loai": "bonus_table", "nguon": f"decision:{paper.id}"}
    assert following() == ("bonus_table", 4, ("documents.create_paper", bonus))
    give_up(actor=SYSTEM, paper=paper, reason="Sai căn cứ", now=LATER)
    assert following()[:2] == ("decision", 3)


def test_a_reprint_is_the_same_file(session):
    paper = draft(session)
    take_number(actor=SYSTEM, paper=paper, now=LATER)
    enter_file(actor=SYSTEM, paper=words_of(paper.id), now=LATER)
    assert print_for_issue(words_of(paper.id).html) == b"".join(shelf.read(paper.sha256))


def test_a_paper_of_the_new_communes_follows_the_law_of_its_day(session):
    later = NOW.replace(year=2025, month=8, day=20)
    kind, material = kind_of("decision"), load(f"session:{session.id}")
    entered = {"texts": dict(kind.defaults(material)), "area": "xã Phú Tâm", "recipients": []}
    plan = plan_of(kind, material, entered, signed_on=date(2025, 8, 15), now=later)
    html = preview_html(start_draft(actor=SYSTEM, plan=plan, now=later), later)
    assert "152/2025/NĐ-CP" in html
    assert "98/2023" not in html
    assert "Phú Tâm, ngày 15 tháng 8 năm 2025" in html


def test_a_draft_bears_neither_number_nor_code(session):
    html = preview_html(draft(session), LATER)
    assert 'class="draft"' in html
    assert "Mã kiểm tra" not in html


def test_a_signer_out_of_office_is_told(session):
    with pytest.raises(DomainError, match="Chọn lại người ký"):
        preview_html(draft(session, signer="999999"), LATER)


def test_a_list_is_drawn_from_the_same_seal(session):
    paper = draft(session, "commendation_list")
    take_number(actor=SYSTEM, paper=paper, now=LATER)
    html = words_of(paper.id).html
    assert "Số: 01/DS-HĐTĐKT" in html
    assert session.seal[:4].upper() in html
