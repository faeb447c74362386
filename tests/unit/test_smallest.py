"""The smallest change, on cases that can be followed by hand: judged points, and the preset R9."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from criteria.document import judge
from criteria.yaml_source import Source, read_yaml
from scoring.changed_rules import Rules
from scoring.elsewhere import Elsewhere
from scoring.engine import compile_rubric
from scoring.evidence import NEVER, Evidence, OwnTarget, Pair, PastAward
from scoring.grids import grid_of
from scoring.recommendation import Status
from scoring.smallest import smallest_figures, smallest_points, without_mark
from scoring.smallest_rules import smallest_rules
from scoring.whole_columns import whole_columns_of
from tests.unit.test_recommendation import award, document, unit, units

IN, BALLOT, OUTSIDE, BELOW = Status.RECOMMENDED, Status.BALLOT, Status.OUTSIDE, Status.BELOW


class Asked:
    """One of several participants, asked about one award."""

    def __init__(self, rubric, people, identity, code="GK"):
        kind = rubric.types[0]
        engine = compile_rubric(rubric)[kind.code]
        people = sorted(people, key=lambda one: one.id)
        cards = [engine.score(one) for one in people]
        index = [one.id for one in people].index(identity)
        whole = whole_columns_of(engine, people, cards)
        self.evidence, self.card = people[index], cards[index]
        self.elsewhere = Elsewhere(engine, whole, index, code)
        self.asked_rules = Rules(engine, whole, index, code)

    def points(self):
        found = smallest_points(self.elsewhere, self.evidence, self.card)
        return [(one.node, one.points, one.then) for one in found]

    def figures(self):
        found = smallest_figures(self.elsewhere, self.evidence, self.card)
        return [(one.criterion, one.entry, one.short, one.then) for one in found]

    def rules(self):
        found = smallest_rules(self.asked_rules)
        return {(one.kind, one.at): (one.before, one.after, one.then) for one in found}


TWO_PLACES = document(award(quota={"count": 2}))


def test_just_outside_first_a_ballot_and_then_the_award():
    asked = Asked(TWO_PLACES, units(50, 49, 48, 40), "u3")
    (change,) = smallest_points(asked.elsewhere, asked.evidence, asked.card)
    assert (change.points, change.total, change.then) == (Decimal(1), Decimal(49), BALLOT)
    assert change.further is not None
    assert (change.further.points, change.further.then) == (Decimal("1.01"), IN)


def test_just_inside_the_award_is_lost_after_a_ballot():
    asked = Asked(TWO_PLACES, units(50, 49, 48, 40), "u2")
    assert asked.points() == [("total", Decimal(-1), BALLOT)]


def test_a_tie_is_parted_by_one_last_decimal_either_way():
    asked = Asked(TWO_PLACES, units(50, 48, 48, 40), "u3")
    assert asked.points() == [("total", Decimal("0.01"), IN), ("total", Decimal("-0.01"), OUTSIDE)]


def test_a_threshold_is_passed_before_the_quota_is_reached():
    rubric = document(award(quota={"count": 2}, conditions=[{"points": "total", "at_least": 45}]))
    asked = Asked(rubric, units(50, 40, 30), "u2")
    assert asked.points() == [("total", Decimal(5), IN)]


def test_too_many_points_may_lose_an_award_for_the_weaker():
    rubric = document(award(conditions=[{"points": "total", "at_most": 60}]))
    asked = Asked(rubric, [unit("u1", 40, 21)], "u1")
    assert asked.points() == [("total", Decimal(-1), IN)]
    low = Asked(rubric, [unit("u1", 40, 18)], "u1")
    assert low.points() == [("total", Decimal("2.01"), BELOW)]


def test_no_points_help_where_a_condition_on_facts_fails():
    rubric = document(award(conditions=[{"if": {"attribute": "women", "at_least": 70}}]))
    asked = Asked(rubric, [unit("u1", 50, attributes={"women": Decimal(10)})], "u1")
    assert asked.points() == asked.figures() == []
    assert list(asked.rules()) == [("gate", "awards/GK/conditions/0/off")]


def test_a_gate_on_a_section_names_the_section():
    rubric = document(award(conditions=[{"points": "B", "at_least": 20}]))
    asked = Asked(rubric, [unit("u1", 50, 12)], "u1")
    assert asked.points() == [("B", Decimal(8), IN)]
    assert asked.figures() == [("B", Decimal(20), Decimal(19), IN)]


def test_a_higher_award_is_another_turn():
    rubric = document(award("BK", quota={"count": 1}), award("GK", quota={"count": 1}))
    asked = Asked(rubric, units(50, 40, 30), "u2")
    up, down = smallest_points(asked.elsewhere, asked.evidence, asked.card)
    assert (up.points, up.then, up.further.points) == (Decimal(10), BALLOT, Decimal("10.01"))
    assert up.further.then is Status.HAS_HIGHER
    assert (down.points, down.then, down.further.then) == (Decimal(-10), BALLOT, OUTSIDE)


def test_places_and_percentage_that_would_do():
    rubric = document(award(quota={"percent": 20, "rounding": "floor"}))
    asked = Asked(rubric, units(50, 49, 48, 47, 46, 45, 44, 43), "u3")
    found = asked.rules()
    assert found["places", "awards/GK/quota"] == (1, 3, IN)
    # 37 % of 8 are 2.96, 38 % are 3.04.
    assert found["percent", "awards/GK/quota/percent"] == (20, 38, IN)


def test_a_threshold_that_would_do():
    conditions = [{"points": "total", "at_least": 45, "name": "Đạt từ 45 điểm"}]
    rubric = document(award(conditions=conditions))
    out, inside = Asked(rubric, units(50, 40), "u2"), Asked(rubric, units(50, 40), "u1")
    at = "awards/GK/conditions/0/at_least"
    assert out.rules() == {
        ("threshold", at): (45, Decimal("40.00"), IN),
        ("gate", "awards/GK/conditions/0/off"): (None, None, IN),
    }
    assert inside.rules() == {("threshold", at): (45, Decimal("50.01"), BELOW)}


def test_a_harder_threshold_may_keep_others_out():
    rubric = document(award(quota={"count": 1}, conditions=[{"points": "B", "at_least": 5}]))
    asked = Asked(rubric, [unit("u1", 40, 10), unit("u2", 20, 20)], "u2")
    assert asked.rules()["threshold", "awards/GK/conditions/0/at_least"] == (5, Decimal("10.01"), IN)


def test_who_was_excluded_is_told_of_the_ground_alone():
    asked = Asked(document(award()), [unit("u1", 50, exclusions=frozenset({"X"}))], "u1")
    assert asked.points() == asked.figures() == []
    assert asked.rules() == {}
    change = without_mark(asked.elsewhere, asked.evidence, asked.card)
    assert (change.mark, change.then) == ("X", IN)


def test_an_award_had_too_recently_waits_for_years_and_not_for_points():
    one = unit("u1", 50, past_awards=(PastAward("GK", 2023),))
    asked = Asked(document(award(not_again_within=2)), [one], "u1")
    assert asked.points() == []
    assert asked.rules() == {("again", "awards/GK/not_again_within"): (None, None, IN)}


# ------------------------------------------------------------------ R9

AWARD = {"code": "GK", "name": "Giấy khen", "issuer": "Chủ tịch", "types": ["commune"]}
R9 = read_yaml(Path("criteria/presets/r9.yaml").read_bytes()).content
FULL = {
    "I.1": True, "I.2": "full", "I.3": Decimal(3), "II.1": Decimal("1.5"), "II.2": Decimal(3),
    "II.3": Pair(Decimal(25), Decimal(25)), "III.1": Pair(Decimal(100), Decimal(100)), "III.2": True,
    "IV.1": Decimal(0), "B2": Decimal(0),
}  # fmt: skip
KHMER = {"khmer_households": Decimal(10)}


def r9(**more):
    return judge(Source({**R9, "awards": [{**AWARD, **more}]}, {}, [])).rubric


def commune(identity, **entries):
    named = {code.replace("_", "."): entry for code, entry in entries.items()}
    return Evidence(identity, "commune", cluster="C1", entries={**FULL, **named}, attributes=KHMER)


EIGHT = [
    commune("U1", I_2="most"),  # 98
    commune("U2", II_1=Decimal("1.25")),  # 95: 15 + 10 × 0.25 / 0.5 = 20 of 25
    *(commune(f"U{number}", III_2=False) for number in range(3, 9)),  # 92
]
TWENTY = {"percent": 20, "of": "group", "rounding": "floor", "minimum": 1}


def test_r9_figure_beats_the_tie_break_too():
    asked = Asked(r9(quota=TWENTY), EIGHT, "U2")
    # At 1.40 both have 98.00, and the other has more in section II.
    assert asked.figures()[0] == ("II.1", Decimal("1.41"), Decimal("1.40"), IN)
    assert asked.points()[0] == ("total", Decimal("3.01"), IN)
    # Two models in another commune are four points of bonus; one alone is not enough.
    assert ("B2", Decimal(2), Decimal(1), IN) in asked.figures()
    assert asked.rules()["places", "awards/GK/quota"] == (1, 2, IN)
    assert asked.rules()["percent", "awards/GK/quota/percent"] == (20, 25, IN)


def test_r9_figure_counts_with_what_is_fed_by_it():
    asked = Asked(r9(quota=TWENTY), [commune("U1", B2=Decimal(1)), commune("U2")], "U2")
    # Half a point over the target gives one point of B3, a whole point two: 102 against 102, and a ballot.
    assert ("B2", Decimal(1), Decimal(0), BALLOT) in asked.figures()
    assert ("II.1", Decimal("2.50"), Decimal("2.49"), BALLOT) in asked.figures()


def test_r9_floor_is_lifted_by_its_section_alone():
    low = commune(
        "U1", II_1=Decimal("0.8"), II_2=Decimal(2), II_3=Pair(Decimal(16), Decimal(25))
    )  # 12 + 9 + 2.5
    asked = Asked(r9(), [low], "U1")
    assert asked.points() == [("II", Decimal("1.50"), IN)]
    assert asked.figures()[0] == ("II.1", Decimal("0.90"), Decimal("0.89"), IN)
    assert asked.rules() == {("floor", "types/commune/sections/II/floor/off"): (None, None, IN)}


def test_r9_names_levels_answers_and_days():
    asked = Asked(r9(conditions=[{"points": "total", "at_least": 99}]), [commune("U1")], "U1")
    found = {code: (entry, short) for code, entry, short, _then in asked.figures()}
    assert found["I.2"] == ("most", "full")
    assert found["I.1"] == (False, True)
    assert found["IV.1"] == (Decimal(1), Decimal(0))
    # 24 of 25 are 96 %, one point less and still 99.
    assert found["II.3"] == (Pair(Decimal(23), Decimal(25)), Pair(Decimal(24), Decimal(25)))


@pytest.mark.parametrize(
    ("code", "entry", "low", "high", "next_entry"),
    [
        ("II.1", Decimal("1.1"), None, None, Decimal("1.11")),
        ("I.3", Decimal(2), -2, None, Decimal(3)),
        ("II.3", Pair(Decimal(20), Decimal(25)), -20, 5, Pair(Decimal(21), Decimal(25))),
        ("III.1", Pair(Decimal("99.5"), Decimal(100)), -995, None, Pair(Decimal("99.6"), Decimal(100))),
        ("IV.1", Decimal(4), None, None, Decimal(5)),
    ],
)
def test_steps_of_a_figure(code, entry, low, high, next_entry):
    criterion = next(one for one in r9().types[0].criteria() if one.code == code)
    grid = grid_of(criterion, entry)
    assert grid.entry(0) == entry
    assert grid.entry(1) == next_entry
    assert low in (None, grid.low)
    assert high in (None, grid.high)


def test_never_is_the_last_of_all_days():
    rubric = document(award(conditions=[{"points": "total", "at_least": 10}]))
    content = rubric.model_dump(mode="json", by_alias=True, exclude_none=True)
    bands = [{"at_most": 0, "points": 10}, {"above": 0, "points": 5}]
    content["types"][0]["children"] = [
        {"code": "A", "name": "A", "max": 10, "scale": {"kind": "days_late", "never": 0, "bands": bands}}
    ]
    content["types"][0]["max"] = 10
    late = type(rubric).model_validate(content)
    asked = Asked(late, [Evidence("u1", "t", entries={"A": NEVER})], "u1")
    assert asked.figures() == [("A", Decimal(0), Decimal(1), IN)]


def test_own_target_counts():
    targets = {"II.1": OwnTarget(target=Decimal("1.2"), minimum=Decimal("1.0"))}
    own = replace(commune("U1", II_1=Decimal("1.1")), targets=targets)
    asked = Asked(r9(conditions=[{"points": "total", "at_least": 100}]), [own], "U1")
    assert asked.figures()[0] == ("II.1", Decimal("1.20"), Decimal("1.19"), IN)
