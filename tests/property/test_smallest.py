"""The smallest change reported flips the result when applied and evaluated again; a smaller one never."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from scoring import elsewhere
from scoring.changed_rules import Rules
from scoring.elsewhere import Elsewhere
from scoring.engine import compile_rubric
from scoring.evaluation import evaluate
from scoring.evidence import NOT_APPLICABLE
from scoring.figure_curves import with_entry
from scoring.grids import grid_of
from scoring.node_curves import NodeCurve, add_points
from scoring.recommendation import recommend
from scoring.scenario import apply
from scoring.sides import Side, side_of
from scoring.smallest import figure_changes, smallest_points, without_mark
from scoring.smallest_rules import smallest_rules
from scoring.whole_columns import columns_of, whole_columns_of
from tests.property.contestants import contestants, contests
from tests.property.ruled import judged

often = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
LOOKED_AT = 120


class Contest:
    """A document, its participants as scored, one of them, and one of the awards."""

    def __init__(self, data):
        self.content = data.draw(contests())
        self.rubric = judged(self.content)
        self.people = data.draw(contestants(self.rubric))
        self.index = data.draw(st.integers(0, len(self.people) - 1))
        self.award = data.draw(st.sampled_from([rule.code for rule in self.rubric.awards]))
        self.engine = compile_rubric(self.rubric)["t"]
        self.cards = [self.engine.score(one) for one in self.people]
        self.whole = whole_columns_of(self.engine, self.people, self.cards)
        self.elsewhere = Elsewhere(self.engine, self.whole, self.index, self.award)

    @property
    def own(self):
        return self.people[self.index]

    @property
    def card(self):
        return self.cards[self.index]

    def side(self):
        return self.side_with(self.own, self.card)

    def side_with(self, evidence, card):
        """By the rules themselves, with another scorecard in the participant's place."""
        people, cards = list(self.people), list(self.cards)
        people[self.index], cards[self.index] = evidence, card
        result = recommend(self.rubric, self.rubric.types[0], columns_of(self.engine, people, cards))
        outcome = next(one for one in result.awards if one.rule.code == self.award)
        return side_of(outcome.status[self.index])

    def side_with_entry(self, code, entry):
        evidence = with_entry(self.own, code, entry)
        return self.side_with(evidence, self.engine.score(evidence))

    def side_evaluated(self, code, entry):
        """By an evaluation of everybody from the beginning."""
        people = list(self.people)
        people[self.index] = with_entry(self.own, code, entry)
        return self.side_of_own(self.rubric, people)

    def side_ruled(self, changes):
        """The same under a document that was changed, read and checked as every other."""
        rubric = judged(apply(changes, self.content).content)
        assert rubric is not None, changes
        return self.side_of_own(rubric, self.people)

    def side_of_own(self, rubric, people):
        rows = evaluate(rubric, people).rows()
        row = next(row for row in rows if row.evidence.id == self.own.id)
        return side_of(next(line.status for line in row.awards if line.code == self.award))


@often
@given(st.data())
def test_elsewhere_says_what_a_whole_evaluation_says(data):
    contest = Contest(data)
    elsewhere = contest.elsewhere
    assert elsewhere.side(elsewhere.stand(contest.own, contest.card)) is contest.side()


@settings(often, max_examples=30)
@given(st.data())
def test_smallest_points_flip_and_fewer_never(data):
    contest = Contest(data)
    elsewhere, own, card = contest.elsewhere, contest.own, contest.card
    before = contest.side()
    changes = smallest_points(elsewhere, own, card)
    for change in changes:
        unit = Decimal(1).scaleb(-contest.rubric.decimals)
        sign = 1 if change.points > 0 else -1
        after = add_points(contest.engine, card, change.node, change.points)
        assert after.total == change.total
        assert contest.side_with(own, after) is side_of(change.then) is not before
        steps = int(abs(change.points) / unit)
        for number in sampled(data, steps):
            fewer = add_points(contest.engine, card, change.node, sign * number * unit)
            assert contest.side_with(own, fewer) is before, number
    if not card.missing and not card.excluded:
        for sign in (1, -1):
            if not any(change.node == "total" and change.points * sign > 0 for change in changes):
                curve = NodeCurve(elsewhere, own, card, "total")
                far = curve.high if sign > 0 else -curve.low
                for number in sampled(data, min(far, 40_000) + 1):
                    after = add_points(contest.engine, card, "total", sign * number * curve.unit)
                    assert contest.side_with(own, after) is before, number


