from decimal import Decimal

import pytest

from awards.differences import changes_between
from awards.models import AwardStatus
from awards.sealed_inputs import evidence_of, inputs_of
from awards.sealing import canonical, digest, seal_inputs
from criteria.document import read_document
from scorecards.queries import Member
from scorecards.to_scoring import EvidenceReader, Facts
from tests.year import DOCUMENT, OFFICE, SELF

RUBRIC = read_document(DOCUMENT.encode()).rubric


def inputs_for(number, entries, **facts):
    values = {"code": f"X{number:02d}", "name": f"Xã {number}", "cluster": "CUM-1", "parent": ""}
    known = EvidenceReader(RUBRIC, RUBRIC.types[0]).read(
        Facts(**values | {"attributes": {"khmer_households": "7"}} | facts, entries=entries)
    )
    member = Member(number, "commune", None, 1, "Cụm thi đua số 1", None, number, f"Xã {number}")
    return inputs_of(member, known)


def scored(number, points, **facts):
    pair = {"numerator": "1", "denominator": "3"}
    return inputs_for(number, {SELF: {"A": str(points), "B": pair}, OFFICE: {"C": "yes"}}, **facts)


def sealed(*inputs, rubric=RUBRIC):
    return seal_inputs(rubric, "0" * 64, inputs)


def by_code(run):
    return {result.name: result for result in run.results}


def test_canonical_text_does_not_depend_on_the_order_of_keys():
    assert (
        canonical({"b": [1, None], "a": "Ấp"})
        == canonical({"a": "Ấp", "b": [1, None]})
        == '{"a":"Ấp","b":[1,null]}'
    )


def test_inputs_read_back_are_the_same_evidence():
    marked = scored(1, "40.5", exclusions=["X1"], holds=["H1"], past_awards=[{"award": "GK", "year": 2022}])
    evidence = evidence_of(marked)
    assert (evidence.entries["A"], evidence.entries["C"]) == (Decimal("40.5"), True)
    assert (evidence.exclusions, evidence.holds, evidence.past_awards[0].year) == ({"X1"}, {"H1"}, 2022)
    assert evidence.attributes == {"khmer_households": Decimal(7)}


def test_the_seal_does_not_depend_on_the_order_of_inputs():
    inputs = [scored(number, 40 + number) for number in range(5)]
    assert sealed(*inputs).seal == sealed(*reversed(inputs)).seal


@pytest.mark.parametrize("change", [{"points": 42}, {"holds": ["H1"]}, {"name": "Xã khác"}])
def test_the_seal_changes_with_anything_that_is_sealed(change):
    values = {"points": 41} | change
    assert sealed(scored(1, 41)).seal != sealed(scored(1, **values)).seal


def test_the_seal_changes_with_the_document():
    assert (
        seal_inputs(RUBRIC, "0" * 64, [scored(1, 41)]).seal
        != seal_inputs(RUBRIC, "1" * 64, [scored(1, 41)]).seal
    )


def test_hashes_are_over_the_texts():
    result = sealed(scored(1, 41)).results[0]
    assert result.inputs_sha256 == digest(result.inputs)
    assert result.result_sha256 == digest(result.result)


def test_an_award_says_how_far_it_went():
    run = by_code(
        sealed(
            scored(1, 50),
            scored(2, 49),
            scored(3, 20),
            scored(4, 48, exclusions=["X1"]),
            inputs_for(5, {SELF: {"A": "60"}}),
        )
    )
    assert {name: (row.award, row.award_status, row.rank) for name, row in run.items()} == {
        "Xã 1": ("GK", AwardStatus.RECOMMENDED, 1),
        "Xã 2": ("GK", AwardStatus.OUTSIDE, 2),
        "Xã 3": ("GK", AwardStatus.BELOW, 3),
        "Xã 4": (None, AwardStatus.BARRED, None),
        "Xã 5": (None, AwardStatus.INCOMPLETE, None),
    }


def test_a_tie_at_the_line_waits_and_a_hold_is_held():
    tied = by_code(sealed(scored(1, 50), scored(2, 50)))
    assert [(row.rank, row.tied, row.award_status) for row in tied.values()] == [
        (1, 2, AwardStatus.BALLOT)
    ] * 2
    assert sealed(scored(1, 50, holds=["H1"])).results[0].award_status is AwardStatus.HELD


def test_claimed_points_stand_beside_the_verified_ones():
    pair = {"numerator": "1", "denominator": "3"}
    entries = {SELF: {"A": "60", "B": pair}, OFFICE: {"A": "50", "C": "yes"}}
    result = sealed(inputs_for(1, entries)).results[0]
    assert (result.self_total, result.total) == (Decimal("80.00"), Decimal("70.00"))
    assert sealed(inputs_for(1, {OFFICE: {"A": "50"}})).results[0].self_total is None


def test_groups_are_named():
    result = sealed(scored(1, 50)).results[0]
    assert (result.group_key, result.group_name, result.position) == ("CUM-1", "Cụm thi đua số 1", 1)
    everyone = read_document(DOCUMENT.replace("group: cluster", "group: []").encode()).rubric
    result = sealed(scored(1, 50), rubric=everyone).results[0]
    assert (result.group_key, result.group_name) == ("all", "")


def test_differences_name_the_criterion_and_both_values():
    old, new = scored(1, 41), scored(1, "41.5")
    assert [tuple(change) for change in changes_between(old, new)] == [
        ("A claimed", "41", "41.5"),
        ("A", "41", "41.5"),
    ]
    assert changes_between(old, old) == []


def test_a_lower_award_won_stands_before_a_higher_one_that_waits():
    rule = RUBRIC.awards[0]
    higher = rule.model_copy(update={"code": "BK", "quota": rule.quota.model_copy(update={"count": 1})})
    lower = rule.model_copy(update={"quota": rule.quota.model_copy(update={"count": 2})})
    run = sealed(scored(1, 50), scored(2, 50), rubric=RUBRIC.model_copy(update={"awards": [higher, lower]}))
    assert [(row.award, row.award_status) for row in run.results] == [("GK", AwardStatus.RECOMMENDED)] * 2
    missed = [higher, lower.model_copy(update={"quota": rule.quota.model_copy(update={"count": 0})})]
    none = [one.model_copy(update={"quota": rule.quota.model_copy(update={"count": 0})}) for one in missed]
    run = sealed(scored(1, 50), rubric=RUBRIC.model_copy(update={"awards": none}))
    assert (run.results[0].award, run.results[0].award_status) == ("GK", AwardStatus.OUTSIDE)
