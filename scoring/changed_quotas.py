"""How many more or fewer places of a quota, or which percentage, would alter what an award says."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from scoring.award_rules import Quota
from scoring.changed_rules import RuleChange, Rules, decimals_of, first_turn, value_change
from scoring.exact import HUNDRED
from scoring.recommendation import Status, places_for
from scoring.scenario import Change
from scoring.sides import Side, side_of


def quota_changes(rules: Rules) -> Iterator[RuleChange]:
    """The places of the award's own quota, then its percentage; nothing for who is no candidate."""
    quota, outcome = rules.award.quota, rules.outcome
    if quota is None or outcome.places is None or not outcome.line.run[rules.index]:
        return
    at = f"awards/{rules.award.code}/quota"
    number = rules.places(outcome.places, outcome.standing.groups.codes)
    enough = int(outcome.line.start[rules.index] + outcome.line.run[rules.index])
    for end in (max(enough, number), 0):
        change = count_change(
            "places", at, number, end, rules.side, lambda places: rules.with_award(quota=Quota(count=places))
        )
        if change is not None:
            yield change
            yield from _percent_change(rules, quota, change)


def count_change(
    kind: str, at: str, number: int, end: int, side: Side, ask: Callable[[int], Status]
) -> RuleChange | None:
    """More or fewer places, as few as alter something: the more there are, the nearer one comes."""
    turn = first_turn(lambda places: side_of(ask(places)) is not side, number, end)
    if turn is None:
        return None
    then, short = ask(turn), turn + (1 if end < number else -1)
    further = None
    if side_of(then) is Side.BALLOT and (more := count_change(kind, at, turn, end, Side.BALLOT, ask)):
        further = replace(more, before=Decimal(number))
    before, after = Decimal(number), Decimal(turn)
    return RuleChange(kind, at, before, after, then, _counted(at, turn), _counted(at, short), further)


def _counted(at: str, places: int) -> tuple[Change, ...]:
    cleared = (Change(f"{at}/{key}", None) for key in ("percent", "minimum", "maximum"))
    return (Change(f"{at}/count", str(places)), *cleared)


def _percent_change(rules: Rules, quota: Quota, count: RuleChange) -> Iterator[RuleChange]:
    """The percentage that gives as many places, in steps of its own last decimal."""
    if quota.percent is None or count.after is None or count.before is None:
        return
    grid = Decimal(1).scaleb(-decimals_of(quota.percent))
    wanted, sign = int(count.after), 1 if count.after > count.before else -1
    groups, eligible = rules.outcome.standing.groups, ~rules.result.columns.barred

    def gives(steps: int) -> int:
        changed = quota.model_copy(update={"percent": steps * grid})
        return rules.places(places_for(changed, groups, eligible), groups.codes)

    end = int(HUNDRED / grid) if sign > 0 else 1
    turn = first_turn(lambda steps: (gives(steps) - wanted) * sign >= 0, int(quota.percent / grid), end)
    if turn is None:
        return
    after = turn * grid
    then = rules.with_award(quota=quota.model_copy(update={"percent": after}))
    if side_of(then) is not rules.side:
        yield value_change("percent", f"{count.at}/percent", quota.percent, after, then, after - sign * grid)
