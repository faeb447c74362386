from decimal import Decimal

import pytest

from criteria.document import read_document
from scorecards.to_scoring import EvidenceReader, Facts
from scoring.evidence import NOT_APPLICABLE, Pair, PastAward
from tests.year import COUNCIL, DOCUMENT, GROUP, OFFICE, SELF


@pytest.fixture(scope="module")
def reader():
    rubric = read_document(DOCUMENT.encode()).rubric
    return EvidenceReader(rubric, rubric.types[0])


def known(reader, entries=None, **facts):
    values = {"code": "X01", "name": "Xã", "cluster": "CUM-1", "parent": "", "attributes": {}}
    return reader.read(Facts(**values | facts, entries=entries or {}))


def test_the_highest_level_that_entered_something_counts(reader):
    entries = {SELF: {"A": "50"}, GROUP: {"A": "48"}, OFFICE: {"A": "47"}, COUNCIL: {"A": "49.5"}}
    for count, wanted in ((1, "50"), (2, "48"), (3, "47"), (4, "49.5")):
        some = dict(list(entries.items())[:count])
        assert known(reader, some).evidence.entries == {"A": Decimal(wanted)}


def test_claimed_keeps_the_own_figure_and_takes_what_others_enter(reader):
    entries = {SELF: {"A": "50"}, OFFICE: {"A": "47", "C": "yes", "P1": "2"}, COUNCIL: {"C": "no"}}
    found = known(reader, entries)
    assert found.evidence.entries == {"A": Decimal(47), "C": False, "P1": Decimal(2)}
    assert found.claimed == {"A": Decimal(50), "C": False, "P1": Decimal(2)}


@pytest.mark.parametrize("entries", [{}, {SELF: {}}, {OFFICE: {"C": "yes"}}])
def test_nothing_is_claimed_where_the_participant_entered_nothing(reader, entries):
    assert known(reader, entries).claimed is None


@pytest.mark.parametrize(
    ("level", "code", "raw", "why"),
    [
        (SELF, "A", "mười", "not_a_number"),
        (SELF, "A", "61", "above_maximum"),
        (SELF, "B", {"numerator": "3", "denominator": "0"}, "denominator_zero"),
        (SELF, "A", "-", "dash_not_allowed"),
        (SELF, "C", "yes", "not_theirs"),
        (GROUP, "P1", "1", "not_theirs"),
        (OFFICE, "Z9", "1", "unknown_criterion"),
    ],
)
def test_what_does_not_count_is_reported(reader, level, code, raw, why):
    found = known(reader, {level: {code: raw}})
    assert found.evidence.entries == {}
    assert [(unread.subject, unread.level, unread.code) for unread in found.unread] == [(code, level, why)]


def test_an_unreadable_correction_does_not_bring_back_the_claim(reader):
    found = known(reader, {SELF: {"A": "50"}, OFFICE: {"A": "bốn mươi"}})
    assert (found.evidence.entries, found.claimed) == ({}, {"A": Decimal(50)})


def test_an_empty_text_is_no_entry(reader):
    assert known(reader, {SELF: {"A": "50"}, OFFICE: {"A": " "}}).evidence.entries == {"A": Decimal(50)}


def test_equal_figures_become_one_figure_however_written(reader):
    first = known(reader, {SELF: {"A": "50.50", "B": {"numerator": "20.0", "denominator": "030"}}})
    assert str(first.evidence.entries["A"]) == "50.5"
    assert [str(part) for part in first.evidence.entries["B"]] == ["20", "30"]


def test_marks_attributes_and_past_awards_are_read(reader):
    found = known(
        reader,
        exclusions=["X1"],
        holds=["H1", "H9"],
        past_awards=[{"award": "GK", "year": 2022}],
        attributes={"khmer_households": "120.0", "colour": "red"},
    )
    assert (found.evidence.exclusions, found.evidence.holds) == ({"X1"}, {"H1"})
    assert found.evidence.past_awards == (PastAward("GK", 2022),)
    assert found.evidence.attributes == {"khmer_households": Decimal(120)}
    assert [(unread.subject, unread.code) for unread in found.unread] == [("H9", "unknown_mark")]


def test_an_unreadable_attribute_is_unknown_and_reported(reader):
    found = known(reader, attributes={"khmer_households": "nhiều"})
    assert found.evidence.attributes == {}
    assert [unread.subject for unread in found.unread] == ["khmer_households"]


def test_a_dash_is_not_applicable_where_the_document_allows_it():
    text = DOCUMENT.replace("scale: {kind: ratio}}", "scale: {kind: ratio}, on_not_applicable: full}")
    rubric = read_document(text.encode()).rubric
    reader = EvidenceReader(rubric, rubric.types[0])
    assert known(reader, {SELF: {"B": "-"}}).evidence.entries == {"B": NOT_APPLICABLE}
    assert known(reader, {SELF: {"B": {"numerator": "1", "denominator": "4"}}}).evidence.entries == {
        "B": Pair(Decimal(1), Decimal(4))
    }
