"""Recommending anew after decisions of a council, and after awards given in the same year."""

import numpy as np
import pytest

from scoring.decided import Decided
from scoring.evaluation import evaluate
from scoring.evidence import PastAward
from scoring.recommendation import Status
from tests.unit.test_recommendation import award, document, unit, units

HIGH = award("BK", quota={"count": 1})
LOW = award("GK", quota={"count": 2})
TWO = document(HIGH, LOW)


def after(rubric, participants, decisions=None):
    """By award, each participant's state after decisions: award → (granted ids, refused ids)."""
    (result,) = evaluate(rubric, participants).types
    ids = result.recommendation.columns.ids

    def mask(wanted):
        return np.array([one in wanted for one in ids], dtype=bool)

    decided = {
        code: Decided(mask(granted), mask(refused)) for code, (granted, refused) in (decisions or {}).items()
    }
    result = result.after(decided)
    return result, {
        outcome.rule.code: dict(zip(ids, map(Status, outcome.status.tolist()), strict=True))
        for outcome in result.recommendation.awards
    }


def having(states, code, *wanted):
    return {one for one, status in states[code].items() if status in wanted}


def test_nothing_decided_changes_nothing():
    participants = units(50, 50, 40, 30, 20)
    result, states = after(TWO, participants)
    (plain,) = evaluate(TWO, participants).types
    assert [row.awards for row in result.rows()] == [row.awards for row in plain.rows()]
    assert [row.reasons for row in result.rows()] == [row.reasons for row in plain.rows()]
    assert having(states, "BK", Status.BALLOT) == {"u1", "u2"}


def test_who_wins_the_ballot_frees_the_lower_place_and_who_loses_keeps_theirs():
    participants = units(50, 50, 40, 30)
    _, before = after(TWO, participants)
    assert having(before, "GK", Status.RECOMMENDED) == {"u1", "u2"}
    _, states = after(TWO, participants, {"BK": ({"u1"}, {"u2"})})
    assert having(states, "BK", Status.GRANTED) == {"u1"}
    assert having(states, "BK", Status.REFUSED) == {"u2"}
    assert states["GK"]["u1"] is Status.HAS_HIGHER
    assert having(states, "GK", Status.RECOMMENDED) == {"u2", "u3"}


def test_a_refused_place_goes_to_the_next_in_line():
    _, states = after(TWO, units(50, 40, 30, 20), {"BK": ((), {"u1"})})
    assert having(states, "BK", Status.RECOMMENDED) == {"u2"}
    assert having(states, "GK", Status.RECOMMENDED) == {"u1", "u3"}


def test_who_is_granted_against_the_rules_takes_a_place_first():
    barred = unit("u4", 60, exclusions=frozenset({"X"}))
    result, states = after(document(LOW), [*units(50, 40, 30), barred], {"GK": ({"u4"}, ())})
    assert states["GK"] == {
        "u1": Status.RECOMMENDED,
        "u2": Status.OUTSIDE,
        "u3": Status.OUTSIDE,
        "u4": Status.GRANTED,
    }
    (second,) = (row for row in result.rows() if row.evidence.id == "u2")
    assert (second.awards[0].place, second.awards[0].places) == (3, 2)


@pytest.mark.parametrize(
    ("granted", "waiting"), [({"u1"}, {"u2", "u3"}), ({"u1", "u2"}, set()), (set(), {"u1", "u2", "u3"})]
)
def test_equals_wait_for_a_ballot_while_a_place_is_left(granted, waiting):
    _, states = after(document(LOW), units(50, 50, 50, 40), {"GK": (granted, ())})
    assert having(states, "GK", Status.BALLOT) == waiting
    assert not having(states, "GK", Status.RECOMMENDED)


def test_equals_taken_whole_stay_when_one_of_them_is_granted():
    whole = document(award("GK", quota={"count": 1}, ties="all"))
    participants = [unit("u1", 50, holds=frozenset({"H"})), *units(0, 50, 50, 40)[1:]]
    _, states = after(whole, participants, {"GK": ({"u2"}, ())})
    assert having(states, "GK", Status.HELD) == {"u1"}
    assert having(states, "GK", Status.RECOMMENDED) == {"u3"}
    _, states = after(whole, participants, {"GK": ({"u4"}, ())})
    assert having(states, "GK", Status.HELD, Status.RECOMMENDED) == set()


def test_the_held_keep_their_place_while_others_are_granted():
    held = unit("u1", 50, holds=frozenset({"H"}))
    _, states = after(document(LOW), [held, *units(0, 40, 30)[1:]], {"GK": ({"u2"}, ())})
    assert (states["GK"]["u1"], states["GK"]["u3"]) == (Status.HELD, Status.OUTSIDE)


def test_decisions_are_said():
    result, _ = after(document(LOW), units(50, 40, 30), {"GK": ({"u1"}, {"u2"})})
    told = {row.evidence.id: row.reasons[-1] for row in result.rows()}
    assert (told["u1"].code, told["u2"].code, told["u3"].code) == ("granted", "refused", "recommended")
    assert told["u1"].facts["name"] == "GK"


def test_nobody_is_told_of_a_gap_to_somebody_with_fewer_points():
    result, _ = after(document(award("GK", quota={"count": 1})), units(50, 40, 30), {"GK": ({"u3"}, ())})
    (reason,) = [row.reasons[-1] for row in result.rows() if row.evidence.id == "u1"]
    assert (reason.code, reason.facts["gap"]) == ("outside", None)


def test_who_has_a_form_for_the_achievement_gets_no_second_and_keeps_its_place():
    mine = (PastAward("GK", 2024, "movement", "Giấy khen"),)
    participants = [unit("u1", 50, past_awards=mine), *units(0, 40, 30)[1:]]
    result, states = after(TWO, participants)
    assert (states["BK"]["u1"], states["GK"]["u1"]) == (Status.HAS_AWARD, Status.HAS_AWARD)
    assert having(states, "BK", Status.RECOMMENDED) == {"u2"}
    assert having(states, "GK", Status.RECOMMENDED) == {"u3"}
    (reason,) = [row.reasons[-1] for row in result.rows() if row.evidence.id == "u1"]
    assert (reason.code, reason.facts["given"], reason.facts["year"]) == ("has_award", "Giấy khen", 2024)


@pytest.mark.parametrize(
    "past",
    [
        PastAward("GK", 2023, "movement"),
        PastAward("GK", 2024, "flood"),
        PastAward("GK", 2024),
    ],
)
def test_other_years_other_achievements_and_unknown_ones_bar_nothing(past):
    _, states = after(TWO, [unit("u1", 50, past_awards=(past,)), *units(0, 40)[1:]])
    assert states["BK"]["u1"] is Status.RECOMMENDED
