"""Drafts of papers as words: plain functions, and the dated facts that they need."""

from datetime import date
from html import unescape

from authorities.loading import load_facts_of_district, load_national_facts
from documents.drafting import kind_of, plan_of, preview_html, remarks_of
from documents.materials import load
from documents.usual_words import usual_of
from foundation.permissions import SYSTEM
from register.services import start_draft
from tests.factories import NOW

DAY = date(2024, 12, 10)
LATER = NOW.replace(year=2024, month=12, day=20)


def load_facts():
    """The law, who issues and who signs."""
    load_national_facts(actor=SYSTEM, now=NOW)
    load_facts_of_district(actor=SYSTEM, now=NOW)


def words(source, code, day=DAY, area="", **texts):
    """What a draft of this kind would say, without markup; and its remarks."""
    kind, material = kind_of(code), load(source)
    usual = usual_of(kind, material, day, area)
    entered = {"texts": dict(usual.texts) | texts, "recipients": list(usual.recipients), "area": area}
    paper = start_draft(
        actor=SYSTEM, plan=plan_of(kind, material, entered, signed_on=day, now=LATER), now=LATER
    )
    said = unescape(" ".join(preview_html(paper, LATER).split()))
    return said, remarks_of(paper, LATER)
