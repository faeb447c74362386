"""Which other bound of a gate on points would just alter what an award says."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil
from operator import ge, gt, le, lt
from typing import NamedTuple

from scoring.award_rules import Gate
from scoring.changed_rules import RuleChange, Rules, decimals_of, first_turn, value_change
from scoring.recommendation import Status
from scoring.sides import Side, side_of

# By bound: when points pass it, in which direction it asks for less, and how many steps from the own points
# the hardest one lies that they pass.
_FORMS = {"at_least": (ge, -1, 0), "above": (gt, -1, -1), "at_most": (le, 1, 0), "below": (lt, 1, 1)}


class _Bound(NamedTuple):
    """One bound of a gate. `edge` is the hardest that the participant passes, `easier` one step to less."""

    number: int
    gate: Gate
    name: str
    value: Decimal
    edge: Decimal
    easier: Decimal


def bound_changes(rules: Rules, number: int, gate: Gate) -> Iterator[RuleChange]:
    """Each bound of a gate, moved so far that the participant just passes it, or just does not; or asking so
    much more that others no longer do.
    """
    own = rules.own(gate.points or "total")
    for name, (passed, easier, beyond) in _FORMS.items():
        value: Decimal | None = getattr(gate, name)
        if value is not None:
            edge, step = own + beyond * rules.unit, easier * rules.unit
            yield from _changes(rules, _Bound(number, gate, name, value, edge, step), passed(own, value))
    if gate.percent_at_least is not None:
        value, grid = gate.percent_at_least, Decimal(1).scaleb(-decimals_of(gate.percent_at_least))
        reached = _reached(rules, gate.points or "total", grid)
        if reached is not None:
            bound = _Bound(number, gate, "percent_at_least", value, reached, -grid)
            yield from _changes(rules, bound, value <= reached)


def _reached(rules: Rules, code: str, grid: Decimal) -> Decimal | None:
    """The highest percentage of the maximum, in steps of `grid`, of which the points are enough."""
    columns = rules.result.columns
    points, maximum = int(columns.points[code][rules.index]), int(columns.maxima[code][rules.index])
    if maximum <= 0 or points < 0:
        return None
    return int(Fraction(100 * points, maximum) / Fraction(grid)) * grid


def _changes(rules: Rules, bound: _Bound, passes: bool) -> Iterator[RuleChange]:
    if not passes:
        yield from _turned(rules, bound, bound.edge, bound.edge - bound.easier)
        return
    if rules.side in (Side.OUT, Side.BALLOT) and rules.outcome.candidates[rules.index]:
        yield from _harder_for_others(rules, bound)
    if rules.side in (Side.IN, Side.BALLOT):
        yield from _turned(rules, bound, bound.edge - bound.easier, bound.edge)


def _turned(rules: Rules, bound: _Bound, after: Decimal, short: Decimal) -> Iterator[RuleChange]:
    if _is_sound(bound, after):
        then = _ask(rules, bound, after)
        if side_of(then) is not rules.side and side_of(_ask(rules, bound, short)) is rules.side:
            yield _change(rules, bound, after, then, short)


def _harder_for_others(rules: Rules, bound: _Bound) -> Iterator[RuleChange]:
    """Harder than it is and no harder than the participant passes: the harder, the fewer others pass."""
    start = ceil(Fraction(bound.value - bound.edge) / Fraction(bound.easier))
    if start <= 0 or not _is_sound(bound, bound.edge):
        return

    def value(steps: int) -> Decimal:
        return bound.value if steps == start else bound.edge + steps * bound.easier

    turn = first_turn(lambda steps: side_of(_ask(rules, bound, value(steps))) is not rules.side, start, 0)
    if turn is not None:
        yield _change(rules, bound, value(turn), _ask(rules, bound, value(turn)), value(turn + 1))


def _change(rules: Rules, bound: _Bound, after: Decimal, then: Status, short: Decimal) -> RuleChange:
    at = f"awards/{rules.award.code}/conditions/{bound.number}/{bound.name}"
    return value_change("threshold", at, bound.value, after, then, short)


def _ask(rules: Rules, bound: _Bound, value: Decimal) -> Status:
    gates = list(rules.award.conditions)
    gates[bound.number] = bound.gate.model_copy(update={bound.name: value})
    return rules.with_award(conditions=gates)


def _is_sound(bound: _Bound, value: Decimal) -> bool:
    """Whether a gate may be so: its ends in order, a percentage within its range."""
    plain = bound.gate.model_dump(by_alias=True, exclude_none=True)
    try:
        Gate.model_validate(plain | {bound.name: value})
    except ValueError:
        return False
    return True
