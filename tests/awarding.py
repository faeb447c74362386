"""Papers of a session that granted awards to communes, hamlets and households, and issued decisions."""

from datetime import date
from xml.etree import ElementTree as ET

from authorities.loading import load_facts_of_district, load_national_facts
from documents.drafting import kind_of, plan_of, preview_html
from documents.issuing import enter_file, take_number, words_of
from documents.materials import load
from documents.usual_words import usual_of
from foundation.permissions import SYSTEM
from register.services import start_draft
from tests.council import open_council, seal_year_with_households
from tests.deciding import decide_rest, seal
from tests.factories import NOW

DAY = date(2024, 12, 18)
IN_DISTRICT = NOW.replace(year=2024, month=12, day=20)
COMMUNE_DAY = date(2025, 8, 15)
IN_COMMUNE = NOW.replace(year=2025, month=8, day=20)


def sealed_session():
    """A sealed session on one commune more, two hamlets and four households; the facts are loaded."""
    load_national_facts(actor=SYSTEM, now=NOW)
    load_facts_of_district(actor=SYSTEM, now=NOW)
    return seal(decide_rest(open_council(run=seal_year_with_households())))


def draft(source, code="decision", *, day=DAY, now=IN_DISTRICT, texts=None, **particulars):
    """A draft with the usual words of its issuer, but for what is said."""
    kind, material = kind_of(code), load(source)
    usual = usual_of(kind, material, day, particulars.get("area", ""))
    entered = {"texts": dict(usual.texts) | (texts or {}), "recipients": list(usual.recipients)}
    plan = plan_of(kind, material, entered | particulars, signed_on=day, now=now)
    return start_draft(actor=SYSTEM, plan=plan, now=now)


def words(source, code="decision", *, now=IN_DISTRICT, **overrides):
    """What such a paper would say, without markup."""
    html = preview_html(draft(source, code, now=now, **overrides), now)
    return plain(html)


def plain(html):
    """The words of a page of XHTML, blank by blank."""
    body = ET.fromstring(html).find("body")
    return " ".join(" ".join(body.itertext()).split())


def issued_decision(session, **overrides):
    """A decision with its number, its file and its certificates."""
    paper = draft(f"session:{session.id}", **overrides)
    take_number(actor=SYSTEM, paper=paper, now=IN_DISTRICT)
    enter_file(actor=SYSTEM, paper=words_of(paper.id), now=IN_DISTRICT)
    return paper


def build_session():
    """A sealed session, for `ready`; its number."""
    return sealed_session().id


def build_decision():
    """The same with an issued decision; the number of that."""
    return issued_decision(sealed_session()).id
