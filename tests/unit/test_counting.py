import json

import pytest

from council.ballot_rules import Rules, Share
from council.counting import (
    AGREE,
    BLANK,
    DISAGREE,
    INVALID,
    Electorate,
    chair_decides,
    count_approval,
    count_choice,
    count_quorum,
)
from council.models import Method
from council.tally_words import sentences_of

# Eleven members: nine present, one of them recused; one absent with a written opinion; one absent.
COUNCIL = Electorate(
    members=frozenset(range(1, 12)),
    recused=frozenset({9}),
    present=frozenset(range(1, 10)),
    written=frozenset({10}),
)
RULES = Rules(casting_vote=False)


def rules(denominator="present", **changed):
    return Rules(**{"denominator": denominator, "casting_vote": False} | changed)


def said(agree=0, disagree=0, blank=0, invalid=0):
    return [AGREE] * agree + [DISAGREE] * disagree + [BLANK] * blank + [INVALID] * invalid


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        (rules("members"), 10),
        (rules("present"), 9),
        (rules("valid"), 8),
        (rules("members", written_opinion=False), 10),
        (rules("present", written_opinion=False), 8),
        (rules("valid", written_opinion=False), 7),
    ],
)
def test_the_recused_member_is_in_no_denominator(asked, whole):
    voted = 9 if asked.written_opinion else 8
    tally = count_approval(asked, COUNCIL, said(agree=voted - 2, blank=1, invalid=1))
    assert tally["whole"] == whole
    assert tally["rate"] == f"{voted - 2}/{whole}"
    assert tally["issued"] == tally["returned"] == voted


def test_the_tally_holds_every_number_it_was_made_from():
    tally = count_approval(rules("members", threshold=Share(80, 100)), COUNCIL, said(7, 1, blank=1))
    assert tally == {
        "kind": "approve",
        "members": 11,
        "recused": 1,
        "eligible": 10,
        "present": 8,
        "written": 1,
        "quorum": {"present": 9, "members": 11, "needed": 8, "met": True},
        "issued": 9,
        "returned": 9,
        "valid": 9,
        "invalid": 0,
        "denominator": "members",
        "whole": 10,
        "threshold": [80, 100, "least"],
        "needed": 8,
        "agree": 7,
        "disagree": 1,
        "blank": 1,
        "rate": "7/10",
        "equal": False,
        "casting": None,
        "result": "rejected",
        "carried": False,
    }
    assert json.loads(json.dumps(tally)) == tally


@pytest.mark.parametrize(
    ("asked", "votes", "carried"),
    [
        (rules("present"), said(agree=4, disagree=5), False),
        (rules("present"), said(agree=5, disagree=4), True),
        # Who is present and does not vote weighs like a no; with valid ballots they do not.
        (rules("present"), said(agree=4), False),
        (rules("valid"), said(agree=4), True),
        # A blank agrees to nothing; an invalid paper is no ballot.
        (rules("valid"), said(agree=4, disagree=2, blank=2), False),
        (rules("valid"), said(agree=4, disagree=3, invalid=2), True),
        (rules("members", threshold=Share(80, 100)), said(agree=8, disagree=1), True),
        (rules("members", threshold=Share(90, 100)), said(agree=8, disagree=1), False),
        (rules("members", threshold=Share(90, 100)), said(agree=9), True),
        (rules("valid"), said(invalid=9), False),
        (rules("valid"), [], False),
    ],
)
def test_approval_needs_its_share(asked, votes, carried):
    tally = count_approval(asked, COUNCIL, votes)
    assert tally["carried"] is carried
    assert tally["result"] == ("carried" if carried else "rejected")


@pytest.mark.parametrize(
    ("chair", "result", "carried"),
    [(None, "tied", None), (AGREE, "carried", True), (DISAGREE, "rejected", False)],
)
def test_on_equal_votes_the_chair_decides(chair, result, carried):
    tally = count_approval(Rules(denominator="valid"), COUNCIL, said(4, 4), casting=chair)
    assert (tally["result"], tally["carried"], tally["casting"]) == (result, carried, chair)
    assert tally["rate"] == "4/8"


