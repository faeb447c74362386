"""What is typed on papers and by the counting board, and the receipts; without a database."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from council.ballot_board import choices_of, words_of
from council.ballot_forms import field_of, read_paper
from council.ballot_papers import FaultyPaperError, check_paper, longest_choice
from council.ballot_receipts import ALPHABET, mark_of, new_mark, new_receipt, read_receipt
from council.ballot_rules import DEFAULT_RULES
from council.counting import AGREE, BLANK, DISAGREE, INVALID, Electorate, count_choice
from council.models import Candidate, Question, QuestionKind


def choice(candidates=3, places=1, key=7):
    names = [Candidate(number=number, name=f"Xã {number}") for number in range(1, candidates + 1)]
    return Question(id=key, kind=QuestionKind.CHOOSE, places=places, candidates=names)


def motion(key=8):
    return Question(id=key, kind=QuestionKind.APPROVE, candidates=[])


@pytest.mark.parametrize(
    ("question", "sent", "read"),
    [
        (motion(), ["a"], AGREE),
        (motion(), ["d"], DISAGREE),
        (motion(), ["b"], BLANK),
        (motion(), ["a", "d"], INVALID),
        (choice(), ["002"], [2]),
        (choice(), ["000"], BLANK),
        (choice(places=2), ["001", "003"], [1, 3]),
        (choice(places=2), ["001", "000"], INVALID),
        (choice(), ["x"], [-1]),
    ],
)
def test_a_paper_is_read(question, sent, read):
    form = MultiDict([(field_of(question), value) for value in sent])
    assert read_paper([question], form) == {question.id: read}


def test_what_is_not_marked_is_left_out_and_a_fault():
    assert read_paper([motion(), choice()], MultiDict({"c-8": "a"})) == {8: AGREE}
    with pytest.raises(FaultyPaperError) as error:
        check_paper([motion(), choice()], {8: AGREE})
    assert set(error.value.faults) == {7}


@pytest.mark.parametrize("said", [INVALID, [1, 2, 3], [4], [], "anything"])
def test_a_choice_that_does_not_fit_is_a_fault(said):
    with pytest.raises(FaultyPaperError):
        check_paper([choice(places=2)], {7: said})


def test_a_choice_is_kept_in_one_form():
    assert check_paper([choice(places=2), motion()], {7: [3, 1], 8: BLANK}) == {7: [1, 3], 8: BLANK}


def test_no_choice_takes_more_room_than_the_longest():
    question = choice(candidates=12, places=3)
    room = len(json.dumps(longest_choice(question), separators=(",", ":")))
    for said in ([10, 11, 12], [1], BLANK, INVALID):
        assert len(json.dumps(said, separators=(",", ":"))) <= room
    assert longest_choice(motion()) == DISAGREE


def test_receipts_are_read_however_they_are_typed():
    receipt = new_receipt()
    assert read_receipt(receipt.lower().replace("-", " ")) == receipt
    assert read_receipt(f" {receipt} ") == receipt
    assert read_receipt(receipt[:-1]) is None
    assert read_receipt("0" * 20) is None  # no zero, which is mistaken for a letter
    assert len({new_receipt() for _time in range(100)}) == 100


def test_each_question_has_a_mark_of_its_own():
    receipt = new_receipt()
    marks = {mark_of(receipt, ballot, question) for ballot in (1, 2) for question in (1, 2)}
    assert len(marks) == 4
    assert {len(mark) for mark in marks} == {64} == {len(new_mark())}
    # As a script computes it from the same receipt: HMAC-SHA-256 under the receipt, over "ballot:question".
    assert mark_of("AAAAA-BBBBB-CCCCC-DDDDD", 1, 2) == (
        "69309de424242b684675d008348ca79fe68d9ec2fa92ad10c8cf23d9584ddfb0"
    )


def test_no_sign_of_a_receipt_is_mistaken_for_another():
    assert not set("0O1IL") & set(ALPHABET)


@st.composite
def boards(draw):
    question = choice(candidates=draw(st.integers(1, 5)), places=draw(st.integers(1, 4)))
    marked, blank, invalid = (draw(st.integers(0, 6)) for _part in range(3))
    papers = [
        draw(st.sets(st.integers(1, len(question.candidates)), min_size=1, max_size=question.places))
        for _paper in range(marked)
    ]
    votes = Counter(str(number) for paper in papers for number in paper)
    return question, {**votes, BLANK: blank, INVALID: invalid}, marked + blank + invalid


@given(boards())
def test_slips_made_from_the_boards_totals_count_up_to_them(board):
    question, totals, papers = board
    choices = choices_of(question, totals, papers)
    assert len(choices) == papers
    electorate = Electorate(members=frozenset(range(papers)), present=frozenset(range(papers)))
    numbers = [one.number for one in question.candidates]
    tally = count_choice(DEFAULT_RULES, electorate, question.places, numbers, choices)
    assert {str(line["number"]): line["votes"] for line in tally["votes"]} == {
        word: totals.get(word, 0) for word in words_of(question) if word not in (BLANK, INVALID)
    }
    assert (tally["blank"], tally["invalid"]) == (totals[BLANK], totals[INVALID])
