"""The reasons annex: short by default, every criterion by choice, and no code in either."""

import re

import pytest

from awards.queries import Selection, list_rows
from awards.sealed import SealedResult
from council.rulings_told import tell_rulings
from tests.council import open_council, seal_small_year
from tests.deciding import decide_rest, seal
from tests.papers import load_facts, words

CODE = re.compile(r'<p class="reason">(?:[IVX]+|[A-Z]+[\w-]*)[.\d]*\. ')


@pytest.fixture
def session(context):
    load_facts()
    return seal(decide_rest(open_council(run=seal_small_year())))


def test_the_short_form_tells_what_decided_and_the_full_one_every_criterion(session):
    source = f"run:{session.run_id}"
    short, _remarks = words(source, "reasons")
    full, _remarks = words(source, "reasons", form="full")
    rows = list_rows(session.run_id, Selection("commune", None), offset=0, limit=100)
    told = [row for row in rows if tell_rulings(session.movement_year_id).of(row.participant_id)]
    assert told
    assert short.count('<h3 class="entry">') == full.count('<h3 class="entry">') >= len(told)
    for row in told:
        assert f"{row.name} (" in short
    assert short.count("Hội đồng đã quyết định") == full.count("Hội đồng đã quyết định") > 0
    criteria = [one.node for one in SealedResult.from_text(told[0].result).reasons if one.node]
    assert criteria
    assert full.count('class="reason"') - short.count('class="reason"') >= len(set(criteria))
    for said in (short, full):
        assert not CODE.search(said)
        assert " / " not in re.sub(r"<[^>]*>", "", said.partition("<body")[2])


def test_equal_places_are_told_in_words(session):
    said, _remarks = words(f"run:{session.run_id}", "ranking")
    rows = list_rows(session.run_id, Selection("commune", None), offset=0, limit=100)
    equal = [row for row in rows if row.rank and row.tied > 1]
    assert equal
    assert said.count(f">Đồng hạng {equal[0].rank}<") == len(equal)
    assert not re.search(r">\d+=<", said)
