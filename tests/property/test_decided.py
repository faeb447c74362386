"""What holds whatever a council decides: quotas, order, and saying the same thing twice."""

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.decided import Decided
from scoring.evaluation import evaluate
from scoring.recommendation import Status
from tests.unit.test_recommendation import award, document, unit

PLACED = (Status.GRANTED, Status.RECOMMENDED, Status.HELD)
TIES = st.sampled_from(["none", "ballot", "all"])


@st.composite
def meetings(draw):
    """A document of two forms, participants in groups, and random decisions on both."""
    ties = [draw(TIES), draw(TIES)]
    counts = [draw(st.integers(0, 3)), draw(st.integers(0, 5))]
    rules = [
        award(code, quota={"count": count}, ties=policy, group=group)
        for code, count, policy, group in zip(
            ("BK", "GK"), counts, ties, (draw(st.sampled_from([[], "cluster"])), "cluster"), strict=True
        )
    ]
    marks = st.tuples(st.integers(0, 6), st.sampled_from("ab"), st.integers(0, 5))
    participants = [
        unit(f"u{number:02d}", total, cluster=cluster, holds=frozenset({"H"} if chance == 0 else ()))
        for number, (total, cluster, chance) in enumerate(draw(st.lists(marks, min_size=1, max_size=14)))
    ]
    words = st.lists(st.sampled_from([None, "yes", "no"]), min_size=14, max_size=14)
    decisions = {code: draw(words)[: len(participants)] for code in ("BK", "GK")}
    return document(*rules, ranking={"group": "cluster"}), participants, decisions


def decide(result, decisions):
    masks = {
        code: Decided(np.array([w == "yes" for w in words]), np.array([w == "no" for w in words]))
        for code, words in decisions.items()
    }
    return result.after(masks)


def states(result):
    return [outcome.status.tolist() for outcome in result.recommendation.awards]


often = settings(max_examples=150, deadline=None)


@often
@given(meetings())
def test_quotas_are_exceeded_by_explicit_grants_alone(meeting):
    rubric, participants, decisions = meeting
    (result,) = evaluate(rubric, participants).types
    for outcome in decide(result, decisions).recommendation.awards:
        if outcome.rule.ties == "all":
            continue
        groups = outcome.standing.groups
        placed = Counter(groups.codes[np.isin(outcome.status, PLACED)].tolist())
        granted = Counter(groups.codes[outcome.status == Status.GRANTED].tolist())
        # Of held equals at the line several wait for one place; it is given to none of them yet.
        waiting = Counter(groups.codes[outcome.line.straddling & (outcome.status == Status.HELD)].tolist())
        for group, count in placed.items():
            room = int(outcome.places.places[group])
            assert count - waiting[group] <= max(room, granted[group])


@often
@given(meetings())
def test_decisions_stand_and_are_never_lost(meeting):
    rubric, participants, decisions = meeting
    (result,) = evaluate(rubric, participants).types
    after = decide(result, decisions)
    for outcome in after.recommendation.awards:
        for status, word in zip(outcome.status.tolist(), decisions[outcome.rule.code], strict=True):
            assert (status == Status.GRANTED) == (word == "yes")
            assert (status == Status.REFUSED) == (word == "no")


@often
@given(meetings())
def test_granting_what_is_recommended_changes_nothing_else(meeting):
    """So the order in which questions are decided does not matter while the council follows the run."""
    rubric, participants, decisions = meeting
    (result,) = evaluate(rubric, participants).types
    after = decide(result, decisions)
    agreed = {
        outcome.rule.code: [
            "yes" if status == Status.RECOMMENDED else word
            for status, word in zip(outcome.status.tolist(), decisions[outcome.rule.code], strict=True)
        ]
        for outcome in after.recommendation.awards
    }
    again = decide(result, agreed)
    for before, now in zip(states(after), states(again), strict=True):
        expected = [Status.GRANTED if status == Status.RECOMMENDED else status for status in before]
        assert now == expected


@often
@given(meetings(), st.randoms(use_true_random=False))
def test_the_order_of_participants_is_irrelevant(meeting, random):
    rubric, participants, decisions = meeting
    (result,) = evaluate(rubric, participants).types
    mixed = list(participants)
    random.shuffle(mixed)
    (other,) = evaluate(rubric, mixed).types
    assert states(decide(result, decisions)) == states(decide(other, decisions))


@st.composite
def gradings(draw):
    """A document with a grade of limited number and an award that asks for it, and random decisions on it."""
    count = draw(st.integers(0, 4))
    grading = {
        "ties": "ballot",
        "grades": [
            {"code": "best", "name": "Best", "at_least": 2, "quota": {"count": count}},
            {"code": "rest", "name": "Rest"},
        ],
    }
    rubric = document(award("GK", conditions=[{"grade": ["best"]}]), grading=grading)
    totals = draw(st.lists(st.integers(0, 5), min_size=1, max_size=10))
    words = draw(st.lists(st.sampled_from([None, "yes", "no"]), min_size=10, max_size=10))
    return rubric, [unit(f"u{n:02d}", total) for n, total in enumerate(totals)], words[: len(totals)], count


@often
@given(gradings())
def test_a_grade_decided_on_is_had_or_not_and_the_award_that_asks_for_it_follows(meeting):
    rubric, participants, words, count = meeting
    (result,) = evaluate(rubric, participants).types
    after = decide(result, {"grade:best": words}).recommendation
    best = after.grades.grade == 0
    granted, refused = (np.array([one == word for one in words]) for word in ("yes", "no"))
    assert best[granted].all()
    assert not best[refused].any()
    assert best.sum() <= max(count, granted.sum())
    assert (best == (after.awards[0].status == Status.RECOMMENDED)).all()
    waiting = after.grades.status(0) == Status.BALLOT
    assert not waiting[best | refused].any()
    if waiting.any():
        assert best.sum() < count < best.sum() + waiting.sum()


@often
@given(gradings())
def test_no_decision_on_a_grade_changes_nothing(meeting):
    rubric, participants, _words, _count = meeting
    (result,) = evaluate(rubric, participants).types
    after = decide(result, {"grade:best": [None] * len(participants)}).recommendation
    assert after.grades.grade.tolist() == result.recommendation.grades.grade.tolist()
    assert states(decide(result, {})) == states(result)
