"""What becomes of a recommendation without one criterion, and which criterion decides a line."""

from decimal import Decimal

import numpy as np
import pytest

from scoring.engine import Engine, compile_rubric
from scoring.evidence import NOT_APPLICABLE, Evidence
from scoring.firm_rules import read_rules
from scoring.leaving_out import decide, leave_out, line_of, points_apart, totals_without
from scoring.rubric import Rubric
from scoring.weighable import named, weighable
from scoring.weights import parts_of
from scoring.whole_columns import whole_columns_of
from tests.unit.test_section_weights import c, s


def document(*children, places=1, maximum=100, **kind):
    award = {"code": "A", "name": "x", "issuer": "x", "types": ["t"], "quota": {"count": places}}
    kind = {"code": "t", "name": "t", "max": maximum, "children": list(children), **kind}
    attributes = {"khmer": {"name": "k"}}
    return Rubric.model_validate(
        {"format": "1", "title": "t", "attributes": attributes, "types": [kind], "awards": [award]}
    )


def people(*entries, **more):
    return [
        Evidence(f"u{place}", "t", entries={code: _entry(value) for code, value in one.items()}, **more)
        for place, one in enumerate(entries)
    ]


def _entry(value):
    return Decimal(value) if isinstance(value, int | str) else value


THREE = [s("I", c("a", 30), c("b", 20), maximum=50), s("II", c("d", 50), maximum=50)]


class Contest:
    """A document, its participants, and everything that is asked of them."""

    def __init__(self, rubric, crowd):
        self.rubric, self.crowd = rubric, crowd
        self.kind, engine = rubric.types[0], compile_rubric(rubric)["t"]
        self.cards = [engine.score(one) for one in crowd]
        self.whole = whole_columns_of(engine, crowd, self.cards)
        self.columns = self.whole.under(rubric, self.kind)
        self.rules = read_rules(rubric, self.kind, self.columns)
        self.totals = self.columns.points["total"]

    def without(self, *codes):
        codes = codes or [criterion.code for criterion in self.kind.criteria()]
        again = {code: totals_without(self.rubric, self.kind, code, self.crowd) for code in codes}
        return leave_out(self.rules, self.totals, again)

    def decider(self):
        group = np.ones(len(self.crowd), dtype=bool)
        line = line_of(self.rules, self.totals, 0, group)
        return line, decide(self.without(), 0, group, points_apart(self.kind, self.whole.points, line, 100))


@pytest.mark.parametrize(
    ("code", "totals"),
    # a 30, b 20, d 50: what is left is brought back to 100.
    [("a", ["71.43", "57.14"]), ("b", ["87.50", "68.75"]), ("d", ["80.00", "70.00"])],
)
def test_a_criterion_is_taken_out_of_the_whole(code, totals):
    crowd = people({"a": 30, "b": 10, "d": 40}, {"a": 25, "b": 10, "d": 30})
    found = totals_without(document(*THREE), document(*THREE).types[0], code, crowd)
    assert [str(Decimal(int(total)).scaleb(-2)) for total in found] == totals


def test_what_counts_the_figure_of_a_criterion_goes_with_it():
    bonus = c(
        "q", 5, role="bonus", scale={"kind": "count", "each": 1, "from": {"criterion": "d", "over": "target"}}
    )
    target = c("d", 50, scale={"kind": "target", "target": 2})
    rubric = document(s("I", c("a", 50), maximum=50), s("II", target, maximum=50), bonus)
    crowd = people({"a": 40, "d": 5})
    assert totals_without(rubric, rubric.types[0], "d", crowd).tolist() == [8000]
    assert totals_without(rubric, rubric.types[0], "q", crowd).tolist() == [9000]


def test_a_dash_may_already_stand_for_what_is_left_out():
    tree = [s("I", c("a", 30), c("b", 20, on_not_applicable="rescale"), maximum=50), THREE[1]]
    crowd = people({"a": 30, "b": NOT_APPLICABLE, "d": 40}, {"a": 30, "b": 20, "d": 40})
    rubric = document(*tree)
    assert totals_without(rubric, rubric.types[0], "b", crowd).tolist() == [8750, 8750]


def test_who_changes_without_a_criterion():
    contest = Contest(
        document(*THREE),
        people({"a": 30, "b": 0, "d": 40}, {"a": 10, "b": 20, "d": 39}, {"a": 0, "b": 0, "d": 1}),
    )
    (without_a, without_b) = contest.without("a", "b")
    assert without_a.changed.tolist() == [True, True, False]
    assert without_a.awards[0].won.tolist() == [False, True, False]
    assert not without_b.changed.any()


def test_the_criterion_whose_leaving_out_moves_most_decides_the_line():
    contest = Contest(document(*THREE), people({"a": 30, "b": 0, "d": 40}, {"a": 10, "b": 20, "d": 39}))
    line, decider = contest.decider()
    assert (line.last, line.first) == (0, 1)
    assert (decider.code, decider.moved, decider.difference) == ("a", 2, 20)


def test_where_nothing_moves_the_widest_gap_decides_the_line():
    contest = Contest(document(*THREE), people({"a": 30, "b": 20, "d": 50}, {"a": 20, "b": 18, "d": 35}))
    _, decider = contest.decider()
    assert (decider.code, decider.moved, decider.difference) == ("d", 0, 15)


def test_a_line_without_anybody_outside_is_decided_by_nothing():
    line, decider = Contest(document(*THREE, places=3), people({"a": 30, "b": 0, "d": 40})).decider()
    assert (line.last, line.first, decider) == (0, None, None)


def test_points_apart_are_those_of_the_total():
    tree = [s("I", c("a", 50), maximum=50, counts_for=20), s("II", c("d", 50), maximum=50, counts_for=80)]
    contest = Contest(document(*tree), people({"a": 40, "d": 40}, {"a": 30, "d": 35}))
    line = line_of(contest.rules, contest.totals, 0, np.ones(2, dtype=bool))
    assert points_apart(contest.kind, contest.whole.points, line, 100) == {"a": 4, "d": 8}


FLAT = [c("a", 30), c("b", 20), c("d", 50)]


@pytest.mark.parametrize("children", [FLAT, [s("I", *FLAT, maximum=100)]])
def test_what_has_no_two_sections_is_weighed_by_its_criteria(children):
    rubric = document(*children, c("q", 5, role="bonus"))
    kind = weighable(rubric.types[0])
    assert [named(child.code) for child in kind.children] == ["a", "b", "d", "q"]
    crowd = people({"a": 20, "b": 20, "d": 40, "q": 3}, {"a": 1, "b": 2, "d": 3})
    engine = Engine(rubric, kind)
    cards = [engine.score(one) for one in crowd]
    assert [card.total for card in cards] == [83, 6]
    weights = {code + "*": Decimal(points) for code, points in (("a", 60), ("b", 20), ("d", 20))}
    assert parts_of(engine, cards).totals(weights).tolist() == [7900, 520]


def test_what_has_two_sections_is_weighed_by_them():
    kind = document(*THREE).types[0]
    assert weighable(kind) is kind
