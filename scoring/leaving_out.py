"""What becomes of a recommendation when one criterion is left out for everybody, and what decides a line.

The engine scores everybody again with the criterion as not applicable, its maximum taken out of the whole
(`rescale_total`); a criterion that counts another's figure does not apply with it. Only the total changes:
what is asked of sections and criteria themselves (floors, conditions, tie-breaks) stays as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from scoring.columns import Bools, Ints
from scoring.engine import Engine
from scoring.evidence import NOT_APPLICABLE, Evidence
from scoring.exact import ZERO
from scoring.figures import shown
from scoring.firm_rules import AwardStep, Rules
from scoring.firm_trials import Outcome, apply, keys_of
from scoring.rubric import Criterion, ParticipantType, Rubric, Section, printed_maximum
from scoring.scales import YesNo


@dataclass(frozen=True, slots=True)
class Without:
    """What follows without one criterion: of every award, who has it and who waits for a ballot on it, and
    for whom that is otherwise than before (`moved`).
    """

    code: str
    awards: tuple[Outcome, ...]
    moved: tuple[Bools, ...]

    @property
    def changed(self) -> Bools:
        """For whom any award is otherwise than before."""
        changed: Bools = np.logical_or.reduce(self.moved)
        return changed


@dataclass(frozen=True, slots=True)
class Line:
    """The end of an award's places in one group: who stands last inside and who first outside (None: nobody),
    by their rows.
    """

    last: int | None
    first: int | None


@dataclass(frozen=True, slots=True)
class Decider:
    """The criterion that decides a line: leaving it out moves `moved` across the line; where that is nobody,
    it parts the two beside the line by most points.
    """

    code: str
    moved: int
    difference: Decimal


def totals_without(rubric: Rubric, kind: ParticipantType, code: str, evidence: Sequence[Evidence]) -> Ints:
    """The totals, in the document's smallest points, without one criterion."""
    engine = Engine(rubric, _without(kind, code))
    cards = (engine.score(replace(item, entries={**item.entries, code: NOT_APPLICABLE})) for item in evidence)
    totals = (int(card.total.scaleb(rubric.decimals)) for card in cards)
    return np.fromiter(totals, dtype=np.int64, count=len(evidence))


def _without(kind: ParticipantType, code: str) -> ParticipantType:
    """The type in which a dash may stand for the criterion, whatever the document says of it."""

    def inside(nodes: Sequence[Section | Criterion]) -> list[Section | Criterion]:
        return [one(node) for node in nodes]

    def one(node: Section | Criterion) -> Section | Criterion:
        if isinstance(node, Section):
            return node.model_copy(update={"children": inside(node.children)})
        if node.code != code:
            return node
        asked = {} if getattr(node.scale, "origin", None) is None else {"scale": YesNo(kind="yes_no")}
        return node.model_copy(update={"on_not_applicable": "rescale_total", **asked})

    return kind.model_copy(update={"children": inside(kind.children)})


def leave_out(rules: Rules, totals: Ints, without: Mapping[str, Ints]) -> list[Without]:
    """What follows from the totals `without` each criterion, against what followed from `totals`."""
    if not without:
        return []
    before = apply(rules, totals[None])
    after = apply(rules, np.stack(list(without.values())))
    found = []
    for row, code in enumerate(without):
        outcomes = tuple(Outcome(one.won[row], one.ballot[row]) for one in after)
        moved = tuple(
            (old.won[0] != new.won) | (old.ballot[0] != new.ballot)
            for old, new in zip(before, outcomes, strict=True)
        )
        found.append(Without(code, outcomes, moved))
    return found


def line_of(rules: Rules, totals: Ints, award: int, group: Bools) -> Line:
    """The line of an award (by its number) in one group: among all who are open to it, meet what no total
    touches, and have no higher form for the same achievement.
    """
    outcomes = apply(rules, totals[None])
    step = rules.awards[award]
    open_to = group & step.open & step.gates.fixed & ~_higher(rules.awards[:award], outcomes, step)
    won, ballot = outcomes[award].won[0] & open_to, outcomes[award].ballot[0] & open_to
    inside = won if won.any() else ballot
    keys = keys_of(rules, totals[None])[0].astype(np.int64)
    return Line(_least(keys, inside), _least(-keys, open_to & ~inside))


def _higher(steps: Sequence[AwardStep], outcomes: Sequence[Outcome], step: AwardStep) -> Bools:
    had = np.zeros(len(step.open), dtype=bool)
    for other, outcome in zip(steps, outcomes, strict=False):
        if other.achievement == step.achievement:
            had |= outcome.won[0]
    return had


def _least(keys: Ints, among: Bools) -> int | None:
    """The row with the least key, the first of equals."""
    rows = np.flatnonzero(among)
    return int(rows[np.argmin(keys[rows])]) if len(rows) else None


def decide(
    without: Sequence[Without], award: int, group: Bools, apart: Mapping[str, Decimal]
) -> Decider | None:
    """The criterion that decides a line in a group: the one without which most of the group stand otherwise
    to the award; of equals the one that sets the two beside the line further `apart` (by criterion, points
    that the last inside has more than the first outside), then the first of the document. Where none moves
    anybody, the one that sets them furthest apart in favour of the last inside; None where nothing does.
    """
    moved = {one.code: int((one.moved[award] & group).sum()) for one in without}
    order = {code: -number for number, code in enumerate(moved)}
    most = max(moved, key=lambda code: (moved[code], abs(apart.get(code, ZERO)), order[code]), default=None)
    if most is not None and moved[most]:
        return Decider(most, moved[most], apart.get(most, ZERO))
    furthest = max(apart, key=lambda code: (apart[code], order.get(code, 0)), default=None)
    if furthest is None or apart[furthest] <= 0:
        return None
    return Decider(furthest, 0, apart[furthest])


def points_apart(
    kind: ParticipantType, points: Mapping[str, Ints], line: Line, unit: int
) -> dict[str, Decimal]:
    """By criterion, how many points of the total the last inside has more than the first outside; nothing
    where one of them is missing. `points` holds the columns of points as printed, `unit` to the point.
    """
    if line.last is None or line.first is None:
        return {}
    return {
        code: shown(Fraction(int(points[code][line.last] - points[code][line.first]), unit) * counts)
        for code, counts in _counts(kind, Fraction(1))
    }


def _counts(parent: ParticipantType | Section, outer: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Every criterion with how much a printed point of it counts in the total."""
    for child in parent.children:
        if isinstance(child, Criterion):
            yield child.code, outer
        elif child.counts_for is None or not printed_maximum(child):
            yield from _counts(child, outer)
        else:
            yield from _counts(child, outer * Fraction(child.counts_for) / Fraction(printed_maximum(child)))