def test_the_casting_vote_does_not_replace_votes_that_lack():
    # 3 of 10 and the chair's weight: four, where six are needed.
    asked = Rules(denominator="members")
    tally = count_approval(asked, COUNCIL, said(3, 3, blank=3), casting=AGREE)
    assert (tally["result"], tally["carried"], tally["casting"]) == ("tied", None, None)
    assert not chair_decides(asked, tally)
    assert "thêm một phiếu cũng chưa đủ 6" in " ".join(sentences_of(tally, Method.HANDS))


@pytest.mark.parametrize(
    "asked", [rules("valid"), rules("valid", casting_vote=True, threshold=Share(80, 100))]
)
def test_no_casting_vote_without_the_rule_or_above_one_half(asked):
    tally = count_approval(asked, COUNCIL, said(4, 4), casting=AGREE)
    assert (tally["result"], tally["casting"], tally["equal"]) == ("rejected", None, True)


def test_too_few_for_a_quorum_decide_nothing():
    few = Electorate(
        members=COUNCIL.members, present=frozenset({1, 2, 3, 4, 5, 6, 7}), written=frozenset({8, 9})
    )
    assert count_quorum(RULES, few) == {"present": 7, "members": 11, "needed": 8, "met": False}
    tally = count_approval(RULES, few, said(agree=9))
    assert (tally["result"], tally["carried"]) == ("no_quorum", None)
    tally = count_choice(RULES, few, 1, [1, 2], [[1]] * 9)
    assert (tally["result"], tally["chosen"], tally["next_round"]) == ("no_quorum", [], [1, 2])


def test_who_sits_without_a_vote_and_who_both_came_and_wrote_count_once():
    council = Electorate(
        members=frozenset({1, 2, 3}), present=frozenset({1, 2, 3, 99}), written=frozenset({3, 98})
    )
    tally = count_approval(RULES, council, said(agree=3))
    assert (tally["present"], tally["written"], tally["whole"]) == (3, 0, 3)
    assert tally["quorum"]["present"] == 3


def test_more_ballots_than_voters_cannot_be_counted():
    with pytest.raises(ValueError, match="10 of 9 ballots"):
        count_approval(RULES, COUNCIL, said(agree=10))
    with pytest.raises(ValueError, match="10 ballots by 9 voters"):
        count_approval(RULES, COUNCIL, [], issued=10)


def test_papers_not_returned_are_not_counted_as_valid():
    tally = count_approval(rules("valid"), COUNCIL, said(agree=4, disagree=3), issued=9)
    assert (tally["issued"], tally["returned"], tally["valid"], tally["rate"]) == (9, 7, 7, "4/7")


def choose(votes, places=1, candidates=(1, 2), asked=None, **more):
    return count_choice(asked or rules("valid"), COUNCIL, places, candidates, votes, **more)


def test_the_most_votes_take_the_places():
    tally = choose([[1]] * 5 + [[2]] * 3)
    assert (tally["result"], tally["chosen"], tally["needed"]) == ("chosen", [1], 5)
    assert tally["votes"] == [
        {"number": 1, "votes": 5, "rate": "5/8", "chosen": True},
        {"number": 2, "votes": 3, "rate": "3/8", "chosen": False},
    ]
    assert tally["next_round"] == []


def test_two_places_among_four():
    votes = [[1, 2]] * 4 + [[1, 3]] * 2 + [[2, 3]] * 1 + [[4]] * 1
    tally = choose(votes, places=2, candidates=(1, 2, 3, 4))
    assert (tally["result"], tally["chosen"]) == ("chosen", [1, 2])
    assert [line["votes"] for line in tally["votes"]] == [6, 5, 3, 1]


def test_equals_for_the_last_place_stay_tied():
    votes = [[1, 2]] * 4 + [[1, 3]] * 4
    tally = choose(votes, places=2, candidates=(1, 2, 3))
    assert (tally["result"], tally["chosen"], tally["tied"]) == ("tied", [1], [2, 3])
    assert (tally["open_places"], tally["next_round"]) == (1, [2, 3])


