"""One participant and one award rule while the rules change: what a change says, and how to ask about it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.award_rules import AwardRule
from scoring.columns import Ints
from scoring.engine import Engine
from scoring.recommendation import Places, Recommendation, Status, recommend
from scoring.rubric import ParticipantType
from scoring.scenario import Change
from scoring.sides import side_of
from scoring.whole_columns import WholeColumns, awards_of


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule changed. `kind` says what: `places` or `percent` of the quota, `threshold` of a gate, that of
    a `grade` or its `grade_places`; a `gate`, a `floor` or the wait `again` after an award, left out.

    `at` names the place in the document as `scoring.controls` does, `before` and `after` are its values;
    `changes` make the changed document. `short` make one a step nearer to the present one, which would alter
    nothing; it is None where there are no steps. `further` is the next turn in the same direction.
    """

    kind: str
    at: str
    before: Decimal | None
    after: Decimal | None
    then: Status
    changes: tuple[Change, ...]
    short: tuple[Change, ...] | None = None
    further: "RuleChange | None" = None


class Rules:
    """One participant (`index` of the columns) and one award, under the rules as they are and as changed."""

    def __init__(self, engine: Engine, whole: WholeColumns, index: int, award: str) -> None:
        rules = awards_of(engine.rubric, engine.kind)
        self._last = next(number for number, rule in enumerate(rules) if rule.code == award)
        self._rules = rules[: self._last + 1]
        self.award = rules[self._last]
        self.rubric, self.kind, self.whole, self.index = engine.rubric, engine.kind, whole, index
        self.result = self._judge(self._rules, self.kind)
        self.outcome = self.result.awards[self._last]
        self.status = Status(int(self.outcome.status[index]))
        self.side = side_of(self.status)

    def with_award(self, **changed: Any) -> Status:
        """What the award says of the participant when its rule is changed."""
        rules: list[AwardRule] = [*self._rules[:-1], self.award.model_copy(update=changed)]
        return self._status(self._judge(rules, self.kind))

    def with_type(self, **changed: Any) -> Status:
        """The same when something of the type is changed."""
        return self._status(self._judge(self._rules, self.kind.model_copy(update=changed)))

    def places(self, places: Places, codes: Ints) -> int:
        """How many places the participant's group has."""
        return int(places.places[int(codes[self.index])])

    def own(self, code: str) -> Decimal:
        """The participant's points of a node, or of the whole."""
        points: Ints = self.result.columns.points[code]
        return Decimal(int(points[self.index])).scaleb(-self.whole.decimals)

    @property
    def unit(self) -> Decimal:
        """The smallest step of points."""
        return Decimal(1).scaleb(-self.whole.decimals)

    def _judge(self, rules: Sequence[AwardRule], kind: ParticipantType) -> Recommendation:
        rubric = self.rubric.model_copy(update={"awards": list(rules)})
        return recommend(rubric, kind, self.whole.under(rubric, kind))

    def _status(self, result: Recommendation) -> Status:
        return Status(int(result.awards[self._last].status[self.index]))


def value_change(
    kind: str, at: str, before: Decimal, after: Decimal, then: Status, short: Decimal
) -> RuleChange:
    """A value of the document set to another; `short` is the one a step nearer."""
    return RuleChange(kind, at, before, after, then, (Change(at, f"{after:f}"),), (Change(at, f"{short:f}"),))


def left_out(rules: Rules, kind: str, change: Change, then: Status) -> Iterator[RuleChange]:
    """Something left out, where that alters what the award says."""
    if side_of(then) is not rules.side:
        yield RuleChange(kind, change.at, None, None, then, (change,))


def first_turn(turned: Callable[[int], bool], start: int, end: int) -> int | None:
    """The first number after `start` towards `end` of which something is true that stays true once it is;
    None where it is not even true at the end.
    """
    if start == end or not turned(end):
        return None
    before, after = start, end
    while abs(after - before) > 1:
        middle = (before + after) // 2
        if turned(middle):
            after = middle
        else:
            before = middle
    return after


def decimals_of(value: Decimal) -> int:
    """How many decimals a number is written with."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