def sampled(data, steps):
    """Numbers of steps from 1 to `steps` (left out): all of few, else those near the ends and some others."""
    if steps <= LOOKED_AT:
        return range(1, steps)
    between = data.draw(st.lists(st.integers(1, steps - 1), max_size=40))
    return sorted({*range(1, 30), *range(steps - 30, steps), *between})


@settings(often, max_examples=40)
@given(st.data())
def test_smallest_figure_flips_and_a_smaller_change_never(data):
    contest = Contest(data)
    own, before = contest.own, contest.side()
    codes = [code for code, entry in own.entries.items() if entry is not NOT_APPLICABLE]
    if not codes or contest.card.missing:
        return
    code = data.draw(st.sampled_from(codes))
    criterion = next(one for one in contest.rubric.types[0].criteria() if one.code == code)
    if contest.card.nodes[code].state == "not_applicable":
        return
    changes = figure_changes(contest.elsewhere, own, contest.card, [criterion])
    note((code, own.entries[code], changes))
    for change in changes:
        assert contest.side_evaluated(code, change.entry) is side_of(change.then) is not before
        assert contest.side_evaluated(code, change.short) is before
        if change.further:
            assert contest.side_evaluated(code, change.further.entry) is side_of(change.further.then)
            assert side_of(change.further.then) is not side_of(change.then)
            assert contest.side_evaluated(code, change.further.short) is side_of(change.then)
    grid = grid_of(criterion, own.entries[code])
    if grid is None:
        return
    found = {grid_number(grid, change.entry) for change in changes}
    assert None not in found
    for sign, end in ((1, grid.high), (-1, grid.low)):
        flips = [abs(number) for number in found if number * sign > 0]
        steps = min(flips, default=min(abs(end), 20_000) + 1)
        for number in sampled(data, steps):
            assert contest.side_with_entry(code, grid.entry(sign * number)) is before, number


def grid_number(grid, entry):
    """Which step of the grid an entry is."""
    if grid.step is None:
        return next(n for n in range(grid.low, grid.high + 1) if grid.entry(n) == entry)
    first = grid.entry(0)
    if isinstance(first, tuple):
        gap = (entry.first - first.first) + (entry.second - first.second)
    else:
        gap = entry - first
    number = int(gap / grid.step)
    return number if grid.entry(number) == entry else None


@often
@given(st.data())
def test_many_cases_at_once_are_answered_as_one_by_one(data):
    contest = Contest(data)
    elsewhere = contest.elsewhere
    curve = NodeCurve(elsewhere, contest.own, contest.card, "total")
    numbers = data.draw(st.lists(st.integers(max(curve.low, -400), min(curve.high, 400)), max_size=12))
    stands = [curve.stand(number) for number in numbers]
    found = elsewhere.statuses(stands)
    for number, status in zip(numbers, found, strict=True):
        after = add_points(contest.engine, contest.card, "total", number * curve.unit)
        assert side_of(status) is contest.side_with(contest.own, after)


@settings(often, max_examples=40)
@given(st.data())
def test_smallest_change_of_a_rule_flips_and_a_smaller_one_never(data):
    contest = Contest(data)
    before = contest.side()
    for change in smallest_rules(Rules(contest.engine, contest.whole, contest.index, contest.award)):
        note(change)
        last = before
        while change is not None:
            assert contest.side_ruled(change.changes) is side_of(change.then) is not last
            assert change.short is None or contest.side_ruled(change.short) is last
            change, last = change.further, side_of(change.then)


@often
@given(st.data())
def test_without_the_one_ground_for_exclusion(data):
    contest = Contest(data)
    own = replace(contest.own, exclusions=frozenset({"X"}))
    change = without_mark(contest.elsewhere, own, contest.engine.score(own))
    free = replace(contest.own, exclusions=frozenset())
    after = contest.side_with(free, contest.engine.score(free))
    if contest.card.missing or contest.card.failed_floors:
        assert change is None
    else:
        assert (side_of(change.then) if change else Side.OUT) is after


@often
@given(st.data())
def test_where_steps_are_leapt_over_a_change_still_flips_and_one_step_less_does_not(data):
    contest = Contest(data)
    before = contest.side()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elsewhere, "PATIENCE", 0)
        changes = smallest_points(contest.elsewhere, contest.own, contest.card)
    for change in changes:
        unit = Decimal(1).scaleb(-contest.rubric.decimals)
        step = unit if change.points > 0 else -unit
        for points, side in ((change.points, side_of(change.then)), (change.points - step, before)):
            after = add_points(contest.engine, contest.card, change.node, points)
            assert contest.side_with(contest.own, after) is side