def test_equals_who_all_find_room_are_chosen():
    tally = choose([[1, 2]] * 8, places=2, candidates=(1, 2, 3))
    assert (tally["result"], tally["chosen"], tally["tied"]) == ("chosen", [1, 2], [])


def test_a_place_stays_open_below_the_threshold():
    tally = choose([[1]] * 4 + [[2]] * 3 + [[]])
    assert (tally["result"], tally["chosen"], tally["tied"]) == ("unfilled", [], [])
    assert (tally["open_places"], tally["next_round"]) == (1, [1, 2])


@pytest.mark.parametrize(
    ("named", "result", "chosen"),
    [([2], "chosen", [2]), ([3], "tied", []), ([1, 2], "tied", []), (None, "tied", [])],
)
def test_the_chair_decides_among_equals_alone(named, result, chosen):
    asked = Rules(denominator="valid")
    tally = choose([[1]] * 4 + [[2]] * 4, candidates=(1, 2, 3), asked=asked, casting=named)
    assert (tally["result"], tally["chosen"]) == (result, chosen)


def test_three_equals_below_one_half_need_another_round_even_with_the_chair():
    asked = Rules(denominator="valid")
    tally = choose([[1]] * 3 + [[2]] * 3 + [[3]] * 3, candidates=(1, 2, 3), asked=asked, casting=[1])
    assert (tally["result"], tally["chosen"], tally["next_round"]) == ("tied", [], [1, 2, 3])
    assert not chair_decides(asked, tally)


@pytest.mark.parametrize(("votes", "decides"), [(4, True), (3, False)])
def test_the_chair_is_asked_only_where_one_vote_more_is_enough(votes, decides):
    # Eight are counted, more than half are five: 4 and the chair's are enough, 3 and the chair's are not.
    asked = Rules(denominator="members")
    eight = Electorate(members=frozenset(range(8)), present=frozenset(range(8)))
    ballots = [[1]] * votes + [[2]] * votes + [[]] * (8 - 2 * votes)
    tally = count_choice(asked, eight, 1, (1, 2), ballots, casting=[1])
    assert chair_decides(asked, count_choice(asked, eight, 1, (1, 2), ballots)) is decides
    assert (tally["result"], tally["chosen"]) == (("chosen", [1]) if decides else ("tied", []))
    told = " ".join(sentences_of(tally, Method.SECRET, {1: "Xã An Ninh", 2: "Xã Phú Tân"}))
    assert ("chủ tọa chọn Xã An Ninh" in told) is decides
    assert ("còn 1 suất, biểu quyết lượt sau" in told) is not decides


@pytest.mark.parametrize("denominator", ["members", "present", "valid"])
def test_an_opinion_in_writing_is_not_told_as_a_secret_ballot(denominator):
    asked = Rules(denominator=denominator)
    wrote = Electorate(members=frozenset(range(9)), present=frozenset(range(8)), written=frozenset({8}))
    tally = count_choice(asked, wrote, 1, (1, 2), [[1]] * 6 + [[2]] * 2)
    told = " ".join(sentences_of(tally, Method.SECRET))
    assert "Trong đó 1 thành viên vắng" not in told
    assert "ý kiến bằng văn bản không thay cho phiếu" in told
    assert ("tính vào mẫu số" in told) is (denominator == "present")


def test_papers_that_mark_too_many_or_strangers_are_invalid():
    tally = choose([[1], [1, 2], [7], [1, 1], INVALID, AGREE, [], BLANK])
    assert (tally["returned"], tally["invalid"], tally["valid"], tally["blank"]) == (8, 5, 3, 2)
    assert tally["votes"][0]["votes"] == 1


def test_nobody_with_a_vote_can_decide_nothing():
    alone = Electorate(members=frozenset({1}), recused=frozenset({1}), present=frozenset({1}))
    tally = count_approval(RULES, alone, [])
    assert (tally["whole"], tally["rate"], tally["carried"]) == (0, None, False)
