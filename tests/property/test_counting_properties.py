"""What holds for every council, every rule and every vote."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from council.ballot_rules import DENOMINATORS, Rules, Share, from_data, to_data
from council.counting import (
    AGREE,
    BLANK,
    DISAGREE,
    INVALID,
    Electorate,
    count_approval,
    count_choice,
    electorate_of_tally,
)

shares = st.builds(
    lambda whole, part, strict: Share(min(part, whole), whole, strict and part < whole),
    st.integers(1, 100),
    st.integers(1, 100),
    st.booleans(),
)
rules = st.builds(
    Rules,
    quorum=shares,
    threshold=shares,
    denominator=st.sampled_from(DENOMINATORS),
    secret=st.booleans(),
    written_opinion=st.booleans(),
    casting_vote=st.booleans(),
)
ids = st.frozensets(st.integers(1, 15))
electorates = st.builds(Electorate, members=ids, recused=ids, present=ids, written=ids)


@st.composite
def approvals(draw):
    asked, council = draw(rules), draw(electorates)
    most = len(council.voters(asked))
    words = st.sampled_from([AGREE, DISAGREE, BLANK, INVALID])
    return asked, council, draw(st.lists(words, max_size=most))


@st.composite
def elections(draw):
    asked, council = draw(rules), draw(electorates)
    candidates = list(range(1, draw(st.integers(1, 5)) + 1))
    marks = st.one_of(st.lists(st.integers(1, 6), max_size=4), st.sampled_from([INVALID, BLANK]))
    votes = draw(st.lists(marks, max_size=len(council.voters(asked))))
    return asked, council, draw(st.integers(1, 4)), candidates, votes


@given(shares, st.integers(1, 200))
def test_the_least_number_meets_the_share_and_one_less_does_not(share, whole):
    least = share.least(whole)
    assert share.met(least, whole)
    assert least == 1 or not share.met(least - 1, whole)
    assert least <= whole


@given(rules)
def test_rules_stay_the_same_through_data(asked):
    assert from_data(to_data(asked)) == asked


@given(approvals())
def test_every_rate_lies_between_nothing_and_everybody(case):
    tally = count_approval(*case)
    assert tally["agree"] + tally["disagree"] + tally["blank"] + tally["invalid"] == tally["returned"]
    assert tally["valid"] <= tally["returned"] <= tally["issued"] <= tally["eligible"]
    assert tally["rate"] is None or 0 <= Fraction(tally["rate"]) <= 1


@given(approvals())
def test_no_denominator_holds_a_recused_member(case):
    asked, council, votes = case
    whole = count_approval(asked, council, votes)["whole"]
    without = Electorate(
        council.eligible, frozenset(), council.present - council.recused, council.written - council.recused
    )
    assert whole <= len(council.members - council.recused)
    assert count_approval(asked, without, votes)["whole"] == whole


@given(approvals())
def test_one_more_agreement_never_rejects_what_was_carried(case):
    asked, council, votes = case
    before = count_approval(asked, council, votes)
    if len(votes) < before["issued"]:
        after = count_approval(asked, council, [*votes, AGREE])
        assert not (before["carried"] and not after["carried"])
    changed = [AGREE if vote == DISAGREE else vote for vote in votes]
    assert not (before["carried"] and not count_approval(asked, council, changed)["carried"])


@given(approvals(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_is_irrelevant(case, random):
    asked, council, votes = case
    mixed = random.sample(votes, len(votes))
    assert count_approval(asked, council, votes) == count_approval(asked, council, mixed)


@given(elections())
def test_no_more_are_chosen_than_there_are_places_and_all_have_the_threshold(case):
    asked, council, places, candidates, votes = case
    tally = count_choice(asked, council, places, candidates, votes)
    counts = {line["number"]: line["votes"] for line in tally["votes"]}
    assert len(tally["chosen"]) <= places
    assert len(tally["chosen"]) + tally["open_places"] == places
    assert all(counts[one] >= tally["needed"] for one in tally["chosen"])
    assert set(tally["chosen"]).isdisjoint(tally["tied"])
    assert all(line["rate"] is None or 0 <= Fraction(line["rate"]) <= 1 for line in tally["votes"])
    # Whoever is chosen has more votes than whoever is not; no casting vote is given here.
    left = [counts[one] for one in candidates if one not in tally["chosen"]]
    assert not tally["chosen"] or not left or min(counts[one] for one in tally["chosen"]) > max(left)


@given(approvals(), elections())
def test_a_count_can_be_made_again_from_its_own_numbers(approval, election):
    asked, council, votes = approval
    tally = count_approval(asked, council, votes)
    assert count_approval(asked, electorate_of_tally(tally), votes) == tally
    asked, council, *rest = election
    tally = count_choice(asked, council, *rest)
    assert count_choice(asked, electorate_of_tally(tally), *rest) == tally


@given(elections())
def test_equals_are_treated_alike(case):
    asked, council, places, candidates, votes = case
    tally = count_choice(asked, council, places, candidates, votes)
    counts = {line["number"]: line["votes"] for line in tally["votes"]}
    for one in tally["tied"]:
        equals = {other for other in candidates if counts[other] == counts[one]}
        assert equals == set(tally["tied"])
        assert len(equals) > tally["open_places"]
